"""The parameters of requests about calls, as Twilio makes them of a call.

Source: https://www.twilio.com/docs/voice/twiml#request-parameters and
https://www.twilio.com/docs/voice/api/call-resource#statuscallback
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_async.emulator.callbacks.place_params import place_params
from twilio_async.emulator.voice.call_status import started_minutes, state_of_call
from twilio_async.emulator.wire.dates import rfc2822_stamp
from twilio_async.emulator.wire.fields import API_VERSION

if TYPE_CHECKING:
    from twilio_async.emulator.memory.store import Store
    from twilio_async.emulator.voice.call_status import CallStep
    from twilio_async.emulator.voice.voice_records import Call
    from twilio_async.emulator.wire.parameters import Pairs


def call_params(call: Call, status: str) -> Pairs:
    """The parameters that every request about a call has."""
    params = [
        ("CallSid", call.sid),
        ("AccountSid", call.account_sid),
        ("From", call.from_),
        ("To", call.to),
        ("Caller", call.from_),
        ("Called", call.to),
        ("CallStatus", status),
        ("Direction", call.direction),
        ("ApiVersion", API_VERSION),
    ]
    if call.parent is not None:
        params.append(("ParentCallSid", call.parent.sid))
    for side, address in (("From", call.from_), ("To", call.to)):
        params += place_params(side, address).items()
    return params


def status_params(store: Store, call: Call, step: CallStep, number: int) -> Pairs:
    """The parameters that a report on a step has besides; `number` is its place among the reports."""
    params = [
        ("Timestamp", rfc2822_stamp(step.moment)),
        ("CallbackSource", "call-progress-events"),
        ("SequenceNumber", str(number)),
    ]
    if step.event != "completed":
        return params
    seconds = state_of_call(call, step.moment).duration or 0
    minutes = started_minutes(seconds) if step.status == "completed" else 0
    params += [("CallDuration", str(seconds)), ("Duration", str(minutes))]
    if call.answered_by is not None:
        params.append(("AnsweredBy", call.answered_by))
    for recording in store.voice.recordings.of(call.account_sid):
        if recording.subject is call:
            params.append(("RecordingSid", recording.sid))
    return params
