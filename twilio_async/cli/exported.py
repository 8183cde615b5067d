"""How far an export is, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_async.cli.durations import clock

if TYPE_CHECKING:
    from twilio_async.history import Progress


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
