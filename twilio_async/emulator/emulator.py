"""The emulator of programs that run in its loop."""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING, Self

from twilio_async.emulator.server import Server

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

_LOOK_AGAIN_SECONDS = 0.01


class Emulator(Server):
    """A local Twilio, to be used as `async with Emulator() as emulator:` or with `start` and `stop`.

    Everything is kept in memory, and nothing is ever sent to anybody. Its settings are those of `Settings`.
    """

    async def __aenter__(self) -> Self:
        """Listen.

        Raises:
            OSError: The port is taken.
            RuntimeError: It is listening already.
        """
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close all connections; what was stored stays and can be looked at."""
        await self.stop()

    async def deliver_callbacks(self) -> None:
        """Make the callbacks that are due by now, on the emulator's clock, and wait for their answers.

        They are made in time without it, as far as `clock` and `sleep` agree; where a test moves the clock
        by hand, nobody else notices.
        """
        await self._agenda.settle()

    async def wait_for(self, condition: Callable[[], object], timeout: float = 5.0) -> None:
        """Wait until a condition holds, which is looked at again and again for `timeout` real seconds.

        Raises:
            TimeoutError: It does not hold by then.
        """
        for _ in range(math.ceil(timeout / _LOOK_AGAIN_SECONDS)):
            if condition():
                return
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)
        if not condition():
            raise TimeoutError(f"what was waited for has not come within {timeout:g} s")
