"""Queues of senders: how many segments wait, and how fast they leave.

Nothing runs in the background: a queue is the moment at which it will be empty. Knows nothing of messages.

Source: https://www.twilio.com/docs/api/errors/21611 and https://www.twilio.com/docs/api/errors/30001
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

if TYPE_CHECKING:
    from datetime import datetime

    from attrs import Attribute

_TOLL_FREE = re.compile(r"\+18(00|33|44|55|66|77|88)\d{7}", re.ASCII)
_NORTH_AMERICAN = re.compile(r"\+1\d{10}", re.ASCII)
_NUMBER = re.compile(r"\+\d+", re.ASCII)
_SHORT_CODE = re.compile(r"\d{3,8}", re.ASCII)
_SERVICE = re.compile("MG[0-9a-f]{32}")
_CHANNEL = re.compile(r"[a-z]+:", re.ASCII)


def _check_positive(_: object, attribute: Attribute[Any], number: float) -> None:
    if number <= 0:
        raise ValueError(f"{attribute.name} must be more than 0")


@frozen(kw_only=True)
class SenderLimits:
    """The message segments that senders send in a second, by their kind, and those that wait for one at most.

    Attributes:
        long_code: Of a number of the United States or Canada.
        long_code_abroad: Of a number of another country.
        toll_free: Of a toll-free number.
        short_code: Of a short code.
        alphanumeric: Of a sender that is a name.
        messaging_service: Of all senders of a messaging service together.
        queue: The segments that wait in a sender's queue at most. A message that finds no room is refused
            with 429 / 21611; a messaging service accepts it and fails it with 30001.
    """

    long_code: float = field(default=1.0, validator=_check_positive)
    long_code_abroad: float = field(default=10.0, validator=_check_positive)
    toll_free: float = field(default=3.0, validator=_check_positive)
    short_code: float = field(default=100.0, validator=_check_positive)
    alphanumeric: float = field(default=10.0, validator=_check_positive)
    messaging_service: float = field(default=10.0, validator=_check_positive)
    queue: int = field(default=36_000, validator=_check_positive)

    def rate_of(self, sender: str) -> float | None:
        """The segments a second of a sender, or None where it has no limit, as that of a channel."""
        rates = (
            (_TOLL_FREE, self.toll_free),
            (_NORTH_AMERICAN, self.long_code),
            (_NUMBER, self.long_code_abroad),
            (_SHORT_CODE, self.short_code),
            (_SERVICE, self.messaging_service),
        )
        for pattern, rate in rates:
            if pattern.fullmatch(sender):
                return rate
        return None if _CHANNEL.match(sender) else self.alphanumeric


class SenderQueues:
    """The queues of all senders; without limits no message waits in one."""

    def __init__(self, limits: SenderLimits | None) -> None:
        self._limits = limits
        self._empty_at: dict[tuple[str, str], datetime] = {}

    def enter(self, account_sid: str, sender: str, segments: int, now: datetime) -> datetime | None:
        """The moment at which it is a new message's turn to leave; None where there is no room for it."""
        rate = None if self._limits is None else self._limits.rate_of(sender)
        if self._limits is None or rate is None:
            return now
        turn = max(now, self._empty_at.get((account_sid, sender), now))
        waiting = round((turn - now).total_seconds() * rate, 6)
        if waiting + segments > self._limits.queue:
            return None
        self._empty_at[account_sid, sender] = turn + timedelta(seconds=segments / rate)
        return turn
