"""The Recordings of one subject, a call or a conference: begun, paused, stopped and deleted below it.

Source: https://www.twilio.com/docs/voice/api/recording
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from twilio_async.emulator.description import endpoints
from twilio_async.emulator.memory.history import Selection
from twilio_async.emulator.routing import Operation
from twilio_async.emulator.voice.call_status import state_of_recording
from twilio_async.emulator.voice.dialing import channels_of, event_webhook
from twilio_async.emulator.voice.lookups import (
    call_of,
    conference_of,
    is_shown,
    live_call_of,
    not_in_progress,
)
from twilio_async.emulator.voice.recordings.recordings import selection_of, soft_delete, values_of
from twilio_async.emulator.voice.voice_records import Call, Pause
from twilio_async.emulator.wire.errors import INVALID_PARAMETER, bad_request, not_found

if TYPE_CHECKING:
    from datetime import datetime

    from twilio_async.emulator.requests import ApiRequest, Values
    from twilio_async.emulator.voice.voice_records import Conference, Recording
    from twilio_async.emulator.wire.replies import Reply

_OF_CALL = "Calls/{CallSid}/Recordings"
_OF_CONFERENCE = "Conferences/{ConferenceSid}/Recordings"
_CURRENT = "Twilio.CURRENT"
_BEHAVIORS = {None: False, "silence": False, "skip": True}


def _subject(request: ApiRequest) -> Call | Conference:
    """The call or conference that the path names."""
    return call_of(request) if request.endpoint.collection == _OF_CALL else conference_of(request)


def _values(recording: Recording, request: ApiRequest) -> Values:
    subject = recording.subject
    collection = "Calls" if isinstance(subject, Call) else "Conferences"
    path = f"{request.account_path}/{collection}/{subject.sid}/Recordings/{recording.sid}"
    return {**values_of(recording, request), "uri": path + request.suffix}


def list_(request: ApiRequest) -> Reply:
    """GET: one page, the last begun first."""
    subject = _subject(request)
    history = request.store.voice.recordings.of(request.account.sid)
    selection = selection_of(request, lambda recording: recording.subject is subject)
    return request.reply_page(history, selection, _values)


def create(request: ApiRequest) -> Reply:
    """POST Calls/{CallSid}/Recordings: 201 with a recording that begins now."""
    recording = request.store.voice.record(
        live_call_of(request),
        "StartCallRecordingAPI",
        request.now,
        channels=channels_of(request.arguments),
        track=request.arguments.get("RecordingTrack") or "both",
        status_callback=event_webhook(request.arguments, "RecordingStatusCallback", "completed"),
    )
    return request.reply(recording, _values)


def fetch(request: ApiRequest) -> Reply:
    """GET {Sid or Twilio.CURRENT}."""
    return request.reply(_recording(request), _values)


def update(request: ApiRequest) -> Reply:
    """POST {Sid or Twilio.CURRENT}: pause, resume or stop."""
    recording, now = _recording(request), request.now
    new_status, behavior = request.arguments.get("Status"), request.arguments.get("PauseBehavior")
    if new_status not in {"paused", "in-progress", "stopped"} or behavior not in _BEHAVIORS:
        raise bad_request(INVALID_PARAMETER, f"A recording cannot be made {new_status} that way")
    if not _is_running(recording, now):
        raise not_in_progress()
    status = state_of_recording(recording, now).status
    if status == "paused" and new_status != "paused":
        recording.pauses[-1] = evolve(recording.pauses[-1], end=now)
    if status == "in-progress" and new_status == "paused":
        recording.pauses.append(Pause(now, is_left_out=_BEHAVIORS[behavior]))
    if new_status == "stopped":
        recording.stopped_at = now
    request.store.voice.watch(None)
    return request.reply(recording, _values)


def delete(request: ApiRequest) -> Reply:
    """DELETE {Sid or Twilio.CURRENT}: 204; the metadata remain."""
    return soft_delete(request, _recording(request))


def _recording(request: ApiRequest) -> Recording:
    """The recording that the path names; `Twilio.CURRENT` is the one being made."""
    subject, sid = _subject(request), request.path_values[1]
    history = request.store.voice.recordings.of(request.account.sid)
    own = (recording for recording in history.older(Selection()) if recording.subject is subject)
    running = (recording for recording in own if _is_running(recording, request.now))
    recording = next(running, None) if sid == _CURRENT else history.get(sid)
    if recording is None or recording.subject is not subject or not is_shown(recording, request.now):
        raise not_found(request.path)
    return recording


def _is_running(recording: Recording, now: datetime) -> bool:
    return state_of_recording(recording, now).status in {"in-progress", "paused"}


_HANDLERS = {"list": list_, "create": create, "fetch": fetch, "update": update, "delete": delete}

OPERATIONS = tuple(
    Operation(endpoint, _HANDLERS[endpoint.verb])
    for collection in (_OF_CALL, _OF_CONFERENCE)
    for endpoint in endpoints(collection)
)
