"""The rows of the parts of an export, which are as many and as long as its manifest tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_async.history.formats.reading import damaged, missing, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from twilio_async.history.exports.folders import Destination
    from twilio_async.history.exports.manifest import PartFile
    from twilio_async.history.formats import FormatName
    from twilio_async.history.formats.reading import Rows


def rows_in(
    destination: Destination, part: PartFile, format: FormatName, columns: Sequence[str] | None = None
) -> Iterator[Rows]:
    """The rows of a part, as `read` gives them; blocks.

    Raises:
        ExportError: It is missing, or damaged.
    """
    with destination.fetched(part.name) as path:
        if not path.exists():
            raise missing(path)
        if path.stat().st_size != part.bytes:
            raise damaged(path)
        count = 0
        for rows in read(path, format, columns):
            count += len(rows)
            yield rows
        if count != part.rows:
            raise damaged(path)
