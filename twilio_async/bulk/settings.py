"""Settings: how a campaign sends, and how it settles what is in doubt."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, TypeAlias

from attrs import field, frozen

from twilio_async import InvalidArgument
from twilio_async.bulk.doubts.callbacks import check_url
from twilio_async.bulk.pacing.rates import Pace, check_pace
from twilio_async.bulk.rules.decisions import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

OnMissing: TypeAlias = Literal["hold", "resend"]
"""What becomes of a message that Twilio's list does not have after all the waits."""

SETTLE = (60.0, 300.0, 900.0, 3600.0, 14400.0)
"""Seconds after the beginning of a doubt at which Twilio's list is asked again."""


def _seconds(waits: Iterable[float]) -> tuple[float, ...]:
    try:
        return tuple(waits)
    except TypeError:  # These are none, which is refused.
        return ()


def _is_number(value: object) -> bool:
    """Whether something is a number of seconds, and neither infinite nor none."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


@frozen(kw_only=True)
class Settings:
    """The settings of a campaign, checked; `Campaign.open` says what each is."""

    callback_url: str | None
    pace: Pace
    rules: tuple[Rule, ...]
    on_missing: OnMissing
    settle: tuple[float, ...] = field(converter=_seconds)
    timeout: float

    def __attrs_post_init__(self) -> None:
        check_pace(self.pace)
        if self.callback_url is not None:
            check_url(self.callback_url)
        if self.on_missing not in {"hold", "resend"}:
            raise InvalidArgument("on_missing is 'hold' or 'resend'")
        is_ascending = all(map(_is_number, self.settle)) and list(self.settle) == sorted(self.settle)
        if not self.settle or not is_ascending or self.settle[0] < 0:
            raise InvalidArgument("settle takes seconds that ascend, such as (60, 300, 900)")
        if not _is_number(self.timeout) or self.timeout <= 0:
            raise InvalidArgument("timeout takes the seconds of a call, above 0")

    @property
    def begin_within(self) -> float:
        """Seconds from the claim of a message within which its POST has to begin, or it is given back."""
        return self.timeout / 4

    @property
    def lease(self) -> float:
        """Seconds that a lease lasts: longer than the latest POST may take."""
        return self.timeout + 2 * self.begin_within
