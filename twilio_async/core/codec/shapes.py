"""Shapes of records and pages: which keys they have, and what msgspec decodes them into.

A shape follows what was met: the first record tells the keys and their order, and a key that Twilio adds is
learned from the first answer that has it. Keys are learned as long as they are few and short, so that a
server which invents ever new ones neither fills the memory nor has a shape made for each of its answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from itertools import chain
from types import GenericAlias
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin

import attrs
import msgspec
from msgspec import UNSET, Meta

from twilio_async.core.codec.fields import Field, fields_of
from twilio_async.core.codec.json import MOST_KEYS, bounded
from twilio_async.core.codec.records import MISFITS, record_reader, value_reader
from twilio_async.core.codec.scalars import to_datetime

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MOST_LEARNED = 32
_LEARNABLE = re.compile(r"[\w.:-]{1,64}", re.ASCII)

_SCALAR = str | Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)] | float | bool | None
_REQUIRED_TEXT = Annotated[str, Meta(min_length=1)]
_TEXTS: Any = Annotated[dict[str, str | None], Meta(max_length=MOST_KEYS)]


class Keys:
    """The keys that objects of one kind were met with, in the order of the first of these objects.

    Attributes:
        met: They, in a new tuple whenever one was added.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._known = frozenset(known)
        self.met: tuple[str, ...] = ()

    def learn(self, keys: Iterable[str]) -> bool:
        """Add those that are new and may be learned; whether any was."""
        met = dict.fromkeys(self.met)
        room = _MOST_LEARNED - len(met.keys() - self._known)
        for key in dict.fromkeys(keys):
            if key in met or (key not in self._known and not (room and self._is_learnable(key))):
                continue
            room -= key not in self._known
            met[key] = None
        is_new = len(met) > len(self.met)
        if is_new:
            self.met = tuple(met)
        return is_new

    def _is_learnable(self, key: str) -> bool:
        # In capitals it is another spelling of a known one.
        return _LEARNABLE.fullmatch(key) is not None and key.lower() not in self._known


@attrs.frozen
class RecordShape:
    """Records of a model that have these keys.

    Attributes:
        met: The keys.
        struct: What a record is decoded into.
        decode: Makes a struct of JSON.
        models: Makes models of a list of structs, in place; it is also given the list's place in the answer.
    """

    met: tuple[str, ...]
    struct: Any
    decode: Callable[[bytes], Any]
    models: Callable[[list[Any], str], list[Any]]


@attrs.frozen
class PageShape:
    """Pages whose records have that shape, and which have these keys beside them.

    Attributes:
        met: The keys.
        records: The shape of the records.
        decode: Makes a struct of JSON, with the structs of its records as `records`.
        envelope: Makes an object of the rest of the struct.
    """

    met: tuple[str, ...]
    records: RecordShape
    decode: Callable[[bytes], Any]
    envelope: Callable[[Any], dict[str, Any]]


def record_shape(model: Any, met: tuple[str, ...]) -> RecordShape:
    """The shape of records with the keys that were met and those that the model knows."""
    known = {field.key: _declared(field) for field in fields_of(model)}
    struct = _struct(known, dict.fromkeys(chain(met, known)))
    return RecordShape(met, struct, msgspec.json.Decoder(struct).decode, _models(model, struct, known))


def page_shape(key: str, met: tuple[str, ...], records: RecordShape) -> PageShape:
    """The shape of pages with records at `key`."""
    known = {key: ("records", GenericAlias(list, records.struct))}
    struct = _struct(known, dict.fromkeys(chain(met, known)))
    return PageShape(met, records, msgspec.json.Decoder(struct).decode, _reverse(struct, known))


def _struct(known: Mapping[str, tuple[Any, ...]], keys: Iterable[str]) -> Any:
    """A struct with fields for these keys: the known ones as they are declared, the others for anything."""
    fields = {key: known.get(key) or (f"_{index}", Any, UNSET) for index, key in enumerate(keys)}
    return msgspec.defstruct(
        "Struct",
        fields.values(),
        rename={field[0]: key for key, field in fields.items()},
        forbid_unknown_fields=True,
        kw_only=True,
        gc=False,  # It refers to trees and scalars, never to what refers to it.
    )


def _declared(field: Field) -> tuple[Any, ...]:
    """The field as it is declared in a struct: texts as such, other values as they are on the wire."""
    kind = field.kind
    if kind is str:
        wire: Any = _REQUIRED_TEXT if field.required else str | None
    elif _is_texts(kind):
        wire = _TEXTS if field.required else _TEXTS | None
    elif _is_scalar(kind):
        wire = _SCALAR
    else:
        wire = Any
    return (field.name, wire) if field.required else (field.name, wire, None)


def _is_texts(kind: Any) -> bool:
    return get_origin(kind) is dict and get_args(kind) == (str, str)


def _is_scalar(kind: Any) -> bool:
    return not (kind is Any or get_origin(kind) in (dict, list) or attrs.has(kind))


def _reverse(struct: Any, without: Iterable[str]) -> Callable[[Any], dict[str, Any]]:
    """The function that makes the object again that was decoded into a struct, without these keys."""
    names = [
        (name, key)
        for name, key in zip(struct.__struct_fields__, struct.__struct_encode_fields__, strict=True)
        if key not in without
    ]
    return lambda decoded: bounded(
        {key: value for name, key in names if (value := getattr(decoded, name)) is not UNSET}
    )


def _models(model: Any, struct: Any, known: Iterable[str]) -> Callable[[list[Any], str], list[Any]]:
    """The maker of models from structs: a line for each field, or `records` where a value does not fit."""
    scope: dict[str, Any] = {
        "model": model,
        "new": model.__new__,
        "learned": _reverse(struct, known),
        "whole": _reverse(struct, ()),
        "by_field": record_reader(model),
        "bounded": bounded,
        "to_datetime": to_datetime,
        "misfits": MISFITS,
    }
    lines: list[str] = []
    for field in fields_of(model):
        scope[f"read_{field.name}"] = value_reader(field.kind, required=field.required)
        lines.append(f"record.{field.name} = {_expression(field)}")
    if len(struct.__struct_fields__) == len(lines):
        lines.append("record._extra = None")
    else:
        lines.append("record._extra = learned(struct) or None")
    source = _FUNCTION.format(lines="\n            ".join(lines))
    exec(compile(source, f"<{model.__name__}>", "exec"), scope)  # noqa: S102 - its text is made of our own names
    return scope["models"]  # type: ignore[no-any-return]


_FUNCTION = """
def models(structs, where):
    for index, struct in enumerate(structs):
        try:
            record = new(model)
            {lines}
            record.http_response = None
        except misfits:
            record = by_field(whole(struct), f"{{where}}[{{index}}]")
        structs[index] = record
    return structs
"""


def _expression(field: Field) -> str:
    """The expression that gives the field of a model from a struct."""
    value = f"struct.{field.name}"
    if field.kind is str or _is_texts(field.kind):
        return value
    if field.kind is datetime and not field.required:
        return f"None if (value := {value}) is None else to_datetime(value)"
    return f"read_{field.name}({value if _is_scalar(field.kind) else f'bounded({value})'})"
