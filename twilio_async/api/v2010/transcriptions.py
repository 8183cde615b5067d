"""Transcriptions: what was said in recordings, as TwiML's `<Record transcribe>` had it written down.

Source: https://www.twilio.com/docs/voice/api/recording-transcription
"""

from decimal import Decimal
from typing import Unpack

from attrs import define

from twilio_async.core.codec.models import hidden
from twilio_async.core.codec.scalars import OpenEnum
from twilio_async.core.lists.listing import Listing, Paging
from twilio_async.declare.base import Collection, Deletable, Fetchable, Resource
from twilio_async.declare.endpoints import listing
from twilio_async.declare.files import Text
from twilio_async.declare.records import LinkedRecord


class TranscriptionStatus(OpenEnum):
    """The progress of a transcription."""

    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    FAILED = "failed"


@define(kw_only=True)
class Transcription(LinkedRecord):
    """The words of a recording. Dates are in UTC, `duration` is that of the recording in seconds.

    `price` is negative for a charge, in `price_unit`.
    """

    recording_sid: str | None = None
    status: TranscriptionStatus
    transcription_text: str | None = hidden()
    type: str | None = None
    duration: int | None = None
    price: Decimal | None = None
    price_unit: str | None = None
    api_version: str | None = None


class RecordingTranscriptionContext(Fetchable[Transcription], Deletable):
    """One transcription of a recording; its bare text is at `client.transcriptions(sid)`."""

    __slots__ = ()


class TranscriptionContext(Fetchable[Transcription], Deletable, Text):
    """One transcription."""

    __slots__ = ()


class _TranscriptionList(Resource):
    """Transcriptions, wherever they are listed."""

    __slots__ = ()

    @listing("transcriptions")
    def list(self, **paging: Unpack[Paging]) -> Listing[Transcription]:
        """The transcriptions, newest first."""
        ...


class RecordingTranscriptions(Collection[RecordingTranscriptionContext], _TranscriptionList, sids="TR"):
    """The transcriptions (TR...) of a recording."""

    __slots__ = ()


class Transcriptions(Collection[TranscriptionContext], _TranscriptionList, sids="TR"):
    """The account's transcriptions (TR...)."""

    __slots__ = ()
