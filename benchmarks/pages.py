"""Sends to the emulator while pages are open: how much slower they are, and how much memory it takes.

    python -m benchmarks.pages

An emulator and the readers of its pages run in processes of their own. Rounds with and without pages take
turns; each sends 10,000 messages, and the best round of each kind counts, in CPU time and in time.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import aiohttp

from twilio_async import Client

if TYPE_CHECKING:
    from collections.abc import Generator

MESSAGES: Final = 10_000
PAGES: Final = 50
ROUNDS: Final = 3
KEPT: Final = 20_000
AT_ONCE: Final = 32
_READ: Final = "read"
_TICKS: Final = os.sysconf("SC_CLK_TCK")


@contextmanager
def emulator() -> Generator[tuple[int, dict[str, str]]]:
    """An emulator that keeps so many messages: its process, and the variables that lead to it."""
    command = [sys.executable, "-m", "twilio_async.emulator", "--port", "0", "--keep", str(KEPT)]
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


async def send_all() -> None:
    """Send the messages of a round."""
    async with Client() as client:
        numbers = iter(range(MESSAGES))

        async def work() -> None:
            for number in numbers:
                await client.messages.create(to="+15558675310", from_="+15017122661", body=f"Parcel {number}")

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))


def measured(pid: int) -> tuple[float, float]:
    """Seconds, and seconds of CPU of the emulator, of a round."""
    cpu, started = cpu_of(pid), time.perf_counter()
    asyncio.run(send_all())
    return time.perf_counter() - started, cpu_of(pid) - cpu


def cpu_of(pid: int) -> float:
    """The CPU time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def memory_of(pid: int) -> float:
    """The memory of a process now, in MB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> None:
    """Measure, and print what came out."""
    alone: list[tuple[float, float]] = []
    watched: list[tuple[float, float]] = []
    memory: list[float] = []
    with emulator() as (pid, variables):
        os.environ |= variables
        for _ in range(ROUNDS):
            alone.append(measured(pid))
            with open_pages(variables["TWILIO_BASE_URL"]):
                watched.append(measured(pid))
            memory.append(memory_of(pid))
    print(f"{MESSAGES:,} messages, {PAGES} pages, the newest {KEPT:,} kept")
    for name, index in (("time", 0), ("CPU of the emulator", 1)):
        without, with_pages = (min(one[index] for one in rounds) for rounds in (alone, watched))
        print(f"{name}: {without:.2f} s without pages, {with_pages:.2f} s with: x {with_pages / without:.3f}")
    print(f"memory after each round with pages: {', '.join(f'{one:.0f} MB' for one in memory)}")


if __name__ == "__main__":
    if sys.argv[1:2] == [_READ]:
        asyncio.run(read_pages(sys.argv[2]))
    else:
        main()
