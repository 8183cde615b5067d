"""BulkExport as Twilio has it: days that redirect to files on another host, and jobs that make them."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import orjson
from attrs import define, field

from tests.support.clients import ACCOUNT
from tests.support.server import Arrived, ScriptedServer, Step, answer, refusal

_DAY = timedelta(days=1)


def row(number: int, moment: datetime, **changes: Any) -> dict[str, Any]:
    """A row of a file of messages."""
    text = moment.isoformat().replace("+00:00", "Z")
    return {
        "sid": f"SM{number:032x}",
        "account_sid": ACCOUNT,
        "to": "+15558675310",
        "from": "+15005550006",
        "body": f"Number {number} \u2028",
        "status": "delivered",
        "direction": "outbound-api",
        "num_segments": "1",
        "date_created": text,
        "date_sent": text,
        "date_updated": text,
        **changes,
    }


def packed(rows: Sequence[Any]) -> bytes:
    """The bytes of a file."""
    return gzip.compress(b"".join(orjson.dumps(row) + b"\n" for row in rows), 1, mtime=0)


@define
class BulkExportSite:
    """The answers of the API, and those of the host of the files: `api` and `host`.

    A job makes the files of its days once it has been asked for `slowness` times. `before_file` may answer a
    request for a file instead; it gets the day, and how often this was asked for before.
    """

    host_url: str
    files: dict[date, bytes] = field(factory=dict[date, bytes])
    type: str = "Messages"
    jobs: dict[str, dict[str, Any]] = field(factory=dict[str, dict[str, Any]])
    made: dict[date, bytes] = field(factory=dict[date, bytes])
    """The files that jobs make; a day without one has no records."""
    slowness: int = 2
    failure: str | None = None
    """The status that jobs come to instead."""
    before_file: Callable[[date, int], Step | None] = lambda _day, _times: None
    asked: dict[date, int] = field(factory=dict[date, int])
    """How often the files of days were asked for."""

    def serve(self, api: ScriptedServer, host: ScriptedServer) -> None:
        """Let two servers answer so."""
        api.always(self.api)
        host.always(self.host)

    def api(self, arrived: Arrived) -> Step:
        match arrived.path.split("/")[3:]:
            case [self.type, "Days"]:
                rows = [{"day": str(day), "resource_type": self.type} for day in sorted(self.files)[::-1]]
                return _page("days", rows)
            case [self.type, "Days", day] if date.fromisoformat(day) in self.files:
                address = f"{self.host_url}/{day}?Signature=s3cret"
                return answer(307, {"redirect_to": address}, Location=address)
            case [self.type, "Jobs"] if arrived.method == "POST":
                return self._create(dict(arrived.form))
            case [self.type, "Jobs"]:
                return _page("jobs", [*self.jobs.values()])
            case ["Jobs", sid]:
                return self._work(self.jobs[sid])
            case _:
                return refusal(404, 20404, "The requested resource was not found")

    def host(self, arrived: Arrived) -> Step:
        day = date.fromisoformat(arrived.path[1:])
        self.asked[day] = self.asked.get(day, 0) + 1
        instead = self.before_file(day, self.asked[day] - 1)
        if instead is not None:
            return instead
        return answer(200, self.files[day], Content_Type="application/gzip")

    def _create(self, form: dict[str, str]) -> Step:
        sid = f"JS{len(self.jobs):032x}"
        self.jobs[sid] = {
            "job_sid": sid,
            "start_day": form["StartDay"],
            "end_day": form["EndDay"],
            "details": [{"status": "Submitted", "count": len(self._days(form["StartDay"], form["EndDay"]))}],
        }
        return answer(201, self.jobs[sid])

    def _work(self, job: dict[str, Any]) -> Step:
        job["asked"] = job.get("asked", 0) + 1
        if job["asked"] >= self.slowness:
            days = self._days(job["start_day"], job["end_day"])
            full, empty = ([day for day in days if (day in self.made) == has] for has in (True, False))
            if self.failure is not None:
                job["details"] = [{"status": self.failure, "count": len(days), "days": [*map(str, days)]}]
                return answer(200, job)
            self.files |= {day: self.made[day] for day in full}
            job["details"] = [
                {"status": status, "count": len(some), "days": [*map(str, some)]}
                for status, some in (("Completed", full), ("CompletedEmptyRecords", empty))
                if some
            ]
        return answer(200, job)

    @staticmethod
    def _days(first: str, last: str) -> list[date]:
        start = date.fromisoformat(first)
        return [start + number * _DAY for number in range((date.fromisoformat(last) - start).days + 1)]


def _page(key: str, rows: Sequence[Any]) -> Step:
    return answer(200, {key: rows, "meta": {"key": key, "next_page_url": None}})


def is_signed(arrived: Arrived) -> bool:
    """Whether a request for a file has what its address has."""
    return parse_qs("&".join(f"{name}={value}" for name, value in arrived.query)) == {"Signature": ["s3cret"]}
