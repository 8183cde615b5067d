"""What a model must make of a record: each field, as the type that it means."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import attrs

from tests.conformance.records import meaning
from tests.support.api_table import Kind, attribute_name
from twilio_async import Model, OpenEnum
from twilio_async.core.wire import is_list

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_METHODS = Kind("enumeration", ("GET", "POST"))
"""Words of HTTP, which may be plain text."""


def assert_reads(model: Any, schema: Kind, record: Mapping[str, Any]) -> None:
    """Each field of the record is an attribute of the model, as the type that it means."""
    assert attrs.has(model.__class__)
    for name, kind in schema.fields.items():
        value = getattr(model, attribute_name(name))
        assert_corresponds(name, value, meaning(name, kind), record[name])
    assert not (model.extra if isinstance(model, Model) else {})


def assert_corresponds(name: str, value: Any, kind: Kind, raw: Any) -> None:
    """`value` is what the API means by `raw`."""
    if kind.name == "object":
        assert_reads(value, kind, raw)
    elif kind.name == "array":
        assert is_list(value), name
        for item, raw_item in zip(value, raw, strict=True):
            assert_corresponds(name, item, kind.item or kind, raw_item)
    else:
        types, read = _READERS.get(kind.name, ((str,), str))
        assert isinstance(value, types), name
        assert isinstance(value, bool) == (kind.name == "boolean"), name
        assert isinstance(value, datetime) == (kind.name in {"rfc2822", "iso8601"}), name
        assert read(value) == read(raw), name
    if kind.name == "enumeration" and kind != _METHODS:
        assert isinstance(value, OpenEnum), name
        assert {*kind.words} <= {member.value for member in type(value)}, name
    if isinstance(value, datetime):
        assert value.tzinfo is UTC, name


def _moment_by(parse: Callable[[str], datetime]) -> tuple[tuple[type, ...], Callable[[Any], Any]]:
    return (datetime,), lambda value: value if isinstance(value, datetime) else parse(value)


def _number_of(value: Any) -> Decimal:
    return Decimal(str(value))


_READERS: dict[str, tuple[tuple[type, ...], Callable[[Any], Any]]] = {
    "any": ((object,), lambda value: value),
    "boolean": ((bool,), lambda value: value),
    "date": ((date,), str),
    "decimal": ((Decimal,), _number_of),
    "integer": ((int,), int),
    "iso8601": _moment_by(datetime.fromisoformat),
    "number": ((Decimal, float), _number_of),
    "rfc2822": _moment_by(parsedate_to_datetime),
    "uri-map": ((dict,), lambda value: value),
    "word": ((str, int), str),
}
"""The types that kinds may have in Python, and how value and raw value are compared; others are texts."""
