"""Webhooks in ASGI: an application of one handler, and a middleware before any application.

Both need no framework; what Starlette and FastAPI have besides is in `on_starlette`.

uvicorn puts what a proxy on 127.0.0.1 forwards for into the place of the proxy's own address, unless it runs
with `--no-proxy-headers`: it has to where a receiver has `trusted_proxies`. With `public_url` it need not.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar
from urllib.parse import quote

from twilio_async.webhooks.answers import Answer, Answerable, answer_of
from twilio_async.webhooks.events.base import WebhookEvent
from twilio_async.webhooks.requests import Origin, Refused, WebhookRequest, too_long

if TYPE_CHECKING:
    from twilio_async.webhooks.receiver import Receiver

E = TypeVar("E", bound=WebhookEvent)
Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

EVENT = "twilio_async.event"
"""The key of a scope under which the middleware leaves the event of a request."""
POLICY_VIOLATION = 1008
"""The code with which a WebSocket is closed that is not Twilio's."""


class Disconnected(Exception):
    """A sender that went away in the middle of its request."""


class WebhookApp:
    """An ASGI application of one handler, which takes the scope of a request and its event.

    Routers of Starlette's take it as the endpoint of a `Route`, which needs `methods` then.
    """

    def __init__(
        self, receiver: Receiver, expected: type[E], handler: Callable[[Scope, E], Awaitable[Answerable]]
    ) -> None:
        """Make an application.

        Args:
            receiver: What tells whether requests are Twilio's.
            expected: The class of the events; others are refused. `WebhookEvent` is all of them.
            handler: Returns what `answer_of` takes.
        """
        self._receiver = receiver
        self._expected: type[Any] = expected
        self._handler: Callable[[Scope, Any], Awaitable[Answerable]] = handler

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request; a WebSocket has no place here."""
        if scope["type"] == "lifespan":
            await _start_and_stop(receive, send)
            return
        if scope["type"] == "websocket":
            await close_socket(receive, send)
            return
        try:
            event = await self._receiver.event(described(scope), reading(receive), self._expected)
        except Refused as refused:
            await send_answer(send, refusal_of(refused))
        except Disconnected:
            return
        else:
            await send_answer(send, answer_of(await self._handler(scope, event)))


class WebhookMiddleware:
    """An ASGI middleware that lets nothing but Twilio's requests and WebSockets into an application.

    The application finds the event of a request as `scope["twilio_async.event"]`, and its body as it was.
    """

    def __init__(self, app: Application, receiver: Receiver) -> None:
        """Make a middleware.

        Args:
            app: The application.
            receiver: What tells whether requests are Twilio's.
        """
        self._app = app
        self._receiver = receiver

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it."""
        if scope["type"] == "websocket":
            try:
                await self._receiver.admit(described(scope))
            except Refused:
                await close_socket(receive, send)
                return
        elif scope["type"] == "http":
            body = Replay(receive)
            try:
                scope[EVENT] = await self._receiver.event(described(scope), body.read, WebhookEvent)
            except Refused as refused:
                await send_answer(send, refusal_of(refused))
                return
            except Disconnected:
                return
            receive = body.receive
        await self._app(scope, receive, send)


class Replay:
    """A body that is read before the application gets it."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._read: bytes | None = None

    async def read(self, most: int) -> bytes:
        """All of the body; see `reading`."""
        self._read = await reading(self._receive)(most)
        return self._read

    async def receive(self) -> MutableMapping[str, Any]:
        """The body, if it was read, and whatever comes behind it."""
        if self._read is None:
            return await self._receive()
        body, self._read = self._read, None
        return {"type": "http.request", "body": body, "more_body": False}


@lru_cache(64)
def _key(name: str) -> bytes:
    """A header as a scope has it."""
    return name.lower().encode()


def described(scope: Scope) -> WebhookRequest:
    """A request, in the words of all frameworks."""
    headers: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        headers.setdefault(name, value)

    def header(name: str) -> str | None:
        value = headers.get(_key(name))
        return None if value is None else value.decode("latin-1")

    def values(name: str) -> list[str]:
        key = _key(name)
        return [value.decode("latin-1") for each, value in scope["headers"] if each == key]

    path = scope.get("raw_path") or quote(scope["path"]).encode()
    query = scope.get("query_string") or b""
    target = path + (b"?" + query if query else b"")

    def origin() -> Origin:
        client = scope.get("client")
        peer = None if client is None else str(client[0])
        return Origin(scope.get("scheme") in {"https", "wss"}, peer)

    return WebhookRequest(
        scope.get("method", "GET"),
        target.decode("utf-8", "surrogateescape"),
        header,
        values,
        origin,
        scope["type"] == "websocket",
    )


def reading(receive: Receive) -> Callable[[int], Awaitable[bytes]]:
    """What reads a body of so many bytes at most.

    It raises `Refused` where there are more, and `Disconnected` where they do not come.
    """

    async def read(most: int) -> bytes:
        parts: list[bytes] = []
        size, is_more = 0, True
        while is_more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise Disconnected
            part = message.get("body", b"")
            size += len(part)
            if size > most:
                raise too_long(most)
            parts.append(part)
            is_more = message.get("more_body", False)
        return b"".join(parts)

    return read


async def send_answer(send: Send, answer: Answer) -> None:
    """Send an answer."""
    body = answer.text.encode()
    headers = [
        (b"content-type", f"{answer.content_type}; charset=utf-8".encode()),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def close_socket(receive: Receive, send: Send) -> None:
    """Close a WebSocket that was not accepted: the server answers its handshake with 403."""
    await receive()
    await send({"type": "websocket.close", "code": POLICY_VIOLATION})


def refusal_of(refused: Refused) -> Answer:
    """The answer to a request that gets no further."""
    return Answer(refused.reason, status=refused.status)


async def _start_and_stop(receive: Receive, send: Send) -> None:
    while (message := await receive())["type"] != "lifespan.shutdown":
        await send({"type": f"{message['type']}.complete"})
    await send({"type": "lifespan.shutdown.complete"})
