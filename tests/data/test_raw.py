"""Any address of Twilio's: the same pipeline, and credentials for nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from attrs import frozen
from hypothesis import given, strategies as st
from yarl import URL

from tests.support.clients import ACCOUNT, TO, TOKEN, client_for
from tests.support.pages import page_answer, page_body, record_answer
from tests.support.server import Arrived, ScriptedServer, Step, answer, refusal
from twilio_async import DecodeError, InvalidArgument, LinkError, Listing, NotFound, ServerError
from twilio_async.core.urls import address

if TYPE_CHECKING:
    from tests.support.mocking import Mocked

BASE = "https://api.twilio.com"
SERVICES = "/v2/Services"
REFUSED = [
    "https://example.com/v2/Services",
    "https://twilio.com.example.com/",
    "https://nottwilio.com/",
    "https://example.com/?.twilio.com",
    "https://example.com#.twilio.com",
    "https://example.com\\.twilio.com/",
    "https://verify.twilio.com@example.com/",
    "https://user:secret@verify.twilio.com/",
    "https://verify.twilio.com:8443/",
    "http://verify.twilio.com/",
    "ftp://verify.twilio.com/",
    "//example.com/v2",
    "https:///v2",
    "v2/Services",
    "",
    "?a=b",
    "javascript:alert(1)",
]


@pytest.mark.parametrize("url", REFUSED)
async def test_credentials_go_to_twilio_alone(url: str, server: ScriptedServer) -> None:
    async with client_for(server.url) as client:
        with pytest.raises(InvalidArgument) as caught:
            await client.request("GET", url)
        with pytest.raises(InvalidArgument):
            client.iterate(url, key="services")

    assert server.requests == []
    assert "secret" not in str(caught.value)


@given(
    st.sampled_from(REFUSED)
    | st.text()
    | st.from_regex(r"https?://[a-z.@:\\/#?%0-9\[\]-]{0,40}", fullmatch=True)
)
def test_whatever_is_accepted_is_twilios_to_aiohttp_too(url: str) -> None:
    try:
        origin, path, query = address(url, BASE)
    except InvalidArgument:
        return
    target = URL(f"{origin or BASE}{path}{'?' if query else ''}{query}", encoded=True)

    assert target.scheme == "https"
    assert target.port == 443
    assert target.host == "twilio.com" or str(target.host).endswith(".twilio.com")
    assert target.user is None


@pytest.mark.parametrize(
    "url", ["https://verify.twilio.com/v2/Services", "https://verify.dublin.ie1.twilio.com/v2/Services"]
)
async def test_other_products_get_the_credentials(url: str, mocked: Mocked) -> None:
    mocked.get(f"{url}?PageSize=5", payload={"services": []})
    async with client_for(BASE) as client:
        response = await client.request("GET", url, params={"PageSize": 5})

    assert response.json() == {"services": []}
    ((call,),) = mocked.requests.values()
    assert call.kwargs["headers"]["Authorization"].startswith("Basic ")


async def test_arguments_are_written_as_those_of_the_resources_are(server: ScriptedServer) -> None:
    server.always(answer(201, {"sid": "VA1"}))
    moment = datetime(2026, 5, 4, 12, tzinfo=UTC)
    async with client_for(server.url) as client:
        response = await client.request(
            "post",
            f"{server.url}{SERVICES}?Given=a%20b",
            params={"Since": date(2026, 5, 4), "None": None},
            data={"To": TO, "Flag": True, "At": moment, "Price": Decimal("0.1"), "Tag": ["a", "ü"]},
        )

    (arrived,) = server.requests
    assert (arrived.method, arrived.path) == ("POST", SERVICES)
    assert arrived.query == [("Given", "a b"), ("Since", "2026-05-04")]
    assert arrived.form == [
        ("To", TO),
        ("Flag", "true"),
        ("At", "2026-05-04T12:00:00Z"),
        ("Price", "0.1"),
        ("Tag", "a"),
        ("Tag", "ü"),
    ]
    assert arrived.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert (response.status, response.json()) == (201, {"sid": "VA1"})


@pytest.mark.parametrize("content", [{"a": [1, None, "ü"]}, [], False, 0, "text"])
async def test_a_body_of_json(content: Any, server: ScriptedServer) -> None:
    server.always(answer(200, {}))
    async with client_for(server.url) as client:
        await client.request("PUT", SERVICES, json=content)

    (arrived,) = server.requests
    assert arrived.headers["Content-Type"] == "application/json"
    assert orjson.loads(arrived.body) == content


@pytest.mark.parametrize(
    "arguments",
    [
        {"data": {"a": "b"}, "json": {}},
        {"data": {"a": object()}},
        {"params": {"a": "\ud800"}},
        {"params": {"a": datetime(2026, 5, 4)}},  # noqa: DTZ001 - that is the point
        {"json": {"a": object()}},
    ],
)
async def test_what_cannot_be_written_is_refused(arguments: dict[str, Any], server: ScriptedServer) -> None:
    async with client_for(server.url) as client:
        with pytest.raises(InvalidArgument):
            await client.request("POST", SERVICES, **arguments)

    assert server.requests == []


@pytest.mark.parametrize("method", ["", "GET /", "G\r\n", "GÉT"])
async def test_a_method_is_one_word(method: str, server: ScriptedServer) -> None:
    async with client_for(server.url) as client:
        with pytest.raises(InvalidArgument, match="method"):
            await client.request(method, SERVICES)

    assert server.requests == []


async def test_an_answer_without_a_body_says_nothing(server: ScriptedServer) -> None:
    server.always(answer(204))
    async with client_for(server.url) as client:
        response = await client.request("DELETE", SERVICES)

    assert response.json() is None


@pytest.mark.parametrize("body", [b"RIFF\x00\xff", b"<p>", b"text", b'{"half": ['])
async def test_a_body_of_any_kind_comes_as_it_is(body: bytes, server: ScriptedServer) -> None:
    server.always(answer(200, body))
    async with client_for(server.url) as client:
        response = await client.request("GET", "/file.wav")

    assert (response.body, response.attempts) == (body, 1)
    with pytest.raises(ValueError, match="no JSON"):
        response.json()


async def test_a_redirect_is_an_answer(server: ScriptedServer) -> None:
    target = "https://example.com/file?Signature=x"
    server.always(answer(307, {"redirect_to": target}, Location=target))
    async with client_for(server.url) as client:
        response = await client.request("GET", "/v1/Exports/Messages/Days/2026-05-04")

    assert (response.status, response.headers["Location"]) == (307, target)
    assert response.json() == {"redirect_to": target}
    assert len(server.requests) == 1


async def test_an_answer_in_xml_is_no_json(server: ScriptedServer) -> None:
    server.always(record_answer("xml", "version", {"name": "x"}))
    async with client_for(server.url) as client:
        response = await client.request("GET", "/2010-04-01")

    with pytest.raises(ValueError, match="no JSON"):
        response.json()
    assert response.tree() == {"name": "x"}


@pytest.mark.parametrize(
    ("body", "tree"),
    [
        (b'{"a": [1, null]}', {"a": [1, None]}),
        (b"", None),
        (
            page_body("xml", "calls", [{"sid": "CA1", "to": None}], page=0),
            {"page": "0", "calls": [{"sid": "CA1", "to": None}]},
        ),
    ],
)
async def test_an_answer_of_either_form_is_a_tree(body: bytes, tree: Any, server: ScriptedServer) -> None:
    server.always(answer(200, body))
    async with client_for(server.url) as client:
        response = await client.request("GET", "/2010-04-01/Accounts")

    assert response.tree() == tree


@pytest.mark.parametrize("body", [b"RIFF\x00\xff", b"<p>", b"text", b'{"half": [', b"<!DOCTYPE x><x/>"])
async def test_what_is_no_tree_is_a_value_error(body: bytes, server: ScriptedServer) -> None:
    server.always(answer(200, body))
    async with client_for(server.url) as client:
        response = await client.request("GET", "/file.wav")

    with pytest.raises(ValueError, match=r"JSON|XML|document type|its root is <p>"):
        response.tree()


@pytest.mark.parametrize(
    ("method", "attempts"), [("GET", 2), ("DELETE", 2), ("POST", 1), ("PUT", 1), ("PATCH", 1)]
)
async def test_the_rules_of_repetition_are_those_of_all_requests(
    method: str, attempts: int, server: ScriptedServer
) -> None:
    server.play(refusal(503), answer(200, {}))
    async with client_for(server.url) as client:
        if attempts == 1:
            with pytest.raises(ServerError) as caught:
                await client.request(method, SERVICES)
            assert caught.value.executed == "unknown"
        else:
            assert (await client.request(method, SERVICES)).attempts == attempts


async def test_a_refusal_is_an_error(server: ScriptedServer) -> None:
    server.play(refusal(404, 20404))
    async with client_for(server.url) as client:
        with pytest.raises(NotFound) as caught:
            await client.request("GET", f"{SERVICES}/VA1")

    assert (caught.value.path, caught.value.code) == (f"{SERVICES}/VA1", 20404)


class Services:
    """Pages of a newer API: `meta` holds the links, which are whole addresses."""

    def __init__(self, url: str, **meta: Any) -> None:
        self._url = url
        self._meta = meta

    def __call__(self, arrived: Arrived) -> Step:
        number = int(dict(arrived.query).get("Page", 0))
        following = f"{self._url}{SERVICES}?Status=on&PageSize=2&Page={number + 1}&PageToken=PA{number}"
        meta = {"page": number, "key": "services", "next_page_url": following if number < 2 else None}
        records = [{"sid": f"VA{number}{index}", "n": index} for index in range(2)]
        return page_answer("json", "services", records, meta=meta | self._meta)


async def test_a_list_of_another_product_is_followed_by_its_meta(server: ScriptedServer) -> None:
    server.always(Services(server.url))
    async with client_for(server.url) as client:
        listing = client.iterate(SERVICES, params={"Status": "on"})
        records = [record async for record in listing]
        first = await client.iterate(f"{server.url}{SERVICES}", limit=1, page_size=2, prefetch=False)

    assert [record["sid"] for record in records] == ["VA00", "VA01", "VA10", "VA11", "VA20", "VA21"]
    assert records[0] == {"sid": "VA00", "n": 0}
    assert first == records[:1]
    assert [dict(arrived.query).get("PageToken") for arrived in server.requests] == [None, "PA0", "PA1", None]
    assert [arrived.query for arrived in server.requests[::3]] == [[("Status", "on")], [("PageSize", "2")]]


async def test_a_cursor_goes_on_in_a_list_of_another_product(server: ScriptedServer) -> None:
    server.always(Services(server.url))
    async with client_for(server.url) as client:
        filters = {"Status": "on"}
        (page, *_) = [page async for page in client.iterate(SERVICES, params=filters).pages()]
        rest = await client.iterate(SERVICES, params=filters, cursor=page.cursor)
        with pytest.raises(InvalidArgument, match="another listing"):
            client.iterate(f"{SERVICES}/VA1/Verifications", params=filters, cursor=page.cursor)
        with pytest.raises(InvalidArgument, match="never asks Twilio"):
            client.iterate(f"https://verify.twilio.com{SERVICES}", params=filters, cursor=page.cursor)
    async with client_for(BASE) as client:
        with pytest.raises(InvalidArgument, match="another listing"):
            client.iterate(f"https://verify.twilio.com{SERVICES}", params=filters, cursor=page.cursor)

    assert [record["sid"] for record in rest] == ["VA10", "VA11", "VA20", "VA21"]


@pytest.mark.parametrize(
    "link",
    ["https://verify.twilio.com/v2/Services?Page=1", "http://localhost:1/v2/Services?Page=1", "/v2?Page=1"],
)
async def test_a_list_stays_where_it_began(link: str, server: ScriptedServer) -> None:
    server.always(Services(server.url, next_page_url=link))
    async with client_for(server.url) as client:
        with pytest.raises(LinkError):
            await client.iterate(SERVICES)

    assert len(server.requests) == 1


async def test_a_list_of_generation_2010_is_read_by_its_key(server: ScriptedServer) -> None:
    server.always(page_answer("json", "calls", [{"sid": "CA1"}], next_page_uri=None))
    async with client_for(server.url) as client:
        path = f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json"
        assert await client.iterate(path, key="calls") == [{"sid": "CA1"}]
        for key in (None, "messages"):
            asked = len(server.requests)
            with pytest.raises(DecodeError, match="it has lists at calls"):
                await client.iterate(path, key=key)
            assert len(server.requests) == asked + 1


@frozen
class Things:
    """Five records, two on a page, of an API that pages in a way of its own."""

    start: Callable[[dict[str, str]], int]
    """The index of the first record of the page that a query asks for."""
    paging: Callable[[str, int], dict[str, Any]]
    """What the page says besides its records, by its path and the index of its first record."""

    def __call__(self, arrived: Arrived) -> Step:
        start = self.start(dict(arrived.query))
        records = [{"sid": sid} for sid in THINGS[start : start + 2]]
        return page_answer("json", "things", records, **self.paging(arrived.path, start))


def at(name: str, factor: int = 1, shift: int = 0) -> Callable[[dict[str, str]], int]:
    """The first record's index where a parameter counts records, or pages of some, from 0 or from 1."""
    return lambda query: (int(query.get(name, shift)) - shift) * factor


