"""The aiohttp sessions of a client: one of its own for each event loop, or the user's, which has one loop.

A loop ends with its connections: the session that is opened here is closed when the loop shuts its
asynchronous generators down, as `asyncio.run` does. What another process left behind is neither used nor
closed here.
"""

from __future__ import annotations

import asyncio
import warnings
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import aiohttp

from twilio_async.core.http import user_session
from twilio_async.core.http.loops import forks
from twilio_async.core.validation import check_type
from twilio_async.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from typing import TypeAlias

    from aiohttp.client_proto import ResponseHandler
    from aiohttp.tracing import Trace

    from twilio_async.core.wire import Attempt

    _Opened: TypeAlias = tuple[aiohttp.ClientSession | None, AsyncGenerator[None] | None]
    """A session, and what closes it where it is ours."""

_LONGEST_HEADER = 64 * 1024
_NONE: _Opened = (None, None)
_QUIET = 0.001
"""Seconds since the last read, behind which a connection may have ended without the loop having seen it."""
_QUIET_FOR_REPEATABLE = 0.1
"""The same for a request that can be repeated, which need not wait for all that the loop has to decode."""
_TURNS = 3
"""Turns of a loop that it takes to read the end of an idle connection and to close that, with TLS too."""
_inherited: list[object] = []
"""Sessions of the parent process, kept for good: to collect them would close the parent's connections."""

current_attempt: ContextVar[Attempt] = ContextVar("current_attempt")
"""The attempt that asks for a connection."""


class _Connector(aiohttp.TCPConnector):
    """A pool that notes on an attempt that it has its connection: name, TCP, proxy and TLS lie behind it.

    A connection on which something came while it was idle is given up: it would be taken for the answer to
    the next request.
    """

    async def connect(
        self,
        req: aiohttp.ClientRequest,
        traces: list[Trace],
        timeout: aiohttp.ClientTimeout,
    ) -> aiohttp.connector.Connection:
        attempt = current_attempt.get()
        attempt.sent = False
        connection = await super().connect(req, traces, timeout)
        while connection.protocol is None or (connection.protocol.should_close and not attempt.opened):
            connection.close()
            connection = await super().connect(req, traces, timeout)
        attempt.sent = True
        return connection

    async def _create_connection(
        self,
        req: aiohttp.ClientRequest,
        traces: list[Trace],
        timeout: aiohttp.ClientTimeout,
    ) -> ResponseHandler:
        # aiohttp (3.14) tells it only here. One that is new and unfit would be replaced without end.
        current_attempt.get().opened = True
        return await super()._create_connection(req, traces, timeout)


class Connections:
    """The connections of a client; `are_ours` tells whether the client opened them."""

    def __init__(self, session: aiohttp.ClientSession | None) -> None:
        if session is not None:
            check_type("session", session, aiohttp.ClientSession, such_as="aiohttp.ClientSession()")
            user_session.check_headers(session)
        self.are_ours = session is None
        self.options: dict[str, Any] = {}
        """The options of each request that make a session of the user's behave as ours do."""
        if session is not None:
            self.options = {
                "raise_for_status": False,
                "max_line_size": _LONGEST_HEADER,
                "max_field_size": _LONGEST_HEADER,
            }
        self._users_session = session
        self._opened: dict[asyncio.AbstractEventLoop, _Opened] = {}
        self._forks = forks()
        self._read_at = 0.0
        self._closed = False
        self._hosts_without_login: set[str] = set()

    async def session(self, origin: str, *, repeatable: bool) -> aiohttp.ClientSession:
        """The session of the running loop, once the loop has seen which of its connections have ended.

        Args:
            origin: Where the request goes.
            repeatable: Whether it can be repeated if its connection has ended all the same.

        Raises:
            ConfigurationError: The client is closed, or its session cannot be used here or for `origin`.
        """
        if self._closed:
            raise ConfigurationError("this client is closed: make another one")
        loop = asyncio.get_running_loop()
        if loop.time() - self._read_at > (_QUIET_FOR_REPEATABLE if repeatable else _QUIET):
            for _ in range(_TURNS):
                await asyncio.sleep(0)
            self._read_at = loop.time()
        if self._users_session is not None and self._users_session.trust_env:
            await self._check_netrc(urlsplit(origin).hostname or "")
        session, _ = self._opened.get(loop, _NONE)
        return await self._open(loop) if session is None or session.closed else session

    def note_read(self) -> None:
        """Take note that the loop has just read from the network."""
        self._read_at = asyncio.get_running_loop().time()

    def change_loop(self) -> None:
        """Take note that the calls come from another loop or process from now on."""
        if self._forks != forks():
            _inherited.append(self._opened)
            self._opened, self._forks = {}, forks()
        self._read_at = 0.0

    def refuse(self) -> None:
        """Let no request travel any more: the client is being closed."""
        self._closed = True

    async def close(self) -> None:
        """Close the connections that are ours. A session of the user's stays open."""
        if self._forks != forks():
            return
        _, ending = self._opened.pop(asyncio.get_running_loop(), _NONE)
        if ending is not None:
            await ending.aclose()
        await self._close_left()

    async def _check_netrc(self, host: str) -> None:
        if host not in self._hosts_without_login:
            await asyncio.to_thread(user_session.check_netrc, host)
            self._hosts_without_login.add(host)

    async def _open(self, loop: asyncio.AbstractEventLoop) -> aiohttp.ClientSession:
        if self._users_session is not None:
            self._opened[loop] = _checked(self._users_session, loop), None
            return self._users_session
        await self._close_left()
        session, _ = self._opened.get(loop, _NONE)
        if session is None or session.closed:
            # The limiter bounds the connections, so the pool need not, and no host may set cookies.
            session = aiohttp.ClientSession(
                connector=_Connector(limit=0),
                cookie_jar=aiohttp.DummyCookieJar(),
                max_line_size=_LONGEST_HEADER,
                max_field_size=_LONGEST_HEADER,
            )
            ending = _closed_with_the_loop(session)
            await anext(ending)
            self._opened[loop] = session, ending
        return session

    async def _close_left(self) -> None:
        """Close what loops have left that were closed by hand."""
        for loop in [loop for loop in self._opened if loop.is_closed()]:
            session, ending = self._opened.pop(loop)
            if session is not None and ending is not None:
                await session.close()


async def _closed_with_the_loop(session: aiohttp.ClientSession) -> AsyncGenerator[None]:
    process = forks()
    try:
        yield
    finally:
        if process == forks():
            await session.close()


def _checked(session: aiohttp.ClientSession, loop: asyncio.AbstractEventLoop) -> aiohttp.ClientSession:
    """The user's session, if it belongs to the running loop.

    Raises:
        ConfigurationError: It belongs to another loop, or is closed.
    """
    if session.closed:
        raise ConfigurationError("the session that was given to this client is closed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # There is no other public way to ask for it.
        own = session.loop
    if own is not loop:
        raise ConfigurationError(
            "the session that was given to this client belongs to another event loop: make it in the loop "
            "that uses it, or give none and let the client have its own"
        )
    return session
