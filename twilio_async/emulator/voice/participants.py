"""The Participants of a conference; adding one places a call.

A conference begins with the first participant that is added under its name, and a new one begins under the
same name when the last has ended. Whoever has left stays listed as complete or failed; whoever was kicked
does not.

Source: https://www.twilio.com/docs/voice/api/conference-participant-resource
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from twilio_async.emulator.memory.history import Selection, all_of
from twilio_async.emulator.routing import operation
from twilio_async.emulator.voice.call_status import LIVE, hang_up, state_of_call, state_of_conference
from twilio_async.emulator.voice.calls import queue_time
from twilio_async.emulator.voice.dialing import draft_of, event_webhook, place
from twilio_async.emulator.voice.lookups import conference_of, not_in_progress
from twilio_async.emulator.voice.voice_records import Conference, Participant
from twilio_async.emulator.wire.errors import not_found
from twilio_async.emulator.wire.replies import no_content

if TYPE_CHECKING:
    from collections.abc import Callable

    from twilio_async.emulator.requests import ApiRequest, Values
    from twilio_async.emulator.voice.voice_records import Call
    from twilio_async.emulator.wire.replies import Reply

_SID = re.compile("CF[0-9a-fA-F]{32}")
_REGION = "us1"
_STATUSES = {
    "queued": "queued",
    "ringing": "ringing",
    "in-progress": "connected",
    "completed": "complete",
}
_SETTINGS = {
    "Muted": "muted",
    "Hold": "hold",
    "Coaching": "coaching",
    "CallSidToCoach": "call_sid_to_coach",
    "EndConferenceOnExit": "end_conference_on_exit",
}
_FIRST_SETTINGS = _SETTINGS | {"Label": "label", "StartConferenceOnEnter": "start_conference_on_enter"}
_TOLD = {"muted": ("unmute", "mute"), "hold": ("unhold", "hold")}
"""The settings whose change the conference's webhook is told of, and the words for no and yes."""

_FILTERS = ("Muted", "Hold", "Coaching")
_RECORDS = {"true", "record-from-start"}


def _values(participant: Participant, request: ApiRequest) -> Values:
    status = state_of_call(participant.call, request.now).status
    path = f"{request.account_path}/Conferences/{participant.conference.sid}/Participants/{participant.sid}"
    return {
        "account_sid": participant.call.account_sid,
        "call_sid": participant.sid,
        "label": participant.label,
        "call_sid_to_coach": participant.call_sid_to_coach,
        "coaching": participant.coaching,
        "conference_sid": participant.conference.sid,
        "date_created": participant.created_at,
        "date_updated": participant.updated_at,
        "end_conference_on_exit": participant.end_conference_on_exit,
        "muted": participant.muted,
        "hold": participant.hold,
        "start_conference_on_enter": participant.start_conference_on_enter,
        "status": _STATUSES.get(status, "failed"),
        "queue_time": queue_time(participant.call),
        "uri": path + request.suffix,
    }


def create(request: ApiRequest) -> Reply:
    """POST Conferences/{Sid or FriendlyName}/Participants: 201 with one who is not called yet."""
    voice, arguments, now = request.store.voice, request.arguments, request.now
    conference = _running_conference(request) or _new_conference(request)
    settings = _named_settings(request, _FIRST_SETTINGS)

    def join(call: Call) -> None:
        if not list(conference.participants):
            voice.conferences.add(conference)
        conference.participants.add(
            Participant(call, conference, voice.identifiers.serial(), now, now, **settings)
        )

    call = place(request, draft_of(arguments), conference, join)
    if arguments.get("ConferenceRecord") in _RECORDS and not _is_recorded(request, conference):
        callback = event_webhook(arguments, "ConferenceRecordingStatusCallback", "completed")
        voice.record(conference, "Conference", call.connects_at, status_callback=callback)
    joined = next(one for one in conference.participants if one.call is call)
    return request.reply(joined, _values)


