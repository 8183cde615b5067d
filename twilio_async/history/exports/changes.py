"""Changes: which records are not in an export as they are, by SID and content.

What is compared is the row that a record becomes. Only the parts of the time that is read again are looked
at, and of each row in them that is the newest of its SID there is a digest in memory.
"""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, Generic, TypeVar

from twilio_async import Model
from twilio_async.history.exports.parts.files import rows_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from twilio_async.history.exports.destinations import Destination
    from twilio_async.history.exports.manifest import PartFile
    from twilio_async.history.formats import FormatName, Layout
    from twilio_async.history.spans import Span

M = TypeVar("M", bound=Model)


class Changes(Generic[M]):
    """What chooses the records that are new or changed.

    Args:
        layout: The format of the rows that are compared.
    """

    def __init__(self, layout: Layout[M]) -> None:
        self._layout = layout
        self._digests: dict[str, bytes] = {}

    def learn(
        self, destination: Destination, parts: Iterable[PartFile], format: FormatName, span: Span
    ) -> None:
        """Learn what is written of a stretch of time by these parts; blocks.

        Raises:
            ExportError: One is missing, or damaged.
        """
        for part in sorted(parts, key=lambda part: part.run):
            if part.span.until > span.since and part.span.since < span.until:
                for rows in rows_in(destination, part, format):
                    self._digests.update(zip(rows.sids(), rows.digests(), strict=True))

    def of(self, records: Sequence[M]) -> Sequence[M]:
        """Those of the records that are new or changed."""
        if not self._digests or not records:
            return records
        known = self._digests
        is_other = [
            known.get(sid) != digest
            for rows in self._layout.rows(records)
            for sid, digest in zip(rows.sids(), rows.digests(), strict=True)
        ]
        return records if all(is_other) else list(compress(records, is_other))
