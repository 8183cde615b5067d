"""The text of a value, as it stands in a document.

Booleans are in lower case, lists joined by spaces, and a mapping is JSON, as the attributes of a task are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from twilio_async.twiml.names import TwiMLException

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from yarl import URL

Value: TypeAlias = "str | float | Decimal | Enum | URL | Sequence[str | float | Enum]"
"""What an attribute may be. At run time, whatever has a text of its own is taken."""

Content: TypeAlias = "Value | Mapping[str, object]"
"""What the text in an element may be."""

_FORBIDDEN: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def attribute_text(value: object, place: str, name: str) -> str:
    """The text of an attribute, whose element is the `place`.

    Raises:
        TypeError: The value is of a kind that has no text.
        TwiMLException: It has characters that XML forbids.
    """
    text = value if type(value) is str else _text(value)
    if text is None:
        raise TypeError(f"{name} of <{place}> takes texts, numbers, booleans and lists, not {_kind(value)}.")
    return checked(text, place, name)


def content_text(value: object, place: str) -> str:
    """The text in an element.

    Raises:
        TypeError: The value is of a kind that has no text.
        TwiMLException: It has characters that XML forbids.
    """
    if isinstance(value, Mapping):
        value = json.dumps(dict(cast("Mapping[str, object]", value)))
    text = value if type(value) is str else _text(value)
    if text is None:
        raise TypeError(
            f"The text of <{place}> takes texts, numbers, lists and mappings, not {_kind(value)}."
        )
    return checked(text, place, "The text")


def checked(text: str, place: str, what: str) -> str:
    """A text that XML can hold.

    Raises:
        TwiMLException: It cannot; the message says which character, and where it is.
    """
    if text.isprintable():  # Nothing that XML forbids is, and this is quicker.
        return text
    found = _FORBIDDEN.search(text)
    if found is not None:
        raise TwiMLException(
            f"{what} of <{place}> has U+{ord(found[0]):04X} at {found.start()}, which XML forbids."
        )
    return text


def _text(value: object) -> str | None:
    """The text of a value; None where it has none of its own."""
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        words = [_text(each) for each in cast("Sequence[object]", value)]
        return None if None in words else " ".join(word for word in words if word is not None)
    if isinstance(value, int | float):
        return str(value)
    if value is None or isinstance(value, bytes | bytearray) or type(value).__str__ is object.__str__:
        return None
    return str(value)


def _kind(value: Any) -> str:
    return type(value).__name__
