"""Progress: how far an export has come."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from attrs import define, field, frozen

from twilio_async.history.spans import OPEN, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from twilio_async.history.slices import Slice


@frozen
class Progress:
    """How far an export has come.

    Attributes:
        records: Written in all, those of earlier runs included.
        added: Those of this run, which were new or changed where there were others.
        pages: Read in this run.
        retries: Requests of this run that were repeated.
        parts: Files that are whole.
        bytes: Their length.
        slices: Slices of the range that were done in this run.
        share: How much of the range is done, from 0 to 1, by its time.
        seconds: How long this run has taken.
        rate: Records a second of this run.
        seconds_left: How much longer it takes if it goes on so; None where that cannot be told yet.
        awaited: Days whose file BulkExport is still making.
        until: The end of the time that this run is of; None is the present.
    """

    records: int
    added: int
    pages: int
    retries: int
    parts: int
    bytes: int
    slices: int
    share: float
    seconds: float
    rate: float
    seconds_left: float | None
    awaited: int = 0
    until: datetime | None = None


@define
class Meter:
    """What counts for the progress of one run, which begins when this is made.

    Attributes:
        earlier: The records that were written before.
        of_run: Those of them that are of this run, which was interrupted.
        records, pages, retries, slices, awaited: Counted by the run.
    """

    span: Span
    present: datetime
    earlier: int = 0
    of_run: int = 0
    records: int = 0
    pages: int = 0
    retries: int = 0
    slices: int = 0
    awaited: int = 0
    _begun: float = field(factory=time.monotonic)
    _share_before: float | None = None

    def progress(self, parts: int, size: int, left: Iterable[Slice]) -> Progress:
        """The progress with so many parts of this size written and these slices left."""
        seconds, share = time.monotonic() - self._begun, self._share(left)
        if self._share_before is None:
            self._share_before = share
        gained = share - self._share_before
        return Progress(
            records=self.earlier + self.records,
            added=self.of_run + self.records,
            pages=self.pages,
            retries=self.retries,
            parts=parts,
            bytes=size,
            slices=self.slices,
            share=share,
            seconds=seconds,
            rate=self.records / seconds if seconds else 0.0,
            seconds_left=seconds * (1 - share) / gained if gained > 0 else None,
            awaited=self.awaited,
            until=None if self.span.until == OPEN else self.span.until,
        )

    def _share(self, left: Iterable[Slice]) -> float:
        whole = self._length(self.span)
        if not whole:
            return 1.0
        return 1 - sum((self._length(each.span) for each in left if not each.is_undated), timedelta()) / whole

    def _length(self, span: Span) -> timedelta:
        until = max(self.present, span.since) if span.until == OPEN else span.until
        return until - span.since
