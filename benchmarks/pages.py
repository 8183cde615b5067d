"""Sends to the emulator while pages are open: how much slower they are, and how much memory it takes.

    python -m benchmarks.pages

An emulator and the readers of its pages run in processes of their own. Once 10,000 messages are there, rounds
with and without pages take turns, as in ABBA, so that what else the machine does meets both alike. Each pair
of rounds gives a ratio; their median counts, and the quartiles say how noisy it is.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

import aiohttp

from twilio_async import Client

if TYPE_CHECKING:
    from collections.abc import Generator

MESSAGES: Final = 10_000
IN_A_ROUND: Final = 2_000
PAGES: Final = 50
PAIRS: Final = 24
AT_ONCE: Final = 32
_READ: Final = "read"
_NUMBERS: Final = count(1)


@contextmanager
def emulator() -> Generator[tuple[int, dict[str, str]]]:
    """An emulator that keeps so many messages: its process, and the variables that lead to it."""
    command = [
        sys.executable,
        "-m",
        "twilio_async.emulator",
        "--port",
        "0",
        "--quiet",
        "--keep",
        str(MESSAGES),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own program
        assert process.stdout is not None
        try:
            lines = [process.stdout.readline() for _ in range(4)]
            exports = (line.removeprefix("export ").strip().partition("=") for line in lines[1:])
            yield process.pid, {name: value for name, _, value in exports}
        finally:
            process.terminate()


@contextmanager
def open_pages(url: str) -> Generator[None]:
    """Pages that are open in another process."""
    command = [sys.executable, "-m", "benchmarks.pages", _READ, url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own program
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        try:
            yield
        finally:
            process.terminate()


async def read_pages(url: str) -> None:
    """Open all pages and read what they are sent, until the end."""
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout()) as session:
        answers = [await session.get(f"{url}/_emulator/events?names=state,messages") for _ in range(PAGES)]
        print("open", flush=True)
        await asyncio.gather(*(_drain(answer) for answer in answers))


async def _drain(answer: aiohttp.ClientResponse) -> None:
    async for _ in answer.content.iter_any():
        pass


async def send(messages: int) -> None:
    """Send so many messages."""
    async with Client() as client:
        rest = iter(range(messages))

        async def work() -> None:
            for _ in rest:
                text = f"Parcel {next(_NUMBERS)}"
                await client.messages.create(to="+15558675310", from_="+15017122661", body=text)

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))


def measured(pid: int) -> tuple[float, float]:
    """The seconds of a round, and those of CPU of the emulator."""
    cpu, started = cpu_of(pid), time.perf_counter()
    asyncio.run(send(IN_A_ROUND))
    return time.perf_counter() - started, cpu_of(pid) - cpu


def cpu_of(pid: int) -> float:
    """The CPU time of a process so far."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(one.read_text().split()[0]) for one in threads) / 1e9


def memory_of(pid: int) -> float:
    """The memory of a process now, in MB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> None:
    """Measure, and print what came out."""
    alone: list[tuple[float, float]] = []
    watched: list[tuple[float, float]] = []
    with emulator() as (pid, variables):
        os.environ |= variables
        url = variables["TWILIO_BASE_URL"]
        asyncio.run(send(MESSAGES))
        before = memory_of(pid)
        for pair in range(PAIRS):
            for with_pages in (pair % 2 == 0, pair % 2 == 1):
                if with_pages:
                    with open_pages(url):
                        watched.append(measured(pid))
                else:
                    alone.append(measured(pid))
        after = memory_of(pid)
    print(f"{PAIRS} pairs of {IN_A_ROUND:,} messages, {PAGES} pages, the newest {MESSAGES:,} kept")
    for name, index in (("time of the sender", 0), ("CPU of the emulator", 1)):
        ratios = [one[index] / other[index] for one, other in zip(watched, alone, strict=True)]
        low, middle, high = statistics.quantiles(ratios, n=4)
        without = statistics.median(one[index] for one in alone) / IN_A_ROUND * 1e6
        print(f"{name}: {without:.0f} us a message without pages")
        print(f"    with pages x {middle:.3f}, half of the pairs between {low:.3f} and {high:.3f}")
    print(f"memory of the emulator: {before:.0f} MB before, {after:.0f} MB after")


if __name__ == "__main__":
    if sys.argv[1:2] == [_READ]:
        asyncio.run(read_pages(sys.argv[2]))
    else:
        main()
