"""The Recordings of 2008-08-01. After https://www.twilio.com/docs/api/2008-08-01/rest/recording."""

from typing import Any, Final

from twilio_async.emulator.requests import Call, Reply
from twilio_async.emulator.voice.call_status import recording_state
from twilio_async.emulator.voice.lookups import phone_call
from twilio_async.emulator.voice.recordings.recordings import (
    CREATED,
    call_sid_of,
    metadata_or_audio,
    page,
    page_of_account,
)
from twilio_async.emulator.voice.voice_records import Recording
from twilio_async.emulator.wire.dates import rfc2822_pacific
from twilio_async.emulator.wire.documents import Fields, Resource, View
from twilio_async.emulator.wire.parameters import Parameter, sid

LIST_PARAMETERS: Final[tuple[Parameter[Any], ...]] = (sid("CallSid", "CA"), *CREATED.parameters)


def _fields(recording: Recording, view: View) -> Fields:
    state = recording_state(recording, view.now)
    return {
        "sid": recording.sid,
        "account_sid": recording.account_sid,
        "call_sid": call_sid_of(recording),
        "duration": None if state.duration is None else str(state.duration),
        "date_created": rfc2822_pacific(recording.created_at),
        "date_updated": rfc2822_pacific(state.date_updated),
    }


_RECORDING: Final = Resource("Recording", "recordings", "Recordings", _fields)


def list_(call: Call) -> Reply:
    """GET Recordings: one page, the last begun first."""
    return page_of_account(call, _RECORDING)


def list_of_call(call: Call) -> Reply:
    """GET Calls/{Sid}/Recordings: one page, the last begun first."""
    phone = phone_call(call)
    return page(call, _RECORDING, lambda recording: recording.subject is phone)


def fetch(call: Call) -> Reply:
    """GET Recordings/{Sid}: metadata as .xml, audio as .wav, .mp3 and without a suffix."""
    return metadata_or_audio(call, _RECORDING)
