"""Seeded messages: a history of many plausible ones, the same for the same seed.

Bodies and numbers come from small pools, so that a large history stays small in memory.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from twilio_async.emulator.messaging.message_store import Message
from twilio_async.emulator.messaging.segments import count_segments
from twilio_async.emulator.messaging.sending import price_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from random import Random

    from twilio_async.emulator.accounts.directory import Account
    from twilio_async.emulator.messaging.message_store import Direction, MessageStore, Outcome

OWN_NUMBERS = tuple(f"+1555010{index:04d}" for index in range(4))
OTHER_NUMBERS = tuple(f"+1555867{index:04d}" for index in range(500))
_BODIES = tuple(
    [f"Parcel {index} is on its way." for index in range(150)]
    + [f"Your code is {index * 6553:06d}" for index in range(1, 100)]
    + ["Bücher & Blumen: 10 € <3", "Gracias 😀", "The long version: " + "please read on, " * 15]
)
_SIZES = tuple(count_segments(body) for body in _BODIES)
_INBOUND_SHARE = 0.25
_DELIVERED_SHARE = 0.90
_FAILED_SHARE = 0.04


def seed_messages(
    messaging: MessageStore, account: Account, *, count: int, days: int, random: Random
) -> None:
    """Enter `count` settled SMS that end shortly before the present and begin `days` days earlier."""
    end = messaging.clock() - timedelta(seconds=60 + messaging.delays.delivered_after)
    moments = spread(end, count=count, days=days)
    messaging.messages.extend(account.sid, messages_at(moments, messaging, account, random))


def spread(end: datetime, *, count: int, days: int) -> Iterator[datetime]:
    """Moments at equal distances over the last `days` days before `end`, the earliest first."""
    step = timedelta(days=days) / max(count, 1)
    return (end - step * (count - 1 - index) for index in range(count))


def messages_at(
    moments: Iterable[datetime], messaging: MessageStore, account: Account, random: Random
) -> Iterator[Message]:
    """A plausible settled message for each of these moments, which is entered nowhere."""
    for moment in moments:
        if random.random() < _INBOUND_SHARE:
            yield _inbound(messaging, account, moment, random)
        else:
            yield _outbound(messaging, account, moment, random)


def _inbound(messaging: MessageStore, account: Account, moment: datetime, random: Random) -> Message:
    sender, own = random.choice(OTHER_NUMBERS), random.choice(OWN_NUMBERS)
    return _message(
        messaging, account, (moment, moment, moment), random, to=own, sender=sender, direction="inbound"
    )


def _outbound(messaging: MessageStore, account: Account, moment: datetime, random: Random) -> Message:
    own, to = random.choice(OWN_NUMBERS), random.choice(OTHER_NUMBERS)
    outcome, error_code = _outcome(random.random())
    moments = messaging.delays.moments(moment, by_service=False)
    message = _message(messaging, account, moments, random, to=to, sender=own, direction="outbound-api")
    message.outcome, message.error_code = outcome, error_code
    return message


def _outcome(point: float) -> tuple[Outcome, int | None]:
    if point < _DELIVERED_SHARE:
        return "delivered", None
    return ("failed", 30008) if point > 1 - _FAILED_SHARE else ("undelivered", 30003)


def _message(
    messaging: MessageStore,
    account: Account,
    moments: tuple[datetime, datetime, datetime],
    random: Random,
    *,
    to: str,
    sender: str,
    direction: Direction,
) -> Message:
    choice = random.randrange(len(_BODIES))
    queued_at, sends_at, settles_at = moments
    return Message(
        sid=messaging.identifiers.sid("SM"),
        account_sid=account.sid,
        to=to,
        from_=sender,
        body=_BODIES[choice],
        direction=direction,
        serial=messaging.identifiers.serial(),
        created_at=queued_at,
        queued_at=queued_at,
        sends_at=sends_at,
        settles_at=settles_at,
        price=price_of(_SIZES[choice]),
        num_segments=_SIZES[choice],
    )
