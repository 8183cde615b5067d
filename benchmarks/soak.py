"""Kill exports of a long history again and again, and see that each record is there once: `python tools/soak.py`.

An emulator with a history from a formula answers. For each format an export runs as a process of its own,
which is killed (SIGKILL) at a random moment and begun again, until it was killed so often; then it is left to
end. What its folder has must be what the plain list has, record by record.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import gzip
import io
import json
import os
import random
import sys
import time
from collections import Counter
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from twilio_async import Client, history
from twilio_async.emulator import Emulator

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator

_FORMATS = ("ndjson", "csv", "parquet")
_SINCE = date(2026, 1, 1)
_DAYS = 6
_UNTIL = _SINCE + timedelta(days=_DAYS)
_BUSY = _SINCE + timedelta(days=2)
_SLOWEST = 1.0
"""The longest life of a killed run, in lives of an undisturbed one."""


class Run(NamedTuple):
    """What became of one format."""

    form: str
    kills: int
    records: int
    seconds: float


async def main() -> None:
    """Soak every format, and print a line for each."""
    parser = argparse.ArgumentParser(description="Kill exports, go on, and compare with the truth.")
    parser.add_argument("--kills", type=int, default=50, help="for each format")
    parser.add_argument("--records", type=int, default=100_000, help="in the history")
    parser.add_argument("--seed", type=int, default=None, help="of the moments; shown where it is not given")
    parser.add_argument("--run", nargs=3, metavar=("ADDRESS", "FOLDER", "FORMAT"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        await _export(*options.run)
        return
    seed = random.randrange(10**6) if options.seed is None else options.seed
    print(f"{options.records:,} records, {options.kills} kills for each format, seed {seed}")
    async with _emulator(options.records) as address:
        truth = await _listed(address)
        for form in _FORMATS:
            run = await _soaked(address, form, options.kills, random.Random(seed), truth)
            print(
                f"{run.form}: {run.kills} kills, {run.records:,} records, none lost, none twice; {run.seconds:.0f} s"
            )


@asynccontextmanager
async def _emulator(records: int) -> AsyncGenerator[str]:
    async with Emulator() as emulator:
        emulator.scenes.add_history(messages=records, since=_SINCE, until=_UNTIL, busy_day=_BUSY)
        os.environ["TWILIO_ACCOUNT_SID"] = emulator.account_sid
        os.environ["TWILIO_AUTH_TOKEN"] = emulator.auth_token
        yield emulator.url


async def _listed(address: str) -> Counter[str]:
    async with Client(base_url=address) as client:
        days = client.messages.list(date_sent_after=_SINCE, date_sent_before=_UNTIL)
        return Counter([message.sid async for message in days])


async def _export(address: str, folder: str, form: Any) -> None:
    async with Client(base_url=address) as client:
        await history.export(client.messages, _SINCE, _UNTIL, to=folder, format=form)


async def _soaked(address: str, form: str, kills: int, moments: random.Random, truth: Counter[str]) -> Run:
    start = time.monotonic()
    with TemporaryDirectory() as whole:
        length = await _life(address, whole, form, None)
        _compare(Path(whole), truth)
    killed = 0
    while killed < kills:
        with TemporaryDirectory() as folder:
            is_killed = True
            while is_killed and killed < kills:
                is_killed = (
                    await _life(address, folder, form, moments.uniform(0.2, _SLOWEST) * length) is None
                )
                killed += is_killed
            await _life(address, folder, form, None)
            _compare(Path(folder), truth)
    return Run(form, killed, truth.total(), time.monotonic() - start)


async def _life(address: str, folder: str, form: str, longest: float | None) -> float | None:
    """Run an export for so long at most; its seconds, or None where it was killed."""
    start = time.monotonic()
    program = (__file__, "--run", address, folder, form)
    process = await asyncio.create_subprocess_exec(sys.executable, *program)
    try:
        status = await asyncio.wait_for(process.wait(), longest)
    except TimeoutError:
        process.kill()
        await process.wait()
        return None
    if status:
        raise SystemExit(f"the export ended with {status}")
    return time.monotonic() - start


def _compare(folder: Path, truth: Counter[str]) -> None:
    """See that a folder has each record once, and no file that the manifest does not know."""
    names = [part["name"] for part in json.loads((folder / "manifest.json").read_bytes())["parts"]]
    there = {path.name for path in folder.iterdir()} - {"manifest.json", ".lock"}
    found = Counter(sid for name in names for sid in _sids(folder / name))
    if found != truth or there != {*names}:
        lost, twice = truth - found, found - truth
        raise SystemExit(
            f"{len(lost)} records are lost, {len(twice)} are there too often; files beside the manifest's: "
            f"{there ^ {*names}}"
        )


def _sids(path: Path) -> Iterator[str]:
    if path.suffix == ".parquet":
        yield from pq.read_table(path, columns=["sid"])["sid"].to_pylist()
        return
    content = path.read_bytes()
    text = io.StringIO((gzip.decompress(content) if path.suffix == ".gz" else content).decode(), newline="")
    rows = csv.DictReader(text) if ".csv" in path.name else map(json.loads, text)
    yield from (row["sid"] for row in rows)


if __name__ == "__main__":
    asyncio.run(main())
