"""An export into a bucket has each record once, whatever ends its runs and however many meet."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from attrs import evolve

from tests.history.dated_lists import Dated, DatedList, dated
from tests.history.object_store import DROPPED, Asked, Given, Hook, ObjectStore, moto, refused
from tests.support.clients import client_for
from tests.support.leaks import open_sockets
from tests.support.server import ScriptedServer, gated, refusal
from tests.support.times import PATIENCE
from twilio_async import ConfigurationError, InvalidArgument, history
from twilio_async.history import ExportError, Progress

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from tests.support.server import Arrived, Step
    from twilio_async import Client

START = datetime(2026, 1, 10, tzinfo=UTC)
END = START + timedelta(days=4)
KEY = "AKIAINVENTED"
SECRET = "invented-5ec7e7-secret"
RECORDS = [dated(number, END - timedelta(seconds=1 + number * 3600)) for number in range(96)]
"""One an hour, for four days."""
MANY = [dated(number, START + timedelta(seconds=13_000 - number)) for number in range(13_000)]
"""A day whose part is uploaded in pieces."""


@pytest.fixture(scope="module")
def moto_port() -> Iterator[int]:
    with moto() as port:
        yield port


@pytest.fixture(autouse=True)
def drafts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Where temporary files are, which a test leaves empty."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert not [*folder.iterdir()]


@pytest.fixture
async def store(moto_port: int, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ObjectStore]:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    sockets = open_sockets()
    async with ObjectStore(moto_port) as running:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
        monkeypatch.setenv("AWS_REGION", "us-east-1")
        monkeypatch.setenv("AWS_ENDPOINT_URL", running.url)
        monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
        yield running
    await asyncio.to_thread(closed, sockets)


def closed(sockets: set[int]) -> None:
    """Wait until no socket but these is open; the threads that close them are not Python's."""
    end = time.monotonic() + PATIENCE
    while open_sockets() - sockets and time.monotonic() < end:
        time.sleep(0.01)
    assert not open_sockets() - sockets


@pytest.fixture
async def pages(server: ScriptedServer) -> DatedList:
    served = DatedList(RECORDS)
    server.always(served)
    return served


@pytest.fixture
async def client(server: ScriptedServer) -> AsyncIterator[Client]:
    async with client_for(server.url) as running:
        yield running


async def export(client: Client, to: str | Path, **arguments: Any) -> Progress:
    given: dict[str, Any] = {"page_size": 9, "concurrency": 3, **arguments}
    return await history.export(client.messages, START, END, to=to, **given)


def known(store: ObjectStore) -> set[str]:
    """The files that the manifest knows, and itself."""
    return {part["name"] for part in json.loads(store.read("manifest.json"))["parts"]} | {"manifest.json"}


def sids(store: ObjectStore) -> Counter[str]:
    """The SIDs of all records that can be seen."""
    assert not store.uploads()
    found = [name for name in store.names() if name.endswith(".ndjson")]
    return Counter(json.loads(line)["sid"] for name in found for line in store.read(name).splitlines())


def truth(records: list[Dated] = RECORDS) -> Counter[str]:
    return Counter(each.sid for each in records)


@pytest.mark.usefixtures("pages")
async def test_a_bucket_has_what_a_folder_has(store: ObjectStore, client: Client, tmp_path: Path) -> None:
    for kind in ("ndjson", "csv", "parquet"):
        folder, to = tmp_path / kind, f"{store.to}/{kind}"
        progress = await export(client, to, format=kind)
        await export(client, folder, format=kind)
        files = {path.name: path for path in folder.glob("messages-*")}

        assert progress.records == len(RECORDS)
        keys = {name for name in store.names() if name.startswith(f"{kind}/messages-")}
        assert keys == {f"{kind}/{name}" for name in files}
        if kind != "parquet":
            assert all(store.read(f"{kind}/{name}") == files[name].read_bytes() for name in files)
    parts = [store.read(name) for name in store.names() if name.endswith(".parquet")]
    assert Counter(sid for part in parts for sid in pl.read_parquet(part)["sid"].to_list()) == truth()


