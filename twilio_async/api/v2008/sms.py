"""Text messages in generation 2008-08-01.

Source: Twilio's documentation of API 2008-08-01 (`docs/api/2008-08-01/rest/sms`)
"""

from datetime import date
from enum import IntFlag
from typing import Unpack

from attrs import define

from twilio_async.api.v2010.messages import AnyMessage, MessageStatus
from twilio_async.core.lists.listing import Listing, Paging
from twilio_async.declare.base import Below, Collection, Fetchable, Resource
from twilio_async.declare.endpoints import listing, post


class SmsFlags(IntFlag):
    """Where a message came from; several may be set."""

    INBOUND = 1
    REPLY = 2
    API = 4


@define(kw_only=True)
class LegacySmsMessage(AnyMessage):
    """A text message as this generation has it. Dates are in UTC, whatever offset the wire had."""

    status: MessageStatus | None = None
    flags: SmsFlags | None = None


class LegacySmsMessageContext(Fetchable[LegacySmsMessage]):
    """One text message."""

    __slots__ = ()


class LegacySmsMessages(Collection[LegacySmsMessageContext], sids="SM MM"):
    """The account's text messages (SM...)."""

    __slots__ = ()

    @post()
    async def create(
        self, *, to: str, from_: str, body: str, status_callback: str | None = None
    ) -> LegacySmsMessage:
        """Send a text message of 160 characters at most. It is never sent twice: see `Messages.create`.

        Args:
            to: The recipient's number.
            from_: The sender's number.
            body: The text.
            status_callback: Where Twilio posts the outcome.

        Raises:
            InvalidArgument: An argument cannot be right.
            QueueFull: The sender's queue is full.
            Unsubscribed: The recipient has opted out.
            ApiError: Twilio refuses it otherwise.
            TransportError: No answer; see `executed`.
        """
        ...

    @listing("sms_messages")
    def list(
        self,
        *,
        to: str | None = None,
        from_: str | None = None,
        date_sent: date | None = None,
        date_sent_before: date | None = None,
        date_sent_after: date | None = None,
        **paging: Unpack[Paging],
    ) -> Listing[LegacySmsMessage]:
        """The account's text messages, newest first.

        Args:
            to: Sent to this number.
            from_: Sent from this number.
            date_sent: Sent on this day.
            date_sent_before: Sent on or before midnight of this day.
            date_sent_after: Sent on or after midnight of this day.
            **paging: See `Paging`.
        """
        ...


class LegacySms(Resource):
    """The resources below `/SMS`."""

    __slots__ = ()
    messages = Below(LegacySmsMessages, "Messages")
