"""The kinds of faults: each a class that departs from the usual way of serving a request.

The steps of serving are those of `pipeline.Connection`.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from twilio_async.emulator.memory.checks import expect, expect_amounts, expect_if_any, expect_texts
from twilio_async.emulator.wire.errors import Refusal, server_error, too_many_requests
from twilio_async.emulator.wire.names import snake_case
from twilio_async.emulator.wire.replies import Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import web

    from twilio_async.emulator.pipeline import Connection

_CODE_OF_STATUS = 20_000
"""What is added to a status for the code of an error that has none."""

_LEAST_STATUS, _LAST_STATUS = 200, 599
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

    @classmethod
    def crash(cls, seconds: float = 0.0) -> Fault:
        """The work is done and the server breaks down: all connections are cut, for `seconds` new ones too.

        What else is being served then is not executed any more.

        Raises:
            ValueError: `seconds` is negative.
        """
        return CrashFault(seconds)

    @classmethod
    def answer_with(
        cls,
        status: int,
        code: int | None = None,
        message: str | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | str | None = None,
        executed: bool = False,
    ) -> Fault:
        """Any answer: the document of an error with `code` and `message`, or else `body` as it is.

        `executed`: the work is done all the same.

        Raises:
            TypeError: One of these is of another kind.
            ValueError: The status is not between 200 and 599, or a header has more than one line.
        """
        expect_if_any(int, code=code)
        expect_if_any(str, message=message)
        expect(bool, executed=executed)
        content = body.encode() if isinstance(body, str) else body
        expect_if_any(bytes, body=content)
        return AnswerFault(status, code, message, tuple((headers or {}).items()), content, executed)


def _header(retry_after: float | str | None) -> str | None:
    return f"{retry_after:g}" if isinstance(retry_after, int | float) else retry_after


@frozen
class RateLimitedFault(Fault):
    """A refusal for too many requests."""

    retry_after: str | None = field(default=None, converter=_header)

    async def answer(self, connection: Connection) -> web.StreamResponse:
        """Refuse."""
        return connection.send(connection.refuse(too_many_requests(self.retry_after)))


def _check_any_status(_: object, __: object, status: int) -> None:
    expect(int, status=status)
    if not _LEAST_STATUS <= status <= _LAST_STATUS:
        raise ValueError(f"a status is between {_LEAST_STATUS} and {_LAST_STATUS}, not {status}")


def _check_headers(_: object, __: object, headers: tuple[tuple[str, str], ...]) -> None:
    expect_texts(headers=[part for pair in headers for part in pair])
    if any(set("\r\n\0") & set(part) for pair in headers for part in pair):
        raise ValueError("a header has one line, without CR, LF and NUL")


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
class AnswerFault(Fault):
    """An answer of one's own; without a body it is the document of an error."""

    status: int = field(validator=_check_any_status)
    code: int | None = None
    message: str | None = None
    headers: tuple[tuple[str, str], ...] = field(default=(), validator=_check_headers)
    body: bytes | None = None
    executed: bool = False

    async def answer(self, connection: Connection) -> web.StreamResponse:
        """Answer as was said, executed or not."""
        if self.executed:
            connection.execute()
        if self.body is not None:
            return connection.send(Reply(self.status, self.body, dict(self.headers)))
        code = _CODE_OF_STATUS + self.status if self.code is None else self.code
        message = HTTPStatus(self.status).phrase if self.message is None else self.message
        return connection.send(
            connection.refuse(Refusal(self.status, code, message, headers=dict(self.headers)))
        )


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
    expect_amounts(float, seconds=seconds)


@frozen
class DelayFault(Fault):
    """A late answer."""

    seconds: float = field(validator=_check_seconds)

    async def wait(self, connection: Connection) -> None:
        """Let `seconds` pass besides."""
        await connection.wait(self.seconds)


@frozen
class CrashFault(Fault):
    """A breakdown of the server between executing and answering."""

    seconds: float = field(validator=_check_seconds)

    async def answer(self, connection: Connection) -> web.StreamResponse:
        """Execute, and break down."""
        connection.execute()
        return connection.crash(self.seconds)
