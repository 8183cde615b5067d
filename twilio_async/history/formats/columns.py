"""The columns of files and tables of records, made from the fields of their model."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Union, cast, get_args, get_origin

import attrs
import msgspec

from twilio_async import InvalidArgument, Model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

EXTRA = "_extra"
"""The field behind the property `extra`, in a third of its time; None where it is empty."""
PLAIN = (str, bool, int, float, datetime, date, Decimal)
"""The types whose values have a type of their own in tables, a subclass before its base."""

JSON = (list, dict)
"""The types whose values are written as JSON where there are but texts."""

_NOT_TWILIOS = frozenset({EXTRA, "http_response"})
_ENCODER = msgspec.json.Encoder()


@attrs.frozen
class Column:
    """A column.

    Attributes:
        name: Twilio's name of the field, behind the names of those that hold its record: `capabilities.sms`.
        path: The attributes that lead to the values from a record.
        type: The type of the values: one of the plain ones (`PLAIN`), list for lists of texts, and dict for
            what is written as JSON.
    """

    name: str
    path: tuple[str, ...]
    type: type

    def values(self, records: Sequence[Model]) -> list[Any]:
        """The values in the records."""
        first, *others = self.path
        values = _reader_of(first)(records)
        for name in others:
            values = [None if each is None else getattr(each, name) for each in values]
        return values


def columns_of(model: type[Model]) -> tuple[Column, ...]:
    """A column for each field of a model."""
    return tuple(
        Column(attribute.rstrip("_"), (attribute,), _type_of(kind)) for attribute, kind in _fields(model)
    )


def flat_columns_of(model: type[Model]) -> tuple[Column, ...]:
    """Likewise, with those of a record in the place of the field that holds it.

    The last column of each model is `extra`, with the fields that it does not know.
    """
    return tuple(_flat_columns(model, "", ()))


def chosen(known: Sequence[Column], names: Sequence[str] | None) -> tuple[Column, ...]:
    """The columns with these names, in their order; None chooses all.

    Raises:
        InvalidArgument: One is unknown, or named twice, or there is none.
    """
    if names is None:
        return tuple(known)
    by_name = {column.name: column for column in known}
    if isinstance(names, str):
        raise InvalidArgument(f"columns must be a list of names, not the text {names!r}")
    unknown = next((name for name in names if name not in by_name), None)
    if unknown is not None or not names:
        complaint = "give some columns" if unknown is None else f"there is no column {unknown!r}"
        raise InvalidArgument(f"{complaint}: there are {', '.join(by_name)}")
    if len(set(names)) < len(names):
        twice = next(name for name in names if list(names).count(name) > 1)
        raise InvalidArgument(f"the column {twice!r} is named twice: name each once")
    return tuple(by_name[name] for name in names)


def json_texts(values: Sequence[Any]) -> list[str | None]:
    """The values as JSON."""
    if not any(each is not None for each in values):
        return [None] * len(values)
    plain = [each if each.__class__ is dict else _plain(each) for each in values]
    texts = _ENCODER.encode_lines(plain).decode().split("\n")
    return [None if each is None else text for each, text in zip(values, texts, strict=False)]


def _plain(value: Any) -> Any:
    """The value with objects for the records in it."""
    if isinstance(value, Model):
        return value.to_dict()
    return list(map(_plain, value)) if value.__class__ is list else value


def _fields(model: type[Model]) -> Iterator[tuple[str, Any]]:
    """The attributes that hold Twilio's fields, and their types without None."""
    for field in attrs.fields(model):
        if field.name not in _NOT_TWILIOS:
            yield field.name, _without_none(field.type)


def _flat_columns(model: type[Model], prefix: str, path: tuple[str, ...]) -> Iterator[Column]:
    for attribute, kind in (*_fields(model), (EXTRA, dict)):
        name, way = f"{prefix}{attribute.strip('_')}", (*path, attribute)
        if isinstance(kind, type) and issubclass(kind, Model):
            yield from _flat_columns(kind, f"{name}.", way)
        else:
            yield Column(name, way, _type_of(kind))


@lru_cache
def _reader_of(attribute: str) -> Callable[[Sequence[Model]], list[Any]]:
    """A function that reads an attribute of records, compiled for it: in half the time of `attrgetter`."""
    reader: Any = eval(f"lambda records: [each.{attribute} for each in records]")  # noqa: S307 - our own name
    return cast("Callable[[Sequence[Model]], list[Any]]", reader)


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, UnionType):
        (annotation,) = (kind for kind in get_args(annotation) if kind is not NoneType)
    return annotation


def _type_of(kind: Any) -> type:
    if get_origin(kind) is list:
        return list if _type_of(*get_args(kind)) is str else dict
    if not isinstance(kind, type):
        return dict
    return next((plain for plain in PLAIN if issubclass(kind, plain)), dict)
