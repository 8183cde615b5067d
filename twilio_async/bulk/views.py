"""Views of campaigns: what a journal says, for whoever looks and neither sends nor changes anything."""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from twilio_async import Clock
from twilio_async.bulk.journal import comparing, reading
from twilio_async.bulk.journal.adding import key_of
from twilio_async.bulk.journal.databases import Database, parsed
from twilio_async.bulk.journal.opening import identify

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Iterable

    from twilio_async.bulk.entries import Entry, Known, State, Status
    from twilio_async.bulk.messages import OutboundMessage

_BATCH = 1000


class CampaignView:
    """The messages of a campaign and what became of them, to be looked at; this needs no client."""

    def __init__(self, database: Database) -> None:
        """Not to be called: see `look`."""
        self._database = database

    @staticmethod
    def look(url: str, *, schema: str | None = None) -> Opening[CampaignView]:
        """Look at a journal: use it with `async with`, or await it. Nothing is locked, and nothing written.

        Args:
            url: `sqlite:///spring.db` (or four slashes and an absolute path), or
                `postgresql://user:password@host/database`.
            schema: The schema of a PostgreSQL database that the journal is in.

        Raises:
            InvalidArgument: The url or the schema cannot be.
            JournalError: There is no journal, or one of something else or of a newer version.
        """
        parsed(url)

        async def opened() -> CampaignView:
            database = await Database.open(url, Clock(), readonly=True, schema=schema)
            try:
                await identify(database, None)
            except BaseException:
                await database.close()
                raise
            return CampaignView(database)

        return Opening(opened)

    async def close(self) -> None:
        """Close the journal."""
        await self._database.close()

    async def status(self) -> Status:
        """The messages of the campaign, counted by state."""
        return await self._database.read(reading.status)

    async def outcomes(self, *states: State) -> AsyncGenerator[Entry, None]:
        """Each message with what became of it, in the order of adding.

        Args:
            *states: Only messages in one of these states.
        """
        behind = 0
        while True:
            work = partial(reading.entries, states=states, behind=behind, most=_BATCH)
            entries, behind = await self._database.read(work)
            if not entries:
                return
            for entry in entries:
                yield entry

    async def compare(self, messages: Iterable[OutboundMessage]) -> AsyncGenerator[Known, None]:
        """What the campaign has of each of these messages, as if `add` had got them; nothing is added.

        Messages are known by their own `key`, or without one by what they are: how many there were so far of
        each is in memory.

        Args:
            messages: They are taken as they are looked up, so that a generator of any length will do.

        Raises:
            InvalidArgument: A key has a NUL in it.
            JournalError: The journal cannot be read.
        """
        nameless: Counter[str] = Counter()
        line = iter(messages)
        while batch := list(islice(line, _BATCH)):
            keys = [_key(outbound, nameless) for outbound in batch]
            work = partial(comparing.compare, messages=batch, keys=keys)
            for known in await self._database.read(work):
                yield known


def _key(outbound: OutboundMessage, nameless: Counter[str]) -> str:
    """The key that `add` would give a message."""
    if outbound.key is not None:
        return outbound.key
    digest = outbound.digest()
    nameless[digest] += 1
    return key_of(digest, nameless[digest])


V = TypeVar("V", bound=CampaignView)


class Opening(Generic[V]):
    """A campaign that is about to be opened: enter it, or await it."""

    def __init__(self, make: Callable[[], Awaitable[V]]) -> None:
        self._make = make
        self._campaign: V | None = None

    def __await__(self) -> Generator[Any, None, V]:
        return self._make().__await__()

    async def __aenter__(self) -> V:
        self._campaign = await self
        return self._campaign

    async def __aexit__(self, *_: object) -> None:
        if self._campaign is not None:
            await self._campaign.close()
