"""The dispatch of messages in memory: which are under way, which wait, and when the next one is pulled.

A message is pulled when it could leave at once: a request is free, and not too many outcomes wait to be
taken. One that has to wait for its sender's turn, for a rule's hour or for a pause is parked, so that others
go on meanwhile; while so many are parked as `_MOST_PARKED`, none is pulled. So memory is bounded, whatever
the length of the source.

Trouble is of three extents. A full queue (21611) pauses its sender. No connection, or too many requests,
pauses all; so do many doubts in a row, which are what a failing API leaves. Behind such a pause one request
at a time feels the way, and `_MOST_PAUSES` in a row stop the sending. What concerns all stops it at once. A
message that was certainly not executed is parked and tried again; one that may have been is never.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from heapq import heappop, heappush
from itertools import count

from attrs import define, field

from twilio_async import Client, Clock, InvalidArgument, QueueFull, TwilioError, Unsubscribed
from twilio_async.bulk import tasks
from twilio_async.bulk.attempts import attempt, concerns_all
from twilio_async.bulk.messages import OutboundMessage
from twilio_async.bulk.outcomes import (
    Accepted,
    InDoubt,
    NotBegun,
    Outcome,
    Rejected,
    SendingStopped,
    Skipped,
)
from twilio_async.bulk.pacing.pacer import BackOff, Pacer
from twilio_async.bulk.rules.decisions import Rule, Skip, Wait, decide
from twilio_async.bulk.rules.suppression import SuppressionList

_MOST_PARKED = 1_000
_MOST_DOUBTS = 20
"""So many requests in a row without a clear answer are trouble of the API."""
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
_MOST_PAUSES = 10
"""The pauses for trouble of all messages in a row, about five minutes."""
_CLOSED = "the sending was closed before the message had its outcome"


@define(eq=False)
class _Flight:
    """A message under way; `began` is the moment at which it was asked for, None before."""

    outbound: OutboundMessage
    had_turn: bool
    began: float | None = None


@define(eq=False)
class Dispatch:
    """The messages of one sending, and the outcomes that are to be taken from it."""

    client: Client
    source: AsyncIterator[OutboundMessage]
    concurrency: int
    pacer: Pacer
    rules: Sequence[Rule]
    clock: Clock
    outcomes: deque[Outcome] = field(init=False, factory=deque[Outcome])
    news: asyncio.Event = field(init=False, factory=asyncio.Event)
    """Set when there is an outcome, or the end."""
    _under_way: dict[asyncio.Task[None], _Flight] = field(
        init=False, factory=dict[asyncio.Task[None], _Flight]
    )
    _parked: list[tuple[float, int, _Flight]] = field(init=False, factory=list[tuple[float, int, _Flight]])
    """A heap: until when, the order, and the message."""
    _order: count[int] = field(init=False, factory=count)
    _room: asyncio.Event = field(init=False, factory=asyncio.Event)
    _feeding: asyncio.Task[None] = field(init=False)
    _alarm: asyncio.Task[None] | None = field(init=False, default=None)
    _alarm_at: float = field(init=False, default=0.0)
    _trouble: BackOff = field(init=False, factory=lambda: BackOff(_FIRST_PAUSE, _LONGEST_PAUSE))
    _doubts: int = field(init=False, default=0)
    _stop: SendingStopped | None = field(init=False, default=None)
    _broken: BaseException | None = field(init=False, default=None)

    def begin(self) -> None:
        """Pull and send from now on."""
        self._feeding = asyncio.create_task(self._feed())
        self._feeding.add_done_callback(lambda _: self.go_on())

    @property
    def is_over(self) -> bool:
        """Whether all that was pulled has its outcome, and no more is pulled."""
        return self._feeding.done() and not self._under_way and not self._parked

    def raise_trouble(self) -> None:
        """Raise what ended the sending before the end of its source, once it is over.

        Raises:
            SendingStopped: A reason that concerns all messages.
        """
        if self._broken is not None:
            raise self._broken
        if self._stop is not None:
            raise self._stop from self._stop.reason
        self._feeding.result()

    def go_on(self) -> None:
        """Let happen what can happen now: something has come to its end, or was taken."""
        now = self.clock.monotonic()
        while self._parked and self._parked[0][0] <= now and self._has_room():
            self._start(heappop(self._parked)[2])
        self._set_alarm()
        if self._may_pull():
            self._room.set()
        if self.outcomes or self.is_over:
            self.news.set()

    async def close(self) -> None:
        """Cancel what is under way and leave no task; what has no outcome yet gets one."""
        self._end(SendingStopped(_CLOSED))
        await tasks.cancel([*self._under_way, self._feeding, *([] if self._alarm is None else [self._alarm])])

    def _has_room(self) -> bool:
        limit = 1 if self._trouble.refusals else self.concurrency
        return len(self._under_way) < limit and len(self.outcomes) < self.concurrency

    def _may_pull(self) -> bool:
        """Whether a further message could leave; in trouble, those that wait go first."""
        if self._trouble.refusals and self._parked and self._parked[0][0] <= self._trouble.until:
            return False
        return self._has_room() and len(self._parked) < _MOST_PARKED

    async def _feed(self) -> None:
        """Pull messages while there is room."""
        while True:
            while not self._may_pull():
                self._room.clear()
                await self._room.wait()
            try:
                outbound = _checked(await anext(self.source))
            except StopAsyncIteration:
                return
            self._start(_Flight(outbound, had_turn=False))

    def _start(self, flight: _Flight) -> None:
        task = asyncio.create_task(self._fly(flight))
        self._under_way[task] = flight
        task.add_done_callback(self._ended)

    async def _fly(self, flight: _Flight) -> None:
        """Skip a message, park it, or ask for it."""
        outbound, now = flight.outbound, self.clock.monotonic()
        if self._stop is not None:
            self._give(NotBegun(self._stop, outbound=outbound))
            return
        if self.rules or outbound.not_before is not None or outbound.not_after is not None:
            moment = datetime.fromtimestamp(self.clock.time(), UTC)
            verdict = decide(outbound, moment, self.rules)
            if isinstance(verdict, Skip):
                self._give(Skipped(verdict.reason, outbound=outbound))
                return
            if isinstance(verdict, Wait):
                self._park(_Flight(outbound, had_turn=False), now + (verdict.until - moment).total_seconds())
                return
        start = self._turn(flight, now)
        if start > now:
            self._park(_Flight(outbound, had_turn=True), start)
            return
        flight.began = now
        self._learn(await attempt(self.client, outbound), now)

    def _turn(self, flight: _Flight, now: float) -> float:
        """The moment at which a message may leave, as far as its sender and the trouble of all go."""
        start = self._trouble.until
        if not flight.had_turn or self.pacer.pauses(flight.outbound.sender, now):
            start = max(start, self.pacer.reserve(flight.outbound, now))
        return start

    def _ended(self, task: asyncio.Task[None]) -> None:
        flight = self._under_way.pop(task)
        if task.cancelled():
            self._give(_cut_off(flight, _CLOSED))
        elif (error := task.exception()) is not None:
            self._broken = error
            self._give(_cut_off(flight, f"the sending broke on a {type(error).__name__}"))
            self._feeding.cancel()
        self.go_on()

    def _park(self, flight: _Flight, until: float) -> None:
        heappush(self._parked, (until, next(self._order), flight))

    def _set_alarm(self) -> None:
        """Wake up when the first of those parked may leave, if there is room for it."""
        if not self._parked or not self._has_room():
            return
        first = self._parked[0][0]
        if self._alarm is not None:
            if self._alarm_at <= first:
                return
            self._alarm.cancel()
        self._alarm, self._alarm_at = asyncio.create_task(self._wake(first)), first

    async def _wake(self, at: float) -> None:
        await self.clock.sleep(max(0.0, at - self.clock.monotonic()))
        self._alarm = None
        self.go_on()

    def _learn(self, outcome: Accepted | Rejected | InDoubt | NotBegun, began: float) -> None:
        """Give an outcome, or park its message, and draw the consequences for the others."""
        if isinstance(outcome, NotBegun):
            self._learn_of_trouble(outcome, began)
            if self._stop is None:
                self._park(_Flight(outcome.outbound, had_turn=True), self.clock.monotonic())
                return
        elif isinstance(outcome, InDoubt):
            self._doubts += 1
            if self._doubts >= _MOST_DOUBTS:
                self._pause_all(began, outcome.error)
        else:
            self._answered(began)
            if isinstance(outcome, Accepted):
                self.pacer.queue_open(outcome.outbound.sender, began)
            elif isinstance(outcome.error, Unsubscribed):
                self._suppress(outcome.outbound.to)
        self._give(outcome)

    def _learn_of_trouble(self, outcome: NotBegun, began: float) -> None:
        if concerns_all(outcome.error):
            self._stop_for(outcome.error)
        elif isinstance(outcome.error, QueueFull):
            self._answered(began)
            self.pacer.queue_full(outcome.outbound.sender, self.clock.monotonic(), began)
        else:
            self._pause_all(began, outcome.error)

    def _suppress(self, recipient: str) -> None:
        for rule in self.rules:
            if isinstance(rule, SuppressionList):
                rule.add(recipient)

    def _answered(self, began: float) -> None:
        self._doubts = 0
        self._trouble.succeeded(began)

    def _pause_all(self, began: float, error: TwilioError) -> None:
        self._trouble.refused(self.clock.monotonic(), began)
        if self._trouble.refusals > _MOST_PAUSES:
            self._stop_for(error)

    def _stop_for(self, error: TwilioError) -> None:
        """Leave the source as it is: no message would fare better."""
        text = f"sending has stopped, and what the source has left was not looked at: {error}"
        self._end(SendingStopped(text, reason=error))
        self._feeding.cancel()

    def _end(self, stop: SendingStopped) -> None:
        """Begin nothing more; those parked get their outcome."""
        self._stop = self._stop or stop
        while self._parked:
            self._give(NotBegun(self._stop, outbound=heappop(self._parked)[2].outbound))

    def _give(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)
        self.news.set()


def _checked(message: object) -> OutboundMessage:
    """What a source gave, where that is a message."""
    if not isinstance(message, OutboundMessage):
        raise InvalidArgument(f"what is sent must be an OutboundMessage, not {type(message).__name__}")
    return message


def _cut_off(flight: _Flight, why: str) -> InDoubt | NotBegun:
    """The outcome of a message that did not come to its end."""
    if flight.began is None:
        return NotBegun(TwilioError(why), outbound=flight.outbound)
    return InDoubt(TwilioError(why, executed="unknown"), outbound=flight.outbound)
