"""Exports of histories: part files, one or more of each slice, and a manifest that says what is written.

A part is written under another name and appears when it is whole and on the disk; then the manifest is
replaced by one that knows it. Whatever ends a run, the next call goes on behind the parts that the manifest
knows, and removes what else the ended run left. An export has a run for each time that it was brought up to
date; it reads the time again in which records still change, and writes the rows that are new or changed.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import evolve

from twilio_async import InvalidArgument, Model
from twilio_async.history.errors import ExportError
from twilio_async.history.exports.changes import Changes
from twilio_async.history.exports.destinations import destination_of
from twilio_async.history.exports.ledger import Ledger
from twilio_async.history.exports.manifest import NAME, Manifest
from twilio_async.history.exports.parts.names import PartNames
from twilio_async.history.exports.threads import completed
from twilio_async.history.exports.writing import Writing
from twilio_async.history.formats import choose
from twilio_async.history.selection import selection_of
from twilio_async.history.spans import OPEN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from os import PathLike

    from twilio_async.history.bulkexport.days import Missing
    from twilio_async.history.exports.destinations import Destination
    from twilio_async.history.formats import FormatName, Layout
    from twilio_async.history.progress import Progress
    from twilio_async.history.selection import Selection, SourceName
    from twilio_async.history.sources import ListResource

M = TypeVar("M", bound=Model)
_EVER = datetime(2000, 1, 1, tzinfo=UTC)
"""In the place of a `since` that the manifest has."""


async def export(
    collection: ListResource[M],
    since: date | datetime | None = None,
    until: date | datetime | None = None,
    *,
    to: str | PathLike[str],
    format: FormatName | None = None,
    columns: Sequence[str] | None = None,
    compression: str | None = None,
    since_last: bool = False,
    look_back: timedelta = timedelta(days=3),
    concurrency: int = 8,
    page_size: int | None = None,
    on_progress: Callable[[Progress], object] | None = None,
    source: SourceName = "list",
    missing: Missing = "error",
    **filters: Any,
) -> Progress:
    """Write every record of a stretch of time into files, once.

    Whatever ends it (an error, Ctrl-C, kill -9, a power cut), the same call goes on where it was; once it is
    complete, it does nothing. `manifest.json` lists the files of the export:
    `messages-run000001-2026-01-31-0001.csv` has the first records of that UTC day, and a busy day has more of
    them.

    With `since_last` a complete export is brought up to date: from `look_back` before the end of its last
    run all is read again, to the end of its range or until now. Rows that are new or changed become further
    files, whose names sort behind. So the newest row of a SID is the one in the file whose name sorts last;
    `compact` leaves only these. A record that has not changed within `look_back` of a run is not looked at
    again, and one that Twilio no longer has stays. Where nothing is there yet, all is exported.

    Args:
        collection: As for `stream`.
        since: As for `stream`. With `since_last` it may be left out where an export is there, like `until`,
            `format`, `columns` and `compression`, which are that export's; filters are to be repeated.
        until: As for `stream`; it is the end of later runs too.
        to: A folder, which is made where there is none; or `s3://bucket/prefix` (extra `s3`), with the
            credentials, region and endpoint that the usual AWS variables name.
        format: "ndjson" has Twilio's own fields, "csv" the same under flattened names, "parquet" typed
            columns (extra `parquet`); None is NDJSON.
        columns: The columns to write, by Twilio's names and in this order; None is all.
        compression: None or "gzip"; for Parquet "zstd" (which it is where none is given), "snappy", "gzip" or
            "none".
        since_last: Whether a complete export is brought up to date.
        look_back: How long records may change behind their date, such as a status or a price.
        concurrency: How many requests are under way at a time.
        page_size: Records a request, 1 to 1000; None is 1000.
        on_progress: Called behind each page, while files are waited for, and at the end.
        source: As for `stream`: "list" or "bulkexport".
        missing: As for `stream`: "error" or "create".
        **filters: Those of the collection's `list`, such as `status`; its `to` is `to_` here.

    Returns:
        What is there now.

    Raises:
        InvalidArgument: An argument cannot be; nothing was written.
        ExportError: The folder cannot be written to, is in use, or has another export; nothing in it is lost.
            In a bucket, the later of two calls goes on, and the earlier one ends by this.
        MissingDays: Days have no file at BulkExport. What was written is safe.
        TwilioError: A page cannot be read. What was written is safe.
    """
    if since is None and not since_last:
        raise InvalidArgument("an export needs since, the first day or instant of its range")
    if look_back < timedelta():
        raise InvalidArgument(f"look_back is a time before the end of the last run, not {look_back}")
    if since_last and source != "list":
        raise InvalidArgument(
            "an export from BulkExport is not brought up to date, since its files do not tell what changed: "
            "do that with an export of the list, and take older days from BulkExport into another folder"
        )
    if "to_" in filters:
        filters["to"] = filters.pop("to_")
    selection = selection_of(
        collection,
        since or until or _EVER,
        until,
        filters,
        concurrency=concurrency,
        page_size=page_size,
        source=source,
        missing=missing,
    )
    if format is not None or not since_last:  # Else it is that of the export that is there.
        choose(format or "ndjson", selection.source.model, columns=columns, compression=compression)
    asked = {
        "list": selection.source.name,
        "path": collection.path,
        "source": source,
        "since": None if since is None else selection.span.since.isoformat(),
        "until": None if selection.span.until == OPEN else selection.span.until.isoformat(),
        "filters": {name: str(value) for name, value in sorted(filters.items())},
        "format": format,
        "columns": None if columns is None else list(columns),
        "compression": compression,
    }
    destination = destination_of(to)
    if since is None and destination.is_exclusive:  # A folder without an export is neither made nor locked.
        await completed(_manifest, destination, asked, since_last=since_last)
    with destination.held():
        manifest = await completed(_manifest, destination, asked, since_last=since_last)
        return await _Export(selection, destination, manifest, on_progress).run(
            look_back if since_last else None
        )


def _manifest(destination: Destination, asked: Mapping[str, Any], *, since_last: bool) -> Manifest:
    """The manifest of the export that is there, or of a new one.

    Raises:
        ExportError: It is not the one that is asked for, or cannot be brought up to date.
    """
    content, where = destination.read_manifest(), f"{destination}/{NAME}"
    if content is None:
        if asked["since"] is None:
            raise ExportError(f"{destination} has no export to go on with: give since to begin one")
        manifest = Manifest({**asked, "format": asked["format"] or "ndjson"})
    else:
        manifest = Manifest.parse(content, where)
        is_left_out = {name for name, value in asked.items() if value is None and since_last}
        given = {name: value for name, value in asked.items() if name not in is_left_out}
        if not since_last:
            given["format"] = given["format"] or "ndjson"
        if manifest.parts or asked["since"] is None:
            manifest.check(given, where)
        elif any(manifest.export.get(name) != value for name, value in given.items()):
            manifest = Manifest({**asked, "format": asked["format"] or "ndjson"}, writer=manifest.writer)
    if since_last:
        manifest.check_sids(where)
    return manifest


class _Export(Generic[M]):
    """An export at its destination.

    Args:
        selection: Its records; the span is that of the first run where it is new.
        destination: Where it is.
        manifest: What is there of it.
        on_progress: Called behind each page.
    """

    def __init__(
        self,
        selection: Selection[M],
        destination: Destination,
        manifest: Manifest,
        on_progress: Callable[[Progress], object] | None,
    ) -> None:
        self._selection = selection
        self._destination = destination
        self._manifest = manifest
        self._on_progress = on_progress
        about = manifest.export
        self._layout: Layout[M] = choose(
            about["format"],
            selection.source.model,
            columns=about["columns"],
            compression=about["compression"],
        )
        self._ledger = Ledger(destination, manifest, PartNames(selection.source.name, self._layout.suffix))

    async def run(self, look_back: timedelta | None) -> Progress:
        """Complete the run that is there, or the first one; then one more, if it is to look back."""
        await completed(self._ledger.clear)
        is_new = not self._ledger.runs
        if is_new:
            await completed(self._ledger.begin, self._selection)
        progress = await self._complete()
        if look_back is None or is_new:
            return progress
        self._check_clock()
        span = self._ledger.run.next_span(self._manifest.span, look_back)
        await completed(self._ledger.begin, evolve(self._selection, span=span))
        return await self._complete()

    def _check_clock(self) -> None:
        """See that the last run does not lie in the future, as by a clock that was ahead.

        Raises:
            ExportError: It does: what came since would lie before the time that is read.
        """
        begun = self._ledger.run.begun
        if begun > datetime.now(UTC) + timedelta(hours=1):
            raise ExportError(
                f"the last run of {self._destination} began at {begun:%Y-%m-%d %H:%M} UTC, which this clock "
                "has not reached: set it right, or export into another folder"
            )

    async def _complete(self) -> Progress:
        """Write what is left of the run."""
        run = self._ledger.run
        changes = Changes(self._layout)
        if run.cursor is not None:
            earlier = [part for part in self._ledger.parts if part.run < run.number]
            about = self._manifest.export
            await completed(changes.learn, self._destination, earlier, about["format"], run.span)
        selection = evolve(self._selection, span=run.span)
        writing = Writing(
            selection, self._destination, self._layout, self._ledger, changes, on_progress=self._on_progress
        )
        return await writing.run()
