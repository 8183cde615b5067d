"""The files of parts: each appears when it is whole, and has as many rows and bytes as the manifest tells.

What a process left that was killed is removed by an export that goes on, and nothing else is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from twilio_async.history.errors import unwritable
from twilio_async.history.exports.manifest import PartFile
from twilio_async.history.formats.reading import damaged, missing, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from twilio_async.history.exports.destinations import Destination
    from twilio_async.history.exports.manifest import Run
    from twilio_async.history.exports.parts.names import PartNames
    from twilio_async.history.formats import FormatName, Part
    from twilio_async.history.formats.reading import Rows
    from twilio_async.history.spans import Span

ROWS_A_PART = 2 * 64 * 1024
"""After so many rows a part ends: two row groups of Parquet."""


def published(destination: Destination, part: Part[Any], name: str, run: int, span: Span) -> PartFile:
    """The entry of a part in the manifest, once it is whole and has appeared; blocks.

    Raises:
        ExportError: It cannot be written; nothing of it is left.
    """
    draft = destination.draft(name)
    try:
        written = part.finish()
    except OSError as error:
        part.discard()
        raise unwritable(draft.parent, error) from error
    destination.publish(draft, name)
    return PartFile(name, run, span, written.rows, written.bytes)


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


def remove_left_over(
    destination: Destination, names: PartNames, runs: Sequence[Run], parts: Sequence[PartFile]
) -> None:
    """Remove drafts, and parts that nobody knows of a run that was broken off; all known ones must be there.

    That is the last run where it is incomplete, one behind it, which compacting had begun, and those before
    the first one, which compacting was about to remove. What else is there is not ours.

    Raises:
        ExportError: A part is missing.
    """
    there, known = destination.names(names.pattern), {part.name for part in parts}
    for name in sorted(known.difference(there)):
        raise missing(f"{destination}/{name}")
    others = {name for name in there if not _was_broken_off(runs, names.run_of(name))}
    destination.remove_strays(names.pattern, known | others)


def _was_broken_off(runs: Sequence[Run], run: int) -> bool:
    if not runs:
        return False
    last = runs[-1]
    return run < runs[0].number or run > last.number or (run == last.number and last.cursor is not None)
