"""A report has the totals of an export: each record in its newest row, and every digit of its cost."""

from __future__ import annotations

import re
import sys
import tracemalloc
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings, strategies as st

from tests.history.written_exports import write_export
from twilio_async import (
    Call,
    CallDirection,
    CallStatus,
    Client,
    Conference,
    ConferenceStatus,
    ConfigurationError,
    Message,
    Model,
    Notification,
    Recording,
    history,
)
from twilio_async.emulator import Emulator
from twilio_async.history.reports.countries import country_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twilio_async.history.formats import FormatName

NOON = datetime(2026, 1, 10, 12, tzinfo=UTC)
ADDRESSES = {
    "+15558675310": "+1 US etc.",
    "+442071838750": "+44 GB etc.",
    "+4930123456": "+49 DE",
    "+80012345678": "+800 international",
    "whatsapp:+4915112345678": "+49 DE",
    "messenger:1234567890": "other addresses",
    "client:alice": "clients",
    "CLIENT:alice": "clients",
    "sip:alice@example.com": "SIP",
    "sips:+4930123456@example.com": "SIP",
    "72345": "short codes",
    "+266696687": "withheld numbers",
    "+999123456789": "other addresses",
    "+12": "other addresses",
    "+1234567890123456": "other addresses",
    "+49abc": "other addresses",
    "+٤٩٣٠١٢٣٤٥٦": "other addresses",
    "5558675310": "other addresses",
    "ACME": "other addresses",
    "whatsapp:": "no address",
    "": "no address",
}
PART = "messages-run000001-2026-01-01-0001.ndjson.gz"
FORMATS: Sequence[tuple[FormatName, str | None]] = (
    ("ndjson", None),
    ("ndjson", "gzip"),
    ("csv", None),
    ("csv", "gzip"),
    ("parquet", None),
)


def message(number: int, **fields: Any) -> Message:
    usual: dict[str, Any] = {
        "date_sent": NOON,
        "status": "delivered",
        "direction": "outbound-api",
        "from_": "+15550100000",
        "to": "+15558675310",
        "price": Decimal("-0.0079"),
        "price_unit": "USD",
    }
    return Message(sid=f"SM{number:032x}", **usual | fields)


def texts(*known: str) -> st.SearchStrategy[str | None]:
    return st.sampled_from((*known, None))


MOMENTS = st.datetimes(datetime(2025, 12, 1), datetime(2026, 3, 1), timezones=st.just(UTC))  # noqa: DTZ001
PRICES = st.decimals(-10, 1, places=10)
MESSAGES = st.builds(
    message,
    st.integers(0, 30),
    date_sent=st.none() | MOMENTS,
    date_created=st.none() | MOMENTS,
    status=texts("delivered", "failed", "queued", "of, \"a\nstranger's"),
    direction=texts("outbound-api", "outbound-reply", "inbound"),
    from_=texts(*filter(None, ADDRESSES)),
    to=texts(*filter(None, ADDRESSES)),
    price=st.none() | PRICES,
    price_unit=texts("USD", "usd", "EUR"),
    error_code=st.sampled_from((None, 30003, 99999)),
)
PARTS = st.lists(st.lists(MESSAGES, min_size=1, max_size=12, unique_by=lambda each: each.sid), max_size=5)


def of_nothing(counts: Counter[str | None]) -> dict[str, int]:
    """Counts in which None has its name."""
    return {each or "none": count for each, count in counts.items()}


