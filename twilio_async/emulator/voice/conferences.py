"""The Conferences resource. After https://www.twilio.com/docs/voice/api/conference-resource.

A conference comes into being with its first participant (see `participants`) and is never made here.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from twilio_async.emulator.description import record
from twilio_async.emulator.memory.history import Selection, all_of
from twilio_async.emulator.requests import Call, Reply
from twilio_async.emulator.voice.call_status import conference_state
from twilio_async.emulator.voice.lookups import conference, not_in_progress
from twilio_async.emulator.voice.voice_records import Conference
from twilio_async.emulator.wire.documents import View
from twilio_async.emulator.wire.fields import resource, subresource_uris
from twilio_async.emulator.wire.parameters import DateFilter

_CREATED: Final = DateFilter("DateCreated")
_UPDATED: Final = DateFilter("DateUpdated")


def _values(found: Conference, view: View) -> dict[str, object]:
    state = conference_state(found, view.now)
    path = f"{view.account_path}/Conferences/{found.sid}"
    return {
        "sid": found.sid,
        "account_sid": found.account_sid,
        "date_created": found.created_at,
        "date_updated": state.date_updated,
        "friendly_name": found.friendly_name,
        "region": found.region,
        "status": state.status,
        "uri": path + view.suffix,
        "subresource_uris": subresource_uris(path, "Conferences", view.suffix),
        "reason_conference_ended": None if state.end is None else state.end.reason,
        "call_sid_ending_conference": None if state.end is None else state.end.call_sid,
    }


_CONFERENCE: Final = resource(record("conference"), _values)


def list_(call: Call) -> Reply:
    """GET Conferences: one page, newest first."""
    arguments, now = call.arguments, call.view.now
    tests: list[Callable[[Conference], bool]] = []
    if (name := arguments.named("FriendlyName")) is not None:
        tests.append(lambda found: found.friendly_name == name)
    if (status := arguments.named("Status")) is not None:
        tests.append(lambda found: conference_state(found, now).status == status)
    tests.append(_is_updated_between(*_UPDATED.bounds(arguments), now))
    start, end = _CREATED.bounds(arguments)
    history = call.store.voice.conferences.of(call.account.sid)
    return call.page(_CONFERENCE, history, Selection(start, end, all_of(tests)))


def _is_updated_between(
    start: datetime | None, end: datetime | None, now: datetime
) -> Callable[[Conference], bool]:
    def test(found: Conference) -> bool:
        updated = conference_state(found, now).date_updated
        return (start is None or updated >= start) and (end is None or updated < end)

    return test


def fetch(call: Call) -> Reply:
    """GET Conferences/{Sid}."""
    return call.item(_CONFERENCE, conference(call))


def update(call: Call) -> Reply:
    """POST Conferences/{Sid}: announce something, or end it for all who are in it."""
    found, now = conference(call), call.view.now
    if conference_state(found, now).status == "completed":
        raise not_in_progress()
    if call.arguments.named("Status") is not None:
        found.ended_at = now
    found.updated_at = now
    return call.item(_CONFERENCE, found)
