"""The fields of a model as the wire has them."""

from __future__ import annotations

from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import attrs

NOT_ON_THE_WIRE = frozenset({"_extra", "http_response"})
"""What a model has besides."""


@attrs.frozen
class Field:
    """A field of a model.

    Attributes:
        name: Its attribute in the model.
        key: Its name on the wire.
        kind: Its type without None.
        required: Whether a record without it is none; such a field has no default in the model.
    """

    name: str
    key: str
    kind: Any
    required: bool


@cache
def fields_of(model: Any) -> tuple[Field, ...]:
    """The fields of `model` that are on the wire; only the name of `from_` differs from its key."""
    return tuple(
        Field(field.name, field.name.rstrip("_"), _without_none(field.type), field.default is attrs.NOTHING)
        for field in attrs.fields(model)
        if field.name not in NOT_ON_THE_WIRE
    )


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, UnionType):
        return next(kind for kind in get_args(annotation) if kind is not NoneType)
    return annotation
