"""An export is brought up to date by runs that write what is new or changed, whatever comes between."""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve
from hypothesis import given, settings, strategies as st

from tests.history.dated_lists import Dated, DatedList, dated
from tests.history.folders import SHAPES, ExportFolder, known, spoil
from tests.history.keeper import run_until_it_ends
from tests.support.clients import FROM, client_for
from tests.support.server import ScriptedServer, gated, refusal
from twilio_async import InvalidArgument, Retry, ServerError, history

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.support.server import Arrived, Step
    from twilio_async import Client

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LOOK_BACK = 48
"""Hours."""


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def listed(records: Iterable[Dated]) -> list[Dated]:
    """Records in the order of Twilio's list."""
    return sorted(records, key=lambda each: (each.date or each.created, each.number), reverse=True)


def truth(records: Iterable[Dated]) -> dict[str, tuple[Any, ...]]:
    """What an export that saw these records knows of them."""
    return {each.sid: (each.date and f"{each.date:%FT%TZ}", each.status) for each in records}


async def bring_up_to_date(client: Client, folder: Path, **arguments: Any) -> history.Progress:
    return await history.export(
        client.messages, to=folder, since_last=True, look_back=LOOK_BACK * HOUR, **arguments
    )


class Account:
    """A list that changes: each record has an age in hours, and half an hour is added to it."""

    def __init__(self) -> None:
        self.present = now()
        old = (dated(100 + age, self.present - age * HOUR - HOUR / 2) for age in range(0, 130, 4))
        self.records = {each.number: each for each in old}

    def change(self, change: tuple[int, int, str]) -> None:
        """A record is made, gets its date, or another status; those out of sight stay what they are."""
        number, age, status = change
        there = self.records.get(number)
        if there is None:
            moment = self.present - age * HOUR - HOUR / 2
            made = dated(number, moment) if age >= 20 or number % 3 else Dated(number, None, moment)
            self.records[number] = evolve(made, status=status)
        elif there.date is None and age % 2:
            self.records[number] = evolve(there, date=self.present - HOUR, status=status)
        else:
            self.records[number] = evolve(there, status=status)

    def within(self, hours: int) -> dict[str, tuple[Any, ...]]:
        """What a run that reads so far back sees."""
        edge = self.present - hours * HOUR
        return truth(each for each in self.records.values() if (each.date or each.created) >= edge)


CHANGES = st.lists(
    st.tuples(
        st.integers(0, 40),
        st.one_of(st.integers(0, 30), st.integers(0, 130)),
        st.sampled_from(["queued", "sent", "delivered"]),
    ),
    max_size=40,
)


async def test_a_folder_without_an_export_is_not_made(server: ScriptedServer, tmp_path: Path) -> None:
    async with client_for(server.url) as client:
        with pytest.raises(history.ExportError, match="has no export to go on with: give since to begin one"):
            await bring_up_to_date(client, tmp_path / "new")
    assert not ExportFolder(tmp_path).names


async def test_an_export_without_records_is_brought_up_to_date_by_its_own_arguments_only(
    server: ScriptedServer, tmp_path: Path
) -> None:
    server.always(DatedList([]))
    async with client_for(server.url) as client:
        since = now() - DAY
        await history.export(client.messages, since, to=tmp_path)
        before = (tmp_path / "manifest.json").read_bytes()
        with pytest.raises(history.ExportError, match="is of another export, whose filters is"):
            await bring_up_to_date(client, tmp_path, from_=FROM)
        assert (tmp_path / "manifest.json").read_bytes() == before
        await bring_up_to_date(client, tmp_path)


@settings(max_examples=25)
@given(
    steps=st.lists(CHANGES, min_size=1, max_size=4),
    shape=st.sampled_from(SHAPES),
    size=st.integers(1, 20),
    failing=st.sets(st.integers(1, 60), max_size=4),
    compacted=st.sets(st.integers(0, 3)),
)
async def test_each_run_writes_what_is_new_or_changed_in_its_window_and_nothing_else(
    *,
    steps: list[list[tuple[int, int, str]]],
    shape: tuple[Any, str | None],
    size: int,
    failing: set[int],
    compacted: set[int],
) -> None:
    account = Account()
    expected: dict[str, tuple[Any, ...]] = {}
    with tempfile.TemporaryDirectory() as path:
        folder = ExportFolder(Path(path))
        async with ScriptedServer() as server, client_for(server.url, retry=Retry(attempts=1)) as client:
            for step, changes in enumerate(steps):
                for change in changes:
                    account.change(change)
                last = folder.manifest["runs"][-1]["number"] if step else 0
                seen = account.within(LOOK_BACK if step else 200)
                changed = {sid: row for sid, row in seen.items() if expected.get(sid) != row}
                expected |= seen
                server.always(
                    DatedList(listed(account.records.values()), before_each=failures(server, failing))
                )
                await until_it_is_done(client, folder.path, account.present - 200 * HOUR, shape, size)

                assert folder.newest == expected
                numbers = [run["number"] for run in folder.manifest["runs"] if run["number"] > last]
                rows = [row for number in numbers for row in folder.rows(number)]
                assert Counter((row["sid"], *known(row)) for row in rows) == Counter(
                    (sid, *row) for sid, row in changed.items()
                )
                assert no_run_has_a_sid_twice(folder)
                if step in compacted:
                    await history.compact(folder.path)
                    assert folder.newest == expected
                    assert len(folder.rows()) == len(expected)


