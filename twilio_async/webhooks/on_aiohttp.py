"""Webhooks in aiohttp.web: decorators of handlers, and a middleware for all of an application.

@webhook(receiver, IncomingMessage)
async def echo(request: web.Request, event: IncomingMessage) -> str:
    return f"You said: {event.body}"
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial, wraps
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from aiohttp import web

from twilio_async.webhooks.answers import Answer, Answerable, answer_of
from twilio_async.webhooks.events.base import WebhookEvent
from twilio_async.webhooks.receiver import IDEMPOTENCY_TOKEN, Receiver
from twilio_async.webhooks.requests import Origin, Refused, WebhookRequest, kind_of_body
from twilio_async.webhooks.signatures import HEADER

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler, Middleware


E = TypeVar("E", bound=WebhookEvent)
EventHandler: TypeAlias = Callable[[web.Request, E], Awaitable[Answerable | web.StreamResponse]]
"""A handler: it takes the request and its event, and returns what `answer_of` takes, or a response."""

EVENT = web.RequestKey("twilio_async.event", WebhookEvent)
"""The key of a request under which the middleware leaves its event."""

_TOO_LONG = "the body is longer than client_max_size allows"


def webhook(
    receiver: Receiver, expected: type[E]
) -> Callable[[EventHandler[E]], Callable[[web.Request], Awaitable[web.StreamResponse]]]:
    """Make a handler of aiohttp's of one that takes an event.

    Args:
        receiver: What tells whether requests are Twilio's.
        expected: The class of its events; others are refused. `WebhookEvent` is all of them.
    """

    def decorate(handler: EventHandler[E]) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        return wraps(handler)(receiving(receiver, expected, handler))

    return decorate


def signed_socket(receiver: Receiver) -> Callable[[Handler], Handler]:
    """Make a handler of a WebSocket one whose handshakes are Twilio's: others get no further.

    Args:
        receiver: What tells whether they are.
    """

    def decorate(handler: Handler) -> Handler:
        @wraps(handler)
        async def handle(request: web.Request) -> web.StreamResponse:
            try:
                await receiver.admit(described(request, is_socket=True))
            except Refused as refused:
                return refusal_of(refused)
            return await handler(request)

        return handle

    return decorate


def webhook_middleware(receiver: Receiver) -> Middleware:
    """A middleware that lets nothing but Twilio's requests into an application, WebSockets too.

    Handlers find the event as `request[EVENT]`, and may return whatever those of `webhook` may.

    Args:
        receiver: What tells whether requests are Twilio's.
    """

    @web.middleware
    async def validate(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return await signed_socket(receiver)(handler)(request)
        return await receiving(receiver, WebhookEvent, partial(_with_event, handler))(request)

    return validate


def receiving(
    receiver: Receiver, expected: type[E], handler: EventHandler[E]
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """A handler of aiohttp's that hears the event of each request.

    Nearly all are forms, which go straight to `Receiver.event_of_form`: the long way costs a tenth of
    aiohttp's own time for a request.
    """

    async def handle(request: web.Request) -> web.StreamResponse:
        header = request.headers.get
        signature = header(HEADER)
        event: E | None = None
        try:
            if signature and kind_of_body(request.method, header, receiver.most_bytes) == "form":
                body, token = await request.read(), header(IDEMPOTENCY_TOKEN)
                event = receiver.event_of_form(request.raw_path, body, signature, token, expected)
            if event is None:
                event = await receiver.event(described(request), reading(request), expected)
        except Refused as refused:
            return refusal_of(refused)
        except web.HTTPRequestEntityTooLarge:
            return refusal_of(Refused(413, _TOO_LONG))
        return response_of(await handler(request, event))

    return handle


async def _with_event(handler: Handler, request: web.Request, event: WebhookEvent) -> web.StreamResponse:
    request[EVENT] = event
    return await handler(request)


def described(request: web.BaseRequest, *, is_socket: bool = False) -> WebhookRequest:
    """The request, in the words of all frameworks."""
    headers = request.headers

    def values(name: str) -> Sequence[str]:
        return headers.getall(name, ())

    return WebhookRequest(
        request.method,
        request.raw_path,
        headers.get,
        values,
        lambda: Origin(request.scheme == "https", request.remote),
        is_socket,
    )


def response_of(returned: object) -> web.StreamResponse:
    """The response that a handler means."""
    return returned if isinstance(returned, web.StreamResponse) else _response(answer_of(returned))


def refusal_of(refused: Refused) -> web.Response:
    """The answer to a request that gets no further."""
    return _response(Answer(refused.reason, status=refused.status))


def _response(answer: Answer) -> web.Response:
    return web.Response(status=answer.status, text=answer.text, content_type=answer.content_type)


def reading(request: web.BaseRequest) -> Callable[[int], Awaitable[bytes]]:
    """What reads the body of a request, which the handler may then read again."""

    async def read(_: int) -> bytes:
        try:
            return await request.read()
        except web.HTTPRequestEntityTooLarge as error:
            raise Refused(413, _TOO_LONG) from error

    return read
