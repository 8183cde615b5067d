"""Transcriptions: the texts of recordings, for the whole account and for one recording, in both generations.

Those of 2008-08-01 have dates in seconds since 1970; the form `.txt` is that of 2010.

Source: https://www.twilio.com/docs/voice/api/recording-transcription and
https://www.twilio.com/docs/api/2008-08-01/rest/transcription
"""

from __future__ import annotations

from decimal import Decimal
from http import HTTPStatus
from typing import TYPE_CHECKING

from twilio_async.emulator.memory.history import Selection, all_of
from twilio_async.emulator.routing import operation, operation_2008
from twilio_async.emulator.voice.call_status import started_minutes
from twilio_async.emulator.voice.lookups import recording_of
from twilio_async.emulator.wire.errors import not_found
from twilio_async.emulator.wire.replies import Reply, no_content

if TYPE_CHECKING:
    from collections.abc import Callable

    from twilio_async.emulator.requests import ApiRequest, Values
    from twilio_async.emulator.voice.voice_records import Transcription

_PRICE = Decimal("0.05000")
_TEXT = ".txt"


def _values(transcription: Transcription, request: ApiRequest) -> Values:
    return {
        "sid": transcription.sid,
        "account_sid": transcription.account_sid,
        "date_created": transcription.created_at,
        "date_updated": transcription.created_at,
        "duration": transcription.duration,
        "price": -_PRICE * started_minutes(transcription.duration),
        "price_unit": "USD",
        "recording_sid": transcription.recording_sid,
        "status": "completed",
        "transcription_text": transcription.text,
        "type": "fast",
        "uri": f"{request.account_path}/Transcriptions/{transcription.sid}{request.suffix}",
    }


def _values_2008(transcription: Transcription, request: ApiRequest) -> Values:
    seconds = str(int(transcription.created_at.timestamp()))
    return {**_values(transcription, request), "date_created": seconds, "date_updated": seconds}


def _page(
    request: ApiRequest,
    values: Callable[[Transcription, ApiRequest], Values],
    *tests: Callable[[Transcription], bool],
) -> Reply:
    """A page of the transcriptions that pass all tests, newest first."""
    history = request.store.voice.transcriptions.of(request.account.sid)
    return request.reply_page(history, Selection(matches=all_of(tests)), values)


def _page_of_recording(request: ApiRequest, values: Callable[[Transcription, ApiRequest], Values]) -> Reply:
    recording = recording_of(request, request.path_values[0])
    return _page(request, values, lambda transcription: transcription.recording_sid == recording.sid)


def _metadata_or_text(request: ApiRequest, values: Callable[[Transcription, ApiRequest], Values]) -> Reply:
    """A transcription, or its bare text where the path ends in .txt."""
    transcription = _transcription(request)
    if request.path_values[-1].endswith(_TEXT):
        headers = {"Content-Type": "text/plain; charset=utf-8"}
        return Reply(HTTPStatus.OK, transcription.text.encode(), headers)
    return request.reply(transcription, values)


def _transcription(request: ApiRequest) -> Transcription:
    """The transcription that the path names last, of the recording where it names one before."""
    *parents, name = request.path_values
    transcriptions = request.store.voice.transcriptions.of(request.account.sid)
    found = transcriptions.get(name.removesuffix(_TEXT))
    if found is None or (parents and found.recording_sid != recording_of(request, parents[0]).sid):
        raise not_found(request.path)
    return found


def list_(request: ApiRequest) -> Reply:
    """GET Transcriptions: one page, newest first."""
    return _page(request, _values)


def list_of_recording(request: ApiRequest) -> Reply:
    """GET Recordings/{RecordingSid}/Transcriptions: one page, newest first."""
    return _page_of_recording(request, _values)


def fetch(request: ApiRequest) -> Reply:
    """GET Transcriptions/{Sid}, alone or below its recording; `.txt` is the bare text."""
    return _metadata_or_text(request, _values)


def delete(request: ApiRequest) -> Reply:
    """DELETE Transcriptions/{Sid}, alone or below its recording: 204."""
    request.store.voice.transcriptions.of(request.account.sid).remove(_transcription(request))
    return no_content()


def list_2008(request: ApiRequest) -> Reply:
    """GET Transcriptions of 2008-08-01: one page, newest first."""
    return _page(request, _values_2008)


def list_of_recording_2008(request: ApiRequest) -> Reply:
    """GET Recordings/{RecordingSid}/Transcriptions of 2008-08-01: one page, newest first."""
    return _page_of_recording(request, _values_2008)


def fetch_2008(request: ApiRequest) -> Reply:
    """GET Transcriptions/{Sid} of 2008-08-01; `.txt` is the bare text."""
    return _metadata_or_text(request, _values_2008)


_OF_RECORDING = "Recordings/{RecordingSid}/Transcriptions"

OPERATIONS = (
    operation("GET", "Transcriptions", list_),
    operation("GET", "Transcriptions/{Sid}", fetch),
    operation("DELETE", "Transcriptions/{Sid}", delete),
    operation("GET", _OF_RECORDING, list_of_recording),
    operation("GET", f"{_OF_RECORDING}/{{Sid}}", fetch),
    operation("DELETE", f"{_OF_RECORDING}/{{Sid}}", delete),
    operation_2008("GET", "Transcriptions", list_2008),
    operation_2008("GET", "Transcriptions/{Sid}", fetch_2008),
    operation_2008("GET", _OF_RECORDING, list_of_recording_2008),
)
