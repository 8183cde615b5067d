"""Events of transcriptions: of a recording, and of a call while it goes on.

Source: https://www.twilio.com/docs/voice/twiml/record#attributes-transcribe-callback
Source: https://www.twilio.com/docs/voice/twiml/transcription#statuscallbackurl
"""

from datetime import datetime

import attrs

from twilio_async.core.codec.models import hidden
from twilio_async.webhooks.events.base import WebhookEvent
from twilio_async.webhooks.events.statuses import CallStatusText, TranscriptionStatusText


@attrs.define(kw_only=True)
class TranscriptionCallback(WebhookEvent):
    """The words of a recording, or their lack.

    Attributes:
        transcription_status: See `TranscriptionStatus` for those that are known.
    """

    transcription_sid: str
    transcription_status: TranscriptionStatusText
    transcription_text: str | None = hidden()
    transcription_type: str | None = None
    transcription_url: str | None = None
    recording_sid: str | None = None
    recording_url: str | None = None
    call_sid: str | None = None
    call_status: CallStatusText | None = None
    from_: str | None = hidden()
    to: str | None = hidden()

    def _key(self) -> str:
        return f"{self.transcription_sid} {self.transcription_status}"


@attrs.define(kw_only=True)
class RealtimeTranscriptionCallback(WebhookEvent):
    """A step of the transcription of a call while it goes on, in the order of `sequence_id`.

    Attributes:
        transcription_event: The step: "transcription-started", "-content", "-stopped" or "-error".
        transcription_data: What was said, as JSON: `transcript` and `confidence`.
        final: Whether what was said will not be understood anew.
        sequence_id: The place of the step, from 1.
        timestamp: When it happened, in UTC.
        track: Who said it: "inbound_track" or "outbound_track".
    """

    transcription_sid: str
    transcription_event: str
    transcription_data: str | None = hidden()
    call_sid: str | None = None
    final: bool | None = None
    sequence_id: int | None = None
    stability: float | None = None
    timestamp: datetime | None = None
    track: str | None = None
    language_code: str | None = None
    name: str | None = None
    transcription_engine: str | None = None
    inbound_track_label: str | None = hidden()
    outbound_track_label: str | None = hidden()
    transcription_error: str | None = None
    transcription_error_code: int | None = None

    def _key(self) -> str:
        place = "" if self.sequence_id is None else self.sequence_id
        return f"{self.transcription_sid} {self.transcription_event} {place}".rstrip()
