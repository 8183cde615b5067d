"""Rates: the segments a second of a sender, by what kind of sender it is.

    sender                                        segments a second
    a long code of the US and Canada (+1)         1
    a toll-free number of theirs                  3
    a number of another country                   10
    an alphanumeric sender                        10
    a short code                                  100
    a messaging service, an address of a channel  not paced

They are what Twilio gives a sender that nobody has registered for more. With a service, Twilio itself keeps
to the rates of its senders.

Source: https://help.twilio.com/articles/115002943027
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from twilio_async import InvalidArgument

SenderKind: TypeAlias = Literal[
    "long code", "toll-free", "international", "alphanumeric", "short code", "service", "channel"
]
Pace: TypeAlias = float | Mapping[str, float | None] | None
"""Segments a second of each sender; or of some by their addresses, None for no limit; or the defaults."""

_RATES: Final[Mapping[SenderKind, float | None]] = {
    "long code": 1.0,
    "toll-free": 3.0,
    "international": 10.0,
    "alphanumeric": 10.0,
    "short code": 100.0,
    "service": None,
    "channel": None,
}
_SERVICE = re.compile(r"MG[0-9a-fA-F]{32}")
_TOLL_FREE = re.compile(r"\+?18(00|33|44|55|66|77|88)\d{7}")
_LONGEST_SHORT_CODE = 8


def kind_of(sender: str) -> SenderKind:
    """The kind of a sender, by the look of its address."""
    if _SERVICE.fullmatch(sender):
        return "service"
    if ":" in sender:
        return "channel"
    digits = sender.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        return "alphanumeric" if any(map(str.isalpha, sender)) else "long code"
    if _TOLL_FREE.fullmatch(sender):
        return "toll-free"
    if digits == sender:
        return "short code" if len(digits) <= _LONGEST_SHORT_CODE else "long code"
    return "long code" if digits.startswith("1") else "international"


def rate_of(sender: str, pace: Pace = None) -> float | None:
    """The segments a second of a sender; None where it is not paced.

    A mapping says it for the senders that it names, a messaging service among them. One number is for each
    sender that is paced.
    """
    if isinstance(pace, Mapping):
        return pace[sender] if sender in pace else _RATES[kind_of(sender)]
    rate = _RATES[kind_of(sender)]
    return rate if pace is None or rate is None else pace


def check_pace(pace: Pace) -> None:
    """Refuse a pace that cannot be.

    Raises:
        InvalidArgument: A rate is no number above 0.
    """
    rates = pace.values() if isinstance(pace, Mapping) else (pace,)
    for rate in rates:
        is_number = isinstance(rate, int | float) and not isinstance(rate, bool)
        if rate is not None and not (is_number and math.isfinite(rate) and rate > 0):
            raise InvalidArgument(f"pace takes segments a second above 0, or None for no limit, not {rate!r}")
