"""Estimates: what a number of messages will take, without sending one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import frozen

from twilio_async.bulk.pacing.rates import Pace, check_pace, rate_of
from twilio_async.bulk.segmentation import is_text, segments

if TYPE_CHECKING:
    from collections.abc import Iterable

    from twilio_async.bulk.messages import OutboundMessage


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
    encodings: Counter[str] = Counter()
    by_sender: Counter[str] = Counter()
    for outbound in messages:
        encoding: str = "other"
        count = 1
        if outbound.body is not None and is_text(outbound):
            cut = segments(outbound.body, smart_encoded=outbound.smart_encoded is True)
            encoding, count = cut.encoding, cut.count
        encodings[encoding] += 1
        by_sender[outbound.sender] += count
    rates = ((count, rate_of(sender, pace)) for sender, count in by_sender.items())
    seconds = max((count / rate for count, rate in rates if rate is not None), default=0.0)
    return Estimate(
        messages=encodings.total(),
        segments=by_sender.total(),
        encodings=dict(encodings),
        hours=seconds / 3600,
        cost=None if price is None else price * by_sender.total(),
    )
