"""The page of a report shows its totals, needs nothing but itself, and runs nothing that a stranger wrote."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve
from lxml import html

from twilio_async.history import Cost, ErrorCode, Report

if TYPE_CHECKING:
    from collections.abc import Sequence

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>"
REPORT = Report(
    list="messages",
    since=datetime(2026, 1, 1, tzinfo=UTC),
    until=datetime(2026, 2, 1, tzinfo=UTC),
    is_complete=True,
    records=1234,
    first=datetime(2026, 1, 2, 3, tzinfo=UTC),
    last=datetime(2026, 1, 4, 5, tzinfo=UTC),
    undated=0,
    statuses={"delivered": 1000, "failed": 234},
    directions={"outbound-api": 1234},
    days={date(2026, 1, 2): 1200, date(2026, 1, 4): 34},
    countries={"+49 DE": 1233, "short codes": 1},
    errors=[ErrorCode(30003, 234, "The phone cannot be reached")],
    costs={"USD": Cost(Decimal("12.3456"), {date(2026, 1, 2): Decimal("12.3456")})},
    unpriced=5,
    missing=[],
)


@pytest.fixture(scope="module", autouse=True)
def engine() -> None:
    """Vega-Lite, whose first chart starts an engine with sockets that the process keeps."""
    REPORT.to_html()


def page(**changes: Any) -> html.HtmlElement:
    return html.document_fromstring(evolve(REPORT, **changes).to_html())


def texts(root: html.HtmlElement, path: str) -> Sequence[str]:
    return [each.text_content() for each in root.iterfind(path)]


def test_its_texts() -> None:
    root = page()

    assert texts(root, ".//h1") == ["Messages"]
    assert texts(root, ".//header/p") == ["2 January 2026 to 4 January 2026, UTC"]
    assert texts(root, ".//h2") == [
        "Messages by day",
        "Messages by status",
        "Messages by direction",
        "Messages by country",
        "Error codes",
        "Cost in USD by day",
    ]
    figures = dict(zip(texts(root, ".//dt"), texts(root, ".//dd"), strict=True))
    assert figures == {
        "records": "1,234",
        "cost in USD": "12.3456",
        "without a price": "5",
        "with an error code: 19.0\xa0%": "234",
    }
    assert "30003234" in texts(root, ".//table[@class='errors']/tbody/tr")[0]
    assert not root.findall(".//p[@class='caveat']")


def test_each_chart_has_a_text_and_each_bar_one() -> None:
    text = REPORT.to_html()
    labels = re.findall(r'<svg [^>]*aria-label="([^"]+)"', text)
    bars = re.findall(r"<title>([^<]+)</title></path>", text)

    assert labels == [
        *["Messages by day"] * 2,
        *("Messages by status", "Messages by direction", "Messages by country"),
        *["Cost in USD by day"] * 2,
    ]
    assert "2026-01-02: 1,200 messages" in bars
    assert "delivered: 1,000 (81.0\xa0%)" in bars
    assert "2026-01-02: 12.3456 USD" in bars


def test_it_fetches_nothing_and_runs_nothing() -> None:
    text = REPORT.to_html()
    root = html.document_fromstring(text)
    links = [each for _, _, each, _ in root.iterlinks()]

    assert not root.xpath("//script|//link|//img|//iframe|//object|//embed|//use|//image|//form")
    assert links == ["https://www.twilio.com/docs/api/errors/30003"]
    assert "url(" not in text
    assert "@import" not in text
    assert "default-src 'none'" in text.partition("<title>")[0]


@pytest.mark.parametrize(
    "changes",
    [
        {"statuses": {HOSTILE: 1}},
        {"directions": {HOSTILE: 1}},
        {"countries": {HOSTILE: 1}},
        {"errors": [ErrorCode(1, 1, HOSTILE)]},
        {"costs": {HOSTILE: Cost(Decimal(1), {date(2026, 1, 2): Decimal(1)})}},
        {"list": HOSTILE},
        {"missing": [HOSTILE]},
    ],
    ids=str,
)
def test_the_texts_of_strangers_are_texts(changes: dict[str, Any]) -> None:
    root = page(**changes)

    assert not root.xpath("//script|//img|//*[@onerror]")
    assert "<script>alert(1)</script>" in root.text_content().lower()


def test_controls_are_seen() -> None:
    text = page(statuses={"a\x00\x1b\x85\u202e\ud800b": 1}).text_content()

    assert "a\ufffd\ufffd\ufffd\ufffd\ufffdb" in text


def test_what_a_reader_must_know() -> None:
    notes = texts(page(is_complete=False, missing=["price"], costs=None), ".//p[@class='caveat']")

    assert notes == [
        "The export is incomplete: these are the totals of what is there. Repeat it to go on.",
        "The export was made without the columns price: totals that need them are left out.",
    ]


def test_many_days_are_drawn_as_months_and_told_as_days() -> None:
    days = {date(2025, 1, 1): 1, date(2025, 1, 31): 2, date(2026, 1, 1): 3}
    root = page(days=days)
    text = evolve(REPORT, days=days).to_html()

    assert "Messages by month" in texts(root, ".//h2")
    assert "<title>2025-01: 3 messages</title>" in text
    rows = [row for row in texts(root, ".//table[@class='numbers']/tbody/tr") if row.startswith("2025")]
    assert rows == ["2025-01-011", "2025-01-312"]


def test_many_names_are_drawn_as_the_largest_and_all_are_told() -> None:
    text = evolve(REPORT, statuses={f"status-{number}": 15 - number for number in range(15)}).to_html()

    assert "<title>5 others: 15 (1.2\xa0%)</title>" in text
    assert "<td>status-14</td>" in text


def test_what_there_is_not_has_no_head() -> None:
    root = page(statuses=None, directions=None, countries=None, days=None, errors=None, costs={})

    assert texts(root, ".//h2") == []


def test_it_is_the_same_each_time() -> None:
    assert REPORT.to_html() == REPORT.to_html()
