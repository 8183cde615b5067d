"""Faults: trouble on purpose, and which request meets which.

A kind of fault is a class that departs from the usual way of serving a request: see `Fault`. `Faults` deals
them out, from a script, played in order, or by probability from a seeded generator. The steps of serving are
those of `pipeline.Connection`.
"""

from __future__ import annotations

import math
from collections import Counter, deque
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeAlias

from attrs import evolve, field, frozen

from twilio_async.emulator.wire.errors import server_error, too_many_requests
from twilio_async.emulator.wire.names import snake_case

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from aiohttp import web

    from twilio_async.emulator.pipeline import Connection
    from twilio_async.emulator.wire.parameters import Pairs

Match: TypeAlias = Callable[[str, str], bool]
"""Whether a fault may meet the request with this method and path."""

_GARBAGE = b"\x00\xffthis is neither JSON nor XML <{\x00"


@frozen
class Fault:
    """Trouble that a request meets: what is not overridden goes its usual way, as it does here.

    Faults are equal and hashable by value. Those of the class methods are the emulator's own; any other
    subclass can be played as well.
    """

    @property
    def kind(self) -> str:
        """The name of its kind, such as `rate_limited`, by which `Faults.injected` counts it."""
        return snake_case(type(self).__name__.removesuffix("Fault"))

    async def serve(self, connection: Connection) -> web.StreamResponse:
        """Serve a request from the first step to the last."""
        await connection.read()
        await self.wait(connection)
        return await self.answer(connection)

    async def wait(self, connection: Connection) -> None:
        """Let the time pass that the request takes."""
        await connection.wait()

    async def answer(self, connection: Connection) -> web.StreamResponse:
        """Execute what was asked for and answer."""
        return connection.send(connection.execute())

    @classmethod
    def rate_limited(cls, retry_after: float | str | None = None) -> Fault:
        """429 / 20429, nothing executed; `retry_after` is the Retry-After header: seconds, or any text."""
        return RateLimitedFault(retry_after)

    @classmethod
    def server_error(cls, status: int = HTTPStatus.INTERNAL_SERVER_ERROR, *, executed: bool = False) -> Fault:
        """500 or 503; `executed`: the work is done all the same.

        Raises:
            ValueError: Another status.
        """
        return ServerErrorFault(status, executed)

    @classmethod
    def close_before_reading(cls) -> Fault:
        """The connection is reset before the body is read; nothing is executed."""
        return CloseBeforeReadingFault()

    @classmethod
    def close_after_executing(cls) -> Fault:
        """The work is done and the connection closed without an answer."""
        return CloseAfterExecutingFault()

    @classmethod
    def truncated_body(cls) -> Fault:
        """The work is done; the answer announces its full length and ends after half of it."""
        return TruncatedBodyFault()

    @classmethod
    def garbage_body(cls) -> Fault:
        """The work is done; the status says so and the body is neither JSON nor XML."""
        return GarbageBodyFault()

    @classmethod
    def delay(cls, seconds: float) -> Fault:
        """The request waits `seconds` and is then served as usual.

        Raises:
            ValueError: `seconds` is negative.
        """
        return DelayFault(seconds)


def _header(retry_after: float | str | None) -> str | None:
    return f"{retry_after:g}" if isinstance(retry_after, int | float) else retry_after


@frozen
class RateLimitedFault(Fault):
    """A refusal for too many requests."""

    retry_after: str | None = field(default=None, converter=_header)

    async def answer(self, connection: Connection) -> web.StreamResponse:
        """Refuse."""
        return connection.send(connection.refuse(too_many_requests(self.retry_after)))


def _check_status(_: object, __: object, status: int) -> None:
    if status not in {HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.SERVICE_UNAVAILABLE}:
        raise ValueError(f"the API answers 500 or 503, not {status}")


@frozen
class ServerErrorFault(Fault):
    """A failure on the server's side, with the work done or not."""

    status: int = field(default=HTTPStatus.INTERNAL_SERVER_ERROR, converter=int, validator=_check_status)
    executed: bool = False

    async def answer(self, connection: Connection) -> web.StreamResponse:
        """Refuse, executed or not."""
        if self.executed:
            connection.execute()
        return connection.send(connection.refuse(server_error(self.status)))


@frozen
class CloseBeforeReadingFault(Fault):
    """A connection that is cut before the request is read."""

    async def serve(self, connection: Connection) -> web.StreamResponse:
        """Cut the connection at once."""
        connection.log(())
        return connection.cut()


