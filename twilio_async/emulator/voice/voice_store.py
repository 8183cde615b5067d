"""The voice records of all accounts: a history for each kind, and what hangs on calls and queues.

Knows nothing of requests and of the wire.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from twilio_async.emulator.memory.history import AccountHistories, History
from twilio_async.emulator.voice.call_status import PROCESSING
from twilio_async.emulator.voice.voice_records import Recording

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from twilio_async.emulator.memory.identifiers import Identifiers
    from twilio_async.emulator.voice.voice_records import (
        Attachment,
        Call,
        Conference,
        EventWebhook,
        Member,
        Notification,
        Transcription,
    )


def _watch_nothing(_: object) -> None:
    """Leave calls and recordings to themselves."""


class VoiceStore:
    """Calls, conferences, recordings, transcriptions, notifications, members of queues, and attachments."""

    def __init__(self, clock: Callable[[], datetime], identifiers: Identifiers, call_seconds: float) -> None:
        self.clock = clock
        self.identifiers = identifiers
        self.call_seconds = call_seconds
        self.watch: Callable[[Call | None], None] = _watch_nothing
        self.watch_recording: Callable[[Recording], None] = _watch_nothing
        self.calls: AccountHistories[Call] = AccountHistories()
        self.conferences: AccountHistories[Conference] = AccountHistories()
        self.recordings: AccountHistories[Recording] = AccountHistories()
        self.transcriptions: AccountHistories[Transcription] = AccountHistories()
        self.notifications: AccountHistories[Notification] = AccountHistories()
        self._members: dict[str, History[Member]] = {}
        self._attachments: dict[str, dict[str, Attachment]] = {}

    def add_call(self, call: Call) -> Call:
        """Enter a call; gives it back."""
        self.calls.add(call)
        self.watch(call)
        return call

    def members_of(self, queue_sid: str) -> History[Member]:
        """All that ever waited in a queue."""
        return self._members.setdefault(queue_sid, History())

    def attachments_of(self, call: Call) -> dict[str, Attachment]:
        """All that is, and was, attached to a call, by sid in the order in which it came."""
        return self._attachments.setdefault(call.sid, {})

    def record_ended(
        self,
        call: Call,
        seconds: int,
        content: bytes | None = None,
        *,
        source: str = "RecordVerb",
        status_callback: EventWebhook | None = None,
    ) -> Recording:
        """Give a call a complete recording of so many seconds, which ends now."""
        ended_at = self.clock() - PROCESSING
        recording = self.record(call, source, ended_at - timedelta(seconds=seconds))
        recording.stopped_at, recording.content = ended_at, content
        recording.status_callback = status_callback
        self.watch_recording(recording)
        return recording

    def record(
        self,
        subject: Call | Conference,
        source: str,
        begins_at: datetime,
        *,
        channels: int = 1,
        track: str | None = None,
        status_callback: EventWebhook | None = None,
    ) -> Recording:
        """Record a call or a conference from a moment on."""
        recording = self.recordings.add(
            Recording(
                sid=self.identifiers.sid("RE"),
                account_sid=subject.account_sid,
                subject=subject,
                source=source,
                serial=self.identifiers.serial(),
                created_at=begins_at,
                channels=channels,
                track=track,
                status_callback=status_callback,
            )
        )
        self.watch_recording(recording)
        return recording
