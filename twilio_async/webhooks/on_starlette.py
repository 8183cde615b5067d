"""Webhooks in Starlette and FastAPI: a decorator of endpoints, and dependencies.

@app.post("/sms")
async def echo(message: Annotated[IncomingMessage, Depends(event_of(receiver, IncomingMessage))]) -> Response:
    return twiml_response(f"You said: {message.body}")
"""

from collections.abc import Awaitable, Callable
from functools import update_wrapper
from typing import TypeVar

from starlette.exceptions import HTTPException, WebSocketException
from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket

from twilio_async.webhooks.answers import Answerable, answer_of
from twilio_async.webhooks.asgi import POLICY_VIOLATION, described
from twilio_async.webhooks.events.base import WebhookEvent
from twilio_async.webhooks.receiver import Receiver
from twilio_async.webhooks.requests import Refused, too_long

E = TypeVar("E", bound=WebhookEvent)


def webhook(
    receiver: Receiver, expected: type[E]
) -> Callable[
    [Callable[[Request, E], Awaitable[Answerable | Response]]], Callable[[Request], Awaitable[Response]]
]:
    """Make an endpoint of a handler that takes the request and its event.

    Args:
        receiver: What tells whether requests are Twilio's.
        expected: The class of its events; others are refused. `WebhookEvent` is all of them.
    """
    event = event_of(receiver, expected)

    def decorate(
        handler: Callable[[Request, E], Awaitable[Answerable | Response]],
    ) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            return twiml_response(await handler(request, await event(request)))

        update_wrapper(endpoint, handler, ("__module__", "__name__", "__qualname__", "__doc__"))
        del endpoint.__dict__["__wrapped__"]  # FastAPI would take the parameters of that.
        return endpoint

    return decorate


def event_of(receiver: Receiver, expected: type[E]) -> Callable[[Request], Awaitable[E]]:
    """A dependency that gives the event of a request: `Depends(event_of(receiver, IncomingMessage))`.

    It reads the body, so that such a route has no parameters of a form or a body of its own.

    Args:
        receiver: What tells whether requests are Twilio's.
        expected: The class of the events; others are refused. `WebhookEvent` is all of them.
    """

    async def event(request: Request) -> E:
        try:
            return await receiver.event(described(request.scope), _reading(request), expected)
        except Refused as refused:
            raise HTTPException(refused.status, refused.reason) from None

    return event


def signed_socket(receiver: Receiver) -> Callable[[WebSocket], Awaitable[None]]:
    """A dependency that lets none but Twilio's WebSockets pass; others are closed before they are accepted.

    Args:
        receiver: What tells whether they are.
    """

    async def admit(websocket: WebSocket) -> None:
        try:
            await receiver.admit(described(websocket.scope))
        except Refused as refused:
            raise WebSocketException(POLICY_VIOLATION, refused.reason) from None

    return admit


def twiml_response(returned: Answerable | Response) -> Response:
    """The response that a handler means; see `answer_of`."""
    if isinstance(returned, Response):
        return returned
    answer = answer_of(returned)
    return Response(answer.text, answer.status, media_type=f"{answer.content_type}; charset=utf-8")


def _reading(request: Request) -> Callable[[int], Awaitable[bytes]]:
    async def read(most: int) -> bytes:
        parts: list[bytes] = []
        size = 0
        async for part in request.stream():
            size += len(part)
            if size > most:
                raise too_long(most)
            parts.append(part)
        return b"".join(parts)

    return read
