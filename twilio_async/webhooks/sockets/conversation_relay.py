"""Messages of ConversationRelay: what the caller says, and what is said to the caller, as text.

Source: https://www.twilio.com/docs/voice/conversationrelay/websocket-messages
"""

from __future__ import annotations

from typing import TypeAlias, cast

import msgspec

from twilio_async.webhooks.sockets.messages import SocketMessage, UnknownMessage, read_message


class RelaySetup(SocketMessage, frozen=True, kw_only=True, tag_field="type", tag="setup"):
    """From Twilio: the session begins.

    Attributes:
        custom_parameters: Those of the `<Parameter>`s in its `<ConversationRelay>`.
    """

    session_id: str
    call_sid: str
    account_sid: str | None = None
    parent_call_sid: str | None = None
    from_: str | None = None
    to: str | None = None
    forwarded_from: str | None = None
    call_type: str | None = None
    caller_name: str | None = None
    direction: str | None = None
    call_status: str | None = None
    custom_parameters: dict[str, str] = msgspec.field(default_factory=dict[str, str])


class RelayPrompt(SocketMessage, frozen=True, kw_only=True, tag_field="type", tag="prompt"):
    """From Twilio: the caller said something; `last` is False where more of it follows."""

    voice_prompt: str
    lang: str | None = None
    last: bool = True


class RelayDtmf(SocketMessage, frozen=True, kw_only=True, tag_field="type", tag="dtmf"):
    """From Twilio: the caller pressed a key."""

    digit: str


class RelayInterrupt(SocketMessage, frozen=True, kw_only=True, tag_field="type", tag="interrupt"):
    """From Twilio: the caller spoke while something was said, which got so far."""

    utterance_until_interrupt: str | None = None
    duration_until_interrupt_ms: int | None = None


class RelayError(SocketMessage, frozen=True, kw_only=True, tag_field="type", tag="error"):
    """From Twilio: something went wrong, such as a message of yours."""

    description: str | None = None


class RelayText(SocketMessage, frozen=True, kw_only=True, tag_field="type", tag="text"):
    """To Twilio: say this; `last` ends what belongs together.

    Attributes:
        interruptible: Whether the caller can interrupt it.
        preemptible: Whether what you send next can.
    """

    token: str
    last: bool | None = None
    lang: str | None = None
    interruptible: bool | str | None = None
    preemptible: bool | None = None


class RelayPlay(SocketMessage, frozen=True, kw_only=True, tag_field="type", tag="play"):
    """To Twilio: play what is at this address, so many times, or without end where `loop` is 0."""

    source: str
    loop: int | None = None
    interruptible: bool | str | None = None
    preemptible: bool | None = None


class RelaySendDigits(SocketMessage, frozen=True, kw_only=True, tag_field="type", tag="sendDigits"):
    """To Twilio: press these keys."""

    digits: str


class RelayLanguage(SocketMessage, frozen=True, kw_only=True, tag_field="type", tag="language"):
    """To Twilio: speak this language, or understand that one, from now on."""

    tts_language: str | None = None
    transcription_language: str | None = None


class RelayEnd(SocketMessage, frozen=True, kw_only=True, tag_field="type", tag="end"):
    """To Twilio: end the session; the request to the action of its `<Connect>` has `handoff_data`."""

    handoff_data: str | None = None


RelayMessage: TypeAlias = (
    RelaySetup
    | RelayPrompt
    | RelayDtmf
    | RelayInterrupt
    | RelayError
    | RelayText
    | RelayPlay
    | RelaySendDigits
    | RelayLanguage
    | RelayEnd
)


def parse_relay_message(text: str | bytes) -> RelayMessage | UnknownMessage:
    """The message of ConversationRelay that a text of its socket is.

    Raises:
        DecodeError: It is none.
    """
    return cast("RelayMessage | UnknownMessage", read_message(text, RelayMessage, "type"))
