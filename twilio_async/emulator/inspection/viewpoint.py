"""The place from which records are looked at: the present, and the log of callbacks."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import field, frozen

from twilio_async.emulator.callbacks.callback import Callback
from twilio_async.emulator.memory.clock import TimeSource


@frozen(eq=False)
class Viewpoint:
    """The clock and the log of callbacks of one emulator."""

    clock: TimeSource
    log: Sequence[Callback] = field(repr=False)

    def callbacks_about(self, sid: str) -> list[Callback]:
        """The callbacks that have a record among their parameters, as far as the log goes back."""
        return [one for one in tuple(self.log) if any(value == sid for _, value in one.params)]
