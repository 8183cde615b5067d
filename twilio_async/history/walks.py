"""Walks: how far each slice of a history is read, and what waits for the consumer."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Generic, Literal, TypeVar

from attrs import define, field, frozen

from twilio_async import Model
from twilio_async.history.pages import SlicePage
from twilio_async.history.slices import Slice

M = TypeVar("M", bound=Model)


@frozen
class Batch(Generic[M]):
    """The records that a page gives: those of it that belong to the slice."""

    page: SlicePage[M]
    records: Sequence[M]

    def cursor_behind(self, count: int) -> str | None:
        """Where the slice goes on behind the first `count` records; None behind its last page."""
        if count >= len(self.records):
            return self.page.cursor
        if count == 0:
            return self.page.cursor_behind(0)
        last = self.records[count - 1]
        place = next(place for place, item in enumerate(self.page.items, 1) if item is last)
        return self.page.cursor_behind(place)


@define(eq=False)
class Walk(Generic[M]):
    """The way through a slice.

    Attributes:
        slice: What is read; its cursor is behind the last batch that the consumer is done with.
        pages: How many it has, as far as its first page can tell; None before that.
        state: How far it is; "stopped" is before its end, by its error or by that of another.
        error: What it ended in.
        batches: What waits for the consumer.
        sids: The SIDs of its last pages: a page may repeat the end of those before.
        day: What it is a part of, as long as it is tried whether the list takes times of day.
    """

    slice: Slice
    pages: float | None = None
    state: Literal["waiting", "running", "stopped", "read"] = "waiting"
    error: Exception | None = None
    batches: deque[Batch[M]] = field(factory=deque[Batch[M]])
    sids: set[str] = field(factory=set[str])
    day: Slice | None = None

    @property
    def is_over(self) -> bool:
        """Whether the consumer was given all of it."""
        return self.state == "read" and not self.batches
