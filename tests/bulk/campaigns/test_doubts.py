"""What nobody knows the fate of is settled by callbacks and Twilio's list, or held; nothing is guessed."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from aiohttp import web

from tests.bulk.samples import SERVICE, outbound
from tests.support.clients import FROM, RECORD, client_of
from tests.support.journals import arrived, until
from tests.webhooks.senders import aiohttp_server
from twilio_async import Clock, InvalidArgument, ServerError, bulk
from twilio_async.emulator import Emulator, Fault, When
from twilio_async.webhooks import MessageStatusCallback, Receiver
from twilio_async.webhooks.on_aiohttp import webhook

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.support.clock import ManualClock
    from tests.support.journals import Journal
    from twilio_async import Client

SETTLE = (60, 300)
LOST = Fault.server_error(500)
"""Not executed, though nobody can tell."""
DONE = Fault.close_after_executing()


@pytest.fixture
async def emulator(clock: ManualClock) -> AsyncIterator[Emulator]:
    async with Emulator(clock=clock.utc) as running:
        yield running


def lists(emulator: Emulator) -> int:
    """How many times the list was asked."""
    return sum(request.method == "GET" for request in emulator.requests)


async def settled(campaign: bulk.Campaign) -> bulk.Entry:
    """The one message of a campaign, once its run is over."""
    await campaign.run()
    (entry,) = [entry async for entry in campaign.outcomes()]
    return entry


@pytest.mark.parametrize("fault", [DONE, Fault.server_error(500, executed=True), Fault.truncated_body()])
async def test_what_was_executed_is_found_in_the_list(
    fault: Fault, journal: Journal, client: Client, emulator: Emulator, clock: ManualClock
) -> None:
    emulator.faults.script(fault)
    async with journal.open(client, clock=clock, on_missing="resend") as campaign:
        await campaign.add([outbound(key="one")])
        entry = await settled(campaign)

    (message,) = emulator.messages
    assert (entry.state, entry.sid, entry.code) == ("accepted", message.sid, None)


async def test_what_is_not_in_the_list_is_held_behind_the_last_wait(
    journal: Journal, client: Client, emulator: Emulator, clock: ManualClock
) -> None:
    emulator.faults.script(LOST)
    async with journal.open(client, clock=clock, settle=SETTLE) as campaign:
        await campaign.add([outbound(key="one")])
        entry = await settled(campaign)

    assert (entry.state, entry.reason, emulator.messages) == ("held", "missing", [])
    assert lists(emulator) == 3
    assert clock.passed >= 300


async def test_what_is_not_in_the_list_is_sent_again_where_that_was_asked_for(
    journal: Journal, client: Client, emulator: Emulator, clock: ManualClock
) -> None:
    emulator.faults.script(LOST)
    async with journal.open(client, clock=clock, settle=SETTLE, on_missing="resend") as campaign:
        await campaign.add([outbound(key="one")])
        entry = await settled(campaign)

    assert (entry.state, entry.attempts, len(emulator.messages)) == ("accepted", 2, 1)


async def test_what_is_held_says_what_went_wrong(journal: Journal, emulator: Emulator) -> None:
    emulator.faults.script(LOST)
    async with client_of(emulator) as client, journal.open(client, settle=(0.1,)) as campaign:
        await campaign.add([outbound(number, key=str(number)) for number in range(4)])
        await campaign.run()
        (entry,) = [entry async for entry in campaign.outcomes("held")]

    assert entry.error is not None
    assert "500" in entry.error


async def test_a_list_that_lags_for_less_than_the_waits_doubles_nothing(
    journal: Journal, client: Client, emulator: Emulator, clock: ManualClock
) -> None:
    emulator.faults.list_lag(299)
    emulator.faults.script(DONE)
    async with journal.open(client, clock=clock, settle=SETTLE, on_missing="resend") as campaign:
        await campaign.add([outbound(key="one")])
        entry = await settled(campaign)

    assert (entry.state, [entry.sid]) == ("accepted", [message.sid for message in emulator.messages])


async def test_a_list_that_lags_for_longer_leaves_it_to_reconcile(
    journal: Journal, client: Client, emulator: Emulator, clock: ManualClock
) -> None:
    emulator.faults.list_lag(4000)
    emulator.faults.script(DONE)
    async with journal.open(client, clock=clock, settle=SETTLE) as campaign:
        await campaign.add([outbound(key="one")])
        assert (await settled(campaign)).state == "held"
        clock.advance(5000)
        status = await campaign.reconcile()

    assert (status.accepted, status.held, len(emulator.messages)) == (1, 0, 1)


async def test_what_twilio_does_not_tell_keeps_no_other_doubt_from_being_settled(
    journal: Journal, client: Client, emulator: Emulator, clock: ManualClock
) -> None:
    emulator.faults.list_lag(4000)
    emulator.faults.script(*[DONE] * 3)
    async with journal.open(client, clock=clock, settle=SETTLE) as campaign:
        await campaign.add([outbound(number, key=str(number)) for number in range(3)])
        assert (await campaign.run()).held == 3
        clock.advance(5000)
        emulator.faults.answer(503, when=When(params={"To": outbound(1).to}))
        with pytest.raises(ServerError):
            await campaign.reconcile()
        emulator.faults.clear()
        after = await campaign.status()
        assert (after.accepted, after.held) == (2, 1)
        assert (await campaign.reconcile()).accepted == 3


async def broken_off_in_doubt(campaign: bulk.Campaign, emulator: Emulator, clock: ManualClock) -> None:
    """Break a run off that waits to ask again about its only message."""
    await campaign.add([outbound(key="one")])
    running = asyncio.ensure_future(campaign.run())
    await arrived(emulator, 2)
    await clock.asleep.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_the_waits_go_on_over_a_restart(
    journal: Journal, client: Client, emulator: Emulator, clock: ManualClock
) -> None:
    emulator.faults.script(LOST)
    clock.gate.clear()
    async with journal.open(client, clock=clock, settle=SETTLE) as campaign:
        await broken_off_in_doubt(campaign, emulator, clock)
    clock.gate.set()
    began = clock.passed
    async with journal.open(client, clock=clock, settle=SETTLE) as campaign:
        assert (await settled(campaign)).state == "held"

    assert lists(emulator) == 3
    assert clock.passed - began == pytest.approx(300, abs=10)


@pytest.mark.parametrize("away", [0, 1000])
async def test_a_later_run_waits_for_no_longer_than_its_own_settings_say(
    away: float, journal: Journal, client: Client, emulator: Emulator, clock: ManualClock
) -> None:
    emulator.faults.script(LOST)
    clock.gate.clear()
    async with journal.open(client, clock=clock, settle=(86_400,)) as campaign:
        await broken_off_in_doubt(campaign, emulator, clock)
    clock.gate.set()
    async with journal.open(client, clock=clock, settle=SETTLE) as campaign:
        clock.advance(away)
        began = clock.passed
        assert (await settled(campaign)).state == "held"

    assert lists(emulator) == (2 if away else 3)
    if away:  # The waits were over before it began; each look at a shared journal takes the clock further.
        assert clock.passed - began < 80_000
    else:
        assert clock.passed - began == pytest.approx(300, abs=10)


async def test_a_person_decides_about_what_is_held(
    journal: Journal, client: Client, emulator: Emulator, clock: ManualClock
) -> None:
    emulator.faults.script(LOST, LOST, LOST)
    async with journal.open(client, clock=clock, settle=SETTLE) as campaign:
        await campaign.add([outbound(number, key=str(number)) for number in range(3)])
        assert (await campaign.run()).held == 3
        wrong: list[Any] = ["send", "drop"]
        for decision in wrong:
            with pytest.raises(InvalidArgument, match=r"decision is|sid is"):
                await campaign.resolve("0", decision, sid="SM" + "1" * 32)
        await campaign.resolve("0", "resend")
        await campaign.resolve("1", "sent", sid="SM" + "1" * 32)
        await campaign.resolve("2", "drop")
        status = await campaign.run()
        states = {entry.key: (entry.state, entry.sid) async for entry in campaign.outcomes()}

        with pytest.raises(bulk.UnknownKey, match="no message of the key 'none'"):
            await campaign.resolve("none", "drop")
        with pytest.raises(InvalidArgument, match="'2' is canceled"):
            await campaign.resolve("2", "resend")

    (message,) = emulator.messages
    assert status.is_settled
    assert states == {
        "0": ("accepted", message.sid),
        "1": ("accepted", "SM" + "1" * 32),
        "2": ("canceled", None),
    }


async def test_what_cannot_be_known_again_is_held_without_asking(
    journal: Journal, client: Client, emulator: Emulator, clock: ManualClock
) -> None:
    emulator.faults.script(DONE)
    async with journal.open(client, clock=clock, on_missing="resend") as campaign:
        await campaign.add([outbound(key="one", smart_encoded=True)])
        entry = await settled(campaign)

    assert (entry.state, entry.reason, lists(emulator)) == ("held", "unmatchable", 0)


@pytest.mark.parametrize("sender", [FROM.removeprefix("+"), "(500) 555-0006"])
async def test_a_sender_that_the_list_shows_in_full_is_not_looked_for_in_short(
    sender: str, journal: Journal, client: Client, emulator: Emulator, clock: ManualClock
) -> None:
    emulator.faults.script(DONE)
    async with journal.open(client, clock=clock, on_missing="resend") as campaign:
        await campaign.add([outbound(key="one", from_=sender)])
        entry = await settled(campaign)

    assert (entry.state, entry.reason, len(emulator.messages)) == ("held", "unmatchable", 1)


@pytest.mark.parametrize(
    "texts",
    [("Hi", "Sent from your Twilio trial account - Hi"), ("It\u2019s \u201cnow\u201d\r\n", 'It\'s "now"\n')],
)
async def test_a_text_that_twilio_has_changed_is_known_again(
    texts: tuple[str, str], journal: Journal, client: Client, emulator: Emulator, clock: ManualClock
) -> None:
    body, shown = texts
    now = format_datetime(datetime.fromtimestamp(clock.time(), UTC))
    record = RECORD | {"to": "+15550000000", "body": shown, "direction": "outbound-api", "date_created": now}
    page = json.dumps({"messages": [record], "next_page_uri": None})
    emulator.faults.script(LOST, Fault.answer_with(200, body=page))
    async with journal.open(client, clock=clock, settle=SETTLE) as campaign:
        await campaign.add([outbound(key="one", body=body)])
        entry = await settled(campaign)

    assert (entry.state, entry.sid) == ("accepted", RECORD["sid"])


async def test_of_equal_messages_one_at_a_time_is_unsettled(
    journal: Journal, client: Client, emulator: Emulator, clock: ManualClock
) -> None:
    emulator.faults.script(DONE)
    async with journal.open(client, clock=clock, settle=SETTLE, on_missing="resend") as campaign:
        await campaign.add([outbound(body="Hi"), outbound(body="Hi"), outbound(body="Hi ")], repeats="send")
        status = await campaign.run()
        sids = {entry.sid async for entry in campaign.outcomes()}

    assert status.accepted == 3
    assert sids == {message.sid for message in emulator.messages}
    assert len(emulator.messages) == 3


@pytest.mark.parametrize("sender", [{}, {"from_": None, "messaging_service_sid": SERVICE}])
async def test_an_equal_message_waits_behind_one_that_is_held(
    sender: dict[str, Any], journal: Journal, client: Client, emulator: Emulator, clock: ManualClock
) -> None:
    emulator.faults.script(LOST)
    async with journal.open(client, clock=clock, settle=SETTLE) as campaign:
        await campaign.add([outbound(key="one"), outbound(key="two", **sender)])
        status = await campaign.run()
        assert (status.held, status.planned, status.is_settled) == (1, 1, False)
        (held,) = [entry.key async for entry in campaign.outcomes("held")]
        await campaign.resolve(held, "drop")
        status = await campaign.run()

    assert (status.accepted, status.canceled, len(emulator.messages)) == (1, 1, 1)


async def test_a_canceled_doubt_is_not_sent_again(
    journal: Journal, client: Client, emulator: Emulator, clock: ManualClock
) -> None:
    emulator.faults.script(LOST)
    clock.gate.clear()
    async with journal.open(client, clock=clock, settle=SETTLE, on_missing="resend") as campaign:
        await campaign.add([outbound(key="one")])
        running = asyncio.ensure_future(campaign.run())
        await arrived(emulator, 2)
        await clock.asleep.wait()
        await campaign.cancel()
        clock.gate.set()
        status = await running

    assert (status.canceled, emulator.messages) == (1, [])


def callback_of(emulator: Emulator) -> dict[str, str]:
    """The parameters in the address of the last message's callback."""
    form = dict(next(request.form for request in emulator.requests if request.method == "POST"))
    return dict(parse_qsl(urlsplit(form["StatusCallback"]).query))


