"""Long lists of dated records, and servers that read their filters in every way that is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from email.utils import format_datetime
from typing import Any, Literal, TypeAlias
from urllib.parse import urlencode

from attrs import define, field, frozen

from tests.support.clients import ACCOUNT
from tests.support.pages import page_answer
from tests.support.server import Arrived, Step, refusal

Grain: TypeAlias = Literal["instants", "whole days", "first instants", "refused", "nothing"]
"""A way to read a time of day: as it is, as its day or the beginning of that, with a 400, as nothing."""
GRAINS: tuple[Grain, ...] = ("instants", "whole days", "first instants", "refused", "nothing")
_DAY = timedelta(days=1)


@frozen
class Dated:
    """A record of a list: when it counts, None where it does not yet, when it was made, and how it stands."""

    number: int
    date: datetime | None
    created: datetime
    status: str = "sent"

    @property
    def sid(self) -> str:
        return f"SM{self.number:032x}"

    def fields(self, name: str) -> dict[str, Any]:
        date = None if self.date is None else format_datetime(self.date)
        created = format_datetime(self.created)
        shared = {"sid": self.sid, "account_sid": ACCOUNT, "status": self.status, "direction": "outbound-api"}
        return {**shared, "date_created": created, "date_updated": created, name: date}


def dated(number: int, date: datetime) -> Dated:
    """A record that counted at once."""
    return Dated(number, date, date)


@define
class DatedList:
    """A server's answers to requests for a list; `records` are in its order, the newest first.

    `before_each` is called with each request and may answer it instead.
    """

    records: Sequence[Dated]
    grain: Grain = "instants"
    key: str = "messages"
    name: str = "date_sent"
    before_each: Callable[[Arrived], Step | None] = lambda _: None
    fields: Mapping[str, Any] = {}
    """What each record has besides."""
    leaves_out: str = ""
    """The edge that a filter does not take in: "after", "before" or neither."""
    spans: list[tuple[str | None, str | None]] = field(factory=list[tuple[str | None, str | None]])
    """What was asked for: the least and the greatest date, in the order of the requests."""

    def __call__(self, arrived: Arrived) -> Step:
        query = dict(arrived.query)
        wire = "".join(map(str.capitalize, self.name.split("_")))
        least, greatest = query.get(f"{wire}>"), query.get(f"{wire}<")
        self.spans.append((least, greatest))
        instead = self.before_each(arrived)
        if instead is not None:
            return instead
        has_time = any("T" in text for text in (least, greatest) if text)
        if has_time and self.grain == "refused":
            return refusal(400, 20001, "Invalid date value.")
        chosen = [each for each in self.records if self._is_between(each.date, least, greatest)]
        if has_time and self.grain == "nothing":
            chosen = []
        token = query.get("PageToken", "").removeprefix("PA")
        start = self._start(token, chosen) if token else 0
        end = start + int(query["PageSize"])
        link = None
        if end < len(chosen):
            following = {**query, "Page": 1, "PageToken": f"PA{self._token(end, chosen)}"}
            link = f"{arrived.path}?{urlencode(following)}"
        records = [{**each.fields(self.name), **self.fields} for each in chosen[start:end]]
        return page_answer("json", self.key, records, next_page_uri=link)

    def _start(self, token: str, chosen: Sequence[Dated]) -> int:
        return min(int(token), len(chosen))

    def _token(self, end: int, chosen: Sequence[Dated]) -> str:
        return str(min(end, len(chosen)))

    def _is_between(self, date: datetime | None, least: str | None, greatest: str | None) -> bool:
        if least is None and greatest is None:
            return True
        if date is None:
            return False
        first = datetime.min.replace(tzinfo=UTC) if least is None else self._edge(least)
        last = datetime.max.replace(tzinfo=UTC) if greatest is None else self._edge(greatest, is_end=True)
        if (self.leaves_out == "after" and date == first) or (self.leaves_out == "before" and date == last):
            return False
        return first <= date <= last

    def _edge(self, text: str, *, is_end: bool = False) -> datetime:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        if self.grain in {"instants", "refused", "nothing"}:
            return moment
        first = datetime.combine(moment.date(), time(), UTC)
        return first + _DAY - timedelta(seconds=1) if is_end and self.grain == "whole days" else first


class StableList(DatedList):
    """One whose tokens name the record that a page begins behind, as Twilio's do, so that it may grow."""

    def _start(self, token: str, chosen: Sequence[Dated]) -> int:
        return [each.sid for each in chosen].index(token) + 1

    def _token(self, end: int, chosen: Sequence[Dated]) -> str:
        return chosen[end - 1].sid
