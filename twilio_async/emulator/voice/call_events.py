"""The Events of a call: the requests that were made for it, with their answers.

An answered call fetches its TwiML; a call that has ended is reported to its status callback.

Source: https://www.twilio.com/docs/voice/api/call-event-resource
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from attrs import frozen

from twilio_async.emulator.memory.history import History, Selection
from twilio_async.emulator.routing import operation
from twilio_async.emulator.voice.call_status import state_of_call
from twilio_async.emulator.voice.lookups import call_of
from twilio_async.emulator.voice.voice_records import Call
from twilio_async.emulator.wire.dates import rfc2822
from twilio_async.emulator.wire.fields import API_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twilio_async.emulator.memory.history import Position
    from twilio_async.emulator.requests import ApiRequest, Values
    from twilio_async.emulator.wire.replies import Reply


@frozen
class _Event:
    call: Call
    status: str
    method: str
    url: str
    moment: datetime
    serial: int

    @property
    def sid(self) -> str:
        return f"EV{self.serial:02x}{self.call.sid[4:]}"

    @property
    def position(self) -> Position:
        return self.moment, self.serial


def _values(event: _Event, _: ApiRequest) -> Values:
    call = event.call
    request = {
        "method": event.method,
        "url": event.url,
        "parameters": {
            "call_sid": call.sid,
            "account_sid": call.account_sid,
            "from": call.from_,
            "to": call.to,
            "call_status": event.status,
            "direction": call.direction,
            "api_version": API_VERSION,
        },
    }
    response = {
        "response_code": 200,
        "request_duration": 20,
        "content_type": "text/xml",
        "response_body": "<Response/>",
        "date_created": rfc2822(event.moment),
    }
    return {"request": request, "response": response}


def _events(call: Call, now: datetime) -> Iterator[_Event]:
    instructions, state = call.instructions, state_of_call(call, now)
    if instructions is None:
        return
    if instructions.url is not None and state.status in {"in-progress", "completed"}:
        yield _Event(call, "in-progress", instructions.method, instructions.url, call.connects_at, 0)
    if instructions.status_callback is not None and state.end_time is not None:
        method, url = instructions.status_callback_method, instructions.status_callback
        yield _Event(call, state.status, method, url, state.end_time, 1)


def list_(request: ApiRequest) -> Reply:
    """GET Calls/{CallSid}/Events: one page, newest first."""
    return request.reply_page(History(_events(call_of(request), request.now)), Selection(), _values)


OPERATIONS = (operation("GET", "Calls/{CallSid}/Events", list_),)
