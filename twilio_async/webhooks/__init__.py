"""Webhooks: what Twilio sends to you, whether it is Twilio's, and what you answer.

Nothing here needs a client or a running loop. Each name is imported when it is first used. What belongs to
one framework is in a module of its own: `on_aiohttp`, `asgi` and `on_starlette`, which is also FastAPI's.
"""

from typing import TYPE_CHECKING

from twilio_async.lazy import lazy_names

if TYPE_CHECKING:
    from twilio_async.webhooks.answers import Answer as Answer, answer_of as answer_of
    from twilio_async.webhooks.events.base import WebhookEvent as WebhookEvent
    from twilio_async.webhooks.events.calls import (
        CallStatusCallback as CallStatusCallback,
        MachineDetectionCallback as MachineDetectionCallback,
        VoiceRequest as VoiceRequest,
    )
    from twilio_async.webhooks.events.conferences import ConferenceStatusCallback as ConferenceStatusCallback
    from twilio_async.webhooks.events.documents import JsonEvent as JsonEvent
    from twilio_async.webhooks.events.legacy import (
        LegacyIncomingSms as LegacyIncomingSms,
        LegacySmsStatusCallback as LegacySmsStatusCallback,
        LegacyVoiceRequest as LegacyVoiceRequest,
    )
    from twilio_async.webhooks.events.messages import (
        IncomingMessage as IncomingMessage,
        MessageStatusCallback as MessageStatusCallback,
    )
    from twilio_async.webhooks.events.parse import parse as parse
    from twilio_async.webhooks.events.recordings import RecordingStatusCallback as RecordingStatusCallback
    from twilio_async.webhooks.events.transcriptions import (
        RealtimeTranscriptionCallback as RealtimeTranscriptionCallback,
        TranscriptionCallback as TranscriptionCallback,
    )
    from twilio_async.webhooks.receiver import Receiver as Receiver
    from twilio_async.webhooks.signatures import body_hash as body_hash, signature as signature
    from twilio_async.webhooks.sockets.conversation_relay import (
        RelayDtmf as RelayDtmf,
        RelayEnd as RelayEnd,
        RelayError as RelayError,
        RelayInterrupt as RelayInterrupt,
        RelayLanguage as RelayLanguage,
        RelayPlay as RelayPlay,
        RelayPrompt as RelayPrompt,
        RelaySendDigits as RelaySendDigits,
        RelaySetup as RelaySetup,
        RelayText as RelayText,
        parse_relay_message as parse_relay_message,
    )
    from twilio_async.webhooks.sockets.media_streams import (
        StreamClear as StreamClear,
        StreamConnected as StreamConnected,
        StreamDtmf as StreamDtmf,
        StreamMark as StreamMark,
        StreamMedia as StreamMedia,
        StreamStarted as StreamStarted,
        StreamStopped as StreamStopped,
        parse_stream_message as parse_stream_message,
    )
    from twilio_async.webhooks.sockets.messages import UnknownMessage as UnknownMessage
    from twilio_async.webhooks.validator import Validator as Validator

_NAMES = {
    "answers": "Answer answer_of",
    "events.base": "WebhookEvent",
    "events.calls": "CallStatusCallback MachineDetectionCallback VoiceRequest",
    "events.conferences": "ConferenceStatusCallback",
    "events.documents": "JsonEvent",
    "events.legacy": "LegacyIncomingSms LegacySmsStatusCallback LegacyVoiceRequest",
    "events.messages": "IncomingMessage MessageStatusCallback",
    "events.parse": "parse",
    "events.recordings": "RecordingStatusCallback",
    "events.transcriptions": "RealtimeTranscriptionCallback TranscriptionCallback",
    "receiver": "Receiver",
    "signatures": "body_hash signature",
    "sockets.conversation_relay": (
        "RelayDtmf RelayEnd RelayError RelayInterrupt RelayLanguage RelayPlay RelayPrompt RelaySendDigits "
        "RelaySetup RelayText parse_relay_message"
    ),
    "sockets.media_streams": (
        "StreamClear StreamConnected StreamDtmf StreamMark StreamMedia StreamStarted StreamStopped "
        "parse_stream_message"
    ),
    "sockets.messages": "UnknownMessage",
    "validator": "Validator",
}
"""The public names by their modules, as type checkers see them above."""

if not TYPE_CHECKING:  # Else a name that does not exist would be one to a type checker.
    __all__, __getattr__, __dir__ = lazy_names(globals(), _NAMES)
