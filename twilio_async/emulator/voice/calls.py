"""The Calls of 2010-04-01.

Source: https://www.twilio.com/docs/voice/api/call-resource
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from twilio_async.emulator.list_resource import subresource_uris
from twilio_async.emulator.memory.history import Selection, all_of
from twilio_async.emulator.routing import operation
from twilio_async.emulator.voice.call_status import LIVE, hang_up, state_of_call
from twilio_async.emulator.voice.dialing import draft_of, instructions_of, place
from twilio_async.emulator.voice.lookups import call_of, not_in_progress
from twilio_async.emulator.wire.errors import INVALID_PARAMETER, bad_request, not_complete
from twilio_async.emulator.wire.phone_numbers import filter_address, friendly
from twilio_async.emulator.wire.replies import no_content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from twilio_async.emulator.requests import ApiRequest, Values
    from twilio_async.emulator.voice.voice_records import Call
    from twilio_async.emulator.wire.replies import Reply

NO_URL = 21205
"""The code where there is no URL to get TwiML from, or a bad one."""


def fields_of(call: Call, now: datetime) -> Values:
    """All that is known of a call at a moment but its addresses, under its JSON keys."""
    state = state_of_call(call, now)
    return {
        "sid": call.sid,
        "date_created": call.created_at,
        "date_updated": state.date_updated,
        "parent_call_sid": None if call.parent is None else call.parent.sid,
        "account_sid": call.account_sid,
        "to": call.to,
        "to_formatted": friendly(call.to),
        "from": call.from_,
        "from_formatted": friendly(call.from_),
        "status": state.status,
        "start_time": state.start_time,
        "end_time": state.end_time,
        "duration": state.duration,
        "price": state.price,
        "price_unit": "USD",
        "direction": call.direction,
        "answered_by": call.answered_by if now >= call.connects_at else None,
        "queue_time": queue_time(call),
    }


def _values(call: Call, request: ApiRequest) -> Values:
    path = f"{request.account_path}/Calls/{call.sid}"
    return {
        **fields_of(call, request.now),
        "uri": path + request.suffix,
        "subresource_uris": subresource_uris(path, "Calls", request),
    }


def queue_time(call: Call) -> str:
    """Milliseconds for which a call waits to be dialed."""
    return str(int((call.starts_at - call.created_at) / timedelta(milliseconds=1)))


def create(request: ApiRequest) -> Reply:
    """POST Calls: 201 with the call, which is not dialed yet."""
    if not any(request.arguments.get(name) for name in ("Url", "Twiml", "ApplicationSid")):
        raise bad_request(NO_URL, "Url parameter is required.")
    return request.reply(place(request, draft_of(request.arguments)), _values)


def list_(request: ApiRequest) -> Reply:
    """GET Calls: one page, the last dialed first."""
    to, caller = request.arguments.get("To"), request.arguments.get("From")
    history = request.store.voice.calls.of(request.account.sid)
    return request.reply_page(history, selection_of(request, to, caller, *_tests(request)), _values)


def selection_of(
    request: ApiRequest, to: str | None, caller: str | None, *tests: Callable[[Call], bool]
) -> Selection[Call]:
    """The calls between these addresses that pass all tests and the filter StartTime."""
    start, end = request.date_bounds("StartTime")
    chosen = list(tests)
    if to is not None:
        to_address = filter_address(to)
        chosen.append(lambda call: call.to == to_address)
    if caller is not None:
        from_address = filter_address(caller)
        chosen.append(lambda call: call.from_ == from_address)
    if start is not None or end is not None:
        chosen.append(lambda call: state_of_call(call, request.now).start_time is not None)
    return Selection(start, end, all_of(chosen))


def _tests(request: ApiRequest) -> Iterator[Callable[[Call], bool]]:
    arguments, now = request.arguments, request.now
    if (parent := arguments.get("ParentCallSid")) is not None:
        yield lambda call: call.parent is not None and call.parent.sid == parent
    if (status := arguments.get("Status")) is not None:
        yield lambda call: state_of_call(call, now).status == status
    start, end = request.date_bounds("EndTime")
    if start is not None or end is not None:
        yield _has_ended_between(start, end, now)


def _has_ended_between(start: datetime | None, end: datetime | None, now: datetime) -> Callable[[Call], bool]:
    def test(call: Call) -> bool:
        moment = state_of_call(call, now).end_time
        return moment is not None and (start is None or moment >= start) and (end is None or moment < end)

    return test


def fetch(request: ApiRequest) -> Reply:
    """GET Calls/{Sid}."""
    return request.reply(call_of(request), _values)


def update(request: ApiRequest) -> Reply:
    """POST Calls/{Sid}: hang up or redirect; 400 / 21220 where its state forbids that."""
    call, arguments = call_of(request), request.arguments
    status, new_status = state_of_call(call, request.now).status, arguments.get("Status")
    redirects = bool(arguments.get("Url") or arguments.get("Twiml"))
    if not request.pairs:
        raise bad_request(INVALID_PARAMETER, "No update is given")
    if (
        status not in LIVE
        or (new_status == "canceled" and status == "in-progress")
        or (redirects and new_status is None and status != "in-progress")
    ):
        raise not_in_progress()
    if new_status is not None:
        hang_up(call, request.now)
    else:
        _redirect(call, request)
    request.store.voice.watch(call)
    return request.reply(call, _values)


def _redirect(call: Call, request: ApiRequest) -> None:
    limit: int | None = request.arguments.get("TimeLimit")
    if limit is not None and call.outcome == "completed":
        call.ends_at = max(request.now, min(call.ends_at, call.connects_at + timedelta(seconds=limit)))
    call.instructions = instructions_of(request.arguments, call.instructions)
    call.updated_at = request.now


def delete(request: ApiRequest) -> Reply:
    """DELETE Calls/{Sid}: 204; 409 / 20009 while the call is live."""
    call = call_of(request)
    if state_of_call(call, request.now).status in LIVE:
        raise not_complete("the call")
    request.store.voice.calls.of(request.account.sid).remove(call)
    return no_content()


OPERATIONS = (
    operation("POST", "Calls", create, with_test_credentials=True),
    operation("GET", "Calls", list_),
    operation("GET", "Calls/{Sid}", fetch),
    operation("POST", "Calls/{Sid}", update),
    operation("DELETE", "Calls/{Sid}", delete),
)
