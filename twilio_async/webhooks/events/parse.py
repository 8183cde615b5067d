"""The class of an event, found by the parameters that none but it has."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeAlias

from multidict import MultiDict

from twilio_async.webhooks.events.base import WebhookEvent, made_of
from twilio_async.webhooks.events.calls import CallStatusCallback, VoiceRequest
from twilio_async.webhooks.events.conferences import ConferenceStatusCallback
from twilio_async.webhooks.events.documents import JsonEvent
from twilio_async.webhooks.events.legacy import (
    LegacyIncomingSms,
    LegacySmsStatusCallback,
    LegacyVoiceRequest,
)
from twilio_async.webhooks.events.messages import IncomingMessage, MessageStatusCallback
from twilio_async.webhooks.events.recordings import RecordingStatusCallback
from twilio_async.webhooks.events.transcriptions import RealtimeTranscriptionCallback, TranscriptionCallback
from twilio_async.webhooks.signatures import Pairs, Params, pairs_of

_Names: TypeAlias = Collection[str]

_OF_A_STEP = {"CallbackSource", "CallDuration", "SequenceNumber"}
_OF_A_TEXT = {"Body", "NumMedia"}


def _has(*names: str) -> Callable[[_Names], bool]:
    return lambda there: all(name in there for name in names)


def _is_step(there: _Names) -> bool:
    return "CallSid" in there and "CallStatus" in there and not _OF_A_STEP.isdisjoint(there)


def _is_legacy_call(there: _Names) -> bool:
    return "CallSid" in there and "CallStatus" in there and "Caller" in there and "From" not in there


def _is_text_of(sid: str) -> Callable[[_Names], bool]:
    return lambda there: sid in there and not _OF_A_TEXT.isdisjoint(there)


KINDS: tuple[tuple[type[WebhookEvent], Callable[[_Names], bool]], ...] = (
    (ConferenceStatusCallback, _has("ConferenceSid", "StatusCallbackEvent")),
    (RealtimeTranscriptionCallback, _has("TranscriptionSid", "TranscriptionEvent")),
    (TranscriptionCallback, _has("TranscriptionSid", "TranscriptionStatus")),
    (RecordingStatusCallback, _has("RecordingSid", "RecordingStatus")),
    (MessageStatusCallback, _has("MessageSid", "MessageStatus")),
    (IncomingMessage, _is_text_of("MessageSid")),
    (LegacyIncomingSms, _is_text_of("SmsSid")),
    (LegacySmsStatusCallback, _has("SmsSid", "SmsStatus")),
    (LegacyVoiceRequest, _is_legacy_call),
    (CallStatusCallback, _is_step),
    (VoiceRequest, _has("CallSid", "CallStatus")),
)
"""The classes of events, and what tells by the names of parameters that one is there; the first counts."""


def parse(params: Params, *, query: Params = None, idempotency_token: str | None = None) -> WebhookEvent:
    """The event that parameters tell of, in the class of its kind.

    Args:
        params: The parameters of the form, or of the query of a GET.
        query: Those of your own in the address, which join the others in `event.params`.
        idempotency_token: The header I-Twilio-Idempotency-Token.

    Raises:
        TypeError: A name or a value is no text.
    """
    pairs = _pairs(params)
    held = MultiDict([*pairs, *_pairs(query)])
    there = {name for name, value in pairs if value or name in _OF_A_TEXT}
    kind = next((kind for kind, is_one in KINDS if is_one(there)), WebhookEvent)
    return made_of(kind, pairs, held, idempotency_token)


def json_event(document: object, *, query: Params = None, idempotency_token: str | None = None) -> JsonEvent:
    """The event that a document of JSON is."""
    held = MultiDict(_pairs(query))
    return made_of(JsonEvent, [], held, idempotency_token, document=document)


def _pairs(params: Params) -> Pairs:
    if isinstance(params, str | bytes):
        raise TypeError("parameters are a mapping or pairs: see `form_of` for the body of a form")
    return pairs_of(params)
