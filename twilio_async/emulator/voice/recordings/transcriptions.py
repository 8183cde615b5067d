"""Transcriptions: the texts of recordings, for the whole account and for one recording.

After https://www.twilio.com/docs/voice/api/recording-transcription; the form `.txt` is that of 2010.
"""

from collections.abc import Callable
from decimal import Decimal
from http import HTTPStatus
from typing import Final

from twilio_async.emulator.description import record
from twilio_async.emulator.memory.history import Selection, all_of
from twilio_async.emulator.requests import Call, Reply
from twilio_async.emulator.voice.call_status import started_minutes
from twilio_async.emulator.voice.lookups import recording
from twilio_async.emulator.voice.voice_records import Transcription
from twilio_async.emulator.wire.documents import Resource, View
from twilio_async.emulator.wire.errors import not_found
from twilio_async.emulator.wire.fields import resource

_PRICE: Final = Decimal("0.05000")
_TEXT: Final = ".txt"


def price_of(transcription: Transcription) -> Decimal:
    """What a transcription costs, by started minutes."""
    return -_PRICE * started_minutes(transcription.duration)


def _values(transcription: Transcription, view: View) -> dict[str, object]:
    return {
        "sid": transcription.sid,
        "account_sid": transcription.account_sid,
        "date_created": transcription.created_at,
        "date_updated": transcription.created_at,
        "duration": transcription.duration,
        "price": price_of(transcription),
        "price_unit": "USD",
        "recording_sid": transcription.recording_sid,
        "status": "completed",
        "transcription_text": transcription.text,
        "type": "fast",
        "uri": f"{view.account_path}/Transcriptions/{transcription.sid}{view.suffix}",
    }


_TRANSCRIPTION: Final = resource(record("transcription"), _values)


def page(call: Call, shown: Resource[Transcription], *tests: Callable[[Transcription], bool]) -> Reply:
    """A page of the transcriptions that pass all tests, newest first."""
    history = call.store.voice.transcriptions.of(call.account.sid)
    return call.page(shown, history, Selection(matches=all_of(tests)))


def page_of_recording(call: Call, shown: Resource[Transcription]) -> Reply:
    """A page of the transcriptions of the recording that the path names."""
    found = recording(call, call.names[0])
    return page(call, shown, lambda transcription: transcription.recording_sid == found.sid)


def metadata_or_text(call: Call, shown: Resource[Transcription]) -> Reply:
    """A transcription, or its bare text where the path ends in .txt."""
    transcription = _find(call)
    if call.names[-1].endswith(_TEXT):
        return Reply(200, transcription.text.encode(), {"Content-Type": "text/plain; charset=utf-8"})
    return call.item(shown, transcription)


def _find(call: Call) -> Transcription:
    """The transcription that the path names last, of the recording where it names one before."""
    *parents, name = call.names
    found = call.store.voice.transcriptions.of(call.account.sid).get(name.removesuffix(_TEXT))
    if found is None or (parents and found.recording_sid != recording(call, parents[0]).sid):
        raise not_found(call.path)
    return found


def list_(call: Call) -> Reply:
    """GET Transcriptions: one page, newest first."""
    return page(call, _TRANSCRIPTION)


def list_of_recording(call: Call) -> Reply:
    """GET Recordings/{RecordingSid}/Transcriptions: one page, newest first."""
    return page_of_recording(call, _TRANSCRIPTION)


def fetch(call: Call) -> Reply:
    """GET Transcriptions/{Sid}, alone or below its recording; `.txt` is the bare text."""
    return metadata_or_text(call, _TRANSCRIPTION)


def delete(call: Call) -> Reply:
    """DELETE Transcriptions/{Sid}, alone or below its recording: 204."""
    call.store.voice.transcriptions.of(call.account.sid).remove(_find(call))
    return Reply(HTTPStatus.NO_CONTENT)
