"""The pacer: the turns of all senders, in memory."""

from __future__ import annotations

from attrs import define, field

from twilio_async.bulk.pacing.rates import Pace, rate_of
from twilio_async.bulk.pacing.steps import FIRST_PAUSE, LONGEST_PAUSE, pause, turn


@define(eq=False)
class BackOff:
    """A pause that grows with each refusal, until something succeeds.

    Refusals of requests that left before the pause began are of one wave, and make it no longer.
    """

    first: float
    longest: float
    refusals: int = field(default=0, init=False)
    until: float = field(default=0.0, init=False)
    """The end of the pause."""

    def refused(self, now: float, began: float) -> None:
        """A request that left at `began` was refused."""
        if began >= self.until:
            self.refusals += 1
            self.until = now + pause(self.refusals, self.first, self.longest)

    def succeeded(self, began: float) -> None:
        """A request that left at `began` was not refused."""
        if began >= self.until:
            self.refusals = 0


@define(eq=False)
class _Sender:
    rate: float | None
    next_at: float = 0.0
    back_off: BackOff = field(factory=lambda: BackOff(FIRST_PAUSE, LONGEST_PAUSE))


class Pacer:
    """The moments at which senders may send, each by its rate, and by its pauses for a full queue.

    Args:
        pace: Segments a second of each sender, or of some by their addresses; None is by kind of sender.
    """

    def __init__(self, pace: Pace = None) -> None:
        self._pace = pace
        self._senders: dict[str, _Sender] = {}

    def due(self, sender: str, now: float) -> float:
        """The moment from which the sender may send."""
        state = self._state(sender)
        return max(now, state.next_at, state.back_off.until)

    def take(self, sender: str, segments: int, now: float) -> None:
        """A message of the sender leaves now."""
        state = self._state(sender)
        if state.rate is not None:
            _, state.next_at = turn(now, state.next_at, segments, state.rate)

    def queue_full(self, sender: str, now: float, began: float) -> None:
        """A message that left at `began` found the sender's queue full (21611)."""
        self._state(sender).back_off.refused(now, began)

    def queue_open(self, sender: str, began: float) -> None:
        """A message that left at `began` was taken."""
        self._state(sender).back_off.succeeded(began)

    def _state(self, sender: str) -> _Sender:
        state = self._senders.get(sender)
        if state is None:
            state = self._senders[sender] = _Sender(rate_of(sender, self._pace))
        return state
