"""Parquet files by pyarrow.

A row group of Parquet is written at once, and one of many rows serves readers best; so the pages of a part
wait on the disk, as Arrow batches in a file without a name, and become Parquet when the part is finished, a
row group at a time, and one part at a time in the process. Any number of parts may be open meanwhile: they
hold no row in memory.
"""

from __future__ import annotations

from contextlib import suppress
from tempfile import TemporaryFile
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from twilio_async.history.formats.arrow_rows import ArrowRows
from twilio_async.history.formats.parts import Written, synced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO

R = TypeVar("R")
R_contra = TypeVar("R_contra", contravariant=True)
_ROWS = 64 * 1024
"""In a row group; the last one of a file has fewer, and each other up to a page more."""
_converting = Lock()


class Batches(Protocol[R_contra]):
    """What makes record batches of pages, all of one schema."""

    @property
    def schema(self) -> pa.Schema: ...  # noqa: D102
    def batch(self, records: Sequence[R_contra]) -> pa.RecordBatch: ...  # noqa: D102


class Copies:
    """Batches that are there already."""

    def __init__(self, schema: pa.Schema) -> None:
        self.schema = schema

    def batch(self, records: Any) -> pa.RecordBatch:
        """The batch itself."""
        batch: pa.RecordBatch = records
        return batch


class ParquetLayout(Generic[R]):
    """The layout of Parquet files."""

    suffix = ".parquet"

    def __init__(self, batches: Batches[R], compression: str) -> None:
        self._batches = batches
        self._compression = compression

    def begin(self, path: Path) -> ParquetPart[R]:
        """Begin a file."""
        return ParquetPart(path, self._batches, self._compression)

    def rows(self, records: Sequence[R]) -> Iterator[ArrowRows]:
        """The rows that a part has of a page."""
        yield ArrowRows(self._batches.batch(records))


class ParquetPart(Generic[R]):
    """A Parquet file, which is there when it is finished."""

    def __init__(self, path: Path, batches: Batches[R], compression: str) -> None:
        self._path = path
        self._batches = batches
        self._compression = compression
        self._rows = 0
        self._spill = TemporaryFile(dir=path.parent)  # noqa: SIM115 - closed by `finish` and `discard`
        self._writer = pa.ipc.new_stream(self._spill, batches.schema)

    def write(self, records: Sequence[R]) -> None:
        """Write a page."""
        self._writer.write_batch(self._batches.batch(records))
        self._rows += len(records)

    def finish(self) -> Written:
        """Make the file whole and have it on the disk."""
        with self._spill:
            self._writer.close()
            self._spill.seek(0)
            with _converting, self._path.open("wb") as file:
                with pa.ipc.open_stream(self._spill) as batches:
                    self._convert(batches, file)
                pa.default_memory_pool().release_unused()
                return Written(self._rows, synced(file))

    def discard(self) -> None:
        """Remove the file, whatever has become of it."""
        with suppress(OSError):  # What is written here is not wanted.
            self._spill.close()
        self._path.unlink(missing_ok=True)

    def _convert(self, batches: Iterable[pa.RecordBatch], file: BinaryIO) -> None:
        schema = self._batches.schema
        with pq.ParquetWriter(file, schema, compression=self._compression) as writer:
            for group in _groups(batches):
                table = pa.Table.from_batches(group, schema)
                writer.write_table(table, row_group_size=table.num_rows)


def _groups(batches: Iterable[pa.RecordBatch]) -> Iterator[list[pa.RecordBatch]]:
    """The batches of each row group."""
    group: list[pa.RecordBatch] = []
    for batch in batches:
        group.append(batch)
        if sum(each.num_rows for each in group) >= _ROWS:
            yield group
            group = []
    if group:
        yield group
