"""The writing of an export: each slice has a sink, whose parts become whole one after the other.

A part is written under another name and appears when it is whole and on the disk; then the manifest is
replaced by one that knows it. Whatever ends a run, the next one goes on behind the parts that the manifest
knows. An error and a cancellation leave the parts whole as far as they were written.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import aclosing
from typing import TYPE_CHECKING, Generic, TypeVar

from attrs import define, evolve, field

from twilio_async import Model, TwilioError
from twilio_async.history.errors import ExportError
from twilio_async.history.exports.folders import unwritable
from twilio_async.history.exports.names import UNDATED, stretch
from twilio_async.history.exports.publishing import ROWS_A_PART, published
from twilio_async.history.formats import Part
from twilio_async.history.progress import Meter, Progress
from twilio_async.history.slices import Cursor, Slice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from twilio_async.history.exports.changes import Changes
    from twilio_async.history.exports.folders import Place
    from twilio_async.history.exports.ledger import Ledger
    from twilio_async.history.formats import Layout
    from twilio_async.history.query import Query
    from twilio_async.history.walks import Walk

M = TypeVar("M", bound=Model)
_AT_A_TIME = 2
"""Parts that are made whole at the same time."""


@define(eq=False)
class _Sink(Generic[M]):
    """Where the records of a slice go.

    Attributes:
        left: What is left of the slice behind the parts that the manifest knows.
        cursor: Where it goes on behind what was written; None at its end.
        name: Of the part that is being written.
        part: That part; None where there is nothing to write yet.
        rows: How many records it has.
        is_over: Whether its last part is on its way.
        order: Parts become known one after the other.
    """

    left: Slice
    cursor: str | None = None
    name: str = ""
    part: Part[M] | None = None
    rows: int = 0
    is_over: bool = False
    order: asyncio.Lock = field(factory=asyncio.Lock)


class Writing(Generic[M]):
    """An export under way.

    Args:
        query: Its records.
        place: Where it goes.
        layout: The format of its files.
        ledger: What is written, and left of the run.
        changes: What chooses the records that are new or changed.
        on_progress: Called behind each page.
    """

    def __init__(
        self,
        query: Query[M],
        place: Place,
        layout: Layout[M],
        ledger: Ledger,
        changes: Changes[M],
        *,
        on_progress: Callable[[Progress], object] | None,
    ) -> None:
        self._query = query
        self._place = place
        self._layout = layout
        self._on_progress = on_progress
        self._ledger = ledger
        self._changes = changes
        self._cursor = ledger.left(query)
        self._meter = Meter(query.span, self._cursor.present, sum(part.rows for part in ledger.parts))
        self._numbers = Counter(part.name.rpartition("-")[0] for part in ledger.parts)
        self._later: Sequence[Slice] = ()
        self._reading = query.read(self._cursor, ordered=False)
        self._sinks: dict[Walk[M], _Sink[M]] = {}
        self._finishing: set[asyncio.Task[None]] = set()
        self._gate = asyncio.Semaphore(_AT_A_TIME)

    async def run(self) -> Progress:
        """Write what is left."""
        # What has no date yet is known to the manifest before that is read which may have got one meanwhile.
        undated = [each for each in self._cursor.slices if each.is_undated]
        dated = [each for each in self._cursor.slices if not each.is_undated]
        for slices, self._later in ((undated, dated), (dated, ())):
            await self._write(slices)
        return self._progress()

    async def _write(self, slices: Sequence[Slice]) -> None:
        """Write these slices, and have the manifest know it."""
        cursor = evolve(self._cursor, slices=slices)
        self._reading = self._query.read(cursor, ordered=False, on_wait=self._wait)
        try:
            async with aclosing(self._reading.filled()) as walks:
                async for walk in walks:
                    self._take(walk)
                    self._finish_those_that_are_over()
                    await self._keep_up()
        except (TwilioError, asyncio.CancelledError) as error:
            if not isinstance(error, ExportError):
                await self._finish_all()
            raise
        else:
            await self._finish_all()
        finally:
            await asyncio.gather(*self._finishing, return_exceptions=True)
            self._discard()
        self._cursor = self._left()
        await self._ledger.save(self._left)

    def _take(self, walk: Walk[M]) -> None:
        """Write the page that comes next."""
        batch = walk.batches[0]
        sink = self._sinks.setdefault(walk, _Sink(walk.slice))
        records = self._changes.of(batch.records)
        if records:
            try:
                if sink.part is None:
                    sink.name = self._next_name(sink.left)
                    sink.part = self._layout.begin(self._place.draft(sink.name))
                sink.part.write(records)
            except OSError as error:
                raise unwritable(self._place.draft(sink.name).parent, error) from error
        sink.rows += len(records)
        sink.cursor = batch.page.cursor
        self._meter.records += len(records)
        self._meter.pages += 1
        self._meter.retries += batch.page.retries
        if sink.rows >= ROWS_A_PART and sink.cursor is not None and not sink.left.is_undated:
            self._finish(walk, sink)
        self._tell()

    def _next_name(self, part: Slice) -> str:
        names, run = self._ledger.names, self._ledger.run.number
        when = UNDATED if part.is_undated else stretch(part.span.since)
        stem = names.stem(run, when, self._ledger.writer)
        self._numbers[stem] += 1
        return names.name(stem, self._numbers[stem])

    def _finish_those_that_are_over(self) -> None:
        for walk, sink in self._sinks.items():
            if walk.is_over and not sink.is_over:
                sink.is_over, sink.cursor = True, None
                self._finish(walk, sink)

    def _finish(self, walk: Walk[M], sink: _Sink[M]) -> None:
        """Begin to make a part whole."""
        part, name, sink.part, sink.rows = sink.part, sink.name, None, 0
        left = None if sink.cursor is None else evolve(sink.left, cursor=sink.cursor)
        self._finishing.add(asyncio.create_task(self._complete(walk, sink, part, name, left)))

    async def _complete(
        self, walk: Walk[M], sink: _Sink[M], part: Part[M] | None, name: str, left: Slice | None
    ) -> None:
        """Make a part whole, and have the manifest know it and what is left behind it."""
        async with sink.order:
            entry = None
            if part is not None:
                async with self._gate:
                    run = self._ledger.run.number
                    entry = await asyncio.to_thread(published, self._place, part, name, run, sink.left.span)
            self._ledger.add(entry)
            if left is None:
                del self._sinks[walk]
                self._meter.slices += 1
            else:
                sink.left = left
        if entry is not None:
            await self._ledger.save(self._left)

    async def _keep_up(self) -> None:
        """Raise what a part failed by, and wait where many are not whole yet."""
        if len(self._finishing) > 2 * _AT_A_TIME:
            await asyncio.wait(self._finishing, return_when=asyncio.FIRST_COMPLETED)
        for task in [task for task in self._finishing if task.done()]:
            self._finishing.discard(task)
            task.result()

    async def _finish_all(self) -> None:
        """Make all parts whole, as far as they are written; what has no date yet has only one."""
        self._finish_those_that_are_over()  # The last one of all, too, whose end no page has told.
        for walk, sink in self._sinks.items():
            if not sink.is_over and (sink.cursor is None or not sink.left.is_undated):
                sink.is_over = True
                self._finish(walk, sink)
        if self._finishing:
            await asyncio.wait(self._finishing)  # A cancellation, which may come here too, is not theirs.
        for task in self._finishing:
            task.result()

    def _discard(self) -> None:
        for sink in self._sinks.values():
            if sink.part is not None:
                sink.part.discard()
        self._sinks.clear()

    def _left(self) -> Cursor:
        """What is left behind the parts that are whole."""
        cursor = self._reading.cursor({walk: sink.left for walk, sink in self._sinks.items()})
        slices = [*cursor.slices, *self._later]
        undated = frozenset[str]() if any(each.is_undated for each in slices) else cursor.undated
        return evolve(cursor, slices=slices, undated=undated)

    def _wait(self, days: int) -> None:
        self._meter.awaited = days
        self._tell()

    def _tell(self) -> None:
        if self._on_progress is not None:
            self._on_progress(self._progress())

    def _progress(self) -> Progress:
        return self._meter.progress(len(self._ledger.parts), self._ledger.bytes, self._left().slices)
