"""The cattrs converters: how values of a type are read, and how models are written.

Reading takes each form that Twilio has for a type, see `scalars`; how a whole record is read is said in
`records`. Writing gives what JSON can hold, or leaves dates and prices what they are.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import IntFlag
from typing import TYPE_CHECKING, Any

import attrs
import cattrs
from cattrs.gen import make_dict_unstructure_fn, override

from twilio_async.core.codec.fields import NOT_ON_THE_WIRE, fields_of
from twilio_async.core.codec.scalars import (
    OpenEnum,
    OpenIntEnum,
    to_bool,
    to_date,
    to_datetime,
    to_decimal,
    to_float,
    to_int,
    to_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable

# They are texts or numbers as well, so each converter is told which hook wins.
_ENUMERATIONS = (OpenEnum, OpenIntEnum, IntFlag)


def _writing() -> cattrs.Converter:
    """A converter that writes models under the names of the wire, and enumerations as their plain values."""
    converter = cattrs.Converter(detailed_validation=False)

    def writer(model: Any) -> Callable[[Any], dict[str, Any]]:
        overrides: dict[str, Any] = {name: override(omit=True) for name in NOT_ON_THE_WIRE}
        for field in fields_of(model):
            hook = _unchanged if field.kind is Any else None
            overrides[field.name] = override(rename=field.key, unstruct_hook=hook)
        write: Callable[[Any], dict[str, Any]] = make_dict_unstructure_fn(model, converter, **overrides)
        return lambda record: {**write(record), **record.extra}

    converter.register_unstructure_hook_factory(attrs.has, writer)
    for enumeration in _ENUMERATIONS:
        converter.register_unstructure_hook(enumeration, lambda member: member.value)
    return converter


def _unchanged(value: Any) -> Any:
    return value


def _ignoring_type(read: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda value, _: read(value)


def _member(value: Any, enumeration: Any) -> Any:
    return enumeration(to_int(value) if issubclass(enumeration, int) else to_text(value))


NATIVE = _writing()
"""Writes dates and prices as Python has them."""

CONVERTER = _writing()
"""Reads, and writes dates and prices as text."""

CONVERTER.register_unstructure_hook(datetime, datetime.isoformat)
CONVERTER.register_unstructure_hook(date, date.isoformat)
CONVERTER.register_unstructure_hook(Decimal, str)
for _kind, _read in {
    bool: to_bool,
    date: to_date,
    datetime: to_datetime,
    Decimal: to_decimal,
    float: to_float,
    int: to_int,
}.items():
    CONVERTER.register_structure_hook(_kind, _ignoring_type(_read))
for _enumeration in _ENUMERATIONS:
    CONVERTER.register_structure_hook(_enumeration, _member)
