"""Parquet files by pyarrow.

A row group of Parquet is written at once, and one of many rows serves readers best; so the pages of a part
wait on the disk, as Arrow batches in a file without a name, and become Parquet when the part is finished, a
row group at a time, and one part at a time in the process. Any number of parts may be open meanwhile: they
hold no row in memory.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from mmap import ACCESS_READ, ALLOCATIONGRANULARITY, mmap
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from twilio_async.history.formats.arrow import POOL
from twilio_async.history.formats.arrow_rows import ArrowRows
from twilio_async.history.formats.parts import Written, synced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import BinaryIO

R = TypeVar("R")
R_contra = TypeVar("R_contra", contravariant=True)
_ROWS = 64 * 1024
"""In a row group; the last one of a file has fewer, and each other up to a page more."""
_PAGE = 64 * 1024
"""Bytes of a column that are compressed at a time: the usual MB takes 11 MB more."""
_MOMENT = pa.timestamp("us", "UTC")
_UNSEARCHED = frozenset({"sid", "uri", "subresource_uris", "extra"})
_converter = ThreadPoolExecutor(1, "twilio-async-parquet")
"""Converts the parts one by one. Of many threads, each would keep memory of its own."""


class Batches(Protocol[R_contra]):
    """What makes record batches of pages, all of one schema."""

    @property
    def schema(self) -> pa.Schema:
        """The schema."""
        ...

    def batch(self, records: Sequence[R_contra]) -> pa.RecordBatch:
        """The batch of a page."""
        ...


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
        fields: Any = batches.schema
        searched = [each for each in fields if _is_searched(each)]
        self._options: Mapping[str, Any] = {
            "compression": compression,
            "write_statistics": [each.name for each in searched] or False,
            "use_dictionary": [each.name for each in searched if not pa.types.is_timestamp(each.type)]
            or False,
            "memory_pool": POOL,
            "data_page_size": _PAGE,
        }

    def begin(self, path: Path) -> ParquetPart[R]:
        """Begin a file."""
        return ParquetPart(path, self._batches, self._options)

    def rows(self, records: Sequence[R]) -> Iterator[ArrowRows]:
        """The rows that a part has of a page."""
        yield ArrowRows(self._batches.batch(records))


class ParquetPart(Generic[R]):
    """A Parquet file, which is there when it is finished."""

    def __init__(self, path: Path, batches: Batches[R], options: Mapping[str, Any]) -> None:
        self._path = path
        self._batches = batches
        self._options = options
        self._sizes: list[_Size] = []
        self._spill = TemporaryFile(dir=path.parent)  # noqa: SIM115 - closed by `finish` and `discard`

    def write(self, records: Sequence[R]) -> None:
        """Write a page."""
        if records:
            content = self._batches.batch(records).serialize(POOL)
            self._spill.write(content)
            self._sizes.append(_Size(len(records), content.size))

    def finish(self) -> Written:
        """Make the file whole and have it on the disk."""
        with self._spill, self._path.open("wb") as file:
            _converter.submit(self._convert, file).result()
            return Written(sum(size.rows for size in self._sizes), synced(file))

    def discard(self) -> None:
        """Remove the file, whatever has become of it."""
        with suppress(OSError):  # What is written here is not wanted.
            self._spill.close()
        self._path.unlink(missing_ok=True)

    def _convert(self, file: BinaryIO) -> None:
        self._spill.flush()
        start = 0
        with pq.ParquetWriter(file, self._batches.schema, **self._options) as writer:
            for group in _groups(self._sizes):
                writer.write_table(self._read(start, group), row_group_size=sum(size.rows for size in group))
                start += sum(size.bytes for size in group)
        pa.default_memory_pool().release_unused()

    def _read(self, start: int, group: Sequence[_Size]) -> pa.Table:
        """Batches of the spill from a place on, where the file has them: a heap does not give memory back."""
        skipped = start % ALLOCATIONGRANULARITY
        length = skipped + sum(size.bytes for size in group)
        memory = mmap(self._spill.fileno(), length, access=ACCESS_READ, offset=start - skipped)
        content, start, batches = pa.py_buffer(memory), skipped, list[pa.RecordBatch]()
        for size in group:
            batches.append(pa.ipc.read_record_batch(content.slice(start, size.bytes), self._batches.schema))
            start += size.bytes
        return pa.Table.from_batches(batches)


class _Size(NamedTuple):
    """The size of a batch in the spill."""

    rows: int
    bytes: int


def _groups(sizes: Iterable[_Size]) -> Iterator[list[_Size]]:
    """The sizes of the batches of each row group."""
    group: list[_Size] = []
    for size in sizes:
        group.append(size)
        if sum(each.rows for each in group) >= _ROWS:
            yield group
            group = []
    if group:
        yield group


def _is_searched(column: pa.Field[Any]) -> bool:
    """Whether the least and the greatest value of a row group tell readers something.

    No two records have one SID, and JSON is no order.
    """
    return column.name.rpartition(".")[2] not in _UNSEARCHED and not pa.types.is_list(column.type)
