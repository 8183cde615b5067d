"""Memories for what texts of the wire mean: they repeat from record to record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
_SIZE = 4096
_LONGEST = 64


def remember(memory: dict[Any, T], value: str | None, meaning: T) -> None:
    """Keep what `value` means, unless it is a long text; behind 4,096 of them the memory starts anew."""
    if value is None or len(value) <= _LONGEST:
        if len(memory) >= _SIZE:
            memory.clear()
        memory[value] = meaning


class Memo(dict[Any, T]):
    """The values of recently decoded texts, each read at its first use: `memo[text]` or `memo(text)`.

    Other values are read anew each time: 1, 1.0 and True are one key, but not one value.
    """

    def __init__(self, read: Callable[[Any], T]) -> None:
        super().__init__()
        self._read = read

    __call__ = dict[Any, T].__getitem__

    def __missing__(self, value: Any) -> T:
        meaning = self._read(value)
        if value is None or value.__class__ is str:
            remember(self, value, meaning)
        return meaning
