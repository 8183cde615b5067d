"""ConversationRelay: the socket over which a call and its server exchange what is said, as text.

What the caller says and presses is sent one after the other, each once the server has said something to its
end or is quiet. The server ends the session, or by being quiet has the caller end it.

Source: https://www.twilio.com/docs/voice/conversationrelay/websocket-messages
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import aiohttp
import msgspec
from attrs import define

from twilio_async.emulator.flows.caller import Caller, Speech
from twilio_async.emulator.flows.sockets import opened
from twilio_async.emulator.flows.walked_call import Relay
from twilio_async.emulator.twiml.document import Verb

if TYPE_CHECKING:
    from twilio_async.emulator.flows.call_walk import CallWalk
    from twilio_async.emulator.wire.parameters import Pairs

_NO_CONNECTION = 64102
_LANGUAGE = "en-US"


async def relay(walk: CallWalk, noun: Verb) -> Pairs:
    """Have a conversation; gives what the action of the Connect is told of it."""
    sid = walk.stage.store.identifiers.sid("VX")
    parameters = {part.get("name"): part.get("value") for part in noun.all("Parameter")}
    session = Relay(sid, urljoin(walk.documents.url, noun.get("url")), parameters)
    walk.walked.relays.append(session)
    async with opened(walk, session.url, _NO_CONNECTION) as socket:
        if socket is not None:
            with suppress(aiohttp.ClientConnectionError):
                await socket.send_json(_setup(walk, session))
                await _Conversation(walk.caller, session, noun, socket).hold()
    handoff = () if session.handoff_data is None else [("HandoffData", session.handoff_data)]
    return [("SessionId", sid), *handoff]


def _setup(walk: CallWalk, session: Relay) -> dict[str, Any]:
    call = walk.call
    return {
        "type": "setup",
        "sessionId": session.sid,
        "accountSid": call.account_sid,
        "callSid": call.sid,
        "from": call.from_,
        "to": call.to,
        "callType": "PSTN",
        "direction": call.direction,
        "customParameters": session.parameters,
    }


@define(eq=False)
class _Conversation:
    """The messages of one session, in both directions."""

    caller: Caller
    session: Relay
    noun: Verb
    socket: aiohttp.ClientWebSocketResponse

    async def hold(self) -> None:
        """Send what the caller says and presses, and listen until the session is over."""
        inputs = self.caller.inputs
        while inputs and not self._is_over:
            for message in self._messages(inputs.popleft()):
                if not self._is_over:
                    await self.socket.send_json(message)
                    await self._listen(to_the_end=False)
        await self._listen(to_the_end=True)

    @property
    def _is_over(self) -> bool:
        return self.socket.closed or self.session.is_ended

    def _messages(self, given: str | Speech | None) -> list[dict[str, Any]]:
        if isinstance(given, Speech):
            language = self.noun.get("transcriptionLanguage") or self.noun.get("language", _LANGUAGE)
            return [{"type": "prompt", "voicePrompt": given.text, "lang": language, "last": True}]
        if given is not None and self.noun.get("dtmfDetection") == "true":
            return [{"type": "dtmf", "digit": digit} for digit in given]
        return []

    async def _listen(self, *, to_the_end: bool) -> None:
        """Take what the server sends, until it is quiet, has said something, or ends the session."""
        with suppress(TimeoutError):
            while not self._is_over:
                message = await self.socket.receive(timeout=self.caller.quiet_seconds)
                if message.type is not aiohttp.WSMsgType.TEXT:
                    return
                received = await self._read(message.data)
                if received.get("type") == "text" and received.get("last") and not to_the_end:
                    return

    async def _read(self, text: str) -> dict[str, Any]:
        try:
            received = msgspec.json.decode(text, type=dict[str, Any])
        except msgspec.DecodeError:
            await self.socket.send_json({"type": "error", "description": "Invalid message received"})
            return {}
        self.session.take(received)
        return received
