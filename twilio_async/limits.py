"""How many requests run at a time, and how fast they start.

Twilio's 429 (code 20429) is about the requests that an account has running at once, and the number it
allows is not published. So the limiter finds it: concurrency starts low, grows by about one per round of
good answers while it is fully used, and shrinks by a quarter on a 429, once for all the requests that were
under way when it did. Each answer's `Twilio-Concurrent-Requests` counts what the whole account has running,
other processes included; the count at the last 429 is a mark that growth stays below, and that fades as
good answers come.

Waiters are served in order. A slot passes from the one who leaves straight to the first who waits, and a
waiter that is cancelled leaves nothing behind. Only what its clock says is known here.

Source: https://www.twilio.com/docs/api/errors/20429
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

from attrs import field, frozen

from twilio_async.validation import number

if TYPE_CHECKING:
    from twilio_async.clock import Clock

_SHRINK = 0.75
_MARK_FADES = 1.0002  # A tenth in about 500 good answers.
_BELOW_MARK = 0.9


@frozen(kw_only=True)
class Limits:
    """What the user allows.

    Attributes:
        concurrency: The ceiling of requests at a time; the limiter settles below it where Twilio asks to.
        rate: The most requests per second, or None for no limit of that kind.
        start: The concurrency to begin with.
    """

    concurrency: int = field(default=100, validator=number(least=1))
    rate: float | None = field(default=None, validator=number(positive=True, optional=True))
    start: int = field(default=20, validator=number(least=1))


class Limiter:
    """`async with limiter as epoch:` around each attempt; tell it how the attempt ended.

    The epoch counts the reductions so far: a 429 to a request that started in an earlier one says nothing
    about the present concurrency.
    """

    def __init__(self, limits: Limits, clock: Clock) -> None:
        self._clock = clock
        self._ceiling = float(limits.concurrency)
        self._allowed = min(float(limits.start), self._ceiling)
        self._interval = 0.0 if limits.rate is None else 1.0 / limits.rate
        self._turn = asyncio.Lock()
        self._next_start = 0.0
        self._waiters: deque[asyncio.Future[None]] = deque()
        self._mark: float | None = None
        self._epoch = 0
        self.in_use = 0
        """Requests that run now."""

    @property
    def allowed(self) -> int:
        """Requests that may run at a time, as found so far."""
        return int(self._allowed)

    async def __aenter__(self) -> int:
        if self.in_use < self.allowed and not self._waiters:
            self.in_use += 1
        else:
            await self._wait_for_slot()
        if self._interval:
            try:
                await self._wait_for_turn()
            except BaseException:
                self._release()
                raise
        return self._epoch

    async def __aexit__(self, *_: object) -> None:
        self._release()

    def succeeded(self, running: int | None) -> None:
        """An answer came that was no 429; `running` is what the account has under way, if known."""
        if self._mark is not None:
            self._mark *= _MARK_FADES
            if running is not None and running >= _BELOW_MARK * self._mark:
                return
        if self.in_use >= self.allowed:
            self._allowed = min(self._ceiling, self._allowed + 1.0 / self._allowed)

    def throttled(self, epoch: int, running: int | None) -> None:
        """A 429 came to a request of `epoch`; `running` is what the account had under way, if known."""
        if running is not None:
            self._mark = float(running)
        if epoch == self._epoch:
            self._epoch += 1
            self._allowed = max(1.0, min(self._allowed, float(self.in_use)) * _SHRINK)

    def restart(self) -> None:
        """Forget what belongs to a loop that has ended: who waited, and whose slot was never given back."""
        self._turn = asyncio.Lock()
        self._waiters.clear()
        self.in_use = 0

    async def _wait_for_slot(self) -> None:
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        try:
            await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled():
                self._release()  # The slot had come already.
            raise

    async def _wait_for_turn(self) -> None:
        async with self._turn:
            wait = self._next_start - self._clock.monotonic()
            if wait > 0:
                await self._clock.sleep(wait)
            self._next_start = max(self._next_start, self._clock.monotonic()) + self._interval

    def _release(self) -> None:
        self.in_use -= 1
        while self._waiters and self.in_use < self.allowed:
            waiter = self._waiters.popleft()
            if not waiter.done():
                self.in_use += 1
                waiter.set_result(None)
