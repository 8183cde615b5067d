"""The seam to aiohttp: one request out, one outcome back. No other module of the client imports aiohttp.

Every way in which aiohttp fails becomes a `Failure` that tells whether the request can have left this
machine. Nothing here repeats, waits or decodes.
"""

from __future__ import annotations

import platform
import urllib.request
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import aiohttp
from attrs import evolve, field, frozen
from yarl import URL

from twilio_async.body import LONGEST, Broken, Content
from twilio_async.errors import ConfigurationError
from twilio_async.validation import number
from twilio_async.version import __version__
from twilio_async.wire import Failure, Response

if TYPE_CHECKING:
    from twilio_async.wire import Outcome, Request

_PRODUCT = f"twilio_async/{__version__} aiohttp/{aiohttp.__version__} Python/{platform.python_version()}"
_FILE_HEADERS = {"Accept": "*/*", "Accept-Encoding": "identity"}
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
        total: All of one call: waiting for its turn, every attempt, and the waits between them. A file
            that is streamed or downloaded is bounded by `read` alone.
    """

    connect: float | None = field(default=10.0, validator=number(positive=True, optional=True))
    read: float | None = field(default=30.0, validator=number(positive=True, optional=True))
    total: float | None = field(default=120.0, validator=number(positive=True, optional=True))

    @classmethod
    def of(cls, total: float) -> Timeout:
        """A timeout of `total` seconds, within which the other two have their usual length."""
        return cls(total=total)


class _Stream:
    """The bytes of an answer as they travel: what a `Content` comes from."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self._answer = answer

    async def read(self, size: int) -> bytes:
        try:
            return await self._answer.content.read(size)
        except (aiohttp.ClientError, OSError) as error:
            raise Broken(_failure(error)) from None

    def close(self) -> None:
        self._answer.close()


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
        if session is not None and session.auth is not None:
            raise ConfigurationError("the session has credentials of its own (auth=...): give one without")
        if proxy is not None and urlsplit(proxy).scheme not in {"http", "https"}:
            raise ConfigurationError("proxy must be like 'http://host:port'")
        if user_agent is not None and not (user_agent.isascii() and user_agent.isprintable()):
            raise ConfigurationError("user_agent must be printable ASCII")
        self._base = base
        self._session = session
        self._ours = session is None
        self._closed = False
        self._proxy = proxy
        self._trust_env = trust_env
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
        self._streamed: dict[str, Any] = self._repeatable | {"auto_decompress": False}

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
        content_type = None if request.body is None else request.content_type
        headers = self._headers_for(authorization, content_type)
        options = self._repeatable if request.idempotent else self._once_only
        if request.stream:
            headers, options = headers | _FILE_HEADERS, self._streamed
        try:
            answer = await session.request(
                request.method,
                URL(f"{origin}{request.path}{query}", encoded=True),
                data=request.body,
                headers=headers,
                proxy=self._proxy_for(origin) if self._trust_env else self._proxy,
                allow_redirects=False,
                raise_for_status=False,
                **options,
            )
            if request.stream:
                return await _received(answer, attempt)
            body = await answer.read()  # This also gives the connection back.
            return Response(answer.status, answer.headers.copy(), body, attempt)
        except Broken as broken:
            return broken.failure
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

    def _proxy_for(self, origin: str) -> str | None:
        """The proxy that the environment names. aiohttp's own `trust_env` would also read ~/.netrc."""
        parts = urlsplit(origin)
        if self._proxy is not None or urllib.request.proxy_bypass(parts.netloc):
            return self._proxy
        return urllib.request.getproxies().get(parts.scheme)


async def _received(answer: aiohttp.ClientResponse, attempt: int) -> Response:
    """The answer with its live content where it is a success, and with all of it where not."""
    headers = answer.headers.copy()
    content = Content(_Stream(answer), headers)
    if answer.status < 300:  # noqa: PLR2004
        return Response(answer.status, headers, b"", attempt, content)
    try:
        return Response(answer.status, headers, await content.rest(LONGEST), attempt)
    finally:
        content.close()


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
