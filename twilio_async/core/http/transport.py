"""The seam to aiohttp: one request out, one outcome back.

Every way in which aiohttp fails becomes a `Failure` that tells whether the request can have left this
machine: that is so from the moment on in which it has a connection, whatever goes wrong then and whichever
clock ends it. Nothing here repeats, waits or decodes.
"""

from __future__ import annotations

import asyncio
import os
import platform
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any

import aiohttp
from attrs import define, evolve, field, frozen
from multidict import CIMultiDict
from yarl import URL

from twilio_async.core.http import proxies
from twilio_async.core.http.body import Broken, Content, StreamedResponse, whole
from twilio_async.core.http.connections import Connections, current_attempt
from twilio_async.core.http.encoding import PIECE
from twilio_async.core.http.memory import keep_freed_memory
from twilio_async.core.validation import number
from twilio_async.core.wire import Failure, Response, is_success
from twilio_async.errors import ConfigurationError
from twilio_async.version import __version__

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from aiohttp.abc import AbstractStreamWriter

    from twilio_async.core.wire import Attempt, Request

_PRODUCT = f"twilio_async/{__version__} aiohttp/{aiohttp.__version__} Python/{platform.python_version()}"
_ACCEPT = "application/json, application/xml;q=0.9, */*;q=0.1"
_FILE_HEADERS = {"Accept": "*/*", "Accept-Encoding": "identity"}
_WITHOUT_TYPE = ("Content-Type",)
_MOST_HEADERS = 8
_NEVER_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ServerFingerprintMismatch,
    aiohttp.ClientHttpProxyError,
    aiohttp.InvalidURL,
)
"""Errors of aiohttp's by which nothing was sent, where no hook of the user's can raise the like of them."""
_NETWORK = (aiohttp.ClientError, OSError)


@frozen
class Timeout:
    """The time that a call may take, in seconds; None waits without end.

    Attributes:
        connect: To get a connection: name, TCP and TLS.
        read: Between two pieces of an answer to a request that can be repeated, or of a streamed body. What
            cannot be repeated has until `total`: a late answer is worth more than a doubt.
        total: All of one call: waiting for its turn, every attempt, and the waits between them. The bytes
            of a file that has begun are bounded by `read`, and by the `timeout` of its `download`.
    """

    connect: float | None = field(default=10.0, validator=number(positive=True, optional=True))
    read: float | None = field(default=30.0, validator=number(positive=True, optional=True))
    total: float | None = field(default=120.0, validator=number(positive=True, optional=True))

    @classmethod
    def of(cls, total: float) -> Timeout:
        """A timeout of `total` seconds, within which the other two have their usual length."""
        return cls(total=total)


class _Stream:
    """The bytes of an answer as they travel: what a `Content` comes from.

    The silence between them is bounded here: behind a chunk that is none, aiohttp (3.14) waits for good.
    """

    def __init__(self, answer: aiohttp.ClientResponse, attempt: Attempt, seconds: float | None) -> None:
        self._answer = answer
        self._attempt = attempt
        self._seconds = seconds

    async def read(self, size: int) -> bytes:
        try:
            async with asyncio.timeout(self._seconds):
                return await self._answer.content.read(size)
        except _NETWORK as error:
            raise Broken(_failure(error, self._attempt)) from None
        except RuntimeError as error:  # So aiohttp (3.14) tells that the connection ended amid such a chunk.
            raise Broken(Failure("lost", _reason(error), sent=self._attempt.sent)) from None

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
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise _Interrupted(error) from None


class _Payload(aiohttp.BytesPayload):
    """A body on a session of the user's, which notes on its attempt that it begins to leave.

    An empty one follows the head of a request without a body, and is written just the same.
    """

    def __init__(self, body: bytes, attempt: Attempt) -> None:
        super().__init__(body)
        self._attempt = attempt

    async def write_with_length(self, writer: AbstractStreamWriter, content_length: int | None) -> None:
        self._attempt.sent = True
        try:
            await super().write_with_length(writer, content_length)
        except Exception:
            self._attempt.sent = writer.output_size > 0  # A trace hook comes before the first byte.
            raise


