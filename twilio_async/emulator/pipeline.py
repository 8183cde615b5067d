"""A request's way through the server: counted, befallen by faults, read, answered, sent.

The only module that handles requests of the HTTP library for the API. What an answer says is decided by
`api`, and what goes wrong by `faults`; here both are carried out.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Generator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from random import Random
from typing import Final
from urllib.parse import parse_qsl

import attrs
from aiohttp import web

from twilio_async.emulator.dispatch import Api, Request, form_of
from twilio_async.emulator.faults import Fault, FaultKind, Faults
from twilio_async.emulator.requests import Reply, refusal
from twilio_async.emulator.wire.errors import ApiError, server_error, too_many_requests
from twilio_async.emulator.wire.parameters import Pairs
from twilio_async.emulator.wire.replies import part

_REMEMBERED: Final = 1000
_GARBAGE: Final = b"\x00\xffthis is neither JSON nor XML <{\x00"


@attrs.frozen
class Received:
    """What came in, with lower-case header names, only the scheme of Authorization, and the fault it met."""

    method: str
    path: str
    query: Pairs
    form: Pairs
    headers: Mapping[str, str]
    authorization_scheme: str | None
    fault: Fault | None


@attrs.define
class InFlight:
    """How many requests are being served: now, and at most so far."""

    current: int = 0
    peak: int = 0

    @contextmanager
    def one(self) -> Generator[int, None, None]:
        """Count one request for as long as the context lasts; gives the count with it."""
        self.current += 1
        self.peak = max(self.peak, self.current)
        try:
            yield self.current
        finally:
            self.current -= 1


@attrs.define(eq=False)
class Pipeline:
    """Serves requests one by one; `latency` is a number of seconds that each of them takes."""

    api: Api
    faults: Faults
    sleep: Callable[[float], Awaitable[object]]
    latency: float
    max_concurrency: int | None
    random: Random
    in_flight: InFlight = attrs.field(factory=InFlight)
    received: deque[Received] = attrs.field(factory=lambda: deque(maxlen=_REMEMBERED))

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Serve one request."""
        started = asyncio.get_running_loop().time()
        with self.in_flight.one() as concurrent:
            is_excess = self.max_concurrency is not None and concurrent > self.max_concurrency
            fault = None if is_excess else self.faults.take(request.method, request.path)
            if fault is not None and fault.kind is FaultKind.CLOSE_BEFORE_READING:
                self.received.append(_remember(request, [], fault))
                return _disconnected(request)
            form = await _read_form(request)
            self.received.append(_remember(request, form, fault))
            if is_excess:
                reply = _refused(request, too_many_requests())
            else:
                await self._wait(fault)
                reply = part(self._decide(request, form, fault), request.headers.get("Range"))
            reply.headers.update(self._tracing_headers(started))
            return await _deliver(request, reply, fault)

    async def _wait(self, fault: Fault | None) -> None:
        seconds = self.latency + (0.0 if fault is None else fault.seconds)
        if seconds > 0:
            await self.sleep(seconds)

    def _decide(self, request: web.BaseRequest, form: Pairs, fault: Fault | None) -> Reply:
        if fault is not None and fault.kind is FaultKind.RATE_LIMITED:
            return _refused(request, too_many_requests(fault.retry_after))
        if fault is None or fault.kind is not FaultKind.SERVER_ERROR:
            return self.api.answer(_api_request(request, form))
        if fault.executed:
            self.api.answer(_api_request(request, form))
        return _refused(request, server_error(fault.status))

    def _tracing_headers(self, started: float) -> dict[str, str]:
        return {
            "Twilio-Concurrent-Requests": str(self.in_flight.current),
            "Twilio-Request-Id": f"RQ{self.random.getrandbits(128):032x}",
            "Twilio-Request-Duration": f"{asyncio.get_running_loop().time() - started:.3f}",
        }


def _refused(request: web.BaseRequest, error: ApiError) -> Reply:
    return refusal(error, form_of(request.path))


async def _deliver(request: web.BaseRequest, reply: Reply, fault: Fault | None) -> web.StreamResponse:
    kind = None if fault is None else fault.kind
    if kind is FaultKind.TRUNCATED_BODY and reply.body:
        return await _truncated(request, reply)
    if kind in {FaultKind.CLOSE_AFTER_EXECUTING, FaultKind.TRUNCATED_BODY}:
        return _disconnected(request)
    body = _GARBAGE if kind is FaultKind.GARBAGE_BODY else reply.body
    return web.Response(status=reply.status, body=body, headers=reply.headers)


async def _truncated(request: web.BaseRequest, reply: Reply) -> web.StreamResponse:
    response = web.StreamResponse(status=reply.status, headers=reply.headers)
    response.content_length = len(reply.body)
    response.force_close()
    await response.prepare(request)
    await response.write(reply.body[: len(reply.body) // 2])
    if request.transport is not None:
        request.transport.close()
    return response


def _disconnected(request: web.BaseRequest) -> web.StreamResponse:
    """Cut the connection; the response that is returned finds it closed."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=HTTPStatus.NO_CONTENT)


async def _read_form(request: web.BaseRequest) -> Pairs:
    body = await request.read()
    return parse_qsl(body.decode(errors="replace"), keep_blank_values=True) if body else []


def _query(request: web.BaseRequest) -> Pairs:
    return parse_qsl(request.rel_url.raw_query_string, keep_blank_values=True)


def _api_request(request: web.BaseRequest, form: Pairs) -> Request:
    return Request(
        method=request.method,
        path=request.path,
        query=_query(request),
        form=form,
        content_type=request.content_type if request.body_exists else None,
        authorization=request.headers.get("Authorization"),
    )


def _remember(request: web.BaseRequest, form: Pairs, fault: Fault | None) -> Received:
    headers = {name.lower(): value for name, value in request.headers.items()}
    authorization = headers.pop("authorization", None)
    scheme = None if authorization is None else authorization.partition(" ")[0]
    return Received(request.method, request.path, _query(request), form, headers, scheme, fault)
