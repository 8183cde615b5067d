"""An ordered history of records: newest first, addressable by sid, cheap to cut into pages.

Knows neither what the records are nor how pages are asked for. A deleted record keeps its place, so that a
page token that names it still says where to go on.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Callable
from datetime import datetime
from heapq import merge
from itertools import chain, islice
from operator import attrgetter
from typing import TYPE_CHECKING, Generic, Protocol, TypeAlias, TypeVar

from attrs import define, field, frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Position: TypeAlias = tuple[datetime, int]
"""The place of a record in its history: when it counts, then the order of creation."""

_position = attrgetter("position")
_LONGEST_MEMORY = 10_000
"""The removed records whose places stay known, at most."""


class Entry(Protocol):
    """A record that knows its sid and its place."""

    @property
    def sid(self) -> str:
        """The identifier that page tokens name."""
        ...

    @property
    def position(self) -> Position:
        """The place in the history."""
        ...


class AccountEntry(Entry, Protocol):
    """A record that belongs to an account."""

    @property
    def account_sid(self) -> str:
        """The account."""
        ...


@define(eq=False)
class CreationEntry:
    """A record that lists show by its creation; `serial` is its place in the order of that."""

    sid: str
    _serial: int = field(alias="serial", repr=False)
    created_at: datetime

    @property
    def position(self) -> Position:
        """The moment of creation, which never changes."""
        return self.created_at, self._serial


R = TypeVar("R", bound=Entry)
A = TypeVar("A", bound=AccountEntry)


@frozen
class Selection(Generic[R]):
    """Records that a list shows: from `start` to before `end` by position, where `matches` accepts them."""

    start: datetime | None = None
    end: datetime | None = None
    matches: Callable[[R], bool] | None = None


def all_of(tests: Sequence[Callable[[R], bool]]) -> Callable[[R], bool] | None:
    """The test that a selection `matches` by, made of any number of tests; None where there are none."""
    if len(tests) <= 1:
        return tests[0] if tests else None
    return lambda record: all(test(record) for test in tests)


class History(Generic[R]):
    """Records in the order of their positions.

    Appending at the end and reading a page cost nothing that grows with the length; a selection by `matches`
    reads as far as it must to fill the page.
    """

    __slots__ = ("_by_sid", "_gone", "_records")

    def __init__(self, records: Iterable[R] = ()) -> None:
        self._records: list[R] = []
        self._by_sid: dict[str, R] = {}
        self._gone: dict[str, Position] = {}
        self.extend(records)

    def __iter__(self) -> Iterator[R]:
        return iter(self._records)

    @property
    def stored(self) -> Sequence[R]:
        """The records that are in memory, oldest first."""
        return self._records

    @property
    def computed(self) -> tuple[datetime, datetime] | None:
        """The moments of the oldest and the newest record that are computed instead; None without any."""
        return None

    def get(self, sid: str) -> R | None:
        """The record with this sid, or None."""
        return self._by_sid.get(sid)

    def position_of(self, sid: str) -> Position | None:
        """The place of a record that is, or was, in the history."""
        record = self._by_sid.get(sid)
        return self._gone.get(sid) if record is None else record.position

    def add(self, record: R) -> None:
        """Put one record in its place."""
        self._records.insert(self._index(record.position), record)
        self._by_sid[record.sid] = record

    def extend(self, records: Iterable[R]) -> None:
        """Put many records in their places."""
        added = list(records)
        self._records += added
        self._records.sort(key=_position)
        self._by_sid.update((record.sid, record) for record in added)

    def keep(self, record: R) -> None:
        """Keep a record that was changed; what is in memory is kept as it is."""

    def remove(self, record: R) -> None:
        """Take a record out; its place stays known."""
        del self._records[self._index(record.position)]
        del self._by_sid[record.sid]
        self._gone[record.sid] = record.position
        if len(self._gone) > _LONGEST_MEMORY:
            del self._gone[next(iter(self._gone))]

    def older(self, selection: Selection[R], than: Position | None = None) -> Iterator[R]:
        """The selected records before a position, newest first; without one all of them."""
        low, high = self._bounds(selection)
        if than is not None:
            high = min(high, self._index(than))
        records = self._records
        return self._matching(selection, (records[index] for index in range(high - 1, low - 1, -1)))

    def newer(self, selection: Selection[R], than: Position) -> Iterator[R]:
        """The selected records after a position, oldest of them first."""
        low, high = self._bounds(selection)
        moment, serial = than
        low = max(low, self._index((moment, serial + 1)))
        return self._matching(selection, (self._records[index] for index in range(low, high)))

    def slice(self, selection: Selection[R], start: int, length: int) -> list[R]:
        """The selected records from the `start`-th newest on."""
        if selection.matches is not None:
            return list(islice(self.older(selection), start, start + length))
        low, high = self._bounds(selection)
        return self._records[max(low, high - start - length) : max(low, high - start)][::-1]

    def count(self, selection: Selection[R]) -> int:
        """The number of selected records."""
        low, high = self._bounds(selection)
        if selection.matches is None:
            return max(0, high - low)
        return sum(1 for _ in self.older(selection))

    def _index(self, position: Position) -> int:
        return bisect_left(self._records, position, key=_position)

    def _bounds(self, selection: Selection[R]) -> tuple[int, int]:
        low = 0 if selection.start is None else self._index((selection.start, 0))
        high = len(self._records) if selection.end is None else self._index((selection.end, 0))
        return low, high

    @staticmethod
    def _matching(selection: Selection[R], records: Iterator[R]) -> Iterator[R]:
        return records if selection.matches is None else filter(selection.matches, records)


class AccountHistories(Generic[A]):
    """The records of one kind, a history for each account."""

    def __init__(self) -> None:
        self._by_account: dict[str, History[A]] = {}
        self._most: int | None = None
        self._forget: Callable[[A], object] = self.remove

    def bound(self, most: int, forget: Callable[[A], object] | None = None) -> None:
        """Keep so many records at most: for a new one the oldest goes, by `forget`, or simply removed."""
        self._most, self._forget = most, forget or self.remove

    def of(self, account_sid: str) -> History[A]:
        """The history of one account."""
        return self._by_account.setdefault(account_sid, History())

    def replace(self, account_sid: str, history: History[A]) -> None:
        """Put another history in the place of that of one account."""
        self._by_account[account_sid] = history

    def add(self, record: A) -> A:
        """Enter one record; gives it back."""
        self.of(record.account_sid).add(record)
        if self._most is not None:
            self._prune(self._most)
        return record

    def extend(self, account_sid: str, records: Iterable[A]) -> None:
        """Enter many records of an account, oldest first; of more than the limit only the newest."""
        self.of(account_sid).extend(deque(records, self._most))
        if self._most is not None:
            self._prune(self._most)

    def remove(self, record: A) -> None:
        """Take a record out; its place stays known."""
        self.of(record.account_sid).remove(record)

    def find(self, sid: str) -> A:
        """The record with this sid in whichever account.

        Raises:
            KeyError: There is none.
        """
        for history in self._by_account.values():
            record = history.get(sid)
            if record is not None:
                return record
        raise KeyError(sid)

    def newest(self) -> Iterator[A]:
        """The records of every account, those from a formula included, newest first by their positions."""
        runs = (history.older(Selection()) for history in self._by_account.values())
        return merge(*runs, key=_position, reverse=True)

    def newest_before(self, sid: str) -> Iterator[A]:
        """Those of `newest` that come behind one.

        Raises:
            KeyError: There is none with this sid, and never was.
        """
        histories = list(self._by_account.values())
        position = next((found for one in histories if (found := one.position_of(sid))), None)
        if position is None:
            raise KeyError(sid)
        return merge(*(one.older(Selection(), position) for one in histories), key=_position, reverse=True)

    def count(self) -> int:
        """The number of records of every account, those from a formula included."""
        return sum(history.count(Selection()) for history in self._by_account.values())

    def _prune(self, most: int) -> None:
        stored = [history.stored for history in self._by_account.values() if history.stored]
        for _ in range(sum(map(len, stored)) - most):
            self._forget(min((records[0] for records in stored if records), key=_position))

    def all(self) -> list[A]:
        """The records of every account that are in memory, in the order of creation."""
        stored = chain.from_iterable(history.stored for history in self._by_account.values())
        return sorted(stored, key=lambda record: record.position[1])
