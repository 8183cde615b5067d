"""Copying: rows of parts that become rows of new parts, untouched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from twilio_async.history.errors import unwritable
from twilio_async.history.exports.parts.files import ROWS_A_PART, published
from twilio_async.history.formats import copying

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

    from twilio_async.history.exports.destinations import Destination
    from twilio_async.history.exports.manifest import PartFile
    from twilio_async.history.exports.parts.names import PartNames
    from twilio_async.history.formats import Part
    from twilio_async.history.formats.reading import Rows
    from twilio_async.history.spans import Span


class Copy:
    """New parts of a stretch of time, which are whole when the block ends. Its methods block.

    Args:
        destination: Where they are.
        names: The names of parts.
        about: What the export is of.
        stem: The names of these, without number and suffix.

    Attributes:
        parts: Those that are whole.
    """

    def __init__(
        self,
        destination: Destination,
        names: PartNames,
        about: Mapping[str, Any],
        *,
        stem: str,
        run: int,
        span: Span,
    ) -> None:
        self.parts: list[PartFile] = []
        self._destination = destination
        self._names = names
        self._about = about
        self._stem = stem
        self._run = run
        self._span = span
        self._part: Part[Any] | None = None
        self._head: Any = None
        self._rows = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._finish()
        elif self._part is not None:
            self._part.discard()

    def write(self, rows: Rows, keep: Sequence[bool]) -> None:
        """Copy those of some rows that are to be kept; rows of another head go into another part.

        Raises:
            ExportError: It cannot be written.
        """
        count = sum(keep)
        if not count:
            return
        if self._rows >= ROWS_A_PART or self._head != rows.head:
            self._finish()
        try:
            if self._part is None:
                layout = copying(self._about["format"], rows.head, self._about["compression"])
                self._part, self._head = layout.begin(self._destination.draft(self._name)), rows.head
            self._part.write(rows.chosen(keep))
        except OSError as error:
            raise unwritable(self._destination.draft(self._name).parent, error) from error
        self._rows += count

    @property
    def _name(self) -> str:
        return self._names.name(self._stem, len(self.parts) + 1)

    def _finish(self) -> None:
        part, name = self._part, self._name
        self._part, self._rows = None, 0
        if part is not None:
            self.parts.append(published(self._destination, part, name, self._run, self._span))
