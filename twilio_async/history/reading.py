"""A reading of a history: its slices read at the same time, page by page, in bounded memory.

The range is cut into UTC days, which is the grain that Twilio documents. A day with many pages is cut by
times of day, where the list takes them. Twilio documents that nowhere, so one request tries it while others
read the parts, whose records wait for the outcome. Whatever a filter lets through, a slice gives only what is
of its own time. The first page, which tells how busy a day is, is read again by the parts: kept, it would
hide what stands behind it in another order than the documented one.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import aclosing
from itertools import takewhile
from statistics import median
from typing import TYPE_CHECKING, Generic, TypeVar

from attrs import evolve

from twilio_async import Model
from twilio_async.history.busy_days import BusyDays
from twilio_async.history.sieve import sid_of
from twilio_async.history.slices import Remainder, Slice
from twilio_async.history.spans import OPEN, midnight
from twilio_async.history.walks import Batch, Walk

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence

    from twilio_async.history.busy_days import Density
    from twilio_async.history.pages import Pages, SlicePage
    from twilio_async.history.sieve import Sieve
    from twilio_async.history.sources import Source

M = TypeVar("M", bound=Model)
_PAGES_A_PART = 4
"""The pages of a part where parts wait for their turn: that many of each can wait."""
_PARTS_A_SHARE = 2
"""The parts of a worker's share, at least, where they need not wait for their turn."""
_BEARABLE = 1.25
"""A walk of up to so many shares is not cut: the requests would cost more than the time that they save."""
_WALKS_A_REQUEST = 4
"""How many walks may be open for each request, so that few workers wait for the consumer of the first."""


