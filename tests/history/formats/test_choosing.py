"""What can be chosen, and what is refused before anything is written."""

from __future__ import annotations

import csv
import json
import sys
from typing import TYPE_CHECKING, Any

import attrs
import pyarrow as pa
import pytest

import twilio_async
from tests.history.formats.writing import read_parquet, written
from tests.support.every_type import AllOptional
from twilio_async import ConfigurationError, InvalidArgument, Message, Model
from twilio_async.history import formats
from twilio_async.history.formats.arrow import schema_of

if TYPE_CHECKING:
    from pathlib import Path

VALUES: dict[str, Any] = {"text": "x", "from_": "y", "count": 1, "extra": {"new": 1}}
RECORD = AllOptional(**VALUES)
MODELS = [
    each
    for each in (getattr(twilio_async, name) for name in dir(twilio_async))
    if isinstance(each, type) and issubclass(each, Model) and each is not Model
]


@pytest.mark.parametrize(
    ("format", "suffix"),
    [
        (("ndjson", None), ".ndjson"),
        (("ndjson", "gzip"), ".ndjson.gz"),
        (("csv", None), ".csv"),
        (("csv", "gzip"), ".csv.gz"),
        (("parquet", None), ".parquet"),
        (("parquet", "none"), ".parquet"),
    ],
)
def test_a_name_ends_as_readers_expect(format: tuple[str, str | None], suffix: str) -> None:
    name, compression = format

    assert formats.choose(name, Message, compression=compression).suffix == suffix


@pytest.mark.parametrize(
    ("format", "options", "text"),
    [
        ("xlsx", {}, "there is no format 'xlsx': there are ndjson, csv, parquet"),
        ("csv", {"compression": "zstd"}, "csv has no compression 'zstd': there is gzip"),
        ("ndjson", {"compression": "none"}, "ndjson has no compression 'none': there is gzip"),
        (
            "parquet",
            {"compression": "brotli"},
            "parquet has no compression 'brotli': there is zstd, snappy, gzip, none",
        ),
        ("csv", {"columns": []}, "give some columns: there are sid, account_sid, from, "),
        ("csv", {"columns": ["from_"]}, "there is no column 'from_': there are sid, account_sid, from, "),
        ("ndjson", {"columns": ["extra"]}, "there is no column 'extra': there are sid, "),
        ("parquet", {"columns": ["sid", "to", "sid"]}, "the column 'sid' is named twice: name each once"),
        ("parquet", {"columns": "sid"}, "columns must be a list of names, not the text 'sid'"),
    ],
)
def test_what_cannot_be_is_refused(format: str, options: dict[str, Any], text: str) -> None:
    with pytest.raises(InvalidArgument) as refusal:
        formats.choose(format, Message, **options)

    assert str(refusal.value).startswith(text)


def test_without_pyarrow_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for name in ("arrow", "parquet"):
        monkeypatch.delitem(sys.modules, f"twilio_async.history.formats.{name}", raising=False)

    with pytest.raises(ConfigurationError, match=r'pip install "twilio-async\[parquet\]"'):
        formats.choose("parquet", Message)
    assert formats.choose("csv", Message)


def test_columns_stand_in_the_order_in_which_they_are_chosen() -> None:
    columns = ["count", "from", "text"]
    with written("csv", [[RECORD]], columns=columns) as (path, _), path.open(newline="") as file:
        assert list(csv.reader(file)) == [columns, ["1", "y", "x"]]
    with written("ndjson", [[RECORD]], columns=columns) as (path, _):
        assert list(json.loads(path.read_bytes()).items()) == [("count", 1), ("from", "y"), ("text", "x")]
    with written("parquet", [[RECORD]], columns=columns) as (path, _):
        assert read_parquet(path).to_pylist() == [{"count": 1, "from": "y", "text": "x"}]
        assert read_parquet(path).schema.names == columns


def test_a_part_of_a_record_is_a_column() -> None:
    with written("parquet", [[RECORD]], columns=["part.voice", "extra"]) as (path, _):
        assert read_parquet(path).to_pylist() == [{"part.voice": None, "extra": '{"new":1}'}]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_has_a_schema_under_the_names_of_the_wire(model: type[Model]) -> None:
    names = {field.name.rstrip("_") for field in attrs.fields(model)} - {"_extra", "http_response"}
    schema = schema_of(model)

    assert {name.partition(".")[0] for name in schema.names} == names | {"extra"}
    assert len(set(schema.names)) == len(schema.names)


def test_the_schema_of_messages() -> None:
    moment, number, text = pa.timestamp("us", "UTC"), pa.int64(), pa.string()
    types: dict[str, pa.DataType] = {
        "sid": text,
        "account_sid": text,
        "from": text,
        "to": text,
        "body": text,
        "date_created": moment,
        "date_sent": moment,
        "date_updated": moment,
        "status": text,
        "messaging_service_sid": text,
        "direction": text,
        "num_segments": number,
        "num_media": number,
        "price": pa.decimal128(38, 18),
        "price_unit": text,
        "error_code": number,
        "error_message": text,
        "api_version": text,
        "uri": text,
        "subresource_uris": text,
        "extra": text,
    }

    assert schema_of(Message) == pa.schema(types)


@pytest.mark.parametrize("format", ["ndjson", "csv", "parquet"])
def test_a_file_that_is_there_is_replaced(format: str, tmp_path: Path) -> None:
    path = tmp_path / "part"
    path.write_bytes(b"old" * 10_000)
    part = formats.choose(format, AllOptional).begin(path)
    part.write([RECORD])

    assert part.finish().bytes == path.stat().st_size
    assert b"old" not in path.read_bytes()
