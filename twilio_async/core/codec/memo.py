"""A memory for what texts of the wire mean: they repeat from record to record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

NOTHING: dict[Any, Any] = {None: None, "": None}
"""The values that stand for none, where an empty text is one of them."""


class Memo(dict[Any, T]):
    """The values of recently decoded texts, at most 4,096 of them; those in `always` are never forgotten.

    Long texts and other values are read anew each time. The others are no keys because 1, 1.0 and True are
    one key, but not one value.
    """

    _SIZE = 4096
    _LONGEST = 64

    def __init__(self, read: Callable[[Any], T], always: dict[Any, T] | None = None) -> None:
        self._read = read
        self._always = always or {}
        super().__init__(self._always)

    def __missing__(self, value: Any) -> T:
        meaning = self._read(value)
        if value.__class__ is not str or len(value) > self._LONGEST:
            return meaning
        if len(self) >= self._SIZE:
            self.clear()
            self.update(self._always)
        self[value] = meaning
        return meaning
