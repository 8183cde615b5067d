"""What the voice resources share: finding the record that a path names, and refusing at a wrong time."""

from datetime import datetime
from http import HTTPStatus

from twilio_async.emulator.requests import Call
from twilio_async.emulator.voice.call_status import has_begun, state_of
from twilio_async.emulator.voice.voice_records import Conference, PhoneCall, Recording
from twilio_async.emulator.wire.errors import ApiError, bad_request, not_found


def phone_call(call: Call) -> PhoneCall:
    """The call that the path names first; ApiError 404 where there is none."""
    return call.found(call.store.voice.calls_of(call.account).get(call.names[0]))


def live_call(call: Call) -> PhoneCall:
    """The call that the path names first; ApiError 400 / 21220 where it is not in progress."""
    found = phone_call(call)
    if state_of(found, call.view.now).status != "in-progress":
        raise not_in_progress()
    return found


def conference(call: Call) -> Conference:
    """The conference that the path names first; ApiError 404 where there is none."""
    return call.found(call.store.voice.conferences.of(call.account.sid).get(call.names[0]))


def recording(call: Call, sid: str, *, include_deleted: bool = False) -> Recording:
    """A recording of the account; ApiError 404 where there is none, or it is deleted."""
    found = call.store.voice.recordings.of(call.account.sid).get(sid)
    if found is None or not is_shown(found, call.view.now, include_deleted=include_deleted):
        raise not_found(call.path)
    return found


def is_shown(recording: Recording, now: datetime, *, include_deleted: bool = False) -> bool:
    """Whether a recording has begun and is not deleted."""
    return has_begun(recording, now) and (include_deleted or recording.deleted_at is None)


def not_in_progress() -> ApiError:
    """400: the call has not begun or is over."""
    return bad_request(21220, "Invalid call state: the call is not in-progress")


def not_complete(what: str) -> ApiError:
    """409: what is still going on cannot be deleted."""
    return ApiError(HTTPStatus.CONFLICT, 20009, f"Cannot delete {what} because it is not complete")
