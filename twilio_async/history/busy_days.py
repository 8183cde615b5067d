"""Busy days: how many pages a slice has, as its first one tells, and how its list lets it be cut."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from attrs import evolve, frozen

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
_LEAST_PART = 2
_MARGIN = 0.1
"""The share of a page by which parts are shorter, lest each has a last page of a few records."""


@frozen
class Density(Generic[M]):
    """How many pages a slice has, if the times between records are all like those on its first page.

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
    def edge(self) -> datetime:
        """The end of the last second on the page, of which the next page may have more."""
        return self.oldest.replace(microsecond=0) + _SECOND

    @property
    def head(self) -> Slice:
        """What the page has all of where the list is in order: its records but for the last second."""
        return evolve(self.slice, span=Span(self.edge, self.slice.span.until), in_order=True)

    @property
    def pages(self) -> float:
        """The number of pages, the first one included."""
        return 1 + max(timedelta(), self.oldest - self.slice.span.since) / (self.newest - self.oldest)

    def parts(self, most: float, behind: float, workers: int, *, with_head: bool) -> list[Slice]:
        """The slice in parts, whose pages become fewer towards the end, so that all workers end at one time.

        Args:
            most: The pages of a part at most.
            behind: How many pages are read behind this slice.
            workers: How many read.
            with_head: Whether they have the first page too.
        """
        span, left, lengths = self.slice.span, self.pages, list[timedelta]()
        if not with_head:
            span, left = Span(span.since, self.edge), left - 1
        most = max(most, left / _MOST_PARTS)
        while left > 0:
            pages = min(most, max(_LEAST_PART, (left + behind) / workers)) - _MARGIN
            lengths.append(pages * (self.newest - self.oldest))
            left -= pages
        spans = span.cut(lengths[:-1], min(self.newest + _SECOND, span.until))
        return [Slice(each, by_time=True) for each in spans]


class Trial(NamedTuple):
    """What a request for a time of day showed of a list.

    Attributes:
        takes_times: Whether it gives what is of that time, and nothing else.
        is_in_order: Whether it is in the order of its date there, as is documented of it.
    """

    takes_times: bool
    is_in_order: bool = False


class BusyDays(Generic[M]):
    """What knows how the slices of one list may be cut."""

    def __init__(self, source: Source[M], pages: Pages[M]) -> None:
        self._source = source
        self._pages = pages
        self._trial = None if source.takes_times else Trial(takes_times=False)
        self._trying = asyncio.Lock()

    def density(self, part: Slice, page: SlicePage[M]) -> Density[M] | None:
        """What the first page of a slice tells; None where it is the only one, or all of one moment."""
        if page.cursor is None or (self._trial is not None and not self._trial.takes_times):
            return None
        moments = [moment for moment in map(self._source.date_of, page.items) if moment is not None]
        if not moments or max(moments) - min(moments) < 2 * _SECOND:
            return None
        return Density(part, page, min(moments), max(moments))

    async def can_be_cut(self, density: Density[M]) -> bool:
        """Whether the list takes times of day, which the answer to one such request tells."""
        async with self._trying:
            if self._trial is None:
                self._trial = await self._tried(density)
        return self._trial.takes_times

    def has_whole_head(self, density: Density[M]) -> bool:
        """Whether the first page of a slice need not be read again: it has all that is newer than its end.

        That is so where the list is in the order of the date: as documented, as the trial found it, and as
        this page has it.
        """
        is_tried = self._trial is not None and self._trial.is_in_order
        if not is_tried or density.slice.by_time or density.edge >= density.slice.span.until:
            return False
        moments = filter(None, map(self._source.date_of, density.page.items))
        return all(newer >= older for newer, older in pairwise(moments))

    async def _tried(self, density: Density[M]) -> Trial:
        """What a request for the time of the first page shows, which should have the same records."""
        asked = Span(density.oldest.replace(microsecond=0), density.newest.replace(microsecond=0) - _SECOND)
        try:
            async with aclosing(self._pages(Slice(asked, by_time=True))) as pages:
                page = await anext(pages, None)
        except BadRequest:
            return Trial(takes_times=False)
        if page is None or not page.items:
            return Trial(takes_times=False)
        moments = [self._source.date_of(each) for each in page.items]
        is_asked_for = all(
            moment is not None and asked.since - _SECOND <= moment <= asked.until for moment in moments
        )
        is_whole = page.cursor is not None or self._sids(asked, density.page) <= self._sids(asked, page)
        newer = Span(density.edge, asked.until)
        is_all = self._sids(newer, density.page) == self._sids(newer, page)
        return Trial(takes_times=is_asked_for and is_whole, is_in_order=self._source.in_order and is_all)

    def _sids(self, span: Span, page: SlicePage[M]) -> set[str]:
        dates = ((item, self._source.date_of(item)) for item in page.items)
        return {sid_of(item) for item, moment in dates if moment is not None and moment in span}
