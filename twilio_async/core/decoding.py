"""Readers of answers: what a request carries to have its answer understood.

Each takes a `Response` and raises `Unreadable` where that is not what was asked for; `judging` makes a
failure of it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from twilio_async.core.codec.tree import parse
from twilio_async.core.codec.unreadable import Unreadable
from twilio_async.core.wire import Reader, is_object

if TYPE_CHECKING:
    from twilio_async.core.codec.models import Model
    from twilio_async.core.wire import Response

M = TypeVar("M", bound="Model")
T = TypeVar("T")


class PageContent(NamedTuple, Generic[T]):
    """A page as it came: the answer, its envelope without the records, and the records."""

    response: Response
    envelope: dict[str, Any]
    records: list[T]


def record_reader(model: type[M]) -> Reader[M]:
    """The reader of one record, which has the answer attached."""
    from twilio_async.core.codec.answers import decode_record  # noqa: PLC0415 - brings cattrs, for models alone

    def read(response: Response) -> M:
        record = decode_record(model, response.body)
        record.http_response = response
        return record

    return Reader(read)


def page_reader(model: type[T] | None, key: str | None) -> Reader[PageContent[T]]:
    """The reader of a page, whose records are at `key`, or where its `meta` says.

    Without a model they stay the objects that they are.
    """
    return Reader(partial(_read_page, model, key))  # Pages are pickled, and with them where they came from.


def _read_page(model: type[T] | None, key: str | None, response: Response) -> PageContent[T]:
    from twilio_async.core.codec.answers import decode_page  # noqa: PLC0415 - as above

    return PageContent(response, *decode_page(model, key, response.body))


def _check_nothing(response: Response) -> None:
    tree = parse(response.body)
    if tree is not None and (not is_object(tree) or {"code", "message"} <= tree.keys()):
        raise Unreadable("an empty answer is expected, and this is none of Twilio's")


def _tree(response: Response) -> Any:
    return parse(response.body)


def _itself(response: Response) -> Response:
    return response


NOTHING = Reader(_check_nothing)
"""The reader of an answer that should be empty: an error in a 200 is none the less one."""
TREE = Reader(_tree)
"""The reader of whatever the body says."""
AS_IT_CAME = Reader(_itself)
"""The reader of an answer that its caller reads."""
