"""The Recordings of an account: their metadata and their audio, in both generations.

A deleted recording is still shown to who asks for it with IncludeSoftDeleted.

Source: https://www.twilio.com/docs/voice/api/recording and
https://www.twilio.com/docs/api/2008-08-01/rest/recording
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from twilio_async.emulator.list_resource import subresource_uris
from twilio_async.emulator.memory.history import Selection, all_of
from twilio_async.emulator.routing import operation, operation_2008
from twilio_async.emulator.voice.call_status import started_minutes, state_of_recording
from twilio_async.emulator.voice.lookups import call_of, is_shown, recording_of
from twilio_async.emulator.voice.recordings.audio import CONTENT_TYPES, audio_reply
from twilio_async.emulator.voice.voice_records import Call, Conference
from twilio_async.emulator.wire.errors import bad_request, not_found
from twilio_async.emulator.wire.replies import no_content

if TYPE_CHECKING:
    from collections.abc import Callable

    from twilio_async.emulator.requests import ApiRequest, Values
    from twilio_async.emulator.voice.voice_records import Recording
    from twilio_async.emulator.wire.replies import Reply

_PRICE = Decimal("0.00250")

_ONE_CHANNEL = 16113
"""Twilio's code where a second channel is asked for and there is none."""


def values_of(recording: Recording, request: ApiRequest) -> Values:
    """All that is known of a recording, under its JSON keys."""
    state = state_of_recording(recording, request.now)
    path = f"{request.account_path}/Recordings/{recording.sid}"
    is_deleted = recording.deleted_at is not None
    return {
        "sid": recording.sid,
        "account_sid": recording.account_sid,
        "call_sid": _call_sid_of(recording),
        "conference_sid": recording.subject.sid if isinstance(recording.subject, Conference) else None,
        "date_created": recording.created_at,
        "date_updated": recording.deleted_at or state.date_updated,
        "start_time": recording.created_at,
        "duration": state.duration,
        "price": None if state.duration is None else -_PRICE * started_minutes(state.duration),
        "price_unit": "USD",
        "status": "deleted" if is_deleted else state.status,
        "channels": recording.channels,
        "source": recording.source,
        "track": recording.track,
        "uri": path + request.suffix,
        "subresource_uris": subresource_uris(path, "Recordings", request),
        "media_url": request.api_url() + path,
    }


def _call_sid_of(recording: Recording) -> str:
    """The call that a recording is of; for one of a conference the first in it."""
    if isinstance(recording.subject, Call):
        return recording.subject.sid
    return next(iter(recording.subject.participants)).sid


def _values_2008(recording: Recording, request: ApiRequest) -> Values:
    state = state_of_recording(recording, request.now)
    return {
        "sid": recording.sid,
        "account_sid": recording.account_sid,
        "call_sid": _call_sid_of(recording),
        "duration": state.duration,
        "date_created": recording.created_at,
        "date_updated": state.date_updated,
    }


def selection_of(request: ApiRequest, *tests: Callable[[Recording], bool]) -> Selection[Recording]:
    """The recordings that pass all tests and the filters of the request."""
    include_deleted = request.arguments.get("IncludeSoftDeleted") is True
    start, end = request.date_bounds("DateCreated")
    is_visible = _is_visible(request, include_deleted=include_deleted)
    return Selection(start, end, all_of([*tests, is_visible]))


def _is_visible(request: ApiRequest, *, include_deleted: bool) -> Callable[[Recording], bool]:
    return lambda recording: is_shown(recording, request.now, include_deleted=include_deleted)


def _page(
    request: ApiRequest,
    values: Callable[[Recording, ApiRequest], Values],
    *tests: Callable[[Recording], bool],
) -> Reply:
    """A page of the account's recordings, the last begun first."""
    history = request.store.voice.recordings.of(request.account.sid)
    return request.reply_page(history, selection_of(request, *tests), values)


def _page_of_account(request: ApiRequest, values: Callable[[Recording, ApiRequest], Values]) -> Reply:
    """A page by CallSid and ConferenceSid, where a request has them."""
    tests: list[Callable[[Recording], bool]] = []
    if (call_sid := request.arguments.get("CallSid")) is not None:
        tests.append(lambda recording: _call_sid_of(recording) == call_sid)
    if (conference_sid := request.arguments.get("ConferenceSid")) is not None:
        tests.append(lambda recording: recording.subject.sid == conference_sid)
    return _page(request, values, *tests)


def _metadata_or_audio(request: ApiRequest, values: Callable[[Recording, ApiRequest], Values]) -> Reply:
    """A recording in the form that the end of the path asks for; 404 for audio not yet complete."""
    sid, _, extension = request.path_values[0].partition(".")
    include_deleted = request.arguments.get("IncludeSoftDeleted") is True
    if request.has_suffix:
        recording = recording_of(request, request.path_values[0], include_deleted=include_deleted)
        return request.reply(recording, values)
    recording = recording_of(request, sid)
    duration = state_of_recording(recording, request.now).duration
    if duration is None or (extension or "wav") not in CONTENT_TYPES:
        raise not_found(request.path)
    channels = request.arguments.get("RequestedChannels")
    if channels is not None and channels > recording.channels:
        raise bad_request(_ONE_CHANNEL, "This recording has no second channel.")
    return audio_reply(recording, duration, extension or "wav")


def soft_delete(request: ApiRequest, recording: Recording) -> Reply:
    """Delete a recording: 204; the metadata remain."""
    recording.deleted_at = request.now
    return no_content()


def list_(request: ApiRequest) -> Reply:
    """GET Recordings: one page, the last begun first."""
    return _page_of_account(request, values_of)


def fetch(request: ApiRequest) -> Reply:
    """GET Recordings/{Sid}: metadata as .json and .xml, audio as .wav, .mp3 and without a suffix."""
    return _metadata_or_audio(request, values_of)


def delete(request: ApiRequest) -> Reply:
    """DELETE Recordings/{Sid} of both generations: 204; the metadata remain."""
    return soft_delete(request, recording_of(request, request.path_values[0]))


def list_2008(request: ApiRequest) -> Reply:
    """GET Recordings of 2008-08-01: one page, the last begun first."""
    return _page_of_account(request, _values_2008)


def list_of_call_2008(request: ApiRequest) -> Reply:
    """GET Calls/{CallSid}/Recordings of 2008-08-01: one page, the last begun first."""
    call = call_of(request)
    return _page(request, _values_2008, lambda recording: recording.subject is call)


def fetch_2008(request: ApiRequest) -> Reply:
    """GET Recordings/{Sid} of 2008-08-01: metadata as .xml, audio as .wav, .mp3 and without a suffix."""
    return _metadata_or_audio(request, _values_2008)


OPERATIONS = (
    operation("GET", "Recordings", list_),
    operation("GET", "Recordings/{Sid}", fetch),
    operation("DELETE", "Recordings/{Sid}", delete),
    operation_2008("GET", "Recordings", list_2008),
    operation_2008("GET", "Recordings/{Sid}", fetch_2008),
    operation_2008("DELETE", "Recordings/{Sid}", delete),
    operation_2008("GET", "Calls/{CallSid}/Recordings", list_of_call_2008),
)