@settings(max_examples=60)
@given(PARTS, st.sampled_from(FORMATS))
def test_totals_are_those_of_the_newest_row_of_each_record(
    parts: Sequence[Sequence[Message]], format: tuple[FormatName, str | None]
) -> None:
    with TemporaryDirectory() as folder:
        write_export(Path(folder), parts, format=format[0], compression=format[1])
        report = history.report(folder)
    newest = {each.sid: each for part in parts for each in part}.values()
    dates = [each.date_sent or each.date_created for each in newest]
    dated = [each for each in dates if each is not None]
    costs: defaultdict[str, Decimal] = defaultdict(Decimal)
    days: defaultdict[str, defaultdict[date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for each, when in zip(newest, dates, strict=True):
        if each.price is not None:
            currency = (each.price_unit or "none").upper()
            costs[currency] -= each.price
            if when is not None:
                days[currency][when.date()] -= each.price

    assert report.records == len(newest)
    assert report.statuses == of_nothing(Counter(each.status for each in newest))
    assert report.directions == of_nothing(Counter(each.direction for each in newest))
    assert report.days == Counter(each.date() for each in dated)
    assert list(report.days or ()) == sorted(report.days or ())
    assert report.undated == len(dates) - len(dated)
    assert (report.first, report.last) == (min(dated, default=None), max(dated, default=None))
    others = [each.from_ if each.direction == "inbound" else each.to for each in newest]
    assert report.countries == Counter(ADDRESSES[each or ""] for each in others)
    codes = Counter(each.error_code for each in newest if each.error_code)
    assert {each.code: each.count for each in report.errors or ()} == codes
    assert report.costs is not None
    assert {currency: cost.total for currency, cost in report.costs.items()} == costs
    assert {currency: cost.days for currency, cost in report.costs.items() if cost.days} == days
    assert report.unpriced == sum(each.price is None for each in newest)
    assert (report.is_complete, report.missing) == (True, [])


@pytest.mark.parametrize(("address", "country"), ADDRESSES.items())
def test_countries(address: str, country: str) -> None:
    assert country_of(address) == country


def test_nobody_is_in_no_country() -> None:
    assert country_of(None) == "no address"


def test_sums_keep_every_digit(tmp_path: Path) -> None:
    prices = [Decimal("-12345678901234567890.123456789"), Decimal("-0.000000000000000000000000000000000001")]
    records = [message(number, price=price) for number, price in enumerate(prices)]
    report = history.report(write_export(tmp_path, [records]))

    assert report.costs is not None
    assert str(report.costs["USD"].total) == "12345678901234567890.123456789000000000000000000000000001"


@pytest.mark.parametrize(("format", "compression"), FORMATS)
def test_amounts_have_no_zeros_that_say_nothing(
    format: FormatName, compression: str | None, tmp_path: Path
) -> None:
    records = [message(number, price=Decimal("-50.00")) for number in range(4)]
    folder = write_export(tmp_path, [records], format=format, compression=compression)
    costs = history.report(folder).costs

    assert costs is not None
    assert str(costs["USD"].total) == "200"


def test_what_error_codes_mean(tmp_path: Path) -> None:
    said = "What the carrier said"
    records = [
        message(1, error_code=30003),
        message(2, error_code=30003),
        message(3, error_code=99999, error_message=said),
        message(4, error_code=99998),
    ]
    errors = history.report(write_export(tmp_path, [records])).errors

    assert errors is not None
    assert [(each.code, each.count) for each in errors] == [(30003, 2), (99998, 1), (99999, 1)]
    assert [each.meaning for each in errors[1:]] == [None, said]
    assert errors[0].meaning


@pytest.mark.parametrize(
    ("list", "record", "without"),
    [
        (
            "calls",
            Call(
                sid="CA1",
                account_sid="AC0",
                status=CallStatus.BUSY,
                direction=CallDirection.INBOUND,
                to="+1555",
                from_="client:a",
                start_time=NOON,
                price=Decimal(-1),
                price_unit="USD",
                date_created=NOON,
                api_version="",
                uri="",
            ),
            {"errors"},
        ),
        (
            "recordings",
            Recording(sid="RE1", call_sid="CA1", account_sid="AC0", date_created=NOON),
            {"directions", "countries"},
        ),
        (
            "conferences",
            Conference(sid="CF1", account_sid="AC0", status=ConferenceStatus.INIT, date_created=NOON),
            {"directions", "countries", "errors", "costs"},
        ),
        (
            "notifications",
            Notification(sid="NO1", account_sid="AC0", message_date=NOON, error_code=11200),
            {"statuses", "directions", "countries", "costs"},
        ),
    ],
)
def test_what_a_list_has_not_is_left_out(list: str, record: Model, without: set[str], tmp_path: Path) -> None:
    report = history.report(write_export(tmp_path, [[record]], list=list))
    totals = ("statuses", "directions", "days", "countries", "errors", "costs")

    assert {name for name in totals if getattr(report, name) is None} == without
    assert (report.list, report.records, report.days) == (list, 1, {NOON.date(): 1})
    assert (report.unpriced is None) == ("costs" in without)
    assert report.missing == []


def test_columns_that_were_left_out_are_named(tmp_path: Path) -> None:
    folder = write_export(tmp_path, [[message(1)], [message(2)]], columns=["sid", "status", "price"])
    report = history.report(folder)

    assert report.missing == [
        "direction",
        "from",
        "to",
        "error_code",
        "price_unit",
        "date_sent",
        "date_created",
    ]
    assert (report.records, report.statuses) == (2, {"delivered": 2})
    assert (report.days, report.undated, report.first) == (None, None, None)
    assert (report.countries, report.errors, report.costs, report.unpriced) == (None, None, None, None)


@pytest.mark.parametrize("format", ["ndjson", "csv", "parquet"])
def test_without_sids_each_row_counts(format: FormatName, tmp_path: Path) -> None:
    folder = write_export(
        tmp_path, [[message(1)], [message(1)]], columns=["status", "date_sent"], format=format
    )
    report = history.report(folder)

    assert (report.records, report.missing[0]) == (2, "sid")


def test_what_is_there_of_an_incomplete_export(tmp_path: Path) -> None:
    report = history.report(write_export(tmp_path, [[message(1)]], cursor="the rest"))

    assert (report.is_complete, report.records) == (False, 1)


def test_files_that_the_manifest_does_not_know_do_not_count(tmp_path: Path) -> None:
    folder = write_export(tmp_path, [[message(1)]])
    (folder / "messages-2026-01-02-0001.ndjson").write_bytes(b"of a run that was killed")

    assert history.report(folder).records == 1


def test_no_records(tmp_path: Path) -> None:
    report = history.report(write_export(tmp_path, []))

    assert (report.records, report.first, report.days, report.costs) == (0, None, {}, {})
    assert "Messages" in report.to_html()


@pytest.mark.parametrize("format", ["ndjson", "csv", "parquet"])
async def test_an_export_that_is_brought_up_to_date(format: FormatName, tmp_path: Path) -> None:
    async with Emulator() as emulator:
        emulator.scenes.seed_messages(50, days=2)
        async with Client(emulator.account_sid, emulator.auth_token, base_url=emulator.url) as client:
            since = datetime.now(UTC) - timedelta(days=5)
            for begin in (since, None):
                await history.export(client.messages, begin, to=tmp_path, format=format, since_last=True)
                for each in emulator.messages[:20]:
                    each.price = "-0.50000"
            listed = await client.messages.list()
    report = history.report(tmp_path)
    total = -sum(each.price for each in listed if each.price is not None)

    assert (report.records, report.is_complete) == (len(listed), True)
    assert sum(each.price == Decimal("-0.5") for each in listed) == 20
    assert report.costs is not None
    assert report.costs["USD"].total == total


async def test_an_export_of_the_emulator(tmp_path: Path) -> None:
    async with Emulator() as emulator:
        emulator.scenes.seed_messages(300, days=20)
        async with Client(emulator.account_sid, emulator.auth_token, base_url=emulator.url) as client:
            since = datetime.now(UTC) - timedelta(days=30)
            await history.export(client.messages, since, to=tmp_path)
            listed = await client.messages.list()
    report = history.report(tmp_path)

    assert report.records == len(listed) == 300
    assert report.statuses == Counter(each.status for each in listed)
    assert report.costs is not None
    assert report.costs["USD"].total == -sum(each.price for each in listed if each.price is not None)


MANIFEST = "manifest.json"
MARK = b'"twilio_async_export": 1'


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        (MANIFEST, None, "has no manifest.json: give the folder"),
        (MANIFEST, b"{", "is no manifest of an export"),
        (MANIFEST, b'{"twilio_async_export": 99}', "is of a newer twilio_async"),
        (MANIFEST, b"{%b}" % MARK, "manifest.json is damaged"),
        (
            MANIFEST,
            b'{%b, "export": {"list": "faxes", "path": "", "source": "list", "since": "2026-01-01", '
            b'"until": null, "filters": {}, "format": "csv", "columns": null, "compression": null}, '
            b'"runs": [], "parts": []}' % MARK,
            "is of 'faxes', which this twilio_async does not know",
        ),
        (PART, None, f"{PART} is missing"),
        (PART, b"no gzip", f"{PART} is damaged"),
        (
            PART,
            b"\x1f\x8b",
            f"{PART} is damaged",
        ),
    ],
)
def test_what_is_no_export_is_told(name: str, content: bytes | None, complaint: str, tmp_path: Path) -> None:
    folder = write_export(tmp_path, [[message(1)]], compression="gzip")
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(content)

    with pytest.raises(history.ExportError, match=re.escape(complaint)):
        history.report(folder)


