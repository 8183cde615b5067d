"""Deadlines of calls that may all take equally long: one timer of the loop serves them all.

`asyncio.timeout(seconds)` makes an object, two coroutines and a timer for each call, and so takes 4 % of what
sending a message takes. Where all calls may take the same time, the one that began first ends first: it alone
needs a timer. It cancels, and lets others cancel, just as `asyncio.timeout` does. Go back to that once it
makes no difference to `make bench`.
"""

from __future__ import annotations

import asyncio
from contextvars import Context
from itertools import takewhile


class Deadlines:
    """The deadlines of a client's calls, `seconds` after they begin; None is no deadline."""

    def __init__(self, seconds: float | None) -> None:
        self._seconds = seconds
        self._latest: _LoopDeadlines | None = None

    def begin(self) -> Deadline:
        """The deadline of a call that begins now, in the current task."""
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("a call of Twilio has to run in a task")
        loop = asyncio.get_running_loop()
        if self._latest is None or self._latest.loop is not loop:
            # Another loop, which stands still now, keeps its own until it goes on.
            self._latest = _LoopDeadlines(loop)
        deadline = Deadline(self._latest, task)
        if self._seconds is not None:
            self._latest.add(deadline, loop.time() + self._seconds)
        return deadline


class Deadline:
    """The deadline of one call: the moment at which its task is cancelled."""

    __slots__ = ("_all", "_cancelling", "_is_reached", "_task")

    def __init__(self, all_: _LoopDeadlines, task: asyncio.Task[object]) -> None:
        self._all = all_
        self._task = task
        self._cancelling = task.cancelling()
        self._is_reached = False

    def reach(self) -> None:
        """Cancel the call, whose time is over."""
        self._is_reached = True
        self._task.cancel()

    def end(self) -> bool:
        """End it. True where the call was cancelled by this deadline alone; a second `end` is False."""
        if not self._is_reached:
            self._all.discard(self)
            return False
        self._is_reached = False
        return self._task.uncancel() <= self._cancelling


class _LoopDeadlines:
    """The deadlines in one event loop, the earliest first."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._moments: dict[Deadline, float] = {}
        self._timer: asyncio.TimerHandle | None = None

    def add(self, deadline: Deadline, moment: float) -> None:
        self._moments[deadline] = moment
        if self._timer is None:
            self._set_timer(moment)

    def discard(self, deadline: Deadline) -> None:
        self._moments.pop(deadline, None)
        if not self._moments and self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _reach(self) -> None:
        now = self.loop.time()
        reached = list(takewhile(lambda deadline: self._moments[deadline] <= now, self._moments))
        for deadline in reached:
            del self._moments[deadline]
        self._timer = None
        if self._moments:
            self._set_timer(next(iter(self._moments.values())))
        for deadline in reached:
            try:
                deadline.reach()
            except Exception as error:  # noqa: BLE001 - of what the call waits for; the others have their end
                self.loop.call_exception_handler(
                    {"message": "a call cannot be cancelled at its deadline", "exception": error}
                )

    def _set_timer(self, moment: float) -> None:
        # With a context of its own: that of a call, and all that it holds, would be kept.
        self._timer = self.loop.call_at(moment, self._reach, context=Context())
