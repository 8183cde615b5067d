"""Tokens of an OAuth client: one fetch for all who wait, in time, and to one address only."""

import asyncio
import traceback
from typing import Any

import pytest

from tests.support.clients import ACCOUNT, FROM, MESSAGE, RECORD, TO, client_for
from tests.support.clock import ManualClock
from tests.support.server import ScriptedServer, answer, gated, refusal
from twilio_async import (
    AuthenticationError,
    Client,
    ClientCredentials,
    DecodeError,
    NotFound,
    Retry,
    ServerError,
    TwilioError,
)
from twilio_async.emulator import Emulator

CLIENT_ID = "OQ" + "0e" * 16
CLIENT_SECRET = "oauth-5ec7e7"
LIFETIME = 3600


def token(text: str = "t1", lifetime: object = LIFETIME) -> dict[str, object]:
    return {"access_token": text, "expires_in": lifetime, "token_type": "Bearer"}


def connect(api: ScriptedServer, tokens: ScriptedServer, **options: Any) -> Client:
    credentials = ClientCredentials(ACCOUNT, CLIENT_ID, CLIENT_SECRET, token_url=f"{tokens.url}/v2/token")
    api.always(answer(200, RECORD))
    given: dict[str, Any] = {"account_sid": None, "auth_token": None, "credentials": credentials}
    return client_for(api.url, **(given | options))


@pytest.fixture
async def tokens() -> Any:
    async with ScriptedServer() as running:
        running.always(answer(200, token()))
        yield running


async def test_a_token_of_the_emulator_opens_its_account(emulator: Emulator) -> None:
    credentials = ClientCredentials(
        emulator.account_sid,
        emulator.client_id,
        emulator.client_secret,
        token_url=f"{emulator.url}/v2/token",
    )
    async with Client(credentials=credentials, base_url=emulator.url) as client:
        await asyncio.gather(
            *(client.messages.create(to=TO, from_=FROM, body=str(index)) for index in range(10))
        )

    assert [received.path for received in emulator.requests].count("/v2/token") == 1
    assert {received.authorization_scheme for received in emulator.requests} == {None, "Bearer"}
    assert len(emulator.messages) == 10


async def test_one_fetch_serves_all_who_wait(server: ScriptedServer, tokens: ScriptedServer) -> None:
    gate = asyncio.Event()
    tokens.play(gated(gate, answer(200, token())))
    async with connect(server, tokens) as client:
        calls = [asyncio.create_task(client.messages(MESSAGE).fetch()) for _ in range(20)]
        await tokens.arrived(1)
        gate.set()
        await asyncio.gather(*calls)

    assert len(tokens.requests) == 1
    assert {arrived.authorization for arrived in server.requests} == {"Bearer t1"}


async def test_the_secret_goes_to_the_token_url_and_nothing_else_does(
    server: ScriptedServer, tokens: ScriptedServer
) -> None:
    async with connect(server, tokens) as client:
        await client.messages(MESSAGE).fetch()

    (asked,) = tokens.requests
    assert (asked.method, asked.path, asked.query, asked.authorization) == ("POST", "/v2/token", [], None)
    assert dict(asked.form) == {
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "grant_type": "client_credentials",
    }
    assert CLIENT_SECRET not in str(server.requests)


@pytest.mark.parametrize(("lifetime", "still_good"), [(3600, 3530), (3600.5, 3530), ("3600", 3530), (60, 29)])
async def test_a_token_is_renewed_before_it_ends(
    server: ScriptedServer, tokens: ScriptedServer, clock: ManualClock, lifetime: object, still_good: float
) -> None:
    tokens.play(answer(200, token("t1", lifetime)), answer(200, token("t2", lifetime)))
    async with connect(server, tokens, clock=clock) as client:
        await client.messages(MESSAGE).fetch()
        clock.advance(still_good)
        await client.messages(MESSAGE).fetch()
        clock.advance(20)
        await client.messages(MESSAGE).fetch()

    assert [arrived.authorization for arrived in server.requests] == ["Bearer t1"] * 2 + ["Bearer t2"]


async def test_a_token_that_runs_out_between_attempts_is_renewed(
    server: ScriptedServer, tokens: ScriptedServer
) -> None:
    tokens.play(answer(200, token("t1", 100)), answer(200, token("t2", 100)))
    async with connect(server, tokens, timeout=1000) as client:
        server.play(refusal(429, 20429, Retry_After="99"), answer(201, RECORD))
        await client.messages.create(to=TO, from_=FROM, body="Hi")

    assert [arrived.authorization for arrived in server.requests] == ["Bearer t1", "Bearer t2"]


async def test_a_waiter_that_is_cancelled_leaves_the_fetch_to_the_others(
    server: ScriptedServer, tokens: ScriptedServer
) -> None:
    gate = asyncio.Event()
    tokens.play(gated(gate, answer(200, token())))
    async with connect(server, tokens) as client:
        first, second = (asyncio.create_task(client.messages(MESSAGE).fetch()) for _ in range(2))
        await tokens.arrived(1)
        first.cancel()
        await asyncio.wait([first])
        gate.set()
        await second

    assert first.cancelled()
    assert len(tokens.requests) == len(server.requests) == 1


