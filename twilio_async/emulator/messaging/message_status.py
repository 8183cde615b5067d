"""The status of a message as a pure function of the record and of the moment.

Nothing runs in the background: a message that is looked at later is further along. Knows nothing of the wire.

Source: https://www.twilio.com/docs/messaging/api/message-resource#message-status-values
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from attrs import frozen

if TYPE_CHECKING:
    from datetime import datetime

    from twilio_async.emulator.messaging.message_store import Message


class MessageState(NamedTuple):
    """The part of a message that time changes."""

    status: str
    date_sent: datetime | None
    date_updated: datetime
    price: str | None
    error_code: int | None


class Moments(NamedTuple):
    """The moments at which a message is queued, sent and settled."""

    queued_at: datetime
    sends_at: datetime
    settles_at: datetime


class MessageStep(NamedTuple):
    """A status to which a message moves on, and the moment at which it does."""

    moment: datetime
    status: str

    @property
    def name(self) -> str:
        """The status, to which a message moves once."""
        return self.status


@frozen
class Delays:
    """Seconds from the queueing of a message until it is sent, and until it is delivered."""

    sent_after: float
    delivered_after: float

    def __attrs_post_init__(self) -> None:
        """Check their order.

        Raises:
            ValueError: They are out of order.
        """
        if not 0 <= self.sent_after <= self.delivered_after:
            raise ValueError("sent_after must be between 0 and delivered_after")

    def moments(
        self,
        now: datetime,
        *,
        by_service: bool,
        send_at: datetime | None = None,
        turn: datetime | None = None,
    ) -> Moments:
        """The moments of a message created at `now`, whose turn in its sender's queue comes at `turn`.

        A messaging service accepts first and has found a sender after half of the time until sending.
        """
        start = send_at or now
        leaves = start if turn is None else turn
        waits = by_service and send_at is None
        return Moments(
            start + timedelta(seconds=self.sent_after / 2) if waits else start,
            leaves + timedelta(seconds=self.sent_after),
            leaves + timedelta(seconds=self.delivered_after),
        )


def state_of_message(message: Message, now: datetime) -> MessageState:
    """Status, dates, price and error code of `message` at `now`."""
    unsent = _never_sent(message, now)
    if unsent is not None:
        return unsent
    if message.direction == "inbound":
        updated = _later(message, message.sends_at)
        return MessageState("received", message.sends_at, updated, message.price, None)
    if now < message.sends_at:
        return _waiting(message, now)
    if now < message.settles_at:
        updated = _later(message, message.sends_at)
        return MessageState("sent", message.sends_at, updated, message.price, None)
    updated = _later(message, message.settles_at)
    return MessageState(message.outcome, message.sends_at, updated, message.price, message.error_code)


def steps_of_message(message: Message) -> list[MessageStep]:
    """The statuses through which an outgoing message goes after its first one, as far as is known by now."""
    if message.canceled_at is not None:
        return [MessageStep(message.canceled_at, "canceled")]
    if message.direction == "inbound" or message.unsent is not None:
        return []
    steps = [MessageStep(message.sends_at, "sent"), MessageStep(message.settles_at, message.outcome)]
    if message.fails_at is not None:
        steps = [MessageStep(message.fails_at, "failed")]
    if message.messaging_service_sid is not None and message.queued_at <= steps[0].moment:
        steps.insert(0, MessageStep(message.queued_at, "queued"))
    return steps


def _never_sent(message: Message, now: datetime) -> MessageState | None:
    """The state of a message that is not sent any more, or None of any other."""
    if message.canceled_at is not None:
        return MessageState("canceled", None, _later(message, message.canceled_at), None, None)
    if message.unsent is not None:
        updated = _later(message, message.created_at)
        return MessageState(message.unsent, None, updated, None, message.error_code)
    if message.fails_at is not None and message.fails_at <= now:
        return MessageState("failed", None, _later(message, message.fails_at), None, message.error_code)
    return None


def _waiting(message: Message, now: datetime) -> MessageState:
    """The state of a message before it is sent."""
    if now >= message.queued_at:
        return MessageState("queued", None, _later(message, message.queued_at), None, None)
    status = "scheduled" if message.is_scheduled else "accepted"
    return MessageState(status, None, _later(message, message.created_at), None, None)


def _later(message: Message, moment: datetime) -> datetime:
    return moment if message.redacted_at is None else max(moment, message.redacted_at)
