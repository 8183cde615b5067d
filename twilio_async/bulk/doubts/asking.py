"""Asking: a run takes the doubts that are due from the journal, and asks Twilio's list about them."""

from __future__ import annotations

import asyncio
import math
from functools import partial
from typing import TYPE_CHECKING

from twilio_async import TwilioError
from twilio_async.bulk.attempts import concerns_all
from twilio_async.bulk.journal import doubtful

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from sqlalchemy import Connection

    from twilio_async.bulk.doubts.settling import Settler
    from twilio_async.bulk.journal.databases import Database
    from twilio_async.bulk.journal.doubtful import Doubt
    from twilio_async.bulk.journal.patience import Patience
    from twilio_async.bulk.settings import Settings

_CHECK = 1.0
"""Seconds until leases that ended and doubts that are due are taken again, while messages are sent."""
_ASKS = 8
"""The most doubts that are asked about at a time."""
_ASK_AGAIN = 5.0
"""Seconds until a doubt is asked about again of which Twilio did not tell."""


class Asking:
    """What a run asks Twilio's list about its doubts.

    Args:
        database: The journal that has the doubts.
        settings: When the list is asked.
        settler: What asks it.
        patience: How accesses to the database are made.
        stop: Called with an error that concerns all messages.
        ended: Called with each question's task at its end.
    """

    def __init__(
        self,
        database: Database,
        settings: Settings,
        settler: Settler,
        patience: Patience,
        *,
        stop: Callable[[TwilioError], None],
        ended: Callable[[asyncio.Task[None]], None],
    ) -> None:
        self._database = database
        self._settings = settings
        self._settler = settler
        self._patience = patience
        self._stop = stop
        self._ended = ended
        self.tasks: set[asyncio.Task[None]] = set()
        """The questions under way."""
        self.check_at = 0.0
        """When to take doubts next, by the journal's time."""

    @property
    def has_room(self) -> bool:
        """Whether one more doubt could be asked about."""
        return len(self.tasks) < _ASKS

    @property
    def is_due(self) -> bool:
        """Whether it is time to take doubts."""
        return self.has_room and self._database.now() >= self.check_at

    async def hasten(self) -> None:
        """Let no doubt wait for longer than these settings say: it may have begun under others."""
        work = partial(doubtful.hasten, now=self._database.now(), waits=self._settings.settle)
        await self._patience.of(lambda: self._database.write(work))

    async def check(self, own: Collection[int]) -> None:
        """Take leases that ended for doubts, but `own`, and ask Twilio about the doubts that are due."""
        now = self._database.now()
        free = _ASKS - len(self.tasks)
        self.check_at = now + _CHECK
        # Where nobody else can be at work, the lease of another is that of a process that has died.
        before = now if self._database.is_shared else math.inf
        until = now + self._settings.timeout + _ASK_AGAIN

        def taken(connection: Connection) -> list[Doubt]:
            doubtful.expire(connection, now, own, before=before)
            return doubtful.take(connection, now, free, until=until)

        for doubt in await self._patience.of(lambda: self._database.write(taken)):
            task = asyncio.create_task(self._ask(doubt))
            self.tasks.add(task)
            task.add_done_callback(self._asked)

    async def _ask(self, doubt: Doubt) -> None:
        try:
            await self._settler.settle(doubt)
        except TwilioError as error:
            if concerns_all(error):
                self._stop(error)
            work = partial(doubtful.ask_again, doubt=doubt, at=self._database.now() + _ASK_AGAIN)
            await self._patience.of(lambda: self._database.write(work))

    def _asked(self, task: asyncio.Task[None]) -> None:
        self.tasks.discard(task)
        self._ended(task)
