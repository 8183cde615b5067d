"""Cursors: go on exactly behind the last item, from wherever a listing stopped, and nowhere else."""

from __future__ import annotations

import base64
import copy
import pickle
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings, strategies as st

from tests.support.clients import FROM, MESSAGE, TO, client_for
from tests.support.paged_lists import STYLES, Book, Style, all_sids, listing_of, read_into, reader, sids
from tests.support.server import ScriptedServer, refusal
from twilio_async import InvalidArgument, LinkError, Retry, ServerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from twilio_async import Client


@settings(max_examples=40)
@given(
    style=st.sampled_from(STYLES),
    count=st.integers(1, 20),
    size=st.integers(1, 8),
    taken=st.integers(0, 20),
    prefetch=st.booleans(),
    resumed_prefetch=st.booleans(),
)
async def test_a_listing_s_cursor_goes_on_behind_the_last_item(
    *, style: Style, count: int, size: int, taken: int, prefetch: bool, resumed_prefetch: bool
) -> None:
    async with ScriptedServer() as server, reader(server.url, style) as client:
        server.always(Book(style, sids(count)))
        listing = listing_of(client, style, page_size=size, prefetch=prefetch)
        assert not listing.cursor
        position = 0
        async for _ in listing:
            position += 1
            if position == taken:
                break
        cursor = listing.cursor
        if cursor is None:
            assert position == count
        else:
            rest = listing_of(client, style, cursor=cursor, prefetch=resumed_prefetch)
            assert await all_sids(rest) == sids(position, count)


@settings(max_examples=30)
@given(st.sampled_from(STYLES), st.integers(1, 20), st.integers(1, 8), st.integers(1, 20))
async def test_a_page_s_cursor_goes_on_behind_the_page(
    style: Style, count: int, size: int, limit: int
) -> None:
    async with ScriptedServer() as server, reader(server.url, style) as client:
        server.always(Book(style, sids(count)))
        seen = 0
        async for page in listing_of(client, style, page_size=size, limit=limit).pages():
            seen += len(page.items)
            rest = (
                [] if page.cursor is None else await all_sids(listing_of(client, style, cursor=page.cursor))
            )
            assert rest == sids(seen, count)


@settings(max_examples=30)
@given(st.sampled_from(STYLES), st.integers(0, 15), st.integers(1, 6), st.integers(1, 6))
async def test_a_listing_can_be_read_in_portions(style: Style, count: int, size: int, portion: int) -> None:
    async with ScriptedServer() as server, reader(server.url, style) as client:
        server.always(Book(style, sids(count)))
        read: list[str | None] = []
        listing = listing_of(client, style, page_size=size, limit=portion)
        await read_into(read, listing)
        while listing.cursor is not None:
            assert len(read) % portion == 0
            listing = listing_of(client, style, cursor=listing.cursor, limit=portion)
            await read_into(read, listing)
        assert read == sids(count)


@settings(max_examples=30)
@given(st.sampled_from(["tokens", "links"]), st.lists(st.integers(0, 4), min_size=2, max_size=5).filter(any))
async def test_cursors_hold_over_pages_of_any_size(style: Style, splits: list[int]) -> None:
    async with ScriptedServer() as server, reader(server.url, style) as client:
        server.always(Book(style, sids(12), splits))
        listing = listing_of(client, style)
        position = 0
        async for _ in listing:
            position += 1
            if listing.cursor is not None:
                resumed = await listing_of(client, style, cursor=listing.cursor, limit=3)
                assert [item.sid for item in resumed] == sids(12)[position : position + 3]


@pytest.mark.parametrize("prefetch", [True, False])
@pytest.mark.parametrize("style", STYLES)
async def test_an_error_comes_behind_the_items_before_it_with_the_place(
    style: Style, prefetch: bool, server: ScriptedServer
) -> None:
    book = Book(style, sids(10))
    server.play(book, book, refusal(500, 20500))
    server.always(book)
    given_out: list[str | None] = []
    async with reader(server.url, style, retry=Retry(attempts=1)) as client:
        with pytest.raises(ServerError) as caught:
            await read_into(given_out, listing_of(client, style, page_size=3, prefetch=prefetch))
        rest = await all_sids(listing_of(client, style, cursor=caught.value.cursor))

    assert given_out == sids(6)
    assert rest == sids(6, 10)


async def test_an_error_of_a_collected_listing_carries_the_place(server: ScriptedServer) -> None:
    server.play(Book("tokens", sids(10)), refusal(503))
    server.always(Book("tokens", sids(10)))
    async with client_for(server.url, retry=Retry(attempts=1)) as client:
        with pytest.raises(ServerError) as caught:
            await client.messages.list(page_size=4)
        assert caught.value.cursor is not None
        assert await all_sids(client.messages.list(cursor=caught.value.cursor)) == sids(4, 10)


@pytest.mark.parametrize("style", STYLES)
async def test_a_failure_within_a_page_keeps_the_place_in_it(style: Style, server: ScriptedServer) -> None:
    book = Book(style, sids(10))
    server.play(book, refusal(503))
    server.always(book)
    async with reader(server.url, style, retry=Retry(attempts=1)) as client:
        listing = listing_of(client, style, page_size=5, limit=3)
        await read_into([], listing)
        with pytest.raises(ServerError) as caught:
            await all_sids(listing_of(client, style, cursor=listing.cursor))
        assert await all_sids(listing_of(client, style, cursor=caught.value.cursor)) == sids(3, 10)


async def test_a_failure_of_the_first_page_can_be_resumed_too(server: ScriptedServer) -> None:
    server.play(refusal(503))
    server.always(Book("tokens", sids(3)))
    async with client_for(server.url, retry=Retry(attempts=1)) as client:
        with pytest.raises(ServerError) as caught:
            await client.messages.list(limit=50)
        assert await all_sids(client.messages.list(cursor=caught.value.cursor)) == sids(3)


