"""The emulator's memory: the histories of all accounts, and the identifiers of what is put into them.

Knows nothing of requests and of the wire.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import chain, count
from random import Random

from twilio_async.emulator.directory import Directory
from twilio_async.emulator.history import History
from twilio_async.emulator.lifecycle import Delays
from twilio_async.emulator.records import Account, Feedback, Media, Message


class Store:
    """Accounts, messages, media and feedback."""

    def __init__(self, *, clock: Callable[[], datetime], delays: Delays, seed: int) -> None:
        self.clock = clock
        self.delays = delays
        self.directory = Directory(clock)
        self.feedback: dict[str, Feedback] = {}
        self._messages: dict[str, History[Message]] = {}
        self._media: dict[str, History[Media]] = {}
        self._mms_accounts: set[str] = set()
        self._random = Random(f"{seed}/sids")  # noqa: S311  # Identifiers, repeatable by seed.
        self._serials = count()

    def new_sid(self, prefix: str) -> str:
        """A fresh identifier: the prefix and 32 hexadecimal digits."""
        return f"{prefix}{self._random.getrandbits(128):032x}"

    def new_serial(self) -> int:
        """The next place in the order of creation."""
        return next(self._serials)

    def messages_of(self, account: Account) -> History[Message]:
        """The messages of one account."""
        return self._messages.setdefault(account.sid, History())

    def all_messages(self) -> list[Message]:
        """The messages of every account in the order of creation."""
        return sorted(chain.from_iterable(self._messages.values()), key=lambda message: message.serial)

    def has_mms(self, account: Account) -> bool:
        """Whether the account ever held a message that is no SMS."""
        return account.sid in self._mms_accounts

    def add_message(self, message: Message, account: Account) -> None:
        """Enter one message."""
        if message.sid.startswith("MM"):
            self._mms_accounts.add(account.sid)
        self.messages_of(account).add(message)

    def extend_messages(self, messages: Iterable[Message], account: Account) -> None:
        """Enter many SMS at once."""
        self.messages_of(account).extend(messages)

    def remove_message(self, message: Message, account: Account) -> None:
        """Take a message out, with its media and feedback."""
        self.messages_of(account).remove(message)
        self._media.pop(message.sid, None)
        self.feedback.pop(message.sid, None)

    def find_message(self, sid: str) -> Message | None:
        """The message with this sid in whichever account."""
        found = (history.get(sid) for history in self._messages.values())
        return next((message for message in found if message is not None), None)

    def media_of(self, message: Message) -> History[Media]:
        """The media of one message."""
        return self._media.setdefault(message.sid, History())

    def find_media(self, message_sid: str, sid: str) -> Media | None:
        """One file of a message, or None."""
        history = self._media.get(message_sid)
        return None if history is None else history.get(sid)

    def add_media(self, message: Message, content: bytes, content_type: str) -> Media:
        """Attach a file to a message."""
        media = Media(
            sid=self.new_sid("ME"),
            account_sid=message.account_sid,
            message_sid=message.sid,
            content_type=content_type,
            content=content,
            serial=self.new_serial(),
            created_at=self.clock(),
        )
        history = self.media_of(message)
        history.add(media)
        return media
