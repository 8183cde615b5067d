"""A clock that is moved by hand: waiting takes no time and is written down."""

import asyncio
from datetime import UTC, datetime

from twilio_async import Clock

START = 1_772_366_400.0
"""2026-03-01 12:00:00 UTC as Unix time."""


class ManualClock(Clock):
    """Time that passes only by `advance` and by waiting, which is over at once; `waits` lists the waits."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.waits: list[float] = []

    def monotonic(self) -> float:
        return 1000.0 + self.passed

    def time(self) -> float:
        return START + self.passed

    def utc(self) -> datetime:
        """The time as the emulator takes it."""
        return datetime.fromtimestamp(self.time(), UTC)

    def advance(self, seconds: float) -> None:
        self.passed += seconds

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.advance(seconds)
        await asyncio.sleep(0)


class Endless(ManualClock):
    """Whoever waits by it waits without end."""

    async def sleep(self, seconds: float) -> None:
        del seconds
        await asyncio.Event().wait()
