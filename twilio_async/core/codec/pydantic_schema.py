"""Models to pydantic: they are read from their JSON or passed through, and written as `to_dict` writes them.

Nothing but pydantic imports this module, so the library does not need it. How a value is read is the codec's
affair; the description of the fields is there for JSON Schema, and with it for OpenAPI.

Source: https://docs.pydantic.dev/latest/concepts/types/#customizing-validation-with-__get_pydantic_core_schema__
"""

from __future__ import annotations

from decimal import Decimal
from enum import EnumType
from types import GenericAlias, NoneType, UnionType
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin

import attrs
from pydantic_core import core_schema

from twilio_async.core.codec.answers import structure
from twilio_async.core.codec.models import Model
from twilio_async.core.wire import is_object

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

M = TypeVar("M", bound=Model)


def schema_of(model: type[M], handler: GetCoreSchemaHandler) -> CoreSchema:
    """The core schema of a model, under its own name among the definitions."""
    return core_schema.no_info_wrap_validator_function(
        _reader(model),
        _shape(model, handler),
        serialization=core_schema.plain_serializer_function_ser_schema(model.to_dict),
        ref=f"{model.__module__}.{model.__qualname__}:{id(model)}",
    )


def _reader(model: type[M]) -> Callable[[Any, object], M]:
    def read(value: Any, _: object) -> M:
        if isinstance(value, model):
            return value
        return structure(model, dict(value) if is_object(value) else value, model.__name__)

    return read


def _shape(model: type[Model], handler: GetCoreSchemaHandler) -> CoreSchema:
    """The fields of a model under Twilio's names. A field that may be None may be left out."""
    fields = {
        field.name.rstrip("_"): core_schema.typed_dict_field(
            handler.generate_schema(_wire_type(field.type)), required=NoneType not in get_args(field.type)
        )
        for field in attrs.fields(model)
        if field.init and not field.name.startswith("_")
    }
    return core_schema.typed_dict_schema(fields, cls=model, extra_behavior="allow")


def _wire_type(annotation: Any) -> Any:
    """The type of a field in JSON: decimals are texts, and enumerations are open, as other words may come."""
    origin, inner = get_origin(annotation), tuple(map(_wire_type, get_args(annotation)))
    if origin is UnionType or origin is Union:
        return Union[inner]  # noqa: UP007 - of types that are known when it runs
    if origin is list:
        return GenericAlias(list, inner)
    if isinstance(annotation, EnumType):
        return int if issubclass(annotation, int) else str
    return str if annotation is Decimal else annotation
