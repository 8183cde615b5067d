"""Records as JSON objects, under Twilio's names: NDJSON is their lines."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import starmap
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args

import attrs
import msgspec

from twilio_async.history.formats.columns import EXTRA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence, Set as AbstractSet

    from twilio_async import Model

_extra = attrgetter(EXTRA)
M = TypeVar("M", bound="Model")


def object_maker(
    model: type[M], fields: Mapping[str, str], *, is_all: bool, hidden: AbstractSet[str] = frozenset()
) -> Callable[[Sequence[M]], list[Any]]:
    """A function that makes of records what msgspec writes as objects of these fields.

    A record is copied into a struct, which takes a sixth of the time of its `to_dict`. Where a record has
    fields that the model does not know, or the model has other records in it, `to_dict` does it.

    Args:
        model: What the records are.
        fields: The names of their fields, and the attributes that hold them.
        is_all: Whether the objects have the fields too that the model does not know.
        hidden: Fields that they do not have, at any depth.
    """
    names = list(fields)

    def mapping(record: M) -> dict[str, Any]:
        found = record.to_dict(native=True)
        kept: dict[str, Any] = _without(hidden, {name: found[name] for name in names})
        return kept | _without(hidden, record.extra) if is_all else kept

    if any(_has_records(field.type) for field in attrs.fields(model) if field.name in fields.values()):
        return lambda records: list(map(mapping, records))
    structs = _struct_maker(fields)
    if not is_all:
        return structs

    def objects(records: Sequence[M]) -> list[Any]:
        if not any(map(_extra, records)):
            return structs(records)
        return [mapping(record) if record.extra else structs([record])[0] for record in records]

    return objects


def _without(hidden: AbstractSet[str], value: Any) -> Any:
    """The same without these fields."""
    if isinstance(value, Mapping):
        items = cast("Mapping[str, Any]", value).items()
        return {name: _without(hidden, each) for name, each in items if name not in hidden}
    if isinstance(value, list):
        return [_without(hidden, each) for each in cast("Sequence[Any]", value)]
    return value


def _struct_maker(fields: Mapping[str, str]) -> Callable[[Iterable[Any]], list[Any]]:
    """A function that copies records into structs of these fields."""
    named = {attribute: name for name, attribute in fields.items()}
    values: Any = attrgetter(*named)
    struct: Any = msgspec.defstruct("Fields", [(name, Any) for name in named], rename=named, gc=False)
    if len(named) == 1:
        return lambda records: list(map(struct, map(values, records)))
    return lambda records: list(starmap(struct, map(values, records)))


def _has_records(annotation: Any) -> bool:
    return attrs.has(annotation) or any(map(_has_records, get_args(annotation)))
