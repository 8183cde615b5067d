"""Requests at their three stations: as they come, as the log keeps them, and as handlers see them.

The third is authorized, routed and its parameters are read; the connection is out of sight. What all lists
share (paging, envelope) and all documents (format, paths) happens here once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from attrs import define, frozen

from twilio_async.emulator.accounts.directory import Account, Principal
from twilio_async.emulator.description import Endpoint
from twilio_async.emulator.faults.fault import Fault
from twilio_async.emulator.memory.history import Entry
from twilio_async.emulator.memory.store import Store
from twilio_async.emulator.messaging.message_store import Media
from twilio_async.emulator.wire.csv_documents import columns_of, csv_document
from twilio_async.emulator.wire.dates import rfc2822_stamp
from twilio_async.emulator.wire.documents import Envelope, Format, Written, list_document, record_document
from twilio_async.emulator.wire.errors import not_found
from twilio_async.emulator.wire.paging import PageRequest, PageStyle, cut
from twilio_async.emulator.wire.parameters import Arguments, Pairs
from twilio_async.emulator.wire.pattern_documents import pattern_document
from twilio_async.emulator.wire.replies import Reply

if TYPE_CHECKING:
    from twilio_async.emulator.memory.history import History, Selection
    from twilio_async.emulator.wire.fields import Fields

T = TypeVar("T")
R = TypeVar("R", bound=Entry)

Values: TypeAlias = Mapping[str, object]
"""The values that are known of a record, under their JSON keys."""


@frozen
class RawRequest:
    """A request with its body read; `content_type` is None where there is no body."""

    method: str
    path: str
    query: Pairs
    form: Pairs
    content_type: str | None
    authorization: str | None


@define(eq=False)
class LoggedRequest:
    """A request as it came, for tests to look at.

    Attributes:
        method: The method.
        path: The path, without the query.
        query: The parameters of the query in order.
        form_pairs: The parameters of the body in order.
        headers: The headers by their lower-case names, without Authorization.
        authorization_scheme: What Authorization begins with, such as `Basic`; None without that header.
        fault: The fault that it met.
        number: Its place among all requests, from 1.
        received_at: The moment at which it came, on the emulator's clock.
        status: The status of the answer; None without one.
    """

    method: str
    path: str
    query: Pairs
    form_pairs: Pairs
    headers: Mapping[str, str]
    authorization_scheme: str | None
    fault: Fault | None
    number: int
    received_at: datetime
    status: int | None = None

    @property
    def form(self) -> dict[str, str]:
        """The parameters of the body by name; the last of equal names."""
        return dict(self.form_pairs)


@frozen
class ApiRequest:
    """A request that may be executed.

    Attributes:
        endpoint: The operation that it asks for.
        principal: Who asks.
        account: The account that is asked for.
        path_values: The values in its path below the account, in order.
        has_suffix: Whether its path ends with the name of a format.
        days_only: Whether date filters ignore a time of day.
        pairs: Its parameters as they came.
        arguments: Its parameters as they were read.
        now: The moment at which it is executed.
        list_lag: The time after its creation in which a message is in no list yet.
        media_url: Gives the address of the bytes of a file.
        api_url: Gives the address of the API.
    """

    store: Store
    endpoint: Endpoint
    principal: Principal
    account: Account
    path: str
    path_values: tuple[str, ...]
    form: Format
    has_suffix: bool
    page_style: PageStyle
    days_only: bool
    pairs: Pairs
    arguments: Arguments
    now: datetime
    list_lag: timedelta
    media_url: Callable[[Media], str]
    api_url: Callable[[], str]

    @property
    def account_path(self) -> str:
        """The path of the account, with which those of its resources begin."""
        return f"/{self.endpoint.generation}/Accounts/{self.account.sid}"

    @property
    def suffix(self) -> str:
        """The end of addresses in the answer: `.json`, or nothing in XML."""
        return ".json" if self.form is Format.JSON else ""

    def date_bounds(self, name: str) -> tuple[datetime | None, datetime | None]:
        """The first moment that a date filter includes and the first behind; None where there is no bound."""
        return self.endpoint.dates[name].bounds(self.arguments, days_only=self.days_only)

    def found(self, record: T | None) -> T:
        """The record that the path names.

        Raises:
            Refusal: 404, it is None.
        """
        if record is None:
            raise not_found(self.path)
        return record

    def reply(
        self, record: T, values: Callable[[T, ApiRequest], Values], *, location: str | None = None
    ) -> Reply:
        """The answer with one record; `values` says what is known of it, `location` is the header."""
        headers = {"Content-Type": self.form.content_type}
        if location is not None:
            headers["Location"] = location
        kind = self.endpoint.record
        body = record_document(kind.element, kind.write(values(record, self)), self.form)
        return Reply(self.endpoint.status, body, headers)

    def reply_page(
        self, history: History[R], selection: Selection[R], values: Callable[[R, ApiRequest], Values]
    ) -> Reply:
        """The answer with the page of a list that the request asks for."""
        asked = PageRequest.read(self.path.removesuffix(".xml"), self.pairs, self.arguments)
        page = cut(history, selection, asked, self.page_style)
        return self._list(page.records, page.envelope, values)

    def reply_all(self, records: Iterable[R], values: Callable[[R, ApiRequest], Values], most: int) -> Reply:
        """The answer with a list that has no pages: as many records as are asked for, or `most`."""
        asked = PageRequest.read(self.path.removesuffix(".xml"), self.pairs, self.arguments, most)
        envelope = {"uri": asked.uri() if asked.filters else asked.path}
        return self._list(islice(records, asked.size), envelope, values)

    def _list(
        self, records: Iterable[R], envelope: Envelope, values: Callable[[R, ApiRequest], Values]
    ) -> Reply:
        kind = self.endpoint.record
        if self.form is Format.CSV:
            rows = csv_document(columns_of(kind.fields), map(self._writer(values), records))
            return Reply(HTTPStatus.OK, rows, {"Content-Type": self.form.content_type})
        write = self._json_writer(values) if self.form is Format.JSON else self._writer(values)
        body = list_document(kind.list_key, kind.element, envelope, map(write, records), self.form)
        return Reply(HTTPStatus.OK, body, {"Content-Type": self.form.content_type})

    def _writer(self, values: Callable[[R, ApiRequest], Values]) -> Callable[[R], Fields]:
        kind = self.endpoint.record
        return lambda record: kind.write(values(record, self))

    def _json_writer(self, values: Callable[[R, ApiRequest], Values]) -> Callable[[R], Fields | Written]:
        """A writer of records of JSON lists, to which one of a pattern comes as a whole document."""
        write, element = self._writer(values), self.endpoint.record.element

        def document(record: R) -> bytes:
            return record_document(element, write(record), Format.JSON)

        def write_json(record: R) -> Fields | Written:
            found = pattern_document(record, self.endpoint, document, rfc2822_stamp)
            return write(record) if found is None else Written(found)

        return write_json


Handler: TypeAlias = "Callable[[ApiRequest], Reply]"
"""Executes an operation."""
