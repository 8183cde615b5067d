"""The rows of Parquet files, as Arrow batches. Importing this needs pyarrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from attrs import frozen

from twilio_async.history.formats.columns import json_texts
from twilio_async.history.formats.reading import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_AT_A_TIME = 4096
_SEPARATOR, _NULL = "\x1f", "\x00"


def read_parquet(path: Path, columns: Sequence[str] | None) -> Iterator[ArrowRows]:
    """The rows of a file, with these columns or all.

    Raises:
        ValueError: It is damaged.
        OSError: It cannot be read.
    """
    with path.open("rb") as source, pq.ParquetFile(source) as file:
        for batch in file.iter_batches(_AT_A_TIME, columns=columns, use_threads=False):
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
        sids: list[str] = self.batch.column("sid").to_pylist()
        return sids

    def digests(self) -> Sequence[bytes]:
        """A digest of the content of each: of all its values as texts, and their lengths."""
        texts = [_texts(column) for column in self.batch.columns]
        lengths = [pc.binary_length(text).cast(pa.string()) for text in texts]
        joined = pc.binary_join_element_wise(
            *texts, *lengths, _SEPARATOR, null_handling="replace", null_replacement=_NULL
        )
        return [digest(text.encode()) for text in joined.to_pylist()]

    def mappings(self) -> Iterator[Mapping[str, Any]]:
        """Each by the names of its columns."""
        rows: list[dict[str, Any]] = self.batch.to_pylist()
        return iter(rows)

    def chosen(self, keep: Sequence[bool]) -> pa.RecordBatch:
        """Those that are to be kept."""
        return self.batch.filter(pa.array(keep, pa.bool_()))


def _texts(column: pa.Array) -> pa.Array:
    if pa.types.is_list(column.type):
        return pa.array(json_texts(column.to_pylist()), pa.string())
    return column.cast(pa.string())
