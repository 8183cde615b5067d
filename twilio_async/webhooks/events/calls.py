"""Events of calls: a call that asks what to do, how far one has come, and who answered it.

Source: https://www.twilio.com/docs/voice/twiml#request-parameters
Source: https://www.twilio.com/docs/voice/api/call-resource#statuscallback
Source: https://www.twilio.com/docs/voice/answering-machine-detection
"""

from datetime import datetime

import attrs

from twilio_async.core.codec.models import hidden
from twilio_async.webhooks.events.base import WebhookEvent
from twilio_async.webhooks.events.statuses import AnsweredByText, CallStatusText


@attrs.define(kw_only=True)
class AnyCallEvent(WebhookEvent):
    """The fields of all events of calls.

    Attributes:
        call_status: See `CallStatus` for those that are known; callbacks know "initiated" too.
        answered_by: See `AnsweredBy`.
    """

    call_sid: str
    call_status: CallStatusText
    parent_call_sid: str | None = None
    direction: str | None = None
    from_: str | None = hidden()
    to: str | None = hidden()
    caller: str | None = hidden()
    called: str | None = hidden()
    forwarded_from: str | None = hidden()
    caller_name: str | None = hidden()
    call_token: str | None = hidden()
    answered_by: AnsweredByText | None = None
    from_city: str | None = None
    from_state: str | None = None
    from_zip: str | None = None
    from_country: str | None = None
    to_city: str | None = None
    to_state: str | None = None
    to_zip: str | None = None
    to_country: str | None = None
    recording_url: str | None = None
    recording_sid: str | None = None
    recording_duration: int | None = None

    def _key(self) -> str:
        return f"{self.call_sid} {self.call_status}"


@attrs.define(kw_only=True)
class VoiceRequest(AnyCallEvent):
    """A call that asks what to do: at its begin, and after each verb with an action. TwiML is the answer.

    Each step of one call has the same SID and mostly the same status, so that `deduplication_key` is right
    only where the request has an idempotency token.

    Attributes:
        digits: The keys that were pressed in a `<Gather>`, or that ended a `<Record>`.
        speech_result: What was said in a `<Gather>`.
        confidence: How sure that is, from 0 to 1.
        dial_call_status: How the call of a `<Dial>` ended.
        handoff_data: What the server of a `<ConversationRelay>` ended its session (`session_id`) with.
        queue_result: How the wait in an `<Enqueue>` ended; `queue_time` is its length in seconds.
    """

    digits: str | None = hidden()
    finished_on_key: str | None = None
    speech_result: str | None = hidden()
    confidence: float | None = None
    dial_call_sid: str | None = None
    dial_call_status: str | None = None
    dial_call_duration: int | None = None
    dial_bridged: bool | None = None
    session_id: str | None = None
    handoff_data: str | None = hidden()
    queue_sid: str | None = None
    queue_result: str | None = None
    queue_time: int | None = None

    def _key(self) -> str:
        if self.idempotency_token is None:
            return super(VoiceRequest, self)._key()  # noqa: UP008 - attrs makes the class anew
        return f"{self.call_sid} {self.idempotency_token}"


@attrs.define(kw_only=True)
class CallStatusCallback(AnyCallEvent):
    """A step of a call, in the order of `sequence_number`.

    Attributes:
        call_duration: Its length in seconds, once it has ended.
        duration: The same in minutes, rounded up.
        sequence_number: The place of the step, from 0.
        timestamp: When it happened, in UTC.
    """

    call_duration: int | None = None
    duration: int | None = None
    sequence_number: int | None = None
    timestamp: datetime | None = None
    callback_source: str | None = None
    sip_call_id: str | None = None
    sip_response_code: int | None = None


@attrs.define(kw_only=True)
class MachineDetectionCallback(WebhookEvent):
    """The outcome of a detection of answering machines beside the call: see `async_amd_status_callback`.

    Attributes:
        answered_by: See `AnsweredBy`.
        machine_detection_duration: How long that took, in milliseconds.
    """

    call_sid: str
    answered_by: AnsweredByText
    machine_detection_duration: int | None = None

    def _key(self) -> str:
        return f"{self.call_sid} {self.answered_by}"
