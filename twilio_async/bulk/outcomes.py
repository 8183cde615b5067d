"""Outcomes: what became of a message that was to be sent, each a plain value that `match` takes apart."""

from __future__ import annotations

from typing import Literal, TypeAlias

from attrs import field, frozen

from twilio_async import Message, TwilioError
from twilio_async.bulk.messages import OutboundMessage

SkipReason: TypeAlias = Literal["expired", "invalid", "repeated", "suppressed"]
"""Why a message was not to be sent at all."""


@frozen
class Accepted:
    """Twilio has taken the message: `message` is its record."""

    message: Message
    outbound: OutboundMessage = field(kw_only=True)


@frozen
class Rejected:
    """Twilio has refused the message, or it cannot be sent as it is: `error` says why. It was not sent."""

    error: TwilioError
    outbound: OutboundMessage = field(kw_only=True)


@frozen
class InDoubt:
    """The request left, and what came of it is not known: the message may have been executed or not."""

    error: TwilioError
    outbound: OutboundMessage = field(kw_only=True)


@frozen
class NotBegun:
    """The message was not executed, for a reason that is not its own; it may be sent when that is mended."""

    error: TwilioError
    outbound: OutboundMessage = field(kw_only=True)


@frozen
class Skipped:
    """A rule said that the message is not to be sent; nothing was asked of Twilio."""

    reason: SkipReason
    outbound: OutboundMessage = field(kw_only=True)


Outcome: TypeAlias = Accepted | Rejected | InDoubt | NotBegun | Skipped
"""What became of one message of `send_many`; a campaign has an `Entry` for each of its messages."""


class SendingStopped(TwilioError):
    """No further message is sent, for a reason that concerns all of them. Those not begun were not executed.

    Attributes:
        reason: The error of the message that showed it.
    """

    def __init__(self, text: str, *, reason: TwilioError | None = None) -> None:
        super().__init__(text)
        self.reason = reason
