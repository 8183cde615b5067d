"""Patience with a database that fails for some seconds, such as one that is started anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from attrs import frozen

from twilio_async import Clock
from twilio_async.bulk.errors import JournalError
from twilio_async.bulk.journal.databases import Contended, Database

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


T = TypeVar("T")
_WAITS = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds to wait for a database that fails, each time."""


@frozen
class Patience:
    """Accesses to a database that are done again while it fails, on a clock."""

    database: Database
    clock: Clock

    async def of(self, access: Callable[[], Awaitable[T]]) -> T:
        """What an access comes to.

        Raises:
            Contended: Another process was faster.
            JournalError: The database has failed for too long.
        """
        for wait in () if self.database.readonly else _WAITS:
            try:
                return await access()
            except Contended:
                raise
            except JournalError:
                await self.clock.sleep(wait)
        return await access()
