"""Part files: what a layout of files begins, and those of NDJSON and CSV."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

import attrs

from twilio_async.history.formats.reading import text_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedWriter
    from pathlib import Path

    from twilio_async.history.formats.reading import Rows

R = TypeVar("R")
R_contra = TypeVar("R_contra", contravariant=True)
_GZIP = 16 + zlib.MAX_WBITS


class Written(NamedTuple):
    """The size of a part that is whole."""

    rows: int
    bytes: int


class Part(Protocol[R_contra]):
    """A file that pages of records are written to. Its methods block."""

    def write(self, records: Sequence[R_contra]) -> None:
        """Write a page.

        Raises:
            DecodeError: A value does not fit its column; the text names both.
            OSError: The disk is full, or fails.
        """
        ...

    def finish(self) -> Written:
        """Make the file whole and have it on the disk.

        Raises:
            OSError: The disk is full, or fails.
        """
        ...

    def discard(self) -> None:
        """Remove the file, whatever has become of it."""
        ...


class Layout(Protocol[R_contra]):
    """The layout of files of records."""

    @property
    def suffix(self) -> str:
        """The end of their names."""
        ...

    def begin(self, path: Path) -> Part[R_contra]:
        """Begin a file, in the place of one that is there.

        Raises:
            OSError: It cannot be made.
        """
        ...

    def rows(self, records: Sequence[R_contra]) -> Iterator[Rows]:
        """The rows that a part has of a page.

        Raises:
            DecodeError: A value does not fit its column; the text names both.
        """
        ...


@attrs.frozen
class TextLayout(Generic[R]):
    """The layout of text files.

    Attributes:
        suffix: The end of their names.
        head: The bytes before the first page.
        page: The bytes of a page.
        is_compressed: Whether they are compressed by gzip.
    """

    suffix: str
    head: bytes
    page: Callable[[Sequence[R]], bytes]
    is_compressed: bool

    def begin(self, path: Path) -> TextPart[R]:
        """Begin a file."""
        return TextPart(self, path)

    def rows(self, records: Sequence[R]) -> Iterator[Rows]:
        """The rows that a part has of a page."""
        return text_rows(BytesIO(self.head + self.page(records)), "csv" if self.head else "ndjson")


class TextPart(Generic[R]):
    """A text file."""

    def __init__(self, layout: TextLayout[R], path: Path) -> None:
        self._page = layout.page
        self._path = path
        self._rows = 0
        self._gzip = zlib.compressobj(wbits=_GZIP) if layout.is_compressed else None
        self._file = path.open("wb")
        self._write(layout.head)

    def write(self, records: Sequence[R]) -> None:
        """Write a page."""
        self._write(self._page(records))
        self._rows += len(records)

    def finish(self) -> Written:
        """Make the file whole and have it on the disk."""
        with self._file:
            if self._gzip is not None:
                self._file.write(self._gzip.flush())
            return Written(self._rows, synced(self._file))

    def discard(self) -> None:
        """Remove the file, whatever has become of it."""
        with suppress(OSError):  # What is written here is not wanted.
            self._file.close()
        self._path.unlink(missing_ok=True)

    def _write(self, content: bytes) -> None:
        self._file.write(content if self._gzip is None else self._gzip.compress(content))


def synced(file: BufferedWriter) -> int:
    """The size of a file that has all its bytes on the disk."""
    file.flush()
    os.fsync(file.fileno())
    return os.fstat(file.fileno()).st_size
