"""The ledger of an export: what is written and what is left, as the manifest has it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from attrs import evolve

from twilio_async import InvalidArgument
from twilio_async.history.errors import ExportError
from twilio_async.history.exports.manifest import NAME, Manifest, PartFile
from twilio_async.history.slices import Cursor

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping

    from twilio_async.history.exports.folders import Place


class Ledger:
    """What of an export is on the disk.

    Args:
        place: Where it is.
        about: What it is of.
        pattern: What the names of its parts are like.
    """

    def __init__(self, place: Place, about: Mapping[str, Any], pattern: re.Pattern[str]) -> None:
        self.parts: list[PartFile] = []
        self.run = 1
        self._place = place
        self._about = about
        self._pattern = pattern
        self._is_saved = True
        self._saving = asyncio.Lock()

    def open(self, beginning: Cursor) -> Cursor:
        """Find out what is left, all of it where nothing is there, and remove what a killed run left; blocks.

        Raises:
            ExportError: The place has something else, or cannot be written to.
        """
        content = self._place.read_manifest()
        cursor = beginning if content is None else self._read(content, beginning)
        known = {part.name for part in self.parts}
        if content is None and self._place.names(self._pattern):
            raise ExportError(
                f"{self._place} has files of an export, but not its {NAME}: bring it back, or choose another "
                "folder"
            )
        self._place.write_manifest(self._content(cursor))
        self._place.remove_strays(self._pattern, known)  # Which nobody can enter into a manifest any more.
        return cursor

    def add(self, part: PartFile | None) -> None:
        """Enter a part that is whole and under its name, or that there was nothing to write."""
        self._is_saved = False
        self.parts += [] if part is None else [part]

    async def save(self, cursor: Callable[[], Cursor]) -> None:
        """Have it on the disk, with what is left by then; who comes meanwhile shares the next writing."""
        async with self._saving:
            if not self._is_saved:
                content, self._is_saved = self._content(cursor()), True
                await asyncio.to_thread(self._place.write_manifest, content)

    def _read(self, content: bytes, beginning: Cursor) -> Cursor:
        where = f"{self._place}/{NAME}"
        manifest = Manifest.parse(content, where)
        manifest.check(self._about, where)
        self.parts += manifest.parts
        self.run = manifest.run if self._place.is_exclusive else manifest.run + 1
        if manifest.cursor is None:
            return evolve(beginning, slices=())
        try:
            return Cursor.parse(manifest.cursor, beginning.digest)
        except InvalidArgument:
            raise ExportError(f"{where} is damaged: export into another folder") from None

    def _content(self, cursor: Cursor) -> bytes:
        text = str(cursor) if cursor.slices else None
        return Manifest(self._about, text, self.parts, self.run).to_bytes()
