"""Recordings: of the account, of a call, of a conference; their metadata and their audio.

A deleted recording is still shown to who asks for it with IncludeSoftDeleted. After
https://www.twilio.com/docs/voice/api/recording.
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from http import HTTPStatus
from typing import Final, TypeAlias

import attrs

from twilio_async.emulator.description import Endpoint, record
from twilio_async.emulator.memory.history import Selection, all_of
from twilio_async.emulator.requests import Call, Reply
from twilio_async.emulator.voice.call_status import recording_state, started_minutes
from twilio_async.emulator.voice.lookups import (
    conference,
    is_shown,
    live_call,
    not_in_progress,
    phone_call,
    recording,
)
from twilio_async.emulator.voice.recordings import audio
from twilio_async.emulator.voice.recordings.taping import channels_of, start_recording
from twilio_async.emulator.voice.voice_records import Conference, Pause, PhoneCall, Recording
from twilio_async.emulator.wire.documents import Resource, View
from twilio_async.emulator.wire.errors import INVALID_PARAMETER, bad_request, not_found
from twilio_async.emulator.wire.fields import resource, subresource_uris
from twilio_async.emulator.wire.parameters import DateFilter

Subject: TypeAlias = PhoneCall | Conference

CREATED: Final = DateFilter("DateCreated")
_CURRENT: Final = "Twilio.CURRENT"
_PRICE: Final = Decimal("0.00250")
_BEHAVIORS: Final = {None: False, "silence": False, "skip": True}


def call_sid_of(found: Recording) -> str:
    """The call that a recording is of; for one of a conference the first in it."""
    if isinstance(found.subject, PhoneCall):
        return found.subject.sid
    return next(iter(found.subject.participants)).sid


def _values(found: Recording, view: View) -> dict[str, object]:
    state = recording_state(found, view.now)
    path = f"{view.account_path}/Recordings/{found.sid}"
    is_deleted = found.deleted_at is not None
    return {
        "sid": found.sid,
        "account_sid": found.account_sid,
        "call_sid": call_sid_of(found),
        "conference_sid": found.subject.sid if isinstance(found.subject, Conference) else None,
        "date_created": found.created_at,
        "date_updated": found.deleted_at or state.date_updated,
        "start_time": found.created_at,
        "duration": state.duration,
        "price": None if state.duration is None else -_PRICE * started_minutes(state.duration),
        "price_unit": "USD",
        "status": "deleted" if is_deleted else state.status,
        "channels": found.channels,
        "source": found.source,
        "track": found.track,
        "uri": path + view.suffix,
        "subresource_uris": subresource_uris(path, "Recordings", view.suffix),
        "media_url": path,
    }


RECORDING: Final = resource(record("recording"), _values)


@attrs.frozen
class _Scope:
    """Where recordings are looked at as those of a call or of a conference."""

    subject: Callable[[Call], Subject]
    resource: Resource[Recording]


def _scope(name: str, subject: Callable[[Call], Subject], collection: str) -> _Scope:
    def values(found: Recording, view: View) -> dict[str, object]:
        path = f"{view.account_path}/{collection}/{found.subject.sid}/Recordings/{found.sid}"
        return _values(found, view) | {"uri": path + view.suffix}

    return _Scope(subject, resource(record(name), values))


_SCOPES: Final = {
    "Calls/{CallSid}/Recordings": _scope("call_recording", phone_call, "Calls"),
    "Conferences/{ConferenceSid}/Recordings": _scope("conference_recording", conference, "Conferences"),
}
SUBJECTS: Final = tuple(_SCOPES)
"""The collections of the table that show the recordings of one call or conference."""


def of_subject(endpoint: Endpoint) -> Callable[[Call], Reply]:
    """What an operation on the recordings of a call or of a conference does."""
    scope = _SCOPES[endpoint.collection]
    execute = {"list": _list, "create": _create, "fetch": _fetch, "update": _update, "delete": _delete}
    return lambda call: execute[endpoint.verb](call, scope)


def _list(call: Call, scope: _Scope) -> Reply:
    subject = scope.subject(call)
    return page(call, scope.resource, lambda found: found.subject is subject)


def _create(call: Call, scope: _Scope) -> Reply:
    arguments = call.arguments
    begun = start_recording(
        call.store.voice,
        live_call(call),
        "StartCallRecordingAPI",
        call.view.now,
        channels=channels_of(arguments),
        track=arguments.named("RecordingTrack") or "both",
    )
    return call.item(scope.resource, begun, HTTPStatus.CREATED)


def _fetch(call: Call, scope: _Scope) -> Reply:
    return call.item(scope.resource, _of(call, scope.subject(call)))


def _update(call: Call, scope: _Scope) -> Reply:
    """Pause, resume or stop."""
    found, now = _of(call, scope.subject(call)), call.view.now
    wanted, behavior = call.arguments.named("Status"), call.arguments.named("PauseBehavior")
    if wanted not in {"paused", "in-progress", "stopped"} or behavior not in _BEHAVIORS:
        raise bad_request(INVALID_PARAMETER, f"A recording cannot be made {wanted} that way")
    if not _is_running(found, now):
        raise not_in_progress()
    status = recording_state(found, now).status
    if status == "paused" and wanted != "paused":
        found.pauses[-1] = attrs.evolve(found.pauses[-1], end=now)
    if status == "in-progress" and wanted == "paused":
        found.pauses.append(Pause(now, is_left_out=_BEHAVIORS[behavior]))
    if wanted == "stopped":
        found.stopped_at = now
    return call.item(scope.resource, found)


def _delete(call: Call, scope: _Scope) -> Reply:
    return _soft_delete(call, _of(call, scope.subject(call)))


def _of(call: Call, subject: Subject) -> Recording:
    """The recording of a call or conference that the path names; `Twilio.CURRENT` is the one being made."""
    sid, now = call.names[1], call.view.now
    history = call.store.voice.recordings.of(call.account.sid)
    own = (found for found in history.older(Selection()) if found.subject is subject)
    named = next((one for one in own if _is_running(one, now)), None) if sid == _CURRENT else history.get(sid)
    if named is None or named.subject is not subject or not is_shown(named, now):
        raise not_found(call.path)
    return named


def _is_running(found: Recording, now: datetime) -> bool:
    return recording_state(found, now).status in {"in-progress", "paused"}


def page(call: Call, resource: Resource[Recording], *tests: Callable[[Recording], bool]) -> Reply:
    """A page of the recordings that pass all tests and the filters of the request, the last begun first."""
    now, arguments = call.view.now, call.arguments
    include_deleted = arguments.named("IncludeSoftDeleted") is True
    start, end = CREATED.bounds(arguments)
    matches = all_of([*tests, lambda found: is_shown(found, now, include_deleted=include_deleted)])
    return call.page(
        resource, call.store.voice.recordings.of(call.account.sid), Selection(start, end, matches)
    )


def page_of_account(call: Call, resource: Resource[Recording]) -> Reply:
    """A page of the account's recordings, by CallSid and ConferenceSid where they are given."""
    tests: list[Callable[[Recording], bool]] = []
    if (call_sid := call.arguments.named("CallSid")) is not None:
        tests.append(lambda found: call_sid_of(found) == call_sid)
    if (conference_sid := call.arguments.named("ConferenceSid")) is not None:
        tests.append(lambda found: found.subject.sid == conference_sid)
    return page(call, resource, *tests)


