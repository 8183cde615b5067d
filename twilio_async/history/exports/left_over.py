"""Files that a process left which was killed: an export that goes on removes them, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_async.history.formats.reading import missing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twilio_async.history.exports.folders import Destination
    from twilio_async.history.exports.manifest import PartFile, Run
    from twilio_async.history.exports.names import PartNames


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
