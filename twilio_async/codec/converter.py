"""The one cattrs converter, and the functions it reads models with.

Decoding a page of a thousand records is the hot loop of every export, so each model gets a function of
straight-line code, written once from the class: a line per field, strings passed through, and every other
scalar looked up among those met lately, since prices, states and dates repeat from record to record. It
serves the records that have exactly the fields of the class. The others are read field by field: what is
absent is None; what the class does not know, or what does not fit its type, is kept as it came in `extra`.
A field without a default is required: where it is absent or does not fit, the record is unreadable.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import IntFlag
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

import attrs
import cattrs
from cattrs.gen import make_dict_unstructure_fn, override

from twilio_async.codec.lately import Lately
from twilio_async.codec.scalars import (
    HOURS,
    RESTS,
    OpenEnum,
    OpenIntEnum,
    to_bool,
    to_date,
    to_datetime,
    to_decimal,
    to_float,
    to_int,
)
from twilio_async.codec.unreadable import Unreadable
from twilio_async.wire import is_list, is_object

if TYPE_CHECKING:
    from collections.abc import Callable

_MISFITS = (ValueError, TypeError, LookupError, ArithmeticError)
_NOT_ON_THE_WIRE = frozenset({"_extra", "http_response"})
# How the commonest types are read without a call, where they are what they should be.
_STRAIGHT_LINES: dict[Any, str] = {
    str: "value if type(value := tree[{key}]) is str else {read}(value)",
    dict: "value if type(value := tree[{key}]) is dict else {read}(value)",
    datetime: "None if (value := tree[{key}]) is None else hours[value[:20]] + rests[value[20:]]",
}
_OTHER_LINE = "{read}(tree[{key}])"


_NOTHING: dict[Any, None] = {None: None, "": None}


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    raise TypeError(value)


def _anything(value: Any) -> Any:
    return None if value == "" else value


def _as_it_is(value: Any) -> Any:
    return value


def _mapping(value: Any) -> dict[str, Any] | None:
    if is_object(value):
        return value
    if value in _NOTHING:
        return None
    raise TypeError(value)


def _list(value: Any) -> list[Any]:
    if is_list(value):
        return value
    raise TypeError(value)


def _wire_type(annotation: Any) -> Any:
    """The type of a field without its None."""
    if get_origin(annotation) in (Union, UnionType):
        return next(kind for kind in get_args(annotation) if kind is not NoneType)
    return annotation


def _wire_fields(model: type) -> list[tuple[str, str, Any]]:
    """(attribute, key, type) of each field that is on the wire; only `from_` differs from its key."""
    return [
        (field.name, field.name.rstrip("_"), _wire_type(field.type))
        for field in attrs.fields(model)
        if field.name not in _NOT_ON_THE_WIRE
    ]


def _required(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def read_required(value: Any) -> Any:
        meaning = read(value)
        if meaning is None or meaning == "":
            raise Unreadable("nothing is there")
        return meaning

    return read_required


def _field_reader(kind: Any) -> Callable[[Any], Any]:
    """What turns a value of the wire into `kind` or None, or raises one of the misfits."""
    if kind is str:
        return _text
    if (get_origin(kind) or kind) is dict:
        return _mapping
    if kind is Any:
        return _anything
    hook = CONVERTER.get_structure_hook(kind)
    if get_origin(kind) is list:
        return lambda value: None if value is None or value == "" else hook(_list(value), kind)
    if attrs.has(kind) or kind is datetime:
        return lambda value: None if value is None or value == "" else hook(value, kind)
    return Lately(lambda value: hook(value, kind), _NOTHING).__getitem__


def _known(tree: dict[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    """A copy of `tree`, with keys in capitals (`SMS` among capabilities) as they are in the class."""
    return {
        key if key in keys or key.lower() not in keys or key.lower() in tree else key.lower(): value
        for key, value in tree.items()
    }


def _record_reader(model: Any) -> Callable[..., Any]:
    """The function that reads a record of `model` from a dict."""
    new = model.__new__
    required = {field.name for field in attrs.fields(model) if field.default is attrs.NOTHING}
    fields = [
        (name, key, _required(_field_reader(kind)) if name in required else _field_reader(kind), kind)
        for name, key, kind in _wire_fields(model)
    ]

    keys = frozenset(key for _, key, _, _ in fields)

    def by_field(tree: Any) -> Any:
        if not is_object(tree):
            raise Unreadable(f"an object is expected, not a {type(tree).__name__}")
        record = new(model)
        extra = _known(tree, keys)
        for name, key, read, _ in fields:
            raw = extra.pop(key, None)
            try:
                setattr(record, name, read(raw))
            except _MISFITS:
                if name in required:
                    raise Unreadable(f"{model.__name__}.{key}: nothing that fits is there") from None
                setattr(record, name, None)
                extra[key] = raw
        # XML cannot tell an empty text from none, so neither form does.
        kept = {key: None if raw == "" else raw for key, raw in extra.items()}
        setattr(record, "_extra", kept or None)  # noqa: B010 - as any other field
        record.http_response = None
        return record

    scope: dict[str, Any] = {
        "model": model,
        "new": new,
        "by_field": by_field,
        "misfits": _MISFITS,
        "hours": HOURS,
        "rests": RESTS,
    }
    lines: list[str] = []
    for name, key, read, kind in fields:
        scope[f"read_{name}"] = read
        usual = _STRAIGHT_LINES.get(get_origin(kind) or kind, _OTHER_LINE)
        line = _OTHER_LINE if name in required else usual
        lines.append(f"record.{name} = {line.format(key=repr(key), read=f'read_{name}')}")
    source = "\n".join(
        [
            "def read(tree, _=None):",
            f" if tree.__class__ is dict and len(tree) == {len(fields)}:",
            "  try:",
            "   record = new(model)",
            *(f"   {line}" for line in lines),
            "   record._extra = record.http_response = None",
            "   return record",
            "  except misfits: pass",
            " return by_field(tree)",
        ]
    )
    exec(compile(source, f"<{model.__name__}>", "exec"), scope)  # noqa: S102 - its text is made of our own classes
    return scope["read"]  # type: ignore[no-any-return]


def _record_writer(model: type) -> Callable[[Any], dict[str, Any]]:
    overrides: dict[str, Any] = {
        name: override(rename=key, unstruct_hook=_as_it_is if kind is Any else None)
        for name, key, kind in _wire_fields(model)
    }
    overrides |= {name: override(omit=True) for name in _NOT_ON_THE_WIRE}
    write: Callable[[Any], dict[str, Any]] = make_dict_unstructure_fn(model, CONVERTER, **overrides)
    return lambda record: {**write(record), **record.extra}


def _ignoring_type(read: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda value, _: read(value)


def _enumerate(value: Any, kind: Any) -> Any:
    if issubclass(kind, int):
        return kind(to_int(value))
    text = _text(value)
    return kind(text) if text else None


CONVERTER = cattrs.Converter(detailed_validation=False)
for _kind, _read in {
    bool: to_bool,
    date: to_date,
    datetime: to_datetime,
    Decimal: to_decimal,
    float: to_float,
    int: to_int,
}.items():
    CONVERTER.register_structure_hook(_kind, _ignoring_type(_read))
for _enumeration in (
    OpenEnum,
    OpenIntEnum,
    IntFlag,
):  # They are also what they are written as, so say which hook wins.
    CONVERTER.register_structure_hook(_enumeration, _enumerate)
    CONVERTER.register_unstructure_hook(_enumeration, lambda member: member.value)
CONVERTER.register_structure_hook_factory(attrs.has, _record_reader)
CONVERTER.register_unstructure_hook_factory(attrs.has, _record_writer)
CONVERTER.register_unstructure_hook(datetime, datetime.isoformat)
CONVERTER.register_unstructure_hook(date, date.isoformat)
CONVERTER.register_unstructure_hook(Decimal, str)
