"""Patterns of phone numbers in filters: digits, letters of the keypad, and `*` for any one digit."""

import re
from functools import lru_cache
from typing import Final

_KEYPAD: Final = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_IGNORED: Final = re.compile(r"[^0-9*+]")


def matches_number(pattern: str, number: str) -> bool:
    """Whether the pattern is somewhere in a number; a leading `+` is where the number begins."""
    return _compiled(pattern).search(number) is not None


@lru_cache(128)
def _compiled(pattern: str) -> re.Pattern[str]:
    digits = _IGNORED.sub("", pattern.upper().translate(_KEYPAD))
    return re.compile(digits.replace("+", r"\+").replace("*", r"\d"), re.ASCII)
