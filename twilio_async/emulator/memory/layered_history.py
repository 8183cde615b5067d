"""A history of two kinds of layers: records from formulas, and above them what is kept in memory."""

from __future__ import annotations

from heapq import merge
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from twilio_async.emulator.memory.history import Entry, History, Selection
from twilio_async.emulator.memory.patterns import detach

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from twilio_async.emulator.memory.formula import FormulaRecords
    from twilio_async.emulator.memory.history import Position

R = TypeVar("R", bound=Entry)

_position = attrgetter("position")


class LayeredHistory(History[R]):
    """Records in memory over others from formulas, in one order.

    A record of a formula that is changed has to be kept: it moves into memory. A page behind a position costs
    the same anywhere; a numbered page, and a count of a selection by `matches`, as much as lies before it.
    """

    __slots__ = ("_formulas",)

    def __init__(self, records: Iterable[R], formulas: Iterable[FormulaRecords[R]]) -> None:
        super().__init__(records)
        self._formulas = tuple(formulas)

    def __iter__(self) -> Iterator[R]:
        runs = [formula.at(range(*formula.bounds(Selection()))) for formula in self._formulas]
        return merge(super().__iter__(), *runs, key=_position)

    @property
    def computed(self) -> tuple[datetime, datetime] | None:
        """The moments of the oldest and the newest record that are computed instead of being in memory."""
        spans = [span for formula in self._formulas if (span := formula.span)]
        return (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None

    def get(self, sid: str) -> R | None:
        """The record with this sid, or None."""
        found = super().get(sid)
        if found is None:
            found = next((one for formula in self._formulas if (one := formula.get(sid))), None)
        return found

    def position_of(self, sid: str) -> Position | None:
        """The place of a record that is, or was, in the history."""
        found = super().position_of(sid)
        if found is None:
            found = next((one for formula in self._formulas if (one := formula.position_of(sid))), None)
        return found

    def keep(self, record: R) -> None:
        """Keep a record that was changed."""
        if any(formula.remove(record.sid) for formula in self._formulas):
            self.add(record)
        detach(record)

    def remove(self, record: R) -> None:
        """Take a record out; its place stays known."""
        if not any(formula.remove(record.sid) for formula in self._formulas):
            super().remove(record)

    def older(self, selection: Selection[R], than: Position | None = None) -> Iterator[R]:
        """The selected records before a position, newest first; without one all of them."""
        runs: list[Iterator[R]] = [super().older(selection, than)]
        for formula in self._formulas:
            low, high = formula.bounds(selection)
            if than is not None:
                high = min(high, formula.index(than))
            runs.append(self._matching(selection, formula.at(range(high - 1, low - 1, -1))))
        return merge(*runs, key=_position, reverse=True)

    def newer(self, selection: Selection[R], than: Position) -> Iterator[R]:
        """The selected records after a position, oldest of them first."""
        moment, serial = than
        runs: list[Iterator[R]] = [super().newer(selection, than)]
        for formula in self._formulas:
            low, high = formula.bounds(selection)
            indexes = range(max(low, formula.index((moment, serial + 1))), high)
            runs.append(self._matching(selection, formula.at(indexes)))
        return merge(*runs, key=_position)

    def slice(self, selection: Selection[R], start: int, length: int) -> list[R]:
        """The selected records from the `start`-th newest on."""
        return list(islice(self.older(selection), start, start + length))

    def count(self, selection: Selection[R]) -> int:
        """The number of selected records."""
        if selection.matches is not None:
            return sum(1 for _ in self.older(selection))
        return super().count(selection) + sum(
            formula.count(*formula.bounds(selection)) for formula in self._formulas
        )
