"""Usage records: what an account, with its subaccounts, used in a stretch of time, by category.

After https://www.twilio.com/docs/usage/api/usage-record.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from operator import itemgetter
from typing import Final, TypeAlias
from urllib.parse import urlencode

import attrs

from twilio_async.emulator import description as catalog
from twilio_async.emulator.accounts.usage_ledger import Total, first_day, tally
from twilio_async.emulator.memory.history import History, Selection
from twilio_async.emulator.memory.store import Store
from twilio_async.emulator.messaging.message_records import Account, Position
from twilio_async.emulator.requests import Call, Reply
from twilio_async.emulator.routing import Operation, documented
from twilio_async.emulator.wire.documents import View
from twilio_async.emulator.wire.fields import resource

Span: TypeAlias = tuple[date, date]
"""Two days, both included."""

Cut: TypeAlias = Callable[[date, date, date], Iterator[Span]]
"""Spans of a time, given by its first and last day, with regard to the third."""

RECORDS: Final = "Usage/Records"

_ONE_DAY: Final = timedelta(days=1)
_FROM_THE_BEGINNING: Final = ("", "AllTime", "Daily", "Monthly", "Yearly")
"""The lists that begin with the account; the others have a time of their own."""


@attrs.frozen
class Category:
    """A category of usage: what it is called, what is counted, and which bookings it takes together."""

    description: str
    count_unit: str
    usage_unit: str
    members: tuple[str, ...]


def _texts(description: str, *members: str) -> Category:
    return Category(description, "messages", "segments", members)


def _calls(description: str, *members: str) -> Category:
    return Category(description, "calls", "minutes", members)


_ALL: Final = tuple(f"{kind}-{way}" for kind in ("sms", "mms", "calls") for way in ("inbound", "outbound"))
TOTAL_PRICE: Final = "totalprice"
CATEGORIES: Final[Mapping[str, Category]] = {
    "calls": _calls("Voice Minutes", "calls-inbound", "calls-outbound"),
    "calls-inbound": _calls("Inbound Voice Minutes", "calls-inbound"),
    "calls-outbound": _calls("Outbound Voice Minutes", "calls-outbound"),
    "mms": _texts("MMS", "mms-inbound", "mms-outbound"),
    "mms-inbound": _texts("Inbound MMS", "mms-inbound"),
    "mms-outbound": _texts("Outbound MMS", "mms-outbound"),
    "sms": _texts("SMS", "sms-inbound", "sms-outbound"),
    "sms-inbound": _texts("Inbound SMS", "sms-inbound"),
    "sms-outbound": _texts("Outbound SMS", "sms-outbound"),
    TOTAL_PRICE: Category("Total Price", "usd", "usd", _ALL),
}


@attrs.frozen
class UsageRecord:
    """The usage of one category in a span."""

    account_sid: str
    category: str
    span: Span
    total: Total
    rank: int

    @property
    def sid(self) -> str:
        """What names a record in lists."""
        return f"{self.category}:{self.span[0]}"

    @property
    def position(self) -> Position:
        """Records are listed by their spans, newest first, and then by category."""
        return datetime.combine(self.span[0], time(), UTC), -self.rank


def record_operations() -> Iterator[Operation]:
    """The nine lists."""
    for endpoint in catalog.endpoints_of("usage_record"):
        yield documented(endpoint, partial(_list, endpoint.pattern.removeprefix(RECORDS).lstrip("/")))


def total_of(store: Store, account: Account, category: str, span: Span) -> Total:
    """What an account and its subaccounts used of a category in a span; nothing of an unknown one."""
    records = _records(store, account, _together(store, account), [span], [category])
    return next((record.total for record in records), Total())


def _list(name: str, call: Call) -> Reply:
    given = call.arguments.named
    accounts = _together(call.store, call.account)
    if given("IncludeSubaccounts") is False:
        accounts = [call.account]
    today = call.view.now.date()
    start = _day(given("StartDate"), today)
    if start is None:
        start = first_day(call.store, accounts) if name in _FROM_THE_BEGINNING else date.min
    end = min(_day(given("EndDate"), today) or today, today)
    spans = list(_LISTS[name](start, end, today))
    wanted = [given("Category")] if given("Category") else list(CATEGORIES)
    found = History(_records(call.store, call.account, accounts, spans, wanted))
    return call.page(resource(catalog.record("usage_record"), partial(_values, name)), found, Selection())


def _together(store: Store, account: Account) -> list[Account]:
    return list(store.directory.owned_by(account.sid)) or [account]


def _records(
    store: Store, account: Account, accounts: list[Account], spans: list[Span], wanted: list[str]
) -> Iterator[UsageRecord]:
    """A record for each span and category, those of nothing included."""
    if not spans:
        return
    totals: dict[tuple[Span, str], Total] = {}
    first, last = spans[0][0], spans[-1][1]
    for (day, category), total in tally(store, accounts, first, last).items():
        span = spans[bisect_right(spans, day, key=itemgetter(0)) - 1]
        totals.setdefault((span, category), Total()).add(total)
    for span in spans:
        for rank, name in enumerate(CATEGORIES):
            if name in wanted:
                total = Total()
                for member in CATEGORIES[name].members:
                    total.add(totals.get((span, member), Total()))
                yield UsageRecord(account.sid, name, span, total, rank)


def _values(name: str, record: UsageRecord, view: View) -> Mapping[str, object]:
    category, total = CATEGORIES[record.category], record.total
    start, end = record.span
    path = f"{view.account_path}/{RECORDS}"
    query = urlencode({"Category": record.category, "StartDate": start, "EndDate": end})
    is_money = record.category == TOTAL_PRICE
    return {
        "account_sid": record.account_sid,
        "as_of": view.now.isoformat(timespec="seconds"),
        "category": record.category,
        "count": total.price if is_money else total.count,
        "count_unit": category.count_unit,
        "description": category.description,
        "end_date": end,
        "price": total.price,
        "price_unit": "usd",
        "start_date": start,
        "subresource_uris": {
            catalog.snake_case(each): f"{path}/{each}{view.suffix}?Category={record.category}"
            for each in _LISTS
            if each
        },
        "uri": f"{path}{'/' * bool(name)}{name}{view.suffix}?{query}",
        "usage": total.price if is_money else total.usage,
        "usage_unit": category.usage_unit,
    }


def _day(text: str | None, today: date) -> date | None:
    """`YYYY-MM-DD`, or an offset from today."""
    if text is None:
        return None
    if text[0] in "+-":
        return today + timedelta(days=int(text.removesuffix("s").removesuffix("day")))
    return date.fromisoformat(text)


def whole(start: date, end: date, _: date) -> Iterator[Span]:
    """All of the time."""
    if start <= end:
        yield start, end


def one_day(start: date, end: date, day: date) -> Iterator[Span]:
    """A single day, where it is within the time."""
    yield from whole(max(start, day), min(end, day), day)


def month(start: date, end: date, day: date) -> Iterator[Span]:
    """The month of a day, as far as it is within the time."""
    yield from whole(max(start, day.replace(day=1)), min(end, _next_month(day) - _ONE_DAY), day)


def year(start: date, end: date, day: date) -> Iterator[Span]:
    """The year of a day, as far as it is within the time."""
    last = day.replace(month=12, day=31)
    yield from whole(max(start, day.replace(month=1, day=1)), min(end, last), day)


def _split(part: Cut, start: date, end: date, _: date) -> Iterator[Span]:
    """The time cut into parts, in order."""
    while start <= end:
        for span in part(start, end, start):
            yield span
            start = span[1] + _ONE_DAY


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _yesterday(start: date, end: date, today: date) -> Iterator[Span]:
    return one_day(start, end, today - _ONE_DAY)


def _last_month(start: date, end: date, today: date) -> Iterator[Span]:
    return month(start, end, today.replace(day=1) - _ONE_DAY)


_LISTS: Final[Mapping[str, Cut]] = {
    "": whole,
    "AllTime": whole,
    "Daily": partial(_split, one_day),
    "LastMonth": _last_month,
    "Monthly": partial(_split, month),
    "ThisMonth": month,
    "Today": one_day,
    "Yearly": partial(_split, year),
    "Yesterday": _yesterday,
}
