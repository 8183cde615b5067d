"""A campaign from adding to its end: each message once, and an entry that tells of it."""

from __future__ import annotations

import asyncio
import tracemalloc
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

import pytest

from tests.bulk.samples import outbound
from tests.support.clients import FROM, client_of
from tests.support.journals import PresentClock, arrived, executed
from twilio_async import AuthenticationError, Client, InvalidArgument, bulk
from twilio_async.emulator import Emulator, Fault

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.support.journals import Journal


def keyed(count: int) -> list[bulk.OutboundMessage]:
    return [outbound(number, key=str(number)) for number in range(count)]


async def test_each_message_is_sent_once_and_told_of(
    journal: Journal, client: Client, emulator: Emulator
) -> None:
    async with journal.open(client) as campaign:
        added = await campaign.add(keyed(30))
        status = await campaign.run()
        entries = [entry async for entry in campaign.outcomes()]

    assert added == bulk.Added(added=30, known=0, skipped=0)
    assert (status.accepted, status.total, status.is_settled) == (30, 30, True)
    assert [entry.key for entry in entries] == [str(number) for number in range(30)]
    assert {entry.outbound.to: entry.sid for entry in entries} == {
        message.to: message.sid for message in emulator.messages
    }
    assert {(entry.state, entry.attempts, entry.delivery) for entry in entries} == {("accepted", 1, "queued")}


async def test_what_was_answered_and_is_not_noted_yet_is_no_doubt(
    journal: Journal, client: Client, emulator: Emulator
) -> None:
    clock = PresentClock()  # Each wait takes it further, so that leases are looked at all the time.
    async with journal.open(client, clock=clock) as campaign:
        await campaign.add(keyed(200))
        await campaign.run()

    assert {request.method for request in emulator.requests} == {"POST"}


async def test_a_campaign_can_be_awaited(journal: Journal, client: Client) -> None:
    campaign = await journal.open(client)
    await campaign.add(keyed(1))
    await campaign.close()

    assert "spring" not in repr(campaign)


async def test_the_same_again_adds_and_sends_nothing(
    journal: Journal, client: Client, emulator: Emulator
) -> None:
    added = list[bulk.Added]()
    for _ in range(2):
        async with journal.open(client) as campaign:
            added.append(await campaign.add(keyed(5)))
            await campaign.run()

    assert added[1] == bulk.Added(added=0, known=5, skipped=0)
    assert executed(emulator).total() == 5


async def test_messages_of_an_async_generator(journal: Journal, client: Client) -> None:
    async def source() -> AsyncIterator[bulk.OutboundMessage]:
        for message in keyed(1001):
            yield message

    async with journal.open(client) as campaign:
        assert (await campaign.add(source())).added == 1001


async def test_keys_may_be_a_field_or_a_function(journal: Journal, client: Client) -> None:
    async with journal.open(client) as campaign:
        await campaign.add([outbound(1)], key="to")
        await campaign.add([outbound(2)], key=lambda message: message.to[-2:])
        keys = [entry.key async for entry in campaign.outcomes("planned")]

    assert keys == ["+15550000001", "02"]


async def test_a_key_for_two_messages_is_refused(journal: Journal, client: Client) -> None:
    async with journal.open(client) as campaign:
        await campaign.add([outbound(1, key="one")])
        with pytest.raises(bulk.KeyConflict, match="'one' stands for another message"):
            await campaign.add([outbound(2, key="one")])

        assert (await campaign.status()).total == 1


async def test_equal_messages_without_keys_need_a_word(journal: Journal, client: Client) -> None:
    async with journal.open(client) as campaign:
        with pytest.raises(bulk.RepeatedMessage, match="message number 3 is the same"):
            await campaign.add([outbound(1), outbound(2), outbound(1)])


@pytest.mark.parametrize(("repeats", "sent"), [("send", 2), ("skip", 1)])
async def test_equal_messages_are_sent_or_skipped(
    repeats: Literal["send", "skip"], sent: int, journal: Journal, client: Client, emulator: Emulator
) -> None:
    async with journal.open(client) as campaign:
        for _ in range(2):
            await campaign.add([outbound(1), outbound(1)], repeats=repeats)
        status = await campaign.run()

    assert executed(emulator) == {"+15550000001": sent}
    assert (status.accepted, status.skipped, status.reasons.get("repeated", 0)) == (sent, 2 - sent, 2 - sent)


