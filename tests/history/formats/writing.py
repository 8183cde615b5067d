"""Files of records, written as an export does."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tests.support.every_type import AllOptional
from twilio_async.history import formats

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Sequence


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
