"""Days of a history read from BulkExport's files instead of from the list.

A file has the records of one UTC day. By which of its dates a message belongs to a day Twilio does not say:
so a record is taken where the date that it counts by, or that of its creation, is in the whole range, and one
that was sent on the day after its creation is in exactly one of two adjoining ranges.

Source: https://www.twilio.com/docs/usage/bulkexport/day
"""

from __future__ import annotations

from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import evolve

from twilio_async import InvalidArgument, Model
from twilio_async.history.bulkexport.days import FileDays, days_between
from twilio_async.history.pages import Pages, SlicePage
from twilio_async.history.sieve import Sieve
from twilio_async.history.spans import OPEN, Span, midnight

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Mapping, Sequence, Set as AbstractSet

    from twilio_async import BulkExport
    from twilio_async.history.bulkexport.days import Missing
    from twilio_async.history.slices import Remainder, Slice
    from twilio_async.history.sources import Source

M = TypeVar("M", bound=Model)
_DAY = timedelta(days=1)
_TYPES = ("messages", "calls", "conferences")
_ROWS_A_PAGE = 1000


def exports_of(source: Source[M], span: Span, filters: Mapping[str, Any]) -> BulkExport:
    """The exports that have all of a list in a span.

    Raises:
        InvalidArgument: There are none.
    """
    if source.name not in _TYPES:
        raise InvalidArgument(f"BulkExport has no {source.name}, but {', '.join(_TYPES)}: leave source out")
    for name in filters:
        raise InvalidArgument(f"BulkExport has whole days, without the filter {name}: choose what it gives")
    end = midnight(datetime.now(UTC)) - _DAY
    if span.until == OPEN or span.until > end:
        raise InvalidArgument(
            f"BulkExport has days that are two days ago or more: give until, {end.date()} at the latest, and "
            "read what is later without source"
        )
    if span.since != midnight(span.since) or span.until != midnight(span.until):
        raise InvalidArgument("BulkExport has whole days of UTC: give since and until as dates")
    export: BulkExport = cast("Any", source.collection).bulk_export()
    return export


def pages_of_files(
    source: Source[M],
    export: BulkExport,
    remainder: Remainder,
    *,
    page_size: int | None,
    missing: Missing,
    on_wait: Callable[[int], object] | None,
) -> Pages[M]:
    """What reads the pages of days from their files.

    Args:
        source: The list that has the same records.
        export: The exports.
        remainder: What is to be read.
        page_size: Rows a page; None is 1,000.
        missing: What to do about days that have no file.
        on_wait: Called with the number of days whose files are waited for.
    """
    wanted = frozenset(day for part in remainder.slices for day in days_between(part.span))
    days = FileDays(export, wanted, missing, on_wait)

    async def read(part: Slice) -> AsyncGenerator[SlicePage[M], None]:
        day = part.span.since.date()
        if await days.is_empty(day):
            yield SlicePage((), None, lambda _: None, 0)
            return
        pages = export.days(day).pages(source.model, cursor=part.cursor, page_size=page_size or _ROWS_A_PAGE)
        async with aclosing(pages):
            async for page in pages:
                yield SlicePage[M].of(page, page.restarts)

    return read


class FileSieve(Sieve[M]):
    """What chooses the records of files; `span` is the whole range."""

    def __init__(self, source: Source[M], present: datetime, span: Span) -> None:
        super().__init__(source, present, frozenset())
        self._span = span

    def choose(self, part: Slice, items: Sequence[M], known: AbstractSet[str]) -> Sequence[M]:
        """The records of the range; `known` are the SIDs that were given before.

        So a file that has records of the day beside its own loses none.
        """
        return super().choose(evolve(part, span=self._span), items, known)

    def _is_of(self, span: Span, item: M) -> bool:
        created: datetime | None = getattr(item, "date_created", None)
        return super()._is_of(span, item) or (created is not None and created in span)
