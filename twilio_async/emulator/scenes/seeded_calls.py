"""Seeded calls: a history of many plausible ones, the same for the same seed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from twilio_async.emulator.scenes.seeded_messages import OTHER_NUMBERS, OWN_NUMBERS, spread
from twilio_async.emulator.voice.voice_records import Call

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random

    from twilio_async.emulator.accounts.directory import Account
    from twilio_async.emulator.voice.voice_records import CallOutcome
    from twilio_async.emulator.voice.voice_store import VoiceStore

_INBOUND_SHARE = 0.25
_OUTCOMES: tuple[CallOutcome, ...] = ("completed", "no-answer", "busy", "failed")
_WEIGHTS = (80, 95, 98, 100)
_LONGEST_RING = 30
_LONGEST_CALL = 900
LONGEST = timedelta(seconds=_LONGEST_RING + _LONGEST_CALL)
"""The time within which a seeded call has ended."""


def seed_calls(voice: VoiceStore, account: Account, *, count: int, days: int, random: Random) -> None:
    """Enter `count` calls that ended before the present, the first of them `days` days ago."""
    end = voice.clock() - LONGEST
    calls = (call_at(moment, voice, account, random) for moment in spread(end, count=count, days=days))
    voice.calls.extend(account.sid, calls)


def call_at(moment: datetime, voice: VoiceStore, account: Account, random: Random) -> Call:
    """A plausible call of this moment, which is entered nowhere."""
    own, other = random.choice(OWN_NUMBERS), random.choice(OTHER_NUMBERS)
    is_inbound = random.random() < _INBOUND_SHARE
    outcome = random.choices(_OUTCOMES, cum_weights=_WEIGHTS)[0]
    connects_at = ends_at = moment + timedelta(seconds=random.randrange(1, _LONGEST_RING))
    if outcome == "completed":
        ends_at = connects_at + timedelta(seconds=random.randrange(1, _LONGEST_CALL))
    return Call(
        sid=voice.identifiers.sid("CA"),
        account_sid=account.sid,
        to=own if is_inbound else other,
        from_=other if is_inbound else own,
        direction="inbound" if is_inbound else "outbound-api",
        serial=voice.identifiers.serial(),
        created_at=moment,
        starts_at=moment,
        connects_at=connects_at,
        ends_at=ends_at,
        outcome=outcome,
    )
