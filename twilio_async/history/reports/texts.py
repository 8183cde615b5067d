"""The texts of a report that a terminal and a page have alike."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from twilio_async.history.reports.report import Report

_MOST_DAYS = 100
"""How many days are told one by one; of more, the months are."""


def share(count: int, whole: int) -> str:
    """A part of a whole in percent."""
    if not count or count == whole:
        return f"{100 if count else 0} %"
    percent = 100 * count / whole
    return "< 0.1 %" if percent < 0.1 else f"{min(percent, 99.9):.1f} %"  # noqa: PLR2004


def amount(value: Decimal) -> str:
    """An amount of money, with all its digits and two of cents at least."""
    exponent = value.as_tuple().exponent
    return f"{value:,.2f}" if isinstance(exponent, int) and exponent > -2 else f"{value:,f}"  # noqa: PLR2004


def are_many(days: Mapping[date, object]) -> bool:
    """Whether so many days are told as months."""
    return len(days) > _MOST_DAYS


def counts_by_name(days: Mapping[date, int]) -> Mapping[str, int]:
    """The counts of days, from the first to the last, or of their months where they are many."""
    if are_many(days):
        months: dict[str, int] = {}
        for day, count in days.items():
            month = f"{day:%Y-%m}"
            months[month] = months.get(month, 0) + count
        return months
    if not days:
        return {}
    span = range(min(days).toordinal(), max(days).toordinal() + 1)
    return {day.isoformat(): days.get(day, 0) for day in map(date.fromordinal, span)}


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
