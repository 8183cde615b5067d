"""What is written is read back as it was, in every format, whatever the values."""

from __future__ import annotations

import csv
import gzip
import json
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, strategies as st

from tests.history.formats.records import JSON_NAMES, PAGES, TEXTS, row
from tests.history.formats.writing import metadata_of, read_parquet, written
from tests.support.every_type import AllOptional
from twilio_async.history.formats.arrow import schema_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NAMES = list(row(AllOptional()))


def as_text(name: str, value: Any) -> Any:
    """The text of a value in CSV; JSON is read first."""
    if value is None:
        return ""
    if name in JSON_NAMES or name == "words":
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else str(value)


def with_moments(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with moments for their texts, which ISO 8601 writes in two ways."""
    times = {name: datetime.fromisoformat(values[name]) for name in ("at", "until") if values[name]}
    return {**values, **times}


@given(PAGES)
def test_ndjson_has_the_fields_as_they_are_in_json(pages: Sequence[Sequence[AllOptional]]) -> None:
    records = list(chain.from_iterable(pages))
    with written("ndjson", pages) as (path, size):
        *lines, end = path.read_bytes().split(b"\n")

        assert size == (len(records), path.stat().st_size)
        assert end == b""
        assert [with_moments(json.loads(line)) for line in lines] == [
            with_moments(record.to_dict()) for record in records
        ]


@given(PAGES)
def test_csv_has_a_row_for_each_record(pages: Sequence[Sequence[AllOptional]]) -> None:
    records = list(chain.from_iterable(pages))
    with written("csv", pages) as (path, size):
        with path.open(newline="", encoding="utf-8") as file:
            head, *rows = csv.reader(file, strict=True)

        assert size == (len(records), path.stat().st_size)
        assert head == NAMES
        for cells, record in zip(rows, records, strict=True):
            found = {
                name: json.loads(cell) if cell and (name in JSON_NAMES or name == "words") else cell
                for name, cell in zip(head, cells, strict=True)
            }
            assert found == {name: as_text(name, value) for name, value in row(record).items()}


@given(PAGES)
def test_parquet_has_the_values_in_their_types(pages: Sequence[Sequence[AllOptional]]) -> None:
    records = list(chain.from_iterable(pages))
    with written("parquet", pages) as (path, size):
        table = read_parquet(path)

        assert size == (len(records), path.stat().st_size)
        assert table.schema == schema_of(AllOptional)
        for values, record in zip(table.to_pylist(), records, strict=True):
            found = {
                name: json.loads(value) if value is not None and name in JSON_NAMES else value
                for name, value in values.items()
            }
            assert found == row(record)


@given(st.lists(st.none() | TEXTS))
def test_a_single_column_of_csv_has_no_empty_line(texts: list[str | None]) -> None:
    records = [AllOptional(text=text) for text in texts]
    with written("csv", [records], columns=["text"]) as (path, _), path.open(newline="") as file:
        assert list(csv.reader(file)) == [["text"], *([text or ""] for text in texts)]


@given(PAGES)
def test_each_line_of_csv_ends_as_the_rfc_says(pages: Sequence[Sequence[AllOptional]]) -> None:
    with written("csv", pages, columns=["count", "at"]) as (path, _):
        lines = path.read_bytes().split(b"\r\n")

    assert len(lines) == 2 + sum(map(len, pages))
    assert lines[-1] == b""


@pytest.mark.parametrize("format", ["ndjson", "csv"])
def test_gzip_holds_the_same_and_no_moment(format: str) -> None:
    pages = [[AllOptional(text="x" * 1000, price=Decimal("-0.00750"))], []]
    with written(format, pages) as (path, _):
        plain = path.read_bytes()
    with written(format, pages, compression="gzip") as (path, size):
        compressed = path.read_bytes()

        assert path.suffix == ".gz"
        assert gzip.decompress(compressed) == plain
        assert size == (1, len(compressed))
        assert compressed[4:8] == bytes(4)


@pytest.mark.parametrize("compression", [None, "zstd", "snappy", "gzip", "none"])
def test_parquet_is_compressed_as_it_is_asked(compression: str | None) -> None:
    with written("parquet", [[AllOptional(text="x")]], compression=compression) as (path, _):
        column = metadata_of(path).row_group(0).column(0)

        assert column.compression == {None: "ZSTD", "none": "UNCOMPRESSED"}.get(
            compression, str(compression).upper()
        )
        assert read_parquet(path)["text"].to_pylist() == ["x"]
