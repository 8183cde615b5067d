"""Recordings of calls and conferences: their records wherever they are listed, and their sound.

Source: https://www.twilio.com/docs/voice/api/recording
"""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from decimal import Decimal
from os import PathLike
from pathlib import Path
from typing import Any, Literal, TypedDict, Unpack

from attrs import define

from twilio_async.api.v2010.add_on_results import AddOnResults
from twilio_async.api.v2010.transcriptions import RecordingTranscriptions
from twilio_async.core.codec.scalars import OpenEnum
from twilio_async.core.http.body import Body
from twilio_async.core.lists.listing import Listing, Paging
from twilio_async.declare.base import Below, Collection, Deletable, Fetchable, M
from twilio_async.declare.endpoints import HttpMethod, get, listing, post
from twilio_async.declare.files import Audio, AudioFormat, Progress
from twilio_async.declare.records import LinkedRecord
from twilio_async.errors import InvalidArgument


class RecordingStatus(OpenEnum):
    """The progress of a recording."""

    IN_PROGRESS = "in-progress"
    PAUSED = "paused"
    STOPPED = "stopped"
    PROCESSING = "processing"
    COMPLETED = "completed"
    ABSENT = "absent"
    DELETED = "deleted"


class RecordingSource(OpenEnum):
    """The origin of a recording."""

    DIAL_VERB = "DialVerb"
    CONFERENCE = "Conference"
    OUTBOUND_API = "OutboundAPI"
    TRUNKING = "Trunking"
    RECORD_VERB = "RecordVerb"
    START_CALL_RECORDING_API = "StartCallRecordingAPI"
    START_CONFERENCE_RECORDING_API = "StartConferenceRecordingAPI"


class RecordingTrack(OpenEnum):
    """Which side of a call was recorded."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"
    BOTH = "both"


@define(kw_only=True)
class AnyRecording(LinkedRecord):
    """The fields of recordings of all kinds. Dates are in UTC, `duration` is in seconds.

    `price` is negative for a charge, in `price_unit`.
    """

    call_sid: str | None = None
    conference_sid: str | None = None
    status: RecordingStatus | None = None
    source: RecordingSource | None = None
    channels: int | None = None
    start_time: datetime | None = None
    duration: int | None = None
    price: Decimal | None = None
    price_unit: str | None = None
    error_code: int | None = None
    encryption_details: Any = None
    api_version: str | None = None


@define(kw_only=True)
class Recording(AnyRecording):
    """A recording as the account has it; `media_url` is the address of its sound."""

    media_url: str | None = None
    subresource_uris: dict[str, str] | None = None


@define(kw_only=True)
class CallRecording(AnyRecording):
    """A recording as its call has it."""

    track: RecordingTrack | None = None


@define(kw_only=True)
class ConferenceRecording(AnyRecording):
    """A recording as its conference has it."""


class RecordingSettings(TypedDict, total=False):
    """Settings of the recording of a call.

    Attributes:
        recording_channels: "dual" keeps both sides apart.
        recording_track: Which side to record, both where not given.
        recording_status_callback: Where Twilio posts changes of the recording's status.
        recording_status_callback_method: How it does.
        recording_status_callback_event: Of what it tells: "in-progress", "completed", which alone is meant
            where not given, "absent".
        trim: Whether silence at both ends is cut off.
    """

    recording_channels: Literal["mono", "dual"] | None
    recording_track: Literal["inbound", "outbound", "both"] | None
    recording_status_callback: str | None
    recording_status_callback_method: HttpMethod | None
    recording_status_callback_event: str | Sequence[str] | None
    trim: Literal["trim-silence", "do-not-trim"] | None


class CreationDays(Paging, total=False):
    """When what is listed was created; see `Paging` too.

    Attributes:
        date_created: On this UTC day.
        date_created_before: On or before this UTC day.
        date_created_after: On or after this UTC day.
    """

    date_created: date | None
    date_created_before: date | None
    date_created_after: date | None


def _channels(channels: Literal[1, 2] | None) -> str:
    """The query for so many channels of a recording."""
    if channels not in (None, 1, 2):
        raise InvalidArgument(f"channels must be 1 or 2, not {channels!r}")
    return "" if channels is None else f"RequestedChannels={channels}"


class RecordingContext(Deletable, Audio):
    """One recording: its record, its sound, and what was made of it."""

    __slots__ = ()
    add_on_results = Below(AddOnResults, "AddOnResults")
    transcriptions = Below(RecordingTranscriptions, "Transcriptions")

    @asynccontextmanager
    async def open(
        self, *, format: AudioFormat = "wav", channels: Literal[1, 2] | None = None
    ) -> AsyncGenerator[Body, None]:
        """The sound, as it arrives; see `Downloadable.open`.

        Args:
            format: What it is.
            channels: 2 keeps both sides of a call apart, which a recording that was made with one channel
                refuses; 1 mixes them. Where not given, it is as the recording was asked for.
        """
        async with self._streamed(self._sound(format, _channels(channels))) as body:
            yield body

    async def download(
        self,
        path: str | PathLike[str],
        *,
        format: AudioFormat = "wav",
        channels: Literal[1, 2] | None = None,
        progress: Progress | None = None,
        timeout: float | None = None,
    ) -> Path:
        """Write the sound to `path` and return it; see `Downloadable.download`, and `open` for `channels`."""
        return await self._downloaded(self._sound(format, _channels(channels)), path, progress, timeout)

    @get()
    async def fetch(self, *, include_soft_deleted: bool | None = None) -> Recording:
        """The record as it is now.

        Args:
            include_soft_deleted: Whether it is found although it was deleted: Twilio keeps the record,
                without its sound, for 40 days.
        """
        ...


class Recordings(Collection[RecordingContext], sids="RE"):
    """The account's recordings (RE...)."""

    __slots__ = ()

    @listing("recordings")
    def list(
        self,
        *,
        call_sid: str | None = None,
        conference_sid: str | None = None,
        date_created: date | datetime | None = None,
        date_created_before: date | datetime | None = None,
        date_created_after: date | datetime | None = None,
        include_soft_deleted: bool | None = None,
        **paging: Unpack[Paging],
    ) -> Listing[Recording]:
        """The account's recordings, newest first.

        Args:
            call_sid: Of this call (CA...).
            conference_sid: Of this conference (CF...).
            date_created: Created on this UTC day, or at this instant.
            date_created_before: Created on or before this UTC midnight or instant.
            date_created_after: Created on or after this UTC midnight or instant.
            include_soft_deleted: Whether those deleted in the last 40 days are listed too.
            **paging: See `Paging`.
        """
        ...


