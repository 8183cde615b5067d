"""The texts of a report that a terminal and a page have alike."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from twilio_async.history.reports.report import Report

N = TypeVar("N", int, Decimal)
_MOST_DAYS = 100
"""How many days are told one by one; of more, the months are."""
_LEAST = 0.1
"""The least share that is told in percent."""
_CENTS = -2


def share(count: int, whole: int) -> str:
    """A part of a whole in percent."""
    if not count or count == whole:
        return f"{100 if count else 0} %"
    percent = 100 * count / whole
    return f"< {_LEAST} %" if percent < _LEAST else f"{min(percent, 100 - _LEAST):.1f} %"


def amount(value: Decimal) -> str:
    """An amount of money, with all its digits and two of cents at least."""
    exponent = value.as_tuple().exponent
    return f"{value:,.2f}" if isinstance(exponent, int) and exponent > _CENTS else f"{value:,f}"


def are_many(days: Mapping[date, object]) -> bool:
    """Whether days are told as months, since there are many from the first to the last."""
    return bool(days) and (max(days) - min(days)).days >= _MOST_DAYS


def span(report: Report) -> str:
    """The days of the first record and the last."""
    if report.first is None or report.last is None:
        return ""
    first, last = (f"{each.day} {each:%B %Y}" for each in (report.first, report.last))
    return f"{first}, UTC" if first == last else f"{first} to {last}, UTC"


def by_day_or_month(days: Mapping[date, int]) -> tuple[str, Mapping[str, int]]:
    """Whether these are counts of days or of months, and the counts by their names, no day left out."""
    if are_many(days):
        return "month", {f"{month:%Y-%m}": count for month, count in by_month(days).items()}
    every = range(min(days).toordinal(), max(days).toordinal() + 1)
    return "day", {day.isoformat(): days.get(day, 0) for day in map(date.fromordinal, every)}


def by_month(days: Mapping[date, N]) -> Mapping[date, N]:
    """The sums of the months, by their first days."""
    months: dict[date, N] = {}
    for day, value in days.items():
        first = day.replace(day=1)
        months[first] = months[first] + value if first in months else value
    return months


def caveats(report: Report) -> list[str]:
    """What a reader must know besides the totals."""
    said: list[str] = []
    if not report.is_complete:
        said.append("The export is incomplete: these are the totals of what is there. Repeat it to go on.")
    if report.missing:
        said.append(
            f"The export was made without the columns {', '.join(report.missing)}: totals that need them are "
            "left out."
        )
    if "sid" in report.missing:
        said.append("Without sid, a record that was written twice is counted twice.")
    return said
