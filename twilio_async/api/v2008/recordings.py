"""Recordings in generation 2008-08-01: their records, their sound, and what was said in them.

Source: Twilio's documentation of API 2008-08-01 (`docs/api/2008-08-01/rest/recording`)
Source: Twilio's documentation of API 2008-08-01 (`docs/api/2008-08-01/rest/transcription`)
"""

from datetime import date
from decimal import Decimal
from typing import Unpack

from attrs import define

from twilio_async.api.v2010.transcriptions import TranscriptionStatus
from twilio_async.core.codec.models import hidden
from twilio_async.core.lists.listing import Listing, Paging
from twilio_async.declare.base import Below, Collection, Deletable, Fetchable, Resource
from twilio_async.declare.endpoints import listing
from twilio_async.declare.files import Audio, Text
from twilio_async.declare.records import Record


@define(kw_only=True)
class LegacyRecording(Record):
    """A recording as this generation has it; `duration` is in seconds.

    Dates are in UTC, whatever offset the wire had.
    """

    account_sid: str | None = None
    call_sid: str | None = None
    duration: int | None = None


@define(kw_only=True)
class LegacyTranscription(Record):
    """The words of a recording. Dates are in UTC; the wire has seconds since 1970.

    `duration` is that of the recording in seconds, `price` in US dollars and negative for a charge.
    """

    account_sid: str | None = None
    recording_sid: str | None = None
    status: TranscriptionStatus | None = None
    transcription_text: str | None = hidden()
    duration: int | None = None
    price: Decimal | None = None


class LegacyTranscriptionContext(Fetchable[LegacyTranscription], Text):
    """One transcription."""

    __slots__ = ()


class LegacyRecordingTranscriptions(Resource):
    """The transcriptions of a recording; each is at `client.v2008.transcriptions(sid)`."""

    __slots__ = ()

    @listing("transcriptions")
    def list(self, **paging: Unpack[Paging]) -> Listing[LegacyTranscription]:
        """The transcriptions, those that changed last first."""
        ...


class LegacyTranscriptions(Collection[LegacyTranscriptionContext], LegacyRecordingTranscriptions, sids="TR"):
    """The account's transcriptions (TR...)."""

    __slots__ = ()


class LegacyRecordingContext(Fetchable[LegacyRecording], Deletable, Audio):
    """One recording: its record, its sound, and what was said in it."""

    __slots__ = ()
    transcriptions = Below(LegacyRecordingTranscriptions, "Transcriptions")


class LegacyRecordings(Collection[LegacyRecordingContext], sids="RE"):
    """The account's recordings (RE...)."""

    __slots__ = ()

    @listing("recordings")
    def list(
        self,
        *,
        call_sid: str | None = None,
        date_created: date | None = None,
        date_created_before: date | None = None,
        date_created_after: date | None = None,
        **paging: Unpack[Paging],
    ) -> Listing[LegacyRecording]:
        """The account's recordings.

        Args:
            call_sid: Of this call (CA...).
            date_created: Made on this day.
            date_created_before: Made on or before midnight of this day.
            date_created_after: Made on or after midnight of this day.
            **paging: See `Paging`.
        """
        ...


class LegacyCallRecordings(Resource):
    """The recordings of a call; each is at `client.v2008.recordings(sid)`."""

    __slots__ = ()

    @listing("recordings")
    def list(self, **paging: Unpack[Paging]) -> Listing[LegacyRecording]:
        """The recordings of the call."""
        ...