@pytest.mark.usefixtures("pages")
async def test_an_export_has_the_report_that_it_has_in_a_folder(
    store: ObjectStore, client: Client, tmp_path: Path
) -> None:
    with pytest.raises(ExportError, match=r"has no manifest\.json: give the folder"):
        await asyncio.to_thread(history.report, store.to)
    await export(client, store.to, format="csv")
    await export(client, tmp_path, format="csv")
    report = await asyncio.to_thread(history.report, store.to)

    assert report == history.report(tmp_path)
    assert report.records == len(RECORDS)


async def test_an_export_is_compacted(store: ObjectStore, client: Client, pages: DatedList) -> None:
    with pytest.raises(ExportError, match="give the folder of an export"):
        await history.compact(store.to)
    await export(client, store.to)
    pages.records = [evolve(RECORDS[0], status="delivered"), *RECORDS[1:]]
    await export(client, store.to, since_last=True)
    outcome = await history.compact(store.to)

    assert (outcome.records, outcome.removed) == (len(RECORDS), 1)
    assert sids(store) == truth()
    assert store.names() == known(store)
    await export(client, store.to, since_last=True)
    assert sids(store) == truth()


@pytest.mark.usefixtures("pages")
async def test_a_complete_export_is_left_as_it_is(
    store: ObjectStore, client: Client, server: ScriptedServer
) -> None:
    await export(client, store.to)
    names, asked = store.names(), len(server.requests)
    progress = await export(client, store.to + "/")

    assert (progress.records, progress.share) == (len(RECORDS), 1)
    assert store.names() == names == known(store)
    assert len(server.requests) == asked


async def test_an_export_is_brought_up_to_date(store: ObjectStore, client: Client, pages: DatedList) -> None:
    """What is there already is known from the parts that are read from the store."""
    await export(client, store.to)
    pages.records = [dated(500, END - timedelta(seconds=1)), *RECORDS]
    await export(client, store.to, since_last=True)

    assert sids(store) == truth(list(pages.records))
    part = next(name for name in sorted(store.names()) if "2026-01-13" in name)
    store.remove(part)
    with pytest.raises(ExportError, match=f"{part} is missing"):
        await export(client, store.to, since_last=True, look_back=timedelta(days=4000))


@pytest.mark.usefixtures("pages")
async def test_a_whole_bucket_can_be_the_place(store: ObjectStore, client: Client) -> None:
    await export(client, f"s3://{store.bucket}")

    assert "manifest.json" in store.names()
    assert sum(name.startswith("messages-") for name in store.names()) == 4


async def test_what_was_cancelled_goes_on_where_it_was(
    store: ObjectStore, client: Client, server: ScriptedServer, pages: DatedList
) -> None:
    gate, last = asyncio.Event(), 0

    def held_behind_last(arrived: Arrived) -> Step:
        step = pages(arrived)
        return step if len(server.requests) < last else gated(gate, step)

    server.always(held_behind_last)
    for number in (3, 4, 6):
        last = len(server.requests) + number
        run = asyncio.create_task(export(client, store.to))
        await server.arrived(last)
        run.cancel()
        with pytest.raises(asyncio.CancelledError):
            await run
        assert store.names() == known(store)
    server.always(pages)
    await export(client, store.to)

    assert sids(store) == truth()
    assert store.names() == known(store)


@pytest.mark.usefixtures("pages")
@pytest.mark.parametrize("number", range(1, 8))
async def test_what_was_cancelled_at_any_request_to_the_store_goes_on(
    store: ObjectStore, client: Client, number: int
) -> None:
    numbers = count(1)

    def cancel(_: Asked) -> None:
        if next(numbers) == number:
            run.cancel()

    store.before = cancel
    run = asyncio.create_task(export(client, store.to))
    with pytest.raises(asyncio.CancelledError):
        await run
    await export(client, store.to)

    assert sids(store) == truth()
    assert store.names() == known(store)


def killing(process: int, number: int) -> Hook:
    """What kills a process at its request with this number, and answers no more."""
    numbers = count(1)

    def kill(_: Asked) -> Given | None:
        arrived = next(numbers)
        if arrived == number:
            os.kill(process, signal.SIGKILL)
        return DROPPED if arrived >= number else None

    return kill


