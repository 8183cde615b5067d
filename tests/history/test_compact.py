"""Compacting leaves the newest row of each SID as it was, or the export as it was."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attrs import evolve

from tests.history.dated_lists import Dated, DatedList, dated
from tests.history.folders import SHAPES, ExportFolder, spoil
from tests.history.keeper import run_until_it_ends
from tests.support.clients import client_for
from twilio_async import history

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.support.server import ScriptedServer

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
DOCS = Path(__file__).parents[2] / "docs" / "exports.md"


def histories(count: int = 100) -> tuple[list[Dated], list[Dated]]:
    """A list, and what becomes of it: some of the last are delivered, and one that was queued is sent."""
    present = datetime.now(UTC).replace(microsecond=0)
    queued = [Dated(5000 + number, None, present - number * HOUR - HOUR / 2) for number in range(3)]
    old = [dated(number, present - number * HOUR) for number in range(1, count)]
    changed = [evolve(each, status="delivered") if each.number % 3 == 0 else each for each in old]
    return [*queued, *old], [evolve(queued[0], date=present), *queued[1:], *changed]


async def exported(
    server: ScriptedServer, folder: Path, lists: Sequence[Sequence[Dated]], **arguments: Any
) -> None:
    """An export that is brought up to date with each of these lists."""
    since: datetime | None = datetime.now(UTC) - 30 * DAY
    async with client_for(server.url) as client:
        for records in lists:
            server.always(DatedList(records))
            await history.export(
                client.messages, since, to=folder, since_last=True, look_back=2 * DAY, **arguments
            )
            since = None


def text_rows(folder: ExportFolder) -> set[bytes]:
    """The lines of all text files, but for those with the names of columns."""
    found: set[bytes] = set()
    for name, content in folder.contents.items():
        lines = (gzip.decompress(content) if name.endswith(".gz") else content).splitlines(keepends=True)
        found.update(lines[1:] if ".csv" in name else lines)
    return found


@pytest.mark.parametrize(("format", "compression"), SHAPES)
async def test_the_newest_row_of_each_sid_stays_as_it_was(
    server: ScriptedServer, tmp_path: Path, format: Any, compression: str | None
) -> None:
    folder = ExportFolder(tmp_path)
    await exported(server, tmp_path, histories(), format=format, compression=compression)
    newest, before = {row["sid"]: row for row in folder.rows()}, folder.rows()
    lines = text_rows(folder) if format != "parquet" else set[bytes]()
    names, runs = folder.names, folder.manifest["runs"]

    outcome = await history.compact(tmp_path)

    after = folder.rows()
    assert {row["sid"]: row for row in after} == newest
    assert len(after) == len(newest) == outcome.records
    assert outcome.removed == len(before) - len(after) > 10
    assert outcome.parts == len(folder.names)
    assert not set(names) & set(folder.names)
    assert format == "parquet" or text_rows(folder) < lines
    (run,) = folder.manifest["runs"]
    assert run == {**runs[-1], "number": 3, "since": runs[0]["since"]}


async def test_an_export_of_one_run_is_left_alone(server: ScriptedServer, tmp_path: Path) -> None:
    folder = ExportFolder(tmp_path)
    await exported(server, tmp_path, histories()[:1])
    before, manifest = folder.contents, folder.manifest
    (tmp_path / "notes.txt").write_text("mine")

    for _ in range(2):
        assert (await history.compact(tmp_path)).removed == 0

    assert folder.contents == {**before, "notes.txt": b"mine"}
    assert folder.manifest == manifest


async def test_a_compacted_export_is_brought_up_to_date_and_compacted_again(
    server: ScriptedServer, tmp_path: Path
) -> None:
    folder = ExportFolder(tmp_path)
    first, second = histories()
    await exported(server, tmp_path, [first, second])
    await history.compact(tmp_path)
    third = [evolve(each, status="failed") if each.number % 5 == 0 else each for each in second]
    async with client_for(server.url) as client:
        for records, changes in ((second, 0), (third, 10)):
            server.always(DatedList(records))
            before = len(folder.rows())
            await history.export(client.messages, to=tmp_path, since_last=True, look_back=2 * DAY)
            assert len(folder.rows()) == before + changes
    newest = folder.newest
    await history.compact(tmp_path)

    assert folder.newest == newest
    assert len(folder.rows()) == len(newest)


@pytest.mark.parametrize("format", ["ndjson", "csv", "parquet"])
async def test_a_process_that_is_killed_leaves_the_old_or_the_new_export(
    server: ScriptedServer, tmp_path: Path, format: str
) -> None:
    folder = ExportFolder(tmp_path)
    await exported(server, tmp_path, histories(40), format=format)
    newest, before = folder.newest, set(folder.names)

    def is_old_or_new() -> None:
        parts = {part["name"] for part in folder.manifest["parts"]}
        assert parts == before or not parts & before
        assert parts <= set(folder.names)
        assert {row["sid"] for name in (1, 2, 3) for row in folder.rows(name)} == newest.keys()

    times = await run_until_it_ends(server.url, tmp_path, format, "compact", step=4, after=is_old_or_new)

    assert times > 3
    assert folder.newest == newest
    assert len(folder.rows()) == len(newest)
    assert not set(folder.names) & before


async def test_old_parts_that_a_killed_process_left_are_removed_by_the_next_call(
    server: ScriptedServer, tmp_path: Path
) -> None:
    folder, copy = ExportFolder(tmp_path / "export"), tmp_path / "copy"
    await exported(server, folder.path, histories())
    shutil.copytree(folder.path, copy)
    await history.compact(folder.path)
    after = folder.contents
    for path in copy.glob("messages-*"):
        shutil.copy(path, folder.path)
    assert folder.contents != after

    await history.compact(folder.path)

    assert folder.contents == after


async def test_who_is_cancelled_leaves_the_export_as_it_was(server: ScriptedServer, tmp_path: Path) -> None:
    folder = ExportFolder(tmp_path)
    await exported(server, tmp_path, histories())
    newest, before = folder.newest, folder.manifest
    compacting = asyncio.create_task(history.compact(tmp_path))
    await asyncio.sleep(0)
    compacting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await compacting
    assert folder.manifest == before
    await history.compact(tmp_path)

    assert folder.newest == newest
    assert len(folder.rows()) == len(newest)


@pytest.mark.parametrize(("format", "compression"), SHAPES)
@pytest.mark.parametrize("damage", ["gone", "cut", "other"])
async def test_a_part_that_is_not_what_was_written_is_told_and_nothing_removed(
    server: ScriptedServer, tmp_path: Path, format: Any, compression: str | None, damage: str
) -> None:
    folder = ExportFolder(tmp_path)
    await exported(server, tmp_path, histories(), format=format, compression=compression)
    for name in (folder.names[0], folder.names[-1]):
        path = tmp_path / name
        whole = path.read_bytes()
        spoil(path, damage)
        before, manifest = folder.contents, folder.manifest
        complaint = f"{path} is {'missing' if damage == 'gone' else 'damaged'}"
        with pytest.raises(history.ExportError, match=re.escape(complaint)):
            await history.compact(tmp_path)
        assert before.items() <= folder.contents.items()
        assert folder.manifest == manifest
        path.write_bytes(whole)
    assert (await history.compact(tmp_path)).removed > 0


async def test_rows_that_are_fewer_than_the_manifest_tells_are_damage(
    server: ScriptedServer, tmp_path: Path
) -> None:
    folder = ExportFolder(tmp_path)
    await exported(server, tmp_path, histories())
    manifest = folder.manifest
    manifest["parts"][0]["rows"] += 1
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))

    with pytest.raises(history.ExportError, match="is damaged"):
        await history.compact(tmp_path)


async def test_what_is_no_complete_export_is_refused(server: ScriptedServer, tmp_path: Path) -> None:
    nothing, foreign, part = tmp_path / "nothing", tmp_path / "foreign", tmp_path / "part"
    foreign.mkdir()
    with pytest.raises(history.ExportError, match=r"no manifest\.json: give the folder of an export"):
        await history.compact(nothing)
    with pytest.raises(history.ExportError, match=r"no manifest\.json"):
        await history.compact(foreign)
    (foreign / "manifest.json").write_text('{"name": "a web page"}')
    with pytest.raises(history.ExportError, match="no manifest of an export"):
        await history.compact(foreign)
    await exported(server, part, histories())
    manifest = ExportFolder(part).manifest
    manifest["runs"][-1]["cursor"] = "eNo"
    (part / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(history.ExportError, match="not complete: repeat the call that makes it"):
        await history.compact(part)

    assert not nothing.exists()
    assert [path.name for path in foreign.iterdir()] == ["manifest.json"]


async def test_rows_of_other_columns_are_in_parts_of_their_own(
    server: ScriptedServer, tmp_path: Path
) -> None:
    folder = ExportFolder(tmp_path)
    await exported(server, tmp_path, histories(), format="csv")
    newest = folder.newest
    manifest = folder.manifest
    part = next(each for each in manifest["parts"] if each["run"] == 2)
    path = tmp_path / part["name"]
    path.write_bytes(b"".join(b"new," + line for line in path.read_bytes().splitlines(keepends=True)))
    part["bytes"] = path.stat().st_size
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))

    await history.compact(tmp_path)

    assert folder.newest == newest
    assert len(folder.rows()) == len(newest)
    assert any("new" in row for row in folder.rows())


async def test_parquet_keeps_its_schema_and_its_large_row_groups(
    server: ScriptedServer, tmp_path: Path
) -> None:
    folder = ExportFolder(tmp_path)
    await exported(server, tmp_path, histories(), format="parquet")
    before = len(folder.newest)
    schema = make_large(folder, 150_000)

    outcome = await history.compact(tmp_path)

    files = [pq.ParquetFile(tmp_path / name) for name in folder.names]
    groups = [[file.metadata.row_group(at).num_rows for at in range(file.num_row_groups)] for file in files]
    assert outcome.records == before + 150_000
    assert all(file.schema_arrow == schema for file in files)
    assert [rows for file in groups for rows in file[:-1] if rows < 65_536] == []
    assert max(map(sum, groups)) < 150_000
    assert max(map(len, groups)) > 1
    for file in files:
        file.close()


def make_large(folder: ExportFolder, count: int) -> pa.Schema:
    """Put so many more rows into the first part of an export; the schema of all."""
    manifest = folder.manifest
    part = min(manifest["parts"], key=lambda part: part["name"])
    path = folder.path / part["name"]
    arrow, parquet = cast("Any", pa), cast("Any", pq)
    table = parquet.read_table(path)
    more = table.slice(0, 1).take([0] * count)
    sids = arrow.array([f"SM9{number:031x}" for number in range(count)])
    more = more.set_column(table.schema.get_field_index("sid"), "sid", sids)
    parquet.write_table(arrow.concat_tables([table, more]), path)
    part.update(rows=table.num_rows + count, bytes=path.stat().st_size)
    (folder.path / "manifest.json").write_text(json.dumps(manifest))
    schema: pa.Schema = table.schema
    return schema


@pytest.mark.parametrize(("format", "compression"), SHAPES)
async def test_the_queries_of_the_documentation_find_the_newest_rows(
    server: ScriptedServer, tmp_path: Path, format: Any, compression: str | None
) -> None:
    folder = ExportFolder(tmp_path)
    await exported(server, tmp_path, histories(), format=format, compression=compression)
    truth = {sid: status for sid, (_, status) in folder.newest.items()}
    (tmp_path / f"{folder.names[-1]}.draft").write_bytes(b"half a")
    suffix = ".gz" if compression else ""
    programs = re.findall(r"```python\n(.*?)```", DOCS.read_text(), re.DOTALL)
    for program in programs:
        names: dict[str, Any] = {}
        exec(program, names)  # noqa: S102 - it is what the page tells readers to run
        found = names["newest"](f"{tmp_path}/*.{format}{suffix}", format)
        rows = found.to_dicts() if hasattr(found, "to_dicts") else found.pl().to_dicts()
        assert len(rows) == len(truth)
        assert {row["sid"]: row["status"] for row in rows} == truth
    assert len(programs) == 2
