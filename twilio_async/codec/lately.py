"""A memory for what values of the wire mean: they repeat from record to record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")


class Lately(dict[Any, T]):
    """What texts mean, for as many as were met lately; `always` is never forgotten.

    Other values are read anew each time: 1, 1.0 and True are one key, but not one value.
    """

    _SIZE = 4096

    def __init__(self, read: Callable[[Any], T], always: Mapping[Any, T] | None = None) -> None:
        self._read = read
        self._always = always or {}
        super().__init__(self._always)

    def __missing__(self, value: Any) -> T:
        meaning = self._read(value)
        if value.__class__ is not str:
            return meaning
        if len(self) >= self._SIZE:
            self.clear()
            self.update(self._always)
        self[value] = meaning
        return meaning
