"""One measurement in a process of its own: each contender's script hands its works to `main`.

A work is opened on a server's address with a number of requests or records, and then done one or more times;
each time it returns how much it did. The CPU time is this process's own, user and system, behind one round
of warming up; where memory is measured there is none. Nothing here imports what is measured.
"""

from __future__ import annotations

import asyncio
import gc
import json
import resource
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Once: TypeAlias = Callable[[], Awaitable[int]]
Work: TypeAlias = Callable[[str, int], AbstractAsyncContextManager[Once]]

AUTH_TOKEN: Final = "0123456789abcdef" * 2
SENDER: Final = "+15550100001"
RECIPIENT: Final = "+15558675310"
_CONCURRENCY: Final = 32


def text(number: int) -> str:
    """The body of a message."""
    return f"Your code is {number:06}. Parcels & letters: 10 € < 20 €"


async def concurrently(count: int, one: Callable[[int], Awaitable[object]]) -> int:
    """Do `one` for each number below `count`, 32 at a time."""
    numbers = iter(range(count))

    async def share() -> int:
        done = 0
        for number in numbers:
            await one(number)
            done += 1
        return done

    return sum(await asyncio.gather(*(share() for _ in range(_CONCURRENCY))))


def main(works: Mapping[str, Work]) -> None:
    """Measure the work that the arguments name, and print the figures as JSON.

    Arguments: the work, the server's address, the count, how often to warm up, how often to measure.
    """
    name, base, count, warm_ups, times = sys.argv[1:]
    asyncio.run(_measure(works[name](base, int(count)), int(warm_ups), int(times)))


async def _measure(work: AbstractAsyncContextManager[Once], warm_ups: int, times: int) -> None:
    async with work as once:
        for _ in range(warm_ups):
            await once()
        gc.collect()
        started = time.process_time()
        done = 0
        for _ in range(times):
            done += await once()
        seconds = time.process_time() - started
    print(json.dumps({"done": done, "seconds": seconds, "peak": _peak_bytes()}))


def _peak_bytes() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
