"""The Conferences of an account.

A conference comes into being with its first participant (see `participants`) and is never made here.

Source: https://www.twilio.com/docs/voice/api/conference-resource
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_async.emulator.list_resource import subresource_uris
from twilio_async.emulator.memory.history import Selection, all_of
from twilio_async.emulator.routing import operation
from twilio_async.emulator.voice.call_status import state_of_conference
from twilio_async.emulator.voice.lookups import conference_of, not_in_progress

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from twilio_async.emulator.requests import ApiRequest, Values
    from twilio_async.emulator.voice.voice_records import Conference
    from twilio_async.emulator.wire.replies import Reply


def _values(conference: Conference, request: ApiRequest) -> Values:
    state = state_of_conference(conference, request.now)
    path = f"{request.account_path}/Conferences/{conference.sid}"
    return {
        "sid": conference.sid,
        "account_sid": conference.account_sid,
        "date_created": conference.created_at,
        "date_updated": state.date_updated,
        "friendly_name": conference.friendly_name,
        "region": conference.region,
        "status": state.status,
        "uri": path + request.suffix,
        "subresource_uris": subresource_uris(path, "Conferences", request),
        "reason_conference_ended": None if state.end is None else state.end.reason,
        "call_sid_ending_conference": None if state.end is None else state.end.call_sid,
    }


def list_(request: ApiRequest) -> Reply:
    """GET Conferences: one page, newest first."""
    now = request.now
    tests: list[Callable[[Conference], bool]] = []
    if (name := request.arguments.get("FriendlyName")) is not None:
        tests.append(lambda conference: conference.friendly_name == name)
    if (status := request.arguments.get("Status")) is not None:
        tests.append(lambda conference: state_of_conference(conference, now).status == status)
    tests.append(_is_updated_between(*request.date_bounds("DateUpdated"), now))
    start, end = request.date_bounds("DateCreated")
    history = request.store.voice.conferences.of(request.account.sid)
    return request.reply_page(history, Selection(start, end, all_of(tests)), _values)


def _is_updated_between(
    start: datetime | None, end: datetime | None, now: datetime
) -> Callable[[Conference], bool]:
    def test(conference: Conference) -> bool:
        updated = state_of_conference(conference, now).date_updated
        return (start is None or updated >= start) and (end is None or updated < end)

    return test


def fetch(request: ApiRequest) -> Reply:
    """GET Conferences/{Sid}."""
    return request.reply(conference_of(request), _values)


def update(request: ApiRequest) -> Reply:
    """POST Conferences/{Sid}: announce something, or end it for all who are in it."""
    conference = conference_of(request)
    if state_of_conference(conference, request.now).status == "completed":
        raise not_in_progress()
    if request.arguments.get("Status") is not None:
        conference.ended_at = request.now
    conference.updated_at = request.now
    request.store.voice.watch(None)
    return request.reply(conference, _values)


OPERATIONS = (
    operation("GET", "Conferences", list_),
    operation("GET", "Conferences/{Sid}", fetch),
    operation("POST", "Conferences/{Sid}", update),
)
