"""Webhooks and their events as users write them: type-checked, never run."""

from typing import Annotated, assert_type

from aiohttp import web
from fastapi import Depends, FastAPI, Response
from multidict import MultiMapping
from starlette.requests import Request

from twilio_async import MessageStatus
from twilio_async.twiml import MessagingResponse
from twilio_async.webhooks import (
    IncomingMessage,
    MessageStatusCallback,
    Receiver,
    StreamMedia,
    UnknownMessage,
    Validator,
    WebhookEvent,
    parse,
    parse_stream_message,
    signature,
)
from twilio_async.webhooks.asgi import Scope, WebhookApp, WebhookMiddleware
from twilio_async.webhooks.on_aiohttp import EVENT, webhook, webhook_middleware
from twilio_async.webhooks.on_starlette import event_of, twiml_response, webhook as starlette_webhook

TOKENS = {"AC0123456789abcdef0123456789abcdef": "a token"}


async def tokens_of(account_sid: str) -> list[str]:
    return [TOKENS[account_sid]]


receiver = Receiver(["old token", "new token"], public_url="https://example.com")
Receiver(tokens_of, trusted_proxies=["10.0.0.0/8"])
Receiver(Validator(TOKENS.get))


async def signed(validator: Validator) -> None:
    params = {"From": "+15558675310", "Digits": ["1", "2"]}
    own = signature("token", "https://example.com/sms", params)
    assert_type(own, str)
    assert_type(validator.is_valid("https://example.com/sms", params, own), bool)
    assert_type(await validator.check(b"https://example.com/sms", b"{}", None), bool)


@webhook(receiver, IncomingMessage)
async def echo(request: web.Request, message: IncomingMessage) -> MessagingResponse | str | None:
    assert_type(message.body, str | None)
    assert_type(message.media_urls, list[str])
    return None if request.path == "/quiet" else MessagingResponse()


async def behind_the_middleware(request: web.Request) -> web.Response:
    assert_type(request[EVENT], WebhookEvent)
    return web.Response()


app = web.Application(middlewares=[webhook_middleware(receiver)])
app.router.add_post("/sms", echo)
app.router.add_post("/all", behind_the_middleware)

api = FastAPI()
api.add_middleware(WebhookMiddleware, receiver=receiver)


@api.post("/sms")
async def reply(
    message: Annotated[IncomingMessage, Depends(event_of(receiver, IncomingMessage))],
) -> Response:
    return twiml_response(message.body)


@api.post("/status")
@starlette_webhook(receiver, MessageStatusCallback)
async def note(_: Request, callback: MessageStatusCallback) -> None:
    assert_type(callback.error_code, int | None)


async def bare(_: Scope, callback: MessageStatusCallback) -> str:
    return "delivered" if callback.message_status == MessageStatus.DELIVERED else callback.message_status


WebhookApp(receiver, MessageStatusCallback, bare)


def look(text: str) -> None:
    event = parse({"MessageSid": "SM1"}, query=[("key", "1")])
    assert_type(event, WebhookEvent)
    assert_type(event.params, MultiMapping[str])
    assert_type(event.deduplication_key, str | None)
    message = parse_stream_message(text)
    if isinstance(message, StreamMedia):
        assert_type(message.media.payload, bytes)
        assert_type(message.to_json(), str)
    elif isinstance(message, UnknownMessage):
        assert_type(message.kind, str)
