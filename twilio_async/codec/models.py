"""Models: what a record of Twilio's is in Python, and how an answer becomes some.

A scalar never fails decoding, whatever it is; a shape that is wrong does, and the error names the place.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, cast

import attrs

from twilio_async.codec.converter import CONVERTER
from twilio_async.codec.unreadable import Unreadable
from twilio_async.wire import Response, is_list, is_object

M = TypeVar("M", bound="Model")
T = TypeVar("T")


def hidden() -> Any:
    """A field, None by default, whose value is personal data or a secret and stays out of the repr."""
    return attrs.field(default=None, repr=lambda value: "None" if value is None else "'***'")


@attrs.define(kw_only=True)
class Model:
    """What all resources have.

    Attributes:
        http_response: The answer that this came with; None for the items of a page, which has it itself.
    """

    _extra: dict[str, Any] | None = attrs.field(default=None, repr=False)
    http_response: Response | None = attrs.field(default=None, init=False, eq=False, repr=False)

    @property
    def extra(self) -> Mapping[str, Any]:
        """Fields that Twilio sent and this version does not know or could not convert, as they came."""
        return self._extra or {}

    def to_dict(self) -> dict[str, Any]:
        """The fields under Twilio's names, ready for JSON: dates in ISO 8601, prices as text."""
        return cast("dict[str, Any]", CONVERTER.unstructure(self))

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        """Names and values of `to_dict`: `dict(record)` equals it. FastAPI asks so for what it sends."""
        return iter(self.to_dict().items())

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """What pydantic, and with it FastAPI, makes of a field or an answer of this type."""
        from twilio_async.codec.pydantic_schema import schema_of  # noqa: PLC0415 - imports pydantic

        return schema_of(cls, handler)


def structure(model: type[M], tree: Any, where: str) -> M:
    """`tree` as a `model`; `where` names its place in the answer.

    Raises:
        Unreadable: There is no object at that place.
    """
    if not is_object(tree):
        raise Unreadable(f"{where}: an object is expected, not {_kind(tree)}")
    return cast("M", CONVERTER.get_structure_hook(model)(tree, model))


def structure_list(model: type[T] | None, tree: Any, key: str) -> list[T]:
    """The list at `key` of an envelope, whose items become `model` in place; None leaves them objects.

    Raises:
        Unreadable: There is no such list, or one of its items is no object.
    """
    records = tree.get(key) if is_object(tree) else None
    if not is_list(records):
        held = f"an object with the keys {', '.join(tree)}" if is_object(tree) else _kind(tree)
        raise Unreadable(f"{key}: a list is expected at this key, but the answer is {held}")
    read = _object if model is None else CONVERTER.get_structure_hook(model)
    index = 0
    try:
        for index, record in enumerate(records):
            records[index] = read(record, model)  # In place, so that no more than one copy is alive.
    except Unreadable as error:
        raise Unreadable(f"{key}[{index}]: {error}") from None
    return records


def _object(tree: Any, _: object) -> Any:
    if not is_object(tree):
        raise Unreadable(f"an object is expected, not {_kind(tree)}")
    return tree


def _kind(value: object) -> str:
    return "nothing" if value is None else f"a {type(value).__name__}"
