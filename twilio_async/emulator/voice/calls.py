"""The Calls resource of 2010-04-01. After https://www.twilio.com/docs/voice/api/call-resource."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final

from twilio_async.emulator.description import record
from twilio_async.emulator.memory.history import Selection, all_of
from twilio_async.emulator.requests import Call, Reply
from twilio_async.emulator.voice.call_status import LIVE, hang_up, state_of
from twilio_async.emulator.voice.dialing import place, read_draft, read_instructions
from twilio_async.emulator.voice.lookups import not_complete, not_in_progress, phone_call
from twilio_async.emulator.voice.voice_records import PhoneCall
from twilio_async.emulator.wire.documents import Resource, View
from twilio_async.emulator.wire.errors import INVALID_PARAMETER, bad_request
from twilio_async.emulator.wire.fields import resource, subresource_uris
from twilio_async.emulator.wire.parameters import DateFilter, choice
from twilio_async.emulator.wire.phone_numbers import filter_address

IF_MACHINE: Final = choice("IfMachine", "Continue", "Hangup")
"""The parameter that MachineDetection has replaced."""

NO_URL: Final = 21205
"""The code where there is no URL to get TwiML from, or a bad one."""

STARTED: Final = DateFilter("StartTime")
_ENDED: Final = DateFilter("EndTime")


def _values(phone: PhoneCall, view: View) -> dict[str, object]:
    state = state_of(phone, view.now)
    path = f"{view.account_path}/Calls/{phone.sid}"
    return {
        "sid": phone.sid,
        "date_created": phone.created_at,
        "date_updated": state.date_updated,
        "parent_call_sid": None if phone.parent is None else phone.parent.sid,
        "account_sid": phone.account_sid,
        "to": phone.to,
        "to_formatted": _formatted(phone.to),
        "from": phone.from_,
        "from_formatted": _formatted(phone.from_),
        "status": state.status,
        "start_time": state.start_time,
        "end_time": state.end_time,
        "duration": state.duration,
        "price": state.price,
        "price_unit": "USD",
        "direction": phone.direction,
        "answered_by": phone.answered_by if view.now >= phone.connects_at else None,
        "queue_time": queue_time(phone),
        "uri": path + view.suffix,
        "subresource_uris": subresource_uris(path, "Calls", view.suffix),
    }


def _formatted(address: str) -> str:
    """A US number as people write it: `(555) 867-5310`; anything else as it is."""
    match = re.fullmatch(r"\+1(\d{3})(\d{3})(\d{4})", address)
    return address if match is None else "({}) {}-{}".format(*match.groups())


def queue_time(phone: PhoneCall) -> str:
    """Milliseconds for which a call waits to be dialed."""
    return str(int((phone.starts_at - phone.created_at) / timedelta(milliseconds=1)))


CALL: Final = resource(record("call"), _values)


def create(call: Call) -> Reply:
    """POST Calls: 201 with the call, which is not dialed yet."""
    if not any(call.arguments.named(name) for name in ("Url", "Twiml", "ApplicationSid")):
        raise bad_request(NO_URL, "Url parameter is required.")
    phone = place(call.store.voice, call.account, read_draft(call.arguments), call.view.now)
    return call.item(CALL, phone, HTTPStatus.CREATED)


def list_(call: Call) -> Reply:
    """GET Calls: one page, the last dialed first."""
    return page(call, CALL, call.arguments.named("To"), call.arguments.named("From"), *_tests(call))


def page(
    call: Call,
    shown: Resource[PhoneCall],
    to: str | None,
    sender: str | None,
    *tests: Callable[[PhoneCall], bool],
) -> Reply:
    """A page of the calls between these addresses that pass all tests and the filter StartTime."""
    start, end = STARTED.bounds(call.arguments)
    chosen = list(tests)
    if to is not None:
        called = filter_address(to)
        chosen.append(lambda phone: phone.to == called)
    if sender is not None:
        caller = filter_address(sender)
        chosen.append(lambda phone: phone.from_ == caller)
    if start is not None or end is not None:
        chosen.append(lambda phone: state_of(phone, call.view.now).start_time is not None)
    history = call.store.voice.calls_of(call.account)
    return call.page(shown, history, Selection(start, end, all_of(chosen)))


def _tests(call: Call) -> Iterator[Callable[[PhoneCall], bool]]:
    arguments, now = call.arguments, call.view.now
    if (parent := arguments.named("ParentCallSid")) is not None:
        yield lambda phone: phone.parent is not None and phone.parent.sid == parent
    if (status := arguments.named("Status")) is not None:
        yield lambda phone: state_of(phone, now).status == status
    start, end = _ENDED.bounds(arguments)
    if start is not None or end is not None:
        yield _has_ended_between(start, end, now)


def _has_ended_between(
    start: datetime | None, end: datetime | None, now: datetime
) -> Callable[[PhoneCall], bool]:
    def test(phone: PhoneCall) -> bool:
        moment = state_of(phone, now).end_time
        return moment is not None and (start is None or moment >= start) and (end is None or moment < end)

    return test


def fetch(call: Call) -> Reply:
    """GET Calls/{Sid}."""
    return call.item(CALL, phone_call(call))


def update(call: Call) -> Reply:
    """POST Calls/{Sid}: hang up or redirect; ApiError 400 / 21220 where its state forbids that."""
    phone, now, arguments = phone_call(call), call.view.now, call.arguments
    status, wanted = state_of(phone, now).status, arguments.named("Status")
    redirects = bool(arguments.named("Url") or arguments.named("Twiml"))
    if not call.pairs:
        raise bad_request(INVALID_PARAMETER, "No update is given")
    if (
        status not in LIVE
        or (wanted == "canceled" and status == "in-progress")
        or (redirects and wanted is None and status != "in-progress")
    ):
        raise not_in_progress()
    if wanted is not None:
        hang_up(phone, now)
    else:
        _redirect(phone, call)
    return call.item(CALL, phone)


def _redirect(phone: PhoneCall, call: Call) -> None:
    limit: int | None = call.arguments.named("TimeLimit")
    if limit is not None and phone.outcome == "completed":
        phone.ends_at = max(call.view.now, min(phone.ends_at, phone.connects_at + timedelta(seconds=limit)))
    phone.instructions = read_instructions(call.arguments, phone.instructions)
    phone.updated_at = call.view.now


def delete(call: Call) -> Reply:
    """DELETE Calls/{Sid}: 204; ApiError 409 / 20009 while the call is live."""
    phone = phone_call(call)
    if state_of(phone, call.view.now).status in LIVE:
        raise not_complete("the call")
    call.store.voice.calls_of(call.account).remove(phone)
    return Reply(HTTPStatus.NO_CONTENT)