@pytest.mark.parametrize("batch", [1, 1000])
async def test_a_message_without_a_key_is_compared_with_those_that_have_one(
    batch: int, journal: Journal, client: Client, emulator: Emulator
) -> None:
    """Whether that was added in an earlier batch or in the same."""
    named, *others = keyed(batch)
    nameless, spaced = outbound(0), outbound(0, body=f"{named.body} ")
    async with journal.open(client) as campaign:
        with pytest.raises(bulk.RepeatedMessage, match=f"message number {batch + 2} is the same"):
            await campaign.add([spaced, named, *others, nameless])
        await campaign.add([named, *others[:3], spaced])
        with pytest.raises(bulk.RepeatedMessage, match="message number 1 is the same"):
            await campaign.add([nameless])
        skipped = [await campaign.add([nameless], repeats="skip") for _ in range(2)]
        sent = [await campaign.add([outbound(1)], repeats="send") for _ in range(2)]
        status = await campaign.run()

    assert skipped == [bulk.Added(added=1, known=0, skipped=1), bulk.Added(added=0, known=1, skipped=0)]
    assert sent == [bulk.Added(added=1, known=0, skipped=0), bulk.Added(added=0, known=1, skipped=0)]
    assert status.reasons == {"repeated": 1}
    assert executed(emulator)["+15550000000"] == 2, "with its key, and with another text"


async def test_a_key_may_be_given_to_what_was_added_without_one(
    journal: Journal, client: Client, emulator: Emulator
) -> None:
    async with journal.open(client) as campaign:
        added = list[bulk.Added]()
        for _ in range(2):
            added += [await campaign.add([outbound(1)]), await campaign.add([outbound(1, key="one")])]
        await campaign.run()

    assert [one.added for one in added] == [1, 1, 0, 0]
    assert executed(emulator) == {"+15550000001": 2}


async def test_what_no_journal_can_keep_is_refused(journal: Journal, client: Client) -> None:
    async with journal.open(client) as campaign:
        for fields in ({"key": "a\0b"}, {"from_": "A\0b"}, {"to": "a\0b"}):
            with pytest.raises(InvalidArgument, match="has a NUL in it"):
                await campaign.add([outbound(1, **fields)])
        with pytest.raises(InvalidArgument, match="half of a surrogate pair"):
            await campaign.add([outbound(1)], key=lambda _: "\ud83d")
        await campaign.add([outbound(1, key="one", body="a\0b \\u0000")])
        (entry,) = [entry async for entry in campaign.outcomes()]

    assert entry.outbound.body == "a\0b \\u0000"


async def test_equal_messages_of_different_batches_are_known(journal: Journal, client: Client) -> None:
    async with journal.open(client) as campaign:
        with pytest.raises(bulk.RepeatedMessage, match="message number 1501 "):
            await campaign.add([*(outbound(number) for number in range(1500)), outbound(0)])

        assert (await campaign.status()).planned == 1000


async def test_of_a_batch_with_a_key_for_two_messages_none_is_added(journal: Journal, client: Client) -> None:
    async with journal.open(client) as campaign:
        with pytest.raises(bulk.KeyConflict):
            await campaign.add([*keyed(2), outbound(3, key="0")])

        assert (await campaign.status()).total == 0


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"key": "color"}, "names a field"),
        ({"repeats": "twice"}, "'send' or 'skip'"),
    ],
)
async def test_what_add_refuses(options: dict[str, Any], text: str, journal: Journal, client: Client) -> None:
    nothing_of_the_kind: Any = [{"to": "+15550000001"}]
    async with journal.open(client) as campaign:
        with pytest.raises(InvalidArgument, match=text):
            await campaign.add(keyed(1), **options)
        with pytest.raises(InvalidArgument, match="add takes OutboundMessages, not dict"):
            await campaign.add(nothing_of_the_kind)