def _running_conference(request: ApiRequest) -> Conference | None:
    """The conference that the path names by sid, or the one that goes on under a name."""
    name = request.path_values[0]
    for conference in request.store.voice.conferences.of(request.account.sid).older(Selection()):
        is_live = state_of_conference(conference, request.now).status != "completed"
        if is_live and name in {conference.sid, conference.friendly_name}:
            return conference
    if _SID.fullmatch(name):
        raise not_found(request.path)
    return None


def _new_conference(request: ApiRequest) -> Conference:
    identifiers = request.store.identifiers
    return Conference(
        sid=identifiers.sid("CF"),
        account_sid=request.account.sid,
        friendly_name=request.path_values[0],
        region=request.arguments.get("Region") or _REGION,
        serial=identifiers.serial(),
        created_at=request.now,
        updated_at=request.now,
        status_callback=event_webhook(request.arguments, "ConferenceStatusCallback", "start end"),
    )


def _is_recorded(request: ApiRequest, conference: Conference) -> bool:
    recordings = request.store.voice.recordings.of(request.account.sid)
    return any(recording.subject is conference for recording in recordings)


def _named_settings(request: ApiRequest, attributes: dict[str, str]) -> dict[str, Any]:
    """The settings that a request names, by attribute; `attributes` has those of the parameters."""
    values = ((attribute, request.arguments.get(name)) for name, attribute in attributes.items())
    return {attribute: value for attribute, value in values if value is not None}


def list_(request: ApiRequest) -> Reply:
    """GET Conferences/{ConferenceSid}/Participants: one page, the last added first."""
    filters = _named_settings(request, {name: _SETTINGS[name] for name in _FILTERS})
    tests: list[Callable[[Participant], bool]] = [lambda participant: not participant.is_kicked]
    tests += [_has(attribute, value) for attribute, value in filters.items()]
    return request.reply_page(conference_of(request).participants, Selection(matches=all_of(tests)), _values)


def _has(attribute: str, value: object) -> Callable[[Participant], bool]:
    return lambda participant: getattr(participant, attribute) == value


def fetch(request: ApiRequest) -> Reply:
    """GET Conferences/{ConferenceSid}/Participants/{CallSid or Label}."""
    return request.reply(_participant(request), _values)


def update(request: ApiRequest) -> Reply:
    """POST Conferences/{ConferenceSid}/Participants/{CallSid or Label}: mute, hold, coach and so on."""
    participant = _live_participant(request)
    is_in = state_of_call(participant.call, request.now).status == "in-progress"
    for attribute, value in _named_settings(request, _SETTINGS).items():
        if is_in and attribute in _TOLD and value != getattr(participant, attribute):
            participant.changes.append((request.now, f"participant-{_TOLD[attribute][value]}"))
        setattr(participant, attribute, value)
    participant.updated_at = request.now
    request.store.voice.watch(participant.call)
    return request.reply(participant, _values)


def delete(request: ApiRequest) -> Reply:
    """DELETE Conferences/{ConferenceSid}/Participants/{CallSid or Label}: 204; the call is over."""
    participant = _live_participant(request)
    hang_up(participant.call, request.now)
    participant.is_kicked = True
    request.store.voice.watch(None)
    return no_content()


def _participant(request: ApiRequest) -> Participant:
    for participant in conference_of(request).participants.older(Selection()):
        if not participant.is_kicked and request.path_values[1] in {participant.sid, participant.label}:
            return participant
    raise not_found(request.path)


def _live_participant(request: ApiRequest) -> Participant:
    """A participant who has not left; 400 / 21220 for one who has."""
    participant = _participant(request)
    if state_of_call(participant.call, request.now).status not in LIVE:
        raise not_in_progress()
    return participant


_PARTICIPANTS = "Conferences/{ConferenceSid}/Participants"

OPERATIONS = (
    operation("GET", _PARTICIPANTS, list_),
    operation("POST", _PARTICIPANTS, create),
    operation("GET", f"{_PARTICIPANTS}/{{CallSid}}", fetch),
    operation("POST", f"{_PARTICIPANTS}/{{CallSid}}", update),
    operation("DELETE", f"{_PARTICIPANTS}/{{CallSid}}", delete),
)
