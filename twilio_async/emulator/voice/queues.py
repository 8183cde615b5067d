"""Queues of calls; who waits in them is known to the voice part.

After https://www.twilio.com/docs/voice/api/queue-resource.
"""

from collections.abc import Mapping
from typing import ClassVar, Final

from twilio_async.emulator.list_resource import Plain
from twilio_async.emulator.memory.instances import Item
from twilio_async.emulator.requests import Call
from twilio_async.emulator.voice.queue_members import waiting
from twilio_async.emulator.wire.errors import INVALID_PARAMETER, bad_request, conflict

QUEUES: Final = "Queues"
_LARGEST: Final = 5000


class Queues(Plain):
    """A queue is deleted only when nobody waits."""

    defaults: ClassVar[Mapping[str, object]] = {"max_size": 1000}

    def prepare(self, call: Call, item: Item | None, values: dict[str, object]) -> None:
        """Check the size."""
        del call, item
        size = values.get("max_size")
        if isinstance(size, int) and not 1 <= size <= _LARGEST:
            raise bad_request(INVALID_PARAMETER, f"MaxSize is between 1 and {_LARGEST}")

    def removed(self, call: Call, item: Item) -> None:
        """Refuse to leave calls without a queue."""
        if waiting(call.store.voice, item.sid, call.view.now):
            raise conflict("The queue is not empty")

    def values(self, call: Call, item: Item) -> dict[str, object]:
        """Its size and average waiting time at the moment."""
        now = call.view.now
        seconds = [
            (now - member.enqueued_at).total_seconds() for member in waiting(call.store.voice, item.sid, now)
        ]
        return {
            **super().values(call, item),
            "current_size": len(seconds),
            "average_wait_time": round(sum(seconds) / len(seconds)) if seconds else 0,
        }
