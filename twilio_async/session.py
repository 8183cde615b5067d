"""The pipeline of every request: authorize, limit, send, decide, parse.

This is the only place that repeats a request. It asks pure functions whether and when, holds nothing while
it sleeps (the body is read, the connection is free, the slot of the limiter is given back), and ends within
`Timeout.total`.
"""

from __future__ import annotations

import asyncio
import logging
import math
import random
from typing import TYPE_CHECKING, Any

from twilio_async import codec, retry
from twilio_async.errors import (
    ConnectError,
    ConnectionLost,
    DecodeError,
    LinkError,
    RequestTimeout,
    TwilioError,
    api_error,
)
from twilio_async.limits import Limiter
from twilio_async.retry import RetryBudget, RetryEvent
from twilio_async.urls import redirected
from twilio_async.wire import REDIRECTS, Failure, Response

if TYPE_CHECKING:
    from collections.abc import Callable

    from twilio_async.clock import Clock
    from twilio_async.credentials import Credentials
    from twilio_async.limits import Limits
    from twilio_async.retry import Retry
    from twilio_async.transport import Body, Transport
    from twilio_async.wire import Executed, Outcome, Request

_LOG = logging.getLogger("twilio_async")
_MAX_REDIRECTS = 5


class _Progress:
    """How far one call has come."""

    __slots__ = ("attempts", "executed", "in_flight")

    def __init__(self) -> None:
        self.attempts = 0
        self.executed: Executed = "no"
        self.in_flight = False


class Session:
    """What endpoints send their requests through."""

    def __init__(
        self,
        base: str,
        transport: Transport,
        credentials: Credentials,
        retry: Retry,
        limits: Limits,
        *,
        total: float | None,
        clock: Clock,
        on_retry: Callable[[RetryEvent], object] | None,
    ) -> None:
        self.base = base
        self.credentials = credentials
        self._transport = transport
        self._retry = retry
        self._budget = RetryBudget(retry.budget)
        self._limiter = Limiter(limits, clock)
        self._total = total
        self._clock = clock
        self._on_retry = on_retry

    async def close(self) -> None:
        """End whatever is under way and close the connections."""
        await self.credentials.close()
        await self._transport.close()

    async def send(self, request: Request) -> tuple[Response, Any]:
        """The answer to `request`, and its parsed body (the live `Body` where it is streamed).

        Raises:
            TwilioError: It did not succeed, even where it could be repeated.
        """
        progress = _Progress()
        started = self._clock.monotonic()
        try:
            async with asyncio.timeout(self._total):
                while True:
                    outcome, tree = await self._attempt(request, progress)
                    if isinstance(outcome, Response) and _succeeded(request, outcome, progress):
                        self._budget.earn()
                        return outcome, tree
                    wait = self._wait(request, outcome, progress, started)
                    if wait is None:
                        break
                    self._announce(request, outcome, progress, wait)
                    await self._clock.sleep(wait)
        except TimeoutError as error:
            if isinstance(error, TwilioError):  # Of the token that the call was waiting for.
                raise
            outcome = Failure("timeout", f"no answer within {self._total} s", sent=progress.in_flight)
            if outcome.sent:
                progress.executed = "unknown"
        raise _error(request, outcome, progress)

    async def fetch(self, request: Request) -> Any:
        """The parsed body of the answer to `request`."""
        return (await self.send(request))[1]

    async def open(self, request: Request) -> Body:
        """The body of the answer to a streamed request, behind however many redirects.

        Raises:
            TwilioError: It did not succeed, or a redirect led astray.
        """
        for _ in range(_MAX_REDIRECTS + 1):
            response, body = await self.send(request)
            if body is not None:
                return body  # type: ignore[no-any-return]
            request = redirected(request, response.headers.get("Location", ""), self.base)
        raise LinkError("too many redirects", method=request.method, path=request.path)

    async def _attempt(self, request: Request, progress: _Progress) -> tuple[Outcome, Any]:
        authorization = None
        if request.authorized:
            authorization = await self.credentials.authorization(self.fetch, self._clock.monotonic())
        async with self._limiter.slots:
            progress.attempts += 1
            progress.in_flight = True
            outcome = await self._transport.exchange(request, authorization, progress.attempts)
            progress.in_flight = False
            self._learn(outcome)
        if isinstance(outcome, Failure):
            _LOG.debug("%s %s: %s", request.method, request.path, outcome.reason)
            return outcome, None
        _LOG.debug("%s %s: HTTP %d", request.method, request.path, outcome.status)
        if outcome.status == _UNAUTHORIZED:
            self.credentials.rejected()
        if outcome.stream is not None or request.opaque or not _is_answer(request, outcome):
            return outcome, outcome.stream
        try:
            return outcome, codec.parse(outcome.body)
        except codec.Unreadable as error:
            return Failure("unreadable", str(error), sent=True, response=outcome), None

    def _learn(self, outcome: Outcome) -> None:
        if isinstance(outcome, Response) and outcome.status < _FIRST_SERVER_ERROR:
            self._limiter.answered(throttled=outcome.status == retry.TOO_MANY_REQUESTS)

    def _wait(self, request: Request, outcome: Outcome, progress: _Progress, started: float) -> float | None:
        """Seconds until the next attempt, or None to give up."""
        if retry.executed(outcome) == "unknown":
            progress.executed = "unknown"
        elapsed = self._clock.monotonic() - started
        wait = self._retry.wait(
            request,
            progress.attempts,
            outcome,
            remaining=math.inf if self._total is None else self._total - elapsed,
            now=self._clock.time(),
            jitter=random.random(),  # noqa: S311 - spreads load, guards nothing
        )
        throttled = isinstance(outcome, Response) and outcome.status == retry.TOO_MANY_REQUESTS
        return wait if wait is None or throttled or self._budget.spend() else None

    def _announce(self, request: Request, outcome: Outcome, progress: _Progress, wait: float) -> None:
        if self._on_retry is None:
            return
        response = _response(outcome)
        event = RetryEvent(
            method=request.method,
            path=request.path,
            attempt=progress.attempts,
            wait=wait,
            status=None if response is None else response.status,
            reason=_reason(outcome),
            request_id=None if response is None else response.request_id,
        )
        try:
            self._on_retry(event)
        except Exception:  # noqa: BLE001 - whatever a hook raises, the call is not its own
            _LOG.exception("on_retry failed; the request goes on without it")


