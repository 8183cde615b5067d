"""The pipeline of every request: authorize, limit, send, decide, decode.

This is the only place that repeats a request. It asks pure functions whether and when, holds nothing while
it sleeps (the body is read, the connection is free, the slot of the limiter is given back), and ends within
`Timeout.total`. An answer is a success once the caller's reader has understood it, so what has not the shape
it should have is repeated like what cannot be read at all.
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

from twilio_async.core import codec, retry
from twilio_async.core.clock import Clock
from twilio_async.core.credentials import Credentials
from twilio_async.core.decoding import read_response, read_tree
from twilio_async.core.exchange import Exchange, name, reason, reason_in_short, response_of, summary
from twilio_async.core.http.body import Body, StreamedResponse
from twilio_async.core.http.loops import CurrentLoop
from twilio_async.core.http.transport import Transport
from twilio_async.core.limits import Limiter
from twilio_async.core.retry import Retry, RetryBudget, RetryEvent
from twilio_async.core.urls import origin_of, redirected
from twilio_async.core.wire import Attempt, Failure, Refusal, Response
from twilio_async.errors import (
    ConfigurationError,
    ConnectError,
    ConnectionLost,
    DecodeError,
    LinkError,
    NotFound,
    RequestTimeout,
    TransportError,
    TwilioError,
    api_error,
    error_code,
)

if TYPE_CHECKING:
    from twilio_async.core.apis import Api
    from twilio_async.core.http.transport import Timeout
    from twilio_async.core.wire import Request, Setback

T = TypeVar("T")
_LOG = logging.getLogger("twilio_async")
_MAX_REDIRECTS = 5
_FIRST_SUCCESS = 200
_FIRST_REDIRECT = 300
_UNAUTHORIZED = 401
_NOT_FOUND = 404
_FIRST_SERVER_ERROR = 500
_FAILURES: dict[str, type[TwilioError]] = {
    "connect": ConnectError,
    "timeout": RequestTimeout,
    "lost": ConnectionLost,
    "unreadable": DecodeError,
    "absent": NotFound,
    "raised": TransportError,
}


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

    async def send(
        self, request: Request, read: Callable[[Response], T], trail: list[Exchange] | None = None
    ) -> tuple[Response, T]:
        """The answer to `request`, and what `read` makes of it.

        Args:
            request: What is asked.
            read: Raises `codec.Unreadable` where the answer is not what it should be.
            trail: Gets the exchange, for whoever has to tell how far it came.

        Raises:
            TwilioError: It did not succeed, even where it could be repeated.
        """
        if self.loop.changed():
            self.limiter.change_loop()
            self.transport.connections.change_loop()
        exchange = Exchange(request, self.clock.monotonic())
        if trail is not None:
            trail.append(exchange)
        try:
            async with asyncio.timeout(self.total):
                while True:
                    outcome = await self._attempt(exchange, read)
                    if isinstance(outcome, tuple):
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
        except TimeoutError:
            outcome = Failure("timeout", f"no answer within {self.total} s", sent=exchange.attempt.sent)
            exchange.ended(outcome)
        except asyncio.CancelledError as cancelled:
            _doubt(exchange, cancelled)
            raise
        raise self._error(exchange, outcome) from (outcome.cause if isinstance(outcome, Failure) else None)

    async def fetch(self, request: Request) -> Any:
        """The parsed body of the answer to `request`."""
        return (await self.send(request, read_tree))[1]

    async def open(self, request: Request, trail: list[Exchange] | None = None) -> Body:
        """The body of the answer to a streamed request, behind however many redirects.

        Args:
            request: What is asked; it is redirected.
            trail: Gets its exchanges.

        Raises:
            TwilioError: It did not succeed, or a redirect led astray.
        """
        for _ in range(_MAX_REDIRECTS + 1):
            response, _ = await self.send(request, read_response, trail)
            if isinstance(response, StreamedResponse):
                return Body(response.content, request, response.attempts)
            request = redirected(request, response.headers.get("Location", ""), self.base)
        raise LinkError("too many redirects", method=request.method, path=request.path)

    @asynccontextmanager
    async def within(
        self, seconds: float | None, request: Request
    ) -> AsyncGenerator[Callable[[], Awaitable[Body]], None]:
        """A function that opens the streamed `request`, as often as it is called; in `seconds` all is over.

        Raises:
            RequestTimeout: It was not.
        """
        trail: list[Exchange] = []
        deadline = asyncio.timeout(seconds)
        try:
            async with deadline:
                yield partial(self.open, request, trail)
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

    async def _attempt(
        self, exchange: Exchange, read: Callable[[Response], T]
    ) -> tuple[Response, T] | Setback:
        request, authorization = exchange.request, None
        if request.authorized:
            authorization = await self.credentials.authorization(self.fetch, self.clock.monotonic())
        async with self.limiter.slots:
            began = self.clock.monotonic()
            exchange.attempt = Attempt(exchange.attempt.number + 1)
            outcome = _judged(
                exchange, await self.transport.send_once(request, authorization, exchange.attempt)
            )
            self._learn(outcome)
        if isinstance(outcome, StreamedResponse):
            outcome = await outcome.content.begun(request, outcome)
        if _LOG.isEnabledFor(logging.DEBUG):
            _LOG.debug("%s", summary(exchange, outcome, self.clock.monotonic() - began))
        if isinstance(outcome, Refusal) and outcome.response.status == _UNAUTHORIZED:
            self.credentials.rejected()
        return _understood(outcome, read) if isinstance(outcome, Response) else outcome

    def _learn(self, outcome: Response | Setback) -> None:
        if isinstance(outcome, Refusal) and retry.too_many_at_a_time(outcome):
            self.limiter.answered(throttled=True)
            return
        response = response_of(outcome)
        status = _FIRST_SERVER_ERROR if response is None else response.status
        if status < _FIRST_SERVER_ERROR and status != retry.TOO_MANY_REQUESTS:
            self.limiter.answered(throttled=False)

    def _wait(self, exchange: Exchange, setback: Setback) -> float | None:
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

    def _announce(self, exchange: Exchange, setback: Setback, wait: float) -> None:
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

    def _error(self, exchange: Exchange, setback: Setback) -> TwilioError:
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
        kind = _FAILURES[setback.kind]
        if setback.kind == "absent" and response is not None:
            facts["status"] = response.status
        if setback.kind == "raised" and not setback.sent:
            kind = ConfigurationError
        return kind(setback.reason, **facts)


def _judged(exchange: Exchange, outcome: Response | Failure) -> Response | Setback:
    """`outcome`, as the refusal that it is where its status says so."""
    request = exchange.request
    if isinstance(outcome, Failure):
        return outcome
    if _FIRST_SUCCESS <= outcome.status < _FIRST_REDIRECT or outcome.status in request.accepts:
        return outcome
    if outcome.status == _NOT_FOUND and request.method == "DELETE" and exchange.executed == "unknown":
        # What an earlier attempt may have deleted is gone, as was asked.
        return evolve(outcome, body=b"")
    try:
        tree = codec.parse(outcome.body)
    except codec.Unreadable:
        tree = None
    return Refusal(outcome, tree, error_code(tree))


def _understood(response: Response, read: Callable[[Response], T]) -> tuple[Response, T] | Failure:
    try:
        return response, read(response)
    except codec.Unreadable as error:
        return Failure("unreadable", str(error), sent=True, response=response)


def _doubt(exchange: Exchange, cancelled: asyncio.CancelledError) -> None:
    """Say of a cancelled call that it may have been executed, where that matters."""
    request = exchange.request
    if exchange.may_have_been_executed() and not request.idempotent:
        text = f"{name(request)} was cancelled and may have been executed: look before you repeat it"
        cancelled.add_note(text)
        _LOG.warning("%s", text)
