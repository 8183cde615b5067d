"""Queries and forms as names and values, with whatever stands several times or is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

Pairs: TypeAlias = "Sequence[tuple[str, str]]"
"""Names and values, in their order."""

_PLAIN = (("%2F", "/"), ("%3A", ":"), ("%2C", ","), ("%20", " "))
"""Escapes that addresses and dates have. None of these characters is a part of an escape or ends a value."""


def pairs_of_query(text: str, errors: str = "replace") -> Pairs:
    """What `urllib.parse.parse_qsl` gives with blank values kept, in a quarter of its time.

    The escapes that Twilio's names and values mostly have are replaced in all of the text at once.

    Args:
        text: The query, or the body of a form.
        errors: What becomes of escapes that are no UTF-8, as `bytes.decode` has it.

    Raises:
        UnicodeDecodeError: There are some, and `errors` is "strict".
    """
    simple = _without_plain_escapes(text)
    pairs = [(name, value) for pair in simple.split("&") if pair for name, _, value in (pair.partition("="),)]
    if "%" in simple:
        return [(_text(name, errors), _text(value, errors)) for name, value in pairs]
    return pairs


def values_of_query(text: str, errors: str = "replace") -> dict[str, str] | None:
    """The values by their names, in three quarters of the time of `pairs_of_query`.

    None where a name stands twice, or nothing between two `&`. See `pairs_of_query` for the rest.
    """
    simple = _without_plain_escapes(text)
    parts = simple.split("&")
    values: dict[str, str] = {}
    for part in parts:  # No comprehension: they take a third longer.
        name, _, value = part.partition("=")
        values[name] = value
    if "%" in simple:
        values = {_text(name, errors): _text(value, errors) for name, value in values.items()}
    return values if len(values) == len(parts) and "" not in values else None


def _without_plain_escapes(text: str) -> str:
    simple = text.replace("+", " ").replace("%2B", "+")
    if "%" in simple:
        for escape, character in _PLAIN:
            simple = simple.replace(escape, character)
    return simple


def _text(text: str, errors: str) -> str:
    if "%" not in text:
        return text
    return unquote_to_bytes(text.encode(errors="surrogateescape")).decode(errors=errors)
