"""The rows of Parquet files, as Arrow batches. Importing this needs pyarrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from attrs import frozen

from twilio_async.history.formats.columns import json_texts
from twilio_async.history.formats.reading import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_untyped, _compute = cast("Any", pa), cast("Any", pc)  # Stubs leave parts of these functions unknown.
_AT_A_TIME = 4096
_SEPARATOR, _NULL = "\x1f", "\x00"


def read_parquet(path: Path, columns: Sequence[str] | None) -> Iterator[ArrowRows]:
    """The rows of a file, with these columns or all.

    Raises:
        ValueError: It is damaged.
        OSError: It cannot be read.
    """
    wanted = None if columns is None else list(columns)
    with path.open("rb") as source, cast("Any", pq).ParquetFile(source) as file:
        for batch in file.iter_batches(_AT_A_TIME, columns=wanted, use_threads=False):
            yield ArrowRows(batch)
    pa.default_memory_pool().release_unused()


@frozen
class ArrowRows:
    """Rows of an Arrow batch."""

    batch: pa.RecordBatch

    def __len__(self) -> int:
        return int(self.batch.num_rows)

    @property
    def head(self) -> pa.Schema:
        """The schema."""
        return self.batch.schema

    def sids(self) -> Sequence[str]:
        """The SID of each."""
        return cast("list[str]", self.batch.column("sid").to_pylist())

    def digests(self) -> Sequence[bytes]:
        """A digest of the content of each: of all its values as texts, and their lengths."""
        columns: Sequence[Any] = cast("Any", self.batch).columns
        texts = list(map(_texts, columns))
        lengths = [_compute.binary_length(text).cast(pa.string()) for text in texts]
        joined = _compute.binary_join_element_wise(
            *texts, *lengths, _SEPARATOR, null_handling="replace", null_replacement=_NULL
        )
        return [digest(text.encode()) for text in joined.to_pylist()]

    def mappings(self) -> Iterator[Mapping[str, Any]]:
        """Each by the names of its columns."""
        rows: list[dict[str, Any]] = self.batch.to_pylist()
        return iter(rows)

    def chosen(self, keep: Sequence[bool]) -> pa.RecordBatch:
        """Those that are to be kept."""
        chosen: pa.RecordBatch = cast("Any", self.batch).filter(_untyped.array(keep, pa.bool_()))
        return chosen


def _texts(column: Any) -> Any:
    if pa.types.is_list(column.type):
        return _untyped.array(json_texts(column.to_pylist()), pa.string())
    return column.cast(pa.string())
