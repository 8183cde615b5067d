"""Folders of exports as other programs read them: by the names of their files."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pyarrow.parquet as pq
from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

SHAPES = (("ndjson", None), ("ndjson", "gzip"), ("csv", None), ("csv", "gzip"), ("parquet", None))
"""The formats and compressions of exports."""


@frozen
class ExportFolder:
    """A folder that has an export."""

    path: Path

    @property
    def manifest(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.path / "manifest.json").read_bytes())
        return found

    @property
    def names(self) -> list[str]:
        """All that is there besides manifest and lock, in the order of names."""
        return sorted({path.name for path in self.path.iterdir()} - {"manifest.json", ".lock"})

    @property
    def contents(self) -> dict[str, bytes]:
        """The bytes of these."""
        return {name: (self.path / name).read_bytes() for name in self.names}

    def rows(self, run: int | None = None) -> list[dict[str, Any]]:
        """The rows of all parts that the manifest has, or of those of a run, in the order of their names."""
        parts = [part for part in self.manifest["parts"] if run in {None, part["run"]}]
        names = sorted(part["name"] for part in parts)
        assert run is not None or names == self.names
        return [row for name in names for row in rows_of_file(self.path / name)]

    @property
    def newest(self) -> dict[str, tuple[Any, ...]]:
        """What is known of each SID: its date and status, as texts."""
        return {row["sid"]: known(row) for row in self.rows()}


def known(row: dict[str, Any]) -> tuple[Any, ...]:
    """The date and the status of a row, as texts."""
    date = row["date_sent"]
    return (f"{date:%FT%TZ}" if hasattr(date, "year") else date or None, row["status"])


def rows_of_file(path: Path) -> Iterable[dict[str, Any]]:
    if path.suffix == ".parquet":
        found: list[dict[str, Any]] = cast("Any", pq).read_table(path).to_pylist()
        return found
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode()
    if ".csv" in path.suffixes:
        return list(csv.DictReader(io.StringIO(text, newline="")))
    return [json.loads(line) for line in text.splitlines()]


def spoil(path: Path, damage: str) -> None:
    """Remove a file, cut it in the middle, or write as much of something else into it."""
    content = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(content[: len(content) // 2] if damage == "cut" else b"\x00" * len(content))
