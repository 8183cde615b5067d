"""Dialing: from the draft of a call to the call, for Calls and Participants and for both generations.

A call is dialed one second after its creation and answered two seconds later, unless its recipient says
otherwise (see `call_numbers`). An answered call lasts as long as the emulator is told, one in a conference
until somebody ends it; neither exceeds its time limit.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from twilio_async.emulator.accounts.applications import APPLICATIONS
from twilio_async.emulator.numbers.ownership import check_caller
from twilio_async.emulator.voice.call_numbers import MACHINE, OUTCOMES, caller, recipient
from twilio_async.emulator.voice.voice_records import Call, EventWebhook, Instructions
from twilio_async.emulator.wire.errors import INVALID_PARAMETER, bad_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from twilio_async.emulator.requests import ApiRequest
    from twilio_async.emulator.voice.voice_records import Conference
    from twilio_async.emulator.voice.voice_store import VoiceStore
    from twilio_async.emulator.wire.parameters import Arguments

TIME_LIMIT = 14_400
"""Seconds after which a call is ended, where nothing else is said."""

TIMEOUT = 60
"""Seconds for which a call rings, where nothing else is said."""

_DIGITS = re.compile("[0-9#*wW]*")
_DIALED_AFTER = timedelta(seconds=1)
_RINGS_FOR = timedelta(seconds=2)


@frozen
class CallDraft:
    """A call to be placed, as the request names it; times in seconds."""

    to: str | None
    caller: str | None
    instructions: Instructions
    digits: str = ""
    timeout: int = TIMEOUT
    time_limit: int = TIME_LIMIT
    detects_machines: bool = False
    hangs_up_on_machines: bool = False
    is_recorded: bool = False
    channels: int = 1
    track: str = "both"
    recording_callback: EventWebhook | None = None


def instructions_of(arguments: Arguments, before: Instructions | None = None) -> Instructions:
    """The URLs and TwiML that a request names; what it leaves out stays as it was before."""
    old = before or Instructions()
    url, twiml = arguments.get("Url"), arguments.get("Twiml")
    is_new = bool(url or twiml)
    return Instructions(
        url=url if is_new else old.url,
        method=arguments.get("Method") or old.method,
        twiml=twiml if is_new else old.twiml,
        status_callback=arguments.get("StatusCallback") or old.status_callback,
        status_callback_method=arguments.get("StatusCallbackMethod") or old.status_callback_method,
        status_callback_events=_events_of(arguments) or old.status_callback_events,
    )


def _events_of(arguments: Arguments) -> tuple[str, ...]:
    """The events that a request names, each by itself or several in one text."""
    return tuple(event for text in arguments.all("StatusCallbackEvent") for event in text.split())


def draft_of(arguments: Arguments) -> CallDraft:
    """The call that a request of 2010-04-01 names; `IfMachine` is the older form of `MachineDetection`."""
    if_machine = arguments.get("IfMachine")
    return CallDraft(
        to=arguments.get("To"),
        caller=arguments.get("From"),
        instructions=instructions_of(arguments),
        digits=arguments.get("SendDigits") or "",
        timeout=arguments.get("Timeout") or TIMEOUT,
        time_limit=arguments.get("TimeLimit") or TIME_LIMIT,
        detects_machines=if_machine is not None or arguments.get("MachineDetection") is not None,
        hangs_up_on_machines=if_machine == "Hangup",
        is_recorded=arguments.get("Record") is True,
        channels=channels_of(arguments),
        track=arguments.get("RecordingTrack") or "both",
        recording_callback=event_webhook(arguments, "RecordingStatusCallback", "completed"),
    )


def event_webhook(arguments: Arguments, name: str, default: str) -> EventWebhook | None:
    """The webhook that a request names for events; `default` are those of which it is told by itself."""
    events = arguments.all(f"{name}Event")
    return EventWebhook.of(arguments.get(name), arguments.get(f"{name}Method"), events, default)


def channels_of(arguments: Arguments) -> int:
    """The number of channels that a recording shall have.

    Raises:
        Refusal: 400, the request names none that there is.
    """
    channels = arguments.get("RecordingChannels")
    if channels not in {None, "mono", "dual"}:
        raise bad_request(INVALID_PARAMETER, "Invalid Parameter RecordingChannels")
    return 2 if channels == "dual" else 1


def place(
    request: ApiRequest,
    draft: CallDraft,
    conference: Conference | None = None,
    join: Callable[[Call], None] | None = None,
) -> Call:
    """Make a call of a draft and enter it; with test credentials it is made and forgotten.

    Args:
        request: The request that asks for it.
        draft: The call.
        conference: The conference that it is to be in.
        join: Puts it in there, before anybody looks at it.

    Raises:
        Refusal: 400 with the code of the number, or of the digits to be dialed, that does not do.
    """
    call, voice = _call(request, draft, conference), request.store.voice
    if join is not None:
        join(call)
    if not request.account.is_test:
        voice.add_call(call)
        if draft.is_recorded:
            begins_at, channels = call.connects_at, draft.channels
            voice.record(
                call,
                "OutboundAPI",
                begins_at,
                channels=channels,
                track=draft.track,
                status_callback=draft.recording_callback,
            )
    return call


def _call(request: ApiRequest, draft: CallDraft, conference: Conference | None) -> Call:
    to = recipient(draft.to)
    from_ = caller(draft.caller, is_test=request.account.is_test)
    if request.store.is_strict and not request.account.is_test:
        check_caller(request.store, request.account.sid, from_)
    if not _DIGITS.fullmatch(draft.digits):
        raise bad_request(21206, "Invalid SendDigits")
    starts_at = request.now + _DIALED_AFTER
    outcome = OUTCOMES.get(to, "completed")
    rings_for = timedelta(seconds=draft.timeout) if outcome == "no-answer" else _RINGS_FOR
    is_machine = to == MACHINE
    is_spoken = outcome == "completed" and not (is_machine and draft.hangs_up_on_machines)
    connects_at, voice = starts_at + rings_for, request.store.voice
    return Call(
        sid=voice.identifiers.sid("CA"),
        account_sid=request.account.sid,
        to=to,
        from_=from_,
        direction="outbound-api",
        serial=voice.identifiers.serial(),
        created_at=request.now,
        starts_at=starts_at,
        connects_at=connects_at,
        ends_at=connects_at + (_length(voice, draft, conference) if is_spoken else timedelta()),
        outcome=outcome,
        answered_by=("machine_start" if is_machine else "human") if draft.detects_machines else None,
        instructions=_with_application(request, draft.instructions),
        conference=conference,
    )


def _with_application(request: ApiRequest, instructions: Instructions) -> Instructions:
    """The instructions of a call that an application gives, where the request names one that there is."""
    sid: str | None = request.arguments.get("ApplicationSid")
    applications = request.store.instances.of(request.account.sid, APPLICATIONS)
    application = None if sid is None else applications.get(sid)
    if application is None:
        return instructions
    fields = application.fields
    return evolve(
        instructions,
        url=str(fields["voice_url"]) or None,
        method=str(fields["voice_method"]),
        status_callback=instructions.status_callback or str(fields["status_callback"]) or None,
    )


def _length(voice: VoiceStore, draft: CallDraft, conference: Conference | None) -> timedelta:
    seconds = float(draft.time_limit)
    return timedelta(seconds=seconds if conference is not None else min(seconds, voice.call_seconds))