@frozen
class CloseAfterExecutingFault(Fault):
    """A connection that is cut instead of an answer."""

    async def answer(self, connection: Connection) -> web.StreamResponse:
        """Execute, and cut the connection."""
        connection.execute()
        return connection.cut()


@frozen
class TruncatedBodyFault(Fault):
    """A connection that is cut in the middle of the answer."""

    async def answer(self, connection: Connection) -> web.StreamResponse:
        """Execute, and send half of the answer."""
        return await connection.send_half(connection.execute())


@frozen
class GarbageBodyFault(Fault):
    """A body that means nothing."""

    async def answer(self, connection: Connection) -> web.StreamResponse:
        """Execute, and answer with garbage."""
        return connection.send(evolve(connection.execute(), body=_GARBAGE))


def _check_seconds(_: object, __: object, seconds: float) -> None:
    if seconds < 0:
        raise ValueError("a delay is not negative")


@frozen
class DelayFault(Fault):
    """A late answer."""

    seconds: float = field(validator=_check_seconds)

    async def wait(self, connection: Connection) -> None:
        """Let `seconds` pass besides."""
        await connection.wait(self.seconds)


@frozen
class _Script:
    steps: deque[Fault | None]
    match: Match | None
    page: int | None = None

    def plays(self, method: str, path: str, query: Pairs) -> bool:
        """Whether a step is left for this request."""
        if not self.steps or (self.page is not None and self.page != _page_of(method, query)):
            return False
        return _applies(self.match, method, path)


@frozen
class _Rates:
    faults: tuple[Fault, ...]
    weights: tuple[float, ...]
    match: Match | None


class Faults:
    """The faults to come: `injected` counts by kind what has been dealt out.

    A script goes before rates. Of several scripts the oldest that matches plays; of several rates the newest
    that matches counts.
    """

    def __init__(self, random: Random) -> None:
        self.injected: Counter[str] = Counter()
        self._random = random
        self._scripts: list[_Script] = []
        self._rates: list[_Rates] = []

    def script(self, *steps: Fault | None, match: Match | None = None, page: int | None = None) -> None:
        """Play `steps` on the next requests in order, one each; None lets a request pass untouched.

        With a `page` only the requests for that page of a list count, of which 0 is the first.

        Raises:
            TypeError: One is something else.
        """
        for step in steps:
            if step is not None and not isinstance(step, Fault):  # pyright: ignore[reportUnnecessaryIsInstance]
                raise TypeError(f"a step is a Fault, such as Fault.server_error(503), or None, not {step!r}")
        self._scripts.append(_Script(deque(steps), match, page))

    def rates(self, probabilities: Mapping[Fault, float], *, match: Match | None = None) -> None:
        """Let each request meet one of the faults by probability.

        Raises:
            ValueError: One is outside 0 to 1, or their sum exceeds 1.
        """
        weights = tuple(probabilities.values())
        if any(not 0 <= weight <= 1 for weight in weights) or math.fsum(weights) > 1:
            raise ValueError("probabilities are between 0 and 1, and so is their sum")
        self._rates.insert(0, _Rates(tuple(probabilities), weights, match))

    def clear(self) -> None:
        """Forget scripts and rates; the count of `injected` stays."""
        self._scripts.clear()
        self._rates.clear()

    def take(self, method: str, path: str, query: Pairs) -> Fault | None:
        """The fault that this request meets, if any."""
        fault = self._next(method, path, query)
        if fault is not None:
            self.injected[fault.kind] += 1
        return fault

    def _next(self, method: str, path: str, query: Pairs) -> Fault | None:
        for script in self._scripts:
            if script.plays(method, path, query):
                return script.steps.popleft()
        for rates in self._rates:
            if _applies(rates.match, method, path):
                return self._draw(rates)
        return None

    def _draw(self, rates: _Rates) -> Fault | None:
        point = self._random.random()
        for fault, weight in zip(rates.faults, rates.weights, strict=True):
            if point < weight:
                return fault
            point -= weight
        return None


def _page_of(method: str, query: Pairs) -> int | None:
    """The page of a list that a request is for, if its method can be for one."""
    number = dict(query).get("Page", "0")
    return int(number) if method == "GET" and number.isdecimal() else None


def _applies(match: Match | None, method: str, path: str) -> bool:
    return match is None or match(method, path)
