"""The store: all that the emulator remembers, with the clock and the identifiers of what is put into it.

Knows nothing of requests and of the wire.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_async.emulator.accounts.directory import Account, Directory
from twilio_async.emulator.memory.identifiers import Identifiers
from twilio_async.emulator.memory.instances import Instances
from twilio_async.emulator.messaging.message_store import MessageStore
from twilio_async.emulator.voice.voice_store import VoiceStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from twilio_async.emulator.messaging.message_status import Delays
    from twilio_async.emulator.messaging.sender_queues import SenderLimits


class Store:
    """Accounts, messages, calls, and the instances of all other list resources."""

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        delays: Delays,
        limits: SenderLimits | None = None,
        strict: bool = False,
        call_seconds: float,
        seed: int,
        kept: int | None = None,
    ) -> None:
        self.clock = clock
        self.is_strict = strict
        self.identifiers = Identifiers(seed)
        self.directory = Directory(clock)
        self.instances = Instances(clock, self.identifiers)
        self.messaging = MessageStore(clock, self.identifiers, delays, limits)
        self.voice = VoiceStore(clock, self.identifiers, call_seconds)
        if kept is not None:
            self.messaging.messages.bound(kept, self.messaging.remove)
            self.voice.calls.bound(kept)

    def open_account(
        self, friendly_name: str, owner_sid: str | None = None, *, sid: str = "", auth_token: str = ""
    ) -> Account:
        """A new account, its own owner unless another is named, with sid and auth token of its own."""
        sid = sid or self.identifiers.sid("AC")
        now = self.clock()
        account = Account(
            sid=sid,
            auth_token=auth_token or self.identifiers.sid(""),
            friendly_name=friendly_name,
            serial=self.identifiers.serial(),
            created_at=now,
            updated_at=now,
            owner_sid=owner_sid or sid,
        )
        return self.directory.add(account)
