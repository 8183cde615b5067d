"""The resources of BulkExport: days that can be loaded, and jobs that make them so.

The days of a history from a formula can be loaded from the beginning, all others once a job has asked for
them, which takes no time. A day is exported two days later at the earliest. Files are not taken away after a
week, their size is an estimate, and only Messages and Calls have any.

Source: https://www.twilio.com/docs/usage/bulkexport
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import quote

import msgspec
from attrs import evolve, frozen

from twilio_async.emulator.exports.day_files import EXPORTS, count_of_day
from twilio_async.emulator.wire.errors import (
    INVALID_PARAMETER,
    PAGE_SIZE_TOO_LARGE,
    bad_request,
    method_not_allowed,
    not_found,
)
from twilio_async.emulator.wire.paging import PAGING
from twilio_async.emulator.wire.parameters import Parameter, parameter_of, read_arguments
from twilio_async.emulator.wire.replies import Reply, no_content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from twilio_async.emulator.accounts.directory import Account
    from twilio_async.emulator.memory.store import Store
    from twilio_async.emulator.requests import RawRequest
    from twilio_async.emulator.wire.parameters import Pairs

FileUrl: TypeAlias = "Callable[[str, str, date], str]"
"""The address of the file of an account, a type of resource and a day."""

EXPORTS_PATH = "/v1/Exports/"
_TYPES = ("Messages", "Calls", "Conferences", "Participants")
_JSON = {"Content-Type": "application/json"}
_ONE_DAY = timedelta(days=1)
_LATEST = timedelta(days=2)
_LONGEST_JOB = 366
_DEFAULT_SIZE = 50
_LARGEST_SIZE = 1000
_BYTES_OF_A_ROW = 100
_PREFIX = "PT"
_HISTORY = "The history of the emulator"
_DAYS: tuple[str, ...] = ("StartDay", "EndDay")
_JOB_PARAMETERS = {
    **{
        name: Parameter(name, date.fromisoformat, message="Invalid date value.")
        for name in ("StartDay", "EndDay")
    },
    **{
        name: parameter_of(name, kind)
        for name, kind in {
            "FriendlyName": "string",
            "WebhookUrl": "uri",
            "WebhookMethod": "=GET|POST",
            "Email": "string",
        }.items()
    },
}
_BAD_DAYS = "EndDay must be on or after StartDay, and two days ago or earlier."
_REQUIRED: Mapping[str, int] = dict.fromkeys((*_DAYS, "FriendlyName"), INVALID_PARAMETER)


@frozen
class _Job:
    """A job that is done: its answer, and the type of resource with the days of which it made files."""

    account_sid: str
    resource_type: str
    start_day: date
    end_day: date
    fields: Mapping[str, object]
    is_deleted: bool = False


class BulkExports:
    """Days and jobs of all accounts; `url` is the address of the API, `file_url` that of a file."""

    def __init__(self, store: Store, *, url: Callable[[], str], file_url: FileUrl) -> None:
        self._store = store
        self._url = url
        self._file_url = file_url
        self._jobs: dict[str, _Job] = {}

    def answer(self, raw: RawRequest, account: Account) -> tuple[str, Reply]:
        """The name of the operation that a request asks for, as in `GET Exports/Days`, and its reply.

        Raises:
            Refusal: There is no such thing, or the request is not as it should be.
        """
        method = "GET" if raw.method == "HEAD" else raw.method
        match raw.path.removeprefix(EXPORTS_PATH).rstrip("/").split("/"):
            case ["Jobs", sid] if method == "DELETE":
                return "DELETE Exports/Jobs/{Sid}", self._delete_job(sid, account, raw.path)
            case ["Jobs", sid]:
                _require(method, "GET")
                return "GET Exports/Jobs/{Sid}", self._job(sid, account, raw.path)
            case [resource_type, "Jobs"] if resource_type in _TYPES and method == "GET":
                return "GET Exports/Jobs", self._list_jobs(resource_type, account, raw)
            case [resource_type, "Jobs"] if resource_type in _TYPES:
                _require(method, "POST")
                return "POST Exports/Jobs", self._create_job(resource_type, account, [*raw.query, *raw.form])
            case [resource_type, "Days"] if resource_type in _TYPES:
                _require(method, "GET")
                return "GET Exports/Days", self._list_days(resource_type, account, raw)
            case [resource_type, "Days", day] if resource_type in _TYPES:
                _require(method, "GET")
                return "GET Exports/Days/{Day}", self._redirect(resource_type, account, day, raw.path)
            case _:
                raise not_found(raw.path)

    def _list_days(self, resource_type: str, account: Account, raw: RawRequest) -> Reply:
        """One page, newest day first."""
        days = sorted(self._days(resource_type, account).items(), reverse=True)
        rows = {day.isoformat(): self._day_fields(resource_type, account, day, name) for day, name in days}
        return self._page("days", rows, raw)

    def _list_jobs(self, resource_type: str, account: Account, raw: RawRequest) -> Reply:
        """One page, newest job first."""
        jobs = {
            sid: job.fields
            for sid, job in reversed(self._jobs.items())
            if (job.account_sid, job.resource_type) == (account.sid, resource_type) and not job.is_deleted
        }
        return self._page("jobs", jobs, raw)

    def _page(self, key: str, rows: Mapping[str, Mapping[str, object]], raw: RawRequest) -> Reply:
        """The page of rows, whose names page tokens have, that a request asks for."""
        arguments = read_arguments(PAGING["2010-04-01"], raw.query)
        size, number = arguments.get("PageSize") or _DEFAULT_SIZE, arguments.get("Page") or 0
        if size > _LARGEST_SIZE:
            raise bad_request(PAGE_SIZE_TOO_LARGE, f"Page size must not be greater than {_LARGEST_SIZE}")
        token: str | None = arguments.get("PageToken")
        names = [*rows]
        if token is not None and token.removeprefix(_PREFIX) not in rows:
            raise bad_request(INVALID_PARAMETER, "Invalid page token.")
        start = 0 if token is None else names.index(token.removeprefix(_PREFIX)) + 1
        shown = names[start : start + size]

        def link(page: int, after: str | None = None) -> str:
            suffix = "" if after is None else f"&PageToken={quote(after, '')}"
            return f"{self._url()}{raw.path}?PageSize={size}&Page={page}{suffix}"

        meta = {
            "key": key,
            "page": number,
            "page_size": size,
            "first_page_url": link(0),
            "previous_page_url": None,
            "url": link(number, token),
            "next_page_url": link(number + 1, f"{_PREFIX}{shown[-1]}") if start + size < len(names) else None,
        }
        return _reply(HTTPStatus.OK, {key: [rows[name] for name in shown], "meta": meta})

    def _day_fields(self, resource_type: str, account: Account, day: date, name: str) -> Mapping[str, object]:
        count = count_of_day(self._store, account.sid, resource_type, day)
        return {
            "resource_type": resource_type,
            "day": day.isoformat(),
            "size": count * _BYTES_OF_A_ROW,
            "create_date": (day + _ONE_DAY).isoformat(),
            "friendly_name": name,
        }

    def _redirect(self, resource_type: str, account: Account, day: str, path: str) -> Reply:
        days = {each.isoformat(): each for each in self._days(resource_type, account)}
        if day not in days:
            raise not_found(path)
        address = self._file_url(account.sid, resource_type, days[day])
        return _reply(HTTPStatus.TEMPORARY_REDIRECT, {"redirect_to": address}, Location=address)

    def _days(self, resource_type: str, account: Account) -> dict[date, str]:
        """The days that can be loaded, with the name of what made each."""
        if resource_type not in EXPORTS:
            return {}
        latest, days = self._latest(), dict[date, str]()
        span = EXPORTS[resource_type].history(self._store, account.sid).computed
        if span is not None:
            days |= dict.fromkeys(_range(span[0].date(), min(span[1].date(), latest)), _HISTORY)
        for job in self._jobs.values():
            if (job.account_sid, job.resource_type) == (account.sid, resource_type):
                days |= dict.fromkeys(_range(job.start_day, job.end_day), str(job.fields["friendly_name"]))
        return days

    def _create_job(self, resource_type: str, account: Account, pairs: Pairs) -> Reply:
        arguments = read_arguments(_JOB_PARAMETERS, pairs)
        arguments.require(_REQUIRED)
        start, end = arguments.get("StartDay"), arguments.get("EndDay")
        if not start <= end <= self._latest():
            raise bad_request(INVALID_PARAMETER, _BAD_DAYS)
        count = (end - start).days + 1
        if count > _LONGEST_JOB:
            raise bad_request(INVALID_PARAMETER, f"A job is of {_LONGEST_JOB} days at most.")
        sid = self._store.identifiers.sid("JS")
        fields = {
            "resource_type": resource_type,
            "friendly_name": arguments.get("FriendlyName"),
            "start_day": start.isoformat(),
            "end_day": end.isoformat(),
            "job_sid": sid,
            "webhook_url": arguments.get("WebhookUrl"),
            "webhook_method": arguments.get("WebhookMethod"),
            "email": arguments.get("Email"),
            "details": [{"status": "Completed", "count": count, "days": [*map(str, _range(start, end))]}],
            "job_queue_position": None,
            "estimated_completion_time": None,
        }
        self._jobs[sid] = _Job(account.sid, resource_type, start, end, fields)
        return _reply(HTTPStatus.CREATED, fields)

    def _job(self, sid: str, account: Account, path: str) -> Reply:
        return _reply(
            HTTPStatus.OK, {**self._found(sid, account, path).fields, "url": f"{self._url()}{path}"}
        )

    def _delete_job(self, sid: str, account: Account, path: str) -> Reply:
        """The job is done, so its files stay."""
        self._jobs[sid] = evolve(self._found(sid, account, path), is_deleted=True)
        return no_content()

    def _found(self, sid: str, account: Account, path: str) -> _Job:
        job = self._jobs.get(sid)
        if job is None or job.account_sid != account.sid or job.is_deleted:
            raise not_found(path)
        return job

    def _latest(self) -> date:
        """The last day of which there may be a file."""
        return (self._store.clock() - _LATEST).date()


def _range(first: date, last: date) -> Iterator[date]:
    return (first + number * _ONE_DAY for number in range((last - first).days + 1))


def _require(method: str, expected: str) -> None:
    if method != expected:
        raise method_not_allowed()


def _reply(status: HTTPStatus, content: Mapping[str, object], **headers: str) -> Reply:
    return Reply(status, msgspec.json.encode(content), {**_JSON, **headers})
