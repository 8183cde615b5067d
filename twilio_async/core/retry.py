"""The decision whether to repeat a request, and when: pure, of (request, attempt, outcome).

Twilio has no idempotency key for messages and calls, so a POST that may have been executed is never sent
again: the second one would reach a person. The whole table:

    outcome                                              GET, HEAD, DELETE    POST
    never sent                                           repeat               repeat
    429, which Twilio did not process                    repeat               repeat
    429 with code 21611: one sender's queue is full      raise                raise
    408, 500, 502, 503, 504, 520 to 524                  repeat               raise, executed "unknown"
    sent, then timeout, loss or an unreadable answer     repeat               raise, executed "unknown"
    a file that is not there yet                         repeat
    anything else is raised, as by a hook of the user's  raise                raise, by what was sent
    404 to a DELETE that may have been executed          success
    any other status                                     raise                raise

Statuses 520 to 524 are a proxy's, for a server behind it that did not answer in time or in form. Waits grow
exponentially with full jitter. A `Retry-After` of the server's replaces them, unless it is so short (0, or a
date that is past) that all attempts would leave at once. Nothing here sleeps, and nothing knows a clock but
the values it is given.

Source: https://www.twilio.com/docs/api/errors/20429 and https://www.twilio.com/docs/api/errors/20500
"""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from twilio_async.core.validation import number
from twilio_async.core.wire import Failure, is_refusal

if TYPE_CHECKING:
    from twilio_async.core.wire import Executed, Refusal, Request, Setback

TOO_MANY_REQUESTS = 429
_TOO_MANY_AT_A_TIME = 20429
_SENDER_QUEUE_FULL = 21611
_OURS = frozenset({"raised", "misplaced"})
"""Failures of whoever asks, which a repetition does not mend."""
_DOUBTFUL = frozenset({408, 500, 502, 503, 504, *range(520, 525)})
_SECONDS = re.compile(r"\d{1,9}(\.\d{1,9})?")


def executed(setback: Setback) -> Executed:
    """Whether Twilio may have carried out a request that came to this."""
    if isinstance(setback, Failure):
        return "unknown" if setback.sent else "no"
    status = setback.response.status
    return "no" if is_refusal(status) and status not in _DOUBTFUL else "unknown"


def repeatable(request: Request[Any], setback: Setback) -> bool:
    """Whether the table allows to send `request` again after `setback`."""
    if isinstance(setback, Failure):
        return setback.kind not in _OURS and (request.idempotent or not setback.sent)
    status = setback.response.status
    if status == TOO_MANY_REQUESTS:
        return setback.code != _SENDER_QUEUE_FULL
    return request.idempotent and (status in _DOUBTFUL or status in request.repeat_on)


def too_many_at_a_time(refusal: Refusal) -> bool:
    """Whether the account has more requests under way than Twilio allows: 429, and no other reason given."""
    return refusal.response.status == TOO_MANY_REQUESTS and refusal.code in (None, _TOO_MANY_AT_A_TIME)


def is_trouble(setback: Setback) -> bool:
    """Whether the API itself fails, so that repetitions by all callers would only add to it."""
    if isinstance(setback, Failure):
        return setback.kind not in {"absent", "misplaced"}
    return setback.response.status in _DOUBTFUL


def retry_after(value: str | None, now: float) -> float | None:
    """Seconds to wait according to a `Retry-After` header (seconds or a date); None where it says nothing.

    `now` is the Unix time.
    """
    if value is None:
        return None
    if _SECONDS.fullmatch(value.strip()):
        return float(value.strip())
    try:
        moment = parsedate_to_datetime(value)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return max(0.0, moment.timestamp() - now)
    except (ValueError, OverflowError):
        return None


@frozen(kw_only=True)
class Retry:
    """The pace of repetition; what is repeated is not a matter of choice.

    Attributes:
        attempts: The most requests for one call, the first included; 1 never repeats.
        base: The most seconds before the first repetition; it doubles for each further one.
        cap: The most seconds of any wait, but for a `Retry-After`.
        budget: Repetitions that the whole client may make in a row while the API fails. Each success
            gives back a fifth of one. 429 answers do not count, since the limiter deals with those, nor
            do files that are not there yet.

    The total time is bounded by `Timeout.total`.
    """

    attempts: int = field(default=5, validator=number(least=1))
    base: float = field(default=0.5, validator=number())
    cap: float = field(default=30.0, validator=number())
    budget: float = field(default=100.0, validator=number())

    def wait(
        self,
        request: Request[Any],
        attempt: int,
        setback: Setback,
        *,
        remaining: float,
        now: float,
        jitter: float,
    ) -> float | None:
        """Seconds to wait before attempt number `attempt + 1`, or None to give up.

        `remaining` is what is left of the total time, in seconds; `now` the Unix time; `jitter` a random
        number between 0 and 1.
        """
        if attempt >= self.attempts or not repeatable(request, setback):
            return None
        # The exponent is bounded because 2.0**1024 overflows; by then `cap` rules.
        wait = jitter * min(self.cap, self.base * 2.0 ** min(attempt - 1, 64))
        if not isinstance(setback, Failure):
            delay = retry_after(setback.response.headers.get("Retry-After"), now) or 0.0
            wait = delay if delay >= self.base else max(delay, wait)
        return wait if wait < remaining else None


class RetryBudget:
    """The repetitions that a client has left; it keeps a failing API from being hammered by all callers."""

    _EARNED_BY_SUCCESS = 0.2

    def __init__(self, size: float) -> None:
        self._size = size
        self._left = size

    def earn(self) -> None:
        """Take note of a success."""
        if self._left < self._size:
            self._left = min(self._size, self._left + self._EARNED_BY_SUCCESS)

    def spend(self) -> bool:
        """Take one repetition out; False where none is left."""
        if self._left < 1:
            return False
        self._left -= 1
        return True


@frozen
class RetryEvent:
    """A repetition that is about to come, as `on_retry` is told of it.

    Attributes:
        method, path: The request, without its query.
        attempt: The number of the attempt that failed, from 1.
        wait: Seconds until the next one.
        status: The HTTP status of the answer, or None where none came.
        reason: What went wrong, in words.
        request_id: Twilio's name for the request, where it answered.
    """

    method: str
    path: str
    attempt: int
    wait: float
    status: int | None
    reason: str
    request_id: str | None
