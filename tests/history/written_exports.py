"""Exports that a test writes row by row, as an export writes them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from twilio_async import Call, Conference, Message, Model, Notification, Recording
from twilio_async.history.exports.manifest import NAME, Manifest, PartFile, Run
from twilio_async.history.formats import choose
from twilio_async.history.spans import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from twilio_async.history.formats import FormatName

MODELS: Mapping[str, type[Model]] = {
    "messages": Message,
    "calls": Call,
    "recordings": Recording,
    "conferences": Conference,
    "notifications": Notification,
}
"""What the records of each list are."""
SPAN = Span(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC))
"""The range of the exports."""


def write_export(
    folder: Path,
    parts: Sequence[Sequence[Model]],
    *,
    list: str = "messages",
    format: FormatName = "ndjson",
    columns: Sequence[str] | None = None,
    compression: str | None = None,
    cursor: str | None = None,
) -> Path:
    """Write these parts, each of a run of its own, and the manifest, which has the newest first."""
    folder.mkdir(parents=True, exist_ok=True)
    layout = choose(format, MODELS[list], columns=columns, compression=compression)
    files: Sequence[PartFile] = ()
    for number, records in enumerate(parts, 1):
        name = f"{list}-run{number:06d}-2026-01-01-0001{layout.suffix}"
        part = layout.begin(folder / name)
        part.write(records)
        files = [*files, PartFile(name, number, SPAN, *part.finish())]
    about: dict[str, object] = {
        "list": list,
        "path": f"/2010-04-01/Accounts/AC{'0' * 32}/{list.capitalize()}",
        "source": "list",
        "since": "2026-01-01T00:00:00+00:00",
        "until": "2026-02-01T00:00:00+00:00",
        "filters": {},
        "format": format,
        "columns": columns,
        "compression": compression,
    }
    runs = [Run(number, SPAN, SPAN.until, None) for number in range(1, len(parts))]
    runs.append(Run(max(1, len(parts)), SPAN, SPAN.until, cursor))
    (folder / NAME).write_bytes(Manifest(about, runs, files[::-1]).to_bytes())
    return folder
