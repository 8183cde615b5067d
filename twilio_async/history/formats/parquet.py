"""Parquet files, of batches that pyarrow makes.

A row group of Parquet is written at once, and one of many rows serves readers best; so the pages of a part
wait on the disk, as a stream of Arrow's in a file without a name, and become Parquet when the part is
finished, one part at a time in the process. Any number of parts may be open meanwhile: they hold no row in
memory. The writer is arro3's, which encodes a page as it comes; that of pyarrow takes a row group as one
table, whose 40 MB are most of what an export would need.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import RawIOBase
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, cast

import pyarrow as pa

from twilio_async import ConfigurationError
from twilio_async.history.formats.arrow import POOL
from twilio_async.history.formats.arrow_rows import ArrowRows
from twilio_async.history.formats.parts import Written, synced

try:
    from arro3.io import write_parquet
except ModuleNotFoundError:
    raise ConfigurationError('Parquet needs arro3-io: pip install "twilio-async[parquet]"') from None

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from _typeshed import ReadableBuffer

R = TypeVar("R")
R_contra = TypeVar("R_contra", contravariant=True)
_ROWS = 64 * 1024
"""In a row group; the last one of a file has fewer."""
_PAGE = 64 * 1024
"""Bytes of a column that are compressed at a time: the usual MB takes 11 MB more."""
_COMPRESSIONS = {"zstd": "zstd(1)", "snappy": "snappy", "gzip": "gzip(6)", "none": "uncompressed"}
"""What the writer calls each compression, at its usual level."""
_UNLIKE = frozenset({"sid", "uri", "subresource_uris", "extra"})
"""The columns whose values are all different, or nearly so."""
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
        self._options: Mapping[str, Any] = {
            "compression": _COMPRESSIONS[compression],
            "dictionary_enabled": False,
            "column_dictionary_enabled": {each.name: True for each in fields if _is_repeated(each)},
            "max_row_group_size": _ROWS,
            "data_page_size_limit": _PAGE,
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
        self._rows = 0
        self._spill = TemporaryFile(dir=path.parent)  # noqa: SIM115 - closed by `finish` and `discard`
        self._stream: Any = pa.ipc.new_stream(self._spill, batches.schema)

    def write(self, records: Sequence[R]) -> None:
        """Write a page."""
        if records:
            self._stream.write_batch(self._batches.batch(records))
            self._rows += len(records)

    def finish(self) -> Written:
        """Make the file whole and have it on the disk."""
        with self._spill, self._path.open("wb") as file:
            _converter.submit(self._convert, file).result()
            return Written(self._rows, synced(file))

    def discard(self) -> None:
        """Remove the file, whatever has become of it."""
        with suppress(OSError):  # What is written here is not wanted.
            self._spill.close()
        self._path.unlink(missing_ok=True)

    def _convert(self, file: BinaryIO) -> None:
        self._stream.close()
        self._spill.seek(0)
        target = _PatientFile(file)
        batches: Any = pa.RecordBatchReader.from_batches(self._batches.schema, self._spilled(target))
        write_parquet(batches, cast("BinaryIO", target), **self._options)
        if target.error is not None:
            raise target.error

    def _spilled(self, target: _PatientFile) -> Iterator[pa.RecordBatch]:
        """The pages, as far as the disk gives them back; the target is told where it does not."""
        rows = 0
        try:
            for batch in pa.ipc.open_stream(self._spill, memory_pool=POOL):
                rows += batch.num_rows
                yield batch
        except (OSError, pa.ArrowInvalid) as error:
            target.error = OSError(f"the pages of a part cannot be read again: {error}")
        if rows != self._rows and target.error is None:
            target.error = OSError("the pages of a part are not there any more")


class _PatientFile(RawIOBase):
    """A file as arro3 takes it, which panics where `write` raises: so the first error waits in `error`."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.error: OSError | None = None

    def write(self, content: ReadableBuffer) -> int:
        """Write, unless that has failed before."""
        try:
            if self.error is None:
                self._file.write(content)
        except OSError as error:
            self.error = error
        return memoryview(content).nbytes


def _is_repeated(column: pa.Field[Any]) -> bool:
    """Whether a column has the same values again and again, so that a dictionary of them saves space."""
    is_special = pa.types.is_timestamp(column.type) or pa.types.is_list(column.type)
    return column.name.rpartition(".")[2] not in _UNLIKE and not is_special
