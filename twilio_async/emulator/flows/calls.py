"""Calls that are walked through: one that comes in at a number, or one that its recipient answers.

Source: https://www.twilio.com/docs/voice/twiml
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from twilio_async.emulator.flows import call_verbs, connecting, streams
from twilio_async.emulator.flows.call_walk import CallOver, CallStays, CallWalk, QueueLeft
from twilio_async.emulator.flows.documents import Documents
from twilio_async.emulator.flows.walked_call import WalkedCall
from twilio_async.emulator.flows.webhooks import Webhook, owner_of_call
from twilio_async.emulator.twiml.document import read
from twilio_async.emulator.voice.call_status import hang_up
from twilio_async.emulator.voice.voice_records import Call, Exchange, Instructions, Notification
from twilio_async.emulator.wire.phone_numbers import filter_address

if TYPE_CHECKING:
    from twilio_async.emulator.flows.caller import Caller
    from twilio_async.emulator.flows.stage import FlowStage
    from twilio_async.emulator.twiml.document import Document

_PURPOSE = "call"
_PERFORMERS = {**call_verbs.PERFORMERS, **connecting.PERFORMERS, **streams.PERFORMERS}
_RINGS_FOR = timedelta(minutes=1)


async def receive_call(stage: FlowStage, to: str, from_: str, caller: Caller, account_sid: str) -> WalkedCall:
    """Let a call come in at a number, and walk it through the TwiML of its webhook."""
    to, from_ = filter_address(to), filter_address(from_)
    owner = owner_of_call(stage.store, to)
    call = _incoming(stage, owner.account_sid or account_sid, to, from_, owner.webhook)
    walk = _walk(stage, call, caller, owner.webhook)
    if not owner.webhook.url:
        _answer(stage, call)
        return walk.walked
    walk.status = "ringing"
    try:
        document = await walk.fetch(owner.webhook.url, owner.webhook.method)
    except CallOver:
        document = ()
    if document and document[0].name == "Reject":
        walk.walked.verbs.append(document[0])
        call.outcome = "busy" if document[0].get("reason") == "busy" else "no-answer"
        call.connects_at = call.ends_at = stage.store.clock()
        await _end(walk)
    else:
        _answer(stage, call)
        await _finish(walk, document)
    return walk.walked


async def answer_call(stage: FlowStage, call: Call, caller: Caller) -> WalkedCall:
    """Let the recipient of a call answer now, and walk it through the TwiML that it was placed with."""
    instructions = call.instructions or Instructions()
    walk = _walk(stage, call, caller, Webhook(instructions.url or "", instructions.method))
    _answer(stage, call)
    document: Document = ()
    if instructions.twiml:
        document = read(instructions.twiml.encode())
    elif instructions.url:
        try:
            document = await walk.fetch(instructions.url, instructions.method)
        except CallOver:
            document = ()
    await _finish(walk, document)
    return walk.walked


def _walk(stage: FlowStage, call: Call, caller: Caller, webhook: Webhook) -> CallWalk:
    documents = Documents(stage.courier, call.account_sid, _PURPOSE, "Say", webhook)
    return CallWalk(stage, call, WalkedCall(stage.see_call(call)), documents, caller, _PERFORMERS)


async def _finish(walk: CallWalk, document: Document) -> None:
    """Walk through a document and all that follows, and hang up unless the call stays somewhere."""
    walk.status = "in-progress"
    try:
        await walk.follow(document)
    except CallStays:
        _report(walk)
        await walk.stage.agenda.settle()
        return
    except (CallOver, QueueLeft):
        pass
    hang_up(walk.call, walk.stage.store.clock())
    await _end(walk)


async def _end(walk: CallWalk) -> None:
    """Let the webhook for the status of the call know of its end."""
    _report(walk)
    walk.stage.store.voice.watch(walk.call)
    await walk.stage.agenda.settle()


def _report(walk: CallWalk) -> None:
    """Keep what went wrong as notifications."""
    voice = walk.stage.store.voice
    walk.walked.trouble = walk.documents.trouble
    for trouble in walk.documents.trouble:
        notification = Notification(
            sid=voice.identifiers.sid("NO"),
            account_sid=walk.call.account_sid,
            call_sid=walk.call.sid,
            log=0,
            error_code=trouble.code,
            message_text=trouble.message,
            exchange=Exchange(trouble.url, trouble.method),
            serial=voice.identifiers.serial(),
            created_at=voice.clock(),
        )
        voice.notifications.add(notification)


def _incoming(stage: FlowStage, account_sid: str, to: str, from_: str, webhook: Webhook) -> Call:
    voice, now = stage.store.voice, stage.store.clock()
    call = Call(
        sid=voice.identifiers.sid("CA"),
        account_sid=account_sid,
        to=to,
        from_=from_,
        direction="inbound",
        serial=voice.identifiers.serial(),
        created_at=now,
        starts_at=now,
        connects_at=now + _RINGS_FOR,
        ends_at=now + _RINGS_FOR,
        instructions=Instructions(
            url=webhook.url or None,
            method=webhook.method,
            status_callback=webhook.status_callback or None,
            status_callback_method=webhook.status_callback_method,
        ),
    )
    return voice.add_call(call)


def _answer(stage: FlowStage, call: Call) -> None:
    """Answer a call now; it lasts as long as calls do, unless it is hung up before."""
    voice, now = stage.store.voice, stage.store.clock()
    call.starts_at = min(call.starts_at, now)
    call.outcome, call.connects_at = "completed", now
    call.ends_at = now + timedelta(seconds=voice.call_seconds)
    voice.watch(call)
