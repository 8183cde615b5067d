"""The Members of a queue: calls that wait, the longest waiting first.

They come by `Emulator.enqueue` and go when they are dequeued or hang up. After
https://www.twilio.com/docs/voice/api/member-resource.
"""

from datetime import datetime
from typing import Final

from twilio_async.emulator.description import record
from twilio_async.emulator.memory.history import Selection
from twilio_async.emulator.requests import Call, Reply
from twilio_async.emulator.voice.call_status import LIVE, state_of
from twilio_async.emulator.voice.dialing import read_instructions
from twilio_async.emulator.voice.voice_records import Member
from twilio_async.emulator.voice.voice_store import VoiceStore
from twilio_async.emulator.wire.documents import Resource, View
from twilio_async.emulator.wire.fields import resource

_FRONT: Final = "Front"


def waiting(voice: VoiceStore, queue_sid: str, now: datetime) -> list[Member]:
    """Those who wait in a queue, the longest waiting first."""
    return list(voice.members_of(queue_sid).older(_selection(now)))


def _selection(now: datetime) -> Selection[Member]:
    return Selection(matches=lambda member: _is_waiting(member, now))


def _is_waiting(member: Member, now: datetime) -> bool:
    return member.dequeued_at is None and state_of(member.call, now).status in LIVE


def _resource(members: list[Member]) -> Resource[Member]:
    """Members as they appear among those who wait with them."""
    places = {member.sid: place for place, member in enumerate(members, start=1)}

    def values(member: Member, view: View) -> dict[str, object]:
        path = f"{view.account_path}/Queues/{member.queue_sid}/Members/{member.sid}"
        return {
            "call_sid": member.sid,
            "date_enqueued": member.enqueued_at,
            "position": places[member.sid],
            "uri": path + view.suffix,
            "wait_time": int((view.now - member.enqueued_at).total_seconds()),
            "queue_sid": member.queue_sid,
        }

    return resource(record("queue_member"), values)


def list_(call: Call) -> Reply:
    """GET Queues/{QueueSid}/Members: one page, the longest waiting first."""
    members = _members(call)
    history = call.store.voice.members_of(call.names[0])
    return call.page(_resource(members), history, _selection(call.view.now))


def fetch(call: Call) -> Reply:
    """GET Queues/{QueueSid}/Members/{CallSid or Front}."""
    members = _members(call)
    return call.item(_resource(members), _find(call, members))


def update(call: Call) -> Reply:
    """POST Queues/{QueueSid}/Members/{CallSid or Front}: the call leaves the queue for a URL."""
    members = _members(call)
    member = _find(call, members)
    member.dequeued_at = call.view.now
    member.call.instructions = read_instructions(call.arguments, member.call.instructions)
    member.call.updated_at = call.view.now
    return call.item(_resource(members), member)


def _members(call: Call) -> list[Member]:
    queue_sid = call.names[0]
    call.found(call.store.items.of(call.account.sid, "Queues").get(queue_sid))
    return waiting(call.store.voice, queue_sid, call.view.now)


def _find(call: Call, members: list[Member]) -> Member:
    name = call.names[1]
    return call.found(next((member for member in members if name in {member.sid, _FRONT}), None))
