"""Listings: every item once and in order, as many requests as are needed, and nothing left behind."""

from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings, strategies as st

from tests.support.clients import MESSAGE, client_for
from tests.support.leaks import other_tasks
from tests.support.paged_lists import STYLES, Book, Style, all_sids, listing_of, reader, sids
from tests.support.server import ScriptedServer
from twilio_async import Client, InvalidArgument, Message, MessageStatus, Model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def sizes(server: ScriptedServer) -> list[str]:
    """The page sizes that were asked for."""
    return [dict(arrived.query).get("PageSize") or dict(arrived.query)["num"] for arrived in server.requests]


@settings(max_examples=25)
@given(
    st.sampled_from(["tokens", "links"]),
    st.integers(0, 30),
    st.lists(st.integers(0, 9), min_size=1, max_size=5).filter(any),
    st.booleans(),
)
async def test_any_split_into_pages_gives_every_item_once_and_in_order(
    style: Style, count: int, splits: list[int], prefetch: bool
) -> None:
    async with ScriptedServer() as server, reader(server.url, style) as client:
        server.always(Book(style, sids(count), splits))
        assert await all_sids(listing_of(client, style, prefetch=prefetch)) == sids(count)


@settings(max_examples=25)
@given(st.sampled_from(STYLES), st.integers(0, 30), st.integers(1, 31), st.booleans())
async def test_any_page_size_gives_every_item_once_and_in_order(
    style: Style, count: int, size: int, prefetch: bool
) -> None:
    async with ScriptedServer() as server, reader(server.url, style) as client:
        server.always(Book(style, sids(count)))
        listing = listing_of(client, style, page_size=size, prefetch=prefetch)
        assert await all_sids(listing) == sids(count)
        assert len(server.requests) == max(1, -(-count // size))


@settings(max_examples=40)
@given(
    st.sampled_from(STYLES),
    st.integers(0, 12),
    st.integers(0, 14),
    st.none() | st.integers(1, 14),
    st.booleans(),
)
async def test_a_limit_counts_items_and_makes_no_needless_request(
    style: Style, count: int, limit: int, size: int | None, prefetch: bool
) -> None:
    async with ScriptedServer() as server, reader(server.url, style) as client:
        server.always(Book(style, sids(count)))
        listing = listing_of(client, style, limit=limit, page_size=size, prefetch=prefetch)
        assert await all_sids(listing) == sids(min(limit, count))
        wanted = min(limit, count) or bool(limit)
        assert len(server.requests) == -(-wanted // (size or limit or 1))


@pytest.mark.parametrize("style", STYLES)
async def test_a_limit_of_none_at_all_yields_nothing_and_asks_nothing(
    style: Style, server: ScriptedServer
) -> None:
    async with reader(server.url, style) as client:
        listing = listing_of(client, style, limit=0)
        assert await listing == []
        assert await all_sids(listing) == []
        assert [page async for page in listing.pages()] == []
    assert server.requests == []


@pytest.mark.parametrize(
    ("paging", "size"),
    [({}, "1000"), ({"limit": 20}, "20"), ({"limit": 5000}, "1000"), ({"page_size": 7}, "7")],
)
async def test_pages_are_as_large_as_is_useful(
    paging: dict[str, int], size: str, server: ScriptedServer
) -> None:
    server.always(Book("tokens", sids(3)))
    async with client_for(server.url) as client:
        await client.messages.list(page_size=paging.get("page_size"), limit=paging.get("limit"))
    assert sizes(server) == [size]


@pytest.mark.parametrize(
    "paging",
    [
        {"page_size": 0},
        {"page_size": 1001},
        {"page_size": -1},
        {"page_size": True},
        {"page_size": "50"},
        {"limit": -1},
        {"limit": 1.5},
        {"limit": "all"},
        {"limit": False},
    ],
)
@pytest.mark.parametrize("style", STYLES)
async def test_paging_that_cannot_be_is_refused_before_any_request(
    style: Style, paging: dict[str, Any], server: ScriptedServer
) -> None:
    async with reader(server.url, style) as client:
        with pytest.raises(InvalidArgument, match=next(iter(paging))):
            listing_of(client, style, **paging)
    assert server.requests == []


@pytest.mark.parametrize("style", STYLES)
async def test_each_way_to_read_starts_anew(style: Style, server: ScriptedServer) -> None:
    server.always(Book(style, sids(7)))
    async with reader(server.url, style) as client:
        listing = listing_of(client, style, page_size=3)
        first = await listing.first()

        assert await all_sids(listing) == await all_sids(listing) == sids(7)
        assert [item.sid for item in await listing] == sids(7)
        assert [[item.sid for item in page.items] async for page in listing.pages()] == [
            sids(3),
            sids(3, 6),
            sids(6, 7),
        ]
    assert first is not None
    assert first.sid == sids(1)[0]


async def test_first_asks_for_one_item(server: ScriptedServer) -> None:
    server.play(Book("tokens", sids(7)), Book("tokens", []))
    async with client_for(server.url) as client:
        found = await client.messages.list().first()
        missing = await client.messages.list().first()

    assert found == Message(sid=sids(1)[0], status=MessageStatus.SENT)
    assert missing is None
    assert sizes(server) == ["1", "1"]


@pytest.mark.parametrize(
    ("style", "total"), [("tokens", None), ("links", None), ("totals", 7), ("numbers", 7)]
)
async def test_a_page_tells_the_total_where_the_api_does(
    style: Style, total: int | None, server: ScriptedServer
) -> None:
    server.always(Book(style, sids(7)))
    async with reader(server.url, style) as client:
        pages = [page async for page in listing_of(client, style, page_size=4).pages()]

    assert [page.total for page in pages] == [total, total]
    assert [page.cursor is None for page in pages] == [False, True]
    assert all(page.response.status == 200 for page in pages)


@pytest.mark.parametrize(("prefetch", "expected"), [(True, 2), (False, 1)])
async def test_the_next_page_is_fetched_while_one_is_consumed(
    prefetch: bool, expected: int, server: ScriptedServer
) -> None:
    server.always(Book("tokens", sids(6)))
    async with client_for(server.url) as client:
        async for item in client.messages.list(page_size=2, prefetch=prefetch):
            await server.arrived(expected)
            for _ in range(20):
                await asyncio.sleep(0)
            assert item.sid == sids(1)[0]
            assert len(server.requests) == expected
            break


async def test_nothing_is_fetched_ahead_beyond_the_limit(server: ScriptedServer) -> None:
    server.always(Book("tokens", sids(6)))
    async with client_for(server.url) as client:
        async for _ in client.messages.list(limit=4, page_size=2):
            for _ in range(50):
                await asyncio.sleep(0)
    assert len(server.requests) == 2


@pytest.mark.parametrize("prefetch", [True, False])
async def test_leaving_a_loop_early_leaves_no_task_and_no_connection(
    prefetch: bool, server: ScriptedServer
) -> None:
    server.always(Book("tokens", sids(60)))
    tasks = other_tasks()
    async with client_for(server.url) as client:
        async for _ in client.messages.list(page_size=2, prefetch=prefetch):
            break
        async for _ in client.messages.list(page_size=2, prefetch=prefetch).pages():
            break
        requests = len(server.requests)
        for _ in range(20):
            await asyncio.sleep(0)

        assert len(server.requests) <= requests + 2
    await server.disconnected()
    assert {task for task in other_tasks() - tasks if "listing" in repr(task.get_coro())} == set()


@pytest.mark.parametrize("prefetch", [True, False])
async def test_a_cancelled_reader_leaves_nothing(prefetch: bool, server: ScriptedServer) -> None:
    server.always(Book("tokens", sids(60)))
    given_out: list[str | None] = []
    third = asyncio.Event()

    async def read(client: Client) -> None:
        async for item in client.messages.list(page_size=2, prefetch=prefetch):
            given_out.append(item.sid)
            if len(given_out) == 3:
                third.set()
                await asyncio.Event().wait()

    async with client_for(server.url) as client:
        task = asyncio.create_task(read(client))
        await server.arrived(2)
        await third.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (await client.messages.list(limit=1))[0].sid == given_out[0]
    await server.disconnected()


@pytest.fixture
def only_new_objects() -> Iterator[None]:
    """`gc.get_objects` gives what the test makes, and not all that was there before, which takes long."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("only_new_objects")
@pytest.mark.parametrize("prefetch", [True, False])
@pytest.mark.parametrize("style", STYLES)
async def test_two_pages_at_most_are_alive(style: Style, prefetch: bool, server: ScriptedServer) -> None:
    server.always(Book(style, sids(200)))

    def alive() -> int:
        return sum(isinstance(thing, Model) for thing in gc.get_objects())

    position, peak = 0, 0
    async with reader(server.url, style) as client:
        async for _ in listing_of(client, style, page_size=20, prefetch=prefetch):
            position += 1
            if position % 10 == 1:
                peak = max(peak, alive())

    assert position == 200
    assert 20 <= peak <= 40


OPENERS: list[Callable[[Client], object]] = [
    lambda client: client.messages.list(),
    lambda client: client.messages(MESSAGE).media.list(),
    lambda client: client.sms.messages.list(),
    lambda client: client.v2008.sms.messages.list(),
]


@pytest.mark.parametrize("open_listing", OPENERS)
async def test_making_a_listing_asks_nothing(
    open_listing: Callable[[Client], object], server: ScriptedServer
) -> None:
    async with client_for(server.url) as client:
        open_listing(client)
    assert server.requests == []
