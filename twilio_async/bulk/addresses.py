"""Addresses: when two of them are of one recipient or sender, however they are written."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"([a-z]+:)?\+?[0-9(][0-9 ().-]*")
_PUNCTUATION = str.maketrans("", "", " ().-")


def address(value: str | None) -> str:
    """An address as it is compared: numbers without their punctuation, others in lower case."""
    if value is None:
        return ""
    if value.isalnum() or (value[:1] == "+" and value[1:].isdigit()):
        return value.lower()
    stripped = value.strip().lower()
    return stripped.translate(_PUNCTUATION) if _NUMBER.fullmatch(stripped) else stripped
