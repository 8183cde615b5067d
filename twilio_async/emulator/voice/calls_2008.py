"""The Calls of 2008-08-01: the same calls in the words of that time, as XML only.

Source: https://www.twilio.com/docs/api/2008-08-01/rest/call
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from twilio_async.emulator.routing import operation_2008
from twilio_async.emulator.voice.call_status import state_of_call
from twilio_async.emulator.voice.calls import NO_URL, selection_of
from twilio_async.emulator.voice.dialing import TIMEOUT, CallDraft, place
from twilio_async.emulator.voice.lookups import call_of, live_call_of
from twilio_async.emulator.voice.voice_records import Instructions
from twilio_async.emulator.wire.errors import bad_request
from twilio_async.emulator.wire.phone_numbers import national

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from twilio_async.emulator.requests import ApiRequest, Values
    from twilio_async.emulator.voice.voice_records import Call
    from twilio_async.emulator.wire.replies import Reply

_STATUSES = {
    "queued": 0,
    "ringing": 0,
    "in-progress": 1,
    "completed": 2,
    "busy": 3,
    "failed": 4,
    "no-answer": 5,
    "canceled": 5,
}
_FLAGS = {"inbound": 1, "outbound-api": 2, "outbound-dial": 4}


def _values(call: Call, request: ApiRequest) -> Values:
    state = state_of_call(call, request.now)
    return {
        "sid": call.sid,
        "date_created": call.created_at,
        "date_updated": state.date_updated,
        "account_sid": call.account_sid,
        "called": national(call.to),
        "caller": national(call.from_),
        "status": _STATUSES[state.status],
        "start_time": state.start_time,
        "end_time": state.end_time,
        "duration": state.duration,
        "price": state.price,
        "flags": _flags(call),
    }


def _flags(call: Call) -> int:
    """The origin of a call, in bits; a leg dialed from a call of the API has the bits of both."""
    flags = _FLAGS[call.direction]
    is_leg_of_api = call.parent is not None and call.parent.direction == "outbound-api"
    return flags | _FLAGS["outbound-api"] if is_leg_of_api else flags


def list_(request: ApiRequest) -> Reply:
    """GET Calls: one page, the last dialed first."""
    arguments = request.arguments
    status: int | None = arguments.get("Status")
    tests = () if status is None else (_has_status(status, request.now),)
    selection = selection_of(request, arguments.get("Called"), arguments.get("Caller"), *tests)
    return request.reply_page(request.store.voice.calls.of(request.account.sid), selection, _values)


def _has_status(status: int, now: datetime) -> Callable[[Call], bool]:
    return lambda call: _STATUSES[state_of_call(call, now).status] == status


def create(request: ApiRequest) -> Reply:
    """POST Calls: 201 with the call, which is not dialed yet, and its Location."""
    arguments = request.arguments
    url, if_machine = arguments.get("Url"), arguments.get("IfMachine")
    if url is None:
        raise bad_request(NO_URL, "Url is required.")
    draft = CallDraft(
        to=arguments.get("Called"),
        caller=arguments.get("Caller"),
        instructions=Instructions(url, arguments.get("Method") or "POST"),
        digits=arguments.get("SendDigits") or "",
        timeout=arguments.get("Timeout") or TIMEOUT,
        detects_machines=if_machine is not None,
        hangs_up_on_machines=if_machine == "Hangup",
    )
    call = place(request, draft)
    return request.reply(call, _values, location=f"{request.account_path}/Calls/{call.sid}")


def fetch(request: ApiRequest) -> Reply:
    """GET Calls/{Sid}."""
    return request.reply(call_of(request), _values)


def redirect(request: ApiRequest) -> Reply:
    """POST Calls/{Sid}: a call in progress goes on at another URL."""
    call, current_url = live_call_of(request), request.arguments.get("CurrentUrl")
    if current_url is None:
        raise bad_request(NO_URL, "CurrentUrl is required.")
    call.instructions = evolve(
        call.instructions or Instructions(),
        url=current_url,
        method=request.arguments.get("CurrentMethod") or "POST",
        twiml=None,
    )
    call.updated_at = request.now
    return request.reply(call, _values)


OPERATIONS = (
    operation_2008("GET", "Calls", list_),
    operation_2008("POST", "Calls", create),
    operation_2008("GET", "Calls/{Sid}", fetch),
    operation_2008("POST", "Calls/{Sid}", redirect),
)
