"""The files of exported days: gzip over JSON lines, made while they are sent.

A row is what lists show of a record, without addresses and without what Twilio's files lack, with moments in
ISO 8601.

Source: https://www.twilio.com/docs/usage/bulkexport/day
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec
from attrs import frozen

from twilio_async.emulator.description import endpoint
from twilio_async.emulator.memory.history import History, Selection
from twilio_async.emulator.memory.store import Store
from twilio_async.emulator.messaging import messages
from twilio_async.emulator.requests import Values
from twilio_async.emulator.voice import calls
from twilio_async.emulator.wire.dates import iso8601
from twilio_async.emulator.wire.fields import Write, writers_of, written
from twilio_async.emulator.wire.pattern_documents import pattern_document

if TYPE_CHECKING:
    from collections.abc import Iterator


_DAY = timedelta(days=1)
_ROWS = 1000
_LEVEL = 1
_GZIP = 31
"""The `wbits` with which zlib writes the header and the trailer of gzip."""


@frozen(eq=False)
class Export:
    """What is exported of one type of resource: its history in an account, and how a row is written."""

    history: Callable[[Store, str], History[Any]]
    fields: Callable[[Any, datetime], Values]
    writers: Mapping[str, Write]

    def row(self, record: object, now: datetime) -> bytes:
        """The line of one record, without its end."""

        def document(each: object) -> bytes:
            return msgspec.json.encode(written(self.writers, self.fields(each, now)))

        return pattern_document(record, self, document, iso8601) or document(record)


def _writers(list_path: str, *lacking: str) -> Mapping[str, Write]:
    kinds = endpoint("GET", list_path).record.fields
    return writers_of(
        {
            key: "iso8601" if kind == "rfc2822" else kind
            for key, kind in kinds.items()
            if key not in {"uri", "subresource_uris", *lacking}
        }
    )


EXPORTS: Mapping[str, Export] = {
    "Messages": Export(
        history=lambda store, account_sid: store.messaging.messages.of(account_sid),
        fields=messages.fields_of,
        writers=_writers("Messages", "price_unit", "api_version", "error_message"),
    ),
    "Calls": Export(
        history=lambda store, account_sid: store.voice.calls.of(account_sid),
        fields=calls.fields_of,
        writers=_writers("Calls"),
    ),
}
"""The types of resources of which there are files."""


def day_file(store: Store, account_sid: str, resource_type: str, day: date) -> Iterator[bytes]:
    """The file of one UTC day in pieces, oldest record last, of which only one is ever in memory."""
    export, start = EXPORTS[resource_type], datetime.combine(day, time(), UTC)
    records = export.history(store, account_sid).older(Selection(start, start + _DAY))
    compressor, now = zlib.compressobj(_LEVEL, wbits=_GZIP), store.clock()
    while group := list(islice(records, _ROWS)):
        yield compressor.compress(b"".join(export.row(record, now) + b"\n" for record in group))
    yield compressor.flush()


def count_of_day(store: Store, account_sid: str, resource_type: str, day: date) -> int:
    """The number of rows in the file of a day."""
    start = datetime.combine(day, time(), UTC)
    history = EXPORTS[resource_type].history(store, account_sid)
    return history.count(Selection(start, start + _DAY))
