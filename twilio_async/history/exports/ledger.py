"""The ledger of an export: its runs, what is written and what is left, as the manifest has it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from attrs import evolve

from twilio_async import InvalidArgument
from twilio_async.history.errors import ExportError
from twilio_async.history.exports.manifest import NAME, Manifest, PartFile, Run
from twilio_async.history.exports.parts.files import remove_left_over
from twilio_async.history.exports.threads import completed
from twilio_async.history.slices import Remainder

if TYPE_CHECKING:
    from collections.abc import Callable

    from twilio_async.history.exports.destinations import Destination
    from twilio_async.history.exports.parts.names import PartNames
    from twilio_async.history.selection import Selection
    from twilio_async.history.sources import M


class Ledger:
    """The runs and the parts of an export, as its manifest has them.

    Args:
        destination: Where it is.
        manifest: What is known of it; without runs where it is new.
        names: The names of its parts.

    Attributes:
        names: Likewise.
        parts: Its parts.
        bytes: The length of all of them.
        runs: Its runs; the last one is under way, or was the last.
        unsaved: How many entries the manifest does not have yet.
        writer: The number of this call, where two can meet.
    """

    def __init__(self, destination: Destination, manifest: Manifest, names: PartNames) -> None:
        self.names = names
        self.parts = list(manifest.parts)
        self.bytes = sum(part.bytes for part in self.parts)
        self.runs = list(manifest.runs)
        self.writer = (
            manifest.writer + 1 if manifest.runs and not destination.is_exclusive else manifest.writer
        )
        self._export = manifest.export
        self._destination = destination
        self.unsaved = 0
        self._saving = asyncio.Lock()

    @property
    def run(self) -> Run:
        """The run that is under way, or was the last."""
        return self.runs[-1]

    def clear(self) -> None:
        """Take the export over, where another call can be at it, and remove what a killed run left; blocks.

        Raises:
            ExportError: A new export finds files of another one, or an old one misses its own.
        """
        if not self.runs and self._destination.names(self.names.pattern):
            raise ExportError(
                f"{self._destination} has files of an export, but not its {NAME}: bring it back, or "
                "choose another folder"
            )
        if self.runs and not self._destination.is_exclusive:
            self._destination.write_manifest(self._content())
        remove_left_over(self._destination, self.names, self.runs, self.parts)

    def begin(self, selection: Selection[M]) -> None:
        """Begin a run, and forget one that wrote nothing; blocks."""
        remainder = selection.beginning()
        number = self.run.number + 1 if self.runs else 1
        with_parts = {part.run for part in self.parts}
        self.runs = [run for run in self.runs if run.number in with_parts]
        self.runs.append(Run(number, selection.span, remainder.present, _text(remainder)))
        self._destination.write_manifest(self._content())

    def left(self, selection: Selection[M]) -> Remainder:
        """What is left of the run, which reads this selection.

        Raises:
            ExportError: The manifest is damaged.
        """
        if self.run.cursor is None:
            return Remainder(selection.digest, self.run.begun, ())
        try:
            return Remainder.parse(self.run.cursor, selection.digest)
        except InvalidArgument:
            where = f"{self._destination}/{NAME}"
            raise ExportError(f"{where} is damaged: export into another folder") from None

    def add(self, part: PartFile | None) -> None:
        """Enter a part that is whole and under its name, or that there was nothing to write."""
        self.unsaved += 1
        if part is not None:
            self.parts.append(part)
            self.bytes += part.bytes

    async def save(self, left: Callable[[], Remainder]) -> None:
        """Have it on the disk, with what is left by then; who comes meanwhile shares the next writing."""
        async with self._saving:
            if self.unsaved:
                self.runs[-1] = evolve(self.run, cursor=_text(left()))
                content, self.unsaved = self._content(), 0
                await completed(self._destination.write_manifest, content)

    def _content(self) -> bytes:
        return Manifest(self._export, self.runs, self.parts, self.writer).to_bytes()


def _text(remainder: Remainder) -> str | None:
    return str(remainder) if remainder.slices else None
