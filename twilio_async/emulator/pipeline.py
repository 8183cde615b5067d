"""The pipeline: a request's way through the server, from its connection to the answer on it.

The only module that handles requests of the HTTP library for the API. What an answer says is decided by
`dispatch`, and what goes wrong by `faults`; here are the steps that both are made of.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import contextmanager
from datetime import datetime, timedelta
from http import HTTPStatus
from itertools import count
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from aiohttp import web
from attrs import define, field, frozen

from twilio_async.emulator.dispatch import Dispatcher, format_of
from twilio_async.emulator.faults.conditions import Asked
from twilio_async.emulator.faults.fault import Fault
from twilio_async.emulator.faults.faults import Faults
from twilio_async.emulator.requests import LoggedRequest, RawRequest
from twilio_async.emulator.wire.errors import too_many_requests
from twilio_async.emulator.wire.replies import part, refused

if TYPE_CHECKING:
    from collections.abc import Generator

    from twilio_async.emulator.wire.errors import Refusal
    from twilio_async.emulator.wire.parameters import Pairs
    from twilio_async.emulator.wire.replies import Reply

_LONGEST_LOG = 1000


@frozen
class _NoFault(Fault):
    """The usual way, on which what a GET is answered is made first and then held back.

    So the work of many answers at a time goes on while others wait, and latency is all that a client sees.
    """

    async def serve(self, connection: Connection) -> web.StreamResponse:
        """Serve a request from the first step to the last."""
        if not connection.reads:
            return await Fault.serve(self, connection)
        await connection.read()
        reply = connection.execute()
        await connection.wait()
        return connection.send(reply)


_NO_FAULT = _NoFault()


@define
class InFlight:
    """The number of requests that are being served: now, and at most so far."""

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


class _ServerCrashed(Exception):
    """The server broke down while a request was being served."""


def _empty_log() -> deque[LoggedRequest]:
    return deque(maxlen=_LONGEST_LOG)


@define(eq=False)
class Pipeline:
    """Serves requests one by one; `latency` is a number of seconds that each of them takes.

    `cut_connections` cuts all of the server; `down_until` is the end of the last crash, of which `crashes` is
    the number.
    """

    dispatcher: Dispatcher
    faults: Faults
    clock: Callable[[], datetime]
    sleep: Callable[[float], Awaitable[object]]
    cut_connections: Callable[[], None]
    latency: float
    max_concurrency: int | None
    random: Random
    on_request: Callable[[LoggedRequest], object] | None = None
    in_flight: InFlight = field(factory=InFlight)
    log: deque[LoggedRequest] = field(factory=_empty_log)
    numbers: count[int] = field(factory=lambda: count(1), init=False)
    crashes: int = field(default=0, init=False)
    down_until: datetime | None = field(default=None, init=False)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Serve one request."""
        with self.in_flight.one() as concurrent:
            if self._is_down():
                return Connection(self, request, None).cut()
            if self.max_concurrency is not None and concurrent > self.max_concurrency:
                connection = Connection(self, request, None)
                await connection.read()
                try:
                    return connection.send(connection.refuse(too_many_requests()))
                finally:
                    connection.tell()
            form = await form_of(request) if self.faults.look_at_forms else ()
            fault = self.faults.take(Asked(request.method, request.path, query_of(request), form))
            connection = Connection(self, request, fault)
            try:
                return await (fault or _NO_FAULT).serve(connection)
            except _ServerCrashed:
                return connection.cut()
            finally:
                connection.tell()

    def crash(self, seconds: float) -> None:
        """Break down: cut all connections, and new ones for `seconds`."""
        self.crashes += 1
        self.down_until = self.clock() + timedelta(seconds=seconds)
        self.cut_connections()

    def _is_down(self) -> bool:
        if self.down_until is not None and self.clock() >= self.down_until:
            self.down_until = None
        return self.down_until is not None


def query_of(request: web.BaseRequest) -> Pairs:
    """The query of a request, as pairs in order."""
    return parse_qsl(request.rel_url.raw_query_string, keep_blank_values=True)


