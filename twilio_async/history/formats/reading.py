"""The rows of part files, as they stand there: those of NDJSON, CSV and Parquet, some thousands at a time.

Whoever counts wants their values (`Rows.mappings`); who compares or copies them wants their SIDs, their
digests and the rows themselves, untouched.
"""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from itertools import compress, islice
from typing import TYPE_CHECKING, Any, Protocol

import msgspec
from attrs import frozen

from twilio_async.history.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from twilio_async.history.formats import FormatName

_AT_A_TIME = 4096
_LONGEST_CELL = 2**31 - 1
"""The csv module takes none of more than 131,072 characters unless it is told to."""
_DAMAGES = (EOFError, gzip.BadGzipFile, zlib.error, ValueError, msgspec.MsgspecError, csv.Error)
"""What reading raises where a file is not what was written. The errors of pyarrow are ValueErrors."""


class Rows(Protocol):
    """Some rows of a part file, in its order."""

    def __len__(self) -> int: ...

    @property
    def head(self) -> Any:
        """What the rows of a file have in common: the first line of CSV, the schema of Parquet."""
        ...

    def sids(self) -> Sequence[str]:
        """The SID of each. They have a column `sid`."""
        ...

    def digests(self) -> Sequence[bytes]:
        """A digest of the content of each: equal where the rows are."""
        ...

    def mappings(self) -> Iterator[Mapping[str, Any]]:
        """Each by the names of its columns.

        Values are those of Parquet in Python, those of JSON, or the texts of CSV, where nothing is None.

        Raises:
            ValueError, msgspec.MsgspecError: A line of NDJSON is damaged.
        """
        ...

    def chosen(self, keep: Sequence[bool]) -> Any:
        """Those that are to be kept, as the part of a copy takes them."""
        ...


def read(path: Path, format: FormatName, columns: Sequence[str] | None = None) -> Iterator[Rows]:
    """The rows of a part file, some thousands at a time; one ending with `.gz` is decompressed.

    Args:
        path: The file.
        format: Its format.
        columns: The columns that are needed, others may be left out; None is all.

    Raises:
        ExportError: The file is missing, or damaged.
    """
    with _told(path):
        if format == "parquet":
            from twilio_async.history.formats.arrow_rows import read_parquet

            yield from read_parquet(path, columns)
            return
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            yield from text_rows(file, format)


def text_rows(lines: Iterable[bytes], format: FormatName) -> Iterator[Rows]:
    """The rows of a text, its lines given.

    Raises:
        ValueError, csv.Error: It is no text of this format.
    """
    return _csv_rows(lines) if format == "csv" else _json_rows(lines)


def digest(content: bytes) -> bytes:
    """The digest of a row."""
    return blake2b(content, digest_size=16).digest()


class _Identity(msgspec.Struct):
    """The part of an object that tells whose it is."""

    sid: str = ""


_identity = msgspec.json.Decoder(_Identity).decode
_object = msgspec.json.Decoder(dict[str, Any]).decode


@frozen
class JsonRows:
    """Objects of NDJSON, which are found to be such when they are read."""

    lines: Sequence[bytes]
    identities: Sequence[_Identity]
    head: bytes = b""

    def __len__(self) -> int:
        return len(self.lines)

    def sids(self) -> Sequence[str]:
        """The SID of each."""
        return [each.sid for each in self.identities]

    def digests(self) -> Sequence[bytes]:
        """A digest of the content of each."""
        return list(map(digest, self.lines))

    def mappings(self) -> Iterator[Mapping[str, Any]]:
        """Each by Twilio's names."""
        return map(_object, self.lines)

    def chosen(self, keep: Sequence[bool]) -> Sequence[bytes]:
        """The lines of those that are to be kept."""
        return list(compress(self.lines, keep))


@frozen
class CsvRows:
    """Rows of CSV.

    Attributes:
        head: The line with the names of their columns.
        names: These.
        lines: The bytes of each row; some have line ends within.
        cells: The cells of each.
    """

    head: bytes
    names: Sequence[str]
    lines: Sequence[bytes]
    cells: Sequence[Sequence[str]]

    def __len__(self) -> int:
        return len(self.lines)

    def sids(self) -> Sequence[str]:
        """The SID of each."""
        place = self.names.index("sid")
        return [row[place] for row in self.cells]

    def digests(self) -> Sequence[bytes]:
        """A digest of the content of each."""
        return list(map(digest, self.lines))

    def mappings(self) -> Iterator[Mapping[str, Any]]:
        """Each by the names of its columns."""
        for row in self.cells:
            yield {name: cell or None for name, cell in zip(self.names, row, strict=True)}

    def chosen(self, keep: Sequence[bool]) -> Sequence[bytes]:
        """The bytes of those that are to be kept."""
        return list(compress(self.lines, keep))


def _json_rows(lines: Iterable[bytes]) -> Iterator[Rows]:
    whole = map(_whole, lines)
    while some := list(islice(whole, _AT_A_TIME)):
        yield JsonRows(some, list(map(_identity, some)))


def _csv_rows(lines: Iterable[bytes]) -> Iterator[Rows]:
    """The rows of CSV. Its reader takes as many lines as the next row has, which are remembered meanwhile."""
    taken: list[bytes] = []

    def texts() -> Iterator[str]:
        for line in lines:
            taken.append(_whole(line))
            yield line.decode()

    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(texts(), strict=True)
    names = next(reader, None)
    if names is None:
        raise ValueError(names)
    head = b"".join(taken)
    taken.clear()
    while True:
        found: list[tuple[bytes, list[str]]] = []
        for row in islice(reader, _AT_A_TIME):
            if len(row) != len(names):
                raise ValueError(row)
            found.append((b"".join(taken), row))
            taken.clear()
        if not found:
            return
        rows, cells = zip(*found, strict=True)
        yield CsvRows(head, names, rows, cells)


def _whole(line: bytes) -> bytes:
    if not line.endswith(b"\n"):
        raise ValueError(line)
    return line


def missing(path: Path | str) -> ExportError:
    """The error of a part file that is not there."""
    return ExportError(f"{path} is missing: {_ADVICE}")


def damaged(path: Path) -> ExportError:
    """The error of a part file that is not what was written."""
    return ExportError(f"{path} is damaged: {_ADVICE}")


_ADVICE = "bring it back from a copy, or export into another folder"


@contextmanager
def _told(path: Path) -> Generator[None, None, None]:
    """Tell what makes a part unreadable as what is to be done."""
    try:
        yield
    except FileNotFoundError:
        raise missing(path) from None
    except _DAMAGES as error:
        raise damaged(path) from error
    except OSError as error:
        if error.errno is None:  # That of pyarrow where a page cannot be decompressed.
            raise damaged(path) from error
        raise ExportError(f"{path}: {error.strerror}. Mend that, and repeat the call") from error
