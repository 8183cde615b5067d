"""One record, read field by field from a tree.

Twilio's answers grow and vary, so nothing but a missing identity makes a record fail: a field that is absent
is None, one that does not fit its type is None and kept as it came in `extra`, as are fields that the model
does not know. A required field that is absent or does not fit makes the record unreadable.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_origin

import attrs

from twilio_async.core.codec.converter import CONVERTER
from twilio_async.core.codec.fields import Field, fields_of
from twilio_async.core.codec.memo import NOTHING, Memo
from twilio_async.core.codec.scalars import to_text
from twilio_async.core.codec.unreadable import Unreadable, described
from twilio_async.core.wire import is_list, is_object

if TYPE_CHECKING:
    from collections.abc import Callable

M = TypeVar("M")
MISFITS = (ValueError, TypeError, LookupError, ArithmeticError)
"""The errors of reading a value that does not fit."""


class RecordReader(Generic[M]):
    """Reads the records of a model."""

    def __init__(self, model: type[M]) -> None:
        self._model: Any = model
        self._fields = [
            (field, value_reader(field.kind, required=field.required)) for field in fields_of(self._model)
        ]
        self._keys = frozenset(field.key for field, _ in self._fields)

    def __call__(self, tree: Any, where: str) -> M:
        """The record in `tree`; `where` is its place in the answer.

        Raises:
            Unreadable: There is no object, or it lacks a required field.
        """
        if not is_object(tree):
            raise Unreadable(f"{where}: an object is expected, but this is {described(tree)}")
        record = self._model.__new__(self._model)
        extra = self._known(tree)
        for field, read in self._fields:
            raw = extra.pop(field.key, None)
            try:
                setattr(record, field.name, read(raw))
            except MISFITS:
                if field.required:
                    raise Unreadable(f"{where}.{field.key}: {_lack(field, raw, tree)}") from None
                setattr(record, field.name, None)
                extra[field.key] = raw
        setattr(record, "_extra", extra or None)  # noqa: B010 - as any other field
        record.http_response = None
        return record  # type: ignore[no-any-return]

    def _known(self, tree: dict[str, Any]) -> dict[str, Any]:
        """A copy of `tree`, with keys in capitals (`SMS` among capabilities) as they are in the class."""
        keys = self._keys
        return {
            key if key in keys or key.lower() not in keys or key.lower() in tree else key.lower(): value
            for key, value in tree.items()
        }


def record_reader(model: type[M]) -> RecordReader[M]:
    """The reader of a model, made once."""
    if model not in _READERS:
        _READERS[model] = RecordReader(model)
    return _READERS[model]


_READERS: dict[Any, RecordReader[Any]] = {}


@cache
def value_reader(kind: Any, *, required: bool) -> Callable[[Any], Any]:
    """The function that makes a `kind` of a value, or None of no value; raises one of the misfits.

    A required field has a value: there, no value is a misfit as well.
    """
    read = _reader(kind)
    if required:
        return _memorized(kind, lambda value: _present(read(value)), {})
    return _memorized(kind, read, NOTHING)


def _reader(kind: Any) -> Callable[[Any], Any]:
    if kind is Any:
        return lambda value: value
    if kind is str:
        return lambda value: None if value is None else to_text(value)
    origin = get_origin(kind)
    if origin is dict:
        return lambda value: None if value is None or value == "" else _object(value)
    hook = CONVERTER.get_structure_hook(kind)
    if origin is list:
        return lambda value: None if value is None or value == "" else hook(_list(value), kind)
    return lambda value: None if value is None or value == "" else hook(value, kind)


def _memorized(kind: Any, read: Callable[[Any], Any], always: dict[Any, Any]) -> Callable[[Any], Any]:
    """`read` with a memory, where its values are texts that repeat."""
    if kind in (Any, str, datetime) or get_origin(kind) in (dict, list) or attrs.has(kind):
        return read
    return Memo(read, always).__getitem__


def _object(value: Any) -> dict[str, Any]:
    if is_object(value):
        return value
    raise TypeError(value)


def _list(value: Any) -> list[Any]:
    if is_list(value):
        return value
    raise TypeError(value)


def _present(value: Any) -> Any:
    if value is None or value == "":
        raise ValueError(value)
    return value


def _lack(field: Field, raw: Any, tree: dict[str, Any]) -> str:
    came = described(raw) if field.key in tree else "missing"
    return f"it is required, but {came} in {described(tree)}"


def _nested_reader(model: type[Any]) -> Callable[[Any, object], Any]:
    """The hook for a record within a record."""
    return lambda value, _: record_reader(model)(value, model.__name__)


CONVERTER.register_structure_hook_factory(attrs.has, _nested_reader)
