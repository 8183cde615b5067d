"""Messages of Media Streams: the sound of a call, in both directions.

Source: https://www.twilio.com/docs/voice/media-streams/websocket-messages
"""

from __future__ import annotations

from typing import TypeAlias, cast

import msgspec

from twilio_async.webhooks.sockets.messages import Part, SocketMessage, UnknownMessage, read_message


class MediaFormat(Part, frozen=True, kw_only=True):
    """The format of the sound: 8,000 samples a second of one byte (mu-law), on one channel."""

    encoding: str = "audio/x-mulaw"
    sample_rate: int = 8000
    channels: int = 1


class StreamStart(Part, frozen=True, kw_only=True):
    """What is told at the start of a stream.

    Attributes:
        tracks: Whose sound comes: "inbound", "outbound".
        custom_parameters: Those of the `<Parameter>`s in its `<Stream>`.
    """

    stream_sid: str
    call_sid: str
    account_sid: str | None = None
    tracks: list[str] = msgspec.field(default_factory=list[str])
    media_format: MediaFormat = MediaFormat()
    custom_parameters: dict[str, str] = msgspec.field(default_factory=dict[str, str])


class Sound(Part, frozen=True, kw_only=True):
    """A piece of sound.

    Attributes:
        payload: The sound; on the wire it is base64.
        track: Whose it is: "inbound" or "outbound".
        chunk: Its number, from 1.
        timestamp: Milliseconds since the start of the stream.
    """

    payload: bytes
    track: str | None = None
    chunk: int | None = None
    timestamp: int | None = None


class MarkName(Part, frozen=True, kw_only=True):
    """The name of a mark."""

    name: str


class PressedKey(Part, frozen=True, kw_only=True):
    """A key that the caller pressed."""

    digit: str
    track: str | None = None


class StreamStop(Part, frozen=True, kw_only=True):
    """Whose stream ended."""

    account_sid: str | None = None
    call_sid: str | None = None


class StreamConnected(SocketMessage, frozen=True, kw_only=True, tag_field="event", tag="connected"):
    """From Twilio: the socket is open."""

    protocol: str | None = None
    version: str | None = None


class _OfStream(SocketMessage, frozen=True, kw_only=True):
    """A message about a stream; `sequence_number` counts those that Twilio sends, from 1."""

    stream_sid: str
    sequence_number: int | None = None


class StreamStarted(_OfStream, frozen=True, kw_only=True, tag_field="event", tag="start"):
    """From Twilio: the stream begins."""

    start: StreamStart


class StreamMedia(_OfStream, frozen=True, kw_only=True, tag_field="event", tag="media"):
    """In both directions: a piece of sound."""

    media: Sound

    @classmethod
    def of(cls, stream_sid: str, payload: bytes) -> StreamMedia:
        """The message that plays this sound to the caller."""
        return cls(stream_sid=stream_sid, media=Sound(payload=payload))


class StreamMark(_OfStream, frozen=True, kw_only=True, tag_field="event", tag="mark"):
    """To Twilio: tell me when the sound before this is played. From Twilio: it is, or was cleared."""

    mark: MarkName

    @classmethod
    def of(cls, stream_sid: str, name: str) -> StreamMark:
        """The mark with this name."""
        return cls(stream_sid=stream_sid, mark=MarkName(name=name))


class StreamDtmf(_OfStream, frozen=True, kw_only=True, tag_field="event", tag="dtmf"):
    """From Twilio: the caller pressed a key."""

    dtmf: PressedKey


class StreamStopped(_OfStream, frozen=True, kw_only=True, tag_field="event", tag="stop"):
    """From Twilio: the stream has ended."""

    stop: StreamStop = StreamStop()


class StreamClear(_OfStream, frozen=True, kw_only=True, tag_field="event", tag="clear"):
    """To Twilio: drop the sound that is not played yet."""


StreamMessage: TypeAlias = (
    StreamConnected | StreamStarted | StreamMedia | StreamMark | StreamDtmf | StreamStopped | StreamClear
)


def parse_stream_message(text: str | bytes) -> StreamMessage | UnknownMessage:
    """The message of a Media Stream that a text of its socket is.

    Raises:
        DecodeError: It is none.
    """
    return cast("StreamMessage | UnknownMessage", read_message(text, StreamMessage, "event"))
