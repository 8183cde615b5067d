"""Time as the client sees it: what waits or expires asks a `Clock`, so that a test can move it by hand."""

from __future__ import annotations

import asyncio
import time


class Clock:
    """The system's clock. Subclass it to run a client on a time of your own."""

    def monotonic(self) -> float:
        """Seconds that only grow; differences are meaningful, the value is not."""
        return time.monotonic()

    def time(self) -> float:
        """Seconds since the Unix epoch, as wall clocks show them."""
        return time.time()

    async def sleep(self, seconds: float) -> None:
        """Come back after that many seconds."""
        await asyncio.sleep(seconds)
