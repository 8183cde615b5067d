"""Spans: stretches of time, half-open and in UTC, and how they are cut."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from attrs import frozen

from twilio_async import InvalidArgument

if TYPE_CHECKING:
    from collections.abc import Iterable

OPEN = datetime.max.replace(tzinfo=UTC)
"""The end of a span that has none."""
_FIRST, _LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
"""What a range may lie in."""


@frozen
class Span:
    """A stretch of time: from `since` to before `until`."""

    since: datetime
    until: datetime

    @classmethod
    def between(cls, since: date | datetime, until: date | datetime | None) -> Span:
        """The span between two days or instants; None is no end.

        Raises:
            InvalidArgument: One of them has no time zone, or they are the wrong way round.
        """
        span = cls(moment_of("since", since), OPEN if until is None else moment_of("until", until))
        if span.since > span.until:
            raise InvalidArgument(f"since ({since}) is after until ({until}): swap them")
        return span

    def __contains__(self, moment: datetime) -> bool:
        return self.since <= moment < self.until

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%dT%H:%M:%SZ}/" + ("" if self.until == OPEN else f"{self.until:%FT%TZ}")

    @property
    def days(self) -> int:
        """How many days of UTC it touches, where it has an end."""
        last = self.until - timedelta.resolution
        return (midnight(last) - midnight(self.since)) // timedelta(days=1) + 1

    def newest_day(self, today: datetime) -> tuple[Span, Span | None]:
        """The part of it in its last day, and what is before; all that is to come belongs to `today`."""
        last = self.until - timedelta.resolution
        start = max(self.since, min(midnight(last), today))
        older = Span(self.since, start) if self.since < start else None
        return Span(start, self.until), older

    def cut(self, lengths: Iterable[timedelta], newest: datetime) -> list[Span]:
        """Parts of these lengths, newest first, and the rest; the first one ends where the span does.

        They are cut at whole seconds, which is as fine as Twilio's dates are; there may be fewer of them.

        Args:
            lengths: How long each part is, newest first, as far as the span reaches.
            newest: A moment in the span behind which little or nothing is.
        """
        edges = [newest - length for length in accumulate(lengths)]
        moments = dict.fromkeys(edge.replace(microsecond=0) for edge in edges)
        inner = [moment for moment in moments if self.since < moment < self.until]
        return [Span(since, until) for until, since in pairwise([self.until, *inner, self.since])]


def moment_of(name: str, value: date | datetime) -> datetime:
    """A day or an instant as an instant in UTC; a day is its first.

    Raises:
        InvalidArgument: It has no time zone, or is neither.
    """
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            raise InvalidArgument(f"{name} ({value}) has no time zone: give tzinfo=UTC or your own")
        try:
            moment = value.astimezone(UTC)
        except OverflowError:
            moment = OPEN
        return _within_years(name, moment)
    if isinstance(value, date):  # pyright: ignore[reportUnnecessaryIsInstance]
        return _within_years(name, datetime.combine(value, time(), UTC))
    raise InvalidArgument(f"{name} must be a date or an aware datetime, not {value!r}")


def _within_years(name: str, moment: datetime) -> datetime:
    if not _FIRST <= moment <= _LAST:
        raise InvalidArgument(f"{name} must be in the years from {_FIRST.year} to {_LAST.year}")
    return moment


def midnight(moment: datetime) -> datetime:
    """The first instant of a moment's day."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
