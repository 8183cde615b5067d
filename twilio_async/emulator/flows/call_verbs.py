"""Verbs that a call performs by itself: speech, digits, recordings, texts, and the ways on and out.

Source: https://www.twilio.com/docs/voice/twiml
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from twilio_async.emulator.callbacks.recording_params import recording_url
from twilio_async.emulator.flows.call_walk import CallOver
from twilio_async.emulator.flows.caller import Speech
from twilio_async.emulator.messaging.message_store import StatusCallback
from twilio_async.emulator.voice.voice_records import EventWebhook
from twilio_async.emulator.wire.phone_numbers import filter_address

if TYPE_CHECKING:
    from twilio_async.emulator.flows.call_walk import CallWalk
    from twilio_async.emulator.twiml.document import Document, Verb
    from twilio_async.emulator.voice.voice_records import Recording
    from twilio_async.emulator.wire.parameters import Pairs

_EVERY_KEY = "1234567890*#"
_LONGEST_RECORDING = 3600


async def redirect(walk: CallWalk, verb: Verb) -> Document:
    """Redirect: go on with another document."""
    return await walk.fetch(verb.text, verb.get("method", "POST"))


async def hang_up(_: CallWalk, __: Verb) -> None:
    """Hangup, and Reject in a call that is answered: end it."""
    raise CallOver


async def gather(walk: CallWalk, verb: Verb) -> Document | None:
    """Gather: perform what is in it, and go on with the action if the caller presses or says something."""
    for inner in verb.children:
        await walk.perform(inner)
    given = walk.caller.answer(verb.get("input", "dtmf").split())
    params: Pairs = ()
    if isinstance(given, Speech):
        params = [
            ("SpeechResult", given.text),
            ("Confidence", str(given.confidence)),
            ("Language", verb.get("language", "en-US")),
        ]
    elif given:
        params = [("Digits", _digits(verb, given))]
    elif verb.get("actionOnEmptyResult") == "true":
        params = [("Digits", "")]
    return await walk.fetch(verb.get("action"), verb.get("method", "POST"), params) if params else None


def _digits(verb: Verb, pressed: str) -> str:
    """As many of the keys that are pressed as a Gather takes."""
    finish = verb.get("finishOnKey", "#")
    digits = pressed.partition(finish)[0] if finish else pressed
    most = verb.get("numDigits")
    return digits[: int(most)] if most.isdecimal() else digits


async def record(walk: CallWalk, verb: Verb) -> Document:
    """Record: keep what the caller says, and go on with the action, which is this document by default."""
    longest = verb.get("maxLength")
    seconds = min(walk.caller.record_seconds, int(longest) if longest.isdecimal() else _LONGEST_RECORDING)
    callback = event_webhook(walk, verb, "recordingStatusCallback", "completed")
    recording = walk.stage.store.voice.record_ended(walk.call, seconds, status_callback=callback)
    walk.walked.recordings.append(recording)
    params = recorded_params(walk, recording, seconds)
    key = walk.caller.answer(["dtmf"]) if _is_key(walk, verb) else ""
    params = [*params, ("Digits", str(key))]
    return await walk.fetch(verb.get("action"), verb.get("method", "POST"), params)


def _is_key(walk: CallWalk, verb: Verb) -> bool:
    """Whether the next input is a key that ends a recording."""
    inputs = walk.caller.inputs
    return bool(inputs) and isinstance(inputs[0], str) and inputs[0] in verb.get("finishOnKey", _EVERY_KEY)


def event_webhook(walk: CallWalk, verb: Verb, name: str, default: str) -> EventWebhook | None:
    """The webhook that an element names for events; `default` are those of which it is told by itself."""
    url = verb.get(name)
    target = urljoin(walk.documents.url, url) if url else None
    return EventWebhook.of(target, verb.get(f"{name}Method"), [verb.get(f"{name}Event")], default)


def recorded_params(walk: CallWalk, recording: Recording, seconds: int) -> Pairs:
    """The parameters that name a recording to the action of a verb."""
    return [
        ("RecordingSid", recording.sid),
        ("RecordingUrl", recording_url(recording, walk.stage.api_url())),
        ("RecordingDuration", str(seconds)),
    ]


async def send_sms(walk: CallWalk, verb: Verb) -> Document | None:
    """Sms: send a message to the caller, or to whom it says."""
    call, callback = walk.call, verb.get("statusCallback")
    message = walk.stage.send_reply(
        call.account_sid,
        to=filter_address(verb.get("to", call.from_)),
        sender=filter_address(verb.get("from", call.to)),
        body=verb.text,
        direction="outbound-call",
        status_callback=StatusCallback(callback) if callback else None,
    )
    walk.walked.messages.append(walk.stage.see_message(message))
    return await walk.act(verb, [("SmsSid", message.sid), ("SmsStatus", "sent")])


PERFORMERS = {
    "Gather": gather,
    "Hangup": hang_up,
    "Record": record,
    "Redirect": redirect,
    "Reject": hang_up,
    "Sms": send_sms,
}
"""Verbs that are more than heard; Say, Play and Pause are noted, as all others are."""
