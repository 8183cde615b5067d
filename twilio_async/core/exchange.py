"""One exchange with Twilio: a request, the attempts at it, and what may be said of them in logs and errors.

Above DEBUG nothing is said that tells of an account or a person: SIDs and phone numbers are masked, and what
an unreadable answer held is left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import parse_qsl

from twilio_async.core import retry
from twilio_async.core.wire import FORM_TYPE, Attempt, Failure, Refusal, Response
from twilio_async.errors import (
    ConnectError,
    ConnectionLost,
    DecodeError,
    NotFound,
    RequestTimeout,
    TransportError,
    TwilioError,
    masked,
    without_sids,
)

if TYPE_CHECKING:
    from twilio_async.core.wire import Executed, Request, Setback


T = TypeVar("T")
_PLAIN = r"[A-Z]{2}[0-9a-fA-F]{32}|\d{1,6}|\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?|true|false"
"""Values that tell of nobody: SIDs, small numbers, dates, truth values."""
_TEXT = "(?i)body|text|token|secret|password|digits|code|pin"
"""Names of parameters whose values are never shown."""
ERRORS: dict[str, type[TwilioError]] = {
    "connect": ConnectError,
    "timeout": RequestTimeout,
    "lost": ConnectionLost,
    "unreadable": DecodeError,
    "misplaced": DecodeError,
    "absent": NotFound,
    "raised": TransportError,
}
"""The errors that failures of these kinds become."""


class Exchange(Generic[T]):
    """A request and the attempts at it, as far as they have come."""

    __slots__ = ("attempt", "executed", "request", "started")

    def __init__(self, request: Request[T]) -> None:
        self.request = request
        self.started = 0.0
        self.attempt = Attempt(0)
        self.executed: Executed = "no"

    def may_have_been_executed(self) -> bool:
        """Whether an attempt that has ended, or the one under way, may have been carried out."""
        return self.executed == "unknown" or self.attempt.sent

    def ended(self, setback: Setback) -> None:
        """Take note of what came of the attempt."""
        self.attempt.sent = False
        if retry.executed(setback) == "unknown":
            self.executed = "unknown"


def summary(exchange: Exchange[Any], outcome: Response | Setback, seconds: float) -> str:
    """An attempt and what came of it, in a line."""
    response = response_of(outcome)
    details = [f"attempt {exchange.attempt.number}", f"{seconds:.3f} s"]
    if response is not None and response.request_id:
        details.append(f"request {response.request_id}")
    if isinstance(outcome, Refusal) and outcome.code is not None:
        details.append(f"code {outcome.code}")
    text = f"{exchange.request.method} {exchange.request.path}: {reason(outcome)} ({', '.join(details)})"
    return masked(text)


def parameters(request: Request[Any]) -> str:
    """The parameters of a request: numbers but for their ends, and nothing of texts, which may be secret."""
    form = request.body is not None and request.content_type == FORM_TYPE
    body = request.body.decode("ascii", "replace") if request.body is not None and form else ""
    pairs = parse_qsl("&".join(filter(None, (request.query, body))), keep_blank_values=True)
    shown = [f"{parameter}={_shown(parameter, value)}" for parameter, value in pairs]
    if request.body and not form:
        shown.append(f"a body of {len(request.body)} bytes")
    return ", ".join(shown)


def _shown(parameter: str, value: str) -> str:
    if not value or (re.fullmatch(_PLAIN, value) and not re.search(_TEXT, parameter)):
        return value
    number = masked(value)
    return number if re.fullmatch(r"\*{3}\d\d", number) else "***"


def name(request: Request[Any]) -> str:
    """A request as it may stand in a log above DEBUG."""
    return without_sids(f"{request.method} {request.path}")


def reason_in_short(setback: Setback) -> str:
    """Why a request is repeated, as it may stand in a log above DEBUG."""
    unreadable = isinstance(setback, Failure) and setback.kind == "unreadable"
    return "an unreadable answer" if unreadable else masked(reason(setback))


def response_of(outcome: Response | Setback) -> Response | None:
    """The answer that came, if any did."""
    return outcome if isinstance(outcome, Response) else outcome.response


def reason(outcome: Response | Setback) -> str:
    """The outcome in words: the status that came, or what went wrong."""
    if isinstance(outcome, Failure):
        return outcome.reason
    response = response_of(outcome)
    return "no answer" if response is None else f"HTTP {response.status}"
