"""The end of a part: it is made whole and appears under its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from twilio_async.history.exports.folders import unwritable
from twilio_async.history.exports.manifest import PartFile

if TYPE_CHECKING:
    from twilio_async.history.exports.folders import Destination
    from twilio_async.history.formats import Part
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
