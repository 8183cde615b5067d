"""Listings in trouble: pages too large for the server, pages that shift, answers of another shape."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from tests.support.clients import RECORD, client_for
from tests.support.paged_lists import STYLES, Book, Style, all_sids, listing_of, read_into, reader, sid, sids
from tests.support.pages import page_answer
from tests.support.server import ScriptedServer, answer, refusal, truncated
from twilio_async import BadRequest, ConnectionLost, DecodeError, Retry, ServerError, TwilioError

ONCE = Retry(attempts=1)


def queries(server: ScriptedServer) -> list[tuple[int, int]]:
    """Page size and number of each request."""
    asked = [dict(arrived.query) for arrived in server.requests]
    return [(int(query.get("PageSize") or query["num"]), int(query.get("Page", 0))) for query in asked]


@settings(max_examples=60)
@given(
    style=st.sampled_from(STYLES),
    count=st.integers(0, 1200),
    bearable=st.integers(50, 400),
    size=st.integers(51, 1000),
    good_pages=st.integers(0, 3),
    prefetch=st.booleans(),
)
async def test_pages_too_large_for_the_server_are_halved_from_the_same_place(
    *, style: Style, count: int, bearable: int, size: int, good_pages: int, prefetch: bool
) -> None:
    book = Book(style, sids(count))
    async with ScriptedServer() as server, reader(server.url, style, retry=ONCE) as client:
        server.play(*[book] * good_pages)
        server.always(Book(style, sids(count), bearable=bearable))
        assert await all_sids(listing_of(client, style, page_size=size, prefetch=prefetch)) == sids(count)


@settings(max_examples=30)
@given(st.sampled_from(STYLES), st.integers(1, 700), st.integers(101, 400), st.integers(50, 100))
async def test_a_cursor_in_a_page_too_large_goes_on_in_smaller_ones(
    style: Style, taken: int, size: int, bearable: int
) -> None:
    async with ScriptedServer() as server, reader(server.url, style, retry=ONCE) as client:
        server.always(Book(style, sids(701)))
        listing, position = listing_of(client, style, page_size=size), 0
        async for _ in listing:
            position += 1
            if position == taken:
                break
        server.always(Book(style, sids(701), bearable=bearable))
        assert await all_sids(listing_of(client, style, cursor=listing.cursor)) == sids(taken, 701)


async def test_sizes_are_halved_down_to_fifty_and_no_further(server: ScriptedServer) -> None:
    server.always(refusal(500, 20500))
    async with client_for(server.url, retry=ONCE) as client:
        with pytest.raises(ServerError):
            await client.messages.list()
    assert [size for size, _ in queries(server)] == [1000, 500, 250, 125, 62, 50]


async def test_each_size_is_repeated_like_any_request(server: ScriptedServer) -> None:
    server.play(*[refusal(503)] * 3)
    server.always(Book("tokens", sids(3)))
    async with client_for(server.url, retry=Retry(attempts=2)) as client:
        assert await all_sids(client.messages.list()) == sids(3)
    assert [size for size, _ in queries(server)] == [1000, 1000, 500, 500]


async def test_numbered_pages_of_another_size_are_renumbered(server: ScriptedServer) -> None:
    book = Book("numbers", sids(500))
    server.play(book)
    server.always(Book("numbers", sids(500), bearable=120))
    async with client_for(server.url, retry=ONCE) as client:
        assert await all_sids(client.v2008.sms.messages.list(page_size=240, prefetch=False)) == sids(500)
    assert queries(server) == [(240, 0), (240, 1), (120, 2), (120, 3), (120, 4)]


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        (refusal(400, 20001), BadRequest),
        (truncated(page_answer("json", "messages", [])), ConnectionLost),
        (answer(200, b"garbage"), DecodeError),
    ],
)
async def test_other_failures_do_not_shrink_pages(
    step: Any, kind: type[TwilioError], server: ScriptedServer
) -> None:
    server.always(step)
    async with client_for(server.url, retry=ONCE) as client:
        with pytest.raises(kind):
            await client.messages.list()
    assert [size for size, _ in queries(server)] == [1000]


@pytest.mark.parametrize("prefetch", [True, False])
@pytest.mark.parametrize(("at", "shift"), [(1, 1), (1, 2), (1, 3), (2, 1), (2, 3), (2, 5), (3, 8)])
@pytest.mark.parametrize("style", ["totals", "numbers"])
async def test_numbered_pages_that_shift_repeat_no_item(
    style: Style, at: int, shift: int, prefetch: bool, server: ScriptedServer
) -> None:
    earlier, later = sids(100, 110), [*sids(shift), *sids(100, 110)]
    server.play(*[Book(style, earlier)] * at)
    server.always(Book(style, later))
    async with reader(server.url, style) as client:
        assert await all_sids(listing_of(client, style, page_size=3, prefetch=prefetch)) == earlier


async def test_numbered_pages_that_shift_twice_repeat_no_item(server: ScriptedServer) -> None:
    items = sids(100, 112)
    for arrived in range(4):
        server.play(Book("numbers", [*sids(10, 10 + arrived), *items]))
    server.always(Book("numbers", [*sids(10, 14), *items]))
    async with client_for(server.url) as client:
        assert await all_sids(client.v2008.sms.messages.list(page_size=3)) == items


async def test_the_same_record_twice_is_the_server_s_word_where_pages_have_tokens(
    server: ScriptedServer,
) -> None:
    server.always(Book("tokens", [sid(1), sid(1), sid(2), sid(2)]))
    async with client_for(server.url) as client:
        assert await all_sids(client.messages.list(page_size=2)) == [sid(1), sid(1), sid(2), sid(2)]


SHAPES: list[tuple[Any, str]] = [
    ({"calls": [], "next_page_uri": None}, "messages"),
    ({"messages": None}, "messages"),
    ({"messages": {}}, "messages"),
    ({"messages": "none"}, "messages"),
    ({"messages": [RECORD, None]}, r"messages\[1\]"),
    ({"messages": [RECORD, RECORD, "SM1"]}, r"messages\[2\]"),
    ({"messages": [[]]}, r"messages\[0\]"),
    ([], "messages"),
    ("text", "messages"),
    (17, "messages"),
    (b"null", "messages"),
    (b"", "messages"),
    (b"<TwilioResponse><Calls page='0'/></TwilioResponse>", "messages"),
    (b"<TwilioResponse><Message><Sid>SM1</Sid></Message></TwilioResponse>", "messages"),
]


@pytest.mark.parametrize(("content", "place"), SHAPES)
async def test_a_page_of_another_shape_names_the_place(
    content: Any, place: str, server: ScriptedServer
) -> None:
    server.always(answer(200, content, Twilio_Request_Id="RQ1"))
    async with client_for(server.url) as client:
        with pytest.raises(DecodeError, match=place) as caught:
            await client.messages.list()

    error = caught.value
    assert (error.method, error.path) == ("GET", f"/2010-04-01/Accounts/{client.account_sid}/Messages.json")
    assert (error.request_id, error.executed) == ("RQ1", "unknown")
    assert error.cursor is not None


@pytest.mark.parametrize("content", [b"null", b"", b"17", b'"text"', b"[]", b"[{}]", b"true"])
async def test_a_record_of_another_shape_names_the_model(content: bytes, server: ScriptedServer) -> None:
    server.always(answer(200, content))
    async with client_for(server.url) as client:
        with pytest.raises(DecodeError, match="Message"):
            await client.messages(sid(1)).fetch()


@pytest.mark.parametrize("prefetch", [True, False])
async def test_an_unreadable_page_comes_behind_the_items_before_it(
    prefetch: bool, server: ScriptedServer
) -> None:
    server.play(Book("tokens", sids(6)))
    server.always(page_answer("json", "messages", [RECORD, 17]))
    given_out: list[str | None] = []
    async with client_for(server.url) as client:
        with pytest.raises(DecodeError, match=r"messages\[1\]"):
            await read_into(given_out, client.messages.list(page_size=4, prefetch=prefetch))
    assert given_out == sids(4)
