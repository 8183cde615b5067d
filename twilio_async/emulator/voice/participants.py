"""The Participants of a conference; adding one places a call.

A conference begins with the first participant that is added under its name, and a new one begins under the
same name when the last has ended. Whoever has left stays listed as complete or failed; whoever was kicked
does not. After https://www.twilio.com/docs/voice/api/conference-participant-resource.
"""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from twilio_async.emulator.description import record
from twilio_async.emulator.memory.history import Selection, all_of
from twilio_async.emulator.requests import Call, Reply
from twilio_async.emulator.voice.call_status import LIVE, conference_state, hang_up, state_of
from twilio_async.emulator.voice.calls import queue_time
from twilio_async.emulator.voice.dialing import place, read_draft
from twilio_async.emulator.voice.lookups import conference, not_in_progress
from twilio_async.emulator.voice.recordings.taping import start_recording
from twilio_async.emulator.voice.voice_records import Conference, Participant
from twilio_async.emulator.wire.documents import View
from twilio_async.emulator.wire.errors import not_found
from twilio_async.emulator.wire.fields import resource

_SID: Final = re.compile("CF[0-9a-fA-F]{32}")
_REGION: Final = "us1"
_STATUSES: Final = {
    "queued": "queued",
    "ringing": "ringing",
    "in-progress": "connected",
    "completed": "complete",
}
_SETTINGS: Final = {
    "Muted": "muted",
    "Hold": "hold",
    "Coaching": "coaching",
    "CallSidToCoach": "call_sid_to_coach",
    "EndConferenceOnExit": "end_conference_on_exit",
}
_CHOICES: Final = _SETTINGS | {"Label": "label", "StartConferenceOnEnter": "start_conference_on_enter"}
_FILTERS: Final = ("Muted", "Hold", "Coaching")
_RECORDS: Final = {"true", "record-from-start"}


def _values(participant: Participant, view: View) -> dict[str, object]:
    status = state_of(participant.call, view.now).status
    path = f"{view.account_path}/Conferences/{participant.conference.sid}/Participants/{participant.sid}"
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
        "uri": path + view.suffix,
    }


_PARTICIPANT: Final = resource(record("participant"), _values)


def create(call: Call) -> Reply:
    """POST Conferences/{Sid or FriendlyName}/Participants: 201 with one who is not called yet."""
    voice, arguments, now = call.store.voice, call.arguments, call.view.now
    joined = _running(call) or _begin(call)
    phone = place(voice, call.account, read_draft(arguments), now, joined)
    participant = Participant(phone, joined, voice.new_serial(), now, now, **_given(call, _CHOICES))
    if not list(joined.participants):
        voice.conferences.add(joined)
    joined.participants.add(participant)
    if arguments.named("ConferenceRecord") in _RECORDS and not _is_recorded(call, joined):
        start_recording(voice, joined, "Conference", phone.connects_at)
    return call.item(_PARTICIPANT, participant, HTTPStatus.CREATED)


def _running(call: Call) -> Conference | None:
    """The conference that the path names by sid, or the one that goes on under a name."""
    name = call.names[0]
    for found in call.store.voice.conferences.of(call.account.sid).older(Selection()):
        is_live = conference_state(found, call.view.now).status != "completed"
        if is_live and name in {found.sid, found.friendly_name}:
            return found
    if _SID.fullmatch(name):
        raise not_found(call.path)
    return None


def _begin(call: Call) -> Conference:
    voice, now = call.store.voice, call.view.now
    return Conference(
        sid=voice.new_sid("CF"),
        account_sid=call.account.sid,
        friendly_name=call.names[0],
        region=call.arguments.named("Region") or _REGION,
        serial=voice.new_serial(),
        created_at=now,
        updated_at=now,
    )


def _is_recorded(call: Call, joined: Conference) -> bool:
    recordings = call.store.voice.recordings.of(call.account.sid)
    return any(found.subject is joined for found in recordings)


def _given(call: Call, names: dict[str, str]) -> dict[str, Any]:
    values = ((attribute, call.arguments.named(name)) for name, attribute in names.items())
    return {attribute: value for attribute, value in values if value is not None}


def list_(call: Call) -> Reply:
    """GET Conferences/{ConferenceSid}/Participants: one page, the last added first."""
    wanted = _given(call, {name: _SETTINGS[name] for name in _FILTERS})
    tests: list[Callable[[Participant], bool]] = [lambda participant: not participant.is_kicked]
    tests += [_has(attribute, value) for attribute, value in wanted.items()]
    return call.page(_PARTICIPANT, conference(call).participants, Selection(matches=all_of(tests)))


def _has(attribute: str, value: object) -> Callable[[Participant], bool]:
    return lambda participant: getattr(participant, attribute) == value


def fetch(call: Call) -> Reply:
    """GET Conferences/{ConferenceSid}/Participants/{CallSid or Label}."""
    return call.item(_PARTICIPANT, _find(call))


def update(call: Call) -> Reply:
    """POST Conferences/{ConferenceSid}/Participants/{CallSid or Label}: mute, hold, coach and so on."""
    participant = _live(call)
    for attribute, value in _given(call, _SETTINGS).items():
        setattr(participant, attribute, value)
    participant.updated_at = call.view.now
    return call.item(_PARTICIPANT, participant)


def delete(call: Call) -> Reply:
    """DELETE Conferences/{ConferenceSid}/Participants/{CallSid or Label}: 204; the call is over."""
    participant = _live(call)
    hang_up(participant.call, call.view.now)
    participant.is_kicked = True
    return Reply(HTTPStatus.NO_CONTENT)


def _find(call: Call) -> Participant:
    for participant in conference(call).participants.older(Selection()):
        if not participant.is_kicked and call.names[1] in {participant.sid, participant.label}:
            return participant
    raise not_found(call.path)


def _live(call: Call) -> Participant:
    """A participant who has not left; ApiError 400 / 21220 for one who has."""
    participant = _find(call)
    if state_of(participant.call, call.view.now).status not in LIVE:
        raise not_in_progress()
    return participant
