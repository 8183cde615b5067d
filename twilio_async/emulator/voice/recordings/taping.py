"""Beginning a recording: what calls, conferences and the Recordings of a call share."""

from datetime import datetime

from twilio_async.emulator.voice.voice_records import Conference, PhoneCall, Recording
from twilio_async.emulator.voice.voice_store import VoiceStore
from twilio_async.emulator.wire.errors import INVALID_PARAMETER, bad_request
from twilio_async.emulator.wire.parameters import Arguments


def channels_of(arguments: Arguments) -> int:
    """How many channels a recording shall have."""
    channels = arguments.named("RecordingChannels")
    if channels not in {None, "mono", "dual"}:
        raise bad_request(INVALID_PARAMETER, "Invalid Parameter RecordingChannels")
    return 2 if channels == "dual" else 1


def start_recording(
    voice: VoiceStore,
    subject: PhoneCall | Conference,
    source: str,
    begins_at: datetime,
    *,
    channels: int = 1,
    track: str | None = None,
) -> Recording:
    """Record a call or a conference from a moment on."""
    return voice.recordings.add(
        Recording(
            sid=voice.new_sid("RE"),
            account_sid=subject.account_sid,
            subject=subject,
            source=source,
            serial=voice.new_serial(),
            created_at=begins_at,
            channels=channels,
            track=track,
        )
    )