async def stopped(client: Client, **filters: Any) -> str:
    """The cursor behind the first page of a listing."""
    async for page in client.messages.list(page_size=2, **filters).pages():
        assert page.cursor is not None
        return page.cursor
    raise AssertionError


async def test_a_cursor_keeps_the_filters_and_shows_none(server: ScriptedServer) -> None:
    server.always(Book("tokens", sids(5)))
    filters: dict[str, Any] = {"to": TO, "date_sent_after": datetime(2026, 3, 1, tzinfo=UTC)}
    async with client_for(server.url) as client:
        cursor = await stopped(client, **filters)
        await client.messages.list(cursor=cursor, **filters)

    query = dict(server.requests[-1].query)
    assert query["To"] == TO
    assert query["DateSent>"] == "2026-03-01T00:00:00Z"
    shown = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    assert TO[2:] not in shown
    assert cursor.replace("-", "").replace("_", "").isalnum()


OTHERS: list[Callable[[Client, str], object]] = [
    lambda client, cursor: client.messages.list(cursor=cursor, to=TO),
    lambda client, cursor: client.messages.list(cursor=cursor, from_=FROM),
    lambda client, cursor: client.sms.messages.list(cursor=cursor),
    lambda client, cursor: client.v2008.sms.messages.list(cursor=cursor),
    lambda client, cursor: client.messages(MESSAGE).media.list(cursor=cursor),
    lambda client, cursor: client.accounts("AC" + "1f" * 16).messages.list(cursor=cursor),
]


@pytest.mark.parametrize("other", OTHERS)
async def test_a_cursor_of_another_listing_is_refused(
    other: Callable[[Client, str], object], server: ScriptedServer
) -> None:
    server.always(Book("tokens", sids(5)))
    async with client_for(server.url) as client:
        cursor = await stopped(client)
        asked = len(server.requests)
        with pytest.raises(InvalidArgument, match="cursor"):
            other(client, cursor)
        assert len(server.requests) == asked


@pytest.mark.parametrize(
    "pair",
    ["To=%2B15558675310", "From=x", "DateSent=2026-01-01", "DateSent%3E=2026-01-01", "DateSent>=2026", "To="],
)
async def test_forged_filters_in_a_cursor_are_refused(pair: str, server: ScriptedServer) -> None:
    server.always(Book("tokens", sids(5)))
    async with client_for(server.url) as client:
        cursor = await stopped(client)
        plain = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        forged = base64.urlsafe_b64encode(f"{plain}&{pair}".encode()).decode().rstrip("=")
        with pytest.raises(InvalidArgument, match="cursor"):
            client.messages.list(cursor=forged)


async def test_an_error_before_the_first_item_keeps_the_place(server: ScriptedServer) -> None:
    server.play(Book("tokens", sids(9)))
    async with client_for(server.url) as client:
        listing = client.messages.list(page_size=9, limit=5)
        await read_into([], listing)
        server.always(Book("tokens", sids(1), changes={"next_page_uri": 17}))
        with pytest.raises(LinkError) as caught:
            await client.messages.list(cursor=listing.cursor)
    assert caught.value.cursor == listing.cursor


async def test_a_cursor_far_behind_its_page_makes_no_endless_search(server: ScriptedServer) -> None:
    server.always(Book("tokens", sids(1000)))
    async with client_for(server.url) as client:
        cursor = await stopped(client, prefetch=False)
        digest, _, paging = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).split(b".", 2)
        far = base64.urlsafe_b64encode(b".".join([digest, b"900", paging])).decode().rstrip("=")
        with pytest.raises(LinkError, match="100 pages") as caught:
            await client.messages.list(cursor=far)
    assert len(server.requests) == 102
    assert caught.value.cursor is not None


@given(st.text(max_size=30) | st.binary(max_size=30).map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
def test_any_text_is_a_cursor_of_ours_or_refused(text: str) -> None:
    with pytest.raises(InvalidArgument, match="cursor"):
        client_for("http://127.0.0.1:9").messages.list(cursor=text)


async def test_a_cursor_serves_both_forms(server: ScriptedServer) -> None:
    server.play(Book("tokens", sids(5)))
    server.always(Book("links", sids(5)))
    async with client_for(server.url) as client, reader(server.url, "links") as other:
        cursor = await stopped(client)
        assert await all_sids(other.messages.list(cursor=cursor)) == sids(2, 5)


async def test_a_listing_that_is_iterated_within_itself_goes_on_behind_the_last_item(
    server: ScriptedServer,
) -> None:
    server.always(Book(STYLES[0], sids(5)))
    async with reader(server.url, STYLES[0]) as client:
        listing = listing_of(client, STYLES[0])
        position = 0
        async for _ in listing:
            position += 1
            if position == 2:
                async for _ in listing:
                    pass
            if position == 4:
                break
        rest = listing_of(client, STYLES[0], cursor=listing.cursor)
        assert await all_sids(rest) == sids(4, 5)


async def test_a_page_is_pickled_and_copied_with_its_cursor(server: ScriptedServer) -> None:
    server.always(Book(STYLES[0], sids(5)))
    async with reader(server.url, STYLES[0]) as client:
        pages = [page async for page in listing_of(client, STYLES[0], page_size=2).pages()]
        for page in pages:
            for copied in (pickle.loads(pickle.dumps(page)), copy.deepcopy(page)):  # noqa: S301 - it is our own
                assert copied == page
                assert copied.cursor == page.cursor
                assert copied.cursor_behind(1) == page.cursor_behind(1)
        assert len({page.cursor for page in pages}) == len(pages)
