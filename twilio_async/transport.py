"""The seam to aiohttp: one request out, one outcome back. No other module of the client imports aiohttp.

Every way in which aiohttp fails becomes a `Failure` that tells whether the request can have left this
machine. Nothing here repeats, waits or decodes.
"""

from __future__ import annotations

import asyncio
import os
import platform
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import aiohttp
from attrs import evolve, field, frozen
from yarl import URL

from twilio_async import proxies, user_session
from twilio_async.errors import ConfigurationError, ConnectionLost, RequestTimeout
from twilio_async.validation import check_type, number
from twilio_async.version import __version__
from twilio_async.wire import Failure, Response

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from twilio_async.wire import Outcome, Request

_PRODUCT = f"twilio_async/{__version__} aiohttp/{aiohttp.__version__} Python/{platform.python_version()}"
_CHUNK = 64 * 1024
_NEVER_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ServerFingerprintMismatch,
    aiohttp.ClientHttpProxyError,
    aiohttp.InvalidURL,
)


@frozen
class Timeout:
    """How long a call may take, in seconds; None waits without end.

    Attributes:
        connect: To get a connection: name, TCP and TLS.
        read: Between two pieces of an answer to a request that can be repeated, or of a streamed body. What
            cannot be repeated has until `total`: a late answer is worth more than a doubt.
        total: All of one call: waiting for its turn, every attempt, and the waits between them. A body
            that is streamed is bounded by `read` alone.
    """

    connect: float | None = field(default=10.0, validator=number(positive=True, optional=True))
    read: float | None = field(default=30.0, validator=number(positive=True, optional=True))
    total: float | None = field(default=120.0, validator=number(positive=True, optional=True))

    @classmethod
    def of(cls, total: float) -> Timeout:
        """A timeout of `total` seconds, within which the other two have their usual length."""
        return cls(total=total)


class Body:
    """The bytes of a recording or a media file as they arrive: `async for chunk in body`, or `read()`.

    Attributes:
        content_type: The media type, such as `image/png`.
        length: The number of bytes, where the server tells.
    """

    def __init__(self, answer: aiohttp.ClientResponse, request: Request, attempts: int) -> None:
        self._answer = answer
        self._request = request
        self._attempts = attempts
        self.content_type = answer.content_type
        # What is compressed on its way arrives with another length than the header's.
        self.length = None if "Content-Encoding" in answer.headers else answer.content_length

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._chunks()

    async def read(self) -> bytes:
        """All of it.

        Raises:
            TransportError: The connection broke, or fell silent, before the end.
        """
        return b"".join([chunk async for chunk in self])

    def close(self) -> None:
        """Give the connection up, whether all was read or not."""
        self._answer.close()

    async def _chunks(self) -> AsyncIterator[bytes]:
        try:
            async for chunk in self._answer.content.iter_chunked(_CHUNK):
                yield chunk
        except TimeoutError as error:
            raise self._broken(RequestTimeout, error) from None
        except (aiohttp.ClientError, OSError) as error:
            raise self._broken(ConnectionLost, error) from None

    def _broken(
        self, kind: type[RequestTimeout | ConnectionLost], error: Exception
    ) -> RequestTimeout | ConnectionLost:
        return kind(
            f"the body broke off: {_reason(error)}",
            method=self._request.method,
            path=self._request.path,
            attempts=self._attempts,
            executed="unknown",
        )


