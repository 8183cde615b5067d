"""A clock that is moved by hand: waiting takes no time, or lasts until a gate is opened; waits are listed."""

import asyncio
from datetime import UTC, datetime

from twilio_async import Clock

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
"""The moment at which the clock of a test begins."""


class ManualClock(Clock):
    """Time that passes only by `advance` and by waiting, which is over at once; `waits` lists the waits.

    On a clock that is `held`, who waits has to wait until its `gate` is opened: for ever, where nobody does.
    """

    def __init__(self, *, held: bool = False) -> None:
        self.passed = 0.0
        self.waits: list[float] = []
        self.asleep = asyncio.Event()
        """Set once somebody has waited."""
        self.gate = asyncio.Event()
        if not held:
            self.gate.set()

    def monotonic(self) -> float:
        return 1000.0 + self.passed

    def time(self) -> float:
        return START.timestamp() + self.passed

    def utc(self) -> datetime:
        """The time as the emulator takes it."""
        return datetime.fromtimestamp(self.time(), UTC)

    def advance(self, seconds: float) -> None:
        self.passed += seconds

    async def sleep(self, seconds: float) -> None:
        self.asleep.set()
        await self.gate.wait()
        self.waits.append(seconds)
        self.advance(seconds)
        await asyncio.sleep(0)
