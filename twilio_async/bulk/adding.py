"""Adding: messages go into the journal in batches, so a generator of any length will do.

A message is added once per key, so the same `add` may be done again after whatever ended it. Messages without
a key are told apart by what they are and, among equal ones, by the order within one `add`; one that equals a
message with a key is a repeated one as well. How many of each there were so far is kept in the journal, and
not in memory.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import AsyncIterable
from contextlib import AsyncExitStack
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Literal

from attrs import fields

from twilio_async import InvalidArgument
from twilio_async.bulk.entries import Added
from twilio_async.bulk.errors import RepeatedMessage
from twilio_async.bulk.journal import adding as journal
from twilio_async.bulk.journal.adding import NewMessage
from twilio_async.bulk.messages import OutboundMessage

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterable, Sequence

    from sqlalchemy import Connection

    from twilio_async.bulk.journal.databases import Database

_BATCH = 1000


class Adding:
    """One `add`: which keys its messages have, and what it came to."""

    def __init__(
        self,
        database: Database,
        *,
        key: str | Callable[[OutboundMessage], str] | None,
        repeats: Literal["send", "skip"] | None,
    ) -> None:
        if repeats not in {None, "send", "skip"}:
            raise InvalidArgument("repeats is 'send' or 'skip'")
        if isinstance(key, str) and key not in {field.name for field in fields(OutboundMessage)}:
            raise InvalidArgument(f"key names a field of OutboundMessage, such as 'to', not {key!r}")
        self._database = database
        self._key_of = attrgetter(key) if isinstance(key, str) else key or attrgetter("key")
        self._repeats = repeats
        self._number = secrets.randbits(62)
        self._seen = self._added = self._skipped = 0

    async def add(self, messages: Iterable[OutboundMessage] | AsyncIterable[OutboundMessage]) -> Added:
        """Add messages, as `Campaign.add` says."""
        async with AsyncExitStack() as stack:
            is_alone = False
            async for batch in _batches(messages):
                keys = [self._key(outbound) for outbound in batch]
                if None in keys and not is_alone:  # Two that count at a time would count wrong.
                    await stack.enter_async_context(self._database.alone())
                    await self._database.write(journal.expect_nameless)
                    is_alone = True
                await self._add(batch, keys)
        return Added(added=self._added, known=self._seen - self._added, skipped=self._skipped)

    def _key(self, outbound: object) -> str | None:
        if not isinstance(outbound, OutboundMessage):
            raise InvalidArgument(f"add takes OutboundMessages, not {type(outbound).__name__}")
        key = self._key_of(outbound)
        return None if key is None else str(key)

    async def _add(self, batch: Sequence[OutboundMessage], keys: Sequence[str | None]) -> None:
        now = self._database.now()

        def work(connection: Connection) -> tuple[int, int]:
            new, counts = self._new(connection, batch, keys)
            done = journal.add(connection, new, now)
            if counts:
                journal.count_occurrences(connection, counts, self._number)
            return done

        added, skipped = await self._database.write(work)
        self._seen += len(batch)
        self._added += added
        self._skipped += skipped

    def _new(
        self, connection: Connection, batch: Sequence[OutboundMessage], keys: Sequence[str | None]
    ) -> tuple[list[NewMessage], Counter[str]]:
        """The messages of a batch under their keys, and how many there were of those without so far."""
        if None not in keys:
            named = zip(batch, keys, strict=True)
            return [NewMessage(key, one) for one, key in named if key is not None], Counter()
        rows = [(one, key, one.digest()) for one, key in zip(batch, keys, strict=True)]
        nameless = {digest: one for one, key, digest in rows if key is None}
        counts = journal.occurrences(connection, nameless, self._number)
        keyed = journal.equal_to_keyed(connection, nameless)
        new: list[NewMessage] = []
        for place, (outbound, key, digest) in enumerate(rows, self._seen + 1):
            if key is not None:
                keyed.add(digest)
                new.append(NewMessage(key, outbound))
                continue
            counts[digest] += 1
            new.append(
                NewMessage(
                    journal.key_of(digest, counts[digest]),
                    outbound,
                    added_by=self._number,
                    is_repeated=self._is_to_be_skipped(place, counts[digest] > 1 or digest in keyed),
                )
            )
        return new, counts

    def _is_to_be_skipped(self, place: int, is_repeated: bool) -> bool:
        """Whether a message without a key is added to be skipped.

        Raises:
            RepeatedMessage: It is repeated, and nobody has said what becomes of such ones.
        """
        if is_repeated and self._repeats is None:
            raise RepeatedMessage(
                f"message number {place} is the same as an earlier one (recipient, sender and content): "
                "give repeats='send' or 'skip', or each message a key"
            )
        return is_repeated and self._repeats == "skip"


async def _batches(
    messages: Iterable[OutboundMessage] | AsyncIterable[OutboundMessage],
) -> AsyncGenerator[list[OutboundMessage], None]:
    if isinstance(messages, AsyncIterable):
        batch: list[OutboundMessage] = []
        async for outbound in messages:
            batch.append(outbound)
            if len(batch) == _BATCH:
                yield batch
                batch = []
        if batch:
            yield batch
        return
    line = iter(messages)
    while batch := list(islice(line, _BATCH)):
        yield batch
