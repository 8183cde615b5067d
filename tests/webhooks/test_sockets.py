"""Messages of sockets, as Twilio's pages have them, in both directions."""

import json
from typing import Any

import pytest
from hypothesis import given, strategies as st

from twilio_async import DecodeError
from twilio_async.webhooks import (
    RelayDtmf,
    RelayEnd,
    RelayError,
    RelayInterrupt,
    RelayLanguage,
    RelayPlay,
    RelayPrompt,
    RelaySendDigits,
    RelaySetup,
    RelayText,
    StreamClear,
    StreamConnected,
    StreamDtmf,
    StreamMark,
    StreamMedia,
    StreamStarted,
    StreamStopped,
    UnknownMessage,
    parse_relay_message,
    parse_stream_message,
)

START = {
    "event": "start",
    "sequenceNumber": "1",
    "start": {
        "accountSid": "AC1",
        "streamSid": "MZ1",
        "callSid": "CA1",
        "tracks": ["inbound"],
        "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
        "customParameters": {"FirstName": "Jane"},
    },
    "streamSid": "MZ1",
}
MEDIA = {
    "event": "media",
    "sequenceNumber": "3",
    "media": {"track": "inbound", "chunk": "1", "timestamp": "5", "payload": "AH+A/w=="},
    "streamSid": "MZ1",
}
SETUP = {
    "type": "setup",
    "sessionId": "VX1",
    "accountSid": "AC1",
    "parentCallSid": "",
    "callSid": "CA1",
    "from": "+15558675310",
    "to": "+15550100000",
    "forwardedFrom": "",
    "callType": "PSTN",
    "callerName": "",
    "direction": "inbound",
    "callStatus": "RINGING",
    "customParameters": {"reference": "bar"},
}


def stream(document: dict[str, Any]) -> Any:
    return parse_stream_message(json.dumps(document))


def relay(document: dict[str, Any]) -> Any:
    return parse_relay_message(json.dumps(document).encode())


def test_a_stream_from_its_start_to_its_end() -> None:
    connected = stream({"event": "connected", "protocol": "Call", "version": "1.0.0"})
    started = stream(START)
    media = stream(MEDIA)
    pressed = stream(
        {
            "event": "dtmf",
            "streamSid": "MZ1",
            "sequenceNumber": "5",
            "dtmf": {"track": "inbound_track", "digit": "1"},
        }
    )
    played = stream({"event": "mark", "sequenceNumber": "4", "streamSid": "MZ1", "mark": {"name": "hello"}})
    stopped = stream(
        {
            "event": "stop",
            "sequenceNumber": "6",
            "stop": {"accountSid": "AC1", "callSid": "CA1"},
            "streamSid": "MZ1",
        }
    )

    assert isinstance(connected, StreamConnected)
    assert isinstance(started, StreamStarted)
    assert (started.stream_sid, started.start.call_sid, started.start.tracks) == ("MZ1", "CA1", ["inbound"])
    assert (started.start.media_format.sample_rate, started.start.custom_parameters) == (
        8000,
        {"FirstName": "Jane"},
    )
    assert isinstance(media, StreamMedia)
    assert (media.media.payload, media.media.chunk, media.sequence_number) == (b"\x00\x7f\x80\xff", 1, 3)
    assert isinstance(pressed, StreamDtmf)
    assert pressed.dtmf.digit == "1"
    assert isinstance(played, StreamMark)
    assert played.mark.name == "hello"
    assert isinstance(stopped, StreamStopped)
    assert stopped.stop.call_sid == "CA1"


@pytest.mark.parametrize(
    ("message", "sent"),
    [
        (
            StreamMedia.of("MZ1", b"\x00\x7f\x80\xff"),
            {"event": "media", "streamSid": "MZ1", "media": {"payload": "AH+A/w=="}},
        ),
        (StreamMark.of("MZ1", "hello"), {"event": "mark", "streamSid": "MZ1", "mark": {"name": "hello"}}),
        (StreamClear(stream_sid="MZ1"), {"event": "clear", "streamSid": "MZ1"}),
        (RelayText(token="Hi"), {"type": "text", "token": "Hi"}),
        (
            RelayText(token="Hi", last=False, lang="en-US", interruptible=True, preemptible=False),
            {
                "type": "text",
                "token": "Hi",
                "last": False,
                "lang": "en-US",
                "interruptible": True,
                "preemptible": False,
            },
        ),
        (
            RelayPlay(source="https://example.com/a.mp3", loop=1),
            {"type": "play", "source": "https://example.com/a.mp3", "loop": 1},
        ),
        (RelaySendDigits(digits="9www4085551212"), {"type": "sendDigits", "digits": "9www4085551212"}),
        (
            RelayLanguage(tts_language="sv-SE", transcription_language="en-US"),
            {"type": "language", "ttsLanguage": "sv-SE", "transcriptionLanguage": "en-US"},
        ),
        (RelayEnd(handoff_data='{"reason":"done"}'), {"type": "end", "handoffData": '{"reason":"done"}'}),
    ],
)
def test_what_is_sent_to_twilio(message: Any, sent: dict[str, Any]) -> None:
    parse = parse_stream_message if "event" in sent else parse_relay_message

    assert json.loads(message.to_json()) == sent
    assert parse(message.to_json()) == message


def test_a_conversation() -> None:
    setup = relay(SETUP)
    prompt = relay({"type": "prompt", "voicePrompt": "What is life?", "lang": "en-US", "last": True})
    interrupt = relay(
        {"type": "interrupt", "utteranceUntilInterrupt": "Life is", "durationUntilInterruptMs": "460"}
    )
    pressed = relay({"type": "dtmf", "digit": "1"})
    failed = relay({"type": "error", "description": "Invalid message"})

    assert isinstance(setup, RelaySetup)
    assert (setup.session_id, setup.from_, setup.custom_parameters) == (
        "VX1",
        "+15558675310",
        {"reference": "bar"},
    )
    assert isinstance(prompt, RelayPrompt)
    assert (prompt.voice_prompt, prompt.last) == ("What is life?", True)
    assert isinstance(interrupt, RelayInterrupt)
    assert interrupt.duration_until_interrupt_ms == 460
    assert isinstance(pressed, RelayDtmf)
    assert isinstance(failed, RelayError)


def test_messages_of_tomorrow_are_kept_whole() -> None:
    document = {"event": "teleport", "streamSid": "MZ1", "x": [1]}

    assert stream(document) == UnknownMessage(kind="teleport", document=document)
    assert relay({"type": "info", "name": "n"}) == UnknownMessage(
        kind="info", document={"type": "info", "name": "n"}
    )


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "1", '{"event": 1}', '{"event": "media", "streamSid": "MZ1"}', b"\xff", "[" * 100_000],
)
def test_what_is_no_message(text: str | bytes) -> None:
    with pytest.raises(DecodeError, match="message"):
        parse_stream_message(text)
    with pytest.raises(DecodeError, match="message"):
        parse_relay_message(text)


@pytest.mark.parametrize(
    "message", [relay(SETUP), relay({"type": "prompt", "voicePrompt": "secret"}), stream(MEDIA)]
)
def test_no_repr_shows_a_number_or_words(message: object) -> None:
    assert not any(text in repr(message) for text in ("555", "secret", "x7f"))


@given(payload=st.binary(), name=st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_written_is_read_back_equal(payload: bytes, name: str) -> None:
    for message in (StreamMedia.of("MZ1", payload), StreamMark.of("MZ1", name)):
        assert parse_stream_message(message.to_json()) == message
    said = RelayText(token=name, last=True)
    assert parse_relay_message(said.to_json()) == said
