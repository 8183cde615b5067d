"""Kill exports of a long history, again and again: each record must be there once.

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
import sys
import time
from collections import Counter
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

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
    seed = int(time.time()) if options.seed is None else options.seed
    print(f"{options.records:,} records, {options.kills} kills for each format, seed {seed}")
    async with _emulator(options.records) as address:
        truth = await _listed(address)
        for form in _FORMATS:
            seconds = await _soaked(address, form, options.kills, seed, truth)
            print(f"{form}: {options.kills} kills, no record lost, none twice; {seconds:.0f} s", flush=True)


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


async def _soaked(address: str, form: str, kills: int, seed: int, truth: Counter[str]) -> float:
    """Kill exports so often; the seconds that it took."""
    start, moments = time.monotonic(), Random(seed)  # noqa: S311 - of when they are killed
    with TemporaryDirectory() as whole:
        await _life(address, whole, form, None)
        length = time.monotonic() - start
        _compare(Path(whole), truth)
    killed = 0
    while killed < kills:
        with TemporaryDirectory() as folder:
            while killed < kills and await _life(address, folder, form, moments.uniform(0.2, 1) * length):
                killed += 1
            await _life(address, folder, form, None)
            _compare(Path(folder), truth)
    return time.monotonic() - start


async def _life(address: str, folder: str, form: str, longest: float | None) -> bool:
    """Run an export for so many seconds at most; whether it was killed."""
    program = (__file__, "--run", address, folder, form)
    process = await asyncio.create_subprocess_exec(sys.executable, *program)
    try:
        status = await asyncio.wait_for(process.wait(), longest)
    except TimeoutError:
        process.kill()
        await process.wait()
        return True
    if status:
        raise SystemExit(f"the export ended with {status}")
    return False


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
        sids: Any = cast("Any", pq).read_table(path, columns=["sid"])["sid"].to_pylist()
        yield from sids
        return
    content = path.read_bytes()
    text = io.StringIO((gzip.decompress(content) if path.suffix == ".gz" else content).decode(), newline="")
    rows = csv.DictReader(text) if ".csv" in path.name else map(json.loads, text)
    yield from (row["sid"] for row in rows)


if __name__ == "__main__":
    asyncio.run(main())