@pytest.mark.usefixtures("pages")
async def test_what_was_killed_goes_on_where_it_was(
    store: ObjectStore, client: Client, server: ScriptedServer
) -> None:
    arguments = [server.url, store.to, START.isoformat(), END.isoformat()]
    environment = os.environ | {"TWILIO_ALLOW_HTTP": "true", "PYTHONPATH": str(Path(__file__).parents[2])}
    for number, is_carried_out in [(3, True), (6, False), (7, True), (8, True), (9, False)]:
        run = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.history.bucket_exporter", *arguments, env=environment, stderr=DEVNULL
        )
        kill = killing(run.pid, number)
        store.before, store.after = (lambda _: None, kill) if is_carried_out else (kill, lambda _: None)
        assert await asyncio.wait_for(run.wait(), PATIENCE) == -9
    store.before = store.after = lambda _: None
    await export(client, store.to)

    assert sids(store) == truth()
    assert store.names() == known(store)


@pytest.mark.parametrize("fails", [False, True])
async def test_of_two_runs_the_later_goes_on_and_the_earlier_ends(
    store: ObjectStore, client: Client, server: ScriptedServer, pages: DatedList, *, fails: bool
) -> None:
    """Where the earlier one fails, it has parts of the same slices as the later one, with less in them."""
    gate = asyncio.Event()
    numbers = count(1)

    def held_behind_third(arrived: Arrived) -> Step:
        if next(numbers) <= 3:
            return pages(arrived)
        return gated(gate, refusal(404) if fails else pages(arrived))

    server.always(held_behind_third)
    earlier = asyncio.create_task(export(client, store.to))
    await server.arrived(6)
    server.always(pages)
    later = await export(client, store.to)
    gate.set()

    with pytest.raises(ExportError, match=f"another export is writing to {store.to}: wait for its end"):
        await earlier
    assert later.records == len(RECORDS)
    assert sids(store) == truth()
    assert store.names() == known(store)


@pytest.mark.usefixtures("pages")
@pytest.mark.parametrize("runs", [2, 3])
async def test_of_runs_that_meet_one_goes_on(store: ObjectStore, client: Client, runs: int) -> None:
    ends = await asyncio.gather(*(export(client, store.to) for _ in range(runs)), return_exceptions=True)

    assert sorted(type(end).__name__ for end in ends) == ["ExportError"] * (runs - 1) + ["Progress"]
    assert sids(store) == truth()
    assert store.names() == known(store)


@pytest.mark.usefixtures("pages")
async def test_a_run_that_lost_does_not_remove_what_the_other_wrote(
    store: ObjectStore, client: Client
) -> None:
    part = "messages-run000001-2026-01-13-w2-0001.ndjson"
    manifests = count(1)

    def rival(asked: Asked) -> None:
        """Another run begins and writes a part, just before this one looks for what a killed one left."""
        if asked.is_manifest and next(manifests) == 3:
            manifest = json.loads(store.read("manifest.json"))
            span = {"since": START.isoformat(), "until": END.isoformat()}
            entry = {"name": part, "run": 1, **span, "rows": 0, "bytes": 0}
            store.write(part, b"")
            store.write("manifest.json", json.dumps(manifest | {"writer": 2, "parts": [entry]}).encode())

    store.after = rival
    with pytest.raises(ExportError, match="another export is writing"):
        await export(client, store.to)

    assert store.names() == {"manifest.json", part}


@pytest.mark.usefixtures("pages")
@pytest.mark.parametrize("begun", [False, True])
async def test_of_two_runs_that_begin_together_one_ends(
    store: ObjectStore, client: Client, *, begun: bool
) -> None:
    if begun:
        store.before = lambda asked: refused(403, "AccessDenied") if asked.is_part else None
        with pytest.raises(ExportError):
            await export(client, store.to)
    waiting: list[Asked] = []

    def rival(asked: Asked) -> Given | None:
        """Have another run write its manifest just before the first one of this run."""
        if asked.is_manifest and not waiting:
            waiting.append(asked)
            store.write("manifest.json", asked.body)
        return None

    store.before = rival
    with pytest.raises(ExportError, match="another export is writing"):
        await export(client, store.to)
    assert store.names() == {"manifest.json"}
    store.before = lambda _: None
    await export(client, store.to)
    assert sids(store) == truth()