async def test_a_callback_settles_what_the_list_cannot(
    journal: Journal, client: Client, emulator: Emulator, clock: ManualClock
) -> None:
    emulator.faults.script(DONE)
    clock.gate.clear()
    url = "http://127.0.0.1:9/status?from=spring#rc=2"
    async with journal.open(client, clock=clock, callback_url=url) as campaign:
        await campaign.add([outbound(key="one", smart_encoded=True)])
        running = asyncio.ensure_future(campaign.run())

        async def is_in_doubt() -> bool:
            return bool((await campaign.status()).in_doubt)

        await until(is_in_doubt)
        given, (message,) = callback_of(emulator), emulator.messages
        assert given["from"] == "spring"
        event = {**given, "MessageSid": message.sid, "MessageStatus": "sent"}
        assert await campaign.record(event)
        status = await running
        (entry,) = [entry async for entry in campaign.outcomes()]

    assert (status.accepted, entry.sid, entry.delivery) == (1, message.sid, "sent")


@pytest.mark.parametrize("is_listed", [True, False])
async def test_signed_callbacks_settle_through_a_web_service(journal: Journal, is_listed: bool) -> None:
    async with Emulator(sent_after=0.0, delivered_after=0.1) as emulator, client_of(emulator) as client:
        receiver, told = Receiver(emulator.auth_token), list[bool]()

        @webhook(receiver, MessageStatusCallback)
        async def note(_: web.Request, event: MessageStatusCallback) -> None:
            told.append(await campaign.record(event))

        app = web.Application()
        app.router.add_post("/sms", note)
        emulator.faults.list_lag(3600)
        emulator.faults.script(DONE)
        async with (
            aiohttp_server(app) as service,
            journal.open(
                client, clock=Clock(), settle=SETTLE, callback_url=f"{service.address}/sms"
            ) as campaign,
        ):
            # A text that is encoded anew is not looked for in the list at all.
            await campaign.add([outbound(key="one", smart_encoded=None if is_listed else True)])
            entry = await settled(campaign)

            assert (entry.state, entry.sid) == ("accepted", emulator.messages[0].sid)
            assert lists(emulator) <= is_listed  # The callback may be faster than the first look.
            await emulator.wait_for(lambda: len(told) >= 2)
            (entry,) = [entry async for entry in campaign.outcomes()]

    assert (entry.delivery, entry.attempts, all(told)) == ("delivered", 1, True)


