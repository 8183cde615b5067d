"""Measure histories against the goals: `python benchmarks/histories.py [--quick]`.

Each measurement is a fresh process against a server that reads date filters. Wall time counts where the
server takes 200 ms a page, else CPU time. Contenders take turns, and the median of the ratios counts.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import json
import resource
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.dated import FIRST_DAY
from benchmarks.history import ACCOUNT, RECORDS
from benchmarks.server import ROOT, responding
from benchmarks.worker import AUTH_TOKEN
from twilio_async import Client, history

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LATENCY: Final = 0.2
_FORMATS: Final = ("ndjson", "csv", "parquet")
_MB: Final = 1024


class Cost(NamedTuple):
    """What one measurement took: seconds of wall and CPU time, and peak memory in MB."""

    records: int
    wall: float
    cpu: float
    peak: float


class Served(NamedTuple):
    """A history on a server: how many records on how many days, the share of the busiest day, the latency."""

    records: int
    days: int
    busiest: float = 0
    latency: float = 0


def main() -> None:
    """Print a table of every goal, and one of how the cost grows."""
    parser = argparse.ArgumentParser(description="Measure streams and exports of histories.")
    parser.add_argument("--quick", action="store_true", help="fewer rounds and shorter histories")
    parser.add_argument("--one", nargs=3, metavar=("WORK", "ADDRESS", "DAYS"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        work, address, days = options.one
        print(json.dumps(asyncio.run(_measured(work, address, int(days)))))
        return
    rounds, records, long = (1, 20_000, 100_000) if options.quick else (5, 100_000, 1_000_000)
    print("| work | ratio | goal | lowest to highest |\n|---|---|---|---|")
    _print_latencies(rounds, records)
    _print_formats(rounds, records)
    _print_memory(long)
    print("\n| records | days | CPU a record: stream | NDJSON | CSV | Parquet |\n|---|---|---|---|---|---|")
    for count in (records // 10, records, long):
        for days in (1, 10, 100):
            with responding("dated", *Served(count, days)) as address:
                costs = [_cost(work, address, days).cpu for work in ("unordered", *_FORMATS)]
            cells = [f"{count:,}", str(days), *(f"{cost / count * 1e6:.1f} us" for cost in costs)]
            print(f"| {' | '.join(cells)} |", flush=True)


def _print_latencies(rounds: int, records: int) -> None:
    even, busy = Served(records, 10, latency=_LATENCY), Served(records, 30, 0.9, _LATENCY)
    slow = Served(min(records, 50 * RECORDS), 1, latency=_LATENCY)
    for name, served, base, ours, goal in (
        ("10 slices, ordered", even, "official", "ordered", ">= 8 x"),
        ("10 slices, as they arrive", even, "official", "unordered", ">= 8 x"),
        ("one busy day among 29 quiet ones, ordered", busy, "official", "ordered", ">= 4 x"),
        ("one busy day among 29 quiet ones, as they arrive", busy, "official", "unordered", ">= 4 x"),
        ("prefetch, a consumer as slow as the server", slow, "slow", "slow, prefetched", ">= 1.9 x"),
    ):
        with responding("dated", *served) as address:
            pairs = [(_cost(base, address, 1), _cost(ours, address, served.days)) for _ in range(rounds)]
        ratios = [theirs.wall / own.wall for theirs, own in pairs]
        print(_line(f"{served.records:,} records at 200 ms a page: {name}", ratios, goal), flush=True)


def _print_formats(rounds: int, records: int) -> None:
    """What more records take in a process that has done some: an import is no matter of the format."""
    goals = {"ndjson": "<= 1.5", "csv": "<= 2", "parquet": "<= 2"}
    ratios: dict[str, list[float]] = {form: [] for form in _FORMATS}
    long, short = Served(records + 10 * RECORDS, 10), Served(10 * RECORDS, 10)
    with responding("dated", *long) as more, responding("dated", *short) as some:
        for _ in range(rounds):
            works = ("unordered", *_FORMATS)
            stream, *forms = (_cost(work, more, 10).cpu - _cost(work, some, 10).cpu for work in works)
            for form, cpu in zip(_FORMATS, forms, strict=True):
                ratios[form].append(cpu / stream)
    for form in _FORMATS:
        work = f"export to {form}, CPU against streaming the models"
        print(_line(work, ratios[form], goals[form]), flush=True)


def _print_memory(long: int) -> None:
    for form in ("unordered", *_FORMATS):
        peaks: list[float] = []
        for count in (10 * RECORDS, long):
            with responding("dated", *Served(count, 10)) as address:
                peaks.append(_cost(form, address, 10).peak)
        least, most = peaks
        work = f"{form}: peak of {long:,} records against {10 * RECORDS:,}"
        print(f"| {work} | +{most - least:.0f} MB | <= +50 MB | {least:.0f}, {most:.0f} MB |", flush=True)


def _line(work: str, ratios: Sequence[float], goal: str) -> str:
    return f"| {work} | {median(ratios):.2f} | {goal} | {min(ratios):.2f} to {max(ratios):.2f} |"


def _cost(work: str, address: str, days: int) -> Cost:
    command = [sys.executable, "-m", "benchmarks.histories", "--one", work, address, str(days)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)  # noqa: S603 - our own script
    return Cost(*json.loads(done.stdout))


async def _measured(work: str, address: str, days: int) -> Cost:
    until = FIRST_DAY + timedelta(days=days)
    async with Client(ACCOUNT, AUTH_TOKEN, base_url=address) as client:
        run = _work(work, client, until, address)
        wall, cpu = time.perf_counter(), time.process_time()
        records = await run()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return Cost(records, wall, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MB)


def _work(work: str, client: Client, until: Any, address: str) -> Callable[[], Any]:
    messages = client.messages

    async def official() -> int:
        rest: Any = importlib.import_module("twilio.rest")
        http: Any = importlib.import_module("twilio.http.async_http_client")
        async with http.AsyncTwilioHttpClient() as session:
            other = rest.Client(ACCOUNT, AUTH_TOKEN, http_client=session)
            other.api.base_url = address
            return await _count(await other.messages.stream_async(page_size=RECORDS))

    async def slowly(*, prefetch: bool) -> int:
        records = 0
        async for page in messages.list(prefetch=prefetch).pages():
            records += len(page.items)
            await asyncio.sleep(_LATENCY)
        return records

    async def exported() -> int:
        with TemporaryDirectory() as folder:
            done = await history.export(messages, FIRST_DAY, until, to=folder, format=work)  # type: ignore[arg-type]
        return done.records

    def streamed(*, ordered: bool) -> Any:
        return _count(history.stream(messages, since=FIRST_DAY, until=until, concurrency=10, ordered=ordered))

    return {
        "official": official,
        "slow": lambda: slowly(prefetch=False),
        "slow, prefetched": lambda: slowly(prefetch=True),
        "ordered": lambda: streamed(ordered=True),
        "unordered": lambda: streamed(ordered=False),
    }.get(work, exported)


async def _count(records: Any) -> int:
    count = 0
    async for _ in records:
        count += 1
    return count


if __name__ == "__main__":
    main()
