"""Files of records, written as an export does."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

import pyarrow.parquet as pq

from tests.support.every_type import AllOptional
from twilio_async.history import formats

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Sequence

    import pyarrow as pa


_untyped = cast("Any", pq)  # Its stubs leave parts of these functions unknown.


def read_parquet(path: Path) -> pa.Table:
    table: pa.Table = _untyped.read_table(path)
    return table


def metadata_of(path: Path) -> pq.FileMetaData:
    metadata: pq.FileMetaData = _untyped.read_metadata(path)
    return metadata


@contextmanager
def written(
    format: str, pages: Iterable[Sequence[AllOptional]], **options: Any
) -> Generator[tuple[Path, formats.Written]]:
    """A file of these pages, and its size as it is told."""
    layout = formats.choose(format, AllOptional, **options)
    with TemporaryDirectory() as folder:
        path = Path(folder, f"part{layout.suffix}")
        part = layout.begin(path)
        for page in pages:
            part.write(page)
        size = part.finish()
        assert list(Path(folder).iterdir()) == [path]
        yield path, size
