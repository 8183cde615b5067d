"""Messages, their media and the feedback on them.

Source: https://www.twilio.com/docs/messaging/api/message-resource
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, Unpack

from attrs import define

from twilio_async.api.bulkexports.product import exports_of
from twilio_async.core.codec.models import Model, hidden
from twilio_async.core.codec.scalars import OpenEnum
from twilio_async.core.lists.listing import Listing, Paging
from twilio_async.declare import contents
from twilio_async.declare.base import Below, Collection, Deletable, Fetchable, Resource
from twilio_async.declare.endpoints import listing, post
from twilio_async.declare.files import File

if TYPE_CHECKING:
    from twilio_async.api.bulkexports.v1 import BulkExport


class MessageStatus(OpenEnum):
    """The progress of a message."""

    ACCEPTED = "accepted"
    SCHEDULED = "scheduled"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    PARTIALLY_DELIVERED = "partially_delivered"
    READ = "read"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    CANCELED = "canceled"
    RECEIVING = "receiving"
    RECEIVED = "received"


class MessageDirection(OpenEnum):
    """Who sent a message, and how."""

    INBOUND = "inbound"
    OUTBOUND_API = "outbound-api"
    OUTBOUND_CALL = "outbound-call"
    OUTBOUND_REPLY = "outbound-reply"


class FeedbackOutcome(OpenEnum):
    """The knowledge of a message's arrival."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"


@define(kw_only=True)
class AnyMessage(Model):
    """The fields of messages in both generations and in all resources. Dates are in UTC.

    The account is not always told: what stands in for Twilio in tests answers with little more than a SID.
    """

    sid: str
    account_sid: str | None = None
    from_: str | None = hidden()
    to: str | None = hidden()
    body: str | None = hidden()
    date_created: datetime | None = None
    date_sent: datetime | None = None
    date_updated: datetime | None = None


@define(kw_only=True)
class Message(AnyMessage):
    """A text or media message; `price` is negative for a charge, in `price_unit`."""

    status: MessageStatus
    messaging_service_sid: str | None = None
    direction: MessageDirection | None = None
    num_segments: int | None = None
    num_media: int | None = None
    price: Decimal | None = None
    price_unit: str | None = None
    error_code: int | None = None
    error_message: str | None = None
    api_version: str | None = None
    uri: str | None = None
    subresource_uris: dict[str, str] | None = None


@define(kw_only=True)
class Media(Model):
    """A file of a message; `parent_sid` is the message's. Dates are in UTC."""

    sid: str
    account_sid: str
    parent_sid: str | None = None
    content_type: str | None = None
    date_created: datetime | None = None
    date_updated: datetime | None = None
    uri: str | None = None


@define(kw_only=True)
class Feedback(Model):
    """The feedback on a message. Dates are in UTC."""

    account_sid: str
    message_sid: str
    outcome: FeedbackOutcome | None = None
    date_created: datetime | None = None
    date_updated: datetime | None = None
    uri: str | None = None


class MediaFile(Fetchable[Media], Deletable, File):
    """One file of a message: its metadata and its bytes."""

    __slots__ = ()
    _content_reader = contents.MEDIA


class MediaFiles(Collection[MediaFile], sids="ME"):
    """The files (ME...) of a message.

    Source: https://www.twilio.com/docs/messaging/api/media-resource
    """

    __slots__ = ()

    @listing("media_list")
    def list(
        self,
        *,
        date_created: date | datetime | None = None,
        date_created_before: date | datetime | None = None,
        date_created_after: date | datetime | None = None,
        **paging: Unpack[Paging],
    ) -> Listing[Media]:
        """The files of the message.

        Args:
            date_created: Created on this UTC day, or at this instant.
            date_created_before: Created on or before this UTC midnight or instant.
            date_created_after: Created on or after this UTC midnight or instant.
            **paging: See `Paging`.
        """
        ...


class MessageFeedback(Resource):
    """The feedback on a message."""

    __slots__ = ()

    @post()
    async def create(self, *, outcome: Literal["confirmed", "unconfirmed"] | None = None) -> Feedback:
        """Report whether the message reached its reader.

        Source: https://www.twilio.com/docs/messaging/api/message-feedback-resource
        """
        ...


class MessageContext(Fetchable[Message], Deletable):
    """One message."""

    __slots__ = ()
    media = Below(MediaFiles, "Media")
    feedback = Below(MessageFeedback, "Feedback")

    @post()
    async def update(
        self, *, body: Literal[""] | None = None, status: Literal["canceled"] | None = None
    ) -> Message:
        """Redact or cancel the message.

        Args:
            body: "" removes the text from Twilio's record for good.
            status: "canceled" takes a scheduled message back.
        """
        ...


