"""Busy days: how many pages a slice has, as its first one tells, and whether its list takes times of day."""

from __future__ import annotations

from contextlib import aclosing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Generic, TypeVar

from attrs import frozen

from twilio_async import BadRequest, Model
from twilio_async.history.pages import Pages, SlicePage
from twilio_async.history.sieve import sid_of
from twilio_async.history.slices import Slice
from twilio_async.history.spans import Span

if TYPE_CHECKING:
    from twilio_async.history.sources import Source

M = TypeVar("M", bound=Model)
_SECOND = timedelta(seconds=1)
_MOST_PARTS = 64
_MARGIN = 0.1
"""The share of a page by which parts are shorter, lest each has a last page of a few records."""


@frozen
class Density(Generic[M]):
    """How close the records of a slice are in time, as its first page has them.

    Attributes:
        slice: The slice.
        page: Its first page.
        oldest, newest: The dates of that.
    """

    slice: Slice
    page: SlicePage[M]
    oldest: datetime
    newest: datetime

    @property
    def pages(self) -> float:
        """The number of pages, the first one included."""
        return 1 + max(timedelta(), self.oldest - self.slice.span.since) / (self.newest - self.oldest)

    def parts(self, most: float, behind: float, workers: int) -> list[Slice]:
        """The slice in parts, whose pages become fewer towards the end, so that all workers end at one time.

        Args:
            most: The pages of a part at most.
            behind: How many pages are read behind this slice.
            workers: How many read.
        """
        left, lengths = self.pages, list[timedelta]()
        most = max(most, left / _MOST_PARTS)
        while left > 0:
            pages = max(1, min(most, round((left + behind) / workers))) - _MARGIN
            lengths.append(pages * (self.newest - self.oldest))
            left -= pages
        span = self.slice.span
        spans = span.cut(lengths[:-1], min(self.newest + _SECOND, span.until))
        return [Slice(each, by_time=True) for each in spans]


class BusyDays(Generic[M]):
    """How the slices of one list may be cut: what a first page tells, and whether the list takes times.

    Attributes:
        takes_times: Whether the list takes times of day; None as long as nobody knows.
    """

    def __init__(self, source: Source[M], pages: Pages[M]) -> None:
        self._source = source
        self._pages = pages
        self.takes_times = None if source.takes_times else False

    def density(self, part: Slice, page: SlicePage[M]) -> Density[M] | None:
        """What the first page of a slice tells.

        It is None where that is the only one, its records are of one moment, or the list takes no times. What
        is not of the slice tells nothing: a list that takes no times gives a part what is of its day.
        """
        if page.cursor is None or self.takes_times is False:
            return None
        dates = filter(None, map(self._source.date_of, page.items))
        moments = [moment for moment in dates if moment in part.span]
        if not moments or max(moments) - min(moments) < _SECOND:
            return None
        return Density(part, page, min(moments), max(moments))

    async def try_times(self, density: Density[M]) -> None:
        """Learn from the answer to one request whether the list takes times of day."""
        self.takes_times = await self._gives_half(density)

    async def _gives_half(self, density: Density[M]) -> bool:
        """Whether a request for the newer half behind a first page gives its records, and none of others.

        The newest record is not in that half, so that whole days are told by it.
        """
        span, oldest = density.slice.span, density.oldest
        middle = span.since + max(timedelta(), oldest - span.since) / 2
        end = min(oldest + _SECOND, density.newest - _SECOND, span.until)
        asked = Span(middle.replace(microsecond=0), end)
        items = density.page.items
        oldest_sids = {sid_of(each) for each in items if self._source.date_of(each) == oldest < asked.until}
        try:
            async with aclosing(self._pages(Slice(asked, by_time=True))) as pages:
                page = await anext(pages, None)
        except BadRequest:
            return False
        if page is None or not page.items:
            return False
        moments = [self._source.date_of(each) for each in page.items]
        is_whole = page.cursor is not None or oldest_sids <= {*map(sid_of, page.items)}
        return is_whole and all(
            moment is not None and asked.since - _SECOND <= moment <= asked.until for moment in moments
        )
