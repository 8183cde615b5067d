"""What is in the folder of an export, read without its code."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.history.folders import rows_of_file

if TYPE_CHECKING:
    from pathlib import Path


def manifest_of(folder: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_bytes())
    return manifest


def left_of(folder: Path) -> str | None:
    """The cursor of what is left of the last run."""
    cursor: str | None = manifest_of(folder)["runs"][-1]["cursor"]
    return cursor


def contents_of(folder: Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def rows_of(folder: Path) -> list[dict[str, Any]]:
    """The rows of the files that the manifest knows; each must be there, and nothing else."""
    names = [part["name"] for part in manifest_of(folder)["parts"]]
    there = {path.name for path in folder.iterdir()} - {"manifest.json", ".lock"}
    assert there == {*names}
    return [row for name in names for row in rows_of_file(folder / name)]


def sids_of(folder: Path) -> list[str]:
    return [row["sid"] for row in rows_of(folder)]
