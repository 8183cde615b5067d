"""Queues, and their members: calls that wait, the longest waiting first.

Members come by `Scenes.enqueue` and go when they are dequeued or hang up.

Source: https://www.twilio.com/docs/voice/api/queue-resource and
https://www.twilio.com/docs/voice/api/member-resource
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from twilio_async.emulator.list_resource import ListResource
from twilio_async.emulator.memory.history import Selection
from twilio_async.emulator.routing import operation
from twilio_async.emulator.voice.call_status import LIVE, state_of_call
from twilio_async.emulator.voice.dialing import instructions_of
from twilio_async.emulator.wire.errors import INVALID_PARAMETER, bad_request, conflict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from twilio_async.emulator.memory.instances import Instance
    from twilio_async.emulator.requests import ApiRequest, Values
    from twilio_async.emulator.voice.voice_records import Member
    from twilio_async.emulator.wire.replies import Reply

QUEUES = "Queues"
_MEMBERS = f"{QUEUES}/{{QueueSid}}/Members"
_FRONT = "Front"
_LARGEST = 5000


class QueueList(ListResource):
    """The queues of an account; one is deleted only when nobody waits."""

    defaults: ClassVar[Mapping[str, object]] = {"max_size": 1000}

    def prepare(self, request: ApiRequest, instance: Instance | None, fields: dict[str, object]) -> None:
        """Check the size."""
        del request, instance
        size = fields.get("max_size")
        if isinstance(size, int) and not 1 <= size <= _LARGEST:
            raise bad_request(INVALID_PARAMETER, f"MaxSize is between 1 and {_LARGEST}")

    def before_delete(self, request: ApiRequest, instance: Instance) -> None:
        """Refuse to leave calls without a queue."""
        if _waiting(request, instance.sid):
            raise conflict("The queue is not empty")

    def values(self, instance: Instance, request: ApiRequest) -> dict[str, object]:
        """All that is known of it, its size and average waiting time at the moment included."""
        seconds = [
            (request.now - member.enqueued_at).total_seconds() for member in _waiting(request, instance.sid)
        ]
        return {
            **super().values(instance, request),
            "current_size": len(seconds),
            "average_wait_time": round(sum(seconds) / len(seconds)) if seconds else 0,
        }


def _waiting(request: ApiRequest, queue_sid: str) -> list[Member]:
    """Those who wait in a queue, the longest waiting first."""
    members = request.store.voice.members_of(queue_sid)
    return list(members.older(_selection(request.now)))


def _selection(now: datetime) -> Selection[Member]:
    return Selection(matches=lambda member: _is_waiting(member, now))


def _is_waiting(member: Member, now: datetime) -> bool:
    return member.dequeued_at is None and state_of_call(member.call, now).status in LIVE


class _Places:
    """The members of a queue with their places in it, as they are before a request changes them."""

    def __init__(self, request: ApiRequest) -> None:
        queue_sid = request.path_values[0]
        request.found(request.store.instances.of(request.account.sid, QUEUES).get(queue_sid))
        self._members = _waiting(request, queue_sid)
        self._places = {member.sid: place for place, member in enumerate(self._members, start=1)}

    def member(self, request: ApiRequest) -> Member:
        """The member that the path names by call or as `Front`."""
        name = request.path_values[1]
        return request.found(next((one for one in self._members if name in {one.sid, _FRONT}), None))

    def values(self, member: Member, request: ApiRequest) -> Values:
        """All that is known of a member."""
        path = f"{request.account_path}/{QUEUES}/{member.queue_sid}/Members/{member.sid}"
        return {
            "call_sid": member.sid,
            "date_enqueued": member.enqueued_at,
            "position": self._places[member.sid],
            "uri": path + request.suffix,
            "wait_time": int((request.now - member.enqueued_at).total_seconds()),
            "queue_sid": member.queue_sid,
        }


def list_members(request: ApiRequest) -> Reply:
    """GET Queues/{QueueSid}/Members: one page, the longest waiting first."""
    places = _Places(request)
    history = request.store.voice.members_of(request.path_values[0])
    return request.reply_page(history, _selection(request.now), places.values)


def fetch_member(request: ApiRequest) -> Reply:
    """GET Queues/{QueueSid}/Members/{CallSid or Front}."""
    places = _Places(request)
    return request.reply(places.member(request), places.values)


def dequeue_member(request: ApiRequest) -> Reply:
    """POST Queues/{QueueSid}/Members/{CallSid or Front}: the call leaves the queue for a URL."""
    places = _Places(request)
    member = places.member(request)
    member.dequeued_at = request.now
    member.call.instructions = instructions_of(request.arguments, member.call.instructions)
    member.call.updated_at = request.now
    return request.reply(member, places.values)


OPERATIONS = (
    *QueueList(QUEUES).operations(),
    operation("GET", _MEMBERS, list_members),
    operation("GET", f"{_MEMBERS}/{{CallSid}}", fetch_member),
    operation("POST", f"{_MEMBERS}/{{CallSid}}", dequeue_member),
)
