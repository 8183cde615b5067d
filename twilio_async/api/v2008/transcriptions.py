"""Transcriptions in generation 2008-08-01: what was said in recordings of two minutes at most.

Source: Twilio's documentation of API 2008-08-01 (`docs/api/2008-08-01/rest/transcription`)
"""

from decimal import Decimal
from typing import Unpack

from attrs import define

from twilio_async.api.v2010.transcriptions import TranscriptionStatus
from twilio_async.core.codec.models import hidden
from twilio_async.core.lists.listing import Listing, Paging
from twilio_async.declare.base import Collection, Fetchable, Resource
from twilio_async.declare.endpoints import listing
from twilio_async.declare.files import Text
from twilio_async.declare.records import Record


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
