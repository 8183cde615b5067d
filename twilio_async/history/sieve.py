"""The sieve: which records of a page belong to a slice and were not given before.

Twilio's filters are inclusive, and wider than what was asked where a time is taken as its day, so slices
overlap on the wire. A record without a date that was given as such may turn up with one later.
"""

from __future__ import annotations

from datetime import timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Generic, TypeVar

from twilio_async import Model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence, Set as AbstractSet
    from datetime import datetime

    from twilio_async.history.slices import Slice
    from twilio_async.history.sources import Source
    from twilio_async.history.spans import Span

M = TypeVar("M", bound=Model)
_DAY = timedelta(days=1)
_FINAL = frozenset({"failed", "canceled", "undelivered", "completed", "busy", "no-answer"})
"""The statuses of messages and calls that get no date any more."""
sid_of: Callable[[Model], str] = attrgetter("sid")


class Sieve(Generic[M]):
    """What chooses the records; `undated` are the SIDs of those that were given without a date."""

    def __init__(self, source: Source[M], present: datetime, undated: frozenset[str]) -> None:
        self.undated = set(undated)
        self._source = source
        self._present = present
        self._date = attrgetter(source.date)

    def is_young(self, part: Slice) -> bool:
        """Whether records that had no date when the reading began may turn up in a slice."""
        return part.is_undated or part.span.until > self._present - _DAY

    def choose(self, part: Slice, items: Sequence[M], known: AbstractSet[str]) -> Sequence[M]:
        """The records that belong to a slice; `known` are the SIDs that were given of it before."""
        all_known = known | self.undated if self.undated else known
        if part.is_undated:
            return list(self._chosen(part.span, self._dateless(items), all_known))
        sids = set(map(sid_of, items))
        if len(sids) == len(items) and sids.isdisjoint(all_known) and self._are_of(part.span, items):
            return items
        return list(self._chosen(part.span, items, all_known))

    def is_past_undated(self, span: Span, items: Sequence[M]) -> bool:
        """Whether a page of the plain list lies behind those records without a date that are looked for.

        That is all before the span; and what is older than a day, where none is still waiting for its date.
        """
        newest = max(filter(None, map(self._source.date_of, items)), default=None)
        if newest is None:
            return not items
        is_old = newest < self._present - _DAY
        return newest < span.since or (is_old and not any(map(_is_waiting, self._dateless(items))))

    def _dateless(self, items: Sequence[M]) -> Iterator[M]:
        return (item for item in items if self._date(item) is None)

    def _are_of(self, span: Span, items: Sequence[M]) -> bool:
        """Whether all records have their date, and it is in a span."""
        dates = [*map(self._date, items)]
        return not dates or (None not in dates and span.since <= min(dates) and max(dates) < span.until)

    def _chosen(self, span: Span, items: Sequence[M] | Iterator[M], known: AbstractSet[str]) -> Iterator[M]:
        seen = set(known)
        for item in items:
            sid = sid_of(item)
            if sid not in seen and self._is_of(span, item):
                seen.add(sid)
                yield item

    def _is_of(self, span: Span, item: M) -> bool:
        moment = self._source.date_of(item)
        return moment is None or moment in span


def _is_waiting(item: object) -> bool:
    return getattr(item, "status", None) not in _FINAL
