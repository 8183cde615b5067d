"""Compacting: of an export of many runs, the newest row of each SID in new parts.

The new parts have the number of a run behind the last one and appear beside the old ones, the days one after
the other; the manifest is replaced by one that knows only these, and then the old ones are removed. Whatever
ends it before that leaves the old export, and whatever ends it behind that the new one; the next call removes
what belongs to neither.
"""

from __future__ import annotations

import asyncio
from itertools import groupby
from threading import Event
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from twilio_async.history.errors import ExportError
from twilio_async.history.exports.destinations import destination_of
from twilio_async.history.exports.manifest import NAME, Manifest, PartFile, Run, manifest_in
from twilio_async.history.exports.newest import newest_rows
from twilio_async.history.exports.parts.copying import Copy
from twilio_async.history.exports.parts.files import remove_left_over
from twilio_async.history.exports.parts.names import PartNames
from twilio_async.history.formats import suffix_of
from twilio_async.history.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from os import PathLike

    from twilio_async.history.exports.destinations import Destination


@frozen
class Compacted:
    """The outcome of compacting.

    Attributes:
        records: The records that are there, each in its newest row.
        removed: The older rows that are gone.
        parts: The files that are there now.
    """

    records: int
    removed: int
    parts: int


async def compact(folder: str | PathLike[str]) -> Compacted:
    """Leave only the newest row of each SID in an export that was brought up to date (`since_last`).

    Rows stay what they were, byte for byte in NDJSON and CSV, in new files of the same format, a day's
    together. Whatever ends it leaves the export as it was or as it is to be, after the next call. Where all
    rows are of one run, nothing is to be done. It needs as much room on the disk as the export, and in the
    directory for temporary files some 200 bytes a row.

    Args:
        folder: That of the export, or `s3://bucket/prefix`.

    Raises:
        ExportError: The folder has no export, or one that is not complete, or is in use, or a file of it is
            missing or damaged; nothing in it is lost.
    """
    stop = Event()
    compacting = asyncio.ensure_future(asyncio.to_thread(_compact, destination_of(folder), stop))
    try:
        return await asyncio.shield(compacting)
    except asyncio.CancelledError:
        stop.set()
        await asyncio.gather(compacting, return_exceptions=True)
        raise


def _compact(destination: Destination, stop: Event) -> Compacted:
    if destination.is_exclusive:
        _manifest(destination)  # A folder that has no export gets no lock.
    with destination.held():
        manifest = _manifest(destination)
        if not manifest.is_complete:
            raise ExportError(
                f"the export in {destination} is not complete: repeat the call that makes it, then compact"
            )
        if not destination.is_exclusive:
            manifest = evolve(manifest, writer=manifest.writer + 1)
            destination.write_manifest(manifest.to_bytes())  # Whoever else is at it ends.
        about = manifest.export
        names = PartNames(about["list"], suffix_of(about["format"], about["compression"]))
        remove_left_over(destination, names, manifest.runs, manifest.parts)
        before = sum(part.rows for part in manifest.parts)
        if len({part.run for part in manifest.parts}) > 1:
            manifest = _Compacting(destination, manifest, names, stop).run()
            destination.write_manifest(manifest.to_bytes())
            remove_left_over(destination, names, manifest.runs, manifest.parts)
        records = sum(part.rows for part in manifest.parts)
        return Compacted(records, before - records, len(manifest.parts))


def _manifest(destination: Destination) -> Manifest:
    """The manifest of an export whose rows can be told apart.

    Raises:
        ExportError: There is none.
    """
    manifest = manifest_in(destination)
    manifest.check_sids(f"{destination}/{NAME}")
    return manifest


class _Compacting:
    """The making of the new parts."""

    def __init__(self, destination: Destination, manifest: Manifest, names: PartNames, stop: Event) -> None:
        self._destination = destination
        self._manifest = manifest
        self._names = names
        self._stop = stop
        self._number = manifest.runs[-1].number + 1
        self._parts = sorted(manifest.parts, key=self._order)

    def run(self) -> Manifest:
        """The manifest of the new parts, which are there when it comes back."""
        parts = list(self._copied())
        last = self._manifest.runs[-1]
        span = Span(self._manifest.span.since, last.span.until)
        return evolve(self._manifest, runs=[Run(self._number, span, last.begun, None)], parts=parts)

    def _order(self, part: PartFile) -> tuple[str, int, str]:
        return self._stretch(part), part.run, part.name

    def _stretch(self, part: PartFile) -> str:
        return self._names.stretch_of(part.name)

    def _copied(self) -> Iterator[PartFile]:
        """Copy the rows that stay, and tell the parts that have them."""
        about = self._manifest.export
        spans = {name: _span_of([*parts]) for name, parts in groupby(self._parts, self._stretch)}
        found = newest_rows(self._destination, self._parts, about["format"], on_rows=self._check)
        for stretch, group in groupby(found, lambda each: self._stretch(each.part)):
            stem = self._names.stem(self._number, stretch, self._manifest.writer)
            span = spans[stretch]
            with Copy(self._destination, self._names, about, stem=stem, run=self._number, span=span) as copy:
                for each in group:
                    copy.write(each.rows, each.is_newest)
            yield from copy.parts

    def _check(self) -> None:
        if self._stop.is_set():
            raise _StoppedError


class _StoppedError(Exception):
    """It is not wanted any more."""


def _span_of(parts: Sequence[PartFile]) -> Span:
    return Span(min(part.span.since for part in parts), max(part.span.until for part in parts))
