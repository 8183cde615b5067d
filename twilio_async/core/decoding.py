"""Readers of answers: what a request hands to the session to have its answer understood.

Each takes a `Response` and raises `codec.Unreadable` where that is not what was asked for. The session turns
that into a `DecodeError`, or asks again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from twilio_async.core import codec
from twilio_async.core.wire import is_object

if TYPE_CHECKING:
    from collections.abc import Callable

    from twilio_async.core.wire import Response

M = TypeVar("M", bound=codec.Model)
T = TypeVar("T")


def record_reader(model: type[M]) -> Callable[[Response], M]:
    """The reader of one record, which has the answer attached."""

    def read(response: Response) -> M:
        record = codec.decode_record(model, response.body)
        record.http_response = response
        return record

    return read


def page_reader(
    model: type[T] | None, key: str | None
) -> Callable[[Response], tuple[dict[str, Any], list[T]]]:
    """The reader of a page: its envelope, and its records at `key`, or where its `meta` says.

    Without a model the records stay the objects that they are.
    """
    return lambda response: codec.decode_page(model, key, response.body)


def read_nothing(response: Response) -> None:
    """Nothing is expected, but an error in a 200 is none the less one."""
    tree = codec.parse(response.body)
    if tree is not None and (not is_object(tree) or {"code", "message"} <= tree.keys()):
        raise codec.Unreadable("an empty answer is expected, and this is none of Twilio's")


def read_tree(response: Response) -> Any:
    """Whatever the body says."""
    return codec.parse(response.body)


def read_response(response: Response) -> Response:
    """The answer as it came."""
    return response
