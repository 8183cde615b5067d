"""Manifests: what an export is of, its runs, what of it is written, and what is left."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from operator import index
from types import NoneType
from typing import TYPE_CHECKING, Any, cast

from attrs import frozen

from twilio_async.history.errors import ExportError
from twilio_async.history.spans import OPEN, Span

if TYPE_CHECKING:
    from twilio_async.history.exports.destinations import Destination

NAME = "manifest.json"
_VERSION = 1
_KINDS: Mapping[str, Any] = {
    "list": str,
    "path": str,
    "source": str,
    "until": (str, NoneType),
    "filters": dict,
    "format": str,
    "columns": (list, NoneType),
    "compression": (str, NoneType),
}
_MARK = "twilio_async_export"
"""The key under which a manifest has its version."""


@frozen
class PartFile:
    """A file of an export that is whole.

    Attributes:
        name: Its name in the folder.
        run: The number of the run that wrote it.
        span: The time that its records are of.
        rows: How many records it has.
        bytes: How long it is.
    """

    name: str
    run: int
    span: Span
    rows: int
    bytes: int

    def to_json(self) -> dict[str, Any]:
        """What `from_json` reads."""
        return {
            "name": self.name,
            "run": self.run,
            **_span_to_json(self.span),
            "rows": self.rows,
            "bytes": self.bytes,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> PartFile:
        """The part that became `data`."""
        name = _of_kind(data, "name", str)
        numbers = (_of_kind(data, key, int) for key in ("run", "rows", "bytes"))
        run, rows, size = numbers
        if not name or "/" in name or min(run, rows, size) < 0:
            raise ValueError(name)
        return cls(name, run, _span_from_json(data), rows, size)


@frozen
class Run:
    """A run of an export over its list, from beginning to end, however often it is interrupted.

    Attributes:
        number: The first is 1.
        span: The time that it reads.
        begun: When it began.
        cursor: What is left of it; None where it is complete.
    """

    number: int
    span: Span
    begun: datetime
    cursor: str | None

    @property
    def end(self) -> datetime:
        """The moment up to which it knows the list: that of its beginning where its span reaches further."""
        return min(self.span.until, self.begun)

    def next_span(self, whole: Span, look_back: timedelta) -> Span:
        """The time that the run behind it reads, within the range of the whole export."""
        return Span(self.end - min(look_back, max(timedelta(), self.end - whole.since)), whole.until)

    def to_json(self) -> dict[str, Any]:
        """What `from_json` reads."""
        begun = self.begun.isoformat()
        return {"number": self.number, **_span_to_json(self.span), "begun": begun, "cursor": self.cursor}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Run:
        """The run that became `data`."""
        number, cursor = _of_kind(data, "number", int), _of_kind(data, "cursor", (str, NoneType))
        return cls(number, _span_from_json(data), _moment(data["begun"]), cursor)


@frozen
class Manifest:
    """The manifest of an export.

    Attributes:
        export: What it is of: list, range, filters, format, columns; by names that a person can read.
        runs: Its runs, oldest first; only the last may be incomplete. One that wrote nothing is forgotten
            when the next begins.
        parts: Its files. What else is in the folder does not belong to it.
        writer: The number of the call that wrote it, where two can meet; otherwise 1.
    """

    export: Mapping[str, Any]
    runs: Sequence[Run] = ()
    parts: Sequence[PartFile] = ()
    writer: int = 1

    @property
    def span(self) -> Span:
        """The range of the whole export."""
        return _span_from_json(self.export)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left of its last run."""
        return bool(self.runs) and self.runs[-1].cursor is None

    def to_bytes(self) -> bytes:
        """What `parse` reads: JSON, a line for each run and each part."""
        head = json.dumps({_MARK: _VERSION, "export": self.export, "writer": self.writer}, indent=1)
        runs, parts = (
            ",\n  ".join(json.dumps(each.to_json()) for each in some) for some in (self.runs, self.parts)
        )
        return f'{head[:-2]},\n "runs": [\n  {runs}\n ],\n "parts": [\n  {parts}\n ]\n}}\n'.encode()

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
        found = cast("dict[str, Any]", data) if isinstance(data, dict) else {}
        version = found.get(_MARK)
        if not isinstance(version, int) or isinstance(version, bool) or version < 1:
            raise foreign
        if version > _VERSION:
            raise ExportError(f"{where} is of a newer twilio_async: go on with that one")
        try:
            runs = [Run.from_json(each) for each in found["runs"]]
            parts = [PartFile.from_json(each) for each in found["parts"]]
            manifest = cls(found["export"], runs, parts, index(found.get("writer", 1)))
            _check_export(manifest.export)
        except (LookupError, TypeError, ValueError, AttributeError, OverflowError):
            raise ExportError(f"{where} is damaged: export into another folder") from None
        return manifest

    def check(self, export: Mapping[str, Any], where: object) -> None:
        """See that the export that is there is the one that is asked for.

        Raises:
            ExportError: It is another one.
        """
        for name, value in export.items():
            there = self.export.get(name)
            if there != value:
                differs = f"whose {name} is {_shown(there)} there and {_shown(value)} here"
                raise ExportError(
                    f"{where} is of another export, {differs}: repeat its arguments to go on with it, or "
                    "choose another folder"
                )

    def check_sids(self, where: object) -> None:
        """See that its rows can be told apart.

        Raises:
            ExportError: They have no column `sid`.
        """
        columns = self.export["columns"]
        if columns is not None and "sid" not in columns:
            raise ExportError(
                f"{where} is of rows without the column sid, by which a newer row is known: "
                "export with it into another folder"
            )


def manifest_in(destination: Destination) -> Manifest:
    """The manifest of the export that is there.

    Raises:
        ExportError: There is none, or it is damaged.
    """
    content = destination.read_manifest()
    if content is None:
        raise ExportError(f"{destination} has no {NAME}: give the folder of an export")
    return Manifest.parse(content, f"{destination}/{NAME}")


def _of_kind(data: Mapping[str, Any], name: str, kind: Any) -> Any:
    """A value, if it is of that kind; true and false are no numbers."""
    value = data[name]
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(name)
    return value


def _check_export(export: Mapping[str, Any]) -> None:
    """See that it is said what an export is of, in the types that whoever goes on with it relies on.

    Raises:
        LookupError, TypeError, ValueError: It is not.
    """
    _span_from_json(export)
    for name, kind in _KINDS.items():
        _of_kind(export, name, kind)


def _shown(value: object) -> str:
    return "not given" if value is None else json.dumps(value)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _span_to_json(span: Span) -> dict[str, Any]:
    until = None if span.until == OPEN else span.until.isoformat()
    return {"since": span.since.isoformat(), "until": until}


def _span_from_json(data: Mapping[str, Any]) -> Span:
    until = data["until"]
    return Span(_moment(data["since"]), OPEN if until is None else _moment(until))