async def test_a_fetch_that_fails_fails_for_all_and_is_tried_anew(
    server: ScriptedServer, tokens: ScriptedServer
) -> None:
    gate = asyncio.Event()
    tokens.play(gated(gate, refusal(401, 20003)))
    async with connect(server, tokens) as client:
        calls = [asyncio.create_task(client.messages(MESSAGE).fetch()) for _ in range(3)]
        await tokens.arrived(1)
        gate.set()
        errors = await asyncio.gather(*calls, return_exceptions=True)
        assert server.requests == []
        await client.messages(MESSAGE).fetch()

    assert {type(error) for error in errors} == {AuthenticationError}
    assert {error.executed for error in errors if isinstance(error, TwilioError)} == {"no"}
    assert len(tokens.requests) == 2


async def test_listings_that_wait_for_one_fetch_have_cursors_of_their_own(
    server: ScriptedServer, tokens: ScriptedServer
) -> None:
    gate = asyncio.Event()
    tokens.play(gated(gate, refusal(401, 20003)))
    async with connect(server, tokens) as client:
        listings = [client.messages.list(to=TO), client.messages.list(from_=FROM)]
        calls = [asyncio.ensure_future(listing.first()) for listing in listings]
        await tokens.arrived(1)
        gate.set()
        errors = await asyncio.gather(*calls, return_exceptions=True)

    assert len({error.cursor for error in errors if isinstance(error, TwilioError)}) == 2


async def test_a_failing_token_server_is_asked_again(server: ScriptedServer, tokens: ScriptedServer) -> None:
    tokens.play(refusal(503), answer(200, b"no tree"), answer(200, token("t3")))
    async with connect(server, tokens) as client:
        await client.messages.create(to=TO, from_=FROM, body="Hi")

    assert [arrived.authorization for arrived in server.requests] == ["Bearer t3"]


async def test_a_token_server_that_keeps_failing_means_that_nothing_was_sent(
    server: ScriptedServer, tokens: ScriptedServer
) -> None:
    tokens.always(refusal(503))
    async with connect(server, tokens, retry=Retry(attempts=2)) as client:
        with pytest.raises(ServerError) as caught:
            await client.messages.create(to=TO, from_=FROM, body="Hi")

    assert caught.value.executed == "no"
    assert (len(tokens.requests), len(server.requests)) == (2, 0)


@pytest.mark.parametrize(
    "content",
    [
        {},
        [],
        None,
        {"access_token": "t1"},
        {"expires_in": 3600},
        token("t1\r\nX-Injected: 1"),
        token(""),
        token("t1", "soon"),
        token("t1", None),
        token("t1", []),
        token("tökn"),
    ],
)
async def test_an_answer_without_a_usable_token_says_so(
    server: ScriptedServer, tokens: ScriptedServer, content: Any
) -> None:
    tokens.always(answer(200, content))
    async with connect(server, tokens) as client:
        with pytest.raises(DecodeError) as caught:
            await client.messages(MESSAGE).fetch()

    assert (caught.value.path, caught.value.executed) == ("/v2/token", "no")
    assert CLIENT_SECRET not in "".join(traceback.format_exception_only(caught.value))
    assert server.requests == []


@pytest.mark.parametrize("lifetime", ["nan", "inf", -5, 0])
async def test_a_strange_lifetime_never_keeps_a_token_for_good(
    server: ScriptedServer, tokens: ScriptedServer, clock: ManualClock, lifetime: object
) -> None:
    tokens.always(answer(200, token("t1", lifetime)))
    async with connect(server, tokens, clock=clock) as client:
        for _ in range(2):
            try:
                await client.messages(MESSAGE).fetch()
            except DecodeError:
                return
            clock.advance(10 * 365 * 24 * 3600)

    assert len(tokens.requests) == 2


async def test_a_token_that_is_not_accepted_is_dropped(
    server: ScriptedServer, tokens: ScriptedServer
) -> None:
    tokens.play(answer(200, token("t1")), answer(200, token("t2")))
    async with connect(server, tokens) as client:
        server.play(refusal(401, 20003))
        with pytest.raises(AuthenticationError):
            await client.messages(MESSAGE).fetch()
        await client.messages(MESSAGE).fetch()

    assert [arrived.authorization for arrived in server.requests] == ["Bearer t1", "Bearer t2"]


async def test_another_refusal_keeps_the_token(server: ScriptedServer, tokens: ScriptedServer) -> None:
    async with connect(server, tokens) as client:
        server.play(refusal(404, 20404))
        with pytest.raises(NotFound):
            await client.messages(MESSAGE).fetch()
        await client.messages(MESSAGE).fetch()

    assert len(tokens.requests) == 1


async def test_close_ends_the_fetch_and_those_who_wait_for_it(
    server: ScriptedServer, tokens: ScriptedServer
) -> None:
    tokens.play(gated(asyncio.Event(), answer(200, token())))
    client = connect(server, tokens)
    call = asyncio.create_task(client.messages(MESSAGE).fetch())
    await tokens.arrived(1)
    await client.close()
    await asyncio.wait([call])

    assert not call.cancelled()  # Nobody cancelled it: it failed.
    assert isinstance(call.exception(), TwilioError)
    await tokens.disconnected()


async def test_close_ends_a_fetch_that_nobody_waits_for(
    server: ScriptedServer, tokens: ScriptedServer
) -> None:
    tokens.play(gated(asyncio.Event(), answer(200, token())))
    async with connect(server, tokens) as client:
        call = asyncio.create_task(client.messages(MESSAGE).fetch())
        await tokens.arrived(1)
        call.cancel()
        await asyncio.wait([call])
    await tokens.disconnected()
