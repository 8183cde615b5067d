"""The writing of an export: each slice has a sink, whose parts become whole one after the other.

A part is written under another name and appears when it is whole and on the disk; then the manifest is
replaced by one that knows it. Whatever ends a run, the next one goes on behind the parts that the manifest
knows. An error and a cancellation leave the parts whole as far as they were written.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING, Generic, TypeVar

from attrs import define, evolve, field

from twilio_async import Model, TwilioError
from twilio_async.history.errors import ExportError
from twilio_async.history.exports.folders import unwritable
from twilio_async.history.exports.names import UNDATED, stretch
from twilio_async.history.exports.publishing import ROWS_A_PART, published
from twilio_async.history.exports.threads import completed, settled
from twilio_async.history.formats import Part
from twilio_async.history.progress import Meter, Progress
from twilio_async.history.slices import Cursor, Slice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from twilio_async.history.exports.changes import Changes
    from twilio_async.history.exports.folders import Place
    from twilio_async.history.exports.ledger import Ledger
    from twilio_async.history.exports.manifest import PartFile
    from twilio_async.history.formats import Layout
    from twilio_async.history.query import Query
    from twilio_async.history.spans import Span
    from twilio_async.history.walks import Walk

M = TypeVar("M", bound=Model)
_MOST_UNSAVED = 100
"""Slices without a part after which the manifest says that they are done."""
_AT_A_TIME = 2
"""Parts that are made whole at the same time."""


@define(eq=False)
class _Draft(Generic[M]):
    """A part that is being written, the name that it will have, and how many records are in it."""

    name: str
    part: Part[M]
    rows: int = 0


@define(eq=False)
class _Sink(Generic[M]):
    """Where the records of a slice go.

    Attributes:
        left: What is left of the slice behind the parts that the manifest knows.
        cursor: Where it goes on behind what was written; None before that, and at its end.
        is_at_end: Whether all of it was written.
        is_over: Whether its last part is on its way.
        draft: What is being written; None where there is nothing to write yet.
        order: Held while a part becomes known: one after the other.
    """

    left: Slice
    cursor: str | None
    is_at_end: bool = False
    is_over: bool = False
    draft: _Draft[M] | None = None
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
        except asyncio.CancelledError:
            with suppress(ExportError):  # Whoever cancels wants no other end.
                await self._finish_all()
            raise
        except ExportError:
            raise
        except TwilioError:
            await self._finish_all()
            raise
        else:
            await self._finish_all()
        finally:
            await settled(self._finishing)
            self._discard()
        self._cursor = self._left()

    def _take(self, walk: Walk[M]) -> None:
        """Write the page that comes next."""
        batch = walk.batches[0]
        sink = self._sinks.setdefault(walk, _Sink(walk.slice, walk.slice.cursor))
        records = self._changes.of(batch.records)
        if records:
            if sink.draft is None:
                sink.draft = self._begin(sink.left)
            try:
                sink.draft.part.write(records)
            except OSError as error:
                raise unwritable(self._place.draft(sink.draft.name).parent, error) from error
            sink.draft.rows += len(records)
        sink.cursor, sink.is_at_end = batch.page.cursor, batch.page.cursor is None
        self._meter.records += len(records)
        self._meter.pages += 1
        self._meter.retries += batch.page.retries
        is_full = sink.draft is not None and sink.draft.rows >= ROWS_A_PART
        if is_full and not sink.is_at_end and not sink.left.is_undated:
            self._finish(walk, sink)
        self._tell()

    def _begin(self, part: Slice) -> _Draft[M]:
        names, run = self._ledger.names, self._ledger.run.number
        when = UNDATED if part.is_undated else stretch(part.span.since)
        stem = names.stem(run, when, self._ledger.writer)
        self._numbers[stem] += 1
        name = names.name(stem, self._numbers[stem])
        path = self._place.draft(name)
        try:
            return _Draft(name, self._layout.begin(path))
        except OSError as error:
            raise unwritable(path.parent, error) from error

    def _finish_those_that_are_over(self) -> None:
        for walk, sink in self._sinks.items():
            if walk.is_over and not sink.is_over:
                sink.is_over = sink.is_at_end = True
                self._finish(walk, sink)

    def _finish(self, walk: Walk[M], sink: _Sink[M]) -> None:
        """Begin to make a part whole."""
        draft, sink.draft = sink.draft, None
        left = None if sink.is_at_end else evolve(sink.left, cursor=sink.cursor)
        self._finishing.add(asyncio.create_task(self._complete(walk, sink, draft, left)))

    async def _complete(
        self, walk: Walk[M], sink: _Sink[M], draft: _Draft[M] | None, left: Slice | None
    ) -> None:
        """Make a part whole, and have the manifest know it and what is left behind it."""
        async with sink.order:
            entry = await self._published(draft, sink.left.span)
            self._ledger.add(entry)
            if left is None:
                del self._sinks[walk]
                self._meter.slices += 1
            else:
                sink.left = left
        if entry is not None or self._ledger.unsaved >= _MOST_UNSAVED:
            await self._ledger.save(self._left)

    async def _published(self, draft: _Draft[M] | None, span: Span) -> PartFile | None:
        if draft is None:
            return None
        if not draft.rows:  # Its first page failed.
            draft.part.discard()
            return None
        run = self._ledger.run.number
        async with self._gate:
            return await completed(published, self._place, draft.part, draft.name, run, span)

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
            if not sink.is_over and (sink.is_at_end or not sink.left.is_undated):
                sink.is_over = True
                self._finish(walk, sink)
        await settled(self._finishing)
        for task in self._finishing:
            task.result()
        await self._ledger.save(self._left)

    def _discard(self) -> None:
        for sink in self._sinks.values():
            if sink.draft is not None:
                sink.draft.part.discard()
        self._sinks.clear()

    def _left(self) -> Cursor:
        """What is left behind the parts that are whole."""
        cursor = self._reading.cursor({walk: sink.left for walk, sink in self._sinks.items()}, self._later)
        is_whole = not any(each.is_undated for each in cursor.slices)
        return evolve(cursor, undated=cursor.undated if is_whole else frozenset[str]())

    def _wait(self, days: int) -> None:
        self._meter.awaited = days
        self._tell()

    def _tell(self) -> None:
        if self._on_progress is not None:
            self._on_progress(self._progress())

    def _progress(self) -> Progress:
        return self._meter.progress(len(self._ledger.parts), self._ledger.bytes, self._left().slices)
