"""Exports of histories: part files, one or more of each slice, and a manifest that says what is written.

A part is written under another name and appears when it is whole and on the disk; then the manifest is
replaced by one that knows it. Whatever ends a run, the next one goes on behind the parts that the manifest
knows, and removes what else the ended run left.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from twilio_async import Model
from twilio_async.history.exports.folders import Folder
from twilio_async.history.exports.writing import Writing
from twilio_async.history.formats import choose
from twilio_async.history.query import query_of
from twilio_async.history.spans import OPEN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime
    from os import PathLike

    from twilio_async.history.file_days import Missing
    from twilio_async.history.formats import FormatName
    from twilio_async.history.progress import Progress
    from twilio_async.history.query import SourceName
    from twilio_async.history.sources import ListResource

M = TypeVar("M", bound=Model)


async def export(
    collection: ListResource[M],
    since: date | datetime,
    until: date | datetime | None = None,
    *,
    to: str | PathLike[str],
    format: FormatName = "ndjson",
    columns: Sequence[str] | None = None,
    compression: str | None = None,
    concurrency: int = 8,
    page_size: int | None = None,
    on_progress: Callable[[Progress], object] | None = None,
    source: SourceName = "list",
    missing: Missing = "error",
    **filters: Any,
) -> Progress:
    """Write every record of a stretch of time into files, once.

    Whatever ends it (an error, Ctrl-C, kill -9, a power cut), the same call goes on where it was; once it is
    complete, it does nothing. `manifest.json` lists the files of the export: `messages-2026-01-31-0001.csv`
    has the first records of that UTC day, and a busy day has more of them.

    Args:
        collection: As for `stream`.
        since: As for `stream`.
        until: As for `stream`.
        to: A folder, which is made where there is none.
        format: "ndjson" has Twilio's own fields, "csv" the same under flattened names, "parquet" typed
            columns (extra `parquet`).
        columns: The columns to write, by Twilio's names and in this order; None is all.
        compression: None or "gzip"; for Parquet "zstd" (which it is where none is given), "snappy", "gzip" or
            "none".
        concurrency: How many requests are under way at a time.
        page_size: Records a request, 1 to 1000; None is 1000.
        on_progress: Called behind each page, and while files are waited for.
        source: As for `stream`: "list" or "bulkexport".
        missing: As for `stream`: "error" or "create".
        **filters: Those of the collection's `list`, such as `to` or `status`.

    Returns:
        What is there now.

    Raises:
        InvalidArgument: An argument cannot be; nothing was written.
        ExportError: The folder cannot be written to, is in use, or has another export; nothing in it is lost.
        MissingDays: Days have no file at BulkExport. What was written is safe.
        TwilioError: A page cannot be read. What was written is safe.
    """
    query = query_of(
        collection,
        since,
        until,
        filters,
        concurrency=concurrency,
        page_size=page_size,
        source=source,
        missing=missing,
    )
    layout = choose(format, query.source.model, columns=columns, compression=compression)
    about = {
        "list": query.source.name,
        "path": collection.path,
        "source": source,
        "since": query.span.since.isoformat(),
        "until": None if query.span.until == OPEN else query.span.until.isoformat(),
        "filters": {name: str(value) for name, value in sorted(filters.items())},
        "format": format,
        "columns": None if columns is None else list(columns),
        "compression": compression,
    }
    place = Folder(Path(to))
    with place.held():
        return await Writing(query, place, layout, about, on_progress).run()
