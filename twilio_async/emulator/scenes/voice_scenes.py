"""Scenes of voice: calls that come in, their recordings, texts and trouble, and callers who wait."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from twilio_async.emulator.flows.caller import SILENCE, Caller, Input, Speech
from twilio_async.emulator.flows.calls import answer_call, receive_call
from twilio_async.emulator.flows.webhooks import owner_of_call
from twilio_async.emulator.memory.checks import expect, expect_amounts, expect_if_any
from twilio_async.emulator.scenes.stage import Stage
from twilio_async.emulator.voice.call_status import LIVE, state_of_call, state_of_recording
from twilio_async.emulator.voice.queues import QUEUES
from twilio_async.emulator.voice.recordings.add_on_results import add_result
from twilio_async.emulator.voice.voice_records import Call, Exchange, Member, Notification, Transcription
from twilio_async.emulator.wire.phone_numbers import filter_address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from twilio_async.emulator.flows.walked_call import WalkedCall
    from twilio_async.emulator.inspection.seen_call import SeenCall
    from twilio_async.emulator.voice.voice_records import Recording

_INPUTS = "inputs are a list of digits, Speech and None, not {}"
_EXCHANGE = Exchange("https://example.com/voice", response_body="Not Found")


class VoiceScenes(Stage):
    """What happens to calls without the API."""

    def add_call(
        self, *, to: str, from_: str, parent_call_sid: str | None = None, account_sid: str | None = None
    ) -> SeenCall:
        """Let a call come in, answered at once; with a parent it is a leg which that call dials.

        Raises:
            KeyError: There is no such account or parent.
        """
        expect(str, to=to, from_=from_)
        expect_if_any(str, parent_call_sid=parent_call_sid)
        voice, now = self._store.voice, self._store.clock()
        parent = None if parent_call_sid is None else voice.calls.find(parent_call_sid)
        call = Call(
            account_sid=self._account(account_sid).sid if parent is None else parent.account_sid,
            sid=voice.identifiers.sid("CA"),
            to=to,
            from_=from_,
            direction="inbound" if parent is None else "outbound-dial",
            serial=voice.identifiers.serial(),
            created_at=now,
            starts_at=now,
            connects_at=now,
            ends_at=now + timedelta(seconds=voice.call_seconds),
            parent=parent,
        )
        return self._flows.see_call(voice.add_call(call))

    async def receive_call(
        self,
        *,
        from_: str,
        to: str,
        inputs: Iterable[Input] = (),
        record_seconds: int = 5,
        audio: bytes = SILENCE,
        quiet_seconds: float = 1.0,
        account_sid: str | None = None,
    ) -> WalkedCall:
        """Let a call come in, ask the webhook of the number, and walk through the TwiML that it answers.

        It takes no time of the clock, and ends with the last verb, or stays in a queue or a conference.

        Args:
            from_: Who calls.
            to: The number that is called: see `receive_message`. Without a webhook the call is answered.
            inputs: What the caller gives to each Gather: digits, a `Speech`, or None for silence.
            record_seconds: Seconds that the caller speaks into each Record.
            audio: What the caller says into each stream: mu-law, 8,000 bytes a second.
            quiet_seconds: Real seconds for which a stream's server is quiet before the caller ends it.
            account_sid: The account that gets the call where nobody has the number.

        Raises:
            KeyError: There is no such account.
            ValueError: Nobody has the number, and no account is named.
        """
        expect(str, from_=from_, to=to)
        caller = _caller(inputs, record_seconds, audio, quiet_seconds)
        owner = owner_of_call(self._store, filter_address(to))
        account = self._account_of(to, owner, account_sid)
        return await receive_call(self._flows, to, from_, caller, account.sid)

    async def answer_call(
        self,
        call_sid: str,
        *,
        inputs: Iterable[Input] = (),
        record_seconds: int = 5,
        audio: bytes = SILENCE,
        quiet_seconds: float = 1.0,
    ) -> WalkedCall:
        """Let the recipient of a call answer now, and walk through the TwiML with which it was placed.

        The arguments are those of `receive_call`.

        Raises:
            KeyError: There is no such call.
            ValueError: It has ended.
        """
        expect(str, call_sid=call_sid)
        caller = _caller(inputs, record_seconds, audio, quiet_seconds)
        voice = self._store.voice
        call = voice.calls.find(call_sid)
        if state_of_call(call, voice.clock()).status not in LIVE:
            raise ValueError(f"the call {call.sid} has ended")
        return await answer_call(self._flows, call, caller)

    def add_recording(self, call_sid: str, content: bytes | None = None, *, seconds: int = 10) -> Recording:
        """Give a call a complete recording.

        `content` is what is served as its audio in whichever format; None has it made up.

        Raises:
            KeyError: There is no such call.
            ValueError: Nobody answers it.
        """
        expect(str, call_sid=call_sid)
        expect_if_any(bytes, content=content)
        expect_amounts(int, seconds=seconds)
        voice = self._store.voice
        call = voice.calls.find(call_sid)
        if call.outcome != "completed":
            raise ValueError(f"the call {call.sid} has no recording: nobody answers it")
        return voice.record_ended(call, seconds, content)

    def add_transcription(self, recording_sid: str, text: str) -> Transcription:
        """Give a recording a text.

        Raises:
            KeyError: There is no such recording.
        """
        expect(str, recording_sid=recording_sid, text=text)
        voice, now = self._store.voice, self._store.clock()
        recording = voice.recordings.find(recording_sid)
        transcription = Transcription(
            sid=voice.identifiers.sid("TR"),
            account_sid=recording.account_sid,
            recording_sid=recording.sid,
            text=text,
            duration=state_of_recording(recording, now).duration or 0,
            serial=voice.identifiers.serial(),
            created_at=now,
        )
        return voice.transcriptions.add(transcription)

    def add_notification(
        self,
        call_sid: str,
        *,
        error_code: int = 11200,
        message_text: str = "An attempt to retrieve content failed",
        log: int = 0,
        exchange: Exchange = _EXCHANGE,
    ) -> Notification:
        """Report trouble in a call: `log` 0 is an error, 1 a warning.

        Raises:
            KeyError: There is no such call.
        """
        expect(str, call_sid=call_sid, message_text=message_text)
        expect_amounts(int, error_code=error_code, log=log)
        expect(Exchange, exchange=exchange)
        voice = self._store.voice
        call = voice.calls.find(call_sid)
        notification = Notification(
            sid=voice.identifiers.sid("NO"),
            account_sid=call.account_sid,
            call_sid=call.sid,
            log=log,
            error_code=error_code,
            message_text=message_text,
            exchange=exchange,
            serial=voice.identifiers.serial(),
            created_at=voice.clock(),
        )
        return voice.notifications.add(notification)

    def enqueue(self, queue_sid: str, call_sid: str) -> Member:
        """Let a call wait in a queue of its account.

        Raises:
            KeyError: There is no such queue or call.
        """
        expect(str, queue_sid=queue_sid, call_sid=call_sid)
        voice = self._store.voice
        call = voice.calls.find(call_sid)
        if self._store.instances.of(call.account_sid, QUEUES).get(queue_sid) is None:
            raise KeyError(queue_sid)
        member = Member(call, queue_sid, voice.identifiers.serial(), voice.clock())
        voice.members_of(queue_sid).add(member)
        return member

    def add_add_on_result(
        self, recording_sid: str, content: bytes, content_type: str = "application/json"
    ) -> str:
        """Let an add-on find something out about a recording; gives the sid of the result.

        The result has one payload, whose data are `content`.

        Raises:
            KeyError: There is no such recording.
        """
        expect(str, recording_sid=recording_sid, content_type=content_type)
        expect(bytes, content=content)
        recording = self._store.voice.recordings.find(recording_sid)
        return add_result(self._store, recording, content, content_type).sid


def _caller(inputs: Iterable[Input], record_seconds: int, audio: bytes, quiet_seconds: float) -> Caller:
    expect_amounts(int, record_seconds=record_seconds)
    expect(bytes, audio=audio)
    expect_amounts(float, quiet_seconds=quiet_seconds)
    return Caller(_checked(inputs), record_seconds, audio, quiet_seconds)


def _checked(inputs: Iterable[object]) -> list[Input]:
    if isinstance(inputs, str):
        raise TypeError(_INPUTS.format("str"))
    checked: list[Input] = []
    for one in inputs:
        if not isinstance(one, str | Speech | None):
            raise TypeError(_INPUTS.format(type(one).__name__))
        checked.append(one)
    return checked
