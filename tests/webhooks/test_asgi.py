"""Webhooks in bare ASGI, Starlette and FastAPI; uvicorn serves them on loopback."""

import importlib
from collections.abc import AsyncIterator, Mapping
from typing import Annotated, Any

import aiohttp
import pytest
from fastapi import Depends, FastAPI, Request, Response, WebSocket
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request as StarletteRequest
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from yarl import URL

from twilio_async.webhooks import IncomingMessage, JsonEvent, Receiver, VoiceRequest, WebhookEvent, signature
from twilio_async.webhooks.asgi import EVENT, Receive, Scope, Send, WebhookApp, WebhookMiddleware
from twilio_async.webhooks.on_starlette import event_of, signed_socket, twiml_response, webhook

from .refusals import NONSENSE
from .senders import CALL, INCOMING, TOKEN, Sender, uvicorn_server

OFFICIAL: Any = importlib.import_module("twilio.twiml.messaging_response")
PUBLIC = "https://example.com"

receiver = Receiver(TOKEN, public_url=PUBLIC, most_bytes=5_000)


def shown(event: WebhookEvent) -> str:
    token = f" {event.idempotency_token}" if event.idempotency_token else ""
    content = event.document if isinstance(event, JsonEvent) else event.params.get("Body")
    return f"{type(event).__name__} {content}{token}"


async def answer(_: Scope, event: WebhookEvent) -> Any:
    return shown(event)


async def body_behind_the_middleware(request: StarletteRequest) -> Response:
    form = await request.form()
    return PlainTextResponse(f"{type(request.scope[EVENT]).__name__} {form.get('Body')}")


def fastapi_app() -> FastAPI:
    app = FastAPI()

    @app.post("/sms")
    async def sms(
        message: Annotated[IncomingMessage, Depends(event_of(receiver, IncomingMessage))],
    ) -> Response:
        response = OFFICIAL.MessagingResponse()
        response.message(message.body)
        return twiml_response(response)

    @app.get("/any")
    @app.post("/any")
    @webhook(receiver, WebhookEvent)
    async def kind(request: Request, event: WebhookEvent) -> str | Response:
        return shown(event) if request.method == "POST" else twiml_response(None)

    @app.websocket("/stream")
    async def stream(websocket: WebSocket, _: Annotated[None, Depends(signed_socket(receiver))]) -> None:
        await websocket.accept()
        await websocket.send_text("hello")
        await websocket.close()

    return app


STARLETTE = Starlette(
    routes=[
        Route("/any", WebhookApp(receiver, WebhookEvent, answer), methods=["GET", "POST"]),
        Route("/call", WebhookApp(receiver, VoiceRequest, answer), methods=["POST"]),
        Mount(
            "/below",
            Starlette(
                routes=[Route("/any", body_behind_the_middleware, methods=["POST"])],
                middleware=[Middleware(WebhookMiddleware, receiver=receiver)],
            ),
        ),
    ]
)
APPS: dict[str, Any] = {
    "bare": WebhookApp(receiver, WebhookEvent, answer),
    "starlette": STARLETTE,
    "fastapi": fastapi_app(),
}


@pytest.fixture(params=APPS)
async def sender(request: pytest.FixtureRequest) -> AsyncIterator[Sender]:
    async with uvicorn_server(APPS[request.param], PUBLIC) as running:
        yield running


async def test_a_webhook_is_answered(sender: Sender) -> None:
    headers = {**sender.signed("/any", INCOMING), "I-Twilio-Idempotency-Token": "token-1"}

    reply = await sender.post("/any", INCOMING, headers)
    assert (reply.status, reply.content_type) == (200, "text/plain")
    assert reply.text == f"IncomingMessage {INCOMING['Body']} token-1"
    assert (await sender.post_json("/any", b'{"a": 1}')).text == "JsonEvent {'a': 1}"
    assert (await sender.get("/any?CallSid=CA1&CallStatus=busy")).status == 200
    for path in ("/any?b=%27%7e&a=+&&x", "/%61ny"):
        assert (await sender.post(path, INCOMING)).status == 200
    assert (
        await sender.post("/any?b=1&a=2", INCOMING, sender.signed("/any?a=2&b=1", INCOMING))
    ).status == 403
    for nonsense in NONSENSE:
        reply = await nonsense.sent(sender, "/any")
        assert (str(nonsense), reply.status) == (str(nonsense), nonsense.status)


async def test_fastapi_answers_by_twiml() -> None:
    async with uvicorn_server(APPS["fastapi"], PUBLIC) as sender:
        reply = await sender.post("/sms", INCOMING)
        nothing = await sender.get("/any?a=1")

        assert (reply.status, reply.content_type) == (200, "text/xml")
        assert reply.text.endswith("<Message>Grüße &amp; more = 100 %</Message></Response>")
        assert nothing.text.endswith("<Response/>")
        assert (await sender.post("/sms", CALL)).status == 400
        assert (await sender.post("/sms", INCOMING, {})).status == 403
        described = await sender.get("/openapi.json")
        assert described.status == 200


