"""Placing calls: what Calls, Participants and both generations share.

A call is dialed one second after its creation and answered two seconds later, unless its recipient says
otherwise (see `addresses`). An answered call lasts as long as the emulator is told, one in a conference until
somebody ends it; neither exceeds its time limit.
"""

import re
from datetime import datetime, timedelta
from typing import Final

import attrs

from twilio_async.emulator.messaging.message_records import Account
from twilio_async.emulator.voice import call_numbers as addresses
from twilio_async.emulator.voice.recordings.taping import channels_of, start_recording
from twilio_async.emulator.voice.voice_records import Conference, Instructions, PhoneCall
from twilio_async.emulator.voice.voice_store import VoiceStore
from twilio_async.emulator.wire.errors import bad_request
from twilio_async.emulator.wire.parameters import Arguments

TIME_LIMIT: Final = 14_400
"""Seconds after which a call is ended, where nothing else is said."""

TIMEOUT: Final = 60
"""Seconds for which a call rings, where nothing else is said."""

_DIGITS: Final = re.compile("[0-9#*wW]*")
_DIALED_AFTER: Final = timedelta(seconds=1)
_RINGS_FOR: Final = timedelta(seconds=2)


@attrs.frozen
class Draft:
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


def read_instructions(arguments: Arguments, before: Instructions | None = None) -> Instructions:
    """What a request says about URLs and TwiML; what it leaves out stays as it was before."""
    old = before or Instructions()
    url, twiml = arguments.named("Url"), arguments.named("Twiml")
    is_new = bool(url or twiml)
    return Instructions(
        url=url if is_new else old.url,
        method=arguments.named("Method") or old.method,
        twiml=twiml if is_new else old.twiml,
        status_callback=arguments.named("StatusCallback") or old.status_callback,
        status_callback_method=arguments.named("StatusCallbackMethod") or old.status_callback_method,
    )


def read_draft(arguments: Arguments) -> Draft:
    """What a request of 2010-04-01 wants called; `IfMachine` is the older form of `MachineDetection`."""
    if_machine = arguments.named("IfMachine")
    return Draft(
        to=arguments.named("To"),
        caller=arguments.named("From"),
        instructions=read_instructions(arguments),
        digits=arguments.named("SendDigits") or "",
        timeout=arguments.named("Timeout") or TIMEOUT,
        time_limit=arguments.named("TimeLimit") or TIME_LIMIT,
        detects_machines=if_machine is not None or arguments.named("MachineDetection") is not None,
        hangs_up_on_machines=if_machine == "Hangup",
        is_recorded=arguments.named("Record") is True,
        channels=channels_of(arguments),
        track=arguments.named("RecordingTrack") or "both",
    )


def place(
    voice: VoiceStore, account: Account, draft: Draft, now: datetime, conference: Conference | None = None
) -> PhoneCall:
    """Make a call of a draft and enter it; with test credentials it is made and forgotten.

    Raises:
        ApiError: 400 with the code of the number, or of the digits to be dialed, that does not do.
    """
    call = _compose(voice, account, draft, now, conference)
    if not account.is_test:
        voice.calls.add(call)
        if draft.is_recorded:
            begins_at, channels = call.connects_at, draft.channels
            start_recording(voice, call, "OutboundAPI", begins_at, channels=channels, track=draft.track)
    return call


def _compose(
    voice: VoiceStore, account: Account, draft: Draft, now: datetime, conference: Conference | None
) -> PhoneCall:
    to = addresses.recipient(draft.to)
    caller = addresses.caller(draft.caller, is_test=account.is_test)
    if not _DIGITS.fullmatch(draft.digits):
        raise bad_request(21206, "Invalid SendDigits")
    starts_at = now + _DIALED_AFTER
    outcome = addresses.OUTCOMES.get(to, "completed")
    rings_for = timedelta(seconds=draft.timeout) if outcome == "no-answer" else _RINGS_FOR
    is_machine = to == addresses.MACHINE
    is_spoken = outcome == "completed" and not (is_machine and draft.hangs_up_on_machines)
    connects_at = starts_at + rings_for
    return PhoneCall(
        sid=voice.new_sid("CA"),
        account_sid=account.sid,
        to=to,
        from_=caller,
        direction="outbound-api",
        serial=voice.new_serial(),
        created_at=now,
        starts_at=starts_at,
        connects_at=connects_at,
        ends_at=connects_at + (_length(voice, draft, conference) if is_spoken else timedelta()),
        outcome=outcome,
        answered_by=("machine_start" if is_machine else "human") if draft.detects_machines else None,
        instructions=draft.instructions,
        conference=conference,
    )


def _length(voice: VoiceStore, draft: Draft, conference: Conference | None) -> timedelta:
    seconds = float(draft.time_limit)
    return timedelta(seconds=seconds if conference is not None else min(seconds, voice.call_seconds))
