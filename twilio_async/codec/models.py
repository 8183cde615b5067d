"""Models: what a record of Twilio's is in Python, and how an answer becomes some.

A scalar never fails decoding, whatever it is; a shape that is wrong does, and the error names the place.
"""

from typing import Any, TypeVar, cast

import attrs

from twilio_async.codec.converter import CONVERTER
from twilio_async.codec.unreadable import Unreadable
from twilio_async.wire import Response

M = TypeVar("M", bound="Model")


def personal() -> Any:
    """A field, None by default, whose value is personal data and stays out of the repr."""
    return attrs.field(default=None, repr=lambda value: "None" if value is None else "'***'")


@attrs.define(kw_only=True)
class Model:
    """What all resources have.

    Attributes:
        extra: Fields that Twilio sent and this version does not know or could not convert, as they came.
        response: The answer that this came with; None for the items of a page, which has it itself.
    """

    extra: dict[str, Any] = attrs.field(factory=dict, repr=False)
    response: Response | None = attrs.field(default=None, init=False, eq=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """The fields under Twilio's names, ready for JSON: dates in ISO 8601, prices as text."""
        return cast("dict[str, Any]", CONVERTER.unstructure(self))


def structure(model: type[M], tree: Any, where: str) -> M:
    """`tree` as a `model`; `where` names its place in the answer.

    Raises:
        Unreadable: There is no object at that place.
    """
    if not isinstance(tree, dict):
        raise Unreadable(f"{where}: an object is expected, not {_kind(tree)}")
    return cast("M", CONVERTER.get_structure_hook(model)(tree, model))


def structure_list(model: type[M], tree: Any, key: str) -> list[M]:
    """The list of `model` at `key` of an envelope.

    Raises:
        Unreadable: There is no such list, or one of its items is no object.
    """
    items: Any = cast("dict[str, Any]", tree).get(key) if isinstance(tree, dict) else None
    if not isinstance(items, list):
        held = f"the keys {', '.join(map(str, tree))}" if isinstance(tree, dict) else _kind(tree)
        raise Unreadable(f"{key}: a list is expected at this key, but the answer is {held}")
    read = CONVERTER.get_structure_hook(model)
    records = cast("list[Any]", items)
    for index, record in enumerate(records):
        if not isinstance(record, dict):
            raise Unreadable(f"{key}[{index}]: an object is expected, not {_kind(record)}")
    return [read(record, model) for record in records]


def _kind(value: object) -> str:
    return "nothing" if value is None else f"a {type(value).__name__}"
