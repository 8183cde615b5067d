"""The parameters of requests about messages, as Twilio makes them of a message.

Source: https://www.twilio.com/docs/messaging/guides/webhook-request and
https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_async.emulator.callbacks.place_params import place_params
from twilio_async.emulator.messaging.delivery_errors import error_message
from twilio_async.emulator.wire.fields import API_VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twilio_async.emulator.messaging.message_status import MessageStep
    from twilio_async.emulator.messaging.message_store import Media, Message
    from twilio_async.emulator.wire.parameters import Pairs

_FINAL_OF_SMS_RESOURCE = {"sent": "sent", "failed": "failed", "undelivered": "failed"}
_SETTLED = {"delivered", "undelivered"}
_FAILED = {"failed", "undelivered"}


def delivery_params(message: Message, step: MessageStep) -> Pairs:
    """The parameters of a report on a step of a message; none where its resource reports no such step."""
    callback = message.status_callback
    if callback is not None and callback.of_sms_resource:
        status = _FINAL_OF_SMS_RESOURCE.get(step.status)
        known = [*_identity(message), ("SmsSid", message.sid), ("SmsStatus", status or "")]
        return known if status else ()
    params = [
        *_identity(message),
        ("MessageSid", message.sid),
        ("MessageStatus", step.status),
        ("SmsSid", message.sid),
        ("SmsStatus", step.status),
    ]
    if message.messaging_service_sid is not None:
        params.append(("MessagingServiceSid", message.messaging_service_sid))
    if step.status in _FAILED and message.error_code is not None:
        params.append(("ErrorCode", str(message.error_code)))
        if words := error_message(message.error_code):
            params.append(("ErrorMessage", words))
    if step.status in _SETTLED:
        params.append(("RawDlrDoneDate", f"{step.moment:%y%m%d%H%M}"))
    return params


def incoming_params(message: Message, media: Sequence[tuple[Media, str]]) -> Pairs:
    """The parameters of the request about a message that came in; `media` are its files with their URLs."""
    params = [
        ("MessageSid", message.sid),
        ("SmsSid", message.sid),
        ("SmsMessageSid", message.sid),
        ("SmsStatus", "received"),
        *_identity(message),
        ("Body", message.body),
        ("NumMedia", str(len(media))),
        ("NumSegments", str(message.num_segments)),
    ]
    if message.messaging_service_sid is not None:
        params.append(("MessagingServiceSid", message.messaging_service_sid))
    for index, (file, url) in enumerate(media):
        params += [(f"MediaContentType{index}", file.content_type), (f"MediaUrl{index}", url)]
    places = {**place_params("From", message.from_ or ""), **place_params("To", message.to)}
    return [*params, *places.items()]


def _identity(message: Message) -> list[tuple[str, str]]:
    from_ = message.from_ or message.service_sender
    sender = [] if from_ is None else [("From", from_)]
    return [
        ("AccountSid", message.account_sid),
        *sender,
        ("To", message.to),
        ("ApiVersion", API_VERSION),
    ]
