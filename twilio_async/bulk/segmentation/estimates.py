"""Estimates: what a number of messages will take, without sending one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import frozen

from twilio_async.bulk.pacing.rates import Pace, check_pace, rate_of
from twilio_async.bulk.segmentation import sms_segments

if TYPE_CHECKING:
    from collections.abc import Iterable

    from twilio_async.bulk.messages import OutboundMessage

_SECONDS_AN_HOUR = 3600


@frozen(kw_only=True)
class Estimate:
    """What a number of messages will take.

    Attributes:
        messages: How many they are.
        segments: The segments of their texts; what is no SMS, or a template, counts as one.
        encodings: How many messages are sent as "GSM-7", as "UCS-2", and as "other" than a text.
        hours: The time that the slowest sender takes for its share, at its pace; 0 where none is paced.
        cost: The segments at the price that was given for one, or None.
    """

    messages: int
    segments: int
    encodings: Mapping[str, int]
    hours: float
    cost: Decimal | None


def estimate(
    messages: Iterable[OutboundMessage], *, pace: Pace = None, price: Decimal | None = None
) -> Estimate:
    """What these messages will take; they are gone through once.

    Args:
        messages: Any iterable of them.
        pace: Segments a second of each sender, or of some by their addresses; None is by kind of sender.
        price: The price of a segment, in whichever currency.

    Raises:
        InvalidArgument: The pace cannot be.
    """
    check_pace(pace)
    tally = Tally()
    for outbound in messages:
        tally.add(outbound)
    return tally.estimate(pace=pace, price=price)


class Tally:
    """The counts that an estimate is made of: messages by encoding, segments by sender, and no message."""

    def __init__(self) -> None:
        self._encodings: Counter[str] = Counter()
        self._segments: Counter[str] = Counter()

    def add(self, outbound: OutboundMessage) -> None:
        """Count one more message."""
        cut = sms_segments(outbound)
        self._encodings["other" if cut is None else cut.encoding] += 1
        self._segments[outbound.sender] += 1 if cut is None else cut.count

    def estimate(self, *, pace: Pace, price: Decimal | None) -> Estimate:
        """What the messages that were counted will take, at a pace and a price as `estimate` has them."""
        rates = ((count, rate_of(sender, pace)) for sender, count in self._segments.items())
        seconds = max((count / rate for count, rate in rates if rate is not None), default=0.0)
        total = self._segments.total()
        return Estimate(
            messages=self._encodings.total(),
            segments=total,
            encodings=dict(self._encodings),
            hours=seconds / _SECONDS_AN_HOUR,
            cost=None if price is None else price * total,
        )
