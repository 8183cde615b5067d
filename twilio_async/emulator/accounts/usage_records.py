"""Usage records: the usage of an account, with its subaccounts, in a stretch of time, by category.

Source: https://www.twilio.com/docs/usage/api/usage-record
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlencode

from attrs import frozen

from twilio_async.emulator.accounts.usage_ledger import Total, first_day, tally
from twilio_async.emulator.memory.history import History, Selection
from twilio_async.emulator.routing import operation
from twilio_async.emulator.wire.errors import not_found
from twilio_async.emulator.wire.names import snake_case

if TYPE_CHECKING:
    from collections.abc import Mapping

    from twilio_async.emulator.accounts.directory import Account
    from twilio_async.emulator.memory.history import Position
    from twilio_async.emulator.memory.store import Store
    from twilio_async.emulator.requests import ApiRequest, Values
    from twilio_async.emulator.wire.replies import Reply

Span: TypeAlias = tuple[date, date]
"""Two days, both included."""

Cut: TypeAlias = Callable[[date, date, date], Iterator[Span]]
"""Makes spans of a time, from its first day to its last, with regard to the third day."""

RECORDS = "Usage/Records"

_ONE_DAY = timedelta(days=1)
_FROM_THE_BEGINNING = ("", "AllTime", "Daily", "Monthly", "Yearly")
"""The lists that begin with the account; the others have a time of their own."""


@frozen
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


_ALL = tuple(f"{kind}-{way}" for kind in ("sms", "mms", "calls") for way in ("inbound", "outbound"))
TOTAL_PRICE = "totalprice"
CATEGORIES: Mapping[str, Category] = {
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


@frozen
class UsageRecord:
    """The usage of one category in a span."""

    account_sid: str
    category: str
    span: Span
    total: Total
    rank: int

    @property
    def sid(self) -> str:
        """The name of a record in lists."""
        return f"{self.category}:{self.span[0]}"

    @property
    def position(self) -> Position:
        """Records are listed by their spans, newest first, and then by category."""
        return datetime.combine(self.span[0], time(), UTC), -self.rank


def total_of(store: Store, account: Account, category: str, span: Span) -> Total:
    """The usage of an account and its subaccounts in a category and span; nothing in an unknown one."""
    records = _records(store, account, _together(store, account), [span], [category])
    return next((record.total for record in records), Total())


def list_(request: ApiRequest) -> Reply:
    """GET Usage/Records and its eight sublists: one page, by span and category."""
    arguments, list_name = request.arguments, _list_name(request)
    accounts = _together(request.store, request.account)
    if arguments.get("IncludeSubaccounts") is False:
        accounts = [request.account]
    start, end = _days(request)
    if start is None:
        is_whole = list_name in _FROM_THE_BEGINNING
        start = first_day(request.store, accounts) if is_whole else date.min
    spans = list(_LISTS[list_name](start, end, request.now.date()))
    category: str | None = arguments.get("Category")
    categories = [category] if category else list(CATEGORIES)
    records = _records(request.store, request.account, accounts, spans, categories)
    return request.reply_page(History(records), Selection(), _values)


def _days(request: ApiRequest) -> tuple[date | None, date]:
    """The first day that is asked for, None where none is named, and the last one, today or earlier.

    Raises:
        Refusal: 404, as Twilio has it where the last day is before the first.
    """
    today = request.now.date()
    start, end = (_day(request.arguments.get(name), today) for name in ("StartDate", "EndDate"))
    if start is not None and end is not None and end < start:
        raise not_found(request.path)
    return start, min(end or today, today)


def _list_name(request: ApiRequest) -> str:
    """The last segment of a sublist, such as `Daily`; empty for the list of all."""
    return request.endpoint.pattern.removeprefix(RECORDS).lstrip("/")


def _together(store: Store, account: Account) -> list[Account]:
    return list(store.directory.of_owner(account.sid)) or [account]


def _records(
    store: Store, account: Account, accounts: list[Account], spans: list[Span], categories: list[str]
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
            if name in categories:
                total = Total()
                for member in CATEGORIES[name].members:
                    total.add(totals.get((span, member), Total()))
                yield UsageRecord(account.sid, name, span, total, rank)


def _values(record: UsageRecord, request: ApiRequest) -> Values:
    list_name = _list_name(request)
    category, total = CATEGORIES[record.category], record.total
    start, end = record.span
    path = f"{request.account_path}/{RECORDS}"
    query = urlencode({"Category": record.category, "StartDate": start, "EndDate": end})
    is_money = record.category == TOTAL_PRICE
    return {
        "account_sid": record.account_sid,
        "as_of": request.now.isoformat(timespec="seconds"),
        "category": record.category,
        "count": total.price if is_money else total.count,
        "count_unit": category.count_unit,
        "description": category.description,
        "end_date": end,
        "price": total.price,
        "price_unit": "usd",
        "start_date": start,
        "subresource_uris": {
            snake_case(each): f"{path}/{each}{request.suffix}?Category={record.category}"
            for each in _LISTS
            if each
        },
        "uri": f"{path}{'/' * bool(list_name)}{list_name}{request.suffix}?{query}",
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


_LISTS: Mapping[str, Cut] = {
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

OPERATIONS = tuple(operation("GET", f"{RECORDS}/{name}" if name else RECORDS, list_) for name in _LISTS)
