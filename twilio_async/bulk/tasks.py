"""Tasks: how they are ended, and how one waits for an event or a moment, whichever comes first."""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twilio_async import Clock


async def cancel(tasks: Sequence[asyncio.Future[Any]]) -> None:
    """Cancel tasks, and see them end; their errors are not raised."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def wait(event: asyncio.Event, seconds: float, clock: Clock) -> None:
    """Wait until an event is set, for so many seconds of a clock at most; other tasks get a turn anyway."""
    if event.is_set() or seconds <= 0:
        await asyncio.sleep(0)
        return
    waits: list[asyncio.Future[Any]] = [asyncio.ensure_future(event.wait())]
    if math.isfinite(seconds):
        waits.append(asyncio.ensure_future(clock.sleep(seconds)))
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await cancel(waits)
