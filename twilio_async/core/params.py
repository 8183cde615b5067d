"""Arguments to the names and texts of the wire; what cannot be right is refused before anything is sent.

Source: https://www.twilio.com/docs/usage/requests-to-twilio
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache, partial
from types import NoneType
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, TypeGuard
from urllib.parse import quote_plus

from attrs import frozen

from twilio_async.errors import InvalidArgument

if TYPE_CHECKING:
    from twilio_async.core.apis import NameStyle

NumberedPairs: TypeAlias = Annotated[Mapping[str, str], "numbered"]
"""A parameter of names and values that travels as `Parameter1.Name`, `Parameter1.Value` and so on."""


@frozen
class Header:
    """A parameter that travels as a header: `if_match: Annotated[str | None, Header("If-Match")] = None`."""

    name: str


_INEQUALITIES = {"_before": "<", "_after": ">"}
_MOST_PAIRS = 99


def wire_name(name: str, names: Iterable[str], style: NameStyle = "PascalCase") -> str:
    """Twilio's name of the parameter `name`, which stands in a signature with `names`.

    `status_callback` is `StatusCallback`, `from_` is `From`, and `date_sent_after` is `DateSent>` where there
    is a `date_sent` too.
    """
    for suffix, sign in _INEQUALITIES.items():
        base = name.removesuffix(suffix)
        if base != name and base in names:
            return wire_name(base, (), style) + sign
    name = name.rstrip("_")
    if style == "snake_case":
        return name
    first, *rest = name.split("_")
    return "".join([first if style == "camelCase" else first.capitalize(), *map(str.capitalize, rest)])


def wire_texts(name: str, value: Any) -> list[str]:
    """The texts of a value: one for each item of a sequence, one otherwise.

    A mapping becomes JSON text, an aware datetime its UTC instant, a date its ISO form.

    Raises:
        InvalidArgument: A naive datetime, or a type that no parameter has; the text names the argument.
    """
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return [write(name, value)]
    if is_sequence(value):
        return [text for item in value for text in wire_texts(name, item)]
    raise InvalidArgument(f"{name} cannot be a {type(value).__name__}")


def numbered(name: str, value: object) -> list[tuple[str, str]]:
    """Names and texts of `parameters`, a mapping that travels as `Parameter1.Name` and so on.

    Raises:
        InvalidArgument: No mapping of texts, or one with more pairs than Twilio takes.
    """
    if not _is_mapping(value):
        raise InvalidArgument(f"{name} takes a mapping of names to values, not a {type(value).__name__}")
    if len(value) > _MOST_PAIRS:
        raise InvalidArgument(f"{name} takes {_MOST_PAIRS} pairs at most, not {len(value)}")
    base = wire_name(name, ()).removesuffix("s")
    pairs: list[tuple[str, str]] = []
    for number, (key, text) in enumerate(value.items(), 1):
        pairs += [
            (f"{base}{number}.{part}", written)
            for part, half in (("Name", key), ("Value", text))
            for written in wire_texts(name, half)
        ]
    return pairs


def form(pairs: Iterable[tuple[str, str]]) -> str:
    """Names and texts as a form or a query, as `urllib.parse.urlencode` writes it, at thrice its speed.

    Raises:
        UnicodeEncodeError: A text holds half of a surrogate pair.
    """
    return "&".join([f"{_quoted_name(name)}={_quoted(text)}" for name, text in pairs])


def _quoted(text: str) -> str:
    # Each byte of the UTF-8 form becomes a character, and each character what it is in a form.
    return text.encode().decode("latin-1").translate(_QUOTED)


_quoted_name = lru_cache(1024)(_quoted)  # There are few names and many texts.
_QUOTED = {byte: quote_plus(bytes([byte])) for byte in range(256)}


def is_sequence(value: object) -> TypeGuard[Iterable[Any]]:
    """Whether a value is several: a list, a tuple, a generator, but no text and no mapping."""
    return isinstance(value, Iterable) and not isinstance(value, str | bytes | bytearray | Mapping)


def _is_mapping(value: object) -> TypeGuard[Mapping[Any, Any]]:
    return isinstance(value, Mapping)


def _number(name: str, value: float | Decimal) -> str:
    number = Decimal(str(value))
    if not number.is_finite():
        raise InvalidArgument(f"{name} must be a finite number")
    return format(number, "f")


def _instant(name: str, value: datetime) -> str:
    if value.utcoffset() is None:
        raise InvalidArgument(
            f"{name} is a naive datetime, which could be any instant: give it a zone, for instance "
            "datetime.now(UTC) or value.replace(tzinfo=UTC)"
        )
    try:
        value = value.astimezone(UTC)
    except OverflowError:
        raise InvalidArgument(f"{name} lies outside the years 1 to 9999 of UTC") from None
    return f"{value.replace(tzinfo=None).isoformat(timespec='seconds')}Z"


_JSON_TYPES = frozenset({str, bool, int, float, NoneType})


def json_value(name: str, value: Any) -> Any:
    """A value as JSON has it: numbers and truth values as they are, the others as their texts.

    Raises:
        InvalidArgument: A naive datetime, or a type that no parameter has; the text names the argument.
    """
    if value.__class__ in _JSON_TYPES or _is_mapping(value):
        return value
    if is_sequence(value):
        return [json_value(name, item) for item in value]
    return wire_texts(name, value)[0]


def json_bytes(name: str, value: Any) -> bytes:
    """A value as JSON.

    Raises:
        InvalidArgument: It holds what JSON has not; the text names the argument.
    """
    write = partial(_json_text, name)
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=write)
        return text.encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise InvalidArgument(f"{name} cannot be written as JSON: {error}") from None


def _json_text(name: str, value: object) -> Any:
    """The stand-in in JSON for a value that it has no form for."""
    if _is_mapping(value):
        return dict(value)
    if isinstance(value, Enum | Decimal | date):
        return wire_texts(name, value)[0]
    raise TypeError(f"a {type(value).__name__} is in it")


# In this order: a member of an enumeration is often a str or an int, True is an int, a datetime is a date.
_WRITERS: tuple[tuple[type, Callable[[str, Any], str]], ...] = (
    (Enum, lambda _, member: str(member.value)),
    (str, lambda _, text: str.__str__(text)),
    (bool, lambda _, flag: "true" if flag else "false"),
    (int, lambda _, number: str(number)),
    (float, _number),
    (Decimal, _number),
    (datetime, _instant),
    (date, lambda _, day: day.isoformat()),
    (Mapping, lambda name, value: json_bytes(name, dict(value)).decode()),
)
