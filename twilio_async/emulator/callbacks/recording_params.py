"""The parameters of requests about recordings.

Source: https://www.twilio.com/docs/voice/api/recording#recordingstatuscallback
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_async.emulator.voice.call_status import state_of_recording
from twilio_async.emulator.voice.voice_records import Call
from twilio_async.emulator.wire.dates import rfc2822_stamp

if TYPE_CHECKING:
    from twilio_async.emulator.voice.call_status import RecordingStep
    from twilio_async.emulator.voice.voice_records import Recording
    from twilio_async.emulator.wire.parameters import Pairs


def recording_params(recording: Recording, step: RecordingStep, api_url: str) -> Pairs:
    """The parameters of a report on a step of a recording."""
    subject = recording.subject
    params = [
        ("AccountSid", recording.account_sid),
        ("CallSid" if isinstance(subject, Call) else "ConferenceSid", subject.sid),
        ("RecordingSid", recording.sid),
        ("RecordingUrl", recording_url(recording, api_url)),
        ("RecordingStatus", step.name),
        ("RecordingChannels", str(recording.channels)),
        ("RecordingStartTime", rfc2822_stamp(recording.created_at)),
        ("RecordingSource", recording.source),
    ]
    if recording.track is not None:
        params.append(("RecordingTrack", recording.track))
    seconds = state_of_recording(recording, step.moment).duration
    if seconds is not None:
        params.append(("RecordingDuration", str(seconds)))
    return params


def recording_url(recording: Recording, api_url: str) -> str:
    """The address of a recording, as webhooks are told it."""
    return f"{api_url}/2010-04-01/Accounts/{recording.account_sid}/Recordings/{recording.sid}"
