"""Media: their records, and their bytes from wherever they are, without the credentials."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, strategies as st

from tests.support.clients import ACCOUNT, FROM, MESSAGE, TO, client_for
from tests.support.server import Arrived, ScriptedServer, Step, answer, refusal, truncated
from twilio_async import Body, Client, ConnectionLost, LinkError, Media, NotFound, Retry, TwilioError
from twilio_async.core.decoding import AS_IT_CAME
from twilio_async.core.urls import redirected
from twilio_async.core.wire import Request

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.support.clock import ManualClock
    from twilio_async.emulator import Emulator

FILE = "ME" + "0d" * 16
PATH = f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{MESSAGE}/Media/{FILE}"
CONTENT = bytes(range(256)) * 1000


@pytest.fixture
async def other() -> AsyncIterator[ScriptedServer]:
    """Another host to be redirected to."""
    async with ScriptedServer() as running:
        yield running


def to(location: str, status: int = 307) -> Step:
    return answer(status, b"", Location=location)


async def loaded(client: Client) -> bytes:
    async with client.messages(MESSAGE).media(FILE).open() as body:
        return await body.read()


async def test_files_are_listed_fetched_loaded_and_deleted(
    client: Client, emulator: Emulator, clock: ManualClock
) -> None:
    message = client.messages((await client.messages.create(to=TO, from_=FROM, body="Hi")).sid)
    made: list[str] = []
    for content_type in ("image/png", "text/vcard", "image/png"):
        made.append(emulator.scenes.add_media(emulator.messages[0].sid, CONTENT, content_type).sid)
        clock.advance(86_400)
    listed = await message.media.list(page_size=2)
    second = await message.media(made[1]).fetch()

    assert [media.sid for media in listed] == made[::-1]
    assert second == listed[1]
    assert second == Media(
        sid=made[1],
        account_sid=emulator.account_sid,
        parent_sid=emulator.messages[0].sid,
        content_type="text/vcard",
        date_created=datetime(2026, 3, 2, 12, tzinfo=UTC),
        date_updated=datetime(2026, 3, 2, 12, tzinfo=UTC),
        uri=second.uri,
    )
    assert [one.sid for one in await message.media.list(date_created=date(2026, 3, 3))] == [made[2]]
    assert [one.sid for one in await message.media.list(date_created_before=date(2026, 3, 2))] == [made[0]]
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert [one.sid for one in await message.media.list(date_created_after=noon)] == made[:0:-1]
    async with message.media(made[1]).open() as body:
        assert (body.content_type, body.length) == ("text/vcard", len(CONTENT))
        assert b"".join([chunk async for chunk in body]) == CONTENT
    await message.media(made[1]).delete()
    with pytest.raises(NotFound):
        await message.media(made[1]).fetch()
    assert (await message.fetch()).num_media == 3


async def test_another_host_gets_no_credentials(server: ScriptedServer, other: ScriptedServer) -> None:
    server.play(to(f"{other.url}/signed?Signature=a%2Fb"))
    other.play(to("/elsewhere"), to(f"{server.url}/back"), answer(599))
    server.play(answer(200, CONTENT))
    async with client_for(server.url) as client:
        assert await loaded(client) == CONTENT

    assert server.requests[0].authorization is not None
    assert [arrived.authorization for arrived in other.requests] == [None, None]
    assert [arrived.path for arrived in other.requests] == ["/signed", "/elsewhere"]
    assert other.requests[0].query == [("Signature", "a/b")]
    assert server.requests[1].authorization is None  # Once they stayed behind, they stay behind.
    assert not any("cookie" in {name.lower() for name in arrived.headers} for arrived in other.requests)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_every_redirect_is_followed(status: int, server: ScriptedServer) -> None:
    server.play(to("/there", status), answer(200, CONTENT))
    async with client_for(server.url) as client:
        assert await loaded(client) == CONTENT
    assert [arrived.authorization is None for arrived in server.requests] == [False, False]


async def test_a_file_that_is_not_there_yet_is_asked_for_again(
    server: ScriptedServer, other: ScriptedServer, clock: ManualClock
) -> None:
    server.play(refusal(404, 20404), refusal(404, 20404))
    server.always(to(other.url))
    other.play(refusal(404), refusal(503), answer(200, CONTENT))
    async with client_for(server.url, clock=clock) as client:
        assert await loaded(client) == CONTENT
    assert (len(server.requests), len(other.requests)) == (3, 3)
    assert len(clock.waits) == 4


async def test_a_file_that_never_comes_is_not_found(server: ScriptedServer) -> None:
    server.always(refusal(404, 20404))
    async with client_for(server.url, retry=Retry(attempts=3)) as client:
        with pytest.raises(NotFound) as caught:
            await loaded(client)
    assert caught.value.attempts == 3
    assert len(server.requests) == 3


async def test_metadata_that_are_not_found_are_not_asked_for_again(server: ScriptedServer) -> None:
    server.always(refusal(404, 20404))
    async with client_for(server.url) as client:
        with pytest.raises(NotFound):
            await client.messages(MESSAGE).media(FILE).fetch()
    assert len(server.requests) == 1


async def test_a_circle_of_redirects_ends(server: ScriptedServer, other: ScriptedServer) -> None:
    server.always(to(other.url))
    other.always(to(server.url + PATH))
    async with client_for(server.url) as client:
        with pytest.raises(LinkError):
            await loaded(client)
    assert len(server.requests) + len(other.requests) <= 10


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/hostname",
        "ftp://127.0.0.1/x",
        "javascript:alert(1)",
        "data:text/plain,x",
        "http://",
        "http://[::1",
        "http://127.0.0.1:x/",
        "",
    ],
)
async def test_a_redirect_to_nowhere_is_not_followed(location: str, server: ScriptedServer) -> None:
    server.always(to(location))
    async with client_for(server.url) as client:
        with pytest.raises(TwilioError):
            await loaded(client)
    assert {arrived.path for arrived in server.requests} == {PATH}
    assert len(server.requests) <= 6


@pytest.mark.parametrize(
    "location", ["http://api.twilio.com/x", "http://cdn.example.com/x", "HTTP://127.0.0.1/x"]
)
def test_encryption_is_never_given_up(location: str) -> None:
    for origin in (None, "https://cdn.example.com"):
        request = Request("GET", PATH, AS_IT_CAME, origin=origin)
        with pytest.raises(LinkError):
            redirected(request, location, "https://api.twilio.com")


@given(st.sampled_from(["https", "http"]), st.text(max_size=12), st.text(max_size=12))
def test_credentials_stay_with_the_origin(scheme: str, host: str, path: str) -> None:
    request = Request("GET", PATH, AS_IT_CAME)
    try:
        following = redirected(request, f"{scheme}://{host}/{path}", "https://api.twilio.com")
    except LinkError:
        return
    assert following.authorized == (following.origin == "https://api.twilio.com")
    assert "@" not in (following.origin or "")


@pytest.mark.parametrize("status", [400, 401, 403, 500])
async def test_a_refusal_is_an_error(status: int, server: ScriptedServer, other: ScriptedServer) -> None:
    server.always(to(other.url))
    other.always(answer(status, b"<Error>Access denied</Error>", Content_Type="application/xml"))
    async with client_for(server.url, retry=Retry(attempts=1)) as client:
        with pytest.raises(TwilioError) as caught:
            await loaded(client)
    assert f"HTTP {status}" in str(caught.value)


async def test_a_body_that_breaks_off_is_an_error_of_ours(server: ScriptedServer) -> None:
    server.always(truncated(answer(200, CONTENT)))
    got = bytearray()

    async def read(body: Body) -> None:
        async for chunk in body:
            got.extend(chunk)

    async with client_for(server.url) as client:
        with pytest.raises(ConnectionLost):
            async with client.messages(MESSAGE).media(FILE).open() as body:
                await read(body)
    assert CONTENT.startswith(got)
    assert len(got) < len(CONTENT)


async def test_a_body_that_is_left_early_leaves_no_connection(server: ScriptedServer) -> None:
    server.always(answer(200, b"x" * 5_000_000))
    async with client_for(server.url) as client:
        async with client.messages(MESSAGE).media(FILE).open() as body:
            async for chunk in body:
                assert len(chunk) < 1_000_000
                break
        await server.disconnected()


async def test_files_are_asked_for_without_a_suffix_and_records_with_one(server: ScriptedServer) -> None:
    def play(arrived: Arrived) -> Step:
        content: Any = CONTENT if arrived.path == PATH else {"sid": FILE, "account_sid": ACCOUNT}
        return answer(200, content)

    server.always(play)
    async with client_for(server.url) as client, client_for(server.url, format="xml") as xml:
        assert await loaded(client) == await loaded(xml) == CONTENT
        await client.messages(MESSAGE).media(FILE).fetch()
        await xml.messages(MESSAGE).media(FILE).fetch()
    assert [arrived.path for arrived in server.requests] == [PATH, PATH, f"{PATH}.json", f"{PATH}.xml"]
