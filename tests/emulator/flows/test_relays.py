"""ConversationRelay: what a call says to a server, and what the server has it say, as text."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web
from attrs import define, field

from tests.emulator.flows.conftest import NUMBER, PERSON
from tests.support.times import ENOUGH, PATIENCE
from tests.support.webhook import Webhook
from tests.webhooks.senders import aiohttp_server
from twilio_async.emulator import Emulator, Speech
from twilio_async.webhooks import (
    Receiver,
    RelayDtmf,
    RelayEnd,
    RelayPrompt,
    RelaySetup,
    RelayText,
    UnknownMessage,
    VoiceRequest,
    parse,
    parse_relay_message,
)
from twilio_async.webhooks.on_aiohttp import signed_socket
from twilio_async.webhooks.sockets.conversation_relay import RelayMessage

if TYPE_CHECKING:
    from twilio_async.emulator.flows.caller import Input

pytestmark = pytest.mark.usefixtures("number")


@define
class Agent:
    """A server of conversations: it repeats what is said, in tokens, and ends the session on request."""

    url: str = ""
    messages: list[RelayMessage | UnknownMessage] = field(factory=list[Any])

    async def handle(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for frame in socket:
            message = parse_relay_message(frame.data)
            self.messages.append(message)
            if isinstance(message, RelayPrompt):
                await self._answer(socket, message.voice_prompt)
            if isinstance(message, RelayDtmf):
                await socket.send_str(RelayText(token=f"{message.digit}!", last=True).to_json())
        return socket

    async def _answer(self, socket: web.WebSocketResponse, said: str) -> None:
        if said == "nonsense":
            await socket.send_str("no JSON")
        elif said == "bye":
            await socket.send_str(RelayEnd(handoff_data='{"reason":"done"}').to_json())
        else:
            await socket.send_str(RelayText(token="You said: ", last=False).to_json())
            await socket.send_str(RelayText(token=said, last=True).to_json())


@pytest.fixture
async def agent(emulator: Emulator) -> AsyncIterator[Agent]:
    agent = Agent()
    app = web.Application()
    app.router.add_get("/relay", signed_socket(Receiver(emulator.auth_token))(agent.handle))
    async with aiohttp_server(app) as server:
        agent.url = server.address.replace("http", "ws") + "/relay?a=%27b"
        yield agent


def twiml(url: str, attributes: str = "") -> str:
    return (
        f'<Response><Connect action="/after"><ConversationRelay url="{url}" {attributes}>'
        '<Parameter name="customer" value="17"/></ConversationRelay></Connect><Say>Bye</Say></Response>'
    )


async def test_a_conversation_that_the_server_ends(
    emulator: Emulator, webhook: Webhook, agent: Agent
) -> None:
    attributes = 'dtmfDetection="true" language="de-DE"'
    webhook.answers |= {
        "/voice": [twiml(agent.url, attributes)],
        "/after": ["<Response><Say>Over</Say></Response>"],
    }
    inputs: list[Input] = [Speech("Hallo"), "12", Speech("bye"), Speech("never")]
    walked = await emulator.scenes.receive_call(
        from_=PERSON, to=NUMBER, inputs=inputs, quiet_seconds=PATIENCE
    )

    [relay] = walked.relays
    assert walked.said == ["Over"]
    assert relay.said == ["You said: Hallo", "1!", "2!"]
    assert relay.handoff_data == '{"reason":"done"}'
    assert agent.messages[0] == RelaySetup(
        session_id=relay.sid,
        account_sid=emulator.account_sid,
        call_sid=walked.call.sid,
        from_=PERSON,
        to=NUMBER,
        call_type="PSTN",
        direction="inbound",
        custom_parameters={"customer": "17"},
    )
    assert agent.messages[1:] == [
        RelayPrompt(voice_prompt="Hallo", lang="de-DE"),
        RelayDtmf(digit="1"),
        RelayDtmf(digit="2"),
        RelayPrompt(voice_prompt="bye", lang="de-DE"),
    ]
    [after] = map(parse, webhook.forms("/after"))
    assert isinstance(after, VoiceRequest)
    assert (after.session_id, after.handoff_data) == (relay.sid, relay.handoff_data)


async def test_a_conversation_that_nobody_ends(emulator: Emulator, webhook: Webhook, agent: Agent) -> None:
    webhook.answers |= {"/voice": [twiml(agent.url)], "/after": ["<Response/>"]}
    inputs: list[Input] = [None, "1", Speech("nonsense"), Speech("Hi")]
    walked = await emulator.scenes.receive_call(from_=PERSON, to=NUMBER, inputs=inputs, quiet_seconds=ENOUGH)

    [relay] = walked.relays
    assert relay.said == ["You said: Hi"]
    assert [type(message).__name__ for message in agent.messages] == [
        "RelaySetup",
        "RelayPrompt",
        "RelayError",
        "RelayPrompt",
    ]
    assert "HandoffData" not in webhook.forms("/after")[0]


@pytest.mark.parametrize("url", ["wss://example.com/relay", "ws://127.0.0.1:9/relay"])
async def test_no_socket(emulator: Emulator, webhook: Webhook, url: str) -> None:
    webhook.answers |= {"/voice": [twiml(url)], "/after": ["<Response><Say>Sorry</Say></Response>"]}
    walked = await emulator.scenes.receive_call(from_=PERSON, to=NUMBER, inputs=[Speech("Hi")])

    assert walked.said == ["Sorry"]
    assert [(trouble.code, trouble.url) for trouble in walked.trouble] == [(64102, url)]