def link(path: str, start: int, parameter: str) -> str | None:
    """The link behind the page that begins there."""
    return f"{path}?{parameter}={start + 2}&PageSize=2" if start < 3 else None


THINGS = [f"TH{number}" for number in range(5)]
WAYS = {
    "meta.next_page_url": Things(
        at("PageToken"), lambda path, start: {"meta": {"next_page_url": link(path, start, "PageToken")}}
    ),
    "next_page_uri beside a meta": Things(
        at("AfterSid"), lambda path, start: {"meta": {}, "next_page_uri": link(path, start, "AfterSid")}
    ),
    "links.next": Things(at("Page"), lambda path, start: {"links": {"next": link(path, start, "Page")}}),
    "a link of unknown names": Things(
        at("Opaque"), lambda path, start: {"next": link(path, start, "Opaque"), "page": start}
    ),
    "a link of a token beyond any cursor": Things(
        at("Page"), lambda path, start: {"next": link(path, start, "PageToken=" + "x" * 3000 + "&Page")}
    ),
    "meta.nextToken": Things(
        at("pageToken"), lambda _, start: {"meta": {"nextToken": f"{start + 2}"} if start < 3 else {}}
    ),
    "meta.next_token": Things(
        at("Token"), lambda _, start: {"meta": {"next_token": f"{start + 2}" if start < 3 else None}}
    ),
    "has_next": Things(
        at("Page", factor=2), lambda _, start: {"current_page": start // 2, "has_next": start < 3}
    ),
    "num_pages": Things(at("Page", factor=2), lambda _, start: {"page": start // 2, "num_pages": 3}),
    "startIndex": Things(
        at("startIndex", shift=1), lambda _, start: {"totalResults": 5, "startIndex": start + 1}
    ),
}


@pytest.mark.parametrize("prefetch", [True, False])
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
async def test_every_way_of_paging_gives_all_records_and_resumes_behind_each(
    way: Things, prefetch: bool, server: ScriptedServer
) -> None:
    server.always(way)
    async with client_for(server.url) as client:
        things = partial(client.iterate, "/v1/Things", key="things", params={"Status": "on"})
        listing = things(prefetch=prefetch)
        read: list[str] = []
        async for thing in listing:
            read += [thing["sid"]]
            rest = [] if listing.cursor is None else await things(cursor=listing.cursor)
            assert [*read, *(other["sid"] for other in rest)] == THINGS
        assert read == THINGS


@pytest.mark.parametrize("prefetch", [True, False])
@pytest.mark.parametrize(
    ("paging", "field"),
    [
        ({"nextToken": "abc"}, "nextToken"),
        ({"meta": {"next_cursor": "abc"}}, "meta.next_cursor"),
        ({"has_more": True}, "has_more"),
        ({"links": {"next": {"href": "/v1/Things?Page=1"}}}, "links.next"),
        ({"next_page_uri": 17}, "next_page_uri"),
        ({"total": 5, "page": 0, "page_size": 2}, "total"),
        ({"totalResults": 5, "itemsPerPage": 2}, "totalResults"),
    ],
)
async def test_more_in_a_way_that_is_not_known_is_an_error_behind_the_records_with_the_place(
    paging: dict[str, Any], field: str, prefetch: bool, server: ScriptedServer
) -> None:
    server.play(page_answer("json", "things", [{"sid": "TH0"}], **paging))
    server.always(page_answer("json", "things", [{"sid": "TH0"}, {"sid": "TH1"}], next_page_uri=None))
    read: list[dict[str, Any]] = []

    async def read_all(listing: Listing[dict[str, Any]]) -> None:
        nonlocal read
        async for thing in listing:
            read += [thing]

    async with client_for(server.url) as client:
        with pytest.raises(LinkError, match=field) as caught:
            await read_all(client.iterate("/v1/Things", key="things", prefetch=prefetch))
        rest = await client.iterate("/v1/Things", key="things", cursor=caught.value.cursor)

    assert read == [{"sid": "TH0"}]
    assert rest == [{"sid": "TH1"}]
    assert "client.request" in str(caught.value)


async def test_paging_parameters_of_the_call_begin_the_list_and_belong_to_no_filter(
    server: ScriptedServer,
) -> None:
    server.always(WAYS["meta.next_page_url"])
    async with client_for(server.url) as client:
        listing = client.iterate("/v1/Things?PageToken=1", key="things", params={"PageSize": 7, "Size": 7})
        pages = [page async for page in listing.pages()]
        other = client.iterate("/v1/Things", key="things", params={"Size": 7}, cursor=pages[0].cursor)
        rest = [thing["sid"] async for thing in other]

    assert [[thing["sid"] for thing in page.items] for page in pages] == [THINGS[1:3], THINGS[3:]]
    assert rest == THINGS[3:]
    assert sorted(server.requests[0].query) == [("PageSize", "7"), ("PageToken", "1"), ("Size", "7")]
    assert sorted(server.requests[-1].query) == [("PageSize", "2"), ("PageToken", "3"), ("Size", "7")]


@pytest.mark.parametrize("name", ["sid", "id"])
async def test_records_at_the_start_of_a_numbered_page_are_given_once(
    name: str, server: ScriptedServer
) -> None:
    pages: list[list[Any]] = [["TH0", "TH1"], ["TH1", "TH2"], ["TH1", "TH2", [], "TH3"]]
    for number, sids in enumerate(pages):
        records = [{name: sid} for sid in sids]
        server.play(page_answer("json", "things", records, page=number, num_pages=3))
    async with client_for(server.url) as client:
        things = await client.iterate("/v1/Things", key="things")

    assert [thing[name] for thing in things] == ["TH0", "TH1", "TH2", [], "TH3"]


@pytest.mark.parametrize("content", [[], {"services": {}}, {"services": ["VA1"]}, {"service": []}, "x", None])
async def test_a_page_of_another_shape_is_a_decode_error(content: Any, server: ScriptedServer) -> None:
    server.always(answer(200, content))
    async with client_for(server.url) as client:
        with pytest.raises(DecodeError, match="services") as caught:
            await client.iterate(SERVICES, key="services")

    assert caught.value.path == SERVICES
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
async def test_what_has_no_body_has_no_type_of_one(method: str, server: ScriptedServer) -> None:
    server.play(answer(200, {}))
    async with client_for(server.url) as client:
        await client.request(method, "/v2/Services")

    assert "Content-Type" not in server.requests[0].headers
