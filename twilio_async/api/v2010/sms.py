"""The resources below `/SMS`: short codes, and the first messages of 2010-04-01.

`messages` replaced the latter; old accounts and connectors still use them.

Source: https://www.twilio.com/docs/messaging/api/short-code-resource
Source: https://www.twilio.com/docs/api/errors/20410 (the retirement of `/SMS/Messages`)
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Unpack

from attrs import define

from twilio_async.api.v2010.applications import SmsWebhooks, SmsWebhookSettings
from twilio_async.api.v2010.messages import AnyMessage, MessageDirection, MessageStatus
from twilio_async.core.lists.listing import Listing, Paging
from twilio_async.declare.base import Below, Collection, Fetchable, Resource
from twilio_async.declare.endpoints import listing, post


@define(kw_only=True)
class SmsMessage(AnyMessage):
    """A text message; `price` is negative for a charge, in US dollars."""

    status: MessageStatus | None = None
    direction: MessageDirection | None = None
    price: Decimal | None = None
    api_version: str | None = None
    uri: str | None = None


@define(kw_only=True)
class ShortCode(SmsWebhooks):
    """A number of five or six digits for text messages in one country. Dates are in UTC."""

    friendly_name: str | None = None
    short_code: str


class SmsMessageContext(Fetchable[SmsMessage]):
    """One text message."""

    __slots__ = ()


class SmsMessages(Collection[SmsMessageContext], sids="SM MM"):
    """The account's text messages (SM...)."""

    __slots__ = ()

    @post()
    async def create(
        self,
        *,
        to: str,
        from_: str,
        body: str,
        status_callback: str | None = None,
        application_sid: str | None = None,
    ) -> SmsMessage:
        """Send a text message of 160 characters at most. It is never sent twice: see `Messages.create`.

        Args:
            to: The recipient's number; without `+` it is read as one of the sender's country.
            from_: The sender's number.
            body: The text.
            status_callback: Where Twilio posts the outcome, unless the application has its own address.
            application_sid: The application (AP...) whose callback is used.

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
        date_sent: date | datetime | None = None,
        date_sent_before: date | datetime | None = None,
        date_sent_after: date | datetime | None = None,
        **paging: Unpack[Paging],
    ) -> Listing[SmsMessage]:
        """The account's text messages, newest first.

        Args:
            to: Sent to this number.
            from_: Sent from this number.
            date_sent: Sent on this UTC day, or at this instant.
            date_sent_before: Sent on or before this UTC midnight or instant.
            date_sent_after: Sent on or after this UTC midnight or instant.
            **paging: See `Paging`.
        """
        ...


class ShortCodeContext(Fetchable[ShortCode]):
    """One short code."""

    __slots__ = ()

    @post()
    async def update(self, **settings: Unpack[SmsWebhookSettings]) -> ShortCode:
        """Change what the short code does with messages; what is not given stays.

        Args:
            **settings: See `SmsWebhookSettings`.
        """
        ...


class ShortCodes(Collection[ShortCodeContext], sids="SC"):
    """The account's short codes (SC...)."""

    __slots__ = ()

    @listing("short_codes")
    def list(
        self,
        *,
        short_code: str | None = None,
        friendly_name: str | None = None,
        **paging: Unpack[Paging],
    ) -> Listing[ShortCode]:
        """The account's short codes.

        Args:
            short_code: With these digits, part of a code or all; `*` stands for one digit.
            friendly_name: With exactly this name.
            **paging: See `Paging`.
        """
        ...


class Sms(Resource):
    """The resources below `/SMS`."""

    __slots__ = ()
    messages = Below(SmsMessages, "Messages")
    short_codes = Below(ShortCodes, "ShortCodes")
