"""The agenda: what is to be done at moments to come, on the emulator's clock.

One task waits for the next moment, by the emulator's way of waiting; there is none while nothing is planned.
What concerns one subject is done in order, one after another, and holds nothing else up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import define, field

if TYPE_CHECKING:
    from collections.abc import Sequence

Work: TypeAlias = Callable[[], Awaitable[object]]


@define(order=True)
class _Entry:
    moment: datetime
    serial: int
    subject: str = field(order=False)
    work: Work = field(order=False)


class Agenda:
    """The work that is planned and the work that is being done; open between `open` and `close`."""

    def __init__(self, clock: Callable[[], datetime], sleep: Callable[[float], Awaitable[object]]) -> None:
        self._clock = clock
        self._sleep = sleep
        self._serials = count()
        self._entries: list[_Entry] = []
        self._changed = asyncio.Event()
        self._is_open = False
        self._waiting: asyncio.Task[None] | None = None
        self._running: set[asyncio.Task[None]] = set()
        self._last: dict[str, asyncio.Task[None]] = {}

    def open(self) -> None:
        """Begin to wait for what is planned."""
        self._is_open, self._changed = True, asyncio.Event()
        self._look()

    async def close(self) -> None:
        """Break off what is being done; what is planned stays planned."""
        self._is_open = False
        await _end([*self._running, *([] if self._waiting is None else [self._waiting])])
        self._waiting = None

    def plan(self, moment: datetime, subject: str, work: Work) -> None:
        """Plan work for a moment; what is past is done as soon as possible."""
        heappush(self._entries, _Entry(moment, next(self._serials), subject, work))
        self._look()

    async def settle(self) -> None:
        """Do what is due by now, and whatever becomes due by that; comes back when it is done."""
        while self._begin_due() or self._running:
            await asyncio.wait(list(self._running))

    def _look(self) -> None:
        """Let the waiting task know of a change, or start one."""
        if self._is_open and self._entries:
            self._changed.set()
            if self._waiting is None or self._waiting.done():
                self._waiting = asyncio.create_task(self._wait())

    async def _wait(self) -> None:
        while self._entries:
            self._begin_due()
            self._changed.clear()
            if self._entries:
                seconds = (self._entries[0].moment - self._clock()).total_seconds()
                await self._pass(max(seconds, 0.0))

    async def _pass(self, seconds: float) -> None:
        """Let time pass, or come back at a change."""
        tasks: list[asyncio.Future[Any]] = [
            asyncio.ensure_future(self._sleep(seconds)),
            asyncio.ensure_future(self._changed.wait()),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await _end(tasks)

    def _begin_due(self) -> bool:
        """Begin all that is due by now; gives whether anything was."""
        begun = False
        while self._entries and self._entries[0].moment <= self._clock():
            entry = heappop(self._entries)
            task = asyncio.create_task(_after(self._last.get(entry.subject), entry.work))
            self._running.add(task)
            self._last[entry.subject] = task
            task.add_done_callback(partial(self._forget, entry.subject))
            begun = True
        return begun

    def _forget(self, subject: str, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if self._last.get(subject) is task:
            del self._last[subject]


async def _after(before: asyncio.Task[None] | None, work: Work) -> None:
    if before is not None:
        await asyncio.wait([before])
    await work()


async def _end(tasks: Sequence[asyncio.Future[Any]]) -> None:
    """Cancel tasks, and wait until they have ended."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
