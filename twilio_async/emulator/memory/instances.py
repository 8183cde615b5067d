"""What the plain resources hold: collections of records that are no more than their fields.

Knows nothing of requests and of the wire. A collection is named by its account and by its path below it, so
that what is below a record goes with it.
"""

from collections.abc import Iterator
from datetime import datetime

import attrs

from twilio_async.emulator.memory.history import History
from twilio_async.emulator.messaging.message_records import Created


@attrs.define(eq=False)
class Item(Created):
    """A record of a plain resource; `names` are the values in the path of its collection."""

    account_sid: str
    names: tuple[str, ...]
    updated_at: datetime
    values: dict[str, object]
    """Its fields under their JSON keys, as far as they are its own."""


class Items:
    """All collections of plain records."""

    def __init__(self) -> None:
        self._collections: dict[tuple[str, str], History[Item]] = {}

    def of(self, account_sid: str, path: str) -> History[Item]:
        """The collection at a path below an account."""
        return self._collections.setdefault((account_sid, path), History())

    def everywhere(self, path: str) -> Iterator[Item]:
        """The records of the same collection of all accounts."""
        for (_, each), history in self._collections.items():
            if each == path:
                yield from history

    def remove(self, item: Item, path: str) -> None:
        """Take a record out of its collection, with all that is below it."""
        self.of(item.account_sid, path).remove(item)
        below = f"{path}/{item.sid}/"
        for key in list(self._collections):
            if key[0] == item.account_sid and key[1].startswith(below):
                del self._collections[key]

    def move(self, item: Item, path: str, account_sid: str) -> None:
        """Take a record into the same collection of another account, with all that is below it."""
        below = f"{path}/{item.sid}/"
        for owner, each in list(self._collections):
            if owner == item.account_sid and each.startswith(below):
                history = self._collections.pop((owner, each))
                for child in history:
                    child.account_sid = account_sid
                self._collections[account_sid, each] = history
        self.of(item.account_sid, path).remove(item)
        item.account_sid = account_sid
        self.of(account_sid, path).add(item)
