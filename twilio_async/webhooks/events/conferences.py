"""Events of conferences.

Source: https://www.twilio.com/docs/voice/twiml/conference#attributes-statusCallback
"""

from datetime import datetime

import attrs

from twilio_async.core.codec.models import hidden
from twilio_async.webhooks.events.base import WebhookEvent
from twilio_async.webhooks.events.statuses import ConferenceEndText


@attrs.define(kw_only=True)
class ConferenceStatusCallback(WebhookEvent):
    """A step of a conference, or of a participant of it, in the order of `sequence_number`.

    Attributes:
        status_callback_event: The step: "conference-start", "participant-join" and so on.
        sequence_number: The place of the step, from 1.
        timestamp: When it happened, in UTC.
        call_sid: The participant's call.
        reason_conference_ended: See `ConferenceEnd`.
    """

    conference_sid: str
    status_callback_event: str
    friendly_name: str | None = hidden()
    sequence_number: int | None = None
    timestamp: datetime | None = None
    call_sid: str | None = None
    participant_label: str | None = hidden()
    participant_call_status: str | None = None
    muted: bool | None = None
    hold: bool | None = None
    coaching: bool | None = None
    call_sid_to_coach: str | None = None
    start_conference_on_enter: bool | None = None
    end_conference_on_exit: bool | None = None
    call_sid_ending_conference: str | None = None
    participant_label_ending_conference: str | None = hidden()
    reason_conference_ended: ConferenceEndText | None = None
    reason_participant_left: str | None = None
    reason: str | None = None

    def _key(self) -> str:
        """The SID, the step, and its place, or else whom it is about."""
        place = self.call_sid if self.sequence_number is None else self.sequence_number
        return f"{self.conference_sid} {self.status_callback_event} {place or ''}".rstrip()