async def test_events_come_in_any_order_and_more_than_once(
    journal: Journal, client: Client, emulator: Emulator, clock: ManualClock
) -> None:
    class Webhook:
        params: dict[str, str]

    async with journal.open(client, clock=clock, callback_url="http://127.0.0.1:9/status") as campaign:
        await campaign.add([outbound(key="one")])
        await campaign.run()
        event = {**callback_of(emulator), "MessageSid": emulator.messages[0].sid}
        seen = list[tuple[str | None, int | None]]()
        for status in ("undelivered", "sent", "undelivered", "queued"):
            webhook = Webhook()
            webhook.params = {**event, "MessageStatus": status, "ErrorCode": "30003"}
            assert await campaign.record(webhook)
            seen += [(entry.delivery, entry.code) async for entry in campaign.outcomes()]

    assert seen == [("undelivered", 30003)] * 4


async def test_events_of_others_are_not_noted(
    journal: Journal, client: Client, emulator: Emulator, clock: ManualClock
) -> None:
    no_parameters: Any = "sent"
    async with journal.open(client, clock=clock, callback_url="http://127.0.0.1:9/status") as campaign:
        await campaign.add([outbound(key="one")])
        await campaign.run()
        key = callback_of(emulator)["bulk_key"]
        event = {"MessageSid": "SM" + "2" * 32, "MessageStatus": "sent"}
        keys = (key[:-1] + "x", key.replace("1.", "2.", 1), "1", "é.1.x", "1.1.\ud800", "9" * 5000 + ".1.a")
        forged = [{"bulk_key": text} for text in keys]
        assert not any([await campaign.record(event | parameters) for parameters in [{}, *forged]])
        assert not await campaign.record({"Body": "Hi"})
        with pytest.raises(InvalidArgument, match="as a mapping"):
            await campaign.record(no_parameters)

        assert (await campaign.status()).repeated == 0


