"""Kill exports of a long history, again and again: each record must be there once.

An emulator with a history from a formula answers. For each format, and for a bucket of moto's S3, an export
runs as a process of its own, which is killed (SIGKILL) at a random moment and begun again, until it was
killed so often; then it is left to end. What its place has must be what the plain list has, record by record.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import io
import json
import logging
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import date, timedelta
from importlib import import_module
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import obstore
import pyarrow.parquet as pq
from moto.server import ThreadedMotoServer
from obstore.store import S3Store

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from twilio_async import Client, history
from twilio_async.emulator import Emulator

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator, Iterator

Files: TypeAlias = Callable[[], Mapping[str, bytes]]
"""What gives the files that are in a place, by their names."""
_ROWS = (("ndjson", "ndjson"), ("csv", "csv"), ("parquet", "parquet"), ("s3", "ndjson"))
"""What is soaked, and the format of its files."""
_BUCKET = "exports"
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
    print(f"{options.records:,} records, {options.kills} kills for each row, seed {seed}")
    with _store() as store:
        async with _emulator(options.records) as address:
            truth = await _listed(address)
            for name, form in _ROWS:
                soak = _Soak(address, form, truth, store if name == "s3" else None)
                seconds = await soak.run(options.kills, Random(seed))  # noqa: S311 - of when they are killed
                print(
                    f"{name}: {options.kills} kills, no record lost, none twice; {seconds:.0f} s", flush=True
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


class _Soak:
    """The soaking of one row.

    Args:
        address: Of the emulator.
        form: The format of the files.
        truth: The SIDs of all records.
        store: The bucket that they go into; without one, folders.
    """

    def __init__(self, address: str, form: str, truth: Counter[str], store: S3Store | None) -> None:
        self._address = address
        self._form = form
        self._truth = truth
        self._store = store
        self._exports = count()

    async def run(self, kills: int, moments: Random) -> float:
        """Kill exports so often; the seconds that it took."""
        start = time.monotonic()
        with self._place() as (to, files):
            await self._life(to, None)
            length = time.monotonic() - start
            _compare(files(), self._truth)
        killed = 0
        while killed < kills:
            with self._place() as (to, files):
                while killed < kills and await self._life(to, moments.uniform(0.2, 1) * length):
                    killed += 1
                await self._life(to, None)
                _compare(files(), self._truth)
        return time.monotonic() - start

    @contextmanager
    def _place(self) -> Generator[tuple[str, Files]]:
        """A place for an export, and what gives the files in it."""
        if self._store is None:
            with TemporaryDirectory() as folder:
                yield folder, lambda: {path.name: path.read_bytes() for path in Path(folder).iterdir()}
            return
        store, prefix = self._store, f"export-{next(self._exports)}"
        yield f"s3://{_BUCKET}/{prefix}", lambda: _objects(store, prefix)

    async def _life(self, to: str, longest: float | None) -> bool:
        """Run an export for so many seconds at most; whether it was killed."""
        program = (__file__, "--run", self._address, to, self._form)
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


def _compare(files: Mapping[str, bytes], truth: Counter[str]) -> None:
    """See that a place has each record once, and no file that the manifest does not know."""
    names = [part["name"] for part in json.loads(files["manifest.json"])["parts"]]
    there = files.keys() - {"manifest.json", ".lock"}
    found = Counter(sid for name in names for sid in _sids(name, files[name]))
    if found != truth or there != {*names}:
        lost, twice = truth - found, found - truth
        raise SystemExit(
            f"{len(lost)} records are lost, {len(twice)} are there too often; files beside the manifest's: "
            f"{there ^ {*names}}"
        )


def _sids(name: str, content: bytes) -> Iterator[str]:
    if name.endswith(".parquet"):
        table = cast("Any", pq).read_table(io.BytesIO(content), columns=["sid"])
        yield from table["sid"].to_pylist()
        return
    text = io.StringIO(content.decode(), newline="")
    rows = csv.DictReader(text) if name.endswith(".csv") else map(json.loads, text)
    yield from (row["sid"] for row in rows)


@contextmanager
def _store() -> Generator[S3Store]:
    """A bucket of moto's S3, which exports find by the variables of AWS."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server.start()
    host, port = server.get_host_and_port()
    os.environ |= {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ALLOW_HTTP": "true",
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "AKIAINVENTED",
        "AWS_SECRET_ACCESS_KEY": "invented",
    }
    try:
        boto3: Any = import_module("boto3")  # It ships no types.
        boto3.client("s3", endpoint_url=os.environ["AWS_ENDPOINT_URL"]).create_bucket(Bucket=_BUCKET)
        yield S3Store(_BUCKET)
    finally:
        server.stop()


def _objects(store: S3Store, prefix: str) -> dict[str, bytes]:
    keys = [each["path"] for batch in cast("Any", obstore).list(store, prefix) for each in batch]
    return {key.rpartition("/")[2]: bytes(obstore.get(store, key).bytes()) for key in keys}


if __name__ == "__main__":
    asyncio.run(main())
