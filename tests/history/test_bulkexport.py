"""A history from BulkExport's files has what the list has, each record once, or says which days it lacks."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import sys
from collections import Counter
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve

from tests.history.bulk_export_site import BulkExportSite, is_signed, packed, row
from tests.history.exported import left_of, manifest_of, rows_of, sids_of
from tests.support.clients import client_for, client_of
from tests.support.paged_lists import all_sids, read_into
from tests.support.server import ScriptedServer, answer, refusal, truncated
from twilio_async import (
    Client,
    Conference,
    DecodeError,
    InvalidArgument,
    NotFound,
    PermissionDenied,
    TransportError,
    history,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator

    from tests.support.times import LoopTime
    from twilio_async.emulator import Emulator

SINCE, UNTIL = date(2026, 2, 1), date(2026, 2, 11)
DAYS = [SINCE + timedelta(days=number) for number in range((UNTIL - SINCE).days)]
ROOT = Path(__file__).parents[2]
LACKING = {"price_unit", "api_version", "error_message", "uri", "subresource_uris"}


@pytest.fixture
async def host() -> AsyncIterator[ScriptedServer]:
    """Another host, which has the files."""
    async with ScriptedServer() as running:
        yield running


@pytest.fixture
def site(server: ScriptedServer, host: ScriptedServer) -> BulkExportSite:
    """Ten days of 100 messages."""
    site = BulkExportSite(host.url, {day: packed(rows_of_day(day)) for day in DAYS})
    site.serve(server, host)
    return site


def rows_of_day(day: date, count: int = 100) -> list[dict[str, Any]]:
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    first = day.toordinal() * 1000
    return [row(first + number, start + number * timedelta(minutes=10)) for number in range(count)]


def sids_of_days(*days: date) -> list[str]:
    return [each["sid"] for day in days for each in rows_of_day(day)]


def stream_of(client: Client, **arguments: Any) -> history.Stream[Any]:
    defaults: dict[str, Any] = {"since": SINCE, "until": UNTIL, "source": "bulkexport", "page_size": 30}
    return history.stream(client.messages, **(defaults | arguments))


@asynccontextmanager
async def reading(server: ScriptedServer, **arguments: Any) -> AsyncGenerator[history.Stream[Any], None]:
    async with client_for(server.url) as client:
        yield stream_of(client, **arguments)


async def first_of(stream: history.Stream[Any], count: int) -> list[str]:
    """The SIDs of so many records, or of all that there are."""
    sids: list[str] = []
    records: Any = aiter(stream)
    async with aclosing(records):
        async for record in records:
            sids.append(record.sid)
            if len(sids) == count:
                break
    return sids


@pytest.mark.parametrize("name", ["messages", "calls"])
@pytest.mark.parametrize("ordered", [True, False])
async def test_it_has_what_the_list_has(emulator: Emulator, name: str, *, ordered: bool) -> None:
    emulator.scenes.add_history(messages=2500, calls=1300, since=SINCE, until=UNTIL)
    async with client_of(emulator) as client:
        collection: Any = getattr(client, name)
        listed = [each async for each in history.stream(collection, since=SINCE, until=UNTIL)]
        from_files = history.stream(
            collection, since=SINCE, until=UNTIL, source="bulkexport", ordered=ordered, page_size=60
        )
        loaded = [each async for each in from_files]

    assert len(listed) == len(loaded) == {"messages": 2500, "calls": 1300}[name]
    lacking = LACKING if name == "messages" else {"uri", "subresource_uris"}
    known = {each.sid: {**each.to_dict(), **dict.fromkeys(lacking)} for each in listed}
    assert {each.sid: each.to_dict() for each in loaded} == known
    if ordered:
        assert [each.sid for each in loaded] == [each.sid for each in listed]


async def test_messages_that_were_never_sent_are_in_it_by_their_creation(emulator: Emulator) -> None:
    emulator.scenes.add_history(messages=50, undated=5, since=SINCE, until=UNTIL)
    async with client_of(emulator) as client:
        last = [each async for each in stream_of(client, since=DAYS[-1])]
        rest = [each async for each in stream_of(client, until=DAYS[-1])]
    assert sum(each.date_sent is None for each in last) == 5
    assert not any(each.date_sent is None for each in rest)


@pytest.mark.usefixtures("site")
async def test_days_come_newest_first_and_a_day_in_the_order_of_its_file(server: ScriptedServer) -> None:
    async with reading(server) as stream:
        assert await all_sids(stream) == sids_of_days(*reversed(DAYS))
        assert stream.cursor is None


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("ordered", [True, False])
@pytest.mark.parametrize("taken", [29, 30, 31, 100, 101, 455])
async def test_a_cursor_goes_on_behind_the_last_record(
    server: ScriptedServer, taken: int, *, ordered: bool
) -> None:
    got: list[str] = []
    cursor: str | None = None
    while True:
        async with reading(server, ordered=ordered, cursor=cursor) as stream:
            got += await first_of(stream, taken)
            cursor = stream.cursor
            if cursor is None:
                break

    expected = sids_of_days(*reversed(DAYS))
    assert got == expected if ordered else Counter(got) == Counter(expected)


async def test_a_message_that_was_sent_on_the_next_day_is_in_one_of_two_ranges(
    server: ScriptedServer, site: BulkExportSite
) -> None:
    late = row(1, datetime(2026, 2, 4, 23, 59, 59, tzinfo=UTC), date_sent="2026-02-05T00:00:01Z")
    foreign = row(2, datetime(2026, 1, 1, tzinfo=UTC))
    site.files[DAYS[3]] = packed([*rows_of_day(DAYS[3]), late, foreign, late])
    parts = [{"until": DAYS[4]}, {"since": DAYS[4]}]
    got: list[str] = []
    for part in parts:
        async with reading(server, **part) as stream:
            got += await all_sids(stream)
    assert Counter(got) == Counter([*sids_of_days(*DAYS), late["sid"]])


@pytest.mark.usefixtures("site")
async def test_the_host_of_the_files_gets_no_credentials(
    server: ScriptedServer, host: ScriptedServer
) -> None:
    async with reading(server) as stream:
        await all_sids(stream)
    assert len(host.requests) == len(DAYS)
    assert all(is_signed(each) and each.authorization is None for each in host.requests)
    assert all(each.authorization for each in server.requests)


async def test_a_file_that_breaks_off_is_read_on_from_where_it_was(
    server: ScriptedServer, site: BulkExportSite
) -> None:
    day, midnight = DAYS[0], datetime(2026, 2, 1, tzinfo=UTC)
    texts = [hashlib.sha512(str(number).encode()).hexdigest() for number in range(20_000)]
    rows = [row(number, midnight, body=text) for number, text in enumerate(texts)]
    site.files = {day: packed(rows)}
    whole = answer(200, site.files[day], Content_Type="application/gzip")
    cuts = [len(whole.body) * share // 10 for share in (3, 5, 7, 9)]
    site.before_file = lambda _, times: evolve(whole, cut_at=cuts[times]) if times < len(cuts) else None
    async with reading(server, until=DAYS[1], page_size=1000) as stream:
        pages = [page async for page in stream.pages()]

    assert [each.body for page in pages for each in page] == texts
    assert [len(page) for page in pages] == [1000] * 20
    assert site.asked[day] == len(cuts) + 1


@pytest.mark.parametrize("ordered", [True, False])
async def test_one_that_always_breaks_off_is_an_error_with_a_cursor(
    server: ScriptedServer, site: BulkExportSite, *, ordered: bool
) -> None:
    broken = truncated(answer(200, site.files[DAYS[5]], Content_Type="application/gzip"))
    site.before_file = lambda day, _: broken if day == DAYS[5] else None
    got: list[str | None] = []
    async with reading(server, ordered=ordered, concurrency=2) as stream:
        with pytest.raises(TransportError) as caught:
            await read_into(got, stream)
    assert site.asked[DAYS[5]] == 3
    site.before_file = lambda _day, _times: None
    async with reading(server, ordered=ordered, cursor=caught.value.cursor) as stream:
        await read_into(got, stream)
    assert Counter(got) == Counter(sids_of_days(*DAYS))


async def test_gzip_that_ends_early_is_no_whole_file(server: ScriptedServer, site: BulkExportSite) -> None:
    short = answer(200, site.files[DAYS[2]][:-4], Content_Type="application/gzip")
    site.before_file = lambda day, times: short if day == DAYS[2] and times < 2 else None
    async with reading(server) as stream:
        assert await all_sids(stream) == sids_of_days(*reversed(DAYS))
    site.asked.clear()
    site.before_file = lambda day, _: short if day == DAYS[2] else None
    async with reading(server) as stream:
        with pytest.raises(TransportError, match=r"file of 2026-02-03 \(Messages\) broke off"):
            await all_sids(stream)


async def test_an_expired_address_is_asked_for_anew(server: ScriptedServer, site: BulkExportSite) -> None:
    expired = answer(403, b"<Error><Code>AccessDenied</Code></Error>", Content_Type="application/xml")
    site.before_file = lambda _, times: expired if times == 0 else None
    async with reading(server) as stream:
        assert await all_sids(stream) == sids_of_days(*reversed(DAYS))
    assert {*site.asked.values()} == {2}
    site.before_file = lambda _day, _times: expired
    async with reading(server) as stream:
        with pytest.raises(PermissionDenied) as caught:
            await all_sids(stream)
    assert "s3cret" not in str(caught.value)


@pytest.mark.usefixtures("site")
async def test_what_is_refused_to_the_account_is_asked_once(server: ScriptedServer) -> None:
    server.play(answer(200, {"days": [{"day": str(day)} for day in DAYS], "meta": {}}), refusal(403))
    async with reading(server, concurrency=1) as stream:
        with pytest.raises(PermissionDenied):
            await all_sids(stream)
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"sid": "SM1"}\n{"sid": "SM2", "sta\n{"sid": "SM3"}\n', "line 1 of"),
        (packed([row(1, datetime(2026, 2, 3, tzinfo=UTC)), ["no", "record"]]), "line 2 of"),
        (gzip.compress(b'{"sid": "SM1", "status": "sent"}\n\n{"sid": "SM2", "sta\n', mtime=0), "line 3 of"),
        (packed([{"sid": "SM1"}])[:-8] + b"\0" * 8, "damaged behind line 0: its gzip"),
        (packed(["x"] * 9)[:-8] + b"12345678", "damaged behind line"),
        (gzip.compress(b"x" * 3_000_000, mtime=0), "line 1 of the file of 2026-02-03 .Messages. is too long"),
        (b"<html>Proxy</html>", "line 1 of"),
        (b'{"sid": "SM1", "status": "sent"},{"sid": "SM2", "status": "sent"}\n', "line 1 of"),
    ],
)
async def test_a_damaged_file_is_told_with_its_day_and_line(
    server: ScriptedServer, site: BulkExportSite, content: bytes, words: str
) -> None:
    site.files[DAYS[2]] = content
    async with reading(server) as stream:
        with pytest.raises(DecodeError, match=words) as caught:
            await all_sids(stream)
    assert "2026-02-03" in str(caught.value)
    site.files[DAYS[2]] = packed(rows_of_day(DAYS[2]))
    async with reading(server, cursor=caught.value.cursor) as stream:
        assert await all_sids(stream) == sids_of_days(*DAYS[2::-1])


async def test_a_file_may_lose_its_gzip_on_the_way_and_half_a_character(
    server: ScriptedServer, site: BulkExportSite
) -> None:
    body = gzip.decompress(site.files[DAYS[0]]).replace(b"Number 7", b"\\ud83d")
    site.files[DAYS[0]] = body.rstrip()
    async with reading(server, until=DAYS[1]) as stream:
        assert await all_sids(stream) == sids_of_days(DAYS[0])


async def test_a_file_that_was_made_anew_is_not_read_on(server: ScriptedServer, site: BulkExportSite) -> None:
    async with reading(server, until=DAYS[1]) as stream:
        await first_of(stream, 40)
        cursor = stream.cursor
    for rows in (rows_of_day(DAYS[0])[::-1], rows_of_day(DAYS[0])[:20]):
        site.files[DAYS[0]] = packed(rows)
        async with reading(server, until=DAYS[1], cursor=cursor) as stream:
            with pytest.raises(DecodeError, match=r"2026-02-01 .* another one than that which was begun"):
                await all_sids(stream)


async def test_days_without_a_file_are_named(server: ScriptedServer, site: BulkExportSite) -> None:
    for day in (*DAYS[1:4], DAYS[6]):
        del site.files[day]
    async with reading(server) as stream:
        with pytest.raises(
            history.MissingDays, match=r"2026-02-02 to 2026-02-04, 2026-02-07: .*create"
        ) as caught:
            await all_sids(stream)
    assert caught.value.days == [*DAYS[1:4], DAYS[6]]
    assert not any(each.method == "POST" for each in server.requests)
    site.files |= {day: packed(rows_of_day(day)) for day in DAYS}
    async with reading(server, cursor=caught.value.cursor) as stream:
        assert len(await all_sids(stream)) == 1000


async def test_only_days_that_are_left_must_have_a_file(server: ScriptedServer, site: BulkExportSite) -> None:
    async with reading(server, concurrency=1) as stream:
        await first_of(stream, 250)
        cursor = stream.cursor
    del site.files[DAYS[9]], site.files[DAYS[8]]
    async with reading(server, cursor=cursor) as stream:
        assert len(await all_sids(stream)) == 750


async def test_a_type_that_is_not_there_is_an_error_of_the_whole(
    server: ScriptedServer, site: BulkExportSite
) -> None:
    site.type = "Calls"
    async with reading(server) as stream:
        with pytest.raises(NotFound):
            await all_sids(stream)


async def created(loop_time: LoopTime, server: ScriptedServer, folder: Path, turns: int) -> history.Progress:
    """An export that has jobs made, with the clock put forward whenever it waits; so many times at most."""
    told: list[history.Progress] = []
    waits = asyncio.Event()

    def tell(progress: history.Progress) -> None:
        told.append(progress)
        if progress.awaited:
            waits.set()

    async with client_for(server.url) as client:
        running = asyncio.create_task(
            history.export(
                client.messages,
                SINCE,
                UNTIL,
                to=folder,
                format="csv",
                source="bulkexport",
                missing="create",
                on_progress=tell,
            )
        )
        for _ in range(turns):
            waiting = asyncio.create_task(waits.wait())
            await asyncio.wait([running, waiting], return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()
            waits.clear()
            if running.done():
                break
            await loop_time.leap(301)
        if not running.done():
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        assert any(each.awaited for each in told)
        return await running


async def test_a_job_makes_the_missing_days(
    server: ScriptedServer, site: BulkExportSite, loop_time: LoopTime, tmp_path: Path
) -> None:
    site.made = {day: site.files.pop(day) for day in (*DAYS[1:4], DAYS[6])}
    del site.files[DAYS[8]]
    progress = await created(loop_time, server, tmp_path, 9)

    assert [(job["start_day"], job["end_day"]) for job in site.jobs.values()] == [
        ("2026-02-02", "2026-02-04"),
        ("2026-02-07", "2026-02-07"),
        ("2026-02-09", "2026-02-09"),
    ]
    assert Counter(sids_of(tmp_path)) == Counter(sids_of_days(*DAYS[:8], DAYS[9]))
    assert progress.share == 1
    assert progress.awaited == 0


async def test_a_job_that_is_under_way_is_not_made_again(
    server: ScriptedServer, site: BulkExportSite, loop_time: LoopTime, tmp_path: Path
) -> None:
    site.made = {day: site.files.pop(day) for day in DAYS[1:4]}
    site.slowness = 6
    with pytest.raises(asyncio.CancelledError):
        await created(loop_time, server, tmp_path, 3)
    await created(loop_time, server, tmp_path, 9)

    assert len(site.jobs) == 1
    assert Counter(sids_of(tmp_path)) == Counter(sids_of_days(*DAYS))


async def test_a_job_that_ends_without_its_files_is_told(
    server: ScriptedServer, site: BulkExportSite, loop_time: LoopTime, tmp_path: Path
) -> None:
    del site.files[DAYS[1]]
    site.failure = "ErrorDuringRun"
    with pytest.raises(history.MissingDays, match="job for 2026-02-02 ended") as caught:
        await created(loop_time, server, tmp_path, 9)
    assert caught.value.days == [DAYS[1]]


async def test_waiting_has_an_end(
    server: ScriptedServer, site: BulkExportSite, loop_time: LoopTime, tmp_path: Path
) -> None:
    del site.files[DAYS[1]]
    site.slowness = 10_000
    with pytest.raises(history.MissingDays, match="still being made after a day"):
        await created(loop_time, server, tmp_path, 1000)


@pytest.mark.usefixtures("site")
async def test_an_export_has_the_parts_that_the_list_would_give(emulator: Emulator, tmp_path: Path) -> None:
    emulator.scenes.add_history(messages=2500, since=SINCE, until=UNTIL)
    async with client_of(emulator) as client:
        await history.export(client.messages, SINCE, UNTIL, to=tmp_path / "list", format="parquet")
        await history.export(
            client.messages, SINCE, UNTIL, to=tmp_path / "files", format="parquet", source="bulkexport"
        )
        with pytest.raises(history.ExportError, match='source is "bulkexport" there and "list" here'):
            await history.export(client.messages, SINCE, UNTIL, to=tmp_path / "files", format="parquet")
    listed, loaded = ({each["sid"]: each for each in rows_of(tmp_path / name)} for name in ("list", "files"))
    assert loaded == {sid: {**each, **dict.fromkeys(LACKING)} for sid, each in listed.items()}
    names = [[part["name"] for part in manifest_of(tmp_path / name)["parts"]] for name in ("list", "files")]
    assert sorted(names[0]) == sorted(names[1])


async def test_an_export_that_was_killed_goes_on(
    server: ScriptedServer, host: ScriptedServer, site: BulkExportSite, tmp_path: Path
) -> None:
    gate = asyncio.Event()
    last = evolve(answer(200, site.files[DAYS[0]], Content_Type="application/gzip"), gate=gate)
    site.before_file = lambda day, _: last if day == DAYS[0] else None
    for files in (2, 4, 9):
        child = await started(server.url, tmp_path)
        await host.arrived(len(host.requests) + min(files, left(tmp_path)))
        child.kill()
        await child.wait()
        assert left_of(tmp_path) is not None
    gate.set()
    child = await started(server.url, tmp_path)
    assert await child.wait() == 0

    assert Counter(sids_of(tmp_path)) == Counter(sids_of_days(*DAYS))


def left(folder: Path) -> int:
    """How many days an export has still to read."""
    there = (folder / "manifest.json").exists()
    return len(DAYS) - (len(manifest_of(folder)["parts"]) if there else 0)


async def started(url: str, folder: Path) -> asyncio.subprocess.Process:
    program = ("-m", "tests.history.export_program", url, str(folder), "csv")
    days = (SINCE.isoformat(), UNTIL.isoformat())
    return await asyncio.create_subprocess_exec(sys.executable, *program, *days, "bulkexport", cwd=ROOT)


async def test_conferences_have_files_too(server: ScriptedServer, site: BulkExportSite) -> None:
    site.type = "Conferences"
    fields = {"sid": "CF" + "1" * 32, "account_sid": "AC" + "0a" * 16, "status": "completed", "region": "us1"}
    site.files[DAYS[0]] = packed([{**fields, "date_created": "2026-02-01T10:00:00Z"}])
    async with client_for(server.url) as client:
        stream = history.stream(client.conferences, since=SINCE, until=DAYS[1], source="bulkexport")
        (conference,) = [each async for each in stream]
    assert isinstance(conference, Conference)
    assert conference.date_created == datetime(2026, 2, 1, 10, tzinfo=UTC)
    assert conference.api_version is None


async def test_what_cannot_be_is_refused_before_anything_is_sent(server: ScriptedServer) -> None:
    today = datetime.now(UTC).date()
    noon = datetime(2026, 2, 1, 12, tzinfo=UTC)
    async with client_for(server.url) as client:
        for arguments, words in (
            ({"until": None}, "give until"),
            ({"until": today}, "two days ago or more"),
            ({"since": noon}, "whole days"),
            ({"until": noon + timedelta(days=3)}, "whole days"),
            ({"to": "+15558675310"}, "without the filter to"),
            ({"source": "files"}, "source is one of list, bulkexport"),
            ({"missing": "ignore"}, "missing of error, create"),
        ):
            with pytest.raises(InvalidArgument, match=words):
                stream_of(client, **arguments)
        with pytest.raises(InvalidArgument, match="no recordings"):
            history.stream(client.recordings, since=SINCE, until=UNTIL, source="bulkexport")
        with pytest.raises(InvalidArgument, match="make a Client with those of AC7c7c"):
            history.stream(
                client.accounts("AC" + "7c" * 16).messages, since=SINCE, until=UNTIL, source="bulkexport"
            )
        with pytest.raises(InvalidArgument, match="not brought up to date"):
            await history.export(
                client.messages, SINCE, UNTIL, to="nowhere", source="bulkexport", since_last=True
            )
        of_list = history.stream(client.messages, since=SINCE, until=UNTIL).cursor
        with pytest.raises(InvalidArgument, match="another stream"):
            stream_of(client, cursor=of_list)
        history.stream(client.messages, since=SINCE, until=today - timedelta(days=1), source="bulkexport")
    assert not server.requests


@pytest.mark.parametrize(("region", "edge"), [("ie1", "dublin"), ("au1", "sydney")])
async def test_a_region_without_bulkexport_is_refused(region: str, edge: str) -> None:
    async with Client("AC" + "0a" * 16, "secret", region=region, edge=edge) as client:
        with pytest.raises(InvalidArgument, match=f"in {region} there is only the list"):
            stream_of(client)
    async with Client("AC" + "0a" * 16, "secret", region="us1", edge="ashburn") as client:
        stream_of(client)
