"""The Calls of 2008-08-01. After https://www.twilio.com/docs/api/2008-08-01/rest/call."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

import attrs

from twilio_async.emulator.requests import Call, Reply
from twilio_async.emulator.voice.call_status import state_of
from twilio_async.emulator.voice.calls import IF_MACHINE, NO_URL, STARTED, page
from twilio_async.emulator.voice.dialing import TIMEOUT, Draft, place
from twilio_async.emulator.voice.lookups import live_call, phone_call
from twilio_async.emulator.voice.voice_records import Instructions, PhoneCall
from twilio_async.emulator.wire.dates import rfc2822_pacific
from twilio_async.emulator.wire.documents import Fields, Resource, View
from twilio_async.emulator.wire.errors import bad_request
from twilio_async.emulator.wire.parameters import Parameter, choice, integer, text, url
from twilio_async.emulator.wire.phone_numbers import national

_CALLED, _CALLER = text("Called"), text("Caller")
_STATUS: Final = integer("Status", 0, 5)
_URL, _METHOD = url("Url", code=NO_URL), choice("Method", "GET", "POST")
_DIGITS: Final = text("SendDigits")
_TIMEOUT: Final = integer("Timeout", 1, 999)
_CURRENT_URL, _CURRENT_METHOD = url("CurrentUrl", code=NO_URL), choice("CurrentMethod", "GET", "POST")

LIST_PARAMETERS: Final[tuple[Parameter[Any], ...]] = (_CALLED, _CALLER, _STATUS, *STARTED.parameters)
CREATE_PARAMETERS: Final[tuple[Parameter[Any], ...]] = (
    _CALLED,
    _CALLER,
    _URL,
    _METHOD,
    _DIGITS,
    IF_MACHINE,
    _TIMEOUT,
)
REDIRECT_PARAMETERS: Final = (_CURRENT_URL, _CURRENT_METHOD)

_STATUSES: Final = {
    "queued": 0,
    "ringing": 0,
    "in-progress": 1,
    "completed": 2,
    "busy": 3,
    "failed": 4,
    "no-answer": 5,
    "canceled": 5,
}
_FLAGS: Final = {"inbound": 1, "outbound-api": 2, "outbound-dial": 4}


def _fields(phone: PhoneCall, view: View) -> Fields:
    state = state_of(phone, view.now)
    return {
        "sid": phone.sid,
        "date_created": rfc2822_pacific(phone.created_at),
        "date_updated": rfc2822_pacific(state.date_updated),
        "call_segment_sid": None,
        "account_sid": phone.account_sid,
        "called": national(phone.to),
        "caller": national(phone.from_),
        "phone_number_sid": None,
        "status": str(_STATUSES[state.status]),
        "start_time": rfc2822_pacific(state.start_time),
        "end_time": rfc2822_pacific(state.end_time),
        "duration": None if state.duration is None else str(state.duration),
        "price": state.price,
        "flags": str(_flags(phone)),
    }


def _flags(phone: PhoneCall) -> int:
    """How a call came about, in bits; a leg dialed from a call of the API has the bits of both."""
    flags = _FLAGS[phone.direction]
    is_leg_of_api = phone.parent is not None and phone.parent.direction == "outbound-api"
    return flags | _FLAGS["outbound-api"] if is_leg_of_api else flags


_CALL: Final = Resource("Call", "calls", "Calls", _fields)


def list_(call: Call) -> Reply:
    """GET Calls: one page, the last dialed first."""
    arguments = call.arguments
    status = arguments.get(_STATUS)
    tests = () if status is None else (_has_status(status, call.view.now),)
    return page(call, _CALL, arguments.get(_CALLED), arguments.get(_CALLER), *tests)


def _has_status(status: int, now: datetime) -> Callable[[PhoneCall], bool]:
    return lambda phone: _STATUSES[state_of(phone, now).status] == status


def create(call: Call) -> Reply:
    """POST Calls: 201 with the call, which is not dialed yet, and its Location."""
    arguments = call.arguments
    if arguments.get(_URL) is None:
        raise bad_request(NO_URL, "Url is required.")
    draft = Draft(
        to=arguments.get(_CALLED),
        caller=arguments.get(_CALLER),
        instructions=Instructions(arguments.get(_URL), arguments.get(_METHOD) or "POST"),
        digits=arguments.get(_DIGITS) or "",
        timeout=arguments.get(_TIMEOUT) or TIMEOUT,
        detects_machines=arguments.get(IF_MACHINE) is not None,
        hangs_up_on_machines=arguments.get(IF_MACHINE) == "Hangup",
    )
    phone = place(call.store.voice, call.account, draft, call.view.now)
    location = f"{call.view.account_path}/Calls/{phone.sid}"
    return call.item(_CALL, phone, HTTPStatus.CREATED, location=location)


def fetch(call: Call) -> Reply:
    """GET Calls/{Sid}."""
    return call.item(_CALL, phone_call(call))


def redirect(call: Call) -> Reply:
    """POST Calls/{Sid}: a call in progress goes on at another URL."""
    phone, current_url = live_call(call), call.arguments.get(_CURRENT_URL)
    if current_url is None:
        raise bad_request(NO_URL, "CurrentUrl is required.")
    phone.instructions = attrs.evolve(
        phone.instructions or Instructions(),
        url=current_url,
        method=call.arguments.get(_CURRENT_METHOD) or "POST",
        twiml=None,
    )
    phone.updated_at = call.view.now
    return call.item(_CALL, phone)
