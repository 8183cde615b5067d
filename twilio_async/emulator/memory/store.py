"""The emulator's memory: the histories of all accounts, and the identifiers of what is put into them.

Knows nothing of requests and of the wire.
"""

from collections.abc import Callable
from datetime import datetime
from itertools import count
from random import Random

from twilio_async.emulator.accounts.directory import Directory
from twilio_async.emulator.memory.history import Histories, History
from twilio_async.emulator.memory.instances import Item, Items
from twilio_async.emulator.messaging.message_records import Account, Feedback, Media, Message
from twilio_async.emulator.messaging.message_status import Delays
from twilio_async.emulator.voice.voice_store import VoiceStore


class Store:
    """Accounts, messages, media, feedback, and the records of the plain resources."""

    def __init__(
        self, *, clock: Callable[[], datetime], delays: Delays, call_seconds: float, seed: int
    ) -> None:
        self.clock = clock
        self.delays = delays
        self.directory = Directory(clock)
        self.items = Items()
        self.feedback: dict[str, Feedback] = {}
        self.messages: Histories[Message] = Histories()
        self._media: dict[str, History[Media]] = {}
        self._mms_accounts: set[str] = set()
        self._random = Random(f"{seed}/sids")  # noqa: S311  # Identifiers, repeatable by seed.
        self._serials = count()
        self.voice = VoiceStore(
            clock=clock, call_seconds=call_seconds, new_sid=self.new_sid, new_serial=self.new_serial
        )

    def new_sid(self, prefix: str) -> str:
        """A fresh identifier: the prefix and 32 hexadecimal digits."""
        return f"{prefix}{self._random.getrandbits(128):032x}"

    def new_digits(self, count: int) -> str:
        """So many decimal digits at random."""
        return f"{self._random.randrange(10**count):0{count}d}"

    def new_serial(self) -> int:
        """The next place in the order of creation."""
        return next(self._serials)

    def new_item(self, sid: str, account_sid: str, names: tuple[str, ...], values: dict[str, object]) -> Item:
        """A record of a plain resource, created now and not yet entered."""
        now = self.clock()
        return Item(
            sid=sid,
            account_sid=account_sid,
            names=names,
            serial=self.new_serial(),
            created_at=now,
            updated_at=now,
            values=values,
        )

    def add_item(
        self, path: str, sid: str, account_sid: str, names: tuple[str, ...], values: dict[str, object]
    ) -> Item:
        """A new record, entered in the collection at a path below the account."""
        item = self.new_item(sid, account_sid, names, values)
        self.items.of(account_sid, path).add(item)
        return item

    def open_account(
        self, friendly_name: str, owner_sid: str | None = None, *, sid: str = "", auth_token: str = ""
    ) -> Account:
        """A new account, its own owner unless another is named, with sid and auth token of its own."""
        sid = sid or self.new_sid("AC")
        now = self.clock()
        account = Account(
            sid=sid,
            auth_token=auth_token or self.new_sid(""),
            friendly_name=friendly_name,
            serial=self.new_serial(),
            created_at=now,
            updated_at=now,
            owner_sid=owner_sid or sid,
        )
        return self.directory.add(account)

    def messages_of(self, account: Account) -> History[Message]:
        """The messages of one account."""
        return self.messages.of(account.sid)

    def has_mms(self, account: Account) -> bool:
        """Whether the account ever held a message that is no SMS."""
        return account.sid in self._mms_accounts

    def add_message(self, message: Message, account: Account) -> None:
        """Enter one message."""
        if message.sid.startswith("MM"):
            self._mms_accounts.add(account.sid)
        self.messages_of(account).add(message)

    def remove_message(self, message: Message, account: Account) -> None:
        """Take a message out, with its media and feedback."""
        self.messages_of(account).remove(message)
        self._media.pop(message.sid, None)
        self.feedback.pop(message.sid, None)

    def media_of(self, message: Message) -> History[Media]:
        """The media of one message."""
        return self._media.setdefault(message.sid, History())

    def find_media(self, message_sid: str, sid: str) -> Media | None:
        """One file of a message, or None."""
        history = self._media.get(message_sid)
        return None if history is None else history.get(sid)

    def add_file(self, file: Media) -> None:
        """Enter a file that hangs on something else than a message, which its `message_sid` names."""
        self._media.setdefault(file.message_sid, History()).add(file)

    def remove_files(self, parent_sid: str) -> None:
        """Take out the files that were entered so."""
        self._media.pop(parent_sid, None)

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
        self.add_file(media)
        return media
