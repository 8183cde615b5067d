"""Streams: the socket that a call opens, and what goes over it in both directions."""

import base64
from typing import Any

import pytest
from aiohttp import web

from tests.emulator.flows.conftest import NUMBER, PERSON
from tests.support.official import is_valid
from tests.support.times import PATIENCE, SHORT
from tests.support.webhook import Webhook
from twilio_async.emulator import Emulator

pytestmark = pytest.mark.usefixtures("number")

ANSWER = bytes(range(160))


class Bot:
    """A server of streams: says `ANSWER` after the first audio, then waits for its mark to come back."""

    def __init__(self, *, closes: bool) -> None:
        self.closes = closes
        self.events: list[dict[str, Any]] = []
        self.signature = ""
        self.audio = b""

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        self.signature = request.headers.get("x-twilio-signature", "")
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            event = message.json()
            self.events.append(event)
            if event["event"] == "media":
                self.audio += base64.b64decode(event["media"]["payload"])
            if event["event"] == "media" and event["media"]["chunk"] == "1":
                await self._say(socket, event["streamSid"])
            if event["event"] == "mark" and self.closes:
                await socket.close()
        return socket

    async def _say(self, socket: web.WebSocketResponse, sid: str) -> None:
        payload = base64.b64encode(ANSWER).decode()
        await socket.send_json({"event": "media", "streamSid": sid, "media": {"payload": payload}})
        await socket.send_json({"event": "mark", "streamSid": sid, "mark": {"name": "said"}})


@pytest.fixture
def bot(webhook: Webhook, closes: bool) -> Bot:
    running = Bot(closes=closes)
    webhook.sockets["/stream"] = running.handle
    return running


def twiml(verb: str, webhook: Webhook) -> str:
    url = webhook.url.replace("http", "ws")
    return (
        f'<Response><{verb} action="/after"><Stream url="{url}/stream" name="talk" statusCallback="/streams">'
        f'<Parameter name="customer" value="17"/></Stream></{verb}><Say>Bye</Say></Response>'
    )


@pytest.mark.parametrize("closes", [True, False])
async def test_a_conversation(emulator: Emulator, webhook: Webhook, bot: Bot, closes: bool) -> None:
    webhook.answers |= {
        "/voice": [twiml("Connect", webhook)],
        "/after": ["<Response><Say>Over</Say></Response>"],
    }
    audio = b"\x7f" * 400
    walked = await emulator.scenes.receive_call(
        from_=PERSON, to=NUMBER, audio=audio, quiet_seconds=PATIENCE if closes else SHORT
    )

    [stream] = walked.streams
    assert walked.said == ["Over"]
    assert (stream.name, stream.parameters) == ("talk", {"customer": "17"})
    assert bot.audio == audio[: len(bot.audio)]
    assert [event["event"] for event in bot.events[:3]] == ["connected", "start", "media"]
    started = bot.events[1]
    assert started["sequenceNumber"] == "1"
    assert started["start"] == {
        "accountSid": emulator.account_sid,
        "streamSid": stream.sid,
        "callSid": walked.call.sid,
        "tracks": ["inbound"],
        "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
        "customParameters": {"customer": "17"},
    }
    if closes:
        assert stream.audio == ANSWER
        assert [message["event"] for message in stream.received] == ["media", "mark"]
        assert bot.events[-1]["mark"] == {"name": "said"}
    else:
        assert (bot.audio, bot.events[-1]["event"]) == (audio, "stop")
    assert is_valid(emulator.auth_token, stream.url, {}, bot.signature)
    assert [form["StreamEvent"] for form in webhook.forms("/streams")] == ["stream-started", "stream-stopped"]


@pytest.mark.parametrize("closes", [False])
async def test_a_server_that_listens(emulator: Emulator, webhook: Webhook, bot: Bot) -> None:
    webhook.answers["/voice"] = [twiml("Start", webhook)]
    walked = await emulator.scenes.receive_call(from_=PERSON, to=NUMBER)

    assert walked.said == ["Bye"]
    assert len(bot.audio) == 8000
    assert bot.events[-1]["event"] == "stop"


@pytest.mark.parametrize("url", ["wss://example.com/stream", "ws://127.0.0.1:9/stream"])
async def test_no_socket(emulator: Emulator, webhook: Webhook, url: str) -> None:
    webhook.answers["/voice"] = [
        f'<Response><Connect><Stream url="{url}"/></Connect><Say>Bye</Say></Response>'
    ]
    walked = await emulator.scenes.receive_call(from_=PERSON, to=NUMBER)

    assert walked.said == ["Bye"]
    assert [(trouble.code, trouble.url) for trouble in walked.trouble] == [(31920, url)]
