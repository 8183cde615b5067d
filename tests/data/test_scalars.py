"""Dates, prices, counts and truth values in every form in which Twilio writes them."""

import tracemalloc
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from email.utils import format_datetime
from typing import Any

import pytest
from attrs import define
from hypothesis import given, settings, strategies as st

from tests.support.record_strategies import moments
from twilio_async import MessageStatus, Model
from twilio_async.core.codec.answers import structure

WRITERS: tuple[Callable[[datetime], Any], ...] = (
    format_datetime,
    datetime.isoformat,
    lambda moment: int(moment.timestamp()),
)
NOON = datetime(2011, 4, 12, 16, 15, 2, tzinfo=UTC)


@define(kw_only=True)
class Sample(Model):
    """A model with the types that no message has."""

    enabled: bool | None = None
    day: date | None = None
    at: datetime | None = None
    ratio: float | None = None
    count: int | None = None
    price: Decimal | None = None


def sample(**fields: Any) -> Sample:
    return structure(Sample, fields, "Sample")


@pytest.mark.parametrize(
    "wire",
    [
        "Tue, 12 Apr 2011 16:15:02 +0000",
        "Tue, 12 Apr 2011 09:15:02 -0700",
        "Tue, 12 Apr 2011 21:45:02 +0530",
        "Tue, 12 Apr 2011 16:15:02 GMT",
        "Tue, 12 Apr 2011 16:15:02 -0000",
        "12 Apr 2011 16:15:02 +0000",
        "2011-04-12T16:15:02Z",
        "2011-04-12T16:15:02.000Z",
        "2011-04-12T18:15:02+02:00",
        "2011-04-12 16:15:02",
        "1302624902",
        1302624902,
        1302624902.0,
    ],
)
def test_an_instant_in_every_form(wire: Any) -> None:
    at = sample(at=wire).at

    assert at == NOON
    assert at is not None
    assert at.utcoffset() == timedelta(0)


@given(moments(), st.sampled_from(WRITERS))
def test_any_instant_in_every_form(moment: datetime, write: Callable[[datetime], Any]) -> None:
    assert sample(at=write(moment)).at == moment


def test_a_day_of_one_digit() -> None:
    assert sample(at="Fri, 1 Apr 2011 06:05:02 +0000").at == datetime(2011, 4, 1, 6, 5, 2, tzinfo=UTC)


@settings(max_examples=300)
@given(
    st.from_regex(r"\w{0,4},? ?\d{0,3} \w{0,4} \d{0,5} \d{0,3}:\d{0,3}:?\d{0,3} ?[-+]?\w{0,6}")
    | st.from_regex(r"\d{1,5}-\d{1,3}-\d{1,3}[T ]?\d{0,3}:?\d{0,3}[-+Z]?\d{0,5}")
    | st.text(max_size=20)
)
def test_a_text_that_looks_like_a_date_never_fails(text: str) -> None:
    made = sample(at=text, day=text)

    assert made.at is None or made.at.utcoffset() == timedelta(0)
    assert ("at" in made.extra) == (made.at is None and text != "")


@pytest.mark.parametrize(
    "wire", ["2011-04-12", "Tue, 12 Apr 2011 00:00:00 +0000", "Tue, 12 Apr 2011 23:00:00 -0000", 1302624902]
)
def test_a_day_in_every_form(wire: Any) -> None:
    assert sample(day=wire).day == date(2011, 4, 12)


@pytest.mark.parametrize(
    ("wire", "value"),
    [
        (True, True),
        (False, False),
        ("true", True),
        ("False", False),
        ("1", True),
        ("0", False),
        (1, True),
        (0, False),
        (None, None),
        ("", None),
    ],
)
def test_a_truth_value_in_every_form(wire: Any, value: bool | None) -> None:
    assert sample(enabled=wire).enabled is value


@pytest.mark.parametrize("wire", ["maybe", 2, "yes", 0.5])
def test_no_truth_value_is_kept(wire: Any) -> None:
    assert sample(enabled=wire).extra == {"enabled": wire}


@pytest.mark.parametrize(
    ("wire", "value"),
    [("-0.03000", "-0.03000"), (-0.03, "-0.03"), (0, "0"), ("1e-5", "0.00001"), ("-0.0", "-0.0")],
)
def test_a_price_is_exact(wire: Any, value: str) -> None:
    price = sample(price=wire).price

    assert price == Decimal(value)


@pytest.mark.parametrize("wire", ["NaN", "Infinity", "sNaN", "$0.03", "0,03"])
def test_no_price_is_kept(wire: str) -> None:
    assert sample(price=wire).extra == {"price": wire}


def test_counts() -> None:
    assert sample(count="12").count == sample(count=12).count == sample(count=12.0).count == 12
    assert sample(count=1.5).extra == {"count": 1.5}
    assert sample(ratio="0.5").ratio == sample(ratio=0.5).ratio == 0.5


def test_more_distinct_values_than_are_remembered() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    expected = [start + timedelta(seconds=index) for index in range(10_000)]
    made = [
        structure(Sample, {"at": format_datetime(moment), "price": f"-{index}.5"}, "Sample")
        for index, moment in enumerate(expected)
    ]
    again = [structure(Sample, one.to_dict(), "Sample") for one in made]

    assert [one.at for one in made] == expected
    assert [one.price for one in made] == [Decimal(f"-{index}.5") for index in range(10_000)]
    assert again == made


def test_what_is_remembered_of_values_stays_small() -> None:
    tracemalloc.start()
    for index in range(30_000):
        sample(at=f"2026-01-01T00:00:00.{index:06}Z")
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert held < 3_000_000


def test_an_unknown_value_is_one_object_however_often_it_comes() -> None:
    first, second = (MessageStatus("parked" + "-tomorrow") for _ in range(2))

    assert first is second
    assert MessageStatus("x" * 100) == "x" * 100
