"""Manifests: what an export is of, what of it is written, and what is left."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from operator import index
from typing import Any, cast

from attrs import asdict, frozen

from twilio_async.history.errors import ExportError

NAME = "manifest.json"
_VERSION = 1
_MARK = "twilio_async_export"
"""The key under which a manifest has its version."""
_MARK_OF_RUN = re.compile(r"-r(\d+)-\d+\.")


@frozen
class PartFile:
    """A file of an export that is whole.

    Attributes:
        name: Its name in the folder.
        rows: How many records it has.
        bytes: How long it is.
    """

    name: str
    rows: int
    bytes: int


@frozen
class Manifest:
    """The manifest of an export.

    Attributes:
        export: What it is of: list, range, filters, format, columns; by names that a person can read.
        cursor: What is left; None where it is complete.
        parts: Its files. What else is in the folder does not belong to it.
        run: The number of the run that wrote it, where runs can meet; otherwise 1.
    """

    export: Mapping[str, Any]
    cursor: str | None
    parts: Sequence[PartFile] = ()
    run: int = 1

    def to_bytes(self) -> bytes:
        """What `parse` reads: JSON, a line for each part."""
        head = json.dumps(
            {_MARK: _VERSION, "export": self.export, "cursor": self.cursor, "run": self.run}, indent=1
        )
        parts = ",\n  ".join(json.dumps(asdict(part)) for part in self.parts)
        return f'{head[:-2]},\n "parts": [\n  {parts}\n ]\n}}\n'.encode()

    @classmethod
    def parse(cls, content: bytes, where: object) -> Manifest:
        """The manifest in a file.

        Raises:
            ExportError: It is none, or one of a newer version.
        """
        foreign = ExportError(f"{where} is no manifest of an export: choose another folder")
        try:
            data: Any = json.loads(content)
        except ValueError:
            raise foreign from None
        version = cast("dict[str, Any]", data).get(_MARK) if isinstance(data, dict) else None
        if not isinstance(version, int):
            raise foreign
        if version > _VERSION:
            raise ExportError(f"{where} is of a newer twilio_async: go on with that one")
        try:
            parts = [PartFile(**part) for part in data["parts"]]
            return cls(data["export"], data["cursor"], parts, index(data.get("run", 1)))
        except (LookupError, TypeError):
            raise ExportError(f"{where} is damaged: export into another folder") from None

    def check(self, export: Mapping[str, Any], where: object) -> None:
        """See that the export that is there is the one that is asked for.

        Raises:
            ExportError: It is another one.
        """
        for name, value in export.items():
            there = self.export.get(name)
            if there != value:
                raise ExportError(
                    f"{where} is of another export, whose {name} is {_shown(there)} and not {_shown(value)}: "
                    "repeat its arguments to go on with it, or choose another folder"
                )


def mark_of(run: int) -> str:
    """The piece of the names of parts that tells which run wrote them; the first one has none."""
    return "" if run == 1 else f"-r{run}"


def run_of(name: str) -> int:
    """The number of the run that wrote a part."""
    mark = _MARK_OF_RUN.search(name)
    return 1 if mark is None else int(mark[1])


def _shown(value: object) -> str:
    return "not given" if value is None else json.dumps(value)
