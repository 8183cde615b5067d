"""The pacer: the turns of all senders, in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, field

from twilio_async.bulk.pacing.rates import Pace, rate_of
from twilio_async.bulk.pacing.steps import FIRST_PAUSE, LONGEST_PAUSE, pause, turn
from twilio_async.bulk.segmentation import segments_of

if TYPE_CHECKING:
    from twilio_async.bulk.messages import OutboundMessage


@define(eq=False)
class BackOff:
    """A pause that grows with each refusal, until something succeeds.

    Refusals of requests that left before the pause was over are of one wave, and make it no longer.
    """

    first: float = FIRST_PAUSE
    longest: float = LONGEST_PAUSE
    refusals: int = field(default=0, init=False)
    """The refusals in a row, a wave counted once."""
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
    """The state of one sender."""

    rate: float | None
    next_at: float = 0.0
    back_off: BackOff = field(factory=BackOff)


class Pacer:
    """The moments at which senders may send, each by its rate, and by its pauses for a full queue.

    Args:
        pace: Segments a second of each sender, or of some by their addresses; None is by kind of sender.
    """

    def __init__(self, pace: Pace = None) -> None:
        self._pace = pace
        self._senders: dict[str, _Sender] = {}

    def reserve(self, outbound: OutboundMessage, now: float) -> float:
        """The moment of the message's turn, which is its own from now on."""
        sender = self._state(outbound.sender)
        earliest = max(now, sender.back_off.until)
        if sender.rate is None:
            return earliest
        start, sender.next_at = turn(earliest, sender.next_at, segments_of(outbound), sender.rate)
        return start

    def pauses(self, sender: str, now: float) -> bool:
        """Whether the sender pauses, since its queue was full: then no turn holds."""
        return self._state(sender).back_off.until > now

    def queue_full(self, sender: str, now: float, began: float) -> None:
        """A message that left at `began` found the sender's queue full (21611)."""
        self._state(sender).back_off.refused(now, began)

    def queue_open(self, sender: str, began: float) -> None:
        """A message that left at `began` was taken."""
        self._state(sender).back_off.succeeded(began)

    def _state(self, address: str) -> _Sender:
        sender = self._senders.get(address)
        if sender is None:
            sender = self._senders[address] = _Sender(rate_of(address, self._pace))
        return sender
