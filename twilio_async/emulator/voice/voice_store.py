"""The memory of the voice part: a history for each kind of record of each account.

Knows nothing of requests and of the wire.
"""

from collections.abc import Callable
from datetime import datetime

from twilio_async.emulator.memory.history import Histories, History
from twilio_async.emulator.messaging.message_records import Account
from twilio_async.emulator.voice.voice_records import (
    Attachment,
    Conference,
    Member,
    Notification,
    PhoneCall,
    Recording,
    Transcription,
)


class VoiceStore:
    """Calls, conferences, recordings, transcriptions, notifications, and what hangs on calls and queues."""

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        call_seconds: float,
        new_sid: Callable[[str], str],
        new_serial: Callable[[], int],
    ) -> None:
        self.clock = clock
        self.call_seconds = call_seconds
        self.new_sid = new_sid
        self.new_serial = new_serial
        self.calls: Histories[PhoneCall] = Histories()
        self.conferences: Histories[Conference] = Histories()
        self.recordings: Histories[Recording] = Histories()
        self.transcriptions: Histories[Transcription] = Histories()
        self.notifications: Histories[Notification] = Histories()
        self._members: dict[str, History[Member]] = {}
        self._attachments: dict[str, dict[str, Attachment]] = {}

    def calls_of(self, account: Account) -> History[PhoneCall]:
        """The calls of one account."""
        return self.calls.of(account.sid)

    def members_of(self, queue_sid: str) -> History[Member]:
        """All that ever waited in a queue."""
        return self._members.setdefault(queue_sid, History())

    def attachments_of(self, call: PhoneCall) -> dict[str, Attachment]:
        """What is, and was, attached to a call, by sid in the order in which it came."""
        return self._attachments.setdefault(call.sid, {})
