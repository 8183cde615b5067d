"""The class of an event, found by the parameters that none but it has."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias, cast

from twilio_async.core.codec.records import MISFITS
from twilio_async.webhooks.events.base import WebhookEvent, made_of
from twilio_async.webhooks.events.calls import CallStatusCallback, MachineDetectionCallback, VoiceRequest
from twilio_async.webhooks.events.conferences import ConferenceStatusCallback
from twilio_async.webhooks.events.documents import JsonEvent
from twilio_async.webhooks.events.legacy import (
    LegacyIncomingSms,
    LegacySmsStatusCallback,
    LegacyVoiceRequest,
)
from twilio_async.webhooks.events.makers import Maker, maker_of
from twilio_async.webhooks.events.messages import IncomingMessage, MessageStatusCallback
from twilio_async.webhooks.events.recordings import RecordingStatusCallback
from twilio_async.webhooks.events.transcriptions import RealtimeTranscriptionCallback, TranscriptionCallback
from twilio_async.webhooks.signatures import Params, pairs_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from twilio_async.webhooks.queries import Pairs

_Names: TypeAlias = set[str]

_CALL = frozenset({"CallSid", "CallStatus"})
_LEGACY_CALL = _CALL | {"Caller"}
_OF_A_STEP = frozenset({"CallbackSource", "CallDuration", "SequenceNumber"})
_OF_A_TEXT = frozenset({"Body", "NumMedia"})


def _has(*names: str) -> Callable[[_Names], bool]:
    return frozenset(names).issubset


def _is_step(there: _Names) -> bool:
    return there >= _CALL and not _OF_A_STEP.isdisjoint(there)


def _is_legacy_call(there: _Names) -> bool:
    return there >= _LEGACY_CALL and "From" not in there


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
    (MachineDetectionCallback, _has("CallSid", "AnsweredBy")),
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
    return event_of_pairs(_pairs(params), _pairs(query), idempotency_token)


def event_of_signed(values: dict[str, str], query: str, idempotency_token: str | None) -> WebhookEvent:
    """The event of parameters that Twilio signed, each name of which stands once; see `parse`.

    Their names are remembered, which must not be done with those that anybody can send.
    """
    make = None if "" in values.values() else _maker_of(tuple(values))
    if make is not None:
        try:
            return cast("WebhookEvent", make(values, query, idempotency_token, *values.values()))
        except MISFITS:
            pass
    return event_of_pairs([*values.items()], query, idempotency_token)


@lru_cache(256)
def _maker_of(names: tuple[str, ...]) -> Maker | None:
    return maker_of(_kind_of({*names}), names)


def event_of_pairs(pairs: Pairs, query: Pairs | str, idempotency_token: str | None) -> WebhookEvent:
    """The event that parameters tell of which are known to be texts; see `parse`."""
    there = {name for name, value in pairs if value or name in _OF_A_TEXT}
    return made_of(_kind_of(there), pairs, query, idempotency_token)


def _kind_of(there: _Names) -> type[WebhookEvent]:
    for kind, is_one in KINDS:
        if is_one(there):
            return kind
    return WebhookEvent


def json_event(document: object, query: Pairs | str, idempotency_token: str | None) -> JsonEvent:
    """The event that a document of JSON is."""
    return made_of(JsonEvent, (), query, idempotency_token, document=document)


def _pairs(params: Params) -> Pairs:
    if isinstance(params, str | bytes):
        raise TypeError("parameters are a mapping or pairs: see `form_of` for the body of a form")
    return tuple(pairs_of(params))
