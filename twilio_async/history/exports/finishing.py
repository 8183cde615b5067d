"""The finishing of drafts: each becomes a whole part, then the manifest is replaced by one that knows it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, TypeVar

from twilio_async import Model
from twilio_async.history.exports.parts.files import published
from twilio_async.history.exports.threads import completed, settled

if TYPE_CHECKING:
    from collections.abc import Callable

    from twilio_async.history.exports.destinations import Destination
    from twilio_async.history.exports.ledger import Ledger
    from twilio_async.history.exports.manifest import PartFile
    from twilio_async.history.exports.sinks import Draft, Sink
    from twilio_async.history.slices import Remainder, Slice
    from twilio_async.history.spans import Span

M = TypeVar("M", bound=Model)
_MOST_UNSAVED = 100
"""Slices without a part after which the manifest says that they are done."""
_AT_A_TIME = 2
"""Parts that are made whole at the same time."""


class Finishing(Generic[M]):
    """The drafts that are on their way to become parts.

    Args:
        destination: Where they are.
        ledger: What is to know them.
        left: Gives what is left behind the parts that are whole.
    """

    def __init__(self, destination: Destination, ledger: Ledger, left: Callable[[], Remainder]) -> None:
        self._destination = destination
        self._ledger = ledger
        self._left = left
        self._tasks: set[asyncio.Task[None]] = set()
        self._gate = asyncio.Semaphore(_AT_A_TIME)

    def begin(self, sink: Sink[M], on_end: Callable[[], object]) -> None:
        """Begin to make the draft of a sink whole; `on_end` is called once its slice is known to be done."""
        draft, left = sink.take_out()
        self._tasks.add(asyncio.create_task(self._complete(sink, draft, left, on_end)))

    async def keep_up(self) -> None:
        """Raise what a part failed by, and wait where many are not whole yet."""
        if len(self._tasks) > 2 * _AT_A_TIME:
            await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in [task for task in self._tasks if task.done()]:
            self._tasks.discard(task)
            task.result()

    async def all(self) -> None:
        """Wait until all parts are whole and known, and raise what one failed by."""
        await self.settled()
        for task in self._tasks:
            task.result()
        await self._ledger.save(self._left)

    async def settled(self) -> None:
        """Wait until nothing is on its way, whatever becomes of it."""
        await settled(self._tasks)

    async def _complete(
        self, sink: Sink[M], draft: Draft[M] | None, left: Slice | None, on_end: Callable[[], object]
    ) -> None:
        """Make a draft whole, and have the manifest know it and what is left of its slice behind it."""
        async with sink.order:
            entry = await self._published(draft, sink.left.span)
            self._ledger.add(entry)
            if left is None:
                on_end()
            else:
                sink.left = left
        if entry is not None or self._ledger.unsaved >= _MOST_UNSAVED:
            await self._ledger.save(self._left)

    async def _published(self, draft: Draft[M] | None, span: Span) -> PartFile | None:
        if draft is None:
            return None
        if not draft.rows:  # Its first page failed.
            draft.part.discard()
            return None
        run = self._ledger.run.number
        async with self._gate:
            return await completed(published, self._destination, draft.part, draft.name, run, span)
