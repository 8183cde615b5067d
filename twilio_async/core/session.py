"""The pipeline of every request: authorize, limit, send, judge, repeat.

This is the only place that repeats a request. It asks pure functions whether and when, holds nothing while
it sleeps (the body is read, the connection is free, the slot of the limiter is given back), and ends within
`Timeout.total`. An answer is a success once the reader of its request has understood it, so what has not the
shape it should have is repeated like what cannot be read at all.
"""

from __future__ import annotations

import asyncio
import logging
import math
import random
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define, evolve, field

from twilio_async.core import retry
from twilio_async.core.auth.credentials import Credentials
from twilio_async.core.clock import Clock
from twilio_async.core.deadlines import Deadlines
from twilio_async.core.exchange import (
    ERRORS,
    Exchange,
    name,
    parameters,
    reason,
    reason_in_short,
    response_of,
    summary,
)
from twilio_async.core.http.body import Body, StreamedResponse
from twilio_async.core.http.loops import CurrentLoop
from twilio_async.core.http.transport import Transport
from twilio_async.core.judging import judged, refused
from twilio_async.core.limits import Limiter
from twilio_async.core.retry import Retry, RetryBudget, RetryEvent
from twilio_async.core.urls import origin_of, redirected
from twilio_async.core.wire import Attempt, Failure, Refusal, Response
from twilio_async.errors import (
    ConfigurationError,
    LinkError,
    RequestTimeout,
    TwilioError,
    api_error,
)

if TYPE_CHECKING:
    from twilio_async.core.apis import Api
    from twilio_async.core.http.transport import Timeout
    from twilio_async.core.wire import Request, Setback

T = TypeVar("T")
_LOG = logging.getLogger("twilio_async")
_SETBACKS = (Refusal, Failure)
_MAX_REDIRECTS = 5
_UNAUTHORIZED = 401
_FIRST_SERVER_ERROR = 500


