"""The Events of a call: the requests that were made for it, and what came back.

An answered call fetches its TwiML; a call that has ended is reported to its status callback. After
https://www.twilio.com/docs/voice/api/call-event-resource.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

import attrs

from twilio_async.emulator.description import record
from twilio_async.emulator.memory.history import History, Selection
from twilio_async.emulator.messaging.message_records import Position
from twilio_async.emulator.requests import Call, Reply
from twilio_async.emulator.voice.call_status import state_of
from twilio_async.emulator.voice.lookups import phone_call
from twilio_async.emulator.voice.voice_records import PhoneCall
from twilio_async.emulator.wire.dates import rfc2822
from twilio_async.emulator.wire.documents import View
from twilio_async.emulator.wire.fields import API_VERSION, resource


@attrs.frozen
class _Event:
    call: PhoneCall
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


def _values(event: _Event, _: View) -> dict[str, object]:
    phone = event.call
    request = {
        "method": event.method,
        "url": event.url,
        "parameters": {
            "call_sid": phone.sid,
            "account_sid": phone.account_sid,
            "from": phone.from_,
            "to": phone.to,
            "call_status": event.status,
            "direction": phone.direction,
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


_EVENT: Final = resource(record("call_event"), _values)


def _events(phone: PhoneCall, now: datetime) -> Iterator[_Event]:
    instructions, state = phone.instructions, state_of(phone, now)
    if instructions is None:
        return
    if instructions.url is not None and state.status in {"in-progress", "completed"}:
        yield _Event(phone, "in-progress", instructions.method, instructions.url, phone.connects_at, 0)
    if instructions.status_callback is not None and state.end_time is not None:
        method, url = instructions.status_callback_method, instructions.status_callback
        yield _Event(phone, state.status, method, url, state.end_time, 1)


def list_(call: Call) -> Reply:
    """GET Calls/{CallSid}/Events: one page, newest first."""
    return call.page(_EVENT, History(_events(phone_call(call), call.view.now)), Selection())
