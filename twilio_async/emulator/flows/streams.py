"""Streams: the sockets that Connect and Start open, over which the audio of a call goes.

The caller's audio is sent as fast as the server takes it; what comes back is kept. A mark is answered as soon
as it comes, since everything before it counts as played. The server ends a stream by closing the socket, or
by being quiet.

Source: https://www.twilio.com/docs/voice/media-streams/websocket-messages
"""

from __future__ import annotations

import asyncio
import base64
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import aiohttp
import msgspec
from attrs import define, field

from twilio_async.emulator.flows.caller import FRAME, Caller
from twilio_async.emulator.flows.relays import relay
from twilio_async.emulator.flows.sockets import opened
from twilio_async.emulator.flows.walked_call import Stream
from twilio_async.emulator.voice.voice_records import Call
from twilio_async.emulator.wire.dates import iso8601

if TYPE_CHECKING:
    from twilio_async.emulator.flows.call_walk import CallWalk
    from twilio_async.emulator.twiml.document import Document, Verb

_FORMAT = {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}
_FRAME_MILLISECONDS = 20
_NO_CONNECTION = 31920


async def connect(walk: CallWalk, verb: Verb) -> Document | None:
    """Connect: have a conversation over a socket, and go on with the action once that is over."""
    for noun in verb.all("Stream"):
        await _run(walk, noun, is_conversation=True)
    told = [pair for noun in verb.all("ConversationRelay") for pair in await relay(walk, noun)]
    return await walk.act(verb, told)


async def start(walk: CallWalk, verb: Verb) -> None:
    """Start: let a server listen to the call."""
    for noun in verb.all("Stream"):
        await _run(walk, noun, is_conversation=False)


async def _run(walk: CallWalk, noun: Verb, *, is_conversation: bool) -> None:
    sid = walk.stage.store.identifiers.sid("MZ")
    parameters = {part.get("name"): part.get("value") for part in noun.all("Parameter")}
    url = urljoin(walk.documents.url, noun.get("url"))
    stream = Stream(sid, url, noun.get("name") or sid, parameters)
    walk.walked.streams.append(stream)
    async with opened(walk, stream.url, _NO_CONNECTION) as socket:
        if socket is not None:
            _tell(walk, noun, stream, "stream-started")
            await _Conversation(walk.call, walk.caller, stream, socket).hold(is_conversation=is_conversation)
            _tell(walk, noun, stream, "stream-stopped")


def _tell(walk: CallWalk, noun: Verb, stream: Stream, event: str) -> None:
    if callback := noun.get("statusCallback"):
        params = [
            ("StreamSid", stream.sid),
            ("StreamName", stream.name),
            ("StreamEvent", event),
            ("Timestamp", iso8601(walk.stage.store.clock())),
        ]
        walk.tell("stream-status", callback, params, noun.get("statusCallbackMethod", "POST"))


@define(eq=False)
class _Conversation:
    """The messages of one stream, in both directions."""

    call: Call
    caller: Caller
    stream: Stream
    socket: aiohttp.ClientWebSocketResponse
    _numbers: count[int] = field(factory=lambda: count(1), init=False)

    async def hold(self, *, is_conversation: bool) -> None:
        """Send the caller's audio, and in a conversation listen until the server is quiet or closes."""
        call = self.call
        await self.socket.send_str(_json({"event": "connected", "protocol": "Call", "version": "1.0.0"}))
        with suppress(aiohttp.ClientConnectionError):
            await self._send(
                "start",
                {
                    "accountSid": call.account_sid,
                    "streamSid": self.stream.sid,
                    "callSid": call.sid,
                    "tracks": ["inbound"],
                    "mediaFormat": _FORMAT,
                    "customParameters": self.stream.parameters,
                },
            )
            listening = asyncio.create_task(self._listen())
            try:
                await self._speak()
                if is_conversation:
                    await listening
            finally:
                listening.cancel()
                await asyncio.gather(listening, return_exceptions=True)
            await self._send("stop", {"accountSid": call.account_sid, "callSid": call.sid})

    async def _speak(self) -> None:
        audio = self.caller.audio
        for index in range(0, len(audio), FRAME):
            if self.socket.closed:
                return
            media = {
                "track": "inbound",
                "chunk": str(index // FRAME + 1),
                "timestamp": str(index // FRAME * _FRAME_MILLISECONDS),
                "payload": base64.b64encode(audio[index : index + FRAME]).decode(),
            }
            await self._send("media", media)

    async def _listen(self) -> None:
        """Take what the server sends, until it closes the socket or has been quiet for a while."""
        with suppress(TimeoutError):
            while True:
                message = await self.socket.receive(timeout=self.caller.quiet_seconds)
                if message.type is not aiohttp.WSMsgType.TEXT:
                    return
                await self._take(msgspec.json.decode(message.data))

    async def _take(self, message: dict[str, Any]) -> None:
        self.stream.received.append(message)
        match message.get("event"):
            case "media":
                self.stream.audio += base64.b64decode(message["media"]["payload"])
            case "mark":
                await self._send("mark", message["mark"])
            case _:
                pass

    async def _send(self, event: str, content: dict[str, Any]) -> None:
        await self.socket.send_str(
            _json(
                {
                    "event": event,
                    "sequenceNumber": str(next(self._numbers)),
                    event: content,
                    "streamSid": self.stream.sid,
                }
            )
        )


def _json(message: dict[str, Any]) -> str:
    return msgspec.json.encode(message).decode()


PERFORMERS = {"Connect": connect, "Start": start}