async def test_starlette_has_applications_of_one_handler_and_the_middleware() -> None:
    async with uvicorn_server(STARLETTE, PUBLIC) as sender:
        assert (await sender.post("/call", CALL)).text.startswith("VoiceRequest")
        assert (await sender.post("/call", INCOMING)).status == 400
        assert (await sender.post("/below/any", INCOMING)).text == f"IncomingMessage {INCOMING['Body']}"
        assert (await sender.post("/below/any", INCOMING, {})).status == 403


async def bare_socket(_: Scope, receive: Receive, send: Send) -> None:
    assert (await receive())["type"] == "websocket.connect"
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.send", "text": "hello"})
    await send({"type": "websocket.close"})


@pytest.mark.parametrize("app", [APPS["fastapi"], WebhookMiddleware(bare_socket, receiver)])
async def test_a_real_server_opens_none_but_twilios_sockets(app: Any) -> None:
    path = "/stream?a=%27&b=x+y"
    async with uvicorn_server(app, PUBLIC) as sender:

        def connected(signed: str | None) -> Any:
            headers = {} if signed is None else {"X-Twilio-Signature": signed}
            return sender.session.ws_connect(URL(sender.address + path, encoded=True), headers=headers)

        async with connected(signature(TOKEN, f"wss://example.com{path}")) as socket:
            assert await socket.receive_str() == "hello"
            assert (await socket.receive()).type is aiohttp.WSMsgType.CLOSE
        for other in (None, "x", signature(TOKEN, PUBLIC + path), signature(TOKEN, "wss://example.com/")):
            with pytest.raises(aiohttp.WSServerHandshakeError) as error:
                await connected(other)
            assert error.value.status == 403


class Line:
    """The two ends of an ASGI connection: what the application is told, and what it says."""

    def __init__(self, *told: dict[str, Any]) -> None:
        self.told = [*told]
        self.said: list[Mapping[str, Any]] = []

    async def receive(self) -> dict[str, Any]:
        return self.told.pop(0)

    async def send(self, message: Mapping[str, Any]) -> None:
        self.said.append(message)


def socket_scope(path: str, signed: str | None) -> dict[str, Any]:
    headers = [(b"host", b"example.com")]
    if signed is not None:
        headers.append((b"x-twilio-signature", signed.encode()))
    path, _, query = path.partition("?")
    return {
        "type": "websocket",
        "asgi": {"version": "3.0"},
        "scheme": "ws",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": headers,
        "subprotocols": [],
        "client": ("127.0.0.1", 5),
        "server": ("127.0.0.1", 80),
        "state": {},
    }


SOCKET_APPS: dict[str, Any] = {
    "fastapi": APPS["fastapi"],
    "middleware": WebhookMiddleware(fastapi_app(), receiver),
}


@pytest.mark.parametrize("name", SOCKET_APPS)
async def test_a_socket_of_twilios_is_accepted(name: str) -> None:
    line = Line({"type": "websocket.connect"})
    signed = signature(TOKEN, "wss://example.com/stream?a=1")

    await SOCKET_APPS[name](socket_scope("/stream?a=1", signed), line.receive, line.send)

    assert [message["type"] for message in line.said] == [
        "websocket.accept",
        "websocket.send",
        "websocket.close",
    ]


@pytest.mark.parametrize("name", [*SOCKET_APPS, "bare"])
@pytest.mark.parametrize("signed", [None, "x", signature(TOKEN, "https://example.com/stream")])
async def test_another_socket_is_closed_before_it_is_accepted(name: str, signed: str | None) -> None:
    line = Line({"type": "websocket.connect"})
    app = SOCKET_APPS.get(name) or APPS[name]

    await app(socket_scope("/stream", signed), line.receive, line.send)

    assert [(message["type"], message["code"]) for message in line.said] == [("websocket.close", 1008)]


async def test_who_goes_away_in_the_middle_is_not_answered() -> None:
    scope = socket_scope("/any", "x") | {
        "type": "http",
        "method": "POST",
        "headers": [
            (b"content-type", b"application/x-www-form-urlencoded"),
            (b"x-twilio-signature", b"x"),
        ],
    }
    for app in (APPS["bare"], WebhookMiddleware(APPS["bare"], receiver)):
        line = Line({"type": "http.request", "body": b"Bo", "more_body": True}, {"type": "http.disconnect"})

        await app(scope, line.receive, line.send)

        assert line.said == []


async def test_a_server_that_keeps_no_raw_path_is_served() -> None:
    scope = socket_scope("/stream", signature(TOKEN, "wss://example.com/str%C3%A9am"))
    scope["path"] = "/stréam"
    del scope["raw_path"]
    line = Line({"type": "websocket.connect"})

    async def accept(_: Scope, __: Any, send: Any) -> None:
        await send({"type": "websocket.accept"})

    await WebhookMiddleware(accept, receiver)(scope, line.receive, line.send)

    assert [message["type"] for message in line.said] == ["websocket.accept"]
