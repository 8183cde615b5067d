"""The emulator's clock: the present that statuses, dates and lifetimes follow and tests move by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Literal, TypeAlias

from twilio_async.emulator.memory.checks import expect, expect_if_any

TimeSource: TypeAlias = Callable[[], datetime]
"""Gives the present as an aware UTC datetime."""

ClockSetting: TypeAlias = TimeSource | datetime | Literal["frozen"]
"""A source of time, the moment at which the clock stands, or `frozen`: it stands at the present."""

FIRST = datetime(2000, 1, 1, tzinfo=UTC)
LAST = datetime(3000, 1, 1, tzinfo=UTC)
"""The end of what the clock can show, far from that of the calendar."""


def utc_now() -> datetime:
    """The present of the machine."""
    return datetime.now(UTC)


class MovableClock:
    """A clock, called for the present. It goes with its source until it is frozen, and can be moved ahead.

    With `frozen_at` it begins as a frozen one.
    """

    def __init__(self, source: TimeSource = utc_now, frozen_at: datetime | None = None) -> None:
        self._source = source
        self._begins_at = None if frozen_at is None else _checked(frozen_at)
        self._watcher: Callable[[], object] | None = None
        self._ahead = timedelta()
        self._frozen_at: datetime | None = self._begins_at

    def __repr__(self) -> str:
        return f"<MovableClock {self():%Y-%m-%dT%H:%M:%SZ}{', frozen' if self.is_frozen else ''}>"

    def __call__(self) -> datetime:
        """The present as an aware UTC datetime."""
        return self._source() + self._ahead if self._frozen_at is None else self._frozen_at

    @property
    def is_frozen(self) -> bool:
        """Whether it stands still until it is moved."""
        return self._frozen_at is not None

    @property
    def ahead(self) -> timedelta:
        """How far it is ahead of its source."""
        return self() - self._source() if self._frozen_at is not None else self._ahead

    def watch(self, watcher: Callable[[], object]) -> None:
        """Call a watcher, the last one named, whenever time goes on otherwise than with its source."""
        self._watcher = watcher

    def freeze(self, at: datetime | None = None) -> None:
        """Stand still at a moment, at the present if none is named.

        Raises:
            TypeError: It is no moment.
            ValueError: The moment has no time zone, or is not between the years 2000 and 3000.
        """
        expect_if_any(datetime, at=at)
        self._frozen_at = _checked(self() if at is None else at)
        self._tell()

    def move(
        self,
        by: timedelta = timedelta(),
        *,
        days: float = 0,
        hours: float = 0,
        minutes: float = 0,
        seconds: float = 0,
    ) -> None:
        """Let time pass, all that is named together; a frozen clock stands still again afterwards.

        Raises:
            TypeError: The time is neither a timedelta nor numbers by the names of their units.
            ValueError: The time is negative, or ends after the year 2999.
        """
        expect(timedelta, by=by)
        expect(float, days=days, hours=hours, minutes=minutes, seconds=seconds)
        try:
            total = by + timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
            moved = _checked(self() + total)
        except OverflowError as error:
            raise ValueError("the clock of the emulator ends with the year 2999") from error
        if total < timedelta():
            raise ValueError("time moves ahead only; freeze the clock at an earlier moment instead")
        if self._frozen_at is None:
            self._ahead += total
        else:
            self._frozen_at = moved
        self._tell()

    def restart(self) -> None:
        """Be again as it was made."""
        self._ahead = timedelta()
        self._frozen_at = self._begins_at

    def resume(self) -> None:
        """Go on from where it stands."""
        if self._frozen_at is not None:
            self._ahead, self._frozen_at = self._frozen_at - self._source(), None
            self._tell()

    def _tell(self) -> None:
        if self._watcher is not None:
            self._watcher()


def clock_of(setting: ClockSetting) -> MovableClock:
    """The clock that a setting names.

    Raises:
        ValueError: It is neither a source of time, nor a moment with a time zone, nor `frozen`.
    """
    if isinstance(setting, MovableClock):
        return setting
    if callable(setting):
        return MovableClock(setting)
    if isinstance(setting, datetime):
        return MovableClock(frozen_at=setting)
    if setting == "frozen":
        return MovableClock(frozen_at=utc_now())
    raise ValueError(f"a clock is a callable, a datetime or 'frozen', not {setting!r}")


def _checked(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment of the clock has a time zone, as datetime(2026, 1, 1, tzinfo=UTC)")
    if not FIRST <= moment < LAST:
        raise ValueError("the clock of the emulator shows the years 2000 to 2999")
    return moment.astimezone(UTC)
