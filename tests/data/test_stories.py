"""What people do with the whole API, against the emulator: each step sees what the last one did."""

from __future__ import annotations

import wave
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.support.clients import FROM, TO, client_of
from twilio_async import (
    BadRequest,
    CallFlags,
    CallStatus,
    Conflict,
    InvalidArgument,
    LegacyCallStatus,
    NotFound,
    PermissionDenied,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.clock import ManualClock
    from twilio_async import Client
    from twilio_async.emulator import Emulator

URL = "https://example.com/voice"
HOUR = 3600
DAY = 24 * HOUR


async def test_a_call_is_made_and_goes_its_way(client: Client, clock: ManualClock) -> None:
    made = await client.calls.create(to=TO, from_=FROM, url=URL, record=True, time_limit=60)
    call = client.calls(made.sid)
    assert (made.status, made.to, made.from_) == (CallStatus.QUEUED, TO, FROM)
    with pytest.raises(Conflict):
        await call.delete()

    clock.advance(2)
    assert (await call.fetch()).status == "ringing"
    clock.advance(HOUR)
    ended = await call.fetch()
    assert ended.status == "completed"
    assert ended.duration is not None
    assert ended.price is not None
    assert ended.price < 0
    assert await client.calls.list(status="completed", start_time=date(2026, 3, 1)) == [ended]
    with pytest.raises(BadRequest) as caught:
        await call.update(status="completed")
    assert caught.value.code == 21220

    await call.delete()
    with pytest.raises(NotFound):
        await call.fetch()


async def test_a_recording_is_brought_to_disk(client: Client, clock: ManualClock, tmp_path: Path) -> None:
    call = await client.calls.create(to=TO, from_=FROM, twiml="<Response/>", record=True)
    clock.advance(HOUR)
    (recording,) = await client.recordings.list(call_sid=call.sid)
    (same,) = await client.calls(call.sid).recordings.list()
    assert (same.sid, same.duration, recording.call_sid) == (recording.sid, recording.duration, call.sid)

    audio = client.recordings(recording.sid)
    steps: list[tuple[int, int | None]] = []
    path = await audio.download(tmp_path / "a.wav", progress=lambda done, total: steps.append((done, total)))
    with wave.open(str(path)) as sound:
        assert sound.getnframes() > 0
    assert steps[-1] == (path.stat().st_size, path.stat().st_size)
    async with audio.open(format="mp3") as body:
        assert body.content_type == "audio/mpeg"
        assert await body.read()

    await audio.delete()
    with pytest.raises(NotFound):
        await audio.fetch()
    assert (await audio.fetch(include_soft_deleted=True)).status == "deleted"


async def test_a_conference_is_held(client: Client, clock: ManualClock) -> None:
    people = client.conferences("My room").participants
    first = await people.create(to=TO, from_=FROM, label="first", end_conference_on_exit=True)
    second = await people.create(to="+15558675311", from_=FROM, muted=True)
    clock.advance(5)
    (room,) = await client.conferences.list(friendly_name="My room", status="in-progress")
    assert first.conference_sid == second.conference_sid == room.sid
    held = client.conferences(first.conference_sid)
    assert {one.call_sid for one in await held.participants.list()} == {first.call_sid, second.call_sid}
    assert [one.call_sid for one in await held.participants.list(muted=True)] == [second.call_sid]
    assert (await held.participants("first").update(hold=True)).hold is True

    await held.participants(first.call_sid).delete()
    clock.advance(1)
    ended = await held.fetch()
    assert (ended.status, ended.call_sid_ending_conference) == ("completed", first.call_sid)
    assert (await client.calls(second.call_sid).fetch()).status == "completed"


async def test_a_number_is_found_bought_and_moved(client: Client) -> None:
    found = await client.available_phone_numbers("US").local.list(area_code=510, limit=3)
    assert all(number.phone_number.startswith("+1510") for number in found)
    bought = await client.incoming_phone_numbers.create(
        phone_number=found[0].phone_number, sms_url="https://example.com/sms", sms_method="GET"
    )
    assert (bought.sms_method, bought.phone_number) == ("GET", found[0].phone_number)
    with pytest.raises(BadRequest) as caught:
        await client.incoming_phone_numbers.create(phone_number=found[0].phone_number)
    assert caught.value.code == 21422

    customer = await client.accounts.create(friendly_name="A customer")
    moved = await client.incoming_phone_numbers(bought.sid).update(account_sid=customer.sid)
    assert moved.account_sid == customer.sid
    with pytest.raises(NotFound):
        await client.incoming_phone_numbers(bought.sid).fetch()
    theirs = client.accounts(customer.sid).incoming_phone_numbers
    assert await theirs.list() == [moved]
    await theirs(moved.sid).delete()
    assert await theirs.list() == []


async def test_a_subaccount_lives_and_ends(client: Client) -> None:
    customer = await client.accounts.create()
    assert str(customer.friendly_name).startswith("SubAccount Created at")
    account = client.accounts(customer.sid)
    sent = await account.messages.create(to=TO, from_=FROM, body="Hi")
    assert sent.account_sid == customer.sid

    await account.update(status="suspended")
    with pytest.raises((BadRequest, PermissionDenied)) as caught:
        await account.messages.create(to=TO, from_=FROM, body="Hi")
    assert caught.value.code == 20005
    assert [one.sid for one in await client.accounts.list(status="suspended")] == [customer.sid]
    await account.update(status="closed")
    with pytest.raises(BadRequest):
        await account.update(status="active")


async def test_usage_adds_up(client: Client, emulator: Emulator, clock: ManualClock) -> None:
    emulator.scenes.seed_messages(300, days=60)
    await client.calls.create(to=TO, from_=FROM, url=URL)
    clock.advance(DAY)
    messages = await client.messages.list()
    whole = {record.category: record for record in await client.usage.records.all_time.list()}
    months = await client.usage.records.monthly.list(category="sms")
    spent = -sum((message.price for message in messages if message.price), Decimal())

    assert whole["sms"].count == len([message for message in messages if message.price is not None])
    assert whole["sms"].price == spent
    assert sum(record.count or 0 for record in months) == whole["sms"].count
    assert whole["calls"].count == 1
    total, calls = whole["totalprice"].price, whole["calls"].price
    assert total == spent + (calls or 0)


async def test_old_histories_are_the_same_calls(client: Client, clock: ManualClock) -> None:
    made = await client.v2008.calls.create(caller=FROM, called=TO, url=URL)
    assert (made.status, made.flags) == (LegacyCallStatus.NOT_YET_DIALED, CallFlags.API)
    clock.advance(5)
    redirected = await client.v2008.calls(made.sid).redirect(current_url=URL)
    assert redirected.status == LegacyCallStatus.IN_PROGRESS
    clock.advance(HOUR)
    (old,) = await client.v2008.calls.list(status=LegacyCallStatus.COMPLETE)
    new = await client.calls(made.sid).fetch()
    assert (old.duration, old.price, old.start_time) == (new.duration, new.price, new.start_time)
    (account,) = await client.v2008.accounts.list()
    assert account.sid == client.account_sid


async def test_keys_work_until_they_are_deleted(client: Client, emulator: Emulator) -> None:
    key = await client.keys.create(friendly_name="worker")
    assert key.secret
    assert key.secret not in repr(key)
    async with client_of(emulator, auth_token=None, api_key=key.sid, api_secret=key.secret) as other:
        assert await other.messages.list() == []
        with pytest.raises(InvalidArgument):
            other.accounts("AC" + "1f" * 16)


async def test_what_runs_on_for_years(client: Client, emulator: Emulator) -> None:
    emulator.scenes.seed_calls(2_500)
    sids = [call.sid async for call in client.calls.list()]
    assert len(sids) == len({*sids}) == 2_500
    assert sids == [call.sid async for call in client.v2008.calls.list()]