_UNAUTHORIZED = 401
_NOT_FOUND = 404
_FIRST_SERVER_ERROR = 500
_FIRST_REDIRECT = 300
_FAILURES: dict[str, type[TwilioError]] = {
    "connect": ConnectError,
    "timeout": RequestTimeout,
    "lost": ConnectionLost,
    "unreadable": DecodeError,
}


def _is_answer(request: Request, response: Response) -> bool:
    return response.status < _FIRST_REDIRECT or response.status in request.accepts


def _succeeded(request: Request, response: Response, progress: _Progress) -> bool:
    if _is_answer(request, response):
        return True
    if request.stream and response.status in REDIRECTS:
        return True
    # What an earlier attempt may have deleted is gone, as was asked.
    gone = response.status == _NOT_FOUND and progress.executed == "unknown"
    return gone and request.method == "DELETE"


def _error(request: Request, outcome: Outcome, progress: _Progress) -> TwilioError:
    response = _response(outcome)
    facts: dict[str, Any] = {
        "method": request.method,
        "path": request.path,
        "attempts": progress.attempts,
        "request_id": None if response is None else response.request_id,
        "headers": None if response is None else response.headers,
        "executed": progress.executed,
    }
    if isinstance(outcome, Failure):
        return _FAILURES[outcome.kind](outcome.reason, **facts)
    try:
        tree = codec.parse(outcome.body)
    except codec.Unreadable:
        tree = None
    return api_error(outcome.status, tree, **facts)


def _response(outcome: Outcome) -> Response | None:
    return outcome.response if isinstance(outcome, Failure) else outcome


def _reason(outcome: Outcome) -> str:
    return outcome.reason if isinstance(outcome, Failure) else f"HTTP {outcome.status}"
