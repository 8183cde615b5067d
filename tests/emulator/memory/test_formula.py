"""The laws of computed records: index, moment and sid lead to each other, whatever the length."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given, strategies as st

from twilio_async.emulator.memory.formula import SidFormula, Timeline
from twilio_async.emulator.memory.identifiers import random_of

FIRST = datetime(2025, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
LARGEST = 10_000_000


@st.composite
def timelines(draw: st.DrawFn) -> tuple[Timeline, datetime, datetime]:
    """A timeline with its first moment and that behind its last."""
    start = FIRST + timedelta(seconds=draw(st.integers(0, 86_400)))
    end = start + timedelta(seconds=draw(st.integers(600, 86_400 * 400)))
    last = (end - start - timedelta(seconds=1)).days
    days = st.integers(0, last).map(lambda passed: (start + passed * DAY).date())
    busy_day = draw(st.none() | days)
    return Timeline.spread(draw(st.integers(0, LARGEST)), start, end, busy_day=busy_day), start, end


@given(timelines(), st.data())
def test_index_and_moment_lead_to_each_other(
    spread: tuple[Timeline, datetime, datetime], data: st.DataObject
) -> None:
    timeline, start, end = spread
    assume(timeline.count)
    index = data.draw(st.integers(0, timeline.count - 1))
    moment = timeline.moment(index)

    assert start <= moment < end
    assert timeline.index(moment) == index
    assert timeline.index(moment + timedelta(microseconds=1)) == index + 1


@given(timelines())
def test_each_record_is_on_one_day(spread: tuple[Timeline, datetime, datetime]) -> None:
    timeline, start, end = spread
    midnight = datetime.combine(start.date(), time(), UTC)
    days = [midnight + number * DAY for number in range((end - midnight).days + 1)]
    bounds = [(timeline.index(day), timeline.index(day + DAY)) for day in days]

    assert [low for low, _ in bounds[1:]] == [high for _, high in bounds[:-1]]
    assert (bounds[0][0], bounds[-1][1]) == (0, timeline.count)
    for day, (low, high) in zip(days, bounds, strict=True):
        if low < high:
            assert day <= timeline.moment(low) <= timeline.moment(high - 1) < day + DAY


@given(st.integers(0, LARGEST))
def test_a_busy_day_has_nine_of_ten(count: int) -> None:
    timeline = Timeline.spread(count, FIRST, FIRST + 30 * DAY, busy_day=date(2025, 1, 10))
    low, high = timeline.index(FIRST + 9 * DAY), timeline.index(FIRST + 10 * DAY)

    assert high - low == round(count * 0.9)
    assert timeline.index(FIRST + 30 * DAY) == count
    assert abs(low - 9 * (count - (high - low)) / 29) < 1


@given(st.integers(), st.integers(0, LARGEST), st.integers(0, LARGEST))
def test_sid_and_index_lead_to_each_other(seed: int, index: int, other: int) -> None:
    sids = SidFormula("SM", random_of(seed, "sids"))
    sid = sids.sid(index)

    assert sids.index(sid) == index
    assert (sid == sids.sid(other)) == (index == other)
    assert re.fullmatch("SM[0-9a-f]{32}", sid)


@pytest.mark.parametrize(
    "sid", ["", "SM", "SM" + "g" * 32, "CA" + "0" * 32, "SM" + "0" * 31, "SM" + "A" * 32]
)
def test_what_is_no_sid_has_no_index(sid: str) -> None:
    assert SidFormula("SM", random_of(1, "sids")).index(sid) is None


def test_a_history_that_cannot_be() -> None:
    with pytest.raises(ValueError, match="before the present"):
        Timeline.spread(1, FIRST, FIRST)
    with pytest.raises(ValueError, match="2026-01-01 is outside"):
        Timeline.spread(1, FIRST, FIRST + DAY, busy_day=date(2026, 1, 1))
    with pytest.raises(IndexError):
        Timeline.spread(1, FIRST, FIRST + DAY).moment(1)
