"""Identifiers: sids, digits and the order of creation, the same for the same seed."""

from __future__ import annotations

from itertools import count
from random import Random


def random_of(seed: int, use: str) -> Random:
    """A generator for one use, which repeats itself with the seed."""
    return Random(f"{seed}/{use}")  # noqa: S311 - nothing here is secret


class Identifiers:
    """A source of fresh identifiers."""

    def __init__(self, seed: int) -> None:
        self._random = random_of(seed, "sids")
        self._serials = count()

    def sid(self, prefix: str) -> str:
        """A fresh identifier: the prefix and 32 hexadecimal digits."""
        return f"{prefix}{self._random.getrandbits(128):032x}"

    def digits(self, length: int) -> str:
        """Decimal digits at random, `length` of them."""
        return f"{self._random.randrange(10**length):0{length}d}"

    def serial(self) -> int:
        """The next place in the order of creation."""
        return next(self._serials)
