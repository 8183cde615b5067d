"""Bars as long as their amounts."""

from decimal import Decimal

import pytest

from twilio_async.cli.printing.chart import bar_chart, can_draw_blocks

AMOUNTS = {
    "2026-01": Decimal("1234.5"),
    "2026-02": None,
    "2026-03": Decimal("617.25"),
    "2026-04": Decimal(0),
    "2026-05": Decimal("0.0075"),
    "2026-06": Decimal("-3.10"),
}


def test_blocks() -> None:
    assert bar_chart(AMOUNTS, unit="USD", width=40, ascii_only=False) == [
        "2026-01 ███████████████████ 1,234.50 USD",
        "2026-02 -",
        "2026-03 █████████▌ 617.25 USD",
        "2026-04 0.00 USD",
        "2026-05 ▏ 0.0075 USD",
        "2026-06 -3.10 USD",
    ]


def test_ascii() -> None:
    assert bar_chart(AMOUNTS, unit="USD", width=40, ascii_only=True) == [
        "2026-01 ################### 1,234.50 USD",
        "2026-02 -",
        "2026-03 ########## 617.25 USD",
        "2026-04 0.00 USD",
        "2026-05 # 0.0075 USD",
        "2026-06 -3.10 USD",
    ]


@pytest.mark.parametrize("width", [30, 31, 80, 200])
def test_the_longest_line_is_as_wide_as_it_may_be(width: int) -> None:
    lines = bar_chart(AMOUNTS, unit="", width=width, ascii_only=False)

    assert max(map(len, lines)) == len(lines[0]) == width


def test_where_there_is_no_room_bars_are_short_and_amounts_whole() -> None:
    assert bar_chart(AMOUNTS, unit="USD", width=10, ascii_only=False)[0] == "2026-01 ████ 1,234.50 USD"


@pytest.mark.parametrize("amount", [None, Decimal(0), Decimal(-1)])
def test_where_nothing_was_spent_there_are_no_bars(amount: Decimal | None) -> None:
    assert "█" not in "".join(bar_chart({"a": amount, "b": amount}, unit="", width=80, ascii_only=False))


def test_nothing_is_no_line() -> None:
    assert bar_chart({}, unit="USD", width=80, ascii_only=False) == []


@pytest.mark.parametrize(
    ("encoding", "can"), [("utf-8", True), ("ascii", False), ("latin-1", False), ("cp437", False)]
)
def test_which_encodings_have_the_blocks(encoding: str, can: bool) -> None:
    assert can_draw_blocks(encoding) is can