async def test_a_refusal_is_of_one_message_and_stop_suppresses(journal: Journal, emulator: Emulator) -> None:
    test_credentials = {"account_sid": emulator.test_account_sid, "auth_token": emulator.test_auth_token}
    async with client_of(emulator, **test_credentials) as client, journal.open(client) as campaign:
        await campaign.add([outbound(1, to="+15005550004", key="stopped"), outbound(2, key="well")])
        await campaign.run()
        await campaign.add([outbound(3, to="+15005550004", key="later")])
        status = await campaign.run()
        entries = {entry.key: entry async for entry in campaign.outcomes()}

    assert (entries["stopped"].state, entries["stopped"].code) == ("rejected", 21610)
    assert "+15005550004" not in (entries["stopped"].error or "")
    assert entries["well"].state == "accepted"
    assert (entries["later"].state, entries["later"].reason) == ("skipped", "suppressed")
    assert status.reasons == {"suppressed": 1}


async def test_suppressed_recipients_get_nothing(
    journal: Journal, client: Client, emulator: Emulator
) -> None:
    async with journal.open(client) as campaign:
        await campaign.add(keyed(3))
        await campaign.suppress(["+1 555 000-0001"])
        await campaign.run()

    assert executed(emulator) == {"+15550000000": 1, "+15550000002": 1}


async def test_what_concerns_all_ends_a_run_and_costs_no_message(
    journal: Journal, client: Client, emulator: Emulator
) -> None:
    async with client_of(emulator, auth_token="f" * 32) as locked_out, journal.open(locked_out) as campaign:
        await campaign.add(keyed(5))
        with pytest.raises(AuthenticationError):
            await campaign.run()
        assert (await campaign.status()).planned == 5
    async with journal.open(client) as campaign:
        status = await campaign.run()

    assert (status.accepted, executed(emulator).total()) == (5, 5)


async def test_an_estimate_of_what_is_planned(journal: Journal, client: Client) -> None:
    async with journal.open(client, pace=2) as campaign:
        await campaign.add([*keyed(3), outbound(9, body="ü" * 161, key="long")])
        estimate = await campaign.estimate(price=Decimal("0.01"))

    assert (estimate.messages, estimate.segments, estimate.cost) == (4, 5, Decimal("0.05"))
    assert estimate.hours == pytest.approx(5 / 2 / 3600)


async def test_an_estimate_holds_no_more_than_a_batch_in_memory(journal: Journal, client: Client) -> None:
    count, length = 6_000, 2_000
    async with journal.open(client) as campaign:
        await campaign.add(outbound(number, body="x" * length, key=str(number)) for number in range(count))
        tracemalloc.start()
        try:
            estimate = await campaign.estimate()
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

    assert estimate.messages == count
    assert most < count * length, "less than their texts alone"


async def test_a_paused_campaign_sends_nothing_until_it_is_resumed(
    journal: Journal, client: Client, emulator: Emulator
) -> None:
    async with journal.open(client) as campaign:
        await campaign.add(keyed(3))
        await campaign.pause()
        paused = await campaign.run()
        assert (paused.is_paused, paused.planned, executed(emulator).total()) == (True, 3, 0)

        await campaign.resume()
        assert (await campaign.run()).accepted == 3


async def test_a_canceled_campaign_keeps_what_was_sent(
    journal: Journal, client: Client, emulator: Emulator
) -> None:
    async with journal.open(client) as campaign:
        await campaign.add(keyed(2))
        await campaign.run()
        await campaign.add([outbound(number, key=str(number)) for number in range(2, 5)])
        assert await campaign.cancel() == 3
        status = await campaign.run()

    assert (status.accepted, status.canceled, executed(emulator).total()) == (2, 3, 2)


async def test_two_runs_at_a_time_are_refused(journal: Journal, client: Client, emulator: Emulator) -> None:
    emulator.faults.script(Fault.delay(0.2))
    async with journal.open(client) as campaign:
        await campaign.add(keyed(1))
        running = asyncio.ensure_future(campaign.run())
        await arrived(emulator)
        with pytest.raises(bulk.JournalError, match="running already"):
            await campaign.run()
        assert (await running).accepted == 1


async def test_final_statuses_come_by_pages(journal: Journal, emulator: Emulator) -> None:
    async with client_of(emulator) as client, journal.open(client) as campaign:
        await campaign.add(keyed(20))
        await campaign.run()
        emulator.requests.clear()
        while (await campaign.status()).delivery != {"delivered": 20}:
            await campaign.refresh()
            await asyncio.sleep(0.1)
        assert await campaign.refresh() == 0

    assert {request.path.rpartition("/")[2] for request in emulator.requests} == {"Messages.json"}
    assert FROM not in repr(campaign)