class Reading(Generic[M]):
    """One way through a history.

    Args:
        source: The list.
        remainder: What is to be read.
        pages: What reads the pages of a slice.
        sieve: What chooses its records from them.
        concurrency: How many slices are read at a time, by one request each.
        ordered: Whether batches come newest first; otherwise they come as they arrive.
    """

    def __init__(
        self,
        source: Source[M],
        remainder: Remainder,
        pages: Pages[M],
        sieve: Sieve[M],
        *,
        concurrency: int,
        ordered: bool,
    ) -> None:
        self._start = remainder
        self._pages = pages
        self._sieve = sieve
        self._concurrency = concurrency
        self._ordered = ordered
        self._todo = deque(remainder.slices)
        self._walks: list[Walk[M]] = []
        self._waiting_batches = 0
        self._pages_of_days: list[float] = []
        self._has_failed = False
        self._busy_days = BusyDays(source, pages)
        self._is_trying = False
        self._changed = asyncio.Event()

    def left(
        self,
        instead: Mapping[Walk[M], Slice | None],
        later: Sequence[Slice] = (),
        undated: Iterable[M] = (),
    ) -> Remainder:
        """What is left behind what was given.

        Args:
            instead: What is left of these walks for one who knows better; None is nothing.
            later: What is read by another reading, behind this one.
            undated: Records without a date that were given of these walks.
        """
        open_walks = [walk for walk in self._walks if walk in instead or not walk.is_over]
        slices = [
            instead.get(walk, walk.whole or walk.slice) for walk in dict.fromkeys([*open_walks, *instead])
        ]
        left = [*dict.fromkeys(filter(None, slices)), *self._todo, *later]
        sids = self._sieve.undated.union(map(sid_of, undated)) if any(map(self._sieve.is_young, left)) else ()
        return evolve(self._start, slices=left, undated=frozenset(sids))

    async def filled(self) -> AsyncGenerator[Walk[M], None]:
        """Walks whose first batch comes next; the consumer is done with that when it asks for more.

        Raises:
            TwilioError: A page could not be read. All that was read before it was given.
        """
        workers = [asyncio.create_task(self._work()) for _ in range(self._concurrency)]
        try:
            while (walk := await self._next_filled()) is not None:
                yield walk
                self._drop_first(walk)
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)

    async def _next_filled(self) -> Walk[M] | None:
        """The walk whose first batch comes next; None at the end."""
        while True:
            self._walks = [walk for walk in self._walks if not walk.is_over]
            if not self._walks and not self._todo:
                return None
            for walk in self._walks[:1] if self._ordered else self._walks:
                if walk.batches:
                    return walk
            self._raise_failure()
            await self._changed.wait()

    def _raise_failure(self) -> None:
        """Raise the error of a walk, unless something is on its way that can be given before."""
        if not self._ordered and any(walk.state == "running" for walk in self._walks):
            return
        for walk in self._walks[:1] if self._ordered else self._walks:
            if walk.error is not None:
                raise walk.error

    def _drop_first(self, walk: Walk[M]) -> None:
        batch = walk.drop_first()
        if walk.slice.is_undated:
            self._sieve.undated.update(map(sid_of, batch.records))
        self._waiting_batches -= 1
        self._wake_all()

    def _wake_all(self) -> None:
        """Let everybody who waits look again at how things stand."""
        self._changed.set()
        self._changed.clear()

    async def _work(self) -> None:
        """Read one slice after the other."""
        while (walk := await self._next_walk()) is not None:
            try:
                walk.state = "read" if await self._read(walk) else "stopped"
            except Exception as error:  # noqa: BLE001 - the consumer raises it
                if await self._outlasts_trial(walk):
                    walk.state, walk.error, self._has_failed = "stopped", error, True
            self._wake_all()

    async def _next_walk(self) -> Walk[M] | None:
        """The first walk that may begin; None when none will. Behind an error none is begun."""
        while not self._has_failed or self._ordered:
            before = list(takewhile(lambda walk: walk.error is None, self._walks))
            for walk in before:
                if walk.state == "waiting" and self._may_begin(walk):
                    walk.state = "running"
                    return walk
                if walk.state == "waiting" and self._ordered:
                    break  # Whoever reads what comes later waits for its turn, and is not free for this.
            open_walks = [walk for walk in before if not walk.is_over]
            may_add = self._todo and len(before) == len(self._walks)
            if may_add and len(open_walks) < _WALKS_A_REQUEST * self._concurrency:
                self._walks.append(Walk(self._cut_next()))
            elif may_add or any(walk.state in {"waiting", "running"} for walk in open_walks):
                await self._changed.wait()
            else:
                return None
        return None

    def _may_begin(self, walk: Walk[M]) -> bool:
        """Whether records without a date were given before those that may have got theirs meanwhile."""
        first = self._walks[0]
        is_in_time = walk is first or not first.slice.is_undated or first.is_over
        return is_in_time or not self._sieve.is_young(walk.slice)

    def _cut_next(self) -> Slice:
        """What comes next: the newest day, or what is no more than that."""
        part = self._todo.popleft()
        if part.is_undated or part.is_begun or part.by_time:
            return part
        day, older = part.span.newest_day(midnight(self._start.present))
        if older is not None:
            self._todo.appendleft(Slice(older))
        return Slice(day)

    async def _read(self, walk: Walk[M]) -> bool:
        """Read a slice, or cut it into parts; whether that was all of it."""
        part = walk.slice
        is_first = not part.is_begun and not part.is_undated
        if not is_first:
            walk.pages = 1.0  # Lest `_share` waits: no first page will tell how many there are.
        async with aclosing(self._pages(part)) as pages:
            async for page in pages:
                if is_first and (not await self._outlasts_trial(walk) or await self._cut(walk, page)):
                    break
                is_first = False
                is_last = part.is_undated and self._sieve.is_past_undated(part.span, page.items)
                await self._give(walk, evolve(page, cursor=None) if is_last else page)
                if is_last:
                    break
                if self._has_failed and not self._ordered:
                    return page.cursor is None
        return True

    async def _cut(self, walk: Walk[M], page: SlicePage[M]) -> bool:
        """Put parts in the place of a walk that has many pages, this its first; whether it ends here.

        The parts read that page again. Where nobody knows yet whether the list takes times of day, this
        worker tries it while others read parts, whose first pages wait for the outcome.
        """
        density = self._busy_days.density(walk.slice, page)
        walk.pages = 1.0 if density is None else density.pages
        if not walk.slice.by_time:
            self._pages_of_days.append(walk.pages)
        self._wake_all()
        if density is None:
            return False
        share = _PAGES_A_PART if self._ordered else await self._share()
        if density.pages <= share * _BEARABLE or self._busy_days.takes_times is False:
            return False
        most = max(_PAGES_A_PART, share / _PARTS_A_SHARE)
        place = self._walks.index(walk)
        behind = self._pages_of(self._walks[place + 1 :])
        parts = density.parts(most, behind, self._concurrency)
        pages, whole = walk.pages / len(parts), None if self._busy_days.takes_times else walk.slice
        self._walks[place : place + 1] = [Walk(part, pages, whole=whole) for part in parts]
        self._wake_all()
        if self._busy_days.takes_times is None and not self._is_trying:
            await self._try_times(walk, density)
        return walk not in self._walks

    async def _try_times(self, walk: Walk[M], density: Density[M]) -> None:
        """Ask for times of day once. Then the parts stay, or what they were cut from comes back."""
        self._is_trying = True
        try:
            await self._busy_days.try_times(density)
        finally:
            self._is_trying = False
            if self._busy_days.takes_times:
                for each in self._walks:
                    each.whole = None
            else:
                self._put_wholes_back(walk)
            self._wake_all()

    def _put_wholes_back(self, tried: Walk[M]) -> None:
        """Put slices in the place of their parts. The one that was tried goes on; others begin anew."""
        wholes: dict[Slice, Walk[M]] = {tried.slice: tried}
        for part in self._walks:
            if part.whole is not None:
                wholes.setdefault(part.whole, Walk(part.whole))
        self._walks = list(
            dict.fromkeys(each if each.whole is None else wholes[each.whole] for each in self._walks)
        )

    async def _outlasts_trial(self, walk: Walk[M]) -> bool:
        """Wait until a trial that a walk hangs on is over; whether it is read then."""
        while walk.whole is not None and walk in self._walks:
            await self._changed.wait()
        return walk in self._walks

    async def _share(self) -> float:
        """How many pages of all that is left are a worker's share, at least those of a part."""
        running = [walk for walk in self._walks if walk.state == "running"]
        while any(walk.pages is None and walk.state == "running" for walk in running):
            await self._changed.wait()
        left = self._pages_of([walk for walk in self._walks if walk.state != "read"])
        return max(_PAGES_A_PART, left / self._concurrency)

    def _pages_of(self, walks: Sequence[Walk[M]]) -> float:
        """How many pages some walks have, and what is not begun behind them, as far as that can be told."""
        known = [walk.pages for walk in walks if walk.pages is not None]
        days = len(walks) - len(known) + sum(part.span.days for part in self._todo if part.span.until != OPEN)
        return sum(known) + days * median(self._pages_of_days or [1.0])

    async def _give(self, walk: Walk[M], page: SlicePage[M]) -> None:
        """Let a page wait for the consumer once there is room, which the page that it needs always has."""
        batch = Batch(page, self._sieve.choose(walk.slice, page.items, walk.sids))
        walk.remember(page)
        room = self._concurrency * (_PAGES_A_PART if self._ordered else 1)
        while self._waiting_batches >= room and (walk.batches or not self._is_next(walk)):
            await self._changed.wait()
        walk.batches.append(batch)
        self._waiting_batches += 1
        self._wake_all()

    def _is_next(self, walk: Walk[M]) -> bool:
        return self._ordered and walk is next(each for each in self._walks if not each.is_over)