class Messages(Collection[MessageContext], sids="SM MM"):
    """The account's messages (SM... or MM...)."""

    __slots__ = ()

    def bulk_export(self) -> "BulkExport":
        """Their days as files of BulkExport.

        Raises:
            InvalidArgument: The account is not that of the credentials, or in a region without BulkExport.
        """
        return exports_of(self._session, self._path, "Messages")

    @post(needs=[("from_", "messaging_service_sid"), ("body", "media_url", "content_sid")])
    async def create(
        self,
        *,
        to: str,
        from_: str | None = None,
        messaging_service_sid: str | None = None,
        body: str | None = None,
        media_url: str | Sequence[str] | None = None,
        content_sid: str | None = None,
        content_variables: str | Mapping[str, str] | None = None,
        send_at: datetime | None = None,
        schedule_type: Literal["fixed"] | None = None,
        status_callback: str | None = None,
        application_sid: str | None = None,
        fallback_from: str | None = None,
        max_price: Decimal | None = None,
        provide_feedback: bool | None = None,
        attempt: int | None = None,
        validity_period: int | None = None,
        force_delivery: bool | None = None,
        content_retention: Literal["retain", "discard"] | None = None,
        address_retention: Literal["retain", "obfuscate"] | None = None,
        smart_encoded: bool | None = None,
        persistent_action: Sequence[str] | None = None,
        traffic_type: Literal["free"] | None = None,
        shorten_urls: bool | None = None,
        send_as_mms: bool | None = None,
        risk_check: Literal["enable", "disable"] | None = None,
    ) -> Message:
        """Send a message. It is never sent twice: where that cannot be told, the error's `executed` says so.

        Args:
            to: The recipient: a number in E.164 form, or an address of a channel (`whatsapp:+1...`).
            from_: The sender: a number, an alphanumeric sender ID, a short code or a channel's address.
            messaging_service_sid: The service (MG...) that picks the sender; this or `from_` is needed.
            body: The text, 1,600 characters at most.
            media_url: Up to ten addresses of files to send.
            content_sid: A template (HX...) instead of body and media.
            content_variables: The template's values.
            send_at: When to send, 15 minutes to 35 days ahead; needs a service and `schedule_type`.
            schedule_type: "fixed" with `send_at`.
            status_callback: Where Twilio posts changes of the status.
            application_sid: The application (AP...) whose callback is used.
            fallback_from: The sender to use where the first is not possible.
            max_price: The most to pay, in US dollars; above it the message fails.
            provide_feedback: Whether you will report its arrival.
            attempt: How many times this message was tried before.
            validity_period: Seconds that it may wait in Twilio's queue, 36,000 at most.
            force_delivery: Reserved by Twilio.
            content_retention: "discard" keeps the text out of Twilio's record.
            address_retention: "obfuscate" keeps the recipient out of it.
            smart_encoded: Whether look-alike characters are replaced to save segments.
            persistent_action: Actions of rich channels.
            traffic_type: "free" for messages that WhatsApp does not charge.
            shorten_urls: Whether links are shortened; needs a service with a domain for it.
            send_as_mms: Whether to send it as MMS whatever it holds.
            risk_check: "disable" exempts it from Twilio's protection against pumping.

        Raises:
            InvalidArgument: Sender, recipient or content is missing, or a datetime is naive.
            QueueFull: The sender's queue is full.
            Unsubscribed: The recipient has opted out.
            ApiError: Twilio refuses it otherwise.
            TransportError: No answer; see `executed`.

        Source: https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
        """
        ...

    @listing("messages")
    def list(
        self,
        *,
        to: str | None = None,
        from_: str | None = None,
        date_sent: date | datetime | None = None,
        date_sent_before: date | datetime | None = None,
        date_sent_after: date | datetime | None = None,
        **paging: Unpack[Paging],
    ) -> Listing[Message]:
        """The account's messages, newest first. Twilio keeps 13 months of them.

        Args:
            to: Sent to this number or address.
            from_: Sent from this one.
            date_sent: Sent on this UTC day, or at this instant.
            date_sent_before: Sent on or before this UTC midnight or instant.
            date_sent_after: Sent on or after this UTC midnight or instant.
            **paging: See `Paging`.

        Source: https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources
        """
        ...
