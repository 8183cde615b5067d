"""Addresses: when two of them are of one recipient or sender, however they are written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from twilio_async import InvalidArgument

if TYPE_CHECKING:
    from collections.abc import Iterable

_NUMBER = re.compile(r"([a-z]+:)?\+?[0-9(][0-9 ().-]*")
_PUNCTUATION = str.maketrans("", "", " ().-")


def recipients_of(value: Iterable[str]) -> list[str]:
    """The recipients of a list.

    Raises:
        InvalidArgument: It is one text, whose characters would be taken for recipients.
    """
    if isinstance(value, str):
        raise InvalidArgument("recipients must be a list of numbers or addresses, not a single text")
    return [*value]


def address(value: str | None) -> str:
    """An address as it is compared: numbers without their punctuation, others in lower case."""
    if value is None:
        return ""
    if value.isalnum() or (value[:1] == "+" and value[1:].isdigit()):
        return value.lower()
    stripped = value.strip().lower()
    return stripped.translate(_PUNCTUATION) if _NUMBER.fullmatch(stripped) else stripped
