"""The clock that tests move."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.clock import START, ManualClock
from tests.support.emulator_api import Api
from twilio_async.emulator import Emulator, MovableClock

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def test_a_clock_goes_with_its_source_and_is_moved_ahead_of_it(clock: ManualClock) -> None:
    movable = MovableClock(clock.utc)
    movable.move(minutes=5)
    clock.advance(1)
    movable.move(timedelta(days=1), hours=1)

    assert movable() == START + timedelta(days=1, hours=1, minutes=5, seconds=1)


def test_a_frozen_clock_stands_until_it_is_moved_or_resumed(clock: ManualClock) -> None:
    movable = MovableClock(clock.utc)
    movable.freeze(NEW_YEAR)
    clock.advance(60)
    assert (movable(), movable.is_frozen) == (NEW_YEAR, True)
    movable.move(seconds=2)
    assert movable() == NEW_YEAR + timedelta(seconds=2)
    movable.resume()
    clock.advance(1)
    assert (movable(), movable.is_frozen) == (NEW_YEAR + timedelta(seconds=3), False)


def test_a_clock_can_begin_frozen_and_restarts_so() -> None:
    movable = Emulator(clock=NEW_YEAR).clock
    movable.move(days=1)
    movable.resume()
    movable.restart()

    assert (movable(), movable.is_frozen) == (NEW_YEAR, True)
    assert repr(movable) == "<MovableClock 2026-01-01T00:00:00Z, frozen>"
    assert Emulator(clock="frozen").clock.is_frozen


@pytest.mark.parametrize(
    ("seconds", "message"), [(-1, "ahead only"), (1e11, "the years 2000 to 2999"), (1e300, "ends with")]
)
def test_time_moves_ahead_within_a_thousand_years(seconds: float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        MovableClock(frozen_at=NEW_YEAR).move(seconds=seconds)


@pytest.mark.parametrize(
    ("moment", "message"),
    [(datetime(2026, 1, 1), "time zone"), (datetime(1999, 1, 1, tzinfo=UTC), "2000")],  # noqa: DTZ001 - the point
)
def test_a_clock_shows_no_other_moments(moment: datetime, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        MovableClock().freeze(moment)


def test_a_setting_that_is_no_clock() -> None:
    with pytest.raises(ValueError, match="'frozen', not 'stopped'"):
        Emulator(clock="stopped")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


async def test_statuses_follow_the_clock(api: Api, emulator: Emulator) -> None:
    emulator.clock.freeze()
    path = f"Messages/{(await api.send()).json['sid']}.json"
    statuses = [(await api.get(path)).json["status"]]
    for _ in range(2):
        emulator.clock.move(seconds=2)
        statuses.append((await api.get(path)).json["status"])

    assert statuses == ["queued", "sent", "delivered"]
