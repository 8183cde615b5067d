"""Parts that do not become whole."""

from __future__ import annotations

import errno
import os
import resource
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.every_type import AllOptional
from twilio_async import DecodeError, Message, MessageStatus
from twilio_async.history import formats

if TYPE_CHECKING:
    from collections.abc import Generator

FORMATS = ["ndjson", "csv", "parquet"]
PAGE = [AllOptional(text=f"{number:01000x}") for number in range(100)]


@contextmanager
def small_disk() -> Generator[None]:
    """No file can become longer than 50,000 bytes."""
    usual, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (usual, most))


def _write_all(part: formats.Part[AllOptional]) -> None:
    part.write(PAGE)
    part.finish()


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_discarded_leaves_nothing(format: str, tmp_path: Path) -> None:
    part = formats.choose(format, AllOptional).begin(tmp_path / "part")
    part.write(PAGE)
    part.discard()

    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("format", FORMATS)
def test_a_finished_part_is_discarded_too(format: str, tmp_path: Path) -> None:
    part = formats.choose(format, AllOptional).begin(tmp_path / "part")
    part.finish()
    part.discard()
    part.discard()

    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("format", FORMATS)
def test_a_full_disk_is_told_as_it_is(format: str, tmp_path: Path) -> None:
    part = formats.choose(format, AllOptional).begin(tmp_path / "part")
    with small_disk(), pytest.raises(OSError, match="File too large") as problem:
        _write_all(part)
    part.discard()

    assert problem.value.errno == errno.EFBIG
    assert not list(tmp_path.iterdir())


def test_a_disk_that_is_full_at_the_end_of_a_parquet_file_too(tmp_path: Path) -> None:
    part = formats.choose("parquet", AllOptional, compression="none").begin(tmp_path / "part")
    part.write(PAGE)
    with small_disk(), pytest.raises(OSError, match="File too large") as problem:
        part.finish()
    part.discard()

    assert problem.value.errno == errno.EFBIG
    assert not list(tmp_path.iterdir())


def test_a_disk_that_is_full_while_parquet_is_encoded(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "part").symlink_to("/dev/full")
    part = formats.choose("parquet", AllOptional, compression="none").begin(tmp_path / "part")
    part.write(PAGE)
    with pytest.raises(OSError, match="No space left"):
        part.finish()
    part.discard()

    assert not capfd.readouterr().err  # Where the writer tells of its panic.
    assert not list(tmp_path.iterdir())


def _open_files() -> set[int]:
    return {number for number in range(256) if _is_open(number)}


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


@pytest.mark.parametrize("length", [0, 1_000_000])
def test_pages_that_a_disk_has_lost_are_an_error(length: int, tmp_path: Path) -> None:
    others = _open_files()
    part = formats.choose("parquet", AllOptional).begin(tmp_path / "part")
    for _ in range(20):
        part.write(PAGE)
    (spill,) = _open_files() - others
    os.truncate(spill, length)
    with pytest.raises(OSError, match="pages of a part"):
        part.finish()
    part.discard()
    assert not list(tmp_path.iterdir())


def test_pages_that_a_disk_cannot_read_are_an_error(tmp_path: Path) -> None:
    others = _open_files()
    part = formats.choose("parquet", AllOptional).begin(tmp_path / "part")
    for _ in range(20):
        part.write(PAGE)
    (spill,) = _open_files() - others
    with Path(os.devnull).open("wb") as unreadable:
        os.dup2(unreadable.fileno(), spill)
    with pytest.raises(OSError, match="cannot be read again"):
        part.finish()
    part.discard()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("format", FORMATS)
def test_a_folder_that_is_not_there(format: str, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        formats.choose(format, AllOptional).begin(tmp_path / "none" / "part")


@pytest.mark.parametrize("price", ["1E+20", "1E-19", "100000000000000000000.5", "NaN"])
def test_a_price_without_room_is_named_and_kept_out_of_the_text(price: str, tmp_path: Path) -> None:
    records = [
        Message(sid=f"SM{number}", status=MessageStatus.SENT, price=Decimal(text))
        for number, text in enumerate(["-0.0075", price])
    ]
    part = formats.choose("parquet", Message).begin(tmp_path / "part")
    with pytest.raises(DecodeError) as problem:
        part.write(records)
    part.discard()

    assert str(problem.value) == (
        "price of SM1 does not fit the type of its column, decimal128(38, 18): "
        "leave that column out, or take NDJSON or CSV"
    )
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("column", "value"),
    [("count", 2**63), ("count", "1"), ("text", 5), ("enabled", "yes"), ("at", "yesterday")],
)
def test_a_value_of_another_type_is_no_null(column: str, value: object, tmp_path: Path) -> None:
    record = AllOptional()
    setattr(record, column, value)
    part = formats.choose("parquet", AllOptional).begin(tmp_path / "part")
    with pytest.raises(DecodeError, match=f"^{column} of AllOptional does not fit"):
        part.write([AllOptional(), record])
    part.discard()
