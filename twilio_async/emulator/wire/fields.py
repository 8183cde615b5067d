"""Fields of records: values as the API writes them, in the order and of the kinds of the description.

A record's values come under their JSON keys; what has no value is false where it is a boolean, and else null.
Knows kinds, and neither requests nor storage.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from twilio_async.emulator.wire.dates import iso8601, rfc2822, rfc2822_pacific

if TYPE_CHECKING:
    from datetime import date

FieldKind: TypeAlias = str | Mapping[str, "FieldKind"] | list["FieldKind"]
"""The name of a kind, or an object or a list of kinds."""

FieldValue: TypeAlias = str | float | Mapping[str, "FieldValue"] | Sequence["FieldValue"] | None
"""A text, a number or boolean, an object, a list, or nothing."""

Fields: TypeAlias = Mapping[str, FieldValue]
"""The fields of a record in the order of its XML elements, under their JSON keys."""

Write: TypeAlias = Callable[[Any], FieldValue]

API_VERSION = "2010-04-01"


def writers_of(kinds: Mapping[str, FieldKind]) -> dict[str, Write]:
    """A writer for each field of these kinds; `api_version` goes without saying."""
    writers = {key: _writer(kind) for key, kind in kinds.items()}
    if "api_version" in writers:
        writers["api_version"] = lambda value: value or API_VERSION
    return writers


def written(writers: Mapping[str, Write], values: Mapping[str, Any]) -> Fields:
    """All fields in order."""
    return {key: write(values.get(key)) for key, write in writers.items()}


def _writer(kind: FieldKind) -> Write:
    if isinstance(kind, Mapping):
        return _object(writers_of(kind))
    if isinstance(kind, list):
        return _list(_writer(kind[0]))
    if kind.startswith("["):
        return _list(_writer(kind[1:-1]))
    return _WRITERS.get(kind, _text)


def _object(writers: Mapping[str, Write]) -> Write:
    return lambda values: None if values is None else written(writers, values)


def _list(write: Write) -> Write:
    return lambda values: [write(value) for value in cast("list[object]", values or [])]


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _number(value: object) -> str | None:
    """A number as the text that Twilio writes, whatever its description says; without zeros at the end."""
    return None if value is None else f"{Decimal(str(value)).normalize():f}"


def _as_is(value: Any) -> FieldValue:
    content: FieldValue = value
    return content


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


_WRITERS: Mapping[str, Write] = {
    "boolean": bool,
    "integer": _as_is,
    "number": _number,
    "iso8601": lambda moment: None if moment is None else iso8601(moment),
    "rfc2822": rfc2822,
    "rfc2822-pacific": rfc2822_pacific,
    "date": _day,
    "uri-map": _as_is,
    "any": _as_is,
}
