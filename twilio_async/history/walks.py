"""Walks: how far each slice of a history is read, and what waits for the consumer."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Generic, Literal, TypeVar

from attrs import Factory, define, evolve, field, frozen

from twilio_async import Model
from twilio_async.history.pages import SlicePage
from twilio_async.history.sieve import sid_of
from twilio_async.history.slices import Slice

M = TypeVar("M", bound=Model)
_REMEMBERED = 5000
"""SIDs behind which the older ones of a walk are forgotten."""


@frozen
class Batch(Generic[M]):
    """The records that a page gives: those of it that belong to the slice."""

    page: SlicePage[M]
    records: Sequence[M]

    def left(self, part: Slice, count: int) -> Slice | None:
        """What is left of its slice behind the first `count` records; None behind its last page."""
        if count == len(self.records):
            cursor, passed = self.page.cursor, map(sid_of, self.page.items)
            if cursor is None:
                return None
            return evolve(part, cursor=cursor, given_sids=part.given_sids.difference(passed))
        if count == 0:
            return part
        if part.cursor is None:
            return evolve(part, given_sids=part.given_sids.union(map(sid_of, self.records[:count])))
        last = self.records[count - 1]
        place = next(place for place, item in enumerate(self.page.items, 1) if item is last)
        return evolve(part, cursor=self.page.cursor_behind(place))


@define(eq=False)
class Walk(Generic[M]):
    """The way through a slice.

    Attributes:
        slice: What is read; its cursor is behind the last batch that the consumer is done with.
        pages: How many it has, as far as its first page can tell; None before that.
        state: How far it is; "stopped" is before its end, by its error or by that of another.
        error: What it ended in.
        batches: What waits for the consumer.
        sids: The SIDs of what was given, or of its last pages: a page may repeat the end of those before.
        whole: The slice that it was cut from, which comes back if the list takes no times of day; None once
            that is known.
    """

    slice: Slice
    pages: float | None = None
    state: Literal["waiting", "running", "stopped", "read"] = "waiting"
    error: Exception | None = None
    batches: deque[Batch[M]] = field(factory=deque[Batch[M]])
    sids: set[str] = field(default=Factory(lambda self: set(self.slice.given_sids), takes_self=True))
    whole: Slice | None = None

    @property
    def is_over(self) -> bool:
        """Whether the consumer was given all of it."""
        return self.state == "read" and not self.batches

    def remember(self, page: SlicePage[M]) -> None:
        """Remember the SIDs of a page."""
        if len(self.sids) >= _REMEMBERED:
            self.sids = set(self.slice.given_sids)
        self.sids.update(map(sid_of, page.items))

    def drop_first(self) -> Batch[M]:
        """The first batch, which waits no longer, since the consumer is done with it."""
        batch = self.batches.popleft()
        left = batch.left(self.slice, len(batch.records))
        if left is None:
            self.state = "read"
        else:
            self.slice = left
        return batch
