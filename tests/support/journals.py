"""Journals for tests: each is a database of its own, in SQLite or in the PostgreSQL of the session."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

from attrs import frozen

from tests.support.clients import FROM
from tests.support.clock import ManualClock
from twilio_async import Client, bulk

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from twilio_async.bulk.views import Opening
    from twilio_async.emulator import Emulator


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something holds, for a minute at most."""
    for _ in range(6000):
        if await holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came to hold")


async def arrived(emulator: Emulator, count: int = 1) -> None:
    """Wait until the emulator has so many requests."""

    async def has_come() -> bool:
        return len(emulator.requests) >= count

    await until(has_come)


def executed(emulator: Emulator) -> Counter[str]:
    """How many messages each recipient was sent."""
    return Counter(message.to for message in emulator.messages)


class PresentClock(ManualClock):
    """A clock that is moved by hand from the present on: the database's server has the same."""

    def __init__(self) -> None:
        super().__init__()
        self._start = time.time()

    def time(self) -> float:
        """Seconds since the Unix epoch."""
        return self._start + self.passed


@frozen
class Journal:
    """A journal that can be opened again and again."""

    url: str
    schema: str | None = None

    @property
    def is_shared(self) -> bool:
        """Whether several processes may work on it."""
        return self.schema is not None

    def open(self, client: Client, **options: Any) -> Opening[bulk.Campaign]:
        """Open it, with senders that are not paced."""
        given: dict[str, Any] = {"pace": {FROM: None}, **options}
        return bulk.Campaign.open(self.url, client, schema=self.schema, **given)
