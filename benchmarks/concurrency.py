"""How much of what a server allows the limiter uses, beside the goals: `python benchmarks/concurrency.py`.

The limiter and asyncio are the real ones, time is not: it leaps to the next event, so that minutes pass in a
moment, and each run prints the same figures. A server answers after 100 ms, give or take 5 %, with a 429 or
not. Callers stand in line all the time; one that got a 429 comes again behind the wait of `Retry`.
"""

from __future__ import annotations

import asyncio
import selectors
import sys
from itertools import accumulate
from math import inf
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from twilio_async import Clock, Limits, Retry
from twilio_async.core.limits import Limiter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LATENCY: Final = 0.1
_SPREAD: Final = 0.05
_CEILING: Final = 100
_CALLERS: Final = 150
"""Of each process."""
_RETRY: Final = Retry()
_HEADINGS: Final = ("server and load", "share of the possible", "goal", "429s", "goal", "least process")


class Case(NamedTuple):
    """A server and its load, and the goals: the least share of the possible, the greatest share of 429s."""

    work: str
    share: float | None = None
    throttled: float | None = None
    sends: int | None = None
    """Ends with so many sends, or else with the last phase."""
    phases: Sequence[tuple[float, float]] = ((30.0, inf),)
    """How many requests at a time the server allows, for so many seconds each."""
    stray: float = 0.0
    """The share of requests that it answers with 429 whatever runs."""
    processes: int = 1


CASES: Final = (
    Case("cold start, 500 sends", 0.6, sends=500),
    Case("cold start, 3,000 sends", 0.85, sends=3000),
    Case("1 % of stray 429s", 0.9, stray=0.01),
    Case("3 % of stray 429s", 0.75, stray=0.03),
    Case("allows 40", 0.9, 0.05, phases=((30, 40),)),
    Case("allows 40, and 2 % of stray 429s", phases=((30, 40),), stray=0.02),
    Case("allows 40, then 10, then 80", phases=((10, 40), (10, 10), (10, 80))),
    Case("allows 40, 4 processes", phases=((60, 40),), processes=4),
    Case("allows 1", phases=((60, 1),)),
    Case("10 % of stray 429s", stray=0.1),
    Case("nothing but 429s from 10 s to 15 s", phases=((10, inf), (5, 0), (15, inf))),
)


class Server:
    """A server of so many requests at a time, and what it answered."""

    def __init__(self, case: Case, random: Random) -> None:
        self._stray = case.stray
        ends = accumulate(seconds for seconds, _ in case.phases)
        self._phases = [(end, allowance) for end, (_, allowance) in zip(ends, case.phases, strict=True)]
        self._random = random
        self._running = 0
        self.throttled = 0

    async def throttles(self) -> bool:
        """Answer a request: whether it is a 429."""
        if self._running >= self._allowance() or self._random.random() < self._stray:
            self.throttled += 1
            await self._work()
            return True
        self._running += 1
        await self._work()
        self._running -= 1
        return False

    async def _work(self) -> None:
        await asyncio.sleep(_LATENCY * self._random.uniform(1 - _SPREAD, 1 + _SPREAD))

    def _allowance(self) -> float:
        now = asyncio.get_running_loop().time()
        return next((allowance for end, allowance in self._phases if now < end), 0.0)


class Process:
    """A process of its own limiter, and how many of its sends got through."""

    def __init__(self, server: Server, random: Random) -> None:
        self._server = server
        self._random = random
        self._limiter = Limiter(Limits(concurrency=_CEILING), Clock())
        self.sent = 0

    async def call(self, sends: Iterator[int]) -> None:
        """One of those who stand in line."""
        for _ in sends:
            await self._send()

    async def _send(self) -> None:
        for attempt in range(_RETRY.attempts):
            async with self._limiter.slots:
                throttled = await self._server.throttles()
                self._limiter.answered(throttled=throttled)
            if not throttled:
                self.sent += 1
                return
            await asyncio.sleep(self._random.random() * min(_RETRY.cap, _RETRY.base * 2.0**attempt))


class Outcome(NamedTuple):
    """What came of a case."""

    share: float
    throttled: float
    least: float
    """The sends of the process that got the fewest, in shares of an even part."""


def simulate(case: Case) -> Outcome:
    """Play a case from its cold start to its end."""
    random = Random(7)  # noqa: S311 - the same figures every time
    server = Server(case, random)
    processes = [Process(server, random) for _ in range(case.processes)]
    with asyncio.Runner(loop_factory=Leaping) as runner:
        seconds = runner.run(_play(case, processes))
    sent = sum(process.sent for process in processes)
    return Outcome(
        share=sent * _LATENCY / seconds / _possible(case),
        throttled=server.throttled / (server.throttled + sent),
        least=min(process.sent for process in processes) * case.processes / sent,
    )


async def _play(case: Case, processes: Sequence[Process]) -> float:
    """The seconds that it took."""
    period = sum(seconds for seconds, _ in case.phases)
    sends = iter(range(sys.maxsize if case.sends is None else case.sends))
    callers = [process.call(sends) for process in processes for _ in range(_CALLERS)]
    try:
        async with asyncio.timeout(period):
            await asyncio.gather(*callers)
    except TimeoutError:
        assert case.sends is None
    return asyncio.get_running_loop().time()


def _possible(case: Case) -> float:
    """The requests at a time that the server and the ceilings allow, on average."""
    ceiling = _CEILING * case.processes
    period = sum(seconds for seconds, _ in case.phases)
    return sum(seconds * min(ceiling, allowance) for seconds, allowance in case.phases) / period


class Leaping(asyncio.SelectorEventLoop):
    """An event loop whose time leaps to whatever is due next."""

    def __init__(self) -> None:
        self._leap = _Leap()
        super().__init__(self._leap)

    def time(self) -> float:
        """Seconds since it was made."""
        return self._leap.now


class _Leap(selectors.SelectSelector):
    """Waits for nothing but time, which passes at once."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        assert timeout is not None, "nothing is due any more"
        self.now += timeout
        return super().select(0)


def main() -> None:
    """Print the table."""
    print(_line(_HEADINGS), _line(["---"] * len(_HEADINGS)), sep="\n")
    for case in CASES:
        outcome = simulate(case)
        share = "" if case.share is None else f">= {case.share}"
        throttled = "" if case.throttled is None else f"<= {case.throttled:.0%}"
        least = f"{outcome.least:.0%} of an even part" if case.processes > 1 else ""
        print(_line([case.work, f"{outcome.share:.2f}", share, f"{outcome.throttled:.1%}", throttled, least]))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