def test_a_line_with_a_damaged_byte_is_told(tmp_path: Path) -> None:
    folder = write_export(tmp_path, [[message(1, status="sent")]])
    part = next(folder.glob("messages-*"))
    part.write_bytes(part.read_bytes().replace(b'"sent"', b'"sen\xff"'))

    with pytest.raises(history.ExportError, match="has a row that is none of messages: bring the file back"):
        history.report(folder)


@pytest.mark.parametrize("changes", [{"date_sent": "soon"}, {"price": "free"}, {"error_code": "none"}])
def test_a_row_of_something_else_is_told(changes: dict[str, Any], tmp_path: Path) -> None:
    folder = write_export(tmp_path, [[message(1, **changes)]], format="csv")

    with pytest.raises(history.ExportError, match="has a row that is none of messages: bring the file back"):
        history.report(folder)


@pytest.mark.parametrize("name", ["nothing", "file/below"])
def test_a_folder_that_is_not_there(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(history.ExportError, match=r"has no manifest\.json: give the folder"):
        history.report(tmp_path / name)


def test_a_manifest_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").mkdir()

    with pytest.raises(history.ExportError, match=r"manifest\.json: Is a directory"):
        history.report(tmp_path)


def test_memory_is_that_of_the_sids(tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        parts = [[message(number, body="x" * 100) for number in range(rows)]]
        folder = write_export(tmp_path / str(rows), parts)
        history.report(folder)  # What it imports and remembers is no part of it.
        tracemalloc.start()
        try:
            history.report(folder)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    few, many = 10_000, 30_000

    assert peak(many) - peak(few) < 200 * (many - few)


def test_what_the_extra_brings_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = write_export(tmp_path, [[message(1)]])
    report = history.report(folder)
    for name in ("countries", "tallies", "charts", "page"):
        monkeypatch.delitem(sys.modules, f"twilio_async.history.reports.{name}", raising=False)
    for name in ("phonenumbers", "vl_convert"):
        monkeypatch.setitem(sys.modules, name, None)

    with pytest.raises(ConfigurationError, match=r"phonenumbers: pip install .twilio-async\[report\]"):
        history.report(folder)
    with pytest.raises(ConfigurationError, match=r"vl-convert-python: pip install .twilio-async\[report\]"):
        report.to_html()
