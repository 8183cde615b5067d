"""Targets of a live call's sound: Media Streams, SIPREC recorders, and real-time transcription.

Source: https://www.twilio.com/docs/voice/api/stream-resource
"""

from datetime import datetime
from typing import Literal, TypedDict, Unpack

from attrs import define

from twilio_async.core.codec.models import Model
from twilio_async.core.codec.scalars import OpenEnum
from twilio_async.core.params import NumberedPairs
from twilio_async.declare.base import Collection, Instance, M
from twilio_async.declare.endpoints import HttpMethod, post


class StreamStatus(OpenEnum):
    """Whether the sound still goes there."""

    IN_PROGRESS = "in-progress"
    STOPPED = "stopped"


@define(kw_only=True)
class CallStream(Model):
    """The fields of streams of all kinds; `name` can stand for the SID in addresses. The date is in UTC."""

    sid: str
    account_sid: str
    call_sid: str | None = None
    name: str | None = None
    status: StreamStatus
    date_updated: datetime | None = None
    uri: str | None = None


@define(kw_only=True)
class Stream(CallStream):
    """The sound of a call on its way to a WebSocket."""


@define(kw_only=True)
class Siprec(CallStream):
    """The sound of a call on its way to a SIPREC recorder."""


@define(kw_only=True)
class RealtimeTranscription(CallStream):
    """The sound of a call on its way to a speech recognizer."""


class StreamSettings(TypedDict, total=False):
    """Settings of streams, be they to WebSockets or to SIPREC recorders.

    Attributes:
        name: A name of your own, unique in the call, by which it can be stopped.
        track: Whose sound is sent: the caller's where not given.
        status_callback: Where Twilio tells of its start and end.
        status_callback_method: How it does.
        parameters: Names and values to send along, 99 at most.
    """

    name: str | None
    track: Literal["inbound_track", "outbound_track", "both_tracks"] | None
    status_callback: str | None
    status_callback_method: HttpMethod | None
    parameters: NumberedPairs | None


class AnyStreamContext(Instance[M]):
    """A stream from a call, by its SID or name."""

    __slots__ = ()

    @post()
    async def update(self, *, status: Literal["stopped"]) -> M:
        """Stop it."""
        ...


class StreamContext(AnyStreamContext[Stream]):
    """One stream, by its SID or name."""

    __slots__ = ()


class Streams(Collection[StreamContext]):
    """The streams (MZ...) of a call."""

    __slots__ = ()

    @post()
    async def create(self, *, url: str, **settings: Unpack[StreamSettings]) -> Stream:
        """Send the sound of the call to a WebSocket.

        Args:
            url: Its address, `wss://...`.
            **settings: See `StreamSettings`.
        """
        ...


class SiprecContext(AnyStreamContext[Siprec]):
    """One SIPREC stream, by its SID or name."""

    __slots__ = ()


class Siprecs(Collection[SiprecContext]):
    """The SIPREC streams (SR...) of a call."""

    __slots__ = ()

    @post()
    async def create(
        self, *, connector_name: str | None = None, **settings: Unpack[StreamSettings]
    ) -> Siprec:
        """Send the sound of the call to a SIPREC recorder.

        Args:
            connector_name: The connector that was set up for the recorder, by its unique name.
            **settings: See `StreamSettings`.

        Source: https://www.twilio.com/docs/voice/api/siprec-resource
        """
        ...


class RealtimeTranscriptionContext(AnyStreamContext[RealtimeTranscription]):
    """One transcription of a live call, by its SID or name."""

    __slots__ = ()


class RealtimeTranscriptions(Collection[RealtimeTranscriptionContext]):
    """The real-time transcriptions (GT...) of a call."""

    __slots__ = ()

    @post()
    async def create(
        self,
        *,
        name: str | None = None,
        track: Literal["inbound_track", "outbound_track", "both_tracks"] | None = None,
        inbound_track_label: str | None = None,
        outbound_track_label: str | None = None,
        status_callback_url: str | None = None,
        status_callback_method: HttpMethod | None = None,
        language_code: str | None = None,
        transcription_engine: str | None = None,
        speech_model: str | None = None,
        hints: str | None = None,
        partial_results: bool | None = None,
        profanity_filter: bool | None = None,
        enable_automatic_punctuation: bool | None = None,
        enable_provider_data: bool | None = None,
        intelligence_service: str | None = None,
        conversation_configuration: str | None = None,
        conversation_id: str | None = None,
        configuration_id: str | None = None,
    ) -> RealtimeTranscription:
        """Begin to write down what is said.

        Args:
            name: A name of your own, unique in the call, by which it can be stopped.
            track: Whose words are written down; both sides' where not given.
            inbound_track_label: Who the caller's side is in the results.
            outbound_track_label: Who the other side is in the results.
            status_callback_url: Where Twilio sends results and progress.
            status_callback_method: How it does.
            language_code: The language that is spoken, such as "en-US", which is meant where not given.
            transcription_engine: The recognizer, such as "google" or "deepgram".
            speech_model: The recognizer's model.
            hints: Words and phrases that are likely, with commas between.
            partial_results: Whether results come before they are final.
            profanity_filter: Whether swearwords are masked.
            enable_automatic_punctuation: Whether punctuation is written.
            enable_provider_data: Whether the recognizer's own answer comes with the results.
            intelligence_service: The SID or name of the Intelligence Service that keeps the transcript.
            conversation_configuration: The ID of the configuration that the Intelligence Service is to use.
            conversation_id: The ID of the conversation there that the transcript belongs to.
            configuration_id: The ID of a configuration that takes the place of these settings.

        Source: https://www.twilio.com/docs/voice/api/realtime-transcription-resource
        """
        ...
