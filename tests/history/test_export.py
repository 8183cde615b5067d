"""An export writes every record once, whatever ends it and whoever else is at it."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from hypothesis import given, settings, strategies as st

from tests.history.dated_lists import Dated, DatedList, dated
from tests.history.exported import contents_of, left_of, manifest_of, rows_of, sids_of
from tests.support.clients import client_for
from tests.support.server import ScriptedServer, gated, refusal
from twilio_async import (
    AuthenticationError,
    DecodeError,
    InvalidArgument,
    NotFound,
    Retry,
    ServerError,
    history,
)

if TYPE_CHECKING:
    from twilio_async import Client

START = datetime(2026, 1, 10, tzinfo=UTC)
DAYS = 4
END = START + timedelta(days=DAYS)
ROOT = Path(__file__).parents[2]
FORMATS = ("ndjson", "csv", "parquet")


def made(count: int) -> list[Dated]:
    """So many records over the days, newest first."""
    step = timedelta(days=DAYS) / count
    moments = [(START + number * step).replace(microsecond=0) for number in range(count)]
    return [dated(number, moment) for number, moment in enumerate(reversed(moments))]


async def export(client: Client, folder: Path, **arguments: Any) -> history.Progress:
    return await history.export(client.messages, START, END, to=folder, **arguments)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("compression", [None, "gzip"])
async def test_every_record_of_the_range_is_written_once(
    server: ScriptedServer, tmp_path: Path, form: str, compression: str | None
) -> None:
    records = made(500)
    server.always(DatedList([dated(999, END), *records, dated(998, START - timedelta(seconds=1))]))
    async with client_for(server.url) as client:
        progress = await export(client, tmp_path, format=form, compression=compression, page_size=40)

        assert Counter(sids_of(tmp_path)) == Counter(each.sid for each in records)
        assert progress.records == 500
        assert progress.share == 1
        assert left_of(tmp_path) is None


async def test_a_complete_export_asks_for_nothing_more(server: ScriptedServer, tmp_path: Path) -> None:
    server.always(DatedList(made(50)))
    async with client_for(server.url) as client:
        await export(client, tmp_path)
        before = len(server.requests)
        progress = await export(client, tmp_path)
    assert len(server.requests) == before
    assert progress.records == 50
    assert progress.pages == 0


async def test_columns_are_those_that_were_chosen(server: ScriptedServer, tmp_path: Path) -> None:
    server.always(DatedList(made(3)))
    async with client_for(server.url) as client:
        await export(client, tmp_path, format="csv", columns=["status", "sid"])
    assert list(rows_of(tmp_path)[0]) == ["status", "sid"]


@settings(max_examples=25)
@given(st.sets(st.integers(1, 60), max_size=6), st.integers(1, 4), st.sampled_from(FORMATS))
async def test_an_export_goes_on_behind_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, failing: set[int], concurrency: int, form: str
) -> None:
    folder = tmp_path_factory.mktemp("export")
    records = made(300)
    async with ScriptedServer() as server, client_for(server.url, retry=Retry(attempts=1)) as client:
        pages = DatedList(records)
        pages.before_each = lambda _: refusal(500) if len(server.requests) in failing else None
        server.always(pages)
        for _ in range(len(failing) + 1):
            try:
                await export(client, folder, format=form, concurrency=concurrency, page_size=10)
            except ServerError:
                assert {*sids_of(folder)} <= {each.sid for each in records}
            else:
                break

        assert Counter(sids_of(folder)) == Counter(each.sid for each in records)


async def test_what_was_read_before_an_error_is_not_read_again(
    server: ScriptedServer, tmp_path: Path
) -> None:
    pages = DatedList(made(200), "refused")
    pages.before_each = lambda _: refusal(500) if len(server.requests) == 30 else None
    server.always(pages)
    async with client_for(server.url, retry=Retry(attempts=1)) as client:
        with pytest.raises(ServerError):
            await export(client, tmp_path, page_size=5, concurrency=1)
        written = len(sids_of(tmp_path))
        before = len(server.requests)
        await export(client, tmp_path, page_size=5, concurrency=1)

    assert written >= 100
    assert len(server.requests) - before <= (200 - written) // 5 + DAYS


async def test_cancelled_it_goes_on(server: ScriptedServer, tmp_path: Path) -> None:
    records = made(400)
    pages = DatedList(records)
    server.always(pages)
    async with client_for(server.url) as client:
        running = asyncio.create_task(export(client, tmp_path, page_size=10, concurrency=2))
        await server.arrived(20)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert {*sids_of(tmp_path)} < {each.sid for each in records}
        await export(client, tmp_path, page_size=10)
    assert Counter(sids_of(tmp_path)) == Counter(each.sid for each in records)


@pytest.mark.parametrize("form", FORMATS)
async def test_killed_at_any_moment_it_goes_on(server: ScriptedServer, tmp_path: Path, form: str) -> None:
    records = made(3000)
    server.always(DatedList(records))
    for request in (2, 9, 25, 26):
        child = await started(server.url, tmp_path, form)
        await server.arrived(len(server.requests) + request)
        child.kill()
        await child.wait()
        assert left_of(tmp_path) is not None
    child = await started(server.url, tmp_path, form)
    assert await child.wait() == 0

    assert Counter(sids_of(tmp_path)) == Counter(each.sid for each in records)


async def started(url: str, folder: Path, form: str) -> asyncio.subprocess.Process:
    program = ("-m", "tests.history.export_program", url, str(folder), form)
    days = (START.date().isoformat(), END.date().isoformat())
    return await asyncio.create_subprocess_exec(sys.executable, *program, *days, cwd=ROOT)


async def test_of_two_at_once_the_second_is_refused(server: ScriptedServer, tmp_path: Path) -> None:
    gate = asyncio.Event()
    pages = DatedList(made(40))
    server.always(lambda arrived: gated(gate, pages(arrived)))
    async with client_for(server.url) as client:
        first = asyncio.create_task(export(client, tmp_path))
        await server.arrived(1)
        with pytest.raises(history.ExportError, match="another export is writing"):
            await export(client, tmp_path)
        gate.set()
        await first
    assert len(sids_of(tmp_path)) == 40


async def test_records_that_get_their_date_meanwhile_are_written_once(
    server: ScriptedServer, tmp_path: Path
) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    old = [dated(number, now - number * timedelta(minutes=10)) for number in range(10, 60)]
    queued = [Dated(number, None, now - number * timedelta(minutes=1)) for number in range(5)]
    pages = DatedList([*queued, *old])
    pages.before_each = lambda _: refusal(500) if len(server.requests) == 6 else None
    server.always(pages)
    since = now - timedelta(days=2)
    async with client_for(server.url, retry=Retry(attempts=1)) as client:
        with pytest.raises(ServerError):
            await history.export(client.messages, since, to=tmp_path, page_size=7, concurrency=2)
        pages.records = [*(dated(each.number, now) for each in queued), *old]
        await history.export(client.messages, since, to=tmp_path, page_size=7)

    assert Counter(sids_of(tmp_path)) == Counter(each.sid for each in [*queued, *old])


async def test_other_arguments_are_refused_and_nothing_is_touched(
    server: ScriptedServer, tmp_path: Path
) -> None:
    server.always(DatedList(made(10)))
    async with client_for(server.url) as client:
        await export(client, tmp_path)
        before = contents_of(tmp_path)
        with pytest.raises(history.ExportError, match='format is "ndjson" there and "csv" here'):
            await export(client, tmp_path, format="csv")
        with pytest.raises(history.ExportError, match="filters"):
            await history.export(client.messages, START, END, to=tmp_path, from_="+15005550006")
        with pytest.raises(history.ExportError, match="since"):
            await history.export(client.messages, START + timedelta(days=1), END, to=tmp_path)
        with pytest.raises(history.ExportError, match="list"):
            await history.export(client.calls, START, END, to=tmp_path)
        assert contents_of(tmp_path) == before


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{}", "no manifest of an export"),
        (b"\xff\x00", "no manifest of an export"),
        (b'{"twilio_async_export": 99}', "newer twilio_async"),
        (b'{"twilio_async_export": 1, "export": {}, "parts": 3}', "damaged"),
    ],
)
async def test_what_is_no_manifest_of_ours_is_left_alone(
    server: ScriptedServer, tmp_path: Path, content: bytes, words: str
) -> None:
    (tmp_path / "manifest.json").write_bytes(content)
    async with client_for(server.url) as client:
        with pytest.raises(history.ExportError, match=words):
            await export(client, tmp_path)
    assert (tmp_path / "manifest.json").read_bytes() == content
    assert not server.requests


async def test_parts_without_their_manifest_are_left_alone(server: ScriptedServer, tmp_path: Path) -> None:
    server.always(DatedList(made(10)))
    async with client_for(server.url) as client:
        await export(client, tmp_path)
        (tmp_path / "manifest.json").rename(tmp_path / "elsewhere")
        before = contents_of(tmp_path)
        with pytest.raises(history.ExportError, match="bring it back"):
            await export(client, tmp_path)
    assert contents_of(tmp_path) == before


async def test_files_of_others_in_the_folder_stay(server: ScriptedServer, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "messages-2026-01-10-0001.csv").write_text("mine too")
    server.always(DatedList(made(10)))
    async with client_for(server.url) as client:
        await export(client, tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert (tmp_path / "messages-2026-01-10-0001.csv").read_text() == "mine too"


async def test_a_folder_that_cannot_be_made_is_told(server: ScriptedServer, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    async with client_for(server.url) as client:
        with pytest.raises(history.ExportError, match="Not a directory"):
            await export(client, tmp_path / "file" / "export")
    assert not server.requests


async def test_progress_is_told_behind_each_page(server: ScriptedServer, tmp_path: Path) -> None:
    pages = DatedList(made(100), "refused")
    pages.before_each = lambda _: refusal(503) if len(server.requests) == 3 else None
    server.always(pages)
    told: list[history.Progress] = []
    async with client_for(server.url) as client:
        last = await export(client, tmp_path, page_size=10, on_progress=told.append)

    assert [each.pages for each in told] == [*range(1, len(told)), len(told) - 1]  # And at the end.
    assert [each.records for each in told] == sorted(each.records for each in told)
    assert [each.share for each in told] == sorted(each.share for each in told)
    assert last.records == told[-1].records == 100
    assert last.retries == 1
    assert last.parts == len(manifest_of(tmp_path)["parts"])
    assert last.bytes == sum(
        len(content) for name, content in contents_of(tmp_path).items() if "messages" in name
    )


async def test_what_cannot_be_is_refused_before_anything_is_written(
    server: ScriptedServer, tmp_path: Path
) -> None:
    async with client_for(server.url) as client:
        for arguments in ({"format": "xlsx"}, {"columns": ["sid", "nope"]}, {"compression": "rar"}):
            with pytest.raises(InvalidArgument):
                await export(client, tmp_path / "export", **arguments)
    assert not (tmp_path / "export").exists()


async def test_many_cancellations_lose_nothing(server: ScriptedServer, tmp_path: Path) -> None:
    records = made(2000)  # More pages than all rounds ask for, however far each of them comes.
    server.always(DatedList(records))
    async with client_for(server.url) as client:
        for request in range(3, 60, 8):
            before = len(server.requests)
            running = asyncio.create_task(export(client, tmp_path, format="csv", page_size=10, concurrency=3))
            await server.arrived(before + min(request, 12))
            for _ in range(4):
                running.cancel()
                await asyncio.sleep(0)
            with pytest.raises(asyncio.CancelledError):
                await running
        await export(client, tmp_path, format="csv", page_size=10)
    assert Counter(sids_of(tmp_path)) == Counter(each.sid for each in records)


async def test_a_page_that_does_not_fit_leaves_no_empty_part(server: ScriptedServer, tmp_path: Path) -> None:
    pages = DatedList(made(3))
    pages.fields = {"price": "-123456789012345678901234.5"}
    server.always(pages)
    async with client_for(server.url) as client:
        for _ in range(2):
            with pytest.raises(DecodeError, match="price of SM"):
                await export(client, tmp_path, format="parquet")
    assert manifest_of(tmp_path)["parts"] == []
    assert contents_of(tmp_path).keys() == {"manifest.json", ".lock"}


async def test_what_a_complete_export_does_not_know_is_left_alone(
    server: ScriptedServer, tmp_path: Path
) -> None:
    server.always(DatedList(made(10)))
    async with client_for(server.url) as client:
        await export(client, tmp_path)
        other = tmp_path / "messages-run000001-2025-12-31-0001.ndjson"
        other.write_text("of another export")
        await export(client, tmp_path)
        await history.compact(tmp_path)
    assert other.read_text() == "of another export"


async def test_a_part_that_is_gone_is_told(server: ScriptedServer, tmp_path: Path) -> None:
    server.always(DatedList(made(10)))
    async with client_for(server.url) as client:
        await export(client, tmp_path)
        name = manifest_of(tmp_path)["parts"][0]["name"]
        (tmp_path / name).unlink()
        with pytest.raises(history.ExportError, match=f"{name} is missing"):
            await export(client, tmp_path)
    with pytest.raises(history.ExportError, match=f"{name} is missing"):
        await history.compact(tmp_path)


@pytest.mark.parametrize(
    ("where", "name", "value"),
    [
        ("parts", "rows", "1"),
        ("parts", "bytes", None),
        ("parts", "run", True),
        ("parts", "name", "../x"),
        ("runs", "begun", "9999-12-31T23:59:59-12:00"),
        ("runs", "cursor", 5),
        ("export", "list", None),
        ("export", "columns", "sid"),
    ],
)
async def test_a_manifest_that_was_edited_is_damaged(
    server: ScriptedServer, tmp_path: Path, where: str, name: str, value: object
) -> None:
    server.always(DatedList(made(10)))
    async with client_for(server.url) as client:
        await export(client, tmp_path)
        found = manifest_of(tmp_path)
        (found[where] if where == "export" else found[where][0])[name] = value
        (tmp_path / "manifest.json").write_bytes(orjson.dumps(found))
        before = contents_of(tmp_path)
        with pytest.raises(history.ExportError, match="damaged"):
            await export(client, tmp_path)
        with pytest.raises(history.ExportError, match="damaged"):
            await history.compact(tmp_path)
    assert contents_of(tmp_path) == before


async def test_days_without_records_are_not_read_again(server: ScriptedServer, tmp_path: Path) -> None:
    pages = DatedList([])
    pages.before_each = lambda _: refusal(404) if len(server.requests) == 200 else None
    server.always(pages)
    async with client_for(server.url) as client:
        with pytest.raises(NotFound):
            await history.export(client.messages, START, START + timedelta(days=300), to=tmp_path)
        await history.export(client.messages, START, START + timedelta(days=300), to=tmp_path)
    assert len(server.requests) <= 301


async def test_a_folder_in_which_nothing_is_yet_takes_other_arguments(
    server: ScriptedServer, tmp_path: Path
) -> None:
    server.play(refusal(401))
    server.always(DatedList(made(10)))
    async with client_for(server.url) as client:
        with pytest.raises(AuthenticationError):
            await history.export(
                client.messages, START - timedelta(days=300), END, to=tmp_path, concurrency=1
            )
        await export(client, tmp_path, format="csv")
    assert len(sids_of(tmp_path)) == 10


async def test_a_clock_that_was_ahead_is_told(server: ScriptedServer, tmp_path: Path) -> None:
    server.always(DatedList(made(10)))
    async with client_for(server.url) as client:
        await history.export(client.messages, START, to=tmp_path)
        found = manifest_of(tmp_path)
        found["runs"][0]["begun"] = (datetime.now(UTC) + timedelta(days=30)).isoformat()
        (tmp_path / "manifest.json").write_bytes(orjson.dumps(found))
        with pytest.raises(history.ExportError, match="which this clock has not reached"):
            await history.export(client.messages, to=tmp_path, since_last=True)


@pytest.mark.parametrize("pages", range(4, 17, 2))
async def test_what_was_written_when_an_export_was_cancelled_is_not_written_again(
    server: ScriptedServer, tmp_path: Path, pages: int
) -> None:
    records = [dated(number, END - timedelta(days=number, hours=1)) for number in range(16)]
    server.always(DatedList(records, key="conferences", name="date_created"))
    async with client_for(server.url) as client:
        start = START - timedelta(days=12)

        async def whole(stop_at: int) -> None:
            running = asyncio.current_task()
            assert running is not None

            def stop(progress: history.Progress, running: asyncio.Task[object] = running) -> None:
                if progress.pages == stop_at:
                    running.cancel()

            await history.export(
                client.conferences, start, END, to=tmp_path, concurrency=16, on_progress=stop
            )

        await asyncio.gather(asyncio.create_task(whole(pages)), return_exceptions=True)
        await whole(-1)

        assert Counter(sids_of(tmp_path)) == Counter(each.sid for each in records)
