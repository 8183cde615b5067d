"""Links to the next page: only the query may change, and a circle ends; nothing else gets a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.clients import ACCOUNT, RECORD, TO, TOKEN, client_for
from tests.support.paged_lists import STYLES, Book, Style, all_sids, listing_of, read_into, reader, sids
from tests.support.pages import page_answer
from tests.support.server import ScriptedServer, answer
from twilio_async import LinkError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PATH = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
PAGING = "PageSize=2&Page=1&PageToken=PA2"
ELSEWHERE = [
    "{other}{path}?{paging}",
    "//127.0.0.1:{other_port}{path}?{paging}",
    "https://127.0.0.1:{port}{path}?{paging}",
    "ftp://127.0.0.1:{port}{path}?{paging}",
    "http://localhost:{port}{path}?{paging}",
    "http://user:secret@127.0.0.1:{port}{path}?{paging}",
    "http://user@127.0.0.1:{port}{path}?{paging}",
    "http://127.0.0.1:{port}@127.0.0.1:{other_port}{path}?{paging}",
    "http://127.0.0.1:{port}\\@127.0.0.1:{other_port}{path}?{paging}",
    "http://127.0.0.1:{port}.example.com{path}?{paging}",
    "http://127.0.0.1:x{path}?{paging}",
    "http:{path}?{paging}",
    "http:///{path}?{paging}",
    "http://[::1{path}?{paging}",
    "javascript:alert(1)",
    "file://{path}",
    "/2010-04-01/Accounts/AC" + "f0" * 16 + "/Messages.json?{paging}",
    "/2010-04-01/Accounts/" + ACCOUNT + "/Calls.json?{paging}",
    "/2010-04-01/Accounts/" + ACCOUNT + "/Messages?{paging}",
    "/2010-04-01/Accounts/" + ACCOUNT + "/Messages.json/../../../Accounts.json?{paging}",
    "/2010-04-01/Accounts/" + ACCOUNT + "/Messages.json/?{paging}",
    "/2010-04-01/Accounts/" + ACCOUNT + "/Messages.json%2F..?{paging}",
    "/2010-04-01/Accounts/" + ACCOUNT + "/Messages.json;x?{paging}",
    "/2008-08-01/Accounts/" + ACCOUNT + "/Messages.json?{paging}",
    "/v1/Messages?{paging}",
    "?{paging}",
    "Messages.json?{paging}",
    "/",
    "#",
    " ",
]


@pytest.fixture
async def other() -> AsyncIterator[ScriptedServer]:
    """A second server, which must not hear of anything."""
    async with ScriptedServer() as running:
        yield running


@pytest.mark.parametrize("prefetch", [True, False])
@pytest.mark.parametrize("link", ELSEWHERE)
async def test_a_link_that_leads_elsewhere_is_not_followed(
    link: str, prefetch: bool, server: ScriptedServer, other: ScriptedServer
) -> None:
    target = link.format(other=other.url, other_port=other.port, port=server.port, path=PATH, paging=PAGING)
    server.always(Book("tokens", sids(4), changes={"next_page_uri": target}))
    given_out: list[str | None] = []
    async with client_for(server.url) as client:
        with pytest.raises(LinkError) as caught:
            await read_into(given_out, client.messages.list(page_size=2, to=TO, prefetch=prefetch))

    assert given_out == sids(2)
    assert (len(server.requests), len(other.requests)) == (1, 0)
    assert "secret" not in str(caught.value)
    assert TOKEN not in str(caught.value)
    assert TO[2:] not in str(caught.value)
    assert caught.value.cursor is not None


@pytest.mark.parametrize("link", [17, True, {"a": 1}, ["/x"], 0.5])
async def test_a_link_that_is_no_text_is_not_followed(link: Any, server: ScriptedServer) -> None:
    server.always(Book("tokens", sids(4), changes={"next_page_uri": link}))
    async with client_for(server.url) as client:
        with pytest.raises(LinkError):
            await client.messages.list(page_size=2)
    assert len(server.requests) == 1


async def test_a_whole_link_to_the_same_place_is_followed(server: ScriptedServer) -> None:
    link = f"HTTP://127.0.0.1:{server.port}{PATH}?{PAGING}"
    server.play(Book("tokens", sids(4), changes={"next_page_uri": link}))
    server.always(Book("tokens", sids(4)))
    async with client_for(server.url) as client:
        assert await all_sids(client.messages.list(page_size=2)) == sids(4)


@pytest.mark.parametrize(
    "written", ["alice@example.com%2Fx", "alice%40example.com%2fx", "%61lice@example.com%2Fx"]
)
async def test_a_path_may_be_written_in_another_way(written: str, server: ScriptedServer) -> None:
    server.play(page_answer("json", "things", [{"sid": "TH1"}], next_page_uri=f"/v1/Users/{written}?Page=1"))
    server.always(page_answer("json", "things", [{"sid": "TH2"}], next_page_uri=None))
    async with client_for(server.url) as client:
        things = await client.iterate("/v1/Users/alice@example.com%2Fx", key="things")
    assert things == [{"sid": "TH1"}, {"sid": "TH2"}]
    assert {arrived.path for arrived in server.requests} == {"/v1/Users/alice@example.com%2Fx"}


async def test_a_link_is_followed_as_it_was_given(server: ScriptedServer) -> None:
    link = f"{PATH}?AfterSid=SM%2F1&Opaque=a%20b+c&PageSize=2&Page=1"
    server.play(page_answer("json", "messages", [RECORD], next_page_uri=link))
    server.always(page_answer("json", "messages", [], next_page_uri=None))
    async with client_for(server.url) as client:
        await client.messages.list(page_size=2)
    assert server.requests[1].query == [
        ("AfterSid", "SM/1"),
        ("Opaque", "a b c"),
        ("PageSize", "2"),
        ("Page", "1"),
    ]


@pytest.mark.parametrize("prefetch", [True, False])
@pytest.mark.parametrize("style", ["tokens", "links", "totals"])
async def test_the_same_link_again_ends_in_an_error(
    style: Style, prefetch: bool, server: ScriptedServer
) -> None:
    path = PATH if style == "tokens" else PATH.removesuffix(".json")
    path = path.replace("/Messages", "/SMS/Messages.json") if style == "totals" else path
    server.always(Book(style, sids(40), changes={"next_page_uri": f"{path}?{PAGING}"}))
    given_out: list[str | None] = []
    async with reader(server.url, style) as client:
        with pytest.raises(LinkError, match=r"circle|page it is on"):
            await read_into(given_out, listing_of(client, style, page_size=2, prefetch=prefetch))
    assert len(server.requests) == 2
    assert given_out[:4] == sids(4)


@pytest.mark.parametrize("length", [2, 3, 7])
async def test_a_circle_of_links_ends_in_an_error(length: int, server: ScriptedServer) -> None:
    links = [f"{PATH}?PageSize=2&Page={page}&PageToken=PA{page}" for page in range(length)]
    for turn in range(length + 1):
        record = RECORD | {"sid": f"SM{turn}"}
        server.play(page_answer("json", "messages", [record], next_page_uri=links[turn % length]))
    async with client_for(server.url) as client:
        with pytest.raises(LinkError, match="circle") as caught:
            await client.messages.list(page_size=2)
    assert len(server.requests) == length + 1
    assert (caught.value.method, caught.value.path) == ("GET", PATH)


@pytest.mark.parametrize("style", STYLES)
async def test_a_limit_that_is_reached_heeds_no_link(style: Style, server: ScriptedServer) -> None:
    server.always(Book(style, sids(4), changes={"next_page_uri": "http://example.com/"}))
    async with reader(server.url, style) as client:
        assert await all_sids(listing_of(client, style, limit=2)) == sids(2)


async def test_a_link_of_megabytes_is_refused_unread(server: ScriptedServer) -> None:
    server.always(page_answer("json", "things", [], next_page_uri="/" + "../" * 1_000_000))
    async with client_for(server.url) as client:
        with pytest.raises(LinkError, match="3,000,001 characters") as caught:
            await client.iterate("/v1/Things", key="things")

    assert len(str(caught.value)) < 500


async def test_a_link_under_a_long_name_is_followed(server: ScriptedServer) -> None:
    name = f"{'_' * 70}next_page_uri"
    server.play(
        answer(200, {"services": [{"sid": "VA1"}], name: "/v2/Services?PageToken=x"}),
        answer(200, {"services": [{"sid": "VA2"}], name: None}),
    )
    async with client_for(server.url) as client:
        records = await client.iterate("/v2/Services", key="services")

    assert [record["sid"] for record in records] == ["VA1", "VA2"]