class _Interrupted(Exception):
    """Takes a broken connection past aiohttp, which would send a GET or DELETE once more by itself."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


async def _once(request: aiohttp.ClientRequest, send: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    try:
        return await send(request)
    except (*_NEVER_SENT, aiohttp.ConnectionTimeoutError):
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise _Interrupted(error) from None


class Transport:
    """An aiohttp session, one's own or the user's, and what every request on it has alike."""

    def __init__(
        self,
        base: str,
        timeout: Timeout,
        *,
        session: aiohttp.ClientSession | None,
        proxy: str | None,
        trust_env: bool,
        user_agent: str | None,
        accept: str,
    ) -> None:
        if session is not None:
            check_type("session", session, aiohttp.ClientSession, such_as="aiohttp.ClientSession()")
            user_session.check_headers(session)
        if user_agent is not None and not (user_agent.isascii() and user_agent.isprintable()):
            raise ConfigurationError("user_agent must be printable ASCII")
        self._base = base
        self._session = session
        self._ours = session is None
        self._closed = False
        self._proxy = None if proxy is None else proxies.address(proxy, "proxy")
        self._trust_env = trust_env
        self._proxies: dict[str, str | None] = {}
        self._hosts_without_login: set[str] = set()
        if trust_env:
            self._proxy_for(base)
        self._headers = {
            "User-Agent": _PRODUCT if user_agent is None else f"{user_agent} {_PRODUCT}",
            "Accept": accept,
        }
        self._authorized: dict[tuple[str | None, str | None], dict[str, str]] = {}
        patient = aiohttp.ClientTimeout(total=None, connect=timeout.connect, sock_connect=timeout.connect)
        self._once_only: dict[str, Any] = {"timeout": patient}
        self._repeatable: dict[str, Any] = {"timeout": evolve(patient, sock_read=timeout.read)}
        if self._ours:
            self._repeatable["middlewares"] = (_once,)

    async def close(self) -> None:
        """Close the connections that are ours. A session of the user's stays open."""
        self._closed = True
        if self._ours and self._session is not None:
            await self._session.close()

    async def exchange(self, request: Request, authorization: str | None, attempt: int) -> Outcome:
        """Send `request` once and read the answer, or leave its body to be streamed.

        Raises:
            ConfigurationError: The client is closed, or its session cannot be used for this.
        """
        if self._closed:
            raise ConfigurationError("this client is closed: make another one")
        origin = request.origin or self._base
        query = f"?{request.query}" if request.query else ""
        session = self._session or self._open()
        if session.trust_env:
            await self._check_netrc(urlsplit(origin).hostname or "")
        content_type = None if request.body is None else request.content_type
        try:
            answer = await session.request(
                request.method,
                URL(f"{origin}{request.path}{query}", encoded=True),
                data=request.body,
                headers=self._headers_for(authorization, content_type),
                proxy=self._proxy_for(origin) if self._trust_env else self._proxy,
                allow_redirects=False,
                raise_for_status=False,
                **(self._repeatable if request.idempotent else self._once_only),
            )
            if request.stream and answer.status < 300:  # noqa: PLR2004
                live = Body(answer, request, attempt)
                return Response(answer.status, answer.headers.copy(), b"", attempt, live)
            body = await answer.read()  # This also gives the connection back.
            return Response(answer.status, answer.headers.copy(), body, attempt)
        except (_Interrupted, aiohttp.ClientError, OSError) as error:
            return _failure(error.error if isinstance(error, _Interrupted) else error)
        except (ValueError, RuntimeError) as error:
            raise ConfigurationError(
                f"aiohttp does not send this ({_reason(error)}); a client belongs to one event "
                "loop, that of its first request",
                method=request.method,
                path=request.path,
            ) from None

    def _open(self) -> aiohttp.ClientSession:
        # The limiter bounds the connections, so the pool need not, and no host may set cookies.
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0),
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        return self._session

    def _headers_for(self, authorization: str | None, content_type: str | None) -> dict[str, str]:
        headers = self._authorized.get((authorization, content_type))
        if headers is None:
            headers = dict(self._headers)
            if authorization is not None:
                headers["Authorization"] = authorization
            if content_type is not None:
                headers["Content-Type"] = content_type
            if len(self._authorized) > 8:  # noqa: PLR2004 - tokens come and go
                self._authorized.clear()
            self._authorized[authorization, content_type] = headers
        return headers

    async def _check_netrc(self, host: str) -> None:
        if host not in self._hosts_without_login:
            await asyncio.to_thread(user_session.check_netrc, host)
            self._hosts_without_login.add(host)

    def _proxy_for(self, origin: str) -> str | None:
        """The proxy that the environment names. aiohttp's own `trust_env` would also read ~/.netrc."""
        if self._proxy is not None:
            return self._proxy
        if origin not in self._proxies:
            self._proxies[origin] = proxies.proxy_for(origin, os.environ)
        return self._proxies[origin]


def _failure(error: Exception) -> Failure:
    match error:
        case aiohttp.ConnectionTimeoutError():
            return Failure("timeout", _reason(error), sent=False)
        case TimeoutError():
            return Failure("timeout", _reason(error), sent=True)
        case _ if isinstance(error, _NEVER_SENT):
            return Failure("connect", _reason(error), sent=False)
        case _:
            return Failure("lost", _reason(error), sent=True)


def _reason(error: Exception) -> str:
    """What went wrong, without the address, whose query may hold phone numbers."""
    if isinstance(error, aiohttp.ClientResponseError):
        return f"{type(error).__name__} {error.status}"
    if isinstance(error, aiohttp.InvalidURL | aiohttp.ServerTimeoutError):
        return type(error).__name__
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
