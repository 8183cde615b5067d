"""BulkExport: days that can be loaded, their files, and jobs that make them.

Source: https://www.twilio.com/docs/usage/bulkexport,
https://github.com/twilio/twilio-oai/blob/main/spec/json/twilio_bulkexports_v1.json
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import date, datetime
from typing import TypeVar, Unpack

from attrs import define, evolve, field

from twilio_async.api.bulkexports.rows import BulkExportPage, Place, Rows
from twilio_async.core.codec.models import Model, hidden
from twilio_async.core.codec.scalars import OpenEnum
from twilio_async.core.decoding import record_reader
from twilio_async.core.lists.listing import Listing, Paging
from twilio_async.core.wire import REDIRECTS
from twilio_async.declare.base import Below, Collection, Deletable, Fetchable, Resource
from twilio_async.declare.endpoints import HttpMethod, listing, post
from twilio_async.declare.files import Downloadable
from twilio_async.declare.records import stars
from twilio_async.errors import PermissionDenied, TransportError

M = TypeVar("M", bound=Model)
_RESTARTS = 2
_ROWS_A_PAGE = 1000


class BulkExportStatus(OpenEnum):
    """The progress of a job with some of its days."""

    SUBMITTED = "Submitted"
    RUNNING = "Running"
    COMPLETED = "Completed"
    COMPLETED_EMPTY_RECORDS = "CompletedEmptyRecords"
    ERROR_DURING_RUN = "ErrorDuringRun"
    FAILED = "Failed"
    RUNNING_TO_BE_DELETED = "RunningToBeDeleted"
    DELETED_BY_USER_REQUEST = "DeletedByUserRequest"


@define(kw_only=True)
class BulkExportDay(Model):
    """A day of UTC whose file can be loaded; `size` is in bytes."""

    day: date
    resource_type: str | None = None
    size: int | None = None
    create_date: date | None = None
    friendly_name: str | None = None


@define(kw_only=True)
class BulkExportFile(Model):
    """The address of a day's file, by which anyone can load it for a while."""

    redirect_to: str = field(repr=stars)


@define(kw_only=True)
class BulkExportJobDays(Model):
    """The days of a job that have come to the same status; `days` are not always told."""

    status: BulkExportStatus
    count: int | None = None
    days: list[date] | None = None


@define(kw_only=True)
class BulkExportJob(Model):
    """A job that makes the files of some days, from `start_day` to `end_day`, both included.

    `job_queue_position` is 1 for the job that comes next.
    """

    job_sid: str
    resource_type: str | None = None
    friendly_name: str | None = None
    start_day: date | None = None
    end_day: date | None = None
    details: list[BulkExportJobDays] | None = None
    webhook_url: str | None = None
    webhook_method: str | None = None
    email: str | None = hidden()
    job_queue_position: int | None = None
    estimated_completion_time: datetime | None = None
    url: str | None = None


class DayContext(Downloadable):
    """One day: its file, which is gzip over lines of JSON. Twilio keeps it for seven days."""

    __slots__ = ()
    _repeat_on = frozenset()

    async def fetch(self) -> BulkExportFile:
        """The address of the file.

        Raises:
            NotFound: There is no file of this day.
        """
        request = self._request("GET", record_reader(BulkExportFile))
        return await self._session.send(evolve(request, accepts=REDIRECTS))

    async def pages(
        self, model: type[M], *, cursor: str | None = None, page_size: int = _ROWS_A_PAGE
    ) -> AsyncGenerator[BulkExportPage[M], None]:
        """The rows of the file as records, page by page, as it arrives; at least one page, maybe without any.

        A file that breaks off, or whose address has expired, is asked for again and read on from where it
        was, twice at most without another page. It may be longer than what fits into memory.

        Args:
            model: The records that the rows are: `Message`, `Call`, `Conference` or `Participant`.
            cursor: Where to go on: the `cursor` of a page of the same file.
            page_size: Rows a page.

        Raises:
            NotFound: There is no file of this day.
            TransportError: It broke off each time.
            DecodeError: A line, which the text names, or the compression is damaged; or this is another file
                than the one that the cursor is of.
            InvalidArgument: The cursor is none of a file.
        """
        place, restarts = Place.parse(cursor), 0
        while True:
            rows = Rows(model, self._path, place, page_size)
            try:
                async with self.open() as body, aclosing(rows.pages(body)) as pages:
                    async for page in pages:
                        place = page.end
                        yield evolve(page, restarts=restarts)
                        restarts = 0
            except (TransportError, PermissionDenied) as error:
                is_refused = isinstance(error, PermissionDenied) and error.path == self._path
                if is_refused or restarts == _RESTARTS:
                    raise
                restarts += 1
            else:
                return


class Days(Collection[DayContext]):
    """The days that can be loaded, by their dates: `days("2026-01-31")`."""

    __slots__ = ()

    def __call__(self, sid: str | date) -> DayContext:
        """The day of this date, as a date or a text such as `2026-01-31`."""
        return super().__call__(sid.isoformat() if isinstance(sid, date) else sid)

    @listing("days")
    def list(self, **paging: Unpack[Paging]) -> Listing[BulkExportDay]:
        """The days that can be loaded, newest first."""
        ...


class JobContext(Fetchable[BulkExportJob], Deletable):
    """One job. To delete it is to stop it."""

    __slots__ = ()


class Jobs(Collection[JobContext], sids="JS"):
    """The jobs (JS...), of whatever type."""

    __slots__ = ()


class JobsOfType(Collection[JobContext], sids="JS"):
    """The jobs (JS...) of one type of resource."""

    __slots__ = ()

    def __call__(self, sid: str) -> JobContext:
        """The one with this SID; its address does not have the type."""
        return Jobs(self._session, self._api, f"{self._api.root}/Exports/Jobs")(sid)

    @post()
    async def create(
        self,
        *,
        start_day: date,
        end_day: date,
        friendly_name: str,
        webhook_url: str | None = None,
        webhook_method: HttpMethod | None = None,
        email: str | None = None,
    ) -> BulkExportJob:
        """Have the files of some days made, which takes Twilio a while; 366 days a day at most.

        Args:
            start_day: The first day, of UTC.
            end_day: The last one, two days ago or earlier.
            friendly_name: A name of yours for it.
            webhook_url: Where Twilio tells that it is done.
            webhook_method: How it does; needed beside `webhook_url`.
            email: Where Twilio sends a letter then.
        """
        ...

    @listing("jobs")
    def list(self, **paging: Unpack[Paging]) -> Listing[BulkExportJob]:
        """The jobs."""
        ...


class BulkExport(Resource):
    """The exports of one type of resource."""

    __slots__ = ()
    days = Below(Days, "Days")
    jobs = Below(JobsOfType, "Jobs")


class Exports(Collection[BulkExport]):
    """The exports, by type: `exports("Messages")`, "Calls", "Conferences" or "Participants"."""

    __slots__ = ()
    jobs = Below(Jobs, "Jobs")
