"""Histories that are there from the beginning."""

from datetime import timedelta

import pytest

from tests.support.clock import START, ManualClock
from tests.support.emulator_api import Api
from twilio_async.emulator import Emulator


async def test_seeded_messages_are_deterministic_settled_and_varied(
    emulator: Emulator, clock: ManualClock
) -> None:
    emulator.scenes.seed_messages(500, days=10)
    async with Emulator(clock=clock.utc) as other:
        other.scenes.seed_messages(500, days=10)
        assert [message.sid for message in other.messages] == [message.sid for message in emulator.messages]

    created = [message.created_at for message in emulator.messages]
    assert created == sorted(created)
    assert timedelta(days=9.9) < created[-1] - created[0] <= timedelta(days=10)
    assert created[-1] < START
    assert {message.status for message in emulator.messages} == {
        *("delivered", "undelivered", "failed", "received")
    }
    assert {message.direction for message in emulator.messages} == {"inbound", "outbound-api"}
    with pytest.raises(KeyError):
        emulator.scenes.seed_messages(1, account_sid="AC0")


async def test_statuses_of_seeded_messages(api: Api, emulator: Emulator) -> None:
    emulator.scenes.seed_messages(300)
    listed = (await api.get("Messages.json?PageSize=1000")).json["messages"]

    assert {message["status"] for message in listed} == {"delivered", "undelivered", "failed", "received"}
    assert {message["error_code"] for message in listed} == {None, 30003, 30008}


async def test_seeded_calls_are_plausible_and_repeatable(emulator: Emulator, clock: ManualClock) -> None:
    emulator.scenes.seed_calls(300, days=3)
    other = Emulator(clock=clock.utc)
    other.scenes.seed_calls(300, days=3)
    calls = emulator.calls

    assert [call.sid for call in calls] == [call.sid for call in other.calls]
    assert {call.direction for call in calls} == {"inbound", "outbound-api"}
    assert {call.status for call in calls} == {"completed", "busy", "no-answer", "failed"}
    assert max(call.end_time or START for call in calls) <= START
    assert (calls[-1].created_at - calls[0].created_at).days == 2
    with pytest.raises(KeyError):
        emulator.scenes.seed_calls(1, account_sid="AC" + "0" * 32)
