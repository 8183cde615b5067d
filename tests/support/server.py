"""A real HTTP server on the loopback interface that answers as its script says and remembers what came."""

import asyncio
import socket
import struct
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from types import TracebackType
from typing import Any, Self, TypeAlias
from urllib.parse import parse_qsl

import orjson
from aiohttp import web
from attrs import evolve, frozen

from tests.support.times import PATIENCE

_HOST = "127.0.0.1"


@frozen
class Arrived:
    """A request as it came; the form is empty where the body was not read."""

    method: str
    path: str
    """Without its query, and encoded as it was sent."""
    query: list[tuple[str, str]]
    form: list[tuple[str, str]]
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def authorization(self) -> str | None:
        return self.headers.get("Authorization")


@frozen
class Step:
    """What befalls one request; made by the functions below."""

    status: int = 200
    headers: Mapping[str, str] = {}
    body: bytes = b""
    reads: bool = True
    """Whether the body of the request is read."""
    cut_at: int | None = None
    """The length of the answer's body at which the connection is closed; None sends it whole."""
    raw: bytes | None = None
    """What goes onto the wire instead of an HTTP answer, before the connection is closed."""
    gate: asyncio.Event | None = None
    """What is waited for before anything of this happens."""


Play: TypeAlias = Step | Callable[[Arrived], Step]
"""A step, or what makes one of the request."""


def answer(status: int = 200, content: Any = None, **headers: str) -> Step:
    """A whole answer; a body that is no bytes is written as JSON, and `_` in names of headers is `-`."""
    body = content if isinstance(content, bytes) else orjson.dumps(content) if content is not None else b""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Step(status, {"Content-Type": "application/json"} | named, body)


def refusal(status: int, code: int | None = None, message: str = "No", **headers: str) -> Step:
    """Twilio's own error body, without a code where none is given."""
    fields = {"code": code, "message": message, "more_info": "https://www.twilio.com/docs", "status": status}
    return answer(status, {key: value for key, value in fields.items() if value is not None}, **headers)


def reset() -> Step:
    """The connection is reset before the body of the request is read."""
    return Step(reads=False, raw=b"")


def closed() -> Step:
    """The request is read, and the connection closed without a word."""
    return Step(raw=b"")


def truncated(step: Step) -> Step:
    """The answer announces its whole length and ends in the middle."""
    return evolve(step, cut_at=len(step.body) // 2)


def raw(content: bytes) -> Step:
    """These bytes come for an answer, whether they are HTTP or not."""
    return Step(raw=content)


def silence() -> Step:
    """The request is read, and nothing ever comes."""
    return Step(gate=asyncio.Event())


def gated(gate: asyncio.Event, step: Step) -> Step:
    """`step`, once the gate is open."""
    return evolve(step, gate=gate)


class ScriptedServer:
    """`async with ScriptedServer() as server:`; `play` says what comes next, `always` what comes after."""

    def __init__(self) -> None:
        self.requests: list[Arrived] = []
        self.running = 0
        """Requests that are being answered now."""
        self._script: deque[Play] = deque()
        self._default: Play = answer(599, {"message": "the script is at its end"})
        self._changed = asyncio.Event()
        self._server = _Server(self._handle, self._changed)
        self._runner = web.ServerRunner(self._server, shutdown_timeout=0.1)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, _HOST, 0).start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        return f"http://{_HOST}:{self.port}"

    @property
    def port(self) -> int:
        port: int = self._runner.addresses[0][1]
        return port

    @property
    def connections(self) -> int:
        """Connections that are open now."""
        return self._server.open

    @property
    def opened(self) -> int:
        """Connections that were ever opened."""
        return self._server.opened

    def play(self, *steps: Play) -> None:
        """Answer the next requests so, one step each."""
        self._script.extend(steps)

    def always(self, step: Play) -> None:
        """Answer so whatever comes behind the script."""
        self._default = step

    async def arrived(self, count: int) -> None:
        """Come back once `count` requests have come."""
        await self._until(lambda: len(self.requests) >= count)

    async def disconnected(self) -> None:
        """Come back once no connection is open; TimeoutError where one stays."""
        await self._until(lambda: not self.connections)

    async def _until(self, reached: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not reached():
                self._changed.clear()
                await self._changed.wait()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        play = self._script.popleft() if self._script else self._default
        is_read = not isinstance(play, Step) or play.reads
        arrived = await _arrived(request, is_read=is_read)
        self.requests.append(arrived)
        self._changed.set()
        step = play if isinstance(play, Step) else play(arrived)
        self.running += 1
        try:
            if step.gate is not None:
                await step.gate.wait()
            return await _deliver(request, step)
        finally:
            self.running -= 1


class _Server(web.Server):
    """Counts its connections and tells when one ends; what a client gave up on is not served on."""

    def __init__(
        self, handler: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]], changed: asyncio.Event
    ) -> None:
        super().__init__(handler, handler_cancellation=True, access_log=None)
        self.open = 0
        self.opened = 0
        self._changed = changed

    def connection_made(self, handler: web.RequestHandler, transport: asyncio.Transport) -> None:
        super().connection_made(handler, transport)
        self.open += 1
        self.opened += 1

    def connection_lost(self, handler: web.RequestHandler, exc: BaseException | None = None) -> None:
        super().connection_lost(handler, exc)
        asyncio.get_running_loop().call_soon(self._end)  # Its socket is closed behind this.

    def _end(self) -> None:
        self.open -= 1
        self._changed.set()


async def _arrived(request: web.BaseRequest, *, is_read: bool) -> Arrived:
    body = await request.read() if is_read else b""
    return Arrived(
        request.method,
        request.rel_url.raw_path,
        parse_qsl(request.rel_url.raw_query_string, keep_blank_values=True),
        parse_qsl(body.decode(), keep_blank_values=True),
        request.headers.copy(),
        body,
    )


async def _deliver(request: web.BaseRequest, step: Step) -> web.StreamResponse:
    if step.raw is not None:
        _hang_up(request, step.raw, politely=step.reads)
    elif step.cut_at is not None:
        return await _cut(request, step, step.cut_at)
    return web.Response(status=step.status, headers=step.headers, body=step.body)


async def _cut(request: web.BaseRequest, step: Step, length: int) -> web.StreamResponse:
    response = web.StreamResponse(status=step.status, headers=step.headers)
    response.content_length = len(step.body)
    response.force_close()
    await response.prepare(request)
    await response.write(step.body[:length])
    if request.transport is not None:
        request.transport.close()
    return response


def _hang_up(request: web.BaseRequest, content: bytes, *, politely: bool) -> None:
    transport = request.transport
    if transport is None:
        return
    if politely:
        transport.write(content)
        transport.close()
        return
    connection: socket.socket = transport.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
