"""Messages as the emulator keeps them, with their media and feedback.

Records with typed fields, UTC throughout. They know their place in a history and nothing else:
`message_status` knows the status of a message at a moment, the modules of its resources its appearance on the
wire.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal, TypeAlias
from zlib import crc32

from attrs import define, field, frozen

from twilio_async.emulator.memory.history import AccountHistories, CreationEntry, History, Selection
from twilio_async.emulator.messaging.opt_outs import OptOuts
from twilio_async.emulator.messaging.sender_queues import SenderQueues

if TYPE_CHECKING:
    from collections.abc import Callable

    from twilio_async.emulator.memory.history import Position
    from twilio_async.emulator.memory.identifiers import Identifiers
    from twilio_async.emulator.messaging.message_status import Delays
    from twilio_async.emulator.messaging.sender_queues import SenderLimits

Direction: TypeAlias = Literal["inbound", "outbound-api", "outbound-call", "outbound-reply"]
Outcome: TypeAlias = Literal["delivered", "undelivered", "failed"]
Unsent: TypeAlias = Literal["queued", "scheduled", "failed"]


@frozen
class StatusCallback:
    """The webhook to which the statuses of a message are reported, in the words of its resource."""

    url: str
    of_sms_resource: bool = False


def _watch_nothing(_: Message) -> None:
    """Leave messages to themselves."""


@define(eq=False)
class Message:
    """A message and the moments at which its status moves on (aware UTC).

    `unsent` is the status in which it stays without ever being sent; `fails_at` is when it fails unsent.
    """

    sid: str
    account_sid: str
    to: str
    from_: str | None
    body: str
    direction: Direction
    serial: int
    created_at: datetime
    queued_at: datetime
    sends_at: datetime
    settles_at: datetime
    outcome: Outcome = "delivered"
    error_code: int | None = None
    price: str | None = None
    num_segments: int = 1
    num_media: int = 0
    messaging_service_sid: str | None = None
    is_scheduled: bool = False
    canceled_at: datetime | None = None
    redacted_at: datetime | None = None
    unsent: Unsent | None = None
    fails_at: datetime | None = None
    status_callback: StatusCallback | None = None
    asks_for_feedback: bool = False
    service_sender: str | None = None

    def sender_at(self, now: datetime) -> str | None:
        """The sender as far as it is known: a messaging service chooses one when it queues a message."""
        return self.from_ or (self.service_sender if now >= self.queued_at else None)

    @property
    def position(self) -> Position:
        """Messages are listed by the moment of sending; for one that stays unsent that is its creation."""
        return self.sends_at, self.serial


@define(eq=False)
class Media(CreationEntry):
    """A file that belongs to a message, or to the result of an add-on."""

    account_sid: str
    parent_sid: str
    content_type: str
    content: bytes = field(repr=False)


@define(eq=False)
class Feedback:
    """The sender's report about the outcome of a message."""

    account_sid: str
    message_sid: str
    outcome: str
    created_at: datetime
    updated_at: datetime


@frozen
class MessagingService:
    """A messaging service: the numbers that send for it, and where it tells of what it does and gets."""

    sid: str
    account_sid: str
    senders: tuple[str, ...] = ()
    status_callback: str | None = None
    inbound_request_url: str | None = None
    inbound_method: str = "POST"
    fallback_url: str | None = None
    fallback_method: str = "POST"

    def sender_for(self, to: str) -> str | None:
        """The number that sends to a recipient, which is the same each time; None where there are none."""
        return self.senders[crc32(to.encode()) % len(self.senders)] if self.senders else None


class MessageStore:
    """The messages of all accounts, and what belongs to them."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        identifiers: Identifiers,
        delays: Delays,
        limits: SenderLimits | None = None,
    ) -> None:
        self.clock = clock
        self.identifiers = identifiers
        self.delays = delays
        self.queues = SenderQueues(limits)
        self.opt_outs = OptOuts()
        self.watch: Callable[[Message], None] = _watch_nothing
        self.messages: AccountHistories[Message] = AccountHistories()
        self.services: dict[str, MessagingService] = {}
        self.feedback: dict[str, Feedback] = {}
        self._media: dict[str, History[Media]] = {}
        self._mms_accounts: set[str] = set()

    def has_mms(self, account_sid: str) -> bool:
        """Whether the account ever held a message that is no SMS."""
        return account_sid in self._mms_accounts

    def add(self, message: Message) -> None:
        """Enter one message."""
        if message.sid.startswith("MM"):
            self._mms_accounts.add(message.account_sid)
        self.messages.add(message)
        self.watch(message)

    def fail_waiting(self, account_sid: str, error_code: int) -> None:
        """Let the messages of an account that are not sent yet fail, now or when they would be queued."""
        now = self.clock()
        for message in self.messages.of(account_sid).older(Selection(start=now)):
            is_waiting = message.sends_at > now and message.canceled_at is None and message.fails_at is None
            if is_waiting and message.direction != "inbound":
                message.fails_at, message.error_code = max(now, message.queued_at), error_code
                self.watch(message)

    def keep(self, message: Message) -> None:
        """Keep a message that was changed."""
        self.messages.of(message.account_sid).keep(message)
        self.watch(message)

    def remove(self, message: Message) -> None:
        """Take a message out, with its media and feedback."""
        self.messages.of(message.account_sid).remove(message)
        self.remove_media(message.sid)
        self.feedback.pop(message.sid, None)

    def media_of(self, parent_sid: str) -> History[Media]:
        """The media of one message, or of the result of an add-on."""
        return self._media.setdefault(parent_sid, History())

    def find_media(self, parent_sid: str, sid: str) -> Media | None:
        """One file, or None."""
        history = self._media.get(parent_sid)
        return None if history is None else history.get(sid)

    def remove_media(self, parent_sid: str) -> None:
        """Take out all files of a message or result."""
        self._media.pop(parent_sid, None)

    def attach(self, message: Message, content: bytes, content_type: str) -> Media:
        """Give a message a file."""
        media = Media(
            sid=self.identifiers.sid("ME"),
            account_sid=message.account_sid,
            parent_sid=message.sid,
            content_type=content_type,
            content=content,
            serial=self.identifiers.serial(),
            created_at=self.clock(),
        )
        self.media_of(message.sid).add(media)
        return media
