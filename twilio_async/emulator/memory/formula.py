"""Records that are computed from their index: a history of any length that takes no memory.

The index of a record decides its moment (`Timeline`) and its sid (`SidFormula`), and both lead back to it, so
that a page, a day or one record costs the same wherever it is. Knows neither what the records are nor how
pages are asked for.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Generic, TypeVar

from attrs import field, frozen

from twilio_async.emulator.memory.history import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from twilio_async.emulator.memory.history import Position, Selection

R = TypeVar("R", bound=Entry)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_DAY = timedelta(days=1)
_BUSY_SHARE = 0.9
_SID_BITS = 128
_SID_MODULUS = 1 << _SID_BITS
_SID_MASK = _SID_MODULUS - 1
_SID_LENGTH = 34


@frozen
class _Stretch:
    """Records at equal distances: `count` of them from the `first` on, in microseconds since the epoch."""

    first: int
    count: int
    start: int
    length: int

    def moment(self, index: int) -> int:
        return self.start + (index - self.first) * self.length // self.count

    def index(self, moment: int) -> int:
        """The first record that is not before the moment; the end of the stretch where all are."""
        passed = min(max(moment - self.start, 0), self.length)
        return self.first - (-passed * self.count // self.length)


@frozen
class Timeline:
    """The moments of `count` records, in ascending order: index to moment and back."""

    count: int
    _stretches: tuple[_Stretch, ...] = field(alias="stretches")

    @classmethod
    def spread(
        cls, count: int, since: datetime, until: datetime, *, busy_day: date | None = None
    ) -> Timeline:
        """`count` records over [since, until); a busy day, in UTC, has nine of ten.

        Raises:
            ValueError: The time is empty, or the busy day is outside of it.
        """
        if since >= until:
            raise ValueError("a history ends after it begins, and before the present")
        if busy_day is None:
            return cls._of([(count, since, until)])
        midnight = datetime.combine(busy_day, time(), UTC)
        start, end = max(since, midnight), min(until, midnight + _DAY)
        if start >= end:
            raise ValueError(f"the busy day {busy_day} is outside of the history")
        before, after = start - since, until - end
        others = count - round(count * _BUSY_SHARE) if before or after else 0
        early = others * before // (before + after) if others else 0
        return cls._of([(early, since, start), (count - others, start, end), (others - early, end, until)])

    @classmethod
    def _of(cls, parts: list[tuple[int, datetime, datetime]]) -> Timeline:
        stretches: list[_Stretch] = []
        first = 0
        for count, start, end in parts:
            if count:
                stretches.append(_Stretch(first, count, _microseconds(start), (end - start) // _MICROSECOND))
            first += count
        return cls(first, tuple(stretches))

    def moment(self, index: int) -> datetime:
        """The moment of one record."""
        for stretch in self._stretches:
            if index < stretch.first + stretch.count:
                return _EPOCH + stretch.moment(index) * _MICROSECOND
        raise IndexError(index)

    def index(self, moment: datetime) -> int:
        """The number of records before a moment, which is the index of the first one that is not."""
        passed = _microseconds(moment)
        return sum(stretch.index(passed) - stretch.first for stretch in self._stretches)


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


class SidFormula:
    """Sids that carry an index: each looks as random as Twilio's, no two are alike, and it leads back."""

    def __init__(self, prefix: str, random: Random) -> None:
        self._prefix = prefix
        self._factor = random.getrandbits(_SID_BITS) | 1
        self._inverse = pow(self._factor, -1, _SID_MODULUS)
        self._summand = random.getrandbits(_SID_BITS)

    def sid(self, index: int) -> str:
        """The sid of an index."""
        return f"{self._prefix}{index * self._factor + self._summand & _SID_MASK:032x}"

    def index(self, sid: str) -> int | None:
        """The index of a sid, which may be beyond every history; None where it is no sid of this kind."""
        digits = sid.removeprefix(self._prefix)
        if len(sid) != _SID_LENGTH or digits == sid or not _is_lower_hex(digits):
            return None
        return (int(digits, 16) - self._summand) * self._inverse & _SID_MASK


def _is_lower_hex(digits: str) -> bool:
    return not digits.strip("0123456789abcdef")


class FormulaRecords(Generic[R]):
    """Records by their index, the oldest has 0: `make` gives one, of its index, sid, serial and moment.

    Their serials are below zero, so that whatever is created besides comes later; `newer` is the number of
    records with serials above theirs.
    """

    def __init__(
        self,
        timeline: Timeline,
        sids: SidFormula,
        make: Callable[[int, str, int, datetime], R],
        *,
        newer: int = 0,
    ) -> None:
        self._timeline = timeline
        self._sids = sids
        self._make = make
        self._first_serial = -(timeline.count + newer)
        self._gone: set[int] = set()

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """The moments of the oldest and the newest record; None where there are none."""
        timeline = self._timeline
        return (timeline.moment(0), timeline.moment(timeline.count - 1)) if timeline.count else None

    def get(self, sid: str) -> R | None:
        """The record with this sid, or None."""
        index = self._index_of(sid)
        return None if index is None or index in self._gone else self._record(index)

    def position_of(self, sid: str) -> Position | None:
        """The place of a record that is, or was, among them."""
        index = self._index_of(sid)
        return None if index is None else self._record(index).position

    def remove(self, sid: str) -> bool:
        """Take a record out; whether there was one."""
        index = self._index_of(sid)
        if index is None or index in self._gone:
            return False
        self._gone.add(index)
        return True

    def bounds(self, selection: Selection[R]) -> tuple[int, int]:
        """The index of the first record of a selection by its time, and that behind its last one."""
        start, end = selection.start, selection.end
        low = 0 if start is None else self._timeline.index(start)
        return low, self._timeline.count if end is None else self._timeline.index(end)

    def index(self, position: Position) -> int:
        """The index of the first record that is not before a position."""
        moment, serial = position
        first, behind = self._timeline.index(moment), self._timeline.index(moment + _MICROSECOND)
        return max(first, min(serial - self._first_serial, behind))

    def at(self, indexes: range) -> Iterator[R]:
        """The records with these indexes, without those that are gone."""
        make, sid, moment = self._make, self._sids.sid, self._timeline.moment
        first, gone = self._first_serial, self._gone
        return (
            make(index, sid(index), first + index, moment(index)) for index in indexes if index not in gone
        )

    def count(self, low: int, high: int) -> int:
        """The number of records with indexes from `low` to before `high`."""
        return max(0, high - low) - sum(1 for index in self._gone if low <= index < high)

    def _index_of(self, sid: str) -> int | None:
        index = self._sids.index(sid)
        return index if index is not None and index < self._timeline.count else None

    def _record(self, index: int) -> R:
        return self._make(
            index, self._sids.sid(index), self._first_serial + index, self._timeline.moment(index)
        )
