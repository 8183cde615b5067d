"""What comes into being without the API: inbound calls, recordings, texts, notifications, waiting callers.

Tests set these scenes through the `Emulator`; each function enters one record and gives it back.
"""

from datetime import timedelta

from twilio_async.emulator.memory.instances import Items
from twilio_async.emulator.voice.call_status import PROCESSING, recording_state
from twilio_async.emulator.voice.recordings.taping import start_recording
from twilio_async.emulator.voice.voice_records import (
    CallDirection,
    Exchange,
    Member,
    Notification,
    PhoneCall,
    Recording,
    Transcription,
)
from twilio_async.emulator.voice.voice_store import VoiceStore


def add_call(
    voice: VoiceStore, account_sid: str, *, to: str, from_: str, parent: PhoneCall | None
) -> PhoneCall:
    """A call that has just been answered: an inbound one, or with a parent one that it dials."""
    now = voice.clock()
    direction: CallDirection = "inbound" if parent is None else "outbound-dial"
    call = PhoneCall(
        sid=voice.new_sid("CA"),
        account_sid=account_sid,
        to=to,
        from_=from_,
        direction=direction,
        serial=voice.new_serial(),
        created_at=now,
        starts_at=now,
        connects_at=now,
        ends_at=now + timedelta(seconds=voice.call_seconds),
        parent=parent,
    )
    return voice.calls.add(call)


def add_recording(voice: VoiceStore, call: PhoneCall, content: bytes | None, seconds: int) -> Recording:
    """A recording that is complete by now; ValueError for a call that nobody answers."""
    if call.outcome != "completed":
        raise ValueError(f"the call {call.sid} has no recording: nobody answers it")
    ended_at = voice.clock() - PROCESSING
    recording = start_recording(voice, call, "RecordVerb", ended_at - timedelta(seconds=seconds))
    recording.stopped_at, recording.content = ended_at, content
    return recording


def add_transcription(voice: VoiceStore, recording: Recording, text: str) -> Transcription:
    """The text of a recording."""
    return voice.transcriptions.add(
        Transcription(
            sid=voice.new_sid("TR"),
            account_sid=recording.account_sid,
            recording_sid=recording.sid,
            text=text,
            duration=recording_state(recording, voice.clock()).duration or 0,
            serial=voice.new_serial(),
            created_at=voice.clock(),
        )
    )


def add_notification(
    voice: VoiceStore, call: PhoneCall, *, error_code: int, message_text: str, log: int, exchange: Exchange
) -> Notification:
    """A notification of something that went wrong in a call."""
    return voice.notifications.add(
        Notification(
            sid=voice.new_sid("NO"),
            account_sid=call.account_sid,
            call_sid=call.sid,
            log=log,
            error_code=error_code,
            message_text=message_text,
            exchange=exchange,
            serial=voice.new_serial(),
            created_at=voice.clock(),
        )
    )


def enqueue(voice: VoiceStore, items: Items, queue_sid: str, call: PhoneCall) -> Member:
    """A call begins to wait in a queue of its account; KeyError where there is no such queue."""
    if items.of(call.account_sid, "Queues").get(queue_sid) is None:
        raise KeyError(queue_sid)
    member = Member(call, queue_sid, voice.new_serial(), voice.clock())
    voice.members_of(queue_sid).add(member)
    return member
