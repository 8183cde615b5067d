"""Parquet as its readers meet it, and as many parts write it at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl

from tests.history.formats.writing import metadata_of, read_parquet, written
from tests.support.every_type import AllOptional
from twilio_async import Message, MessageStatus
from twilio_async.history import formats

if TYPE_CHECKING:
    from pathlib import Path

MIDNIGHT = datetime(2026, 1, 1, tzinfo=UTC)


def messages(count: int) -> list[Message]:
    return [
        Message(
            sid=f"SM{number:032x}",
            status=MessageStatus.DELIVERED if number % 2 else MessageStatus.FAILED,
            date_sent=MIDNIGHT.replace(minute=number),
            price=Decimal("-0.00750") * number,
        )
        for number in range(count)
    ]


def test_row_groups_have_64_k_rows() -> None:
    page = [AllOptional(text="x")] * 1000
    with written("parquet", [page] * 70) as (path, size):
        metadata = metadata_of(path)

        assert size.rows == metadata.num_rows == 70_000
        assert [metadata.row_group(place).num_rows for place in range(metadata.num_row_groups)] == [
            65_536,
            4_464,
        ]


def test_pages_of_nulls_and_pages_of_values_have_one_schema() -> None:
    pages = [[AllOptional()], [], [AllOptional(count=1, price=Decimal(1), words=[])], [AllOptional()]]
    with written("parquet", pages) as (path, _):
        table = read_parquet(path)

        assert table["count"].to_pylist() == [None, 1, None]
        assert table["words"].to_pylist() == [None, [], None]


def test_parts_are_written_and_finished_side_by_side(tmp_path: Path) -> None:
    layout = formats.choose("parquet", Message)
    paths = [tmp_path / f"{number}.parquet" for number in range(8)]
    parts = [layout.begin(path) for path in paths]
    for number, message in enumerate(messages(40)):
        parts[number % 8].write([message])
    with ThreadPoolExecutor(8) as threads:
        finished = [threads.submit(part.finish) for part in parts]

    assert [each.result().rows for each in finished] == [5] * 8
    sids = {sid for path in paths for sid in read_parquet(path)["sid"].to_pylist()}
    assert sids == {message.sid for message in messages(40)}


def test_duckdb_and_polars_read_it(tmp_path: Path) -> None:
    path = tmp_path / "part.parquet"
    part = formats.choose("parquet", Message).begin(path)
    part.write(messages(4))
    part.finish()

    query = "SELECT status, sum(price), epoch(max(date_sent)) FROM read_parquet(?) GROUP BY 1 ORDER BY 1"
    with duckdb.connect() as connection:
        rows = connection.execute(query, [str(path)]).fetchall()
    assert rows == [
        ("delivered", Decimal("-0.03"), MIDNIGHT.timestamp() + 180),
        ("failed", Decimal("-0.015"), MIDNIGHT.timestamp() + 120),
    ]
    frame = pl.read_parquet(path)
    assert frame["price"].sum() == Decimal("-0.045")
    assert frame["date_sent"].to_list() == [message.date_sent for message in messages(4)]


def test_pandas_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "part.parquet"
    part = formats.choose("parquet", Message).begin(path)
    part.write(messages(4))
    part.finish()

    pandas: Any = import_module("pandas")  # It ships no types.
    frame = pandas.read_parquet(path)
    assert frame["sid"].tolist() == [message.sid for message in messages(4)]
    assert frame["price"].sum() == Decimal("-0.045")
    assert [moment.to_pydatetime() for moment in frame["date_sent"]] == [
        message.date_sent for message in messages(4)
    ]
