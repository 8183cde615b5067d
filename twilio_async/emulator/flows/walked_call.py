"""A call that was walked through its TwiML, as tests look at it."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from twilio_async.emulator.flows.documents import Trouble
from twilio_async.emulator.inspection.seen_call import SeenCall
from twilio_async.emulator.inspection.seen_message import SeenMessage
from twilio_async.emulator.twiml.document import Verb
from twilio_async.emulator.voice.voice_records import Recording


@define(eq=False)
class Stream:
    """A stream and what its server sent: `received` are the messages, `audio` the bytes in them."""

    sid: str
    url: str
    name: str
    parameters: dict[str, str]
    received: list[dict[str, Any]] = field(factory=list[dict[str, Any]])
    audio: bytes = b""


@define(eq=False)
class Relay:
    """A session of ConversationRelay and what its server sent.

    Attributes:
        sid: The session (VX...).
        url: The address of the server.
        parameters: The custom parameters.
        received: The messages, in order.
        said: The texts that were said, each put together of its tokens.
        is_ended: Whether the server ended it.
        handoff_data: What it ended it with.
    """

    sid: str
    url: str
    parameters: dict[str, str]
    received: list[dict[str, Any]] = field(factory=list[dict[str, Any]])
    said: list[str] = field(factory=list[str])
    is_ended: bool = False
    handoff_data: str | None = None
    _tokens: list[str] = field(factory=list[str], init=False, repr=False)

    def take(self, message: dict[str, Any]) -> None:
        """Take a message of the server."""
        self.received.append(message)
        match message.get("type"):
            case "text":
                self._tokens.append(str(message.get("token", "")))
                if message.get("last"):
                    self.said.append("".join(self._tokens))
                    self._tokens.clear()
            case "end":
                self.is_ended, self.handoff_data = True, message.get("handoffData")
            case _:
                pass


@define(eq=False)
class WalkedCall:
    """A call and what it came to.

    Attributes:
        call: The call.
        verbs: The verbs that were performed, in order, those in a Gather included.
        legs: The calls that it dialed.
        recordings: What was recorded of it.
        messages: The messages that its TwiML sent.
        streams: The streams that it opened.
        relays: The sessions of ConversationRelay that it had.
        trouble: What went wrong with its webhooks.
        queue_sid: The queue in which it waits.
    """

    call: SeenCall
    verbs: list[Verb] = field(factory=list[Verb])
    legs: list[SeenCall] = field(factory=list[SeenCall])
    recordings: list[Recording] = field(factory=list[Recording])
    messages: list[SeenMessage] = field(factory=list[SeenMessage])
    streams: list[Stream] = field(factory=list[Stream])
    relays: list[Relay] = field(factory=list[Relay])
    trouble: list[Trouble] = field(factory=list[Trouble])
    queue_sid: str | None = None

    @property
    def said(self) -> list[str]:
        """The texts that were said, in order."""
        return [verb.text for verb in self.verbs if verb.name == "Say"]