@pytest.mark.usefixtures("pages")
async def test_a_run_that_lost_removes_what_only_it_knows(store: ObjectStore, client: Client) -> None:
    """Here another one writes the manifest behind the first upload, and keeps what it is about to forget."""

    def rival(asked: Asked) -> Given | None:
        if asked.is_part:
            manifest = json.loads(store.read("manifest.json"))
            store.write("manifest.json", json.dumps(manifest | {"writer": manifest["writer"] + 1}).encode())
        return None

    store.after = rival
    with pytest.raises(ExportError, match="another export is writing"):
        await export(client, store.to)

    assert store.names() == known(store) == {"manifest.json"}


@pytest.mark.usefixtures("pages")
@pytest.mark.parametrize("number", [1, 2, 3, 4, 6])
async def test_an_answer_that_is_lost_is_no_lost_race(
    store: ObjectStore, client: Client, number: int
) -> None:
    puts = count(1)

    def lose(asked: Asked) -> Given | None:
        return DROPPED if asked.is_manifest and next(puts) == number else None

    store.after = lose
    await export(client, store.to)

    assert sids(store) == truth()


@pytest.mark.usefixtures("pages")
async def test_what_a_killed_run_left_is_removed_and_nothing_else(store: ObjectStore, client: Client) -> None:
    store.before = lambda asked: refused(403, "AccessDenied") if asked.is_part else None
    with pytest.raises(ExportError):
        await export(client, store.to)
    store.before = lambda _: None
    others = {
        "messages.ndjson",
        "messages-run000001-2026-01-11-0001.csv",
        "deeper/messages-run000001-2026-01-11-0001.ndjson",
    }
    for name in {
        "messages-run000001-2026-01-11-0009.ndjson",
        "messages-run000001-2026-01-11-w2-0001.ndjson",
        *others,
    }:
        store.write(name, b"")
    await export(client, store.to)

    assert store.names() == known(store) | others
    assert sids(store) == truth()


@pytest.mark.usefixtures("pages")
async def test_files_without_their_manifest_are_not_touched(store: ObjectStore, client: Client) -> None:
    await export(client, store.to)
    names = store.names()
    store.remove("manifest.json")
    with pytest.raises(ExportError, match=r"has files of an export, but not its manifest\.json"):
        await export(client, store.to)
    store.write("manifest.json", b'{"made": "by another"}')
    with pytest.raises(ExportError, match="no manifest of an export"):
        await export(client, store.to)

    assert store.names() == names


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (refused(403, "AccessDenied"), "the credentials do not allow it"),
        (refused(400, "Nonsense"), "the store answers Nonsense"),
        (DROPPED, "the store cannot be reached"),
    ],
)
async def test_an_upload_that_fails_in_the_middle_shows_nothing(
    store: ObjectStore, client: Client, pages: DatedList, given: Given, text: str
) -> None:
    pages.records, pages.grain = MANY, "refused"
    store.before = lambda asked: given if asked.is_part and "partNumber=2" in asked.query else None
    with pytest.raises(ExportError, match=f"{text}.*repeat the call to go on"):
        await export(client, store.to, page_size=1000)

    assert store.names() == {"manifest.json"}
    assert not store.uploads()
    store.before = lambda _: None
    await export(client, store.to, page_size=1000)
    assert sids(store) == truth(MANY)


async def test_nothing_is_seen_of_an_upload_before_its_end(
    store: ObjectStore, client: Client, pages: DatedList
) -> None:
    pages.records, pages.grain = MANY, "refused"
    seen: list[set[str]] = []

    def look(asked: Asked) -> None:
        if asked.is_part:
            seen.append(store.names())

    store.before = look
    await export(client, store.to, page_size=1000)

    assert len(seen) > 3
    assert all(names == {"manifest.json"} for names in seen)


