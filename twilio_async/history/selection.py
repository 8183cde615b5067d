"""Selections: which records of which list a stream or an export is of, and how they are read."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias, TypeVar, get_args

from attrs import evolve, field, frozen

from twilio_async import BulkExport, InvalidArgument, Model, Paging
from twilio_async.history.bulkexport.days import Missing
from twilio_async.history.bulkexport.pages import FileSieve, exports_of, pages_of_files
from twilio_async.history.pages import pages_of_list
from twilio_async.history.reading import Reading
from twilio_async.history.sieve import Sieve
from twilio_async.history.slices import Remainder, Slice
from twilio_async.history.sources import ListResource, Source, source_of
from twilio_async.history.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

M = TypeVar("M", bound=Model)
SourceName: TypeAlias = Literal["list", "bulkexport"]
"""Where records come from: the list, or the files of BulkExport."""
_SOURCES, _MISSING = get_args(SourceName), get_args(Missing)


@frozen
class Selection(Generic[M]):
    """A selection.

    Attributes:
        source: The list.
        span: The time that its records are of.
        filters: Filters besides that.
        concurrency: How many requests are under way at a time.
        page_size: Records a request; None is as many as possible.
        export: The exports whose files are read instead of the list.
        missing: What to do about days that have none of these.
    """

    source: Source[M]
    span: Span
    filters: Mapping[str, Any] = field(repr=False)
    concurrency: int
    page_size: int | None
    export: BulkExport | None = None
    missing: Missing = "error"

    @property
    def digest(self) -> int:
        """A number that tells a cursor of another selection."""
        filters = sorted((name, str(value)) for name, value in self.filters.items())
        origin = "" if self.export is None else self.export.path
        return zlib.crc32(f"{origin}{self.source.collection.path} {self.span} {filters}".encode())

    def beginning(self) -> Remainder:
        """What is left before the first record: all."""
        present = datetime.now(UTC)
        slices = [Slice(self.span)] if self.span.since < self.span.until else []
        if self.source.has_undated and self.span.since <= present < self.span.until:
            slices.insert(0, Slice(self.span, is_undated=True))
        return Remainder(self.digest, present, slices)

    def read(
        self, remainder: Remainder, *, ordered: bool, on_wait: Callable[[int], object] | None = None
    ) -> Reading[M]:
        """A reading of what is left; `on_wait` is told for how many files it waits."""
        if self.export is None:
            sieve = Sieve(self.source, remainder.present, remainder.undated)
            pages = pages_of_list(self.source, self.filters, self.page_size)
        else:
            sieve = FileSieve(self.source, remainder.present, self.span)
            pages = pages_of_files(
                self.source,
                self.export,
                remainder,
                page_size=self.page_size,
                missing=self.missing,
                on_wait=on_wait,
            )
        return Reading(self.source, remainder, pages, sieve, concurrency=self.concurrency, ordered=ordered)


def selection_of(
    collection: ListResource[M],
    since: date | datetime,
    until: date | datetime | None,
    filters: Mapping[str, Any],
    *,
    concurrency: int,
    page_size: int | None,
    source: SourceName = "list",
    missing: Missing = "error",
) -> Selection[M]:
    """The selection with these arguments.

    Raises:
        InvalidArgument: They cannot be.
        TypeError: The list has no such filter.
    """
    known = source_of(collection)
    span = Span.between(since, until)
    for name in filters:
        if name in {known.date, f"{known.date}_before", f"{known.date}_after"}:
            raise InvalidArgument(f"{name} is what since and until are for")
        if name in Paging.__annotations__:
            raise InvalidArgument(f"a history has no {name}: stop reading it where you want")
    if not isinstance(concurrency, int) or concurrency < 1:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidArgument(f"concurrency must be a whole number above 0, not {concurrency!r}")
    collection.list(**filters, page_size=page_size)  # Refuses what no list takes; asks for nothing.
    if source not in _SOURCES or missing not in _MISSING:
        raise InvalidArgument(f"source is one of {', '.join(_SOURCES)}, and missing of {', '.join(_MISSING)}")
    if source == "list" and missing == "create":
        raise InvalidArgument('missing="create" is for source="bulkexport"')
    if source == "list":
        return Selection(known, span, filters, concurrency, page_size)
    files = evolve(known, takes_times=False)
    return Selection(files, span, filters, concurrency, page_size, exports_of(known, span, filters), missing)