@define(eq=False)
class Session:
    """The pipeline of one client, with its settings."""

    base: str
    credentials: Credentials
    transport: Transport
    limiter: Limiter
    retry: Retry
    budget: RetryBudget
    total: float | None
    on_retry: Callable[[RetryEvent], object] | None
    clock: Clock
    loop: CurrentLoop = field(factory=CurrentLoop)
    _deadlines: Deadlines = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._deadlines = Deadlines(self.total)

    def with_options(
        self,
        *,
        timeout: Timeout | None,
        retry: Retry | None,
        on_retry: Callable[[RetryEvent], object] | None,
        user_agent: str | None,
    ) -> Session:
        """The same connections, credentials and limits under other settings; None keeps what is."""
        return evolve(
            self,
            transport=self.transport.with_options(timeout, user_agent),
            total=self.total if timeout is None else timeout.total,
            retry=self.retry if retry is None else retry,
            budget=self.budget if retry is None else RetryBudget(retry.budget),
            on_retry=on_retry or self.on_retry,
        )

    def origin_of(self, api: Api) -> str | None:
        """Scheme and host of an API; None where they are those of `base`."""
        return origin_of(self.base, api.host)

    async def close(self) -> None:
        """End whatever is under way and close the connections."""
        self.transport.connections.refuse()
        await self.credentials.close()
        await self.transport.connections.close()

    async def send(self, request: Request[T]) -> T:
        """The answer to `request`, as its reader makes it.

        Raises:
            TwilioError: It failed, and was repeated as often as that is allowed.
        """
        return await self._completed(Exchange(request))

    async def open(self, request: Request[Response]) -> Body:
        """The body of the answer to a live request, behind however many redirects.

        Raises:
            TwilioError: It failed, or a redirect led astray.
        """
        return await self._opened(request, [])

    @asynccontextmanager
    async def within(
        self, seconds: float | None, request: Request[Response]
    ) -> AsyncGenerator[Callable[[], Awaitable[Body]], None]:
        """A function that opens the live `request` each time, for a block that may take `seconds`.

        Raises:
            RequestTimeout: The block took longer.
        """
        trail: list[Exchange[Response]] = []
        deadline = asyncio.timeout(seconds)
        try:
            async with deadline:
                yield partial(self._opened, request, trail)
        except TimeoutError:
            if not deadline.expired():
                raise
            raise RequestTimeout(
                f"not all of it came within {seconds} s",
                method=request.method,
                path=request.path,
                attempts=sum(exchange.attempt.number for exchange in trail),
                executed="unknown" if any(exchange.may_have_been_executed() for exchange in trail) else "no",
            ) from None

    async def _opened(self, request: Request[Response], trail: list[Exchange[Response]]) -> Body:
        """The body; `trail` gets the exchanges that lead to it, for whoever has to tell how far they came."""
        for _ in range(_MAX_REDIRECTS + 1):
            exchange = Exchange(request)
            trail.append(exchange)
            response = await self._completed(exchange)
            if isinstance(response, StreamedResponse):
                return Body(response.content, request, response.attempts)
            request = redirected(request, response.headers.get("Location", ""), self.base)
        raise LinkError("too many redirects", method=request.method, path=request.path)

    async def _completed(self, exchange: Exchange[T]) -> T:
        if self.loop.changed():
            self.limiter.change_loop()
            self.transport.connections.change_loop()
        exchange.started = self.clock.monotonic()
        deadline = self._deadlines.begin()
        try:
            while True:
                outcome = await self._attempt(exchange)
                if not isinstance(outcome, _SETBACKS):
                    self.budget.earn()
                    return outcome
                exchange.ended(outcome)
                wait = self._wait(exchange, outcome)
                if wait is None:
                    break
                self._announce(exchange, outcome, wait)
                await self.clock.sleep(wait)
        except TwilioError as error:
            # Of a token, or of a client closed meanwhile. It ended this attempt, and knows of none before.
            error.executed = exchange.executed
            raise
        except asyncio.CancelledError as cancelled:
            if not deadline.end():
                _doubt(exchange, cancelled)
                raise
            outcome = Failure("timeout", f"no answer within {self.total} s", sent=exchange.attempt.sent)
            self._log(exchange, outcome, exchange.started)
            exchange.ended(outcome)
        finally:
            deadline.end()
        raise self._error(exchange, outcome) from (outcome.cause if isinstance(outcome, Failure) else None)

    async def _attempt(self, exchange: Exchange[T]) -> T | Setback:
        request, authorization = exchange.request, None
        if request.authorized:
            authorization = await self.credentials.authorization(self.send, self.clock.monotonic())
        async with self.limiter.slots:
            began = self.clock.monotonic()
            attempt = exchange.attempt = Attempt(exchange.attempt.number + 1)
            answer = await self.transport.send_once(request, authorization, attempt)
            self._learn(answer)
        if isinstance(answer, StreamedResponse):  # A slow file keeps no slot.
            answer = await answer.begun()
        outcome = judged(exchange, answer)
        self._log(exchange, outcome if isinstance(outcome, _SETBACKS) else answer, began)
        if isinstance(outcome, Refusal) and outcome.response.status == _UNAUTHORIZED:
            self.credentials.rejected()
        return outcome

    def _log(self, exchange: Exchange[Any], came: Response | Setback, began: float) -> None:
        if _LOG.isEnabledFor(logging.DEBUG):
            line = summary(exchange, came, self.clock.monotonic() - began)
            _LOG.debug("%s", line, extra={"parameters": parameters(exchange.request)})

    def _learn(self, answer: Response | Failure) -> None:
        if isinstance(answer, Failure) or answer.status >= _FIRST_SERVER_ERROR:
            return
        if answer.status != retry.TOO_MANY_REQUESTS:
            self.limiter.answered(throttled=False)
        elif retry.too_many_at_a_time(refused(answer)):
            self.limiter.answered(throttled=True)

    def _wait(self, exchange: Exchange[Any], setback: Setback) -> float | None:
        """Seconds until the next attempt, or None to give up."""
        elapsed = self.clock.monotonic() - exchange.started
        wait = self.retry.wait(
            exchange.request,
            exchange.attempt.number,
            setback,
            remaining=math.inf if self.total is None else self.total - elapsed,
            now=self.clock.time(),
            jitter=random.random(),  # noqa: S311 - spreads load, guards nothing
        )
        return wait if wait is None or not retry.is_trouble(setback) or self.budget.spend() else None

    def _announce(self, exchange: Exchange[Any], setback: Setback, wait: float) -> None:
        request, response = exchange.request, response_of(setback)
        event = RetryEvent(
            method=request.method,
            path=request.path,
            attempt=exchange.attempt.number,
            wait=wait,
            status=None if response is None else response.status,
            reason=reason(setback),
            request_id=None if response is None else response.request_id,
        )
        _LOG.info(
            "%s: %s; attempt %d in %.2f s", name(request), reason_in_short(setback), event.attempt + 1, wait
        )
        if self.on_retry is None:
            return
        try:
            self.on_retry(event)
        except Exception:  # noqa: BLE001 - whatever a hook raises, the call is not its own
            _LOG.exception("on_retry failed; the request goes on without it")

    def _error(self, exchange: Exchange[Any], setback: Setback) -> TwilioError:
        response = response_of(setback)
        facts: dict[str, Any] = {
            "method": exchange.request.method,
            "path": exchange.request.path,
            "attempts": exchange.attempt.number,
            "request_id": None if response is None else response.request_id,
            "headers": None if response is None else response.headers,
            "executed": exchange.executed,
        }
        if isinstance(setback, Refusal):
            refused = setback.response.status == _UNAUTHORIZED and exchange.request.authorized
            hint = self.credentials.source if refused else None
            return api_error(setback.response.status, setback.tree, hint=hint, **facts)
        kind = ERRORS[setback.kind]
        if setback.kind == "absent" and response is not None:
            facts["status"] = response.status
        if setback.kind == "raised" and not setback.sent:
            kind = ConfigurationError
        return kind(setback.reason, **facts)


def _doubt(exchange: Exchange[Any], cancelled: asyncio.CancelledError) -> None:
    """Say of a cancelled call that it may have been executed, where that matters."""
    request = exchange.request
    if exchange.may_have_been_executed() and (not request.idempotent or request.method == "DELETE"):
        advice = "" if request.idempotent else ": look before you repeat it"
        text = f"{name(request)} was cancelled and may have been executed{advice}"
        cancelled.add_note(text)
        _LOG.warning("%s", text)