async def test_a_second_sid_of_one_message_is_said_loudly(
    journal: Journal,
    client: Client,
    emulator: Emulator,
    clock: ManualClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with journal.open(client, clock=clock, callback_url="http://127.0.0.1:9/status") as campaign:
        await campaign.add([outbound(key="one")])
        await campaign.run()
        other = "SM" + "2" * 32
        assert await campaign.record({**callback_of(emulator), "MessageSid": other, "MessageStatus": "sent"})
        (entry,) = [entry async for entry in campaign.outcomes()]
        status = await campaign.status()

    assert (entry.sid, entry.other_sids, status.repeated) == (emulator.messages[0].sid, (other,), 1)
    assert "executed more than once" in caplog.text


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"callback_url": "example.com/status"}, "callback_url is an address"),
        ({"settle": ()}, "settle takes seconds"),
        ({"settle": (300, 60)}, "settle takes seconds"),
        ({"settle": 60}, "settle takes seconds"),
        ({"settle": ("60",)}, "settle takes seconds"),
        ({"settle": (60, float("inf"))}, "settle takes seconds"),
        ({"settle": (float("nan"),)}, "settle takes seconds"),
        ({"timeout": 0}, "timeout takes the seconds"),
        ({"timeout": "5"}, "timeout takes the seconds"),
        ({"timeout": float("nan")}, "timeout takes the seconds"),
        ({"on_missing": "ask"}, "on_missing is 'hold' or 'resend'"),
        ({"pace": -1}, "pace takes segments a second"),
    ],
)
async def test_settings_that_cannot_be(options: dict[str, Any], text: str, emulator: Emulator) -> None:
    async with client_of(emulator) as client:
        with pytest.raises(InvalidArgument, match=text):
            bulk.Campaign.open("sqlite:///spring.db", client, **options)
