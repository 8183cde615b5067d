"""The values of the wire as Python's own.

Each function takes what JSON or XML has and gives the type, or raises one of what `int("x")` and its like do.

Twilio writes numbers as strings in one place and as numbers in the next, and the legacy API writes dates
with local offsets or as epoch seconds; all of it is understood everywhere. Texts repeat from record to
record, so what they mean is remembered.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from email.utils import parsedate_to_datetime
from enum import IntEnum, StrEnum
from math import isfinite
from typing import TYPE_CHECKING, Any, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
_MONTHS = {
    name: f"{number:02}"
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1
    )
}
_EPOCH_LIMIT = 2**36
_MOST_REMEMBERED = 4096
_LONGEST_REMEMBERED = 64
_UNKNOWN: defaultdict[type, dict[str, Any]] = defaultdict(dict)
"""Values that this version does not know, by their enumerations: each one object, however often it comes."""


def remember(memory: dict[Any, T], value: str | None, meaning: T) -> None:
    """Keep what `value` means, unless it is a long text; behind 4,096 of them the memory starts anew."""
    if value is None or len(value) <= _LONGEST_REMEMBERED:
        if len(memory) >= _MOST_REMEMBERED:
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


class OpenEnum(StrEnum):
    """An enumeration that takes values it does not know: Twilio may add one tomorrow.

    Members compare equal to their text.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        known: dict[str, Self] = _UNKNOWN[cls]
        if value in known:
            return known[value]
        member = str.__new__(cls, value)
        member._name_ = value.upper().replace("-", "_")
        member._value_ = value
        remember(known, value, member)
        return member


class OpenIntEnum(IntEnum):
    """An enumeration of numbers that takes those it does not know. Members compare equal to their numbers."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, int):
            return None
        member = int.__new__(cls, value)
        member._name_ = f"UNKNOWN_{value}"
        member._value_ = value
        return member


def to_text(value: Any) -> str:
    """A text from itself, a number or a truth value."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    raise TypeError(value)


def to_int(value: Any) -> int:
    """An integer of 64 bits, which is what JSON can hold, from a number or its text."""
    number = int(value)
    whole = not isinstance(value, float) or value.is_integer()
    if not whole or not -(2**63) <= number < 2**63:
        raise ValueError(value)
    return number


def to_float(value: Any) -> float:
    """A finite float from a number or its text."""
    number = float(value)
    if not isfinite(number):
        raise ValueError(value)
    return number


def to_bool(value: Any) -> bool:
    """A truth value from itself, `true`/`false` or `1`/`0`."""
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False, "1": True, "0": False}[str(value).lower()]


def to_decimal(value: Any) -> Decimal:
    """A finite decimal from a number or its text."""
    number = Decimal(str(value))
    if not number.is_finite():
        raise ValueError(value)
    return number


HOURS: dict[str, datetime] = {}
RESTS: dict[str, timedelta] = {}
"""The two parts of recently decoded dates of RFC 2822, `Tue, 12 Apr 2011 16` and `:15:02 -0700`.

Their sum is the date. They repeat in a history as whole dates do not.
"""
HOUR = slice(len("Tue, 12 Apr 2011 16"))
REST = slice(HOUR.stop, None)
_UTC_REST = re.compile(r":([0-5]\d):([0-5]\d) \+0000")


def to_datetime(value: Any) -> datetime:
    """An aware UTC datetime from RFC 2822, ISO 8601 or epoch seconds; without an offset it is UTC already."""
    if not isinstance(value, str) or value.isdecimal():
        seconds = int(value)
        if abs(seconds) > _EPOCH_LIMIT:
            raise ValueError(value)
        return datetime.fromtimestamp(seconds, UTC)
    try:
        return _rfc_2822(value)
    except (LookupError, ValueError):
        moment = _other_date(value)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _rfc_2822(text: str) -> datetime:
    hour, rest = text[HOUR], text[REST]
    if hour not in HOURS:
        remember(HOURS, hour, _hour(hour))
    if rest not in RESTS:
        remember(RESTS, rest, _rest(rest))
    return HOURS[hour] + RESTS[rest]


def _hour(text: str) -> datetime:
    """The hour of `Tue, 12 Apr 2011 16`."""
    day = f"{text[12:16]}-{_MONTHS[text[8:11]]}-{text[5:7]}"
    return datetime.fromisoformat(f"{day}T{text[17:]}:00:00+00:00")


def _rest(text: str) -> timedelta:
    """What `:15:02 -0700` adds to its hour to make it UTC."""
    utc = _UTC_REST.fullmatch(text)
    if utc is not None:  # strptime takes ten times as long.
        return timedelta(minutes=int(utc[1]), seconds=int(utc[2]))
    rest = datetime.strptime(f"00{text}", "%H:%M:%S %z")
    return timedelta(minutes=rest.minute, seconds=rest.second) - (rest.utcoffset() or timedelta())


def _other_date(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return parsedate_to_datetime(text)


def to_date(value: Any) -> date:
    """A day from `YYYY-MM-DD`, or the UTC day of whatever `to_datetime` takes."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return to_datetime(value).date()
