"""A stream gives every record of its range exactly once, however the server reads what is asked."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import aclosing
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings, strategies as st

from tests.history.dated_lists import GRAINS, Dated, DatedList, Grain, StableList, dated
from tests.support.clients import client_for
from tests.support.paged_lists import all_sids as sids, read_into, read_some
from tests.support.server import ScriptedServer, gated, refusal
from tests.support.times import turns
from twilio_async import (
    AuthenticationError,
    Conference,
    InvalidArgument,
    NotFound,
    Retry,
    ServerError,
    TwilioError,
    history,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.support.server import Arrived, Step
    from twilio_async import Client

START = datetime(2026, 1, 10, tzinfo=UTC)
DAYS = 4
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def at(seconds: int) -> datetime:
    return START + timedelta(seconds=seconds)


LISTS = st.lists(st.integers(-86_400, DAYS * 86_400), max_size=60)
"""The seconds of records, from a day before the range to its end."""
BUSY = st.lists(st.integers(86_400, 86_400 + 5_000), min_size=40, max_size=150)
"""Those of a day with many records in little time."""


def made(seconds: Sequence[int]) -> list[Dated]:
    """Records at these seconds, newest first."""
    return [dated(number, at(second)) for number, second in enumerate(sorted(seconds, reverse=True))]


def within(records: Sequence[Dated], since: datetime, until: datetime) -> list[str]:
    return [each.sid for each in records if each.date is not None and since <= each.date < until]


@settings(max_examples=80)
@given(
    seconds=st.one_of(LISTS, BUSY, st.tuples(LISTS, BUSY).map(lambda both: [*both[0], *both[1]])),
    grain=st.sampled_from(GRAINS),
    since=st.integers(0, 86_400),
    until=st.integers(2 * 86_400, DAYS * 86_400),
    size=st.integers(1, 12),
    concurrency=st.integers(1, 5),
    ordered=st.booleans(),
)
async def test_each_record_of_the_range_comes_once_whatever_a_server_makes_of_times(
    *,
    seconds: list[int],
    grain: Grain,
    since: int,
    until: int,
    size: int,
    concurrency: int,
    ordered: bool,
) -> None:
    records = made(seconds)
    async with ScriptedServer() as server, client_for(server.url) as client:
        server.always(DatedList(records, grain))
        stream = history.stream(
            client.messages,
            since=at(since),
            until=at(until),
            page_size=size,
            concurrency=concurrency,
            ordered=ordered,
        )
        got = await sids(stream)

        expected = within(records, at(since), at(until))
        assert got == expected if ordered else Counter(got) == Counter(expected)
        assert stream.cursor is None


@settings(max_examples=50)
@given(
    seconds=st.one_of(LISTS, BUSY),
    size=st.integers(1, 12),
    concurrency=st.integers(1, 4),
    ordered=st.booleans(),
    taken=st.lists(st.integers(1, 40), max_size=4),
)
async def test_a_cursor_goes_on_behind_the_last_record(
    *, seconds: list[int], size: int, concurrency: int, ordered: bool, taken: list[int]
) -> None:
    records = made(seconds)
    async with ScriptedServer() as server, client_for(server.url) as client:
        server.always(DatedList(records))
        got: list[str] = []
        cursor: str | None = None
        for count in [*taken, len(seconds)]:
            stream = of_range(client, page_size=size, concurrency=concurrency, ordered=ordered, cursor=cursor)
            await read_some(got, stream, count)
            cursor = stream.cursor
            if cursor is None:
                break

        expected = within(records, START, START + DAYS * DAY)
        assert got == expected if ordered else Counter(got) == Counter(expected)


@pytest.mark.parametrize("ordered", [True, False])
async def test_behind_a_cursor_each_record_comes_once_though_the_list_has_grown(
    server: ScriptedServer, *, ordered: bool
) -> None:
    records = made([*range(0, 3_000, 100)])
    async with client_for(server.url) as client:
        for count in (1, 5, 9):
            there, got, cursor = records, list[str](), None
            for _ in range(2):
                server.always(StableList(there))
                stream = history.stream(
                    client.messages, since=START, page_size=10, ordered=ordered, cursor=cursor
                )
                await read_some(got, stream, count)
                cursor = stream.cursor
                there = [*(dated(1000 * len(there) + new, at(4_000 + new)) for new in range(5)), *there]
            server.always(StableList(there))
            rest = history.stream(client.messages, since=START, page_size=100, ordered=ordered, cursor=cursor)
            found = Counter([*got, *await sids(rest)])
            assert {*found.values()} == {1}
            assert found.keys() >= {each.sid for each in records}


async def test_what_was_given_of_a_first_page_is_known_behind_later_cursors(server: ScriptedServer) -> None:
    records = made([*range(0, 2_000, 100)])
    grown = [*(dated(number, at(4_000 - number)) for number in range(100, 110)), *records]
    async with client_for(server.url) as client:
        cursor: str | None = None
        got: list[str] = []
        for content, count in ((records, 5), (grown, 10), (grown, 10)):
            server.always(DatedList(content))
            stream = history.stream(client.messages, since=START, page_size=10, cursor=cursor)
            await read_some(got, stream, count)
            cursor = stream.cursor
        got += await sids(history.stream(client.messages, since=START, page_size=10, cursor=cursor))
        assert sorted(got) == sorted(each.sid for each in grown)


async def test_what_was_given_is_known_however_much_the_list_has_grown(server: ScriptedServer) -> None:
    records = made([*range(0, 2_000, 100)])
    grown = [*(dated(number, at(9_000)) for number in range(100, 7_100)), *records]
    async with client_for(server.url) as client:
        server.always(DatedList(records))
        stream = history.stream(client.messages, since=START)
        got: list[str] = []
        await read_some(got, stream, 5)
        server.always(DatedList(grown))
        got += await sids(history.stream(client.messages, since=START, cursor=stream.cursor))
        assert sorted(got) == sorted(each.sid for each in grown)


@settings(max_examples=50)
@given(
    seconds=st.one_of(LISTS, BUSY),
    grain=st.sampled_from(GRAINS),
    size=st.integers(1, 12),
    concurrency=st.integers(1, 4),
    ordered=st.booleans(),
    failing=st.sets(st.integers(1, 40), max_size=4),
)
async def test_an_error_carries_the_cursor_of_what_is_left(
    *, seconds: list[int], grain: Grain, size: int, concurrency: int, ordered: bool, failing: set[int]
) -> None:
    records = made(seconds)
    async with ScriptedServer() as server, client_for(server.url, retry=Retry(attempts=1)) as client:
        server.always(DatedList(records, grain, before_each=failing_at(server, failing)))
        got: list[str | None] = []
        cursor: str | None = None
        while True:
            stream = of_range(client, page_size=size, concurrency=concurrency, ordered=ordered, cursor=cursor)
            try:
                await read_into(got, stream)
            except ServerError as error:
                cursor = error.cursor
                assert cursor is not None
            else:
                break

        expected = within(records, START, START + DAYS * DAY)
        assert got == expected if ordered else Counter(got) == Counter(expected)


def failing_at(server: ScriptedServer, numbers: set[int]) -> Any:
    """What refuses the requests with these numbers."""

    def refuse(_: Arrived) -> Step | None:
        return refusal(500) if len(server.requests) in numbers else None

    return refuse


def of_range(client: Client, **arguments: Any) -> Any:
    return history.stream(client.messages, since=START.date(), until=(START + DAYS * DAY).date(), **arguments)


async def test_after_an_error_only_the_page_that_failed_is_asked_for_again(server: ScriptedServer) -> None:
    records = made([day * 86_400 + second for day in range(DAYS) for second in range(10)])
    pages = DatedList(records, key="conferences", name="date_created", before_each=failing_at(server, {6}))
    async with client_for(server.url, retry=Retry(attempts=1)) as client:
        server.always(pages)

        def stream(cursor: str | None) -> history.Stream[Conference]:
            return history.stream(
                client.conferences, since=START, page_size=2, concurrency=3, ordered=False, cursor=cursor
            )

        with pytest.raises(ServerError) as caught:
            await sids(stream(None))
        await sids(stream(caught.value.cursor))

        asked = Counter(tuple(each.query) for each in server.requests)
        assert [count for count in asked.values() if count > 1] == [2]


async def test_records_without_a_date_come_first_and_once_though_they_get_one_meanwhile(
    server: ScriptedServer,
) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    old = [dated(number, now - number * timedelta(hours=1)) for number in range(10, 60)]
    queued = [Dated(number, None, now - number * timedelta(minutes=1)) for number in range(5)]
    pages = DatedList([*queued, *old])

    def send_queued(arrived: Arrived) -> None:
        if any("DateSent" in name for name, _ in arrived.query):
            pages.records = [*(dated(each.number, now) for each in queued), *old]

    pages.before_each = send_queued
    async with client_for(server.url) as client:
        server.always(pages)
        for ordered in (True, False):
            pages.records = [*queued, *old]
            stream = history.stream(client.messages, since=now - 20 * HOUR, page_size=3, ordered=ordered)
            got = await sids(stream)

            assert got[:5] == [each.sid for each in queued]
            assert len(got) == len(set(got))
            assert {*got} == {each.sid for each in [*queued, *old] if each.created >= now - 20 * HOUR}


async def test_a_cursor_remembers_what_was_given_without_a_date(server: ScriptedServer) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    records = [Dated(0, None, now), *(dated(number, now - number * HOUR) for number in range(1, 9))]
    async with client_for(server.url) as client:
        server.always(DatedList(records))
        stream = history.stream(client.messages, since=now - 24 * HOUR, page_size=2)
        async for first in stream:
            assert first.date_sent is None
            break
        server.always(DatedList([dated(0, now + HOUR), *records[1:]]))
        rest = history.stream(client.messages, since=now - 24 * HOUR, page_size=2, cursor=stream.cursor)

        assert await sids(rest) == [each.sid for each in records[1:]]


async def test_a_range_that_is_over_has_none_without_a_date(server: ScriptedServer) -> None:
    server.always(DatedList([Dated(0, None, START), dated(1, START)]))
    async with client_for(server.url) as client:
        assert await sids(of_range(client)) == [dated(1, START).sid]
    assert all(any("DateSent" in name for name, _ in each.query) for each in server.requests)


async def test_running_calls_are_found_by_their_start(server: ScriptedServer) -> None:
    calls = DatedList([dated(1, START)], key="calls", name="start_time")
    server.always(calls)
    async with client_for(server.url) as client:
        assert len(await sids(history.stream(client.calls, since=START, until=START + DAY))) == 1
    assert not any("EndTime" in name for each in server.requests for name, _ in each.query)


async def test_a_busy_day_is_read_by_many_requests_at_a_time(server: ScriptedServer) -> None:
    records = made([*range(0, 86_400, 80), *range(86_400, 4 * 86_400, 40_000)])
    gate = asyncio.Event()
    pages = DatedList(records)
    server.always(pages)
    async with client_for(server.url) as client:
        stream = of_range(client, page_size=20, concurrency=6, ordered=False)
        reading = asyncio.create_task(sids(stream))
        await server.arrived(25)
        server.always(lambda arrived: gated(gate, pages(arrived)))
        await server.arrived(len(server.requests) + 6)
        running = server.running
        gate.set()

        assert Counter(await reading) == Counter(within(records, START, START + DAYS * DAY))
    assert running == 6
    assert any("T" in (least or "") for least, _ in pages.spans)


@pytest.mark.parametrize("busy", [0, 10, 19])
async def test_one_busy_day_among_quiet_ones_is_cut(server: ScriptedServer, busy: int) -> None:
    quiet = [day * 86_400 for day in range(20)]
    records = made(sorted([*quiet, *range(busy * 86_400 + 60, (busy + 1) * 86_400, 200)]))
    pages = DatedList(records)
    server.always(pages)
    async with client_for(server.url) as client:
        stream = history.stream(
            client.messages, START, START + 20 * DAY, page_size=10, concurrency=4, ordered=False
        )
        assert Counter(await sids(stream)) == Counter(within(records, START, START + 20 * DAY))
    assert len({least for least, _ in pages.spans if "T" in (least or "")}) > 3


@settings(max_examples=50)
@given(data=st.data(), size=st.integers(1, 12), concurrency=st.integers(1, 4), ordered=st.booleans())
async def test_a_list_in_another_order_than_that_of_its_dates_loses_nothing(
    *, data: st.DataObject, size: int, concurrency: int, ordered: bool
) -> None:
    records = data.draw(st.permutations(made(data.draw(BUSY))))
    async with ScriptedServer() as server, client_for(server.url) as client:
        server.always(DatedList(records))
        stream = of_range(client, page_size=size, concurrency=concurrency, ordered=ordered)
        assert Counter(await sids(stream)) == Counter(within(records, START, START + DAYS * DAY))


@pytest.mark.parametrize(
    ("origin", "place"), [(5, 30), (480, 437)], ids=["behind the page that is tried", "on a later day's page"]
)
async def test_one_message_out_of_order_is_found(server: ScriptedServer, origin: int, place: int) -> None:
    records = made([*range(0, 2 * 86_400, 200)])
    records.insert(place, records.pop(origin))
    server.always(DatedList(records))
    async with client_for(server.url) as client:
        got = await sids(of_range(client, page_size=20, concurrency=3))
    assert Counter(got) == Counter(within(records, START, START + DAYS * DAY))


@pytest.mark.parametrize("ordered", [True, False])
async def test_messages_that_come_in_another_order_than_documented_are_all_found(
    server: ScriptedServer, *, ordered: bool
) -> None:
    records = made([*range(0, 2 * 86_400, 200)])
    scattered = sorted(records, key=lambda each: each.number * 7919 % len(records))
    server.always(DatedList(scattered))
    async with client_for(server.url) as client:
        got = await sids(of_range(client, page_size=20, concurrency=3, ordered=ordered))
    assert Counter(got) == Counter(within(records, START, START + DAYS * DAY))


@pytest.mark.parametrize("ordered", [True, False])
@pytest.mark.parametrize("grain", ["instants", "refused"])
async def test_parts_are_read_while_times_of_day_are_tried_and_give_nothing_before_its_end(
    server: ScriptedServer, grain: Grain, *, ordered: bool
) -> None:
    records = made([*range(0, 4 * 86_400, 300)])
    pages, gate = DatedList(records, grain), asyncio.Event()

    def answer(arrived: Arrived) -> Step:
        has_time = "T" in dict(arrived.query).get("DateSent>", "")
        return gated(gate, pages(arrived)) if has_time else pages(arrived)

    server.always(answer)
    got: list[str | None] = []
    async with client_for(server.url) as client:
        stream = history.stream(
            client.messages, START, START + 4 * DAY, page_size=10, concurrency=8, ordered=ordered
        )
        reading = asyncio.create_task(read_into(got, stream))
        await server.arrived(12)  # A first page of each day, then one request with times by each worker.
        assert not got
        gate.set()
        await reading
    assert Counter(got) == Counter(within(records, START, START + 4 * DAY))


@pytest.mark.parametrize("ordered", [True, False])
@pytest.mark.parametrize("grain", ["whole days", "refused"])
async def test_a_list_that_takes_days_only_is_asked_for_times_but_once_by_each_worker(
    server: ScriptedServer, grain: Grain, *, ordered: bool
) -> None:
    records = made([*range(0, 2 * 86_400, 300)])
    pages = DatedList(records, grain)
    server.always(pages)
    async with client_for(server.url) as client:
        stream = history.stream(
            client.messages, START, START + 2 * DAY, page_size=20, concurrency=4, ordered=ordered
        )
        assert Counter(await sids(stream)) == Counter(within(records, START, START + 2 * DAY))
    assert 1 <= sum("T" in (least or "") for least, _ in pages.spans) <= 4


@pytest.mark.parametrize("ordered", [True, False])
async def test_a_list_that_takes_days_only_has_an_end_where_a_page_is_of_one_second_and_the_next(
    server: ScriptedServer, *, ordered: bool
) -> None:
    records = made([*range(50_000, 50_100)])
    pages = DatedList(records, "whole days")
    pages.before_each = lambda _: refusal(404) if len(server.requests) > 200 else None
    server.always(pages)
    async with client_for(server.url) as client:
        got = await sids(of_range(client, page_size=2, concurrency=3, ordered=ordered))
    assert Counter(got) == Counter(within(records, START, START + DAYS * DAY))


@pytest.mark.parametrize("ordered", [True, False])
async def test_a_slow_consumer_holds_the_requests_back(server: ScriptedServer, *, ordered: bool) -> None:
    server.always(DatedList(made([*range(0, DAYS * 86_400, 100)]), "refused"))
    async with (
        client_for(server.url) as client,
        aclosing(aiter(of_range(client, page_size=10, concurrency=2, ordered=ordered))) as stream,
    ):
        ahead: list[int] = []
        taken = 0
        async for _ in stream:
            taken += 1
            await turns()
            ahead.append(len(server.requests) - taken // 10)
    assert max(ahead) < 20


async def test_no_more_requests_are_under_way_than_were_asked_for(server: ScriptedServer) -> None:
    gate, running = asyncio.Event(), list[int]()
    pages = DatedList(made([*range(0, DAYS * 86_400, 1000)]))

    def count(_: Arrived) -> None:
        running.append(server.running + 1)

    pages.before_each = count
    server.always(lambda arrived: gated(gate, pages(arrived)))
    async with client_for(server.url) as client:
        reading = asyncio.create_task(sids(of_range(client, concurrency=3, page_size=20)))
        await server.arrived(3)
        gate.set()
        assert len(await reading) == len(pages.records)
    assert max(running) == 3


@pytest.mark.parametrize(("status", "error"), [(404, NotFound), (401, AuthenticationError)])
@pytest.mark.parametrize("ordered", [True, False])
async def test_a_slice_that_is_refused_is_an_error_of_the_whole(
    server: ScriptedServer, status: int, error: type[TwilioError], *, ordered: bool
) -> None:
    pages = DatedList(made([*range(0, DAYS * 86_400, 9000)]))
    pages.before_each = lambda _: refusal(status) if len(server.requests) == 3 else None
    server.always(pages)
    async with client_for(server.url) as client:
        got: list[str | None] = []
        with pytest.raises(error) as caught:
            await read_into(got, of_range(client, concurrency=2, ordered=ordered))
        assert caught.value.cursor
        await read_into(got, of_range(client, ordered=ordered, cursor=caught.value.cursor))
        assert Counter(got) == Counter(within(pages.records, START, START + DAYS * DAY))


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("messages", "date_sent"),
        ("calls", "start_time"),
        ("recordings", "date_created"),
        ("conferences", "date_created"),
        ("notifications", "message_date"),
    ],
)
async def test_each_list_with_dates_has_a_history_in_each_account(
    server: ScriptedServer, name: str, date: str
) -> None:
    server.always(DatedList(made([*range(0, DAYS * 86_400, 5000)]), key=name, name=date))
    other = "AC" + "7c" * 16
    async with client_for(server.url) as client:
        collection: Any = getattr(client.accounts(other), name)
        stream: Any = history.stream(collection, since=START + DAY, until=START + 2 * DAY, page_size=5)
        assert len(await sids(stream)) == 17
    assert all(other in each.path for each in server.requests)


async def test_what_cannot_be_is_refused_before_anything_is_sent(server: ScriptedServer) -> None:
    async with client_for(server.url) as client:
        day = date(2026, 1, 1)
        cursor = history.stream(client.messages, since=day).cursor
        elsewhere: Any = client.queues
        wrong: Any = "2026-01-01"
        with pytest.raises(InvalidArgument, match=r"client\.messages, client\.calls"):
            history.stream(elsewhere, since=day)
        with pytest.raises(InvalidArgument, match="no time zone"):
            history.stream(client.messages, since=datetime(2026, 1, 1))  # noqa: DTZ001
        with pytest.raises(InvalidArgument, match="a date or an aware datetime"):
            history.stream(client.messages, since=wrong)
        with pytest.raises(InvalidArgument, match="swap them"):
            history.stream(client.messages, since=day, until=date(2025, 1, 1))
        with pytest.raises(InvalidArgument, match="concurrency"):
            history.stream(client.messages, since=day, concurrency=0)
        with pytest.raises(InvalidArgument, match="what since and until are for"):
            history.stream(client.messages, since=day, date_sent_after=day)
        with pytest.raises(InvalidArgument, match="a history has no limit"):
            history.stream(client.messages, since=day, limit=3)
        with pytest.raises(InvalidArgument, match="page_size"):
            history.stream(client.messages, since=day, page_size=1001)
        with pytest.raises(TypeError, match="form"):
            history.stream(client.messages, since=day, form="+15005550006")
        with pytest.raises(InvalidArgument, match="another stream"):
            history.stream(client.messages, since=date(2026, 1, 2), cursor=cursor)
        for broken in ("", "x", "eJw", "AAAA" * 1000, "é"):
            with pytest.raises(InvalidArgument, match="none that a stream gave"):
                history.stream(client.messages, since=day, cursor=broken)
    assert not server.requests


@pytest.mark.parametrize("edge", ["after", "before"])
async def test_edges_that_a_server_leaves_out_are_asked_for_too(server: ScriptedServer, edge: str) -> None:
    pages = DatedList(made([*range(0, 8000, 4)]))
    pages.leaves_out = edge
    server.always(pages)
    until = START + timedelta(seconds=7996, microseconds=500_000)
    async with client_for(server.url) as client:
        stream = history.stream(client.messages, START, until, page_size=50, concurrency=4)
        assert await sids(stream) == [each.sid for each in pages.records]
    assert any("T" in (least or "") for least, _ in pages.spans)


async def test_times_that_no_list_has_are_refused(server: ScriptedServer) -> None:
    plus_two = timezone(timedelta(hours=2))
    async with client_for(server.url) as client:
        for since, until in (
            (date(2026, 1, 1), date(9999, 12, 31)),
            (datetime(1, 1, 1, tzinfo=plus_two), date(2026, 1, 1)),
            (date(2026, 1, 1), datetime(9999, 12, 31, 12, tzinfo=UTC)),
        ):
            with pytest.raises(InvalidArgument, match="in the years from 1900 to 9000"):
                history.stream(client.messages, since, until)
