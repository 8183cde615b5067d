"""Views of a campaign: what a journal says to whoever has no client, and what it has of other messages."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.bulk.samples import outbound
from tests.support.journals import until
from twilio_async import Client, Clock, InvalidArgument, bulk
from twilio_async.emulator import Fault

if TYPE_CHECKING:
    from tests.support.journals import Journal
    from twilio_async.bulk.views import Opening
    from twilio_async.emulator import Emulator


def look(journal: Journal) -> Opening[bulk.CampaignView]:
    return bulk.CampaignView.look(journal.url, schema=journal.schema)


async def compared(view: bulk.CampaignView, *messages: bulk.OutboundMessage) -> list[tuple[str | None, bool]]:
    """What a campaign has of these."""
    return [(known.state, known.is_conflict) async for known in view.compare(messages)]


async def test_who_looks_needs_no_client(journal: Journal, client: Client, emulator: Emulator) -> None:
    async with journal.open(client) as campaign:
        await campaign.add(outbound(number, key=str(number)) for number in range(3))
        status = await campaign.run()
        asked = len(emulator.requests)
        async with look(journal) as view:
            assert await view.status() == status
            assert [entry.key async for entry in view.outcomes("accepted")] == ["0", "1", "2"]
    assert len(emulator.requests) == asked


async def test_there_is_nothing_to_look_at(journal: Journal) -> None:
    with pytest.raises(bulk.NoJournal, match="there is no journal"):
        await look(journal)


async def test_messages_are_compared_by_key_and_content(journal: Journal, client: Client) -> None:
    known, planned = outbound(1, key="one"), outbound(2, key="two")
    async with journal.open(client) as campaign:
        await campaign.add([known])
        await campaign.run()
        await campaign.add([planned])
        before = [entry async for entry in campaign.outcomes()]
        async with look(journal) as view:
            found = await compared(
                view,
                known,
                planned,
                outbound(1, key="one", body="another"),
                outbound(1, key="one", validity_period=60),
                outbound(3, key="three"),
                outbound(1),
            )
        assert [entry async for entry in campaign.outcomes()] == before

    assert found == [
        ("accepted", False),
        ("planned", False),
        ("accepted", True),
        ("accepted", False),
        (None, False),
        (None, False),
    ]


async def test_a_key_that_no_journal_can_keep_is_refused(journal: Journal, client: Client) -> None:
    async with journal.open(client), look(journal) as view:
        with pytest.raises(InvalidArgument, match="a key has a NUL in it"):
            await compared(view, outbound(1, key="a\0b"))


async def test_messages_without_keys_are_counted(journal: Journal, client: Client) -> None:
    async with journal.open(client) as campaign:
        await campaign.add([outbound(1), outbound(1), outbound(2)], repeats="send")
        async with look(journal) as view:
            found = await compared(view, outbound(2), outbound(1), outbound(1), outbound(1))

    assert [state for state, _ in found] == ["planned", "planned", "planned", None]


async def test_more_than_a_batch_is_compared_in_order(journal: Journal, client: Client) -> None:
    async with journal.open(client) as campaign:
        await campaign.add(outbound(number, key=str(number)) for number in range(0, 2_500, 2))
        async with look(journal) as view:
            found = [
                (known.outbound.key, known.state is not None)
                async for known in view.compare(outbound(number, key=str(number)) for number in range(2_500))
            ]

    assert found == [(str(number), number % 2 == 0) for number in range(2_500)]


async def test_the_next_look_is_told_while_there_is_a_doubt(
    journal: Journal, client: Client, emulator: Emulator
) -> None:
    emulator.faults.script(Fault.server_error(503))
    began = datetime.now(UTC)
    async with journal.open(client, settle=(3600.0,), clock=Clock()) as campaign:
        await campaign.add([outbound(key="one")])
        assert (await campaign.status()).next_look_at is None
        running = asyncio.create_task(campaign.run())

        async def is_asked() -> bool:
            at = (await campaign.status()).next_look_at
            return at is not None and at > began + timedelta(minutes=30)

        await until(is_asked)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        async with look(journal) as view:
            status = await view.status()
        await campaign.resolve("one", "drop")
        settled = await campaign.status()

    assert status.next_look_at is not None
    assert timedelta(0) < status.next_look_at - began - timedelta(hours=1) < timedelta(minutes=5)
    assert settled.next_look_at is None
