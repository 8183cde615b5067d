"""The memory of the voice part: a history for each kind of record of each account.

Knows nothing of requests and of the wire.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import chain
from operator import attrgetter
from typing import Generic, Protocol, TypeVar

from twilio_async.emulator.history import History, Placed
from twilio_async.emulator.records import Account
from twilio_async.emulator.voice.records import (
    Attachment,
    Conference,
    Member,
    Notification,
    PhoneCall,
    Recording,
    Transcription,
)


class Owned(Placed, Protocol):
    """A record of a history that belongs to an account."""

    @property
    def account_sid(self) -> str:
        """The account."""
        ...


R = TypeVar("R", bound=Owned)


class Histories(Generic[R]):
    """The records of one kind, a history for each account."""

    def __init__(self) -> None:
        self._by_account: dict[str, History[R]] = {}

    def of(self, account_sid: str) -> History[R]:
        """The history of one account."""
        return self._by_account.setdefault(account_sid, History())

    def add(self, record: R) -> R:
        """Enter one record; gives it back."""
        self.of(record.account_sid).add(record)
        return record

    def find(self, sid: str) -> R:
        """The record with this sid in whichever account; KeyError where there is none."""
        for history in self._by_account.values():
            record = history.get(sid)
            if record is not None:
                return record
        raise KeyError(sid)

    def all(self) -> list[R]:
        """The records of every account in the order of creation."""
        return sorted(chain.from_iterable(self._by_account.values()), key=attrgetter("serial"))


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

    def extend_calls(self, calls: Iterable[PhoneCall], account: Account) -> None:
        """Enter many calls at once."""
        self.calls_of(account).extend(calls)

    def members_of(self, queue_sid: str) -> History[Member]:
        """All that ever waited in a queue."""
        return self._members.setdefault(queue_sid, History())

    def attachments_of(self, call: PhoneCall) -> dict[str, Attachment]:
        """What is, and was, attached to a call, by sid in the order in which it came."""
        return self._attachments.setdefault(call.sid, {})