@define(eq=False)
class Transport:
    """The common parts of a client's requests, and the connections that they travel on."""

    connections: Connections
    base: str
    timeout: Timeout
    proxy: str | None = field(repr=False)
    trust_env: bool
    user_agent: str | None
    max_body: int
    _headers: dict[tuple[str | None, str | None], CIMultiDict[str]] = field(
        factory=dict[tuple[str | None, str | None], CIMultiDict[str]], init=False, repr=False
    )
    _proxies: dict[str, str | None] = field(factory=dict[str, "str | None"], init=False, repr=False)
    _once_only: dict[str, Any] = field(init=False)
    _repeatable: dict[str, Any] = field(init=False)

    def __attrs_post_init__(self) -> None:
        if self.proxy is not None:
            proxies.address(self.proxy, "proxy")
        self._proxy_for(self.base)
        agent = self.user_agent
        if agent is not None and not (agent.isascii() and agent.isprintable()):
            raise ConfigurationError("user_agent must be printable ASCII")
        connect = self.timeout.connect
        patient = aiohttp.ClientTimeout(total=None, connect=connect, sock_connect=connect)
        self._once_only = {"timeout": patient, "allow_redirects": False, **self.connections.options}
        self._repeatable = self._once_only | {"timeout": evolve(patient, sock_read=self.timeout.read)}
        if self.connections.are_ours:
            self._repeatable["middlewares"] = (_once,)

    def with_options(self, timeout: Timeout | None, user_agent: str | None) -> Transport:
        """The same connections under other settings; None keeps what is."""
        return evolve(self, timeout=timeout or self.timeout, user_agent=user_agent or self.user_agent)

    async def send_once(
        self, request: Request[Any], authorization: str | None, attempt: Attempt
    ) -> Response | Failure:
        """Send `request` once and read the answer, or leave its body to be streamed.

        Raises:
            ConfigurationError: The client is closed, or its session cannot be used for this.
        """
        proxy = self._proxy_for(request.origin or self.base)
        session = await self.connections.session(request.origin or self.base, repeatable=request.idempotent)
        try:
            answer = await self._asked(session, request, authorization, attempt, proxy)
            self.connections.note_read()
            if request.reader.live:
                return await self._streamed(answer, attempt)
            body = await self._body(answer, attempt, self.timeout.read if request.idempotent else None)
            return Response(answer.status, answer.headers.copy(), body, attempt.number)
        except Broken as broken:
            return broken.failure
        except _Interrupted as interrupted:
            return _failure(interrupted.error, attempt)
        except Exception as error:  # noqa: BLE001 - whoever raised it, what matters is when
            if self.connections.are_ours and isinstance(error, _NEVER_SENT):
                attempt.sent = False
            return _failure(error, attempt)

    def _asked(
        self,
        session: aiohttp.ClientSession,
        request: Request[Any],
        authorization: str | None,
        attempt: Attempt,
        proxy: str | None,
    ) -> Awaitable[aiohttp.ClientResponse]:
        """The answer of aiohttp's, once awaited."""
        origin = request.origin or self.base
        query = f"?{request.query}" if request.query else ""
        body = request.body if self.connections.are_ours else _Payload(request.body or b"", attempt)
        # As far as is known from here: a connection of ours and the body know better.
        attempt.sent = self.connections.are_ours
        current_attempt.set(attempt)
        headers = self._headers_for(authorization, None if request.body is None else request.content_type)
        options = self._repeatable if request.idempotent else self._once_only
        if request.headers or request.reader.live:
            headers = headers.copy()
            headers.update(request.headers)
            headers.update(_FILE_HEADERS if request.reader.live else {})
        return session.request(
            request.method,
            URL(f"{origin}{request.path}{query}", encoded=True),
            data=body,
            headers=headers,
            proxy=proxy,
            skip_auto_headers=_WITHOUT_TYPE if request.body is None else None,
            auto_decompress=not request.reader.live,
            **options,
        )

    async def _streamed(self, answer: aiohttp.ClientResponse, attempt: Attempt) -> Response:
        """The answer with its live content where it is a success, and with all of it where not."""
        headers = answer.headers.copy()
        content = Content(_Stream(answer, attempt, self.timeout.read), headers)
        if is_success(answer.status):
            return StreamedResponse(answer.status, headers, attempts=attempt.number, content=content)
        with closing(content):
            return Response(answer.status, headers, await content.rest(self.max_body), attempt.number)

    async def _body(self, answer: aiohttp.ClientResponse, attempt: Attempt, seconds: float | None) -> bytes:
        """The body, whose end gives the connection back; no piece of it takes longer than `seconds`.

        Raises:
            Broken: It broke off, or is larger than it may be, once it is decompressed.
        """
        length = answer.content_length
        if length is not None and length <= self.max_body and "Content-Encoding" not in answer.headers:
            if length > PIECE:
                keep_freed_memory()
            return await answer.read()
        try:
            stream = _Stream(answer, attempt, seconds)
            too_much = f"the answer is larger than {self.max_body} bytes (see max_body)"
            return await whole(partial(stream.read, PIECE), self.max_body, too_much)
        except BaseException:
            answer.close()  # What has no end cannot give its connection back.
            raise

    def _headers_for(self, authorization: str | None, content_type: str | None) -> CIMultiDict[str]:
        headers = self._headers.get((authorization, content_type))
        if headers is None:
            agent = _PRODUCT if self.user_agent is None else f"{self.user_agent} {_PRODUCT}"
            headers = CIMultiDict({"User-Agent": agent, "Accept": _ACCEPT})
            if authorization is not None:
                headers["Authorization"] = authorization
            if content_type is not None:
                headers["Content-Type"] = content_type
            if len(self._headers) > _MOST_HEADERS:  # Tokens come and go.
                self._headers.clear()
            self._headers[authorization, content_type] = headers
        return headers

    def _proxy_for(self, origin: str) -> str | None:
        """The proxy that the environment names. aiohttp's own `trust_env` would also read ~/.netrc."""
        if self.proxy is not None or not self.trust_env:
            return self.proxy
        if origin not in self._proxies:
            self._proxies[origin] = proxies.proxy_for(origin, os.environ)
        return self._proxies[origin]


def _failure(error: Exception, attempt: Attempt) -> Failure:
    reason, cause = _reason(error), _cause(error)
    if not isinstance(error, _NETWORK):
        return Failure("raised", reason, sent=attempt.sent, cause=cause)
    if isinstance(error, TimeoutError):
        return Failure("timeout", reason, sent=attempt.sent, cause=cause)
    return Failure("lost" if attempt.sent else "connect", reason, sent=attempt.sent, cause=cause)


def _cause(error: Exception) -> BaseException | None:
    """The cause of an error of aiohttp's, or any other error itself: aiohttp's hold addresses and headers."""
    if not isinstance(error, aiohttp.ClientError):
        return error
    behind = getattr(error, "os_error", None) or error.__cause__
    return behind if isinstance(behind, OSError) and not isinstance(behind, aiohttp.ClientError) else None


def _reason(error: Exception) -> str:
    """The error in words, without the address, whose query may hold phone numbers."""
    if isinstance(error, aiohttp.ClientResponseError):
        return f"{type(error).__name__}: {error.message}"
    if isinstance(error, aiohttp.InvalidURL | aiohttp.ServerTimeoutError):
        return type(error).__name__
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
