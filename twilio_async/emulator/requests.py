"""One checked request as an operation sees it, and the replies an operation can make.

The request has been authorized, routed and its parameters read; the connection is out of sight. Everything
that lists share (paging, envelope) and that documents share (format, paths) happens here once.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

import attrs

from twilio_async.emulator.accounts.directory import Principal
from twilio_async.emulator.memory.history import History, Placed, Selection
from twilio_async.emulator.memory.store import Store
from twilio_async.emulator.messaging.message_records import Account, Media, Message
from twilio_async.emulator.wire.documents import (
    Format,
    Resource,
    View,
    error_document,
    list_document,
    record_document,
)
from twilio_async.emulator.wire.errors import ApiError, not_found
from twilio_async.emulator.wire.paging import ListRequest, PageStyle, cut
from twilio_async.emulator.wire.parameters import Arguments, Pairs

T = TypeVar("T")
R = TypeVar("R", bound=Placed)


@attrs.frozen
class Reply:
    """What is answered: status, body and the headers that are not alike for all answers."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = attrs.field(factory=dict[str, str])


@attrs.frozen
class Call:
    """A request that may be executed.

    `principal` asks and `account` is asked for; `names` are the values in its path, in order; `sign` gives
    the address of the bytes of a file.
    """

    store: Store
    principal: Principal
    account: Account
    path: str
    form: Format
    view: View
    has_suffix: bool
    style: PageStyle
    names: tuple[str, ...]
    pairs: Pairs
    arguments: Arguments
    sign: Callable[[Media], str]

    def item(
        self, resource: Resource[T], record: T, status: int = HTTPStatus.OK, *, location: str | None = None
    ) -> Reply:
        """Answer with one record; `location` becomes the Location header."""
        headers = {"Content-Type": self.form.content_type}
        if location is not None:
            headers["Location"] = location
        return Reply(
            status, record_document(resource, resource.fields(record, self.view), self.form), headers
        )

    def page(self, resource: Resource[R], history: History[R], selection: Selection[R]) -> Reply:
        """Answer with the page of a list that the request asks for."""
        path = self.path.removesuffix(".xml")
        page = cut(history, selection, ListRequest.read(path, self.pairs, self.arguments), self.style)
        items = (resource.fields(record, self.view) for record in page.items)
        body = list_document(resource, page.envelope, items, self.form)
        return Reply(HTTPStatus.OK, body, {"Content-Type": self.form.content_type})

    def found(self, record: T | None) -> T:
        """What the path names; ApiError 404 where that is None."""
        if record is None:
            raise not_found(self.path)
        return record

    def message(self) -> Message:
        """The message that the path names; ApiError 404 where there is none."""
        return self.found(self.store.messages_of(self.account).get(self.names[0]))


def refusal(error: ApiError, form: Format) -> Reply:
    """A refusal as an answer."""
    headers = {"Content-Type": form.content_type, **error.headers}
    return Reply(int(error.status), error_document(error, form), headers)
