"""Records read field by field, from their trees.

Twilio's answers grow and vary, so a record fails by nothing but the lack of a required field. Any other field
is None where it is absent or does not fit its type; what does not fit, and what the model does not know, is
kept as it came in `extra`.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, get_origin

import attrs

from twilio_async.core.codec.converter import CONVERTER
from twilio_async.core.codec.fields import fields_of
from twilio_async.core.codec.scalars import Memo, to_text
from twilio_async.core.codec.unreadable import Unreadable, described
from twilio_async.core.wire import is_object

if TYPE_CHECKING:
    from collections.abc import Callable

MISFITS = (ValueError, TypeError, LookupError, ArithmeticError)
"""What reading a value raises where it does not fit."""


@cache
def record_maker(model: Any) -> Callable[[Any, str], Any]:
    """What makes a record of `model` of a tree and its place in the answer; raises Unreadable."""
    fields = [(field, value_maker(field.kind, required=field.required)) for field in fields_of(model)]
    keys = frozenset(field.key for field, _ in fields)

    def read_record(tree: Any, where: str) -> Any:
        if not is_object(tree):
            raise Unreadable(f"{where}: an object is expected, but this is {described(tree)}")
        record = model.__new__(model)
        extra = _known(tree, keys)
        for field, read in fields:
            raw = extra.pop(field.key, None)
            try:
                setattr(record, field.name, read(raw))
            except MISFITS:
                if field.required:
                    came = described(raw) if field.key in tree else "missing"
                    lack = f"{where}.{field.key}: required, but {came}; this is {described(tree)}"
                    raise Unreadable(lack) from None
                setattr(record, field.name, None)
                extra[field.key] = raw
        setattr(record, "_extra", extra or None)  # noqa: B010 - as any other field
        record.http_response = None
        return record

    return read_record


def _known(tree: dict[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    """A copy of `tree`, with keys in capitals (`SMS` among capabilities) as they are in the class."""
    return {
        key if key in keys or key.lower() not in keys or key.lower() in tree else key.lower(): value
        for key, value in tree.items()
    }


@cache
def value_maker(kind: Any, *, required: bool) -> Callable[[Any], Any]:
    """What makes a `kind` of a value, or None of no value; raises one of the misfits.

    Where it is required, no value is a misfit too.
    """
    read = _reader(kind)
    if required:
        return _memorized(kind, lambda value: _present(read(value)))
    return _memorized(kind, read)


def _reader(kind: Any) -> Callable[[Any], Any]:
    if kind is Any:
        return lambda value: value
    if kind is str:
        return lambda value: None if value is None else to_text(value)
    if get_origin(kind) is dict:
        return lambda value: None if value is None or value == "" else _checked(value, dict)
    hook = CONVERTER.get_structure_hook(kind)
    if get_origin(kind) is list:
        return lambda value: None if value is None or value == "" else hook(_checked(value, list), kind)
    return lambda value: None if value is None or value == "" else hook(value, kind)


def _checked(value: Any, container: type) -> Any:
    if not isinstance(value, container):
        raise TypeError(value)
    return value


def _present(value: Any) -> Any:
    if value is None or value == "":
        raise ValueError(value)
    return value


def _memorized(kind: Any, read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """`read` with a memory, where values are texts that repeat."""
    if kind in (Any, str, datetime) or get_origin(kind) in (dict, list) or attrs.has(kind):
        return read
    return Memo(read)


def _hook(model: Any) -> Callable[[Any, Any], Any]:
    read = record_maker(model)
    return lambda tree, _: read(tree, model.__name__)


CONVERTER.register_structure_hook_factory(attrs.has, _hook)
