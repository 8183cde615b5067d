"""Limits of requests: how many run at a time, and how fast they start.

Twilio's 429 (code 20429) is about the requests that an account has running at once. The number it allows is
not published, may change, and is shared with every other process of the account; and some 429s are strays
that have nothing to do with it. So the limiter finds the number by trial, in rounds of `_ROUND` answers for
each slot (at least `_LEAST_ROUND`): long enough to see what became of the slots that a round added.

- Growth: while somebody waits, each good answer adds a slot, which doubles concurrency each time that all are
  answered, as in TCP's slow start. Behind a cut growth begins anew: `_STEP` of a slot in the first round and
  as much more in each further one, so that it is slow where the last 429s were and fast far from there.
- A slot whose request was throttled stays empty for the rest of the round: a server that refuses at once is
  not asked again and again. It counts as two answers, since no second one follows.
- Verdict: where at most `_TOLERATED` of the answers were 429, they are taken for strays, and their slots are
  filled again. Where more were, concurrency is cut to the slots that were not throttled, less the room that
  other processes need to find a place beside this one: `_ROOM` of them are left.
- A cut is a trial too: where the share of 429s in the next round is still `_PERSISTENT` of what it was, fewer
  requests at a time did not help, and the cut is taken back. One for more than `_HOPELESS` stands.

So strays cost little, up to one answer in five; a server that is fully used answers 2 to 3 % with 429, and
5 % where it allows only a few; one that answers nothing else is asked one request at a time. Whatever came
before, good answers lead back to the ceiling. benchmarks/concurrency.py measures it. The header
`Twilio-Concurrent-Requests` plays no part: it may be 0, absent or late, and what it could tell the 429s tell.

Waiters are served in order. A slot passes from the one who leaves straight to the first who waits, and a
waiter that is cancelled leaves nothing behind. Only what its clock says is known here.

Source: https://www.twilio.com/docs/api/errors/20429
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from attrs import field, frozen

from twilio_async.core.validation import number

if TYPE_CHECKING:
    from twilio_async.core.clock import Clock

_ROUND = 2.0
_LEAST_ROUND = 10.0
_STEP = 0.5
_TOLERATED = 0.04
_ROOM = 0.95
_PERSISTENT = 0.25
_HOPELESS = 0.25


@frozen(kw_only=True)
class Limits:
    """The limits that the user sets.

    Attributes:
        concurrency: The ceiling of requests at a time; the limiter settles below it where Twilio asks to.
        rate: The most requests per second, or None for no limit of that kind.
        start: The concurrency to begin with, as far as the ceiling allows it.
    """

    concurrency: int = field(default=100, validator=number(least=1))
    rate: float | None = field(default=None, validator=number(positive=True, optional=True))
    start: int = field(default=50, validator=number(least=1))


class Limiter:
    """The concurrency of an account: enter `slots` for each attempt, and call `answered` before leaving."""

    def __init__(self, limits: Limits, clock: Clock) -> None:
        self._ceiling = float(limits.concurrency)
        self._limit = min(float(limits.start), self._ceiling)
        self._growth = 1.0
        self._good = 0
        self._throttled = 0
        self._cut: _Cut | None = None
        self.slots = Slots(int(self._limit), 0.0 if limits.rate is None else 1.0 / limits.rate, clock)
        """The slots of the present event loop."""

    def change_loop(self) -> None:
        """Go on in another event loop, with what was learnt. Who waits in this one has its slots still."""
        self.slots = self.slots.successor()

    def answered(self, *, throttled: bool) -> None:
        """An answer came; `throttled` says whether it was a 429 about concurrency."""
        if throttled:
            self._throttled += 1
        else:
            self._good += 1
            if self.slots.waiters and self._share <= _TOLERATED:
                self._limit = min(self._ceiling, self._limit + self._growth)
        answers = self._good + 2 * self._throttled
        if answers >= _ROUND * self._limit and answers >= _LEAST_ROUND:
            self._judge()
        self.slots.allowed = max(1, int(self._limit) - self._throttled)

    @property
    def _share(self) -> float:
        """The share of 429s in this round."""
        return self._throttled / (self._throttled + self._good)

    def _judge(self) -> None:
        """End the round."""
        share = self._share
        last, self._cut = self._cut, None
        if last is not None and share >= _PERSISTENT * last.share:
            self._limit, self._growth = last.limit, last.growth
        elif share > _TOLERATED:
            if share <= _HOPELESS:
                self._cut = _Cut(self._limit, self._growth, share)
            self._limit = max(1.0, _ROOM * (self._limit - self._throttled))
            self._growth = 0.0
        self._growth = min(1.0, self._growth + _STEP / max(_LEAST_ROUND, _ROUND * self._limit))
        self._good = self._throttled = 0


class _Cut(NamedTuple):
    """The state before a cut, and the share of 429s that led to it."""

    limit: float
    growth: float
    share: float


class Slots:
    """The slots of one event loop, given out in order, and in time where there is a rate."""

    def __init__(self, allowed: int, interval: float, clock: Clock, next_start: float = 0.0) -> None:
        self.allowed = allowed
        """Requests that may run at a time."""
        self.in_use = 0
        """Requests that run now."""
        self.waiters: deque[asyncio.Future[None]] = deque()
        self._interval = interval
        self._clock = clock
        self._next_start = next_start
        self._turn = asyncio.Lock()

    def successor(self) -> Slots:
        """As many slots for another event loop."""
        return Slots(self.allowed, self._interval, self._clock, self._next_start)

    async def __aenter__(self) -> None:
        if self.in_use < self.allowed and not self.waiters:
            self.in_use += 1
        else:
            await self._wait_for_slot()
        if self._interval:
            try:
                await self._wait_for_turn()
            except BaseException:
                self._release()
                raise

    async def __aexit__(self, *_: object) -> None:
        self._release()

    async def _wait_for_slot(self) -> None:
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waiters.append(waiter)
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
        while self.waiters and self.in_use < self.allowed and self.waiters[0].get_loop().is_running():
            waiter = self.waiters.popleft()
            if not waiter.done():
                self.in_use += 1
                waiter.set_result(None)