def refusing(*refusal: Any) -> Hook:
    """What refuses each request so."""
    return lambda _: refused(*refusal)


async def test_a_store_that_refuses_says_what_to_do(
    store: ObjectStore, client: Client, monkeypatch: pytest.MonkeyPatch, closed_port: int
) -> None:
    async def text(to: str = store.to) -> str:
        with pytest.raises(ExportError) as caught:
            await export(client, to)
        assert KEY not in str(caught.value)
        assert SECRET not in str(caught.value)
        assert caught.value.__cause__ is None
        assert "\n" not in str(caught.value)
        return str(caught.value)

    assert await text("s3://no-such-bucket/x") == (
        "s3://no-such-bucket/x: there is no such bucket. What was written is safe: mend that, and repeat the "
        "call to go on"
    )
    for status, code in [(403, "AccessDenied"), (403, "InvalidAccessKeyId"), (400, "ExpiredToken")]:
        store.before = refusing(status, code, f"<AWSAccessKeyId>{KEY}</AWSAccessKeyId>")
        assert "the credentials do not allow it" in await text()
    store.before = refusing(301, "PermanentRedirect")
    assert "set AWS_REGION" in await text()
    store.before = lambda _: None
    monkeypatch.delenv("AWS_ALLOW_HTTP")
    assert "AWS_ALLOW_HTTP=true" in await text()
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{closed_port}")
    assert "the store cannot be reached" in await text()
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_METADATA_ENDPOINT", f"http://127.0.0.1:{closed_port}")
    assert "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY" in await text()


@pytest.mark.usefixtures("pages")
@pytest.mark.parametrize("is_said", [True, False])
async def test_a_store_without_conditions_is_refused(
    store: ObjectStore, client: Client, *, is_said: bool
) -> None:
    if is_said:
        store.before = lambda asked: refused(501, "NotImplemented") if asked.is_manifest else None
    else:
        store.heeds_conditions = False
    with pytest.raises(ExportError, match="this store heeds no conditions"):
        await export(client, store.to)

    assert not any(name.startswith("messages-") for name in store.names())


@pytest.mark.usefixtures("pages")
async def test_a_profile_has_the_credentials(
    store: ObjectStore, client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "credentials"
    file.write_text("[archive]\naws_access_key_id = AKIAOFPROFILE\naws_secret_access_key = invented\n")
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(file))
    monkeypatch.setenv("AWS_PROFILE", "archive")
    await export(client, store.to)

    assert all("Credential=AKIAOFPROFILE/" in asked.headers["Authorization"] for asked in store.requests)
    monkeypatch.setenv("AWS_PROFILE", "other")
    with pytest.raises(ConfigurationError, match="AWS_PROFILE names no profile"):
        await export(client, store.to)
    monkeypatch.setitem(sys.modules, "obstore.auth.boto3", None)
    with pytest.raises(ConfigurationError, match="pip install boto3"):
        await export(client, store.to)


@pytest.mark.parametrize(
    ("to", "text"),
    [
        ("gs://bucket/prefix", "cannot go to gs:// but to a folder or s3://bucket/prefix"),
        ("https://bucket.example.com", "cannot go to https://"),
        (Path("file:///tmp/x"), "cannot go to file://"),
        ("s3://", "the name of a bucket"),
        ("s3:///prefix", "the name of a bucket"),
        ("s3://bucket/a//b", "s3://bucket/a//b cannot be"),
    ],
)
async def test_what_is_no_place_is_refused(
    client: Client, monkeypatch: pytest.MonkeyPatch, drafts: Path, to: str, text: str
) -> None:
    monkeypatch.chdir(drafts)
    with pytest.raises(InvalidArgument, match=text):
        await history.export(client.messages, date(2026, 1, 1), to=to)


async def test_the_extra_is_named_where_it_is_missing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "obstore", None)
    monkeypatch.delitem(sys.modules, "twilio_async.history.exports.destinations.buckets", raising=False)
    with pytest.raises(ConfigurationError, match=r'pip install "twilio-async\[s3\]"'):
        await history.export(client.messages, date(2026, 1, 1), to="s3://bucket")
