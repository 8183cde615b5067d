"""Phone numbers and addresses: how they are read, written, and matched by patterns.

Knows nothing of requests or records.
"""

from __future__ import annotations

import re
from functools import lru_cache

_E164 = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
_NATIONAL = re.compile(r"\d{10}", re.ASCII)
_WITH_COUNTRY = re.compile(r"1\d{10}", re.ASCII)
_NORTH_AMERICAN = re.compile(r"\+1((\d{3})(\d{3})(\d{4}))", re.ASCII)
_PUNCTUATION = str.maketrans("", "", " -().")
_KEYPAD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_NOT_IN_PATTERNS = re.compile(r"[^0-9*+]")

TEST_NUMBER = "+15005550006"
"""The one number that test credentials may send from, call from and buy."""


@lru_cache(4096)
def e164(value: str) -> str | None:
    """A number in E.164; ten digits are read as a US number; None where it is no number."""
    bare = value.translate(_PUNCTUATION)
    if _E164.fullmatch(bare):
        return bare
    if _NATIONAL.fullmatch(bare):
        return f"+1{bare}"
    return f"+{bare}" if _WITH_COUNTRY.fullmatch(bare) else None


def filter_address(value: str) -> str:
    """A number or address in a list filter, in the form in which records hold it."""
    return e164(value) or value


def national(number: str | None) -> str | None:
    """A number as 2008-08-01 writes it: North American ones as bare ten digits, others as they are."""
    match = _NORTH_AMERICAN.fullmatch(number or "")
    return match[1] if match else number


def friendly(address: str) -> str:
    """A North American number as people write it, `(555) 867-5310`; anything else as it is."""
    match = _NORTH_AMERICAN.fullmatch(address)
    return address if match is None else f"({match[2]}) {match[3]}-{match[4]}"


def matches_number(pattern: str, number: str) -> bool:
    """Whether a pattern of digits, letters of the keypad and `*` (any digit) is somewhere in a number.

    A leading `+` is where the number begins.
    """
    return _compiled(pattern).search(number) is not None


@lru_cache(128)
def _compiled(pattern: str) -> re.Pattern[str]:
    digits = _NOT_IN_PATTERNS.sub("", pattern.upper().translate(_KEYPAD))
    return re.compile(digits.replace("+", r"\+").replace("*", r"\d"), re.ASCII)
