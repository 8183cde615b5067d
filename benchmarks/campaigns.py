"""What a journal costs: `python benchmarks/campaigns.py`.

- Sending through a journal in SQLite beside `send_many` in memory, at the same concurrency, in turns, against
  a server in another process that does nothing but answer. The CPU of each says more than their throughput
  where others use the machine; that of the journal's own thread is half SQLite, which needs no interpreter.
- Adding messages from a generator: CPU of each, and whether memory stays flat.
- One worker beside four on one journal in PostgreSQL, where that is installed, against a server that takes
  100 ms to answer.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import statistics
import sys
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.server import responding
from tests.support.postgres import cluster, programs
from twilio_async import Client, Limits, bulk

if TYPE_CHECKING:
    from collections.abc import Iterator

_SENDER = "+15550100000"
_CONCURRENCY = 100
_ACCOUNT = "AC" + "0" * 32
_WORKERS = 4
_SLOW = 0.1
"""Seconds until a server that is not the bottleneck answers."""
_WARM_UP = 10_000
"""Messages that are added before it is measured."""


def _messages(count: int) -> Iterator[bulk.OutboundMessage]:
    return (
        bulk.OutboundMessage(
            to=f"+1555{number:07}", from_=_SENDER, body=f"Hello, this is number {number}", key=str(number)
        )
        for number in range(count)
    )


def _client(address: str) -> Client:
    limits = Limits(concurrency=_CONCURRENCY, start=_CONCURRENCY)
    return Client(_ACCOUNT, "0" * 32, base_url=address, limits=limits)


class Stopwatch:
    """The seconds since it was made, and those of CPU that this thread and its process had since then."""

    def __init__(self) -> None:
        self._wall, self._thread, self._process = self._now()

    def microseconds(self, count: int) -> str:
        """Those of CPU for each of so many: of this thread, and of others."""
        _, thread, process = self._now()
        own = (thread - self._thread) / count * 1e6
        others = max(0.0, (process - self._process) / count * 1e6 - own)
        return f"{own:.0f} + {others:.0f} us"

    def seconds(self) -> float:
        """Those that have passed."""
        return self._now()[0] - self._wall

    @staticmethod
    def _now() -> tuple[float, float, float]:
        return time.perf_counter(), time.thread_time(), time.process_time()


async def _in_memory(address: str, count: int) -> tuple[float, str]:
    """Messages a second, and the CPU of each."""
    async with _client(address) as client:
        watch = Stopwatch()
        outcomes = bulk.send_many(client, _messages(count), concurrency=_CONCURRENCY, pace={_SENDER: None})
        accepted = [outcome async for outcome in outcomes if isinstance(outcome, bulk.Accepted)]
        figures = count / watch.seconds(), watch.microseconds(count)
    assert len(accepted) == count
    return figures


async def _by_journal(address: str, count: int, folder: str) -> tuple[float, str]:
    """Messages a second, and the CPU of each, without the adding."""
    url = f"sqlite:///{folder}/{uuid4().hex}.db"
    async with (
        _client(address) as client,
        bulk.Campaign.open(url, client, pace={_SENDER: None}) as campaign,
    ):
        await campaign.add(_messages(count))
        watch = Stopwatch()
        status = await campaign.run(concurrency=_CONCURRENCY)
        figures = count / watch.seconds(), watch.microseconds(count)
    assert status.accepted == count
    return figures


async def _compare(count: int, rounds: int) -> None:
    with responding("sms_responder", 0) as address, TemporaryDirectory() as folder:
        ratios = list[float]()
        for _ in range(rounds):
            memory, its_cpu = await _in_memory(address, count)
            journal, cpu = await _by_journal(address, count, folder)
            ratios.append(journal / memory)
            print(
                f"  in memory {memory:,.0f}/s ({its_cpu}), journal {journal:,.0f}/s ({cpu}): "
                f"{journal / memory:.2f}",
                flush=True,
            )
    load = os.getloadavg()[0]
    print(f"journal / memory: {statistics.median(ratios):.2f} (goal >= 0.8), at a load of {load:.1f}")


async def _add(count: int) -> None:
    """Add so many, and say what that took."""
    with TemporaryDirectory() as folder:
        async with (
            _client("http://127.0.0.1:1") as client,
            bulk.Campaign.open(f"sqlite:///{folder}/added.db", client) as campaign,
        ):
            await campaign.add(_messages(_WARM_UP))
            start = time.process_time()
            for _ in _messages(count):
                pass
            making = time.process_time() - start
            before, start = _memory(), time.process_time()
            added = await campaign.add(_messages(count))
            seconds = time.process_time() - start
    assert added.added == max(0, count - _WARM_UP)
    print(
        f"adding {count:,}: {seconds / count * 1e6:.1f} us of CPU each, of which {making / count * 1e6:.1f} "
        f"us make the message (goal <= 30); peak memory + {_memory() - before:.0f} MB"
    )


def _memory() -> float:
    """The most memory that this process had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def _work(address: str, url: str, schema: str) -> None:
    """Be one worker."""
    async with (
        _client(address) as client,
        bulk.Campaign.open(url, client, schema=schema, pace={_SENDER: None}) as campaign,
    ):
        await campaign.run(concurrency=_CONCURRENCY // _WORKERS)


async def _scale(count: int) -> None:
    """Messages a second of one worker and of four, each at the same concurrency."""
    with responding("sms_responder", _SLOW) as address, cluster() as server:
        rates = list[float]()
        for workers in (1, _WORKERS):
            schema = f"scale_{workers}"
            async with (
                _client(address) as client,
                bulk.Campaign.open(server, client, schema=schema, pace={_SENDER: None}) as campaign,
            ):
                await campaign.add(_messages(count))
                arguments = (__file__, "--work", address, server, schema)
                team = [
                    await asyncio.create_subprocess_exec(sys.executable, *arguments) for _ in range(workers)
                ]
                there = 0
                while not there:
                    await asyncio.sleep(0.02)
                    there = (await campaign.status()).accepted
                start = time.perf_counter()
                for one in team:
                    assert await one.wait() == 0
                status = await campaign.status()
            assert status.accepted == count
            rates.append((count - there) / (time.perf_counter() - start))
    print(
        f"PostgreSQL, {_CONCURRENCY // _WORKERS} at a time each, answers in {_SLOW * 1000:.0f} ms: 1 worker "
        f"{rates[0]:,.0f}/s, {_WORKERS} workers {rates[1]:,.0f}/s: {rates[1] / rates[0]:.1f} x (goal >= 1.5)"
    )


async def main() -> None:
    """Print each of them."""
    parser = argparse.ArgumentParser(description="What a journal costs.")
    parser.add_argument("--messages", type=int, default=5000, help="to send, each time")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--add", type=int, default=1_000_000, help="messages to add")
    parser.add_argument("--work", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        await _work(*options.work)
        return
    await _compare(options.messages, options.rounds)
    if programs() is None:
        print("PostgreSQL IS NOT INSTALLED: 1 AND 4 WORKERS WERE NOT COMPARED")
    else:
        await _scale(options.messages)
    if options.add:
        await _add(options.add)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        os.environ.pop("TWILIO_BASE_URL", None)
        asyncio.run(main())
