"""The writing of an export: the pages of a reading, each into the sink of its slice.

An error and a cancellation leave the parts whole as far as they were written.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing, suppress
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from attrs import evolve

from twilio_async import Model, TwilioError
from twilio_async.history.errors import ExportError
from twilio_async.history.exports.finishing import Finishing
from twilio_async.history.exports.parts.files import ROWS_A_PART
from twilio_async.history.exports.sinks import Drafts, Sink
from twilio_async.history.progress import Meter, Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from twilio_async.history.exports.changes import Changes
    from twilio_async.history.exports.destinations import Destination
    from twilio_async.history.exports.ledger import Ledger
    from twilio_async.history.formats import Layout
    from twilio_async.history.selection import Selection
    from twilio_async.history.slices import Remainder, Slice
    from twilio_async.history.walks import Walk

M = TypeVar("M", bound=Model)


class Writing(Generic[M]):
    """An export under way.

    Args:
        selection: Its records.
        destination: Where it goes.
        layout: The format of its files.
        ledger: What is written, and left of the run.
        changes: What chooses the records that are new or changed.
        on_progress: Called behind each page, and at the end.
    """

    def __init__(
        self,
        selection: Selection[M],
        destination: Destination,
        layout: Layout[M],
        ledger: Ledger,
        changes: Changes[M],
        *,
        on_progress: Callable[[Progress], object] | None,
    ) -> None:
        self._selection = selection
        self._on_progress = on_progress
        self._ledger = ledger
        self._changes = changes
        self._remainder = ledger.left(selection)
        self._meter = Meter(
            selection.span,
            self._remainder.present,
            earlier=sum(part.rows for part in ledger.parts),
            of_run=sum(part.rows for part in ledger.parts if part.run == ledger.run.number),
        )
        self._later: Sequence[Slice] = ()
        self._sinks: dict[Walk[M], Sink[M]] = {}
        self._written: set[Walk[M]] = set()
        """Walks whose last part is whole though a cancellation came before the reading knew of their end."""
        self._drafts = Drafts(destination, layout, ledger)
        self._finishing = Finishing[M](destination, ledger, self._left)

    async def run(self) -> Progress:
        """Write what is left."""
        # What has no date yet is known to the manifest before that is read which may have got one meanwhile.
        undated = [each for each in self._remainder.slices if each.is_undated]
        dated = [each for each in self._remainder.slices if not each.is_undated]
        for slices, self._later in ((undated, dated), (dated, ())):
            await self._write(slices)
        self._tell()
        return self._progress()

    async def _write(self, slices: Sequence[Slice]) -> None:
        """Write these slices, and have the manifest know it."""
        remainder = evolve(self._remainder, slices=slices)
        self._reading = self._selection.read(remainder, ordered=False, on_wait=self._wait)
        try:
            async with aclosing(self._reading.filled()) as walks:
                async for walk in walks:
                    self._take(walk)
                    self._finish_those_that_are_over()
                    await self._finishing.keep_up()
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
            await self._finishing.settled()
            self._discard()
        self._remainder = self._left()

    def _take(self, walk: Walk[M]) -> None:
        """Write the page that comes next."""
        batch = walk.batches[0]
        sink = self._sinks.setdefault(walk, Sink(walk.slice, walk.slice.cursor))
        records = self._changes.of(batch.records)
        if records:
            if sink.draft is None:
                sink.draft = self._drafts.begin(sink.left)
            self._drafts.write(sink.draft, records)
        sink.cursor, sink.is_at_end = batch.page.cursor, batch.page.cursor is None
        self._meter.records += len(records)
        self._meter.pages += 1
        self._meter.retries += batch.page.retries
        is_full = sink.draft is not None and sink.draft.rows >= ROWS_A_PART
        if is_full and not sink.is_at_end and not sink.left.is_undated:
            self._finish(walk, sink)
        self._tell()

    def _finish_those_that_are_over(self) -> None:
        for walk, sink in self._sinks.items():
            if walk.is_over and not sink.is_over:
                sink.is_over = sink.is_at_end = True
                self._finish(walk, sink)

    def _finish(self, walk: Walk[M], sink: Sink[M]) -> None:
        self._finishing.begin(sink, partial(self._end, walk))

    def _end(self, walk: Walk[M]) -> None:
        del self._sinks[walk]
        if not walk.is_over:
            self._written.add(walk)
        self._meter.slices += 1

    async def _finish_all(self) -> None:
        """Make all parts whole, as far as they are written; what has no date yet has only one."""
        self._finish_those_that_are_over()  # The last one of all, too, whose end no page has told.
        for walk, sink in self._sinks.items():
            if not sink.is_over and (sink.is_at_end or not sink.left.is_undated):
                sink.is_over = True
                self._finish(walk, sink)
        await self._finishing.all()

    def _discard(self) -> None:
        for sink in self._sinks.values():
            sink.discard()
        self._sinks.clear()

    def _left(self) -> Remainder:
        """What is left behind the parts that are whole."""
        instead = {walk: sink.left for walk, sink in self._sinks.items()}
        undated = [
            record
            for walk in self._written
            if walk.slice.is_undated
            for batch in walk.batches
            for record in batch.records
        ]
        left = self._reading.left({**dict.fromkeys(self._written), **instead}, self._later, undated)
        is_whole = not any(each.is_undated for each in left.slices)
        return evolve(left, undated=left.undated if is_whole else frozenset[str]())

    def _wait(self, days: int) -> None:
        self._meter.awaited = days
        self._tell()

    def _tell(self) -> None:
        if self._on_progress is not None:
            self._on_progress(self._progress())

    def _progress(self) -> Progress:
        return self._meter.progress(len(self._ledger.parts), self._ledger.bytes, self._left().slices)
