"""Progress in words: how far a file that is loaded, an export, or anything else is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from twilio_async.history import Progress

_MEGABYTE = 1_000_000


class Progressing(Protocol):
    """Something that takes a while; its text is how far it is."""

    @property
    def share(self) -> float:
        """The part of it that is done, up to 1."""
        ...


def clock(seconds: float) -> str:
    """Minutes and seconds, with hours where there are some: 0:07, 12:00 or 3:25:45."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


class Loaded:
    """The part of a file that is there."""

    def __init__(self) -> None:
        self._done = 0
        self._total: int | None = None

    def take(self, done: int, total: int | None) -> None:
        """Take note of so many bytes, of so many in all where that is known."""
        self._done, self._total = done, total

    def __str__(self) -> str:
        if not self._done:
            return "Waiting for the file"
        whole = "" if self._total is None else f" of {self._total / _MEGABYTE:.1f}"
        return f"Loading: {self._done / _MEGABYTE:.1f}{whole} MB"


class Exported:
    """The part of an export that is written."""

    def __init__(self) -> None:
        self._progress: Progress | None = None

    @property
    def has_begun(self) -> bool:
        """Whether there are records."""
        return self._progress is not None and self._progress.records > 0

    @property
    def share(self) -> float:
        """The part of it that is done, up to 1."""
        return 0.0 if self._progress is None else self._progress.share

    def take(self, progress: Progress) -> None:
        """Take note of how far it is."""
        self._progress = progress

    def __str__(self) -> str:
        done = self._progress
        if done is None:
            return "Waiting for the first page"
        facts = [
            f"{done.share:.0%}",
            f"{done.records:,} records",
            f"{done.pages:,} pages",
            f"{done.rate:,.0f}/s",
            f"{done.slices:,} slices",
        ]
        facts += [f"{clock(done.seconds_left)} left"] if done.seconds_left else []
        return ", ".join(facts)


class Counted:
    """The text of what is progressing, with the repetitions that it took."""

    def __init__(self, progress: Progressing, repeated: Callable[[], int]) -> None:
        self._progress, self._repeated = progress, repeated

    def __str__(self) -> str:
        repeated = self._repeated()
        return f"{self._progress}, {repeated:,} retries" if repeated else str(self._progress)
