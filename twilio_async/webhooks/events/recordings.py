"""Events of recordings.

Source: https://www.twilio.com/docs/voice/api/recording#recordingstatuscallback
"""

from datetime import datetime

import attrs

from twilio_async.webhooks.events.base import WebhookEvent
from twilio_async.webhooks.events.statuses import RecordingSourceText, RecordingStatusText, RecordingTrackText


@attrs.define(kw_only=True)
class RecordingStatusCallback(WebhookEvent):
    """A step of a recording.

    Attributes:
        recording_status: See `RecordingStatus` for those that are known.
        recording_duration: Its length in seconds.
        recording_start_time: When it began, in UTC.
        recording_source: See `RecordingSource`.
        recording_track: See `RecordingTrack`.
        error_code: Why there is none, where it is "absent".
    """

    recording_sid: str
    recording_status: RecordingStatusText
    call_sid: str | None = None
    conference_sid: str | None = None
    recording_url: str | None = None
    recording_duration: int | None = None
    recording_channels: int | None = None
    recording_start_time: datetime | None = None
    recording_source: RecordingSourceText | None = None
    recording_track: RecordingTrackText | None = None
    error_code: int | None = None

    def _key(self) -> str:
        return f"{self.recording_sid} {self.recording_status}"
