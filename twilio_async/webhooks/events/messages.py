"""Events of messages: one that came in, and how far one that was sent has come.

Source: https://www.twilio.com/docs/messaging/guides/webhook-request
Source: https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
"""

import attrs

from twilio_async.core.codec.models import hidden
from twilio_async.webhooks.events.base import WebhookEvent
from twilio_async.webhooks.events.statuses import MessageStatusText


@attrs.define(kw_only=True)
class IncomingMessage(WebhookEvent):
    """A message that somebody sent to one of your numbers. Twilio takes TwiML as the answer.

    Attributes:
        media_urls: Where its media are, in their order.
        media_content_types: What they are, such as "image/jpeg".
        wa_id: The sender's number on WhatsApp, without a sign.
    """

    message_sid: str
    sms_sid: str | None = None
    sms_message_sid: str | None = None
    messaging_service_sid: str | None = None
    sms_status: str | None = None
    from_: str | None = hidden()
    to: str | None = hidden()
    body: str | None = hidden()
    num_media: int | None = None
    num_segments: int | None = None
    media_urls: list[str] = attrs.field(factory=list[str])
    media_content_types: list[str] = attrs.field(factory=list[str])
    from_city: str | None = None
    from_state: str | None = None
    from_zip: str | None = None
    from_country: str | None = None
    to_city: str | None = None
    to_state: str | None = None
    to_zip: str | None = None
    to_country: str | None = None
    button_payload: str | None = hidden()
    button_text: str | None = hidden()
    button_type: str | None = None
    interactive_data: str | None = hidden()
    profile_name: str | None = hidden()
    wa_id: str | None = hidden()
    forwarded: bool | None = None
    frequently_forwarded: bool | None = None
    latitude: float | None = hidden()
    longitude: float | None = hidden()
    address: str | None = hidden()
    label: str | None = hidden()

    def _key(self) -> str:
        return self.message_sid


@attrs.define(kw_only=True)
class MessageStatusCallback(WebhookEvent):
    """A step of a message that you sent. Steps may come in any order.

    Attributes:
        message_status: See `MessageStatus` for those that are known.
        error_code: Why it failed, where it did: https://www.twilio.com/docs/api/errors.
        raw_dlr_done_date: When the carrier delivered it, as `YYMMDDhhmm`.
        event_type: "READ" and its like, from channels such as WhatsApp.
    """

    message_sid: str
    message_status: MessageStatusText
    sms_sid: str | None = None
    sms_status: str | None = None
    messaging_service_sid: str | None = None
    from_: str | None = hidden()
    to: str | None = hidden()
    error_code: int | None = None
    error_message: str | None = None
    raw_dlr_done_date: str | None = None
    channel_install_sid: str | None = None
    channel_status_message: str | None = None
    channel_prefix: str | None = None
    event_type: str | None = None

    def _key(self) -> str:
        return f"{self.message_sid} {self.message_status}"
