"""Webhooks in aiohttp.web, served on loopback."""

import asyncio
import importlib
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from yarl import URL

from twilio_async.webhooks import (
    IncomingMessage,
    JsonEvent,
    Receiver,
    StreamClear,
    VoiceRequest,
    WebhookEvent,
    parse_stream_message,
    signature,
)
from twilio_async.webhooks.on_aiohttp import EVENT, signed_socket, webhook, webhook_middleware

from .refusals import NONSENSE, Nonsense
from .senders import CALL, INCOMING, TOKEN, Sender, aiohttp_server

OFFICIAL: Any = importlib.import_module("twilio.twiml.messaging_response")
PUBLIC = "https://example.com/hooks"
MOST = 5_000

receiver = Receiver(TOKEN, public_url=PUBLIC, most_bytes=MOST)
routes = web.RouteTableDef()


@routes.post("/sms")
@webhook(receiver, IncomingMessage)
async def sms(request: web.Request, message: IncomingMessage) -> Any:
    """Echo."""
    assert request.path == "/sms"
    response = OFFICIAL.MessagingResponse()
    response.message(message.body)
    return response


@routes.post("/plain")
@webhook(receiver, IncomingMessage)
async def plain(_: web.Request, message: IncomingMessage) -> str:
    return f"You said: {message.body}"


@routes.get("/voice")
@webhook(receiver, VoiceRequest)
async def voice(_: web.Request, call: VoiceRequest) -> None:
    assert call.params["tag"] == "a b"


@routes.post("/any")
@webhook(receiver, WebhookEvent)
async def kind(request: web.Request, event: WebhookEvent) -> web.Response:
    token = f" {event.idempotency_token}" if event.idempotency_token else ""
    document = event.document if isinstance(event, JsonEvent) else (await request.post()).get("Body")
    return web.Response(text=f"{type(event).__name__} {document!s}{token}", status=201)


@routes.get("/stream")
@signed_socket(receiver)
async def stream(request: web.Request) -> web.WebSocketResponse:
    return await _echo(request)


async def _echo(request: web.Request) -> web.WebSocketResponse:
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    async for message in socket:
        received = parse_stream_message(message.data)
        assert not isinstance(received, StreamClear)
        await socket.send_str(received.to_json())
    return socket


@pytest.fixture
async def sender() -> AsyncIterator[Sender]:
    app = web.Application()
    app.add_routes(routes)
    async with aiohttp_server(app, PUBLIC) as running:
        yield running


async def test_a_message_is_answered_by_twiml(sender: Sender) -> None:
    reply = await sender.post("/sms", INCOMING)

    assert (reply.status, reply.content_type) == (200, "text/xml")
    assert reply.text.endswith("<Message>Grüße &amp; more = 100 %</Message></Response>")


async def test_a_message_is_answered_by_text(sender: Sender) -> None:
    reply = await sender.post("/plain", INCOMING)

    assert (reply.status, reply.content_type, reply.text) == (
        200,
        "text/plain",
        f"You said: {INCOMING['Body']}",
    )


async def test_a_get_is_answered_by_nothing(sender: Sender) -> None:
    path = f"/voice?CallSid={CALL['CallSid']}&CallStatus=ringing&From=%2B15558675310&tag=a%20b"
    reply = await sender.get(path)

    assert (reply.status, reply.content_type) == (200, "text/xml")
    assert reply.text.endswith("<Response/>")
    assert (await sender.get(path.replace("a%20b", "a+b"), sender.signed(path))).status == 200
    assert (await sender.get(path + "&", sender.signed(path))).status == 403


async def test_json_is_signed_by_its_hash(sender: Sender) -> None:
    document = b'{"a": "\xc3\xbc"}'
    reply = await sender.post_json("/any", document)

    assert (reply.status, reply.text) == (201, "JsonEvent {'a': 'ü'}")


async def test_the_handler_may_read_the_request_itself(sender: Sender) -> None:
    headers = {**sender.signed("/any", INCOMING), "I-Twilio-Idempotency-Token": "token-1"}
    reply = await sender.post("/any", INCOMING, headers)

    assert reply.text == f"IncomingMessage {INCOMING['Body']} token-1"


async def test_names_that_stand_several_times_and_empty_ones_are_signed(sender: Sender) -> None:
    reply = await sender.post("/any", [("Digits", "2"), ("Digits", "1"), ("Body", ""), ("Digits", "1")])

    assert (reply.status, reply.text) == (201, "WebhookEvent ")


async def test_the_address_is_signed_as_it_was_requested(sender: Sender) -> None:
    for path in ("/any?b=%27%7e&a=+&&x", "/%61ny"):
        assert (await sender.post(path, INCOMING)).status == 201
    assert (
        await sender.post("/any?b=1&a=2", INCOMING, sender.signed("/any?a=2&b=1", INCOMING))
    ).status == 403


