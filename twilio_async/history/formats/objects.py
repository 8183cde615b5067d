"""Records as JSON objects, under Twilio's names: NDJSON is their lines."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import attrs
import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Set as AbstractSet

    from twilio_async import Model

M = TypeVar("M", bound="Model")


def object_maker(
    model: type[M], fields: Mapping[str, str], *, is_all: bool, hidden: AbstractSet[str] = frozenset()
) -> Callable[[Iterable[M]], list[Any]]:
    """A function that makes of records what msgspec writes as objects of these fields.

    A record is copied into a struct, which takes a sixth of the time of its `to_dict`. Where a record has
    fields that the model does not know, or the model has other records in it, `to_dict` does it.

    Args:
        model: What the records are.
        fields: The names of their fields, and the attributes that hold them.
        is_all: Whether the objects have the fields too that the model does not know.
        hidden: Those of them that they do not have.
    """
    names = list(fields)

    def mapping(record: M) -> dict[str, Any]:
        found = record.to_dict(native=True)
        kept = {name: found[name] for name in names}
        extra = {name: value for name, value in record.extra.items() if name not in hidden}
        return kept | extra if is_all else kept

    if any(_has_records(field.type) for field in attrs.fields(model) if field.name in fields.values()):
        return lambda records: list(map(mapping, records))
    struct = _struct(fields)
    if not is_all:
        return lambda records: list(map(struct, records))
    return lambda records: [mapping(record) if record.extra else struct(record) for record in records]


def _struct(fields: Mapping[str, str]) -> Callable[[Any], Any]:
    """A function that copies a record into a struct of these fields."""
    named = {attribute: name for name, attribute in fields.items()}
    values: Any = attrgetter(*named)
    struct: Any = msgspec.defstruct("Fields", [(name, Any) for name in named], rename=named, gc=False)
    if len(named) == 1:
        return lambda record: struct(values(record))
    return lambda record: struct(*values(record))


def _has_records(annotation: Any) -> bool:
    return attrs.has(annotation) or any(map(_has_records, get_args(annotation)))
