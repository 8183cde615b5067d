"""The Transcriptions of 2008-08-01, whose dates are seconds since 1970.

After https://www.twilio.com/docs/api/2008-08-01/rest/transcription.
"""

from typing import Final

from twilio_async.emulator.requests import Call, Reply
from twilio_async.emulator.voice.recordings.transcriptions import (
    metadata_or_text,
    page,
    page_of_recording,
    price_of,
)
from twilio_async.emulator.voice.voice_records import Transcription
from twilio_async.emulator.wire.documents import Fields, Resource, View


def _fields(transcription: Transcription, _: View) -> Fields:
    seconds = str(int(transcription.created_at.timestamp()))
    return {
        "sid": transcription.sid,
        "date_created": seconds,
        "date_updated": seconds,
        "account_sid": transcription.account_sid,
        "status": "completed",
        "recording_sid": transcription.recording_sid,
        "duration": str(transcription.duration),
        "transcription_text": transcription.text,
        "price": str(price_of(transcription)),
    }


_TRANSCRIPTION: Final = Resource("Transcription", "transcriptions", "Transcriptions", _fields)


def list_(call: Call) -> Reply:
    """GET Transcriptions: one page, newest first."""
    return page(call, _TRANSCRIPTION)


def list_of_recording(call: Call) -> Reply:
    """GET Recordings/{Sid}/Transcriptions: one page, newest first."""
    return page_of_recording(call, _TRANSCRIPTION)


def fetch(call: Call) -> Reply:
    """GET Transcriptions/{Sid}; `.txt` is the bare text."""
    return metadata_or_text(call, _TRANSCRIPTION)
