"""Sinks: where the records of each slice go, one draft of a part after the other."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING, Generic, TypeVar

from attrs import define, evolve, field

from twilio_async import Model
from twilio_async.history.errors import unwritable
from twilio_async.history.exports.parts.names import UNDATED, stretch
from twilio_async.history.formats import Part
from twilio_async.history.slices import Slice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twilio_async.history.exports.destinations import Destination
    from twilio_async.history.exports.ledger import Ledger
    from twilio_async.history.formats import Layout

M = TypeVar("M", bound=Model)


@define(eq=False)
class Draft(Generic[M]):
    """A part that is being written, the name that it will have, and how many records are in it."""

    name: str
    part: Part[M]
    rows: int = 0


class Drafts(Generic[M]):
    """What begins the drafts of an export, each under the next name of its stretch of time.

    Args:
        destination: Where they are.
        layout: The format of their files.
        ledger: What is written.
    """

    def __init__(self, destination: Destination, layout: Layout[M], ledger: Ledger) -> None:
        self._destination = destination
        self._layout = layout
        self._ledger = ledger
        self._numbers = Counter(part.name.rpartition("-")[0] for part in ledger.parts)

    def begin(self, part: Slice) -> Draft[M]:
        """Begin the next draft of a slice.

        Raises:
            ExportError: It cannot be written.
        """
        names, run = self._ledger.names, self._ledger.run.number
        when = UNDATED if part.is_undated else stretch(part.span.since)
        stem = names.stem(run, when, self._ledger.writer)
        self._numbers[stem] += 1
        name = names.name(stem, self._numbers[stem])
        path = self._destination.draft(name)
        try:
            return Draft(name, self._layout.begin(path))
        except OSError as error:
            raise unwritable(path.parent, error) from error

    def write(self, draft: Draft[M], records: Sequence[M]) -> None:
        """Write a page.

        Raises:
            ExportError: It cannot be written.
        """
        try:
            draft.part.write(records)
        except OSError as error:
            raise unwritable(self._destination.draft(draft.name).parent, error) from error
        draft.rows += len(records)


@define(eq=False)
class Sink(Generic[M]):
    """Where the records of a slice go.

    Attributes:
        left: What is left of the slice behind the parts that the manifest knows.
        cursor: Where it goes on behind what was written; None before that, and at its end.
        is_at_end: Whether all of it was written.
        is_over: Whether its last part is on its way.
        draft: What is being written; None where there is nothing to write yet.
        order: Held while a part becomes known: one after the other.
    """

    left: Slice
    cursor: str | None
    is_at_end: bool = False
    is_over: bool = False
    draft: Draft[M] | None = None
    order: asyncio.Lock = field(factory=asyncio.Lock)

    def take_out(self) -> tuple[Draft[M] | None, Slice | None]:
        """Its draft, which it has no longer, and what is left of the slice behind that; None is nothing."""
        draft, self.draft = self.draft, None
        return draft, None if self.is_at_end else evolve(self.left, cursor=self.cursor)

    def discard(self) -> None:
        """Give up what is being written."""
        if self.draft is not None:
            self.draft.part.discard()
