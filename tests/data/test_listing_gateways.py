"""Gateways with a path in front and hosts of a region, whose links may name others: who gets what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, strategies as st

from tests.support.clients import ACCOUNT, MESSAGE, client_for
from tests.support.paged_lists import all_sids
from tests.support.pages import page_answer, page_body
from tests.support.server import Arrived, ScriptedServer, Step, answer
from twilio_async import LinkError
from twilio_async.core.decoding import AS_IT_CAME
from twilio_async.core.urls import redirected
from twilio_async.core.wire import Request

if TYPE_CHECKING:
    from tests.support.mocking import Mocked

MESSAGES = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
GATEWAY = "https://gw.example/twilio"
REGIONAL = "https://api.dublin.ie1.twilio.com"


def two_pages(link: str) -> Any:
    """The first page leads on by `link`."""

    def play(arrived: Arrived) -> Step:
        is_first = ("PageToken", "PA1") not in arrived.query
        record = {"sid": "SM1" if is_first else "SM2", "status": "sent"}
        return page_answer("json", "messages", [record], next_page_uri=link if is_first else None)

    return play


def thing(sid: str, link: str | None) -> bytes:
    """A page with one thing."""
    return page_body("json", "things", [{"sid": sid}], next_page_uri=link)


@pytest.mark.parametrize("prefix", ["", "/", "/twilio", "/twilio/", "/a/b%20c"])
@pytest.mark.parametrize(
    "link",
    [
        "{messages}{query}",
        "{prefix}{messages}{query}",
        "{url}{messages}{query}",
        "{url}{prefix}{messages}{query}",
    ],
)
async def test_a_link_through_a_gateway_may_leave_its_path_out(
    prefix: str, link: str, server: ScriptedServer
) -> None:
    path = prefix.rstrip("/")
    query = "?PageSize=1&PageToken=PA1"
    server.always(two_pages(link.format(url=server.url, prefix=path, messages=MESSAGES, query=query)))
    async with client_for(f"{server.url}{prefix}") as client:
        assert await all_sids(client.messages.list()) == ["SM1", "SM2"]
        address = f"{server.url}{path}{MESSAGES}"
        assert await client.iterate(address, key="messages") == [
            {"sid": "SM1", "status": "sent"},
            {"sid": "SM2", "status": "sent"},
        ]
    assert [arrived.path for arrived in server.requests] == [f"{path}{MESSAGES}"] * 4


@pytest.mark.parametrize(
    "link",
    [
        "/twilio/twilio{messages}",
        "/other{messages}",
        "/twilio/../twilio{messages}",
        "/Twilio{messages}",
        "/twilio",
        "https://api.twilio.com{messages}",
    ],
)
async def test_a_link_through_a_gateway_leads_to_no_other_path(link: str, server: ScriptedServer) -> None:
    server.always(two_pages(f"{link.format(messages=MESSAGES)}?PageToken=PA1"))
    async with client_for(f"{server.url}/twilio") as client:
        with pytest.raises(LinkError, match="leads elsewhere"):
            await client.messages.list()
    assert len(server.requests) == 1


async def test_a_list_outside_of_the_gateway_s_path_stays_there(server: ScriptedServer) -> None:
    server.always(two_pages("/v1/Things?PageToken=PA1"))
    async with client_for(f"{server.url}/twilio") as client:
        with pytest.raises(LinkError, match="leads elsewhere"):
            await client.iterate(f"{server.url}/other/v1/Things", key="messages")


@pytest.mark.parametrize(
    ("address", "link"),
    [
        (f"{REGIONAL}{MESSAGES}", f"https://api.twilio.com{MESSAGES}"),
        (f"{REGIONAL}{MESSAGES}", f"https://API.twilio.com:443{MESSAGES}"),
        (f"{REGIONAL}{MESSAGES}", f"{REGIONAL}{MESSAGES}"),
        ("https://verify.dublin.ie1.twilio.com/v2/Services", "https://verify.twilio.com/v2/Services"),
        ("https://verify.ie1.twilio.com/v2/Services", "https://verify.twilio.com/v2/Services"),
    ],
)
async def test_a_regional_host_s_link_to_the_plain_one_is_followed_at_the_regional(
    address: str, link: str, mocked: Mocked
) -> None:
    mocked.get(address, body=thing("TH1", f"{link}?PageToken=PA1"))
    mocked.get(f"{address}?PageToken=PA1", body=thing("TH2", None))
    async with client_for(REGIONAL) as client:
        things = await client.iterate(address, key="things")

    assert things == [{"sid": "TH1"}, {"sid": "TH2"}]
    assert [str(url) for _, url in mocked.requests] == [address, f"{address}?PageToken=PA1"]


@pytest.mark.parametrize(
    ("address", "link"),
    [
        (f"{REGIONAL}{MESSAGES}", f"https://verify.twilio.com{MESSAGES}"),
        (f"{REGIONAL}{MESSAGES}", f"https://api.sydney.au1.twilio.com{MESSAGES}"),
        (f"{REGIONAL}{MESSAGES}", f"http://api.twilio.com{MESSAGES}"),
        (f"{REGIONAL}{MESSAGES}", f"https://api.twilio.com:8443{MESSAGES}"),
        (f"{REGIONAL}{MESSAGES}", f"https://api.twilio.com.example.com{MESSAGES}"),
        (f"{REGIONAL}{MESSAGES}", f"https://user@api.twilio.com{MESSAGES}"),
        (f"https://api.twilio.com{MESSAGES}", f"{REGIONAL}{MESSAGES}"),
        ("https://a.b.c.d.twilio.com/v1", "https://a.twilio.com/v1"),
    ],
)
async def test_no_other_host_takes_the_place_of_another(address: str, link: str, mocked: Mocked) -> None:
    mocked.get(address, body=thing("TH1", f"{link}?PageToken=PA1"))
    async with client_for(REGIONAL) as client:
        with pytest.raises(LinkError, match="leads elsewhere"):
            await client.iterate(address, key="things")

    assert len(mocked.requests) == 1


@pytest.mark.parametrize(
    ("location", "is_authorized"),
    [
        ("/twilio/2010-04-01/x", True),
        ("/twilio", True),
        (f"{GATEWAY}/x?Signature=y", True),
        ("HTTPS://GW.example:443/twilio/x", True),
        ("x", True),
        ("/2010-04-01/x", False),
        ("/", False),
        ("/twiliox", False),
        ("/Twilio/x", False),
        ("/twilio/../admin", False),
        ("https://gw.example/twilio/../admin", False),
        ("https://gw.example/twilio/%2e%2e/admin", False),
        ("https://gw.example/twilio/x/%2E%2e%2fadmin", False),
        ("https://gw.example/twilio/..\\admin", False),
        ("https://gw.example/twilio/.", False),
        ("https://gw.example:8443/twilio/x", False),
        ("https://gw.example.evil.example/twilio/x", False),
        ("https://api.twilio.com/2010-04-01/x", False),
    ],
)
def test_the_credentials_follow_a_redirect_only_below_the_gateway_s_path(
    location: str, is_authorized: bool
) -> None:
    request = Request("GET", "/2010-04-01/media/ME1", AS_IT_CAME)

    assert redirected(request, location, GATEWAY).authorized is is_authorized


@given(st.text(st.sampled_from("./\\%2eEfF5cC") | st.characters(codec="ascii"), max_size=20))
def test_no_redirect_takes_the_credentials_out_of_the_gateway_s_path(tail: str) -> None:
    request = Request("GET", "/2010-04-01/media/ME1", AS_IT_CAME)
    try:
        following = redirected(request, f"https://gw.example/{tail}", GATEWAY)
    except LinkError:
        return

    assert not following.authorized or following.path.startswith("/twilio")


async def test_a_file_behind_a_gateway_is_redirected_with_its_credentials(server: ScriptedServer) -> None:
    server.play(answer(307, Location="/twilio/there"), answer(307, Location="/elsewhere"), answer(200, b"x"))
    async with (
        client_for(f"{server.url}/twilio") as client,
        client.messages(MESSAGE).media("ME" + "0d" * 16).open() as body,
    ):
        assert await body.read() == b"x"
    assert [arrived.authorization is None for arrived in server.requests] == [False, False, True]
