"""The messages of a file so far: which line had the same key, or where there are no keys the same message."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from attrs import frozen

from twilio_async.cli.errors import CommandError

if TYPE_CHECKING:
    from twilio_async.bulk import OutboundMessage

_TABLE = "CREATE TABLE seen (name TEXT PRIMARY KEY, digest TEXT, line INTEGER) WITHOUT ROWID"
_INSERT = "INSERT OR IGNORE INTO seen VALUES (?, ?, ?)"
_FIND = "SELECT digest, line FROM seen WHERE name = ?"


@frozen
class Earlier:
    """The row of a file with the same name, on this line; `is_same` says whether its message is equal."""

    line: int
    is_same: bool


class Seen:
    """The names of messages, in a temporary file where they do not fit into a little memory."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        for statement in ("PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", _TABLE, "BEGIN"):
            self._database.execute(statement)

    def close(self) -> None:
        """Forget them."""
        self._database.close()

    def earlier(self, outbound: OutboundMessage, line: int) -> Earlier | None:
        """The first row with the key of this message, or where it has none with the same message.

        Raises:
            CommandError: There is no room for the names.
        """
        digest = outbound.digest()
        name = digest if outbound.key is None else outbound.key
        try:
            if self._database.execute(_INSERT, (name, digest, line)).rowcount:
                return None
            before, first = self._database.execute(_FIND, (name,)).fetchone()
        except sqlite3.Error as error:
            raise CommandError(
                f"nothing was sent: keys cannot be compared in a temporary file: {error}"
            ) from error
        return Earlier(first, before == digest)
