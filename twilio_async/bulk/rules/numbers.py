"""The rules that know telephone numbers: which are valid, and what time of day it is where they are.

Importing this needs phonenumbers, which has the plans of all countries.

Source: https://github.com/daviddrysdale/python-phonenumbers
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from attrs import field, frozen

from twilio_async import ConfigurationError, InvalidArgument
from twilio_async.bulk.rules.decisions import SEND, Skip, Verdict, Wait

try:
    from phonenumbers import NumberParseException, PhoneNumber, is_valid_number, parse
    from phonenumbers.timezone import time_zones_for_geographical_number, time_zones_for_number
except ModuleNotFoundError:
    raise ConfigurationError(
        'Rules about numbers need phonenumbers: pip install "twilio-async[bulk]"'
    ) from None

if TYPE_CHECKING:
    from datetime import date

    from twilio_async.bulk.messages import OutboundMessage

_ONE_DAY = timedelta(days=1)
_ONE_SECOND = timedelta(seconds=1)
_HORIZON = timedelta(days=3)
"""How far ahead a moment is looked for that is inside the window in all zones; there is one within a day, or
none at all."""
_REMEMBERED = 16_384
"""The numbers whose zones are kept."""
_UNKNOWN = "Etc/Unknown"


def valid_number(outbound: OutboundMessage, _moment: datetime) -> Verdict:
    """The rule that skips whom no number can be of: it must be valid, and written with `+` and country."""
    number = _parsed(outbound.to)
    return SEND if number is not None and is_valid_number(number) else Skip("invalid")


@frozen
class LocalWindow:
    """The rule that sends only at certain hours of the day where the recipient is, by the number's region.

    A number that may be in several zones, such as a mobile one of a wide country, has to be inside the window
    in all of them. Where no zone is known, or there is no such moment, the time is that of `otherwise`;
    without one the message is skipped as invalid.

    Args:
        start: The local time at which the window opens, such as `time(9)`.
        end: The local time at which it closes; earlier than `start`, it is that of the next day.
        otherwise: The zone for numbers without one, such as "America/Chicago".

    Raises:
        InvalidArgument: The times are equal, or have a zone of their own; or there is no such zone.
    """

    start: time
    end: time
    otherwise: str | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.start == self.end or self.start.tzinfo or self.end.tzinfo:
            raise InvalidArgument(
                "a window needs two times of the day without a zone, such as time(9), time(20)"
            )
        if self.otherwise is not None:
            _zone(self.otherwise)

    def __call__(self, outbound: OutboundMessage, moment: datetime) -> Verdict:
        """Send inside the window, and wait for it outside."""
        opening = self._opening(zones_of(outbound.to), moment)
        if opening is None and self.otherwise is not None:
            opening = self._opening((self.otherwise,), moment)
        if opening is None:
            return Skip("invalid")
        return SEND if opening == moment else Wait(opening)

    def _opening(self, zones: tuple[str, ...], moment: datetime) -> datetime | None:
        """The first moment from this one on that is inside the window in all zones."""
        found = moment.astimezone(UTC)
        last = found + _HORIZON
        while zones and found < last:
            latest = max(self._inside(_zone(name), found) for name in zones)
            if latest == found:
                return found
            found = latest
        return None

    def _inside(self, zone: ZoneInfo, moment: datetime) -> datetime:
        """The first moment from this one on that is inside the window in one zone."""
        local = moment.astimezone(zone)
        clock = local.time()
        if self.start < self.end:
            is_open = self.start <= clock < self.end
        else:
            is_open = clock >= self.start or clock < self.end
        if is_open:
            return moment
        day = local.date() if clock < self.start else local.date() + _ONE_DAY
        # Where clocks are put back, the first of two such hours may lie behind.
        return max(self._opens_at(day, zone), moment + _ONE_SECOND)

    def _opens_at(self, day: date, zone: ZoneInfo) -> datetime:
        """The first moment at which clocks show the start of the window, or have been put forward over it."""
        shown = datetime.combine(day, self.start)
        early, late = (shown.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (1, 0))
        if early >= late:
            return late
        # No clock shows that time on this day: one of these seconds leaps over it.
        seconds = range(int((late - early).total_seconds()))
        return early + _ONE_SECOND * bisect_left(
            seconds,
            shown,
            key=lambda after: (early + _ONE_SECOND * after).astimezone(zone).replace(tzinfo=None),
        )


@lru_cache(_REMEMBERED)
def zones_of(address: str) -> tuple[str, ...]:
    """The time zones that a number may be in; none where that is not known."""
    number = _parsed(address)
    if number is None:
        return ()
    for zones in (time_zones_for_number(number), time_zones_for_geographical_number(number)):
        if _UNKNOWN not in zones:
            return tuple(zones)
    return ()


def _parsed(address: str) -> PhoneNumber | None:
    """The number of an address, which may have the scheme of a channel."""
    try:
        return parse(address.rpartition(":")[2])
    except NumberParseException:
        return None


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        raise InvalidArgument(f"there is no time zone {name!r}: give one such as 'America/Chicago'") from None
