"""Streams: every record of a stretch of time, exactly once, by many requests at a time."""

from __future__ import annotations

import zlib
from contextlib import aclosing
from datetime import UTC, datetime
from operator import length_hint
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from twilio_async import InvalidArgument, Model, Paging, TwilioError
from twilio_async.history.reading import Reading
from twilio_async.history.slices import Cursor, Slice
from twilio_async.history.sources import source_of
from twilio_async.history.spans import Span

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping, Sequence
    from datetime import date

    from twilio_async.history.sources import ListResource, Source
    from twilio_async.history.walks import Batch

M = TypeVar("M", bound=Model)


def stream(
    collection: ListResource[M],
    *,
    since: date | datetime,
    until: date | datetime | None = None,
    concurrency: int = 8,
    ordered: bool = True,
    page_size: int | None = None,
    cursor: str | None = None,
    **filters: Any,
) -> Stream[M]:
    """Every record of a stretch of time, exactly once, read by several requests at a time.

    Messages count by `date_sent`, calls by `start_time`, recordings and conferences by `date_created`,
    notifications by `message_date`. Where the range reaches the present, the newest messages and calls that
    have no such date yet (queued, scheduled, some failed) come first, and count by their creation: all of the
    last 24 hours, and older ones as long as each page of the plain list has some.

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
        **filters: Those of the collection's `list`, such as `to` or `status`.

    Raises:
        InvalidArgument: An argument cannot be; nothing was sent.
        TypeError: The list has no such filter.
    """
    return Stream(
        source_of(collection),
        Span.between(since, until),
        filters,
        concurrency=concurrency,
        ordered=ordered,
        page_size=page_size,
        cursor=cursor,
    )


class Stream(Generic[M]):
    """Records that are read as they are needed: `async for record in stream`, or by its `pages()`.

    Each of them starts anew. Memory is bounded: a slow consumer holds the requests back. An error has a
    `cursor` to go on from, behind the last record that was given.
    """

    def __init__(
        self,
        source: Source[M],
        span: Span,
        filters: Mapping[str, Any],
        *,
        concurrency: int,
        ordered: bool,
        page_size: int | None,
        cursor: str | None,
    ) -> None:
        self._source = source
        self._filters = _checked(source, filters)
        if not isinstance(concurrency, int) or concurrency < 1:  # pyright: ignore[reportUnnecessaryIsInstance]
            raise InvalidArgument(f"concurrency must be a whole number above 0, not {concurrency!r}")
        self._concurrency = concurrency
        self._ordered = ordered
        self._page_size = page_size
        source.collection.list(**self._filters, page_size=page_size)  # Refuses what no list takes.
        digest = zlib.crc32(f"{source.collection.path} {span} {sorted(self._filters.items())}".encode())
        self._start = _beginning(source, span, digest) if cursor is None else Cursor.parse(cursor, digest)
        self._reading: Reading[M] | None = None
        self._batch: Batch[M] | None = None
        self._left: Iterator[M] = iter(())

    def __repr__(self) -> str:
        return f"<Stream {self._source.collection.path}>"

    @property
    def cursor(self) -> str | None:
        """Where to go on behind the last record that was given; None at the end."""
        if self._reading is None:
            return str(self._start)
        count = 0 if self._batch is None else len(self._batch.records) - length_hint(self._left)
        cursor = self._reading.cursor(self._batch, count)
        return str(cursor) if cursor.slices else None

    async def __aiter__(self) -> AsyncIterator[M]:
        async with aclosing(self._batches()) as batches:
            async for batch in batches:
                left = iter(batch.records)
                self._batch, self._left = batch, left
                for record in left:
                    yield record

    async def pages(self) -> AsyncGenerator[Sequence[M], None]:
        """The records page by page; some have none."""
        async with aclosing(self._batches()) as batches:
            async for batch in batches:
                self._batch, self._left = batch, iter(())
                yield batch.records

    async def _batches(self) -> AsyncGenerator[Batch[M], None]:
        self._reading = reading = Reading(
            self._source,
            self._start,
            self._filters,
            concurrency=self._concurrency,
            ordered=self._ordered,
            page_size=self._page_size,
        )
        self._batch = None
        try:
            async with aclosing(reading.filled()) as walks:
                async for walk in walks:
                    yield walk.batches[0]
        except TwilioError as error:
            error.cursor = str(reading.cursor(None, 0))
            raise


def _checked(source: Source[Any], filters: Mapping[str, Any]) -> Mapping[str, Any]:
    for name in filters:
        if name in {source.date, f"{source.date}_before", f"{source.date}_after"}:
            raise InvalidArgument(f"{name} is what since and until are for")
        if name in Paging.__annotations__:
            raise InvalidArgument(f"a stream has no {name}: stop reading it where you want")
    return filters


def _beginning(source: Source[Any], span: Span, digest: int) -> Cursor:
    present = datetime.now(UTC)
    slices = [Slice(span)] if span.since < span.until else []
    if source.has_undated and span.since <= present < span.until:
        slices.insert(0, Slice(span, is_undated=True))
    return Cursor(digest, present, slices)
