"""Shapes: which keys records and pages have, and what msgspec decodes those into.

A shape follows what was met. The first record tells the keys and their order, and a key that Twilio adds is
learned from the first answer that has it, as long as such keys are few and short: a server that invents ever
new ones neither fills the memory nor has a shape made for each of its answers.
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
from twilio_async.core.codec.json import MOST_KEYS, SCALAR, value_type
from twilio_async.core.codec.records import MISFITS, record_maker, value_maker
from twilio_async.core.codec.scalars import HOUR, HOURS, REST, RESTS, Memo, OpenEnum

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MOST_LEARNED = 32
_LEARNABLE = re.compile(r"[\w.:-]{1,64}", re.ASCII)

_REQUIRED_TEXT = Annotated[str, Meta(min_length=1)]
_TEXTS: Any = Annotated[dict[str, str | None], Meta(max_length=MOST_KEYS)]
_ANY = value_type(3)


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
            if key in self._known:
                met[key] = None
            elif key not in met and room and self._is_learnable(key):
                met[key] = None
                room -= 1
        is_new = len(met) > len(self.met)
        if is_new:
            self.met = tuple(met)
        return is_new

    def _is_learnable(self, key: str) -> bool:
        # One in capitals is another spelling of a known one.
        return _LEARNABLE.fullmatch(key) is not None and key.lower() not in self._known


@attrs.frozen
class RecordShape:
    """The shape of the records of a model.

    Attributes:
        met: The keys that it was made for.
        struct: What a record is decoded into, and what makes a struct of a tree.
        structs: A list of them.
        decode: Makes a struct of JSON.
        models: Makes models of a list of structs, in place; it is also given the place of the list.
    """

    met: tuple[str, ...]
    struct: Any
    structs: Any
    decode: Callable[[bytes], Any]
    models: Callable[[list[Any], str], list[Any]]


@attrs.frozen
class PageShape:
    """The shape of pages of records.

    Attributes:
        met: The keys that it was made for.
        records: The shape of the records.
        decode: Makes a struct of JSON, whose `records` are structs too.
        envelope: Makes an object of the rest of the struct.
    """

    met: tuple[str, ...]
    records: RecordShape
    decode: Callable[[bytes], Any]
    envelope: Callable[[Any], dict[str, Any]]


def record_shape(model: Any, met: tuple[str, ...]) -> RecordShape:
    """The shape of records with the keys that were met and all that the model knows."""
    known = {field.key: _declaration(field) for field in fields_of(model)}
    struct = _struct(known, met)
    decode = msgspec.json.Decoder(struct).decode
    return RecordShape(met, struct, GenericAlias(list, (struct,)), decode, _models(model, struct))


def page_shape(key: str, met: tuple[str, ...], records: RecordShape) -> PageShape:
    """The shape of pages with the keys that were met, and records of that shape at `key`."""
    struct = _struct({key: ("records", records.structs)}, met)
    return PageShape(met, records, msgspec.json.Decoder(struct).decode, _reverse(struct, without={key}))


def _struct(known: Mapping[str, tuple[Any, ...]], met: tuple[str, ...]) -> Any:
    """A struct with a field for each key: those that are known as they are declared, others for anything."""
    keys = dict.fromkeys(chain(met, known))
    fields = {key: known.get(key) or (f"_{index}", _ANY, UNSET) for index, key in enumerate(keys)}
    return msgspec.defstruct(
        "Struct",
        fields.values(),
        rename={field[0]: key for key, field in fields.items()},
        forbid_unknown_fields=True,
        kw_only=True,
        gc=False,  # Nothing that it holds refers to it.
    )


def _declaration(field: Field) -> tuple[Any, ...]:
    """The field of a struct: texts as such, other values as the wire has them."""
    kind = field.kind
    if kind is str:
        wire: Any = _REQUIRED_TEXT if field.required else str | None
    elif _is_texts(kind):
        wire = _TEXTS if field.required else _TEXTS | None
    elif _is_enumeration(kind):
        wire = kind if field.required else kind | None
    else:
        wire = SCALAR if _is_scalar(kind) else _ANY
    return (field.name, wire) if field.required else (field.name, wire, None)


def _is_texts(kind: Any) -> bool:
    return get_origin(kind) is dict and get_args(kind) == (str, str)


def _is_enumeration(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, OpenEnum)


def _is_scalar(kind: Any) -> bool:
    return not (kind is Any or get_origin(kind) in (dict, list) or attrs.has(kind))


def _reverse(struct: Any, without: set[str]) -> Callable[[Any], dict[str, Any]]:
    """A function that makes the object again which a struct was decoded from, less some keys."""
    names = [
        (name, key)
        for name, key in zip(struct.__struct_fields__, struct.__struct_encode_fields__, strict=True)
        if key not in without
    ]
    return lambda decoded: {
        key: value for name, key in names if (value := getattr(decoded, name)) is not UNSET
    }


_FUNCTION = """
def models(structs, where):
    hour, start, last, moment = "?", None, None, None
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


def _models(model: Any, struct: Any) -> Callable[[list[Any], str], list[Any]]:
    """A function that makes models of structs: straight-line code, and `records` where a value does not fit.

    The keys that were learned are not in its text.
    """
    fields = fields_of(model)
    scope: dict[str, Any] = {
        "by_field": record_maker(model),
        "hours": HOURS,
        "learned": _reverse(struct, {field.key for field in fields}),
        "misfits": MISFITS,
        "model": model,
        "new": model.__new__,
        "rests": RESTS,
        "to_hour": HOUR,
        "to_rest": REST,
        "unread": (AttributeError, LookupError, TypeError),
        "whole": _reverse(struct, set()),
    }
    scope |= {f"read_{field.name}": value_maker(field.kind, required=field.required) for field in fields}
    lines = list(chain.from_iterable(_lines(field, scope) for field in fields))
    is_grown = len(struct.__struct_fields__) > len(fields)
    lines.append(f"record._extra = {'learned(struct) or None' if is_grown else 'None'}")
    source = _FUNCTION.format(lines="\n            ".join(lines))
    exec(compile(source, f"<{model.__name__}>", "exec"), scope)  # noqa: S102 - the text is of our own names
    return scope["models"]  # type: ignore[no-any-return]


def _lines(field: Field, scope: Mapping[str, Any]) -> list[str]:
    """The lines that read a field of a struct into that of a record.

    Dates are read by the hour of the one before, which is mostly the same: that and msgspec's enumerations
    save a twelfth of what a page of messages takes.
    """
    name = field.name
    if field.kind is str or _is_texts(field.kind):
        return [f"record.{name} = struct.{name}"]
    if field.kind is datetime:
        return [
            f"text = struct.{name}",
            "if True:" if field.required else "if text != last:",  # The last one may have been nothing.
            "    try:",
            "        rest = text.removeprefix(hour)",
            "        if rest is text:",
            "            start = hours[text[to_hour]]",
            "            hour, rest = text[to_hour], text[to_rest]",
            "        moment = start + rests[rest]",
            "    except unread:",
            f"        moment = read_{name}(text)",
            "    last = text",
            f"record.{name} = moment",
        ]
    if _is_enumeration(field.kind):
        empty = f"read_{name}('')" if field.required else "None"
        return [f"record.{name} = struct.{name} or {empty}"]
    is_memo = isinstance(scope[f"read_{name}"], Memo)
    value = f"[struct.{name}]" if is_memo else f"(struct.{name})"
    return [f"record.{name} = read_{name}{value}"]