def no_run_has_a_sid_twice(folder: ExportFolder) -> bool:
    runs = {part["run"] for part in folder.manifest["parts"]}
    sids = [[row["sid"] for row in folder.rows(run)] for run in runs]
    return all(len(each) == len(set(each)) for each in sids)


def failures(server: ScriptedServer, numbers: set[int]) -> Any:
    """What refuses the requests with these numbers and five behind each: those for half a page, too."""

    def refuse(_: Arrived) -> Step | None:
        is_failing = any(number <= len(server.requests) < number + 6 for number in numbers)
        return refusal(500) if is_failing else None

    return refuse


async def until_it_is_done(
    client: Client, folder: Path, since: datetime, shape: tuple[Any, str | None], size: int
) -> None:
    layout = {"format": shape[0], "compression": shape[1]}
    while True:
        try:
            await bring_up_to_date(client, folder, since=since, page_size=size, **layout)
        except ServerError:
            continue
        return


@pytest.mark.parametrize("format", ["ndjson", "csv", "parquet"])
async def test_a_process_that_is_killed_at_any_file_leaves_what_the_next_one_goes_on_with(
    server: ScriptedServer, tmp_path: Path, format: Any
) -> None:
    present = now()
    old = [dated(number, present - number * HOUR / 2) for number in range(1, 120)]
    new = [
        *(evolve(each, status="delivered") for each in old[:80:3]),
        *(each for place, each in enumerate(old) if place % 3 or place >= 80),
        *(dated(number, present) for number in range(1000, 1030)),
        Dated(2000, None, present),
    ]
    folder = ExportFolder(tmp_path)
    async with client_for(server.url) as client:
        server.always(DatedList(old))
        await bring_up_to_date(client, tmp_path, since=present - 10 * DAY, format=format)
        server.always(DatedList(listed(new)))

    times = await run_until_it_ends(server.url, tmp_path, format, "export", step=5)

    assert times > 2
    assert folder.newest == truth(new)
    assert len(folder.rows()) == len(old) + len(old[:80:3]) + 31
    assert no_run_has_a_sid_twice(folder)


async def test_a_run_is_completed_before_the_next_one_begins(server: ScriptedServer, tmp_path: Path) -> None:
    present = now()
    records = [dated(number, present - number * HOUR) for number in range(1, 60)]
    folder = ExportFolder(tmp_path)
    async with client_for(server.url, retry=Retry(attempts=1)) as client:
        pages = DatedList(records)
        pages.before_each = lambda _: refusal(500) if len(server.requests) > 2 else None
        server.always(pages)
        with pytest.raises(ServerError):
            await bring_up_to_date(client, tmp_path, since=present - 5 * DAY)
        (first,) = folder.manifest["runs"]
        pages.before_each = lambda _: None
        pages.records = [dated(1000, present), *records]
        await bring_up_to_date(client, tmp_path)

        assert first["cursor"] is not None
        assert folder.newest == truth(pages.records)
        assert [run["cursor"] for run in folder.manifest["runs"]] == [None, None]
        assert {run["until"] for run in folder.manifest["runs"]} == {None}


async def test_the_same_call_without_it_completes_and_looks_at_nothing_else(
    server: ScriptedServer, tmp_path: Path
) -> None:
    present = now()
    records = [dated(number, present - number * HOUR) for number in range(1, 60)]
    async with client_for(server.url) as client:
        server.always(DatedList(records))
        await history.export(client.messages, present - 5 * DAY, to=tmp_path)
        asked = len(server.requests)
        await history.export(client.messages, present - 5 * DAY, to=tmp_path)
        assert len(server.requests) == asked
        await bring_up_to_date(client, tmp_path)
        behind = len(server.requests)
        await history.export(client.messages, present - 5 * DAY, to=tmp_path)

    assert asked < behind == len(server.requests)


async def test_a_window_begins_before_the_end_of_the_last_run_and_not_before_the_export(
    server: ScriptedServer, tmp_path: Path
) -> None:
    present = now()
    pages = DatedList([dated(number, present - number * HOUR) for number in range(1, 200)])
    server.always(pages)
    folder = ExportFolder(tmp_path)
    async with client_for(server.url) as client:
        since, until = present - 8 * DAY, present - 4 * DAY
        await history.export(client.messages, since, until, to=tmp_path)
        await bring_up_to_date(client, tmp_path)
        second = folder.manifest["runs"][-1]
        await history.export(client.messages, to=tmp_path, since_last=True, look_back=timedelta.max)
        third = folder.manifest["runs"][-1]

    assert datetime.fromisoformat(second["since"]) == until - 2 * DAY
    assert datetime.fromisoformat(third["since"]) == since
    assert {run["until"] for run in folder.manifest["runs"]} == {until.isoformat()}
    assert folder.newest == truth(each for each in pages.records if each.date and since <= each.date < until)