async def form_of(request: web.BaseRequest) -> Pairs:
    """The form of a request, as pairs in order."""
    body = await request.read()
    return parse_qsl(body.decode(errors="replace"), keep_blank_values=True) if body else []


class Connection:
    """One request on its connection, with the steps of serving it."""

    def __init__(self, pipeline: Pipeline, request: web.BaseRequest, fault: Fault | None) -> None:
        self._pipeline = pipeline
        self._request = request
        self._fault = fault
        self._crashes = pipeline.crashes
        self._query = query_of(request)
        self._form: Pairs = ()
        self._logged: LoggedRequest | None = None
        self._started = asyncio.get_running_loop().time()

    @property
    def reads(self) -> bool:
        """Whether the request changes nothing."""
        return self._request.method == "GET"

    async def read(self) -> None:
        """Read the whole request and log it."""
        self._form = await form_of(self._request)
        self.log(self._form)

    def log(self, form: Pairs) -> None:
        """Log the request, with as much of its form as was read."""
        request = self._request
        headers = {name.lower(): value for name, value in request.headers.items()}
        authorization = headers.pop("authorization", None)
        scheme = None if authorization is None else authorization.partition(" ")[0]
        self._logged = LoggedRequest(
            *(request.method, request.path, self._query, form, headers, scheme, self._fault),
            number=next(self._pipeline.numbers),
            received_at=self._pipeline.clock(),
        )
        self._pipeline.log.append(self._logged)

    def tell(self) -> None:
        """Tell whoever wants to know of each request."""
        if self._pipeline.on_request is not None and self._logged is not None:
            self._pipeline.on_request(self._logged)

    async def wait(self, seconds: float = 0.0) -> None:
        """Let the latency of the emulator pass, and `seconds` besides."""
        total = self._pipeline.latency + seconds
        if total > 0:
            await self._pipeline.sleep(total)

    def execute(self) -> Reply:
        """Execute the request, or refuse it for a reason of its own; gives the reply."""
        if self._pipeline.crashes != self._crashes:
            raise _ServerCrashed
        request = self._request
        raw = RawRequest(
            method=request.method,
            path=request.path,
            query=self._query,
            form=self._form,
            content_type=request.content_type if request.body_exists else None,
            authorization=request.headers.get("Authorization"),
        )
        return part(self._pipeline.dispatcher.answer(raw), request.headers.get("Range"))

    def refuse(self, refusal: Refusal) -> Reply:
        """The reply that refuses the request, which is not executed."""
        return refused(refusal, format_of(self._request.path))

    def send(self, reply: Reply) -> web.StreamResponse:
        """Answer."""
        if self._logged is not None:
            self._logged.status = reply.status
        headers = reply.headers | self._tracing_headers()
        return web.Response(status=reply.status, body=reply.body, headers=headers)

    async def send_half(self, reply: Reply) -> web.StreamResponse:
        """Announce the whole answer, send half of its body and close; without a body, close."""
        if not reply.body:
            return self.cut()
        headers = reply.headers | self._tracing_headers()
        response = web.StreamResponse(status=reply.status, headers=headers)
        response.content_length = len(reply.body)
        response.force_close()
        await response.prepare(self._request)
        await response.write(reply.body[: len(reply.body) // 2])
        if self._request.transport is not None:
            self._request.transport.close()
        return response

    def crash(self, seconds: float) -> web.StreamResponse:
        """Let the whole server break down."""
        self._pipeline.crash(seconds)
        return self.cut()

    def cut(self) -> web.StreamResponse:
        """Cut the connection; the response that is returned finds it closed."""
        if self._request.transport is not None:
            self._request.transport.abort()
        return web.Response(status=HTTPStatus.NO_CONTENT)

    def _tracing_headers(self) -> dict[str, str]:
        return {
            "Twilio-Concurrent-Requests": str(self._pipeline.in_flight.current),
            "Twilio-Request-Id": f"RQ{self._pipeline.random.getrandbits(128):032x}",
            "Twilio-Request-Duration": f"{asyncio.get_running_loop().time() - self._started:.3f}",
        }
