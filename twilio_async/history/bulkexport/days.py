"""Days that have a file at BulkExport, or get one: by a job, which takes Twilio minutes or hours."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeAlias

from twilio_async import BulkExportStatus, TwilioError
from twilio_async.history.errors import MissingDays

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Set as AbstractSet

    from twilio_async import BulkExport, BulkExportJob
    from twilio_async.history.spans import Span

Missing: TypeAlias = Literal["error", "create"]
"""What to do about days without a file."""

_DAY = timedelta(days=1)
_NAME = "twilio_async"
_MOST_SHOWN = 5
_LONGEST_JOB = 366
_LONGEST_WAIT = 24 * 3600.0
_FIRST_PAUSE, _LONGEST_PAUSE = 5.0, 300.0
_RUNNING = frozenset({BulkExportStatus.SUBMITTED, BulkExportStatus.RUNNING})
_EMPTY = frozenset({BulkExportStatus.COMPLETED_EMPTY_RECORDS})


class FileDays:
    """The days that are to be read from files.

    A day whose records a job found to be none may have no file; it is empty.

    Args:
        export: The exports.
        days: The days.
        missing: Whether a job is made for those that have no file, or they are an error.
        on_wait: Called with the number of days whose files are waited for.
    """

    def __init__(
        self,
        export: BulkExport,
        days: frozenset[date],
        missing: Missing,
        on_wait: Callable[[int], object] | None,
    ) -> None:
        self._export = export
        self._days = days
        self._missing = missing
        self._on_wait = on_wait
        self._finding = asyncio.Lock()
        self._empty: frozenset[date] | None = None
        self._error: TwilioError | None = None

    async def is_empty(self, day: date) -> bool:
        """Whether there is nothing to be read of a day, once all of them are there.

        Raises:
            MissingDays: Some are not.
        """
        async with self._finding:  # Once for all days.
            if self._error is not None:
                raise self._error
            if self._empty is None:
                try:
                    self._empty = await self._find()
                except TwilioError as error:
                    self._error = error
                    raise
        return day in self._empty

    async def _find(self) -> frozenset[date]:
        """The days that are empty; all others are there."""
        lacking = self._days - await self._there()
        if not lacking:
            return frozenset()
        jobs = await self._export.jobs.list()
        empty = lacking & _days_that_are(_EMPTY, jobs)
        lacking -= empty
        if not lacking:
            return empty
        if self._missing == "error":
            raise MissingDays(
                f"BulkExport has no file of {_shown(lacking)}: files are kept for seven days, and "
                "missing='create' makes a job that makes them anew",
                sorted(lacking),
            )
        running = {job.job_sid: _days_of(job) for job in jobs if _days_that_are(_RUNNING, [job])}
        for first, last in _stretches(lacking.difference(*running.values())):
            job = await self._export.jobs.create(start_day=first, end_day=last, friendly_name=_NAME)
            running[job.job_sid] = frozenset(_range(first, last))
        return empty | await self._wait(lacking, running)

    async def _wait(self, lacking: frozenset[date], running: dict[str, frozenset[date]]) -> frozenset[date]:
        """Wait for the files of days; those that turn out to be empty."""
        loop = asyncio.get_running_loop()
        end, pause = loop.time() + _LONGEST_WAIT, _FIRST_PAUSE
        empty, lost = frozenset[date](), frozenset[date]()
        while lacking:
            self._tell(len(lacking))
            await asyncio.sleep(pause)
            pause = min(_LONGEST_PAUSE, pause * 1.5)
            jobs = [await self._export.jobs(sid).fetch() for sid in running]
            awaited = [
                running[job.job_sid] for job in jobs if not job.details or _days_that_are(_RUNNING, [job])
            ]
            empty |= lacking & _days_that_are(_EMPTY, jobs)
            lacking = lacking - await self._there() - empty
            lost, before = lacking.difference(*awaited), lost
            if lost & before:  # What a job has just made may be listed a little later.
                raise MissingDays(f"the job for {_shown(lost)} ended without their files", sorted(lost))
            if lacking and loop.time() > end:
                raise MissingDays(
                    f"the files of {_shown(lacking)} are still being made after a day: repeat the call to go "
                    "on waiting for them",
                    sorted(lacking),
                )
        self._tell(0)
        return empty

    async def _there(self) -> frozenset[date]:
        return frozenset([day.day async for day in self._export.days.list()])

    def _tell(self, days: int) -> None:
        if self._on_wait is not None:
            self._on_wait(days)


def days_between(span: Span) -> Iterator[date]:
    """The days of a span that is of whole days."""
    return _range(span.since.date(), span.until.date() - _DAY)


def _range(first: date, last: date) -> Iterator[date]:
    return (first + number * _DAY for number in range((last - first).days + 1))


def _days_of(job: BulkExportJob) -> frozenset[date]:
    if job.start_day is None or job.end_day is None:
        return frozenset()
    return frozenset(_range(job.start_day, job.end_day))


def _days_that_are(statuses: AbstractSet[BulkExportStatus], jobs: Iterable[BulkExportJob]) -> set[date]:
    """The days of jobs with these statuses; those of the whole job where it does not tell which."""
    return {
        day
        for job in jobs
        for some in job.details or ()
        if some.status in statuses and some.count != 0
        for day in (_days_of(job) if some.days is None and len(job.details or ()) == 1 else some.days or ())
    }


def _stretches(days: frozenset[date]) -> Iterator[tuple[date, date]]:
    """The first and the last of days that follow each other, as many as a job may have."""
    first: date | None = None
    for day, following in pairwise([*sorted(days), date.max]):
        first = first or day
        if following - day != _DAY or (following - first).days >= _LONGEST_JOB:
            yield first, day
            first = None


def _shown(days: frozenset[date]) -> str:
    stretches = [str(first) if first == last else f"{first} to {last}" for first, last in _stretches(days)]
    shown = ", ".join(stretches[:_MOST_SHOWN])
    return shown if len(stretches) <= _MOST_SHOWN else f"{shown} and {len(stretches) - _MOST_SHOWN} more"
