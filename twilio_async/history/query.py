"""Queries: which records of which list a stream or an export is of, and how they are read."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import field, frozen

from twilio_async import InvalidArgument, Model, Paging
from twilio_async.history.reading import Reading
from twilio_async.history.slices import Cursor, Slice
from twilio_async.history.sources import ListResource, Source, source_of
from twilio_async.history.spans import Span

if TYPE_CHECKING:
    from datetime import date

M = TypeVar("M", bound=Model)


@frozen
class Query(Generic[M]):
    """A query.

    Attributes:
        source: The list.
        span: The time that its records are of.
        filters: Filters besides that.
        concurrency: How many requests are under way at a time.
        page_size: Records a request; None is as many as possible.
    """

    source: Source[M]
    span: Span
    filters: Mapping[str, Any] = field(repr=False)
    concurrency: int
    page_size: int | None

    @property
    def digest(self) -> int:
        """A number that tells a cursor of another query."""
        filters = sorted((name, str(value)) for name, value in self.filters.items())
        return zlib.crc32(f"{self.source.collection.path} {self.span} {filters}".encode())

    def beginning(self) -> Cursor:
        """The cursor before the first record."""
        present = datetime.now(UTC)
        slices = [Slice(self.span)] if self.span.since < self.span.until else []
        if self.source.has_undated and self.span.since <= present < self.span.until:
            slices.insert(0, Slice(self.span, is_undated=True))
        return Cursor(self.digest, present, slices)

    def read(self, cursor: Cursor, *, ordered: bool) -> Reading[M]:
        """A reading of what is left at a cursor."""
        return Reading(
            self.source,
            cursor,
            self.filters,
            concurrency=self.concurrency,
            ordered=ordered,
            page_size=self.page_size,
        )


def query_of(
    collection: ListResource[M],
    since: date | datetime,
    until: date | datetime | None,
    filters: Mapping[str, Any],
    *,
    concurrency: int,
    page_size: int | None,
) -> Query[M]:
    """The query with these arguments.

    Raises:
        InvalidArgument: They cannot be.
        TypeError: The list has no such filter.
    """
    source = source_of(collection)
    span = Span.between(since, until)
    for name in filters:
        if name in {source.date, f"{source.date}_before", f"{source.date}_after"}:
            raise InvalidArgument(f"{name} is what since and until are for")
        if name in Paging.__annotations__:
            raise InvalidArgument(f"a history has no {name}: stop reading it where you want")
    if not isinstance(concurrency, int) or concurrency < 1:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidArgument(f"concurrency must be a whole number above 0, not {concurrency!r}")
    collection.list(**filters, page_size=page_size)  # Refuses what no list takes; asks for nothing.
    return Query(source, span, filters, concurrency, page_size)