async def exchange(sender: Sender, request: bytes) -> bytes:
    """What the server answers to bytes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", URL(sender.address).port)
    try:
        writer.write(request)
        await writer.drain()
        return await reader.read()
    finally:
        writer.close()


async def test_nothing_that_is_not_signed_gets_into_an_event(sender: Sender) -> None:
    path = f"/voice?CallSid={CALL['CallSid']}&CallStatus=ringing&tag=a%20b"
    signed = signature(TOKEN, PUBLIC + path).encode()
    head = b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Twilio-Signature: " + signed + b"\r\n\r\n"

    assert (await exchange(sender, b"GET " + path.encode() + head)).startswith(b"HTTP/1.1 200 ")
    for changed in (f"{path}#&Digits=1", f"/voice#{path}", f"http://example.com{path}", f"/{path}"):
        answer = await exchange(sender, b"GET " + changed.encode() + head)
        assert answer.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 403 ", b"HTTP/1.1 404 "))


async def test_a_host_takes_no_part_of_the_path() -> None:
    app = web.Application()
    app.router.add_get("/other", webhook(Receiver(TOKEN), WebhookEvent)(kind_of))
    async with aiohttp_server(app) as sender:
        for host in ("example.com/sms?Body=Hi&x=", "example.com#", "user@example.com"):
            url = f"http://{host}/other?Body=evil"
            headers = {"Host": host, "X-Twilio-Signature": signature(TOKEN, url)}
            assert (await sender.get("/other?Body=evil", headers)).status == 400


async def kind_of(_: web.Request, event: WebhookEvent) -> str:
    return type(event).__name__


@pytest.mark.parametrize("nonsense", NONSENSE, ids=str)
async def test_nonsense_is_refused(sender: Sender, nonsense: Nonsense) -> None:
    reply = await nonsense.sent(sender, "/any")

    assert reply.status == nonsense.status
    assert reply.content_type == "text/plain"
    assert reply.text


async def test_an_event_of_another_class_is_refused(sender: Sender) -> None:
    reply = await sender.post("/sms", CALL)

    assert (reply.status, reply.text) == (400, "this is a VoiceRequest; a IncomingMessage is expected here")


async def test_a_socket_of_twilios_is_served(sender: Sender) -> None:
    path, text = "/stream", '{"event":"mark","streamSid":"MZ1","mark":{"name":"a"}}'
    headers = {"x-twilio-signature": signature(TOKEN, PUBLIC.replace("https", "wss") + path)}

    async with sender.session.ws_connect(sender.address + path, headers=headers) as socket:
        await socket.send_str(text)
        assert await socket.receive_str() == text


@pytest.mark.parametrize("headers", [{}, {"X-Twilio-Signature": signature(TOKEN, f"{PUBLIC}/stream")}])
async def test_another_socket_is_not_accepted(sender: Sender, headers: dict[str, str]) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as error:
        await sender.session.ws_connect(f"{sender.address}/stream", headers=headers)

    assert error.value.status == 403


async def test_the_limit_of_the_application_counts_too() -> None:
    app = web.Application(client_max_size=100)
    app.router.add_post("/any", kind)
    async with aiohttp_server(app, PUBLIC) as sender:
        reply = await sender.post("/any", INCOMING)

    assert (reply.status, reply.text) == (413, "the body is longer than client_max_size allows")


async def test_a_middleware_lets_nothing_else_in() -> None:
    async def echo(request: web.Request) -> Any:
        event = request[EVENT]
        assert isinstance(event, IncomingMessage)
        return event.body

    app = web.Application(middlewares=[webhook_middleware(receiver)])
    app.router.add_post("/sms", echo)
    app.router.add_get("/stream", _echo)
    async with aiohttp_server(app, PUBLIC) as sender:
        assert (await sender.post("/sms", INCOMING)).text == INCOMING["Body"]
        assert (await sender.post("/sms", INCOMING, {})).status == 403
        assert (await sender.post("/elsewhere", INCOMING, {})).status == 403
        headers = {"X-Twilio-Signature": signature(TOKEN, PUBLIC.replace("https", "wss") + "/stream")}
        async with sender.session.ws_connect(f"{sender.address}/stream", headers=headers) as socket:
            await socket.send_str('{"event":"connected"}')
            assert await socket.receive_str() == '{"event":"connected"}'
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await sender.session.ws_connect(f"{sender.address}/stream")


async def test_a_trusted_proxy_on_loopback_is_believed() -> None:
    app = web.Application()

    @webhook(Receiver(TOKEN, trusted_proxies=["127.0.0.1"]), WebhookEvent)
    async def handle(_: web.Request, event: WebhookEvent) -> str:
        return type(event).__name__

    app.router.add_post("/sms", handle)
    async with aiohttp_server(app, "https://example.com") as sender:
        forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "example.com"}
        headers = sender.signed("/sms", INCOMING)
        assert (await sender.post("/sms", INCOMING, headers)).status == 403
        assert (await sender.post("/sms", INCOMING, headers | forwarded)).text == "IncomingMessage"
