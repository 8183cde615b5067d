"""JSON to a tree that is safe to hold: whatever writes JSON can write it, and it pickles.

The parser is msgspec's, which is strict: half of a surrogate pair (an emoji that was cut in two), bytes that
are no UTF-8, a byte order mark and raw control characters are errors to it. A body that it refuses is mended
and tried once more, so that one character does not cost a page; U+FFFD stands for what was no character.

It is told the type of a usual answer, a few levels of small integers and other scalars, because it checks
that at no cost. Only of other answers the depth and the numbers are looked at here.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from msgspec import Meta

from twilio_async.core.codec.unreadable import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_KEYS = 100_000
"""In one object."""
SCALAR = str | Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)] | float | bool | None
"""The type of a value with nothing inside it."""

_USUAL_DEPTH = 5
_DEEPEST = 64
_LEAST_INTEGER, _GREATEST_INTEGER = -(2**63), 2**64 - 1

_decode = msgspec.json.Decoder().decode
_ESCAPE = re.compile(
    r"""\\(?: u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}  # both halves of a character
            | (?P<half> u[dD][89a-fA-F][0-9a-fA-F]{2} )
            | . )""",
    re.VERBOSE | re.DOTALL,
)
# Without its end as well: each quote that began no match would make the search start anew.
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f]")


def parse_json(body: bytes) -> Any:
    """The tree in `body`. Integers beyond 64 bits are floats.

    Raises:
        Unreadable: It is no JSON, or nested or sized beyond any answer of Twilio's.
    """
    try:
        return _usual_decoder()(body)
    except (ValueError, RecursionError):
        return _parse_unusual(body)


def value_type(depth: int) -> Any:
    """The type of any value that has so many levels of objects and lists at most."""
    kind: Any = SCALAR
    for _ in range(depth):
        kind = SCALAR | Annotated[dict[str, kind], Meta(max_length=MOST_KEYS)] | list[kind]
    return kind


@cache
def _usual_decoder() -> Callable[[bytes], Any]:
    return msgspec.json.Decoder(value_type(_USUAL_DEPTH)).decode


def _parse_unusual(body: bytes) -> Any:
    try:
        try:
            tree = _decode(body)
        except ValueError as error:
            tree = _decode_mended(body, error)
    except RecursionError:
        raise Unreadable(f"no answer of Twilio's: it is nested more than {_DEEPEST} deep") from None
    return _bounded(tree)


def _bounded(tree: Any) -> Any:
    """`tree` with floats for integers beyond 64 bits."""
    holder = [tree]
    level: list[Any] = [holder]
    for _ in range(_DEEPEST + 1):
        inner: list[Any] = []
        for node in level:
            if node.__class__ is dict and len(node) > MOST_KEYS:
                raise Unreadable(f"no answer of Twilio's: an object has more than {MOST_KEYS:,} keys")
            for place, value in node.items() if node.__class__ is dict else enumerate(node):
                kind = value.__class__
                if kind is dict or kind is list:
                    inner.append(value)
                elif kind is int and not _LEAST_INTEGER <= value <= _GREATEST_INTEGER:
                    node[place] = _float(value)
        if not inner:
            return holder[0]
        level = inner
    raise Unreadable(f"no answer of Twilio's: it is nested more than {_DEEPEST} deep")


def _float(number: int) -> float:
    try:
        return float(number)
    except OverflowError:
        raise Unreadable("no JSON: a number is out of range") from None


def _decode_mended(body: bytes, error: ValueError) -> Any:
    mended = _mended(body)
    if mended != body:
        try:
            return _decode(mended)
        except ValueError:
            pass  # What was wrong with the body as it came says more.
    raise Unreadable(f"no JSON: {error}") from None


def _mended(body: bytes) -> bytes:
    """`body` without what Unicode or JSON do not allow in texts."""
    text = body.decode("utf-8-sig", "replace")
    text = _ESCAPE.sub(lambda match: "\\ufffd" if match["half"] else match[0], text)
    if _CONTROL.search(text):  # Between texts some are white space.
        text = _STRING.sub(lambda match: _CONTROL.sub(_escape, match[0]), text)
    return text.encode()


def _escape(control: re.Match[str]) -> str:
    return f"\\u{ord(control[0]):04x}"
