"""What a record of the table looks like on the wire.

Values go in under their JSON keys, and come out in the order and the kinds of the table: dates as text,
counts as the text or the number that the API writes. Knows the table, and neither requests nor storage.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, Final, TypeVar, cast

from twilio_async.emulator import description as catalog
from twilio_async.emulator.description import Kind, Record
from twilio_async.emulator.wire.dates import rfc2822
from twilio_async.emulator.wire.documents import Fields, Resource, Value, View

T = TypeVar("T")

API_VERSION: Final = "2010-04-01"

Shape = Callable[[Any], Value]


def resource(record: Record, values: Callable[[T, View], Mapping[str, object]]) -> Resource[T]:
    """The table's kind of record, shown by the values that a function gives for one."""

    def fields(item: T, view: View) -> Fields:
        return shaped(record, values(item, view))

    return Resource(record.element, record.list_key, record.list_element, fields)


def shaped(record: Record, values: Mapping[str, object]) -> Fields:
    """All fields of a record in order; what has no value is false where it is a boolean, and else null.

    `api_version` goes without saying.
    """
    return {key: shape(values.get(key)) for key, shape in _shapes(record).items()}


def subresource_uris(path: str, pattern: str, suffix: str) -> dict[str, str]:
    """Where the collections below an instance are: `pattern` is that of its collection, `path` its own."""
    return {catalog.snake_case(child): f"{path}/{child}{suffix}" for child in catalog.children(pattern)}


@cache
def _shapes(record: Record) -> Mapping[str, Shape]:
    shapes = {key: _shape(kind) for key, kind in record.fields.items()}
    if "api_version" in shapes:
        shapes["api_version"] = lambda value: value or API_VERSION
    return shapes


def _shape(kind: Kind) -> Shape:
    if isinstance(kind, Mapping):
        return _mapping(kind)
    if isinstance(kind, list):
        return _list(_shape(kind[0]))
    if kind.startswith("["):
        return _list(_shape(kind[1:-1]))
    return _SHAPES.get(kind, _text)


def _mapping(kinds: Mapping[str, Kind]) -> Shape:
    shapes = {key: _shape(kind) for key, kind in kinds.items()}

    def shape(values: Mapping[str, object] | None) -> Value:
        return None if values is None else {key: each(values.get(key)) for key, each in shapes.items()}

    return shape


def _list(shape: Shape) -> Shape:
    return lambda values: [shape(value) for value in cast("list[object]", values or [])]


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _as_is(value: Any) -> Value:
    content: Value = value
    return content


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _moment(value: datetime | None) -> str | None:
    return rfc2822(value)


_SHAPES: Final[Mapping[str, Shape]] = {
    "boolean": bool,
    "integer": _as_is,
    "number": _number,
    "rfc2822": _moment,
    "date": _day,
    "uri-map": _as_is,
    "any": _as_is,
}
