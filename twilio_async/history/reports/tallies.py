"""The counting of rows: whatever their number, no more is kept than the totals."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any

from attrs import define, field

from twilio_async.history.reports.countries import country_of

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTHING = "none"
"""The name of what a record does not say."""
_EXACT = Context(prec=400)
"""Sums of prices keep every digit."""


@define
class CostTally:
    """What records cost in one currency.

    Attributes:
        total: Of all of them.
        days: Of those of each UTC day.
    """

    total: Decimal = Decimal(0)
    days: defaultdict[date, Decimal] = field(factory=lambda: defaultdict[date, Decimal](Decimal))

    def add(self, cost: Decimal, day: date | None) -> None:
        """Count what a record cost."""
        self.total = _EXACT.add(self.total, cost)
        if day is not None:
            self.days[day] = _EXACT.add(self.days[day], cost)


@define
class Tally:
    """The totals of the rows that were counted.

    Attributes:
        dates: The columns that date a row; the first of them that has a value counts.
        records: How many there are.
        first: The earliest of their dates.
        last: The latest of them.
        undated: How many have none.
        unpriced: How many have no price.
        statuses: How many have each.
        directions: Likewise.
        days: How many there are of each UTC day.
        countries: How many have the other party there.
        errors: How many have each code.
        messages: What the first record with each code said of it.
        costs: What they cost, by currency.
    """

    dates: Sequence[str]
    records: int = 0
    first: datetime | None = None
    last: datetime | None = None
    undated: int = 0
    unpriced: int = 0
    statuses: Counter[str] = field(factory=Counter[str])
    directions: Counter[str] = field(factory=Counter[str])
    days: Counter[date] = field(factory=Counter[date])
    countries: Counter[str] = field(factory=Counter[str])
    errors: Counter[int] = field(factory=Counter[int])
    messages: dict[int, str] = field(factory=dict[int, str])
    costs: dict[str, CostTally] = field(factory=dict[str, CostTally])

    def add(self, row: Mapping[str, Any]) -> None:
        """Count a row."""
        self.records += 1
        day = self._count_day(row)
        self.statuses[row.get("status") or NOTHING] += 1
        direction = row.get("direction") or NOTHING
        self.directions[direction] += 1
        other = "from" if direction == "inbound" else "to"
        self.countries[country_of(row.get(other))] += 1
        code = row.get("error_code")
        if code is not None:
            self._count_error(int(code), row.get("error_message"))
        self._count_cost(row, day)

    def _count_day(self, row: Mapping[str, Any]) -> date | None:
        moment = next(filter(None, (_moment(row.get(name)) for name in self.dates)), None)
        if moment is None:
            self.undated += 1
            return None
        if self.first is None or moment < self.first:
            self.first = moment
        if self.last is None or moment > self.last:
            self.last = moment
        day = moment.date()
        self.days[day] += 1
        return day

    def _count_error(self, code: int, message: str | None) -> None:
        self.errors[code] += 1
        if message:
            self.messages.setdefault(code, message)

    def _count_cost(self, row: Mapping[str, Any], day: date | None) -> None:
        price = _price(row.get("price"))
        if price is None:
            self.unpriced += 1
            return
        currency = (row.get("price_unit") or NOTHING).upper()
        if currency not in self.costs:
            self.costs[currency] = CostTally()
        self.costs[currency].add(price.copy_negate(), day)


def _moment(value: datetime | str | None) -> datetime | None:
    """A moment in UTC."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return None if value is None else value.astimezone(UTC)


def _price(value: Decimal | str | float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
