"""Events of the generation 2008-08-01: its calls have a Caller and a Called, and its messages an SmsSid.

Numbers and applications say which generation they are of.
"""

import attrs

from twilio_async.core.codec.models import hidden
from twilio_async.webhooks.events.base import WebhookEvent


@attrs.define(kw_only=True)
class LegacyVoiceRequest(WebhookEvent):
    """A call that asks what to do. TwiML is the answer.

    Attributes:
        call_status: "in-progress", "completed", "busy", "failed" or "no-answer".
        dial_status: How a call that the API began was taken, such as "answered-human" or "no-answer".
        digits: The keys that were pressed.
    """

    call_sid: str
    call_status: str
    caller: str | None = hidden()
    called: str | None = hidden()
    dial_status: str | None = None
    digits: str | None = hidden()
    duration: int | None = None
    recording_url: str | None = None
    caller_city: str | None = None
    caller_state: str | None = None
    caller_zip: str | None = None
    caller_country: str | None = None
    called_city: str | None = None
    called_state: str | None = None
    called_zip: str | None = None
    called_country: str | None = None

    def _key(self) -> str:
        return f"{self.call_sid} {self.idempotency_token or self.call_status}"


@attrs.define(kw_only=True)
class LegacyIncomingSms(WebhookEvent):
    """A text message that somebody sent to one of your numbers. TwiML is the answer."""

    sms_sid: str
    from_: str | None = hidden()
    to: str | None = hidden()
    body: str | None = hidden()
    from_city: str | None = None
    from_state: str | None = None
    from_zip: str | None = None
    from_country: str | None = None
    to_city: str | None = None
    to_state: str | None = None
    to_zip: str | None = None
    to_country: str | None = None

    def _key(self) -> str:
        return self.sms_sid


@attrs.define(kw_only=True)
class LegacySmsStatusCallback(WebhookEvent):
    """The outcome of a text message that you sent: `sms_status` is "sent" or "failed"."""

    sms_sid: str
    sms_status: str
    from_: str | None = hidden()
    to: str | None = hidden()

    def _key(self) -> str:
        return f"{self.sms_sid} {self.sms_status}"