class LiveRecordingContext(Fetchable[M], Deletable):
    """One recording, where it is made."""

    __slots__ = ()

    @post()
    async def update(
        self,
        *,
        status: Literal["in-progress", "paused", "stopped"],
        pause_behavior: Literal["skip", "silence"] | None = None,
    ) -> M:
        """Pause the recording, go on with it, or stop it.

        Args:
            status: What it is to be.
            pause_behavior: Whether the pause is left out or, as where not given, silent in the recording.
        """
        ...


class CallRecordingContext(LiveRecordingContext[CallRecording]):
    """One recording of a call; its sound is at `client.recordings(sid)`."""

    __slots__ = ()


class CallRecordings(Collection[CallRecordingContext]):
    """The recordings (RE...) of a call; `"Twilio.CURRENT"` stands for the one under way."""

    __slots__ = ()

    @post()
    async def create(self, **settings: Unpack[RecordingSettings]) -> CallRecording:
        """Begin to record the live call.

        Args:
            **settings: See `RecordingSettings`.
        """
        ...

    @listing("recordings")
    def list(self, **filters: Unpack[CreationDays]) -> Listing[CallRecording]:
        """The recordings of the call.

        Args:
            **filters: See `CreationDays` and `Paging`.
        """
        ...


class ConferenceRecordingContext(LiveRecordingContext[ConferenceRecording]):
    """One recording of a conference; its sound is at `client.recordings(sid)`."""

    __slots__ = ()


class ConferenceRecordings(Collection[ConferenceRecordingContext]):
    """The recordings (RE...) of a conference; `"Twilio.CURRENT"` stands for the one under way."""

    __slots__ = ()

    @listing("recordings")
    def list(self, **filters: Unpack[CreationDays]) -> Listing[ConferenceRecording]:
        """The recordings of the conference.

        Args:
            **filters: See `CreationDays` and `Paging`.
        """
        ...
