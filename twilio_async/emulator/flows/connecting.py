"""Verbs that connect a call: Dial, which makes legs, and Enqueue and Leave, which are about queues.

A leg is answered at once and over at once, or fails as its number says (see `call_numbers`). A call stays in
a conference or a queue until it ends, unless the TwiML of its waiting has it leave the queue.

Source: https://www.twilio.com/docs/voice/twiml/dial and https://www.twilio.com/docs/voice/twiml/enqueue
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from twilio_async.emulator.flows.call_verbs import event_webhook, recorded_params
from twilio_async.emulator.flows.call_walk import CallStays, QueueLeft
from twilio_async.emulator.memory.history import Selection
from twilio_async.emulator.voice.call_numbers import OUTCOMES
from twilio_async.emulator.voice.call_status import LIVE, state_of_call, state_of_conference
from twilio_async.emulator.voice.queues import QUEUES
from twilio_async.emulator.voice.voice_records import Call, Conference, Instructions, Member, Participant
from twilio_async.emulator.wire.phone_numbers import filter_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twilio_async.emulator.flows.call_walk import CallWalk
    from twilio_async.emulator.memory.instances import Instance
    from twilio_async.emulator.twiml.document import Document, Verb

_PREFIXES = {"Number": "", "Client": "client:", "Sip": "", "Sim": "sim:", "WhatsApp": "whatsapp:"}
_NOT_RECORDED = {"", "false", "do-not-record"}
_REGION = "us1"


async def dial(walk: CallWalk, verb: Verb) -> Document | None:
    """Dial: call others, the first of whom that answers is connected; or join a conference or a queue."""
    for conference in verb.all("Conference"):
        _join(walk, conference)
    for queue in verb.all("Queue"):
        member = _front(walk, queue.text)
        status = "completed" if member is not None else "failed"
        return await walk.act(verb, [("DialCallStatus", status)])
    legs = [_leg(walk, verb, address, noun) for address, noun in _targets(verb)]
    answered = next((leg for leg in legs if leg.outcome == "completed"), None)
    for leg in legs:
        if answered is not None and leg is not answered:
            leg.outcome = "canceled"
        walk.stage.store.voice.add_call(leg)
    walk.walked.legs += map(walk.stage.see_call, legs)
    shown = answered or (legs[-1] if legs else None)
    params: list[tuple[str, str]] = [("DialCallStatus", "failed" if shown is None else shown.outcome)]
    if shown is not None:
        params.append(("DialCallSid", shown.sid))
    if answered is not None:
        params += [("DialCallDuration", "0"), ("DialBridged", "true")]
        if verb.get("record") not in _NOT_RECORDED:
            recording = walk.stage.store.voice.record_ended(
                walk.call,
                walk.caller.record_seconds,
                source="DialVerb",
                status_callback=event_webhook(walk, verb, "recordingStatusCallback", "completed"),
            )
            walk.walked.recordings.append(recording)
            params += recorded_params(walk, recording, walk.caller.record_seconds)
    return await walk.act(verb, params)


def _targets(verb: Verb) -> Iterator[tuple[str, Verb]]:
    """The addresses that a Dial calls, each with the element that names it."""
    if verb.text and not verb.children:
        yield filter_address(verb.text), verb
    for noun in verb.children:
        if noun.name in _PREFIXES:
            named = next((part.text for part in noun.children if part.name in {"Identity", "Uri"}), noun.text)
            yield filter_address(_PREFIXES[noun.name] + named), noun


def _leg(walk: CallWalk, verb: Verb, address: str, noun: Verb) -> Call:
    voice, now = walk.stage.store.voice, walk.stage.store.clock()
    callback = "" if noun is verb else noun.get("statusCallback")
    return Call(
        sid=voice.identifiers.sid("CA"),
        account_sid=walk.call.account_sid,
        to=address,
        from_=verb.get("callerId", walk.call.from_),
        direction="outbound-dial",
        serial=voice.identifiers.serial(),
        created_at=now,
        starts_at=now,
        connects_at=now,
        ends_at=now,
        outcome=OUTCOMES.get(address, "completed"),
        parent=walk.call,
        instructions=Instructions(
            status_callback=urljoin(walk.documents.url, callback) if callback else None,
            status_callback_method=noun.get("statusCallbackMethod", "POST"),
            status_callback_events=tuple(noun.get("statusCallbackEvent", "completed").split()),
        ),
    )


def _join(walk: CallWalk, noun: Verb) -> None:
    """Join a conference, for as long as it and the call last."""
    voice, call, now = walk.stage.store.voice, walk.call, walk.stage.store.clock()
    running = (
        one
        for one in voice.conferences.of(call.account_sid).older(Selection())
        if one.friendly_name == noun.text and state_of_conference(one, now).status != "completed"
    )
    conference = next(running, None)
    is_new = conference is None
    if conference is None:
        conference = Conference(
            sid=voice.identifiers.sid("CF"),
            account_sid=call.account_sid,
            friendly_name=noun.text,
            region=noun.get("region", _REGION),
            serial=voice.identifiers.serial(),
            created_at=now,
            updated_at=now,
            status_callback=event_webhook(walk, noun, "statusCallback", ""),
        )
    participant = Participant(
        call,
        conference,
        voice.identifiers.serial(),
        now,
        now,
        label=noun.get("participantLabel") or None,
        muted=noun.get("muted") == "true",
        start_conference_on_enter=noun.get("startConferenceOnEnter") != "false",
        end_conference_on_exit=noun.get("endConferenceOnExit") == "true",
    )
    conference.participants.add(participant)
    if is_new:
        voice.conferences.add(conference)
    call.conference = conference
    if is_new and noun.get("record") == "record-from-start":
        callback = event_webhook(walk, noun, "recordingStatusCallback", "completed")
        voice.record(conference, "Conference", now, status_callback=callback)
    voice.watch(call)
    raise CallStays


async def enqueue(walk: CallWalk, verb: Verb) -> Document | None:
    """Enqueue: wait in a queue, which is made if there is none of that name, and hear its TwiML once."""
    voice, call, now = walk.stage.store.voice, walk.call, walk.stage.store.clock()
    queue = _queue(walk, verb.text) or _new_queue(walk, verb.text)
    member = Member(call, queue.sid, voice.identifiers.serial(), now)
    voice.members_of(queue.sid).add(member)
    walk.walked.queue_sid = queue.sid
    waiting = len(
        [*voice.members_of(queue.sid).older(Selection(matches=lambda one: one.dequeued_at is None))]
    )
    known = [("QueueSid", queue.sid), ("QueueTime", "0")]
    try:
        if wait_url := verb.get("waitUrl"):
            place = [
                ("QueuePosition", str(waiting)),
                ("CurrentQueueSize", str(waiting)),
                ("AvgQueueTime", "0"),
            ]
            await walk.follow(await walk.fetch(wait_url, verb.get("waitUrlMethod", "POST"), [*known, *place]))
    except QueueLeft:
        member.dequeued_at, walk.walked.queue_sid = now, None
        return await walk.act(verb, [("QueueResult", "leave"), *known])
    raise CallStays


async def leave(walk: CallWalk, _: Verb) -> None:
    """Leave: go out of the queue, if the call is in one."""
    if walk.walked.queue_sid is not None:
        raise QueueLeft


def _queue(walk: CallWalk, name: str) -> Instance | None:
    queues = walk.stage.store.instances.of(walk.call.account_sid, QUEUES)
    return next((queue for queue in queues if name in {queue.sid, queue.fields.get("friendly_name")}), None)


def _new_queue(walk: CallWalk, name: str) -> Instance:
    store = walk.stage.store
    fields: dict[str, object] = {"friendly_name": name, "max_size": 1000}
    return store.instances.add(QUEUES, store.identifiers.sid("QU"), walk.call.account_sid, (), fields)


def _front(walk: CallWalk, name: str) -> Member | None:
    """The call that waits longest in a queue, which leaves it."""
    queue, now = _queue(walk, name), walk.stage.store.clock()
    if queue is None:
        return None

    def waits(member: Member) -> bool:
        return member.dequeued_at is None and state_of_call(member.call, now).status in LIVE

    members = walk.stage.store.voice.members_of(queue.sid).older(Selection(matches=waits))
    member = next(members, None)
    if member is not None:
        member.dequeued_at = now
    return member


PERFORMERS = {"Dial": dial, "Enqueue": enqueue, "Leave": leave}
