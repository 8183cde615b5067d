"""Instances: records that are no more than their fields, in the collections of their list resources.

Knows nothing of requests and of the wire. A collection is named by its account and by its path below it, so
that what is below an instance goes with it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from attrs import define

from twilio_async.emulator.memory.history import CreationEntry, History

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from twilio_async.emulator.memory.identifiers import Identifiers


@define(eq=False)
class Instance(CreationEntry):
    """An instance of a list resource; `path_values` are the values in the path of its collection."""

    account_sid: str
    path_values: tuple[str, ...]
    updated_at: datetime
    fields: dict[str, object]
    """Its fields under their JSON keys, as far as they are its own."""


class Instances:
    """The instances of all list resources."""

    def __init__(self, clock: Callable[[], datetime], identifiers: Identifiers) -> None:
        self._clock = clock
        self._identifiers = identifiers
        self._collections: dict[tuple[str, str], History[Instance]] = {}

    def of(self, account_sid: str, path: str) -> History[Instance]:
        """The collection at a path below an account."""
        return self._collections.setdefault((account_sid, path), History())

    def everywhere(self, path: str) -> Iterator[Instance]:
        """The instances in the same collection of all accounts."""
        for (_, each), history in self._collections.items():
            if each == path:
                yield from history

    def create(
        self, sid: str, account_sid: str, path_values: tuple[str, ...], fields: dict[str, object]
    ) -> Instance:
        """An instance that begins now and is in no collection yet."""
        now = self._clock()
        return Instance(
            sid=sid,
            account_sid=account_sid,
            path_values=path_values,
            serial=self._identifiers.serial(),
            created_at=now,
            updated_at=now,
            fields=fields,
        )

    def add(
        self, path: str, sid: str, account_sid: str, path_values: tuple[str, ...], fields: dict[str, object]
    ) -> Instance:
        """A new instance in the collection at a path below the account."""
        instance = self.create(sid, account_sid, path_values, fields)
        self.of(account_sid, path).add(instance)
        return instance

    def remove(self, instance: Instance, path: str) -> None:
        """Take an instance out of its collection, with all that is below it."""
        self.of(instance.account_sid, path).remove(instance)
        below = f"{path}/{instance.sid}/"
        for key in list(self._collections):
            if key[0] == instance.account_sid and key[1].startswith(below):
                del self._collections[key]

    def move(self, instance: Instance, path: str, account_sid: str) -> None:
        """Take an instance into the same collection of another account, with all that is below it."""
        below = f"{path}/{instance.sid}/"
        for owner, each in list(self._collections):
            if owner == instance.account_sid and each.startswith(below):
                history = self._collections.pop((owner, each))
                for child in history:
                    child.account_sid = account_sid
                self._collections[account_sid, each] = history
        self.of(instance.account_sid, path).remove(instance)
        instance.account_sid = account_sid
        self.of(account_sid, path).add(instance)