async def test_what_has_left_the_window_is_not_looked_at_again(
    server: ScriptedServer, tmp_path: Path
) -> None:
    present = now()
    records = [dated(number, present - number * HOUR) for number in range(1, 100)]
    pages = DatedList(records)
    server.always(pages)
    async with client_for(server.url) as client:
        await bring_up_to_date(client, tmp_path, since=present - 5 * DAY)
        pages.records = [evolve(each, status="delivered") for each in records]
        await bring_up_to_date(client, tmp_path)

    statuses = Counter(status for _, status in ExportFolder(tmp_path).newest.values())
    assert statuses == {"delivered": 47, "sent": 52}


async def test_what_is_left_out_is_that_of_the_export_and_the_rest_has_to_be_the_same(
    server: ScriptedServer, tmp_path: Path
) -> None:
    present = now()
    server.always(DatedList([dated(number, present - number * HOUR) for number in range(1, 50)]))
    since = present - 5 * DAY
    settings: Mapping[str, Any] = {"format": "csv", "columns": ["sid", "status"], "compression": "gzip"}
    async with client_for(server.url) as client:
        with pytest.raises(history.ExportError, match="no export to go on with: give since"):
            await bring_up_to_date(client, tmp_path)
        await bring_up_to_date(client, tmp_path, since=since, from_=FROM, **settings)
        before = ExportFolder(tmp_path).contents
        await bring_up_to_date(client, tmp_path, from_=FROM)
        wrong: Mapping[str, Mapping[str, Any]] = {
            "format": {"format": "parquet"},
            "columns": {"columns": ["sid"]},
            "filters": {"from_": "+15558675310"},
            "since": {"since": since - DAY},
        }
        for name, arguments in wrong.items():
            with pytest.raises(history.ExportError, match=f"of another export, whose {name} is"):
                await bring_up_to_date(client, tmp_path, **{"from_": FROM, **arguments})
        with pytest.raises(history.ExportError, match="whose list is"):
            await history.export(client.calls, to=tmp_path, since_last=True)
    assert ExportFolder(tmp_path).contents == before


async def test_what_cannot_be_is_refused_before_anything_is_written(
    server: ScriptedServer, tmp_path: Path
) -> None:
    async with client_for(server.url) as client:
        with pytest.raises(InvalidArgument, match="needs since"):
            await history.export(client.messages, to=tmp_path / "new")
        with pytest.raises(InvalidArgument, match="look_back"):
            await history.export(client.messages, to=tmp_path / "new", since_last=True, look_back=-DAY)
        with pytest.raises(history.ExportError, match="without the column sid"):
            await bring_up_to_date(client, tmp_path, since=date(2026, 1, 1), columns=["body"])
    assert not (tmp_path / "new").exists()
    assert not ExportFolder(tmp_path).names
    assert not server.requests


@pytest.mark.parametrize(("format", "compression"), SHAPES)
@pytest.mark.parametrize("damage", ["gone", "cut", "other"])
async def test_a_part_that_is_not_what_was_written_is_told(
    server: ScriptedServer, tmp_path: Path, format: Any, compression: str | None, damage: str
) -> None:
    complaint = "is missing" if damage == "gone" else "is damaged"
    present = now()
    server.always(DatedList([dated(number, present - number * HOUR) for number in range(1, 50)]))
    folder = ExportFolder(tmp_path)
    async with client_for(server.url) as client:
        await bring_up_to_date(
            client, tmp_path, since=present - 5 * DAY, format=format, compression=compression
        )
        path = tmp_path / folder.names[-1]
        spoil(path, damage)
        before = folder.contents
        with pytest.raises(history.ExportError, match=re.escape(f"{path} {complaint}")):
            await bring_up_to_date(client, tmp_path)
    assert folder.contents == before


async def test_one_that_comes_meanwhile_is_refused(server: ScriptedServer, tmp_path: Path) -> None:
    present = now()
    pages = DatedList([dated(number, present - number * HOUR) for number in range(1, 50)])
    gate = asyncio.Event()
    async with client_for(server.url) as client:
        server.always(pages)
        await bring_up_to_date(client, tmp_path, since=present - 5 * DAY)
        asked = len(server.requests)
        server.always(lambda arrived: gated(gate, pages(arrived)))
        first = asyncio.create_task(bring_up_to_date(client, tmp_path))
        await server.arrived(asked + 1)
        with pytest.raises(history.ExportError, match="another export is writing"):
            await bring_up_to_date(client, tmp_path)
        with pytest.raises(history.ExportError, match="another export is writing"):
            await history.compact(tmp_path)
        gate.set()
        await first

    assert ExportFolder(tmp_path).newest == truth(pages.records)
