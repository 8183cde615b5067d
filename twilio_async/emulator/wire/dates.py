"""Dates as the API writes and reads them.

Pure functions between aware datetimes and the wire: RFC 2822 in answers, ISO 8601 days and instants in
requests. Knows nothing of records or of HTTP.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

from attrs import frozen

PACIFIC = timezone(timedelta(hours=-7))
"""The local offset in which the 2008-08-01 generation writes its dates."""

_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)
_TWO_DIGITS = tuple(f"{number:02d}" for number in range(60))
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:?\d{2})", re.ASCII)


def rfc2822(moment: datetime | None) -> str | None:
    """An aware UTC datetime as `Tue, 12 Apr 2011 16:15:02 +0000`; None stays None."""
    return None if moment is None else rfc2822_stamp(moment)


def rfc2822_stamp(moment: datetime) -> str:
    """An aware UTC datetime as `Tue, 12 Apr 2011 16:15:02 +0000`."""
    return f"{_stamp(moment)} +0000"


def rfc2822_pacific(moment: datetime | None) -> str | None:
    """An aware datetime as `Mon, 12 Oct 2009 09:15:02 -0700`, the 2008-08-01 form; None stays None."""
    return None if moment is None else f"{_stamp(moment.astimezone(PACIFIC))} -0700"


def iso8601(moment: datetime) -> str:
    """An aware UTC datetime as `2011-04-12T16:15:02Z`."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _stamp(moment: datetime) -> str:
    hour, minute, second = _TWO_DIGITS[moment.hour], _TWO_DIGITS[moment.minute], _TWO_DIGITS[moment.second]
    return f"{_day(moment.date())} {hour}:{minute}:{second}"


@lru_cache(1024)
def _day(day: date) -> str:
    return f"{_DAYS[day.weekday()]}, {day.day:02d} {_MONTHS[day.month - 1]} {day.year}"


@frozen
class Span:
    """The time that a date in a request covers: a UTC day, or one second; `end` is exclusive."""

    start: datetime
    end: datetime

    @property
    def after_start(self) -> datetime:
        """The first moment whose wire form is later than `start`; the wire knows whole seconds."""
        return self.start + _SECOND

    @property
    def day(self) -> Span:
        """A day as it is, and a moment as the whole day that it is in."""
        if self.end - self.start == _DAY:
            return self
        midnight = self.start.replace(hour=0, minute=0, second=0, microsecond=0)
        return WholeDay(midnight, _after(midnight, _DAY))


@frozen
class WholeDay(Span):
    """A day that stands for a moment in it, so that what comes after it comes after all of it."""

    @property
    def after_start(self) -> datetime:
        """The first moment behind the day."""
        return self.end


def parse_span(text: str) -> Span:
    """A day (`YYYY-MM-DD`, in UTC) or an ISO 8601 instant as the time that it covers.

    Raises:
        ValueError: The text is neither.
    """
    if _DATE.fullmatch(text):
        midnight = datetime.fromisoformat(text).replace(tzinfo=UTC)
        return Span(midnight, _after(midnight, _DAY))
    instant = parse_instant(text)
    return Span(instant, _after(instant, _SECOND))


def _after(moment: datetime, time: timedelta) -> datetime:
    """A moment so much later.

    Raises:
        ValueError: The calendar ends before.
    """
    try:
        return moment + time
    except OverflowError:
        raise ValueError(moment) from None


def parse_instant(text: str) -> datetime:
    """An ISO 8601 instant with `Z` or an offset, in UTC.

    Raises:
        ValueError: The text is no such instant.
    """
    if not _INSTANT.fullmatch(text):
        raise ValueError(text)
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except OverflowError:
        raise ValueError(text) from None
