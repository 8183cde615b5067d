"""Records that have no date yet: given once, whatever becomes of them meanwhile, and at a bounded price."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.history.dated_lists import Dated, DatedList, dated
from tests.history.exported import sids_of
from tests.support.clients import client_for
from tests.support.paged_lists import all_sids as sids, read_into, read_some
from tests.support.server import Arrived, ScriptedServer, Step, refusal
from twilio_async import NotFound, history

if TYPE_CHECKING:
    from pathlib import Path

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def asks_for_dates(arrived: Arrived) -> bool:
    return any(name.startswith(("DateSent", "StartTime")) for name, _ in arrived.query)


async def test_an_export_has_each_once_though_all_get_their_date_meanwhile(
    server: ScriptedServer, tmp_path: Path
) -> None:
    present = now()
    queued = [Dated(number, None, present - HOUR, "queued") for number in range(20)]
    old = [dated(number, present - number * HOUR) for number in range(30, 90)]
    pages = DatedList([*queued, *old])

    def send_all(arrived: Arrived) -> None:
        if asks_for_dates(arrived):
            pages.records = [*(dated(each.number, present) for each in queued), *old]

    pages.before_each = send_all
    server.always(pages)
    async with client_for(server.url) as client:
        await history.export(client.messages, present - 4 * DAY, to=tmp_path, page_size=10)

    found = Counter(sids_of(tmp_path))
    assert set(found.values()) == {1}
    assert found.keys() == {each.sid for each in pages.records if each.created >= present - 4 * DAY}


@pytest.mark.parametrize("ordered", [True, False])
async def test_those_behind_a_cursor_come_once_though_they_get_their_date_before_it_is_used(
    server: ScriptedServer, *, ordered: bool
) -> None:
    present = now()
    queued = [Dated(number, None, present - number * timedelta(minutes=1), "queued") for number in range(5)]
    sent = [dated(each.number, present) for each in queued]
    old = [dated(number, present - number * HOUR) for number in range(6, 12)]
    async with client_for(server.url) as client:
        for count in range(1, 6):
            server.always(DatedList([*queued, *old]))
            stream = history.stream(client.messages, present - DAY, page_size=3, ordered=ordered)
            got: list[str] = []
            await read_some(got, stream, count)
            server.always(DatedList([*sent, *old]))
            rest = history.stream(
                client.messages, present - DAY, page_size=3, ordered=ordered, cursor=stream.cursor
            )
            assert sorted([*got, *await sids(rest)]) == sorted(each.sid for each in [*queued, *old])


async def test_an_older_slice_that_fails_ends_an_ordered_stream_that_has_undated_ones(
    server: ScriptedServer,
) -> None:
    present = now()
    pages = DatedList([dated(number, present - number * HOUR) for number in range(1, 220)])
    failing = (present - 4 * DAY).date().isoformat()

    def answer(arrived: Arrived) -> Step:
        return refusal(404) if dict(arrived.query).get("DateSent>") == failing else pages(arrived)

    server.always(answer)
    async with client_for(server.url) as client, asyncio.timeout(30):
        got: list[str | None] = []
        with pytest.raises(NotFound) as caught:
            await read_into(got, history.stream(client.messages, present - 9 * DAY))
        assert caught.value.cursor is not None
        assert got == [each.sid for each in pages.records[: len(got)]]
        assert len(got) > 48


async def test_they_are_looked_for_no_further_back_than_the_range(server: ScriptedServer) -> None:
    present = now()
    records = [
        Dated(number, None if number % 9 == 0 else present - number * HOUR, present - number * HOUR, "failed")
        for number in range(1, 2000)
    ]
    server.always(DatedList(records))
    async with client_for(server.url) as client:
        await sids(history.stream(client.messages, present - 2 * DAY, page_size=10))

    assert sum(not asks_for_dates(arrived) for arrived in server.requests) < 10


async def test_old_failures_do_not_lead_through_the_whole_list(server: ScriptedServer) -> None:
    present = now()
    records = [
        Dated(number, None if number % 9 == 0 else present - number * HOUR, present - number * HOUR, "failed")
        for number in range(1, 1000)
    ]
    server.always(DatedList(records))
    async with client_for(server.url) as client:
        await sids(history.stream(client.messages, present - 30 * DAY, page_size=10))

    assert sum(not asks_for_dates(arrived) for arrived in server.requests) < 10


async def test_a_queued_call_is_found_behind_older_ones_that_were_updated_lately(
    server: ScriptedServer,
) -> None:
    present = now()
    lately = [dated(number, present - number * timedelta(minutes=1)) for number in range(1, 10)]
    calls = [*lately, dated(50, present - 2 * DAY), Dated(51, None, present - HOUR, "queued")]
    server.always(DatedList(calls, key="calls", name="start_time"))
    async with client_for(server.url) as client:
        found = await sids(history.stream(client.calls, present - 3 * DAY, page_size=10))

    assert sorted(found) == sorted(each.sid for each in calls)
