"""Queues of senders: they fill, refuse, and drain by segments as the clock goes on."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from tests.support.clock import ManualClock
from tests.support.emulator_api import FROM, Api
from twilio_async.emulator import Emulator, SenderLimits

SERVICE = "MG" + "5" * 32
ABROAD = "+447700900123"


@pytest.fixture
async def emulator(clock: ManualClock) -> AsyncIterator[Emulator]:
    limits = SenderLimits(long_code=1, long_code_abroad=10, messaging_service=2, queue=3)
    async with Emulator(clock=clock.utc, sender_limits=limits) as running:
        yield running


async def status_of(api: Api, sid: str) -> tuple[str, int | None]:
    message = (await api.get(f"Messages/{sid}.json")).json
    return message["status"], message["error_code"]


async def test_a_full_queue_refuses_until_segments_have_left(
    api: Api, emulator: Emulator, clock: ManualClock
) -> None:
    first, second = await api.send(), await api.send(Body="x" * 161)
    full = await api.send()

    assert (first.status, second.status, full.status, full.code) == (201, 201, 429, 21611)
    assert (await api.send(From=ABROAD)).status == 201
    clock.advance(0.9)
    assert (await api.send()).status == 429
    clock.advance(0.1)
    assert (await api.send(Body="x" * 161)).status == 429
    assert (await api.send()).status == 201
    assert emulator.executed == {"POST Messages": 4}


async def test_messages_leave_at_the_pace_of_their_sender(api: Api, clock: ManualClock) -> None:
    sids = [(await api.send(Body=body)).json["sid"] for body in ("Hi", "x" * 161)]
    abroad = (await api.send(From=ABROAD)).json["sid"]
    clock.advance(1)
    assert [await status_of(api, sid) for sid in (*sids, abroad)] == [
        ("sent", None),
        ("queued", None),
        ("sent", None),
    ]
    clock.advance(1)
    assert await status_of(api, sids[1]) == ("sent", None)
    third = (await api.send()).json["sid"]
    clock.advance(1.9)
    assert await status_of(api, third) == ("queued", None)
    clock.advance(0.1)
    assert await status_of(api, third) == ("sent", None)


async def test_a_messaging_service_accepts_and_fails_later(api: Api, clock: ManualClock) -> None:
    form = {"To": "+15558675310", "MessagingServiceSid": SERVICE, "Body": "Hi"}
    sids = [(await api.post("Messages.json", form)).json["sid"] for _ in range(4)]

    assert [await status_of(api, sid) for sid in sids] == [("accepted", None)] * 4
    clock.advance(30)
    assert [await status_of(api, sid) for sid in sids] == [("delivered", None)] * 3 + [("failed", 30001)]
    assert (await api.get("Messages.json?DateSent%3E=2026-01-01")).json["messages"][0]["sid"] == sids[2]


async def test_without_limits_nothing_waits(session: ClientSession, clock: ManualClock) -> None:
    async with Emulator(clock=clock.utc) as unlimited:
        api = Api(session, unlimited)
        sids = [(await api.send()).json["sid"] for _ in range(50)]
        clock.advance(1)
        assert {await status_of(api, sid) for sid in sids} == {("sent", None)}


@pytest.mark.parametrize(
    ("sender", "rate"),
    [
        (FROM, 1),
        (ABROAD, 10),
        ("+18005550123", 3),
        ("12345", 100),
        ("PARCELS", 10),
        (SERVICE, 10),
        ("whatsapp:+15550100000", None),
    ],
)
def test_the_rate_is_that_of_the_kind_of_sender(sender: str, rate: float | None) -> None:
    assert SenderLimits().rate_of(sender) == rate


def test_limits_that_cannot_be() -> None:
    with pytest.raises(ValueError, match="queue"):
        SenderLimits(queue=0)
