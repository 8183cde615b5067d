"""Lookups of the voice records that a path names, and refusals of what comes at a wrong time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_async.emulator.voice.call_status import has_begun, state_of_call
from twilio_async.emulator.wire.errors import Refusal, bad_request, not_found

if TYPE_CHECKING:
    from datetime import datetime

    from twilio_async.emulator.requests import ApiRequest
    from twilio_async.emulator.voice.voice_records import Call, Conference, Recording


def call_of(request: ApiRequest) -> Call:
    """The call that the path names first.

    Raises:
        Refusal: 404, there is none.
    """
    return request.found(request.store.voice.calls.of(request.account.sid).get(request.path_values[0]))


def live_call_of(request: ApiRequest) -> Call:
    """The call that the path names first.

    Raises:
        Refusal: 404, or 400 / 21220 where it is not in progress.
    """
    call = call_of(request)
    if state_of_call(call, request.now).status != "in-progress":
        raise not_in_progress()
    return call


def conference_of(request: ApiRequest) -> Conference:
    """The conference that the path names first.

    Raises:
        Refusal: 404, there is none.
    """
    conferences = request.store.voice.conferences.of(request.account.sid)
    return request.found(conferences.get(request.path_values[0]))


def recording_of(request: ApiRequest, sid: str, *, include_deleted: bool = False) -> Recording:
    """A recording of the account.

    Raises:
        Refusal: 404, there is none, or it is deleted.
    """
    recording = request.store.voice.recordings.of(request.account.sid).get(sid)
    if recording is None or not is_shown(recording, request.now, include_deleted=include_deleted):
        raise not_found(request.path)
    return recording


def is_shown(recording: Recording, now: datetime, *, include_deleted: bool = False) -> bool:
    """Whether a recording has begun and is not deleted."""
    return has_begun(recording, now) and (include_deleted or recording.deleted_at is None)


def not_in_progress() -> Refusal:
    """400: the call has not begun or is over."""
    return bad_request(21220, "Invalid call state: the call is not in-progress")
