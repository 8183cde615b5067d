"""The caller: what the person at the other end of a call does, as a test says."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, TypeAlias

from attrs import define, field, frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

FRAME = 160
"""Bytes of audio in 20 milliseconds: mu-law, 8,000 a second."""

SILENCE = b"\xff" * FRAME * 50
"""One second in which nothing is said."""


@frozen
class Speech:
    """What a caller says; `confidence` is how sure the recognition is of it."""

    text: str
    confidence: float = 0.9


Input: TypeAlias = str | Speech | None
"""Digits that are pressed, something that is said, or silence."""


def _queue(inputs: Iterable[Input]) -> deque[Input]:
    return deque(inputs)


@define(eq=False)
class Caller:
    """Someone in a call.

    Attributes:
        inputs: What is given to one Gather after another; who has no more is silent.
        record_seconds: Seconds that are spoken into each Record.
        audio: What is said into each stream: mu-law, 8,000 bytes a second.
        quiet_seconds: Real seconds for which a stream's server is quiet before the caller ends it.
    """

    inputs: deque[Input] = field(converter=_queue)
    record_seconds: int = 5
    audio: bytes = field(default=SILENCE, repr=False)
    quiet_seconds: float = 1.0

    def answer(self, kinds: Iterable[str]) -> str | Speech | None:
        """The next input, if it is of one of the kinds `dtmf` and `speech`; any other is as if silent."""
        given = self.inputs.popleft() if self.inputs else None
        kind = "speech" if isinstance(given, Speech) else "dtmf"
        return given if kind in kinds else None