def list_(call: Call) -> Reply:
    """GET Recordings: one page, the last begun first."""
    return page_of_account(call, RECORDING)


def fetch(call: Call) -> Reply:
    """GET Recordings/{Sid}: metadata as .json and .xml, audio as .wav, .mp3 and without a suffix."""
    return metadata_or_audio(call, RECORDING)


def metadata_or_audio(call: Call, resource: Resource[Recording]) -> Reply:
    """A recording in the form that the end of the path asks for; ApiError 404 for audio not yet complete."""
    sid, _, form = call.names[0].partition(".")
    include_deleted = call.arguments.named("IncludeSoftDeleted") is True
    if call.has_suffix:
        return call.item(resource, recording(call, call.names[0], include_deleted=include_deleted))
    found = recording(call, sid)
    duration = recording_state(found, call.view.now).duration
    if duration is None or (form or "wav") not in audio.CONTENT_TYPES:
        raise not_found(call.path)
    return audio.reply(found, duration, form or "wav")


def delete(call: Call) -> Reply:
    """DELETE Recordings/{Sid}: 204; the metadata remain."""
    return _soft_delete(call, recording(call, call.names[0]))


def _soft_delete(call: Call, found: Recording) -> Reply:
    found.deleted_at = call.view.now
    return Reply(HTTPStatus.NO_CONTENT)
