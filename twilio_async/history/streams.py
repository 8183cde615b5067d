"""Streams: every record of a stretch of time, exactly once, by many requests at a time."""

from __future__ import annotations

from contextlib import aclosing
from operator import length_hint
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from twilio_async import Model, TwilioError
from twilio_async.history.selection import Selection, selection_of
from twilio_async.history.slices import Remainder, Slice

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
    from datetime import date, datetime

    from twilio_async.history.bulkexport.days import Missing
    from twilio_async.history.reading import Reading
    from twilio_async.history.selection import SourceName
    from twilio_async.history.sources import ListResource
    from twilio_async.history.walks import Batch, Walk

M = TypeVar("M", bound=Model)


def stream(
    collection: ListResource[M],
    since: date | datetime,
    until: date | datetime | None = None,
    *,
    concurrency: int = 8,
    ordered: bool = True,
    page_size: int | None = None,
    cursor: str | None = None,
    source: SourceName = "list",
    missing: Missing = "error",
    **filters: Any,
) -> Stream[M]:
    """Every record of a stretch of time, exactly once, read by several requests at a time.

    Messages count by `date_sent`, calls by `start_time`, recordings and conferences by `date_created`,
    notifications by `message_date`. Where the range reaches the present, the newest messages and calls that
    have no such date (queued, scheduled, some failed) come first, and count by their creation: all of the
    last 24 hours, and older ones as long as each page of the plain list has some that wait for their date.

    BulkExport (`source="bulkexport"`) has the same messages, calls and conferences in a file for each UTC day
    that is two days ago or more, those too that are too old for the list, of the account of the credentials
    and not in the regions IE1 and AU1. Its rows have no `uri` and `subresource_uris`, those of messages no
    `price_unit`, `api_version` and `error_message`, those of conferences no `api_version`, and a price may
    lack: all of that is None. It takes no filters. Messages that were never sent are in it by their creation.
    A day's records come in the order of its file. Twilio keeps a file for seven days; a job makes it anew.

    Args:
        collection: `client.messages`, `calls`, `recordings`, `conferences` or `notifications`, or that of
            another account.
        since: The first UTC day or the first instant; a datetime must be aware.
        until: The day or instant behind the last one; None is the present and whatever is later.
        concurrency: How many requests are under way at a time. The client's limits hold all the same.
        ordered: Whether records come newest first, as the list has them; otherwise as they arrive, which is
            faster where days differ much.
        page_size: Records a request, 1 to 1000; None is 1000.
        cursor: Where to go on: the `cursor` of an error or a stream with the same arguments.
        source: Where the records come from: "list", or "bulkexport" for its files.
        missing: What to do where days have no file: "error" names them; "create" makes a job for them, unless
            one is at it, and waits for it, a day at most.
        **filters: Those of the collection's `list`, such as `to` or `status`.

    Raises:
        InvalidArgument: An argument cannot be; nothing was sent.
        TypeError: The list has no such filter.
    """
    selection = selection_of(
        collection,
        since,
        until,
        filters,
        concurrency=concurrency,
        page_size=page_size,
        source=source,
        missing=missing,
    )
    return Stream(selection, ordered=ordered, cursor=cursor)


class Stream(Generic[M]):
    """Records that are read as they are needed: `async for record in stream`, or by its `pages()`.

    Each of them starts anew. Memory is bounded: a slow consumer holds the requests back. An error has a
    `cursor` to go on from, behind the last record that was given.
    """

    def __init__(self, selection: Selection[M], *, ordered: bool, cursor: str | None) -> None:
        self._selection = selection
        self._ordered = ordered
        self._start = selection.beginning() if cursor is None else Remainder.parse(cursor, selection.digest)
        self._reading: Reading[M] | None = None
        self._walk: Walk[M] | None = None
        self._batch: Batch[M] | None = None
        self._left: Iterator[M] = iter(())

    def __repr__(self) -> str:
        return f"<Stream {self._selection.source.collection.path}>"

    @property
    def cursor(self) -> str | None:
        """Where to go on behind the last record that was given; None at the end."""
        if self._reading is None:
            return str(self._start)
        instead: dict[Walk[M], Slice | None] = {}
        undated: Sequence[M] = ()
        walk, batch = self._walk, self._batch
        if walk is not None and batch is not None and walk.batches and walk.batches[0] is batch:
            # The consumer is still in this batch; its iterator knows how many are left.
            count = len(batch.records) - length_hint(self._left)
            instead[walk] = batch.left(walk.slice, count)
            undated = batch.records[:count] if walk.slice.is_undated else ()
        left = self._reading.left(instead, undated=undated)
        return str(left) if left.slices else None

    async def __aiter__(self) -> AsyncIterator[M]:
        async with aclosing(self._batches()) as batches:
            async for batch in batches:
                self._left = left = iter(batch.records)
                for record in left:
                    yield record

    async def pages(self) -> AsyncGenerator[Sequence[M], None]:
        """The records page by page; some have none."""
        async with aclosing(self._batches()) as batches:
            async for batch in batches:
                yield batch.records

    async def _batches(self) -> AsyncGenerator[Batch[M], None]:
        self._reading = reading = self._selection.read(self._start, ordered=self._ordered)
        try:
            async with aclosing(reading.filled()) as walks:
                async for walk in walks:
                    self._walk, self._batch, self._left = walk, walk.batches[0], iter(())
                    yield self._batch
        except TwilioError as error:
            error.cursor = str(reading.left({}))
            raise
