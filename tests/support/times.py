"""Seconds for timeouts that a test sets, and a loop's time that it can put forward. None is measured."""

import asyncio

SHORT = 0.05
"""Until a timeout before which nothing has to happen."""
ENOUGH = 1.0
"""Until a timeout before which something has to happen, such as a connection on a busy machine."""
PATIENCE = 30.0
"""The longest wait for something that should come. A test that passes never waits so long."""

_TURNS = 20
"""Turns of the loop in which all that has timed out, or can go on without the network, does so."""


async def turns() -> None:
    """Come back once whatever can go on without the network has done so."""
    for _ in range(_TURNS):
        await asyncio.sleep(0)


class LoopTime:
    """The time of a loop, which goes on by itself, and by leaps where a test makes it."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._time = loop.time
        self._ahead = 0.0

    def time(self) -> float:
        return self._time() + self._ahead

    async def leap(self, seconds: float) -> None:
        """Put the time forward, and come back once whatever times out by then has done so."""
        self._ahead += seconds
        await turns()
