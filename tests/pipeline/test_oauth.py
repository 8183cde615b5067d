"""Tokens of an OAuth client: one fetch for all who wait, in time, and to one address only."""

import asyncio
import logging
import pickle
import subprocess
import sys
import threading
import traceback
from typing import Any

import pytest

from tests.support.clients import ACCOUNT, FROM, MESSAGE, RECORD, TO, client_for
from tests.support.clock import ManualClock
from tests.support.server import ScriptedServer, answer, gated, refusal, silence
from twilio_async import (
    AuthenticationError,
    BadRequest,
    Client,
    ClientCredentials,
    ConfigurationError,
    DecodeError,
    NotFound,
    Retry,
    ServerError,
    TwilioError,
)
from twilio_async.core.wire import Request
from twilio_async.emulator import Emulator

CLIENT_ID = "OQ" + "0e" * 16
CLIENT_SECRET = "oauth-5ec7e7"
LIFETIME = 3600


def token(text: str = "t1", lifetime: object = LIFETIME) -> dict[str, object]:
    return {"access_token": text, "expires_in": lifetime, "token_type": "Bearer"}


DEEP = b"[" * 900 + b"]" * 900
"""JSON in which lists nest beyond what can be pickled."""


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


async def used(client: Client, server: ScriptedServer) -> str | None:
    """The header that a call goes out with."""
    await client.messages(MESSAGE).fetch()
    return server.requests[-1].authorization


async def renewed(client: Client, server: ScriptedServer, header: str) -> bool:
    """Whether calls come to use another header; a renewal beside them takes a few turns."""
    for _ in range(50):
        if await used(client, server) == header:
            return True
    return False


@pytest.mark.parametrize(("lifetime", "still_good"), [(3600, 3530), (3600.5, 3530), ("3600", 3530), (60, 29)])
async def test_a_token_is_renewed_before_it_ends_and_beside_the_calls(
    server: ScriptedServer, tokens: ScriptedServer, clock: ManualClock, lifetime: object, still_good: float
) -> None:
    gate = asyncio.Event()
    tokens.play(answer(200, token("t1", lifetime)), gated(gate, answer(200, token("t2", lifetime))))
    async with connect(server, tokens, clock=clock) as client:
        assert await used(client, server) == "Bearer t1"
        clock.advance(still_good)
        assert await used(client, server) == "Bearer t1"
        assert len(tokens.requests) == 1
        clock.advance(20)
        assert [await used(client, server) for _ in range(3)] == ["Bearer t1"] * 3
        await tokens.arrived(2)
        gate.set()
        assert await renewed(client, server, "Bearer t2")

    assert len(tokens.requests) == 2


async def test_a_token_that_has_ended_is_never_used(
    server: ScriptedServer, tokens: ScriptedServer, clock: ManualClock
) -> None:
    gate = asyncio.Event()
    tokens.play(answer(200, token("t1", 60)), gated(gate, answer(200, token("t2", 60))))
    async with connect(server, tokens, clock=clock) as client:
        await client.messages(MESSAGE).fetch()
        clock.advance(59)
        assert await used(client, server) == "Bearer t1"
        clock.advance(1)
        calls = [asyncio.create_task(client.messages(MESSAGE).fetch()) for _ in range(5)]
        await tokens.arrived(2)
        gate.set()
        await asyncio.gather(*calls)

    assert [arrived.authorization for arrived in server.requests[2:]] == ["Bearer t2"] * 5
    assert len(tokens.requests) == 2


async def test_while_the_token_server_fails_a_token_is_used_until_it_ends(
    server: ScriptedServer, tokens: ScriptedServer, clock: ManualClock, caplog: pytest.LogCaptureFixture
) -> None:
    tokens.play(answer(200, token("t1", 600)))
    tokens.always(refusal(503))
    async with connect(server, tokens, clock=clock, retry=Retry(attempts=1)) as client:
        await client.messages(MESSAGE).fetch()
        clock.advance(540)
        for _ in range(59):
            assert await used(client, server) == "Bearer t1"
            clock.advance(1)
        clock.advance(1)
        with pytest.raises(ServerError) as caught:
            await client.messages.create(to=TO, from_=FROM, body="Hi")

    assert (caught.value.executed, caught.value.path) == ("no", "/v2/token")
    assert 3 <= len(tokens.requests) <= 8  # One that was good, one in ten seconds, one that is waited for.
    warnings = {record.getMessage() for record in caplog.records if record.levelno == logging.WARNING}
    assert len(warnings) == 1
    assert "used until it ends" in warnings.pop()


async def test_a_renewal_that_failed_is_tried_again(
    server: ScriptedServer, tokens: ScriptedServer, clock: ManualClock
) -> None:
    tokens.play(answer(200, token("t1", 600)), refusal(503), answer(200, token("t2", 600)))
    async with connect(server, tokens, clock=clock, retry=Retry(attempts=1)) as client:
        await client.messages(MESSAGE).fetch()
        clock.advance(545)
        assert not await renewed(client, server, "Bearer t2")
        assert len(tokens.requests) == 2
        clock.advance(10)
        assert await renewed(client, server, "Bearer t2")

    assert len(tokens.requests) == 3


async def test_a_token_server_that_hangs_holds_no_call_while_there_is_a_token(
    server: ScriptedServer, tokens: ScriptedServer, clock: ManualClock
) -> None:
    tokens.play(answer(200, token("t1", 600)))
    tokens.always(silence())
    async with connect(server, tokens, clock=clock) as client:
        await client.messages(MESSAGE).fetch()
        clock.advance(550)
        assert [await used(client, server) for _ in range(5)] == ["Bearer t1"] * 5
        clock.advance(40)
        assert await used(client, server) == "Bearer t1"
        await tokens.arrived(2)

    assert len(tokens.requests) == 2
    await tokens.disconnected()


async def test_a_token_that_runs_out_between_attempts_is_renewed(
    server: ScriptedServer, tokens: ScriptedServer
) -> None:
    tokens.play(answer(200, token("t1", 100)), answer(200, token("t2", 100)))
    async with connect(server, tokens, timeout=1000) as client:
        server.play(refusal(429, 20429, Retry_After="101"), answer(201, RECORD))
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
        token("t" * 100_000),
        token("t1", "9" * 400),
        token("t1", "9" * 100_000),
        b'{"access_token": %b, "expires_in": 3600}' % DEEP,
        b'{"access_token": "t1", "expires_in": %b}' % DEEP,
        DEEP,
        b"[" * 100_000,
        b"<html><body>Sign in</body></html>",
        b"<html><br></body>",
        b"\x00\xff",
    ],
    ids=range(21),
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
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301
    assert len(str(caught.value)) < 1000
    assert server.requests == []


@pytest.mark.parametrize("content", [DEEP, b'{"code": %b}' % DEEP, b'{"detail": %b}' % DEEP, b"<p>" * 9000])
async def test_a_refusal_of_any_shape_is_an_error_that_pickles(
    server: ScriptedServer, tokens: ScriptedServer, content: Any
) -> None:
    tokens.always(answer(400, content))
    async with connect(server, tokens) as client:
        with pytest.raises(BadRequest) as caught:
            await client.messages(MESSAGE).fetch()

    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301
    assert caught.value.executed == "no"


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


async def test_close_ends_a_renewal_and_the_calls_of_other_clients_go_on(
    server: ScriptedServer, tokens: ScriptedServer
) -> None:
    tokens.play(gated(asyncio.Event(), answer(200, token("t1"))), answer(200, token("t2")))
    shared = ClientCredentials(ACCOUNT, CLIENT_ID, CLIENT_SECRET, token_url=f"{tokens.url}/v2/token")
    async with connect(server, tokens, credentials=shared) as client:
        other = connect(server, tokens, credentials=shared)
        first = asyncio.create_task(other.messages(MESSAGE).fetch())
        await tokens.arrived(1)
        second = asyncio.create_task(client.messages(MESSAGE).fetch())
        await asyncio.sleep(0)
        await other.close()
        await asyncio.wait([first, second])

    assert isinstance(first.exception(), ConfigurationError)
    assert second.exception() is None
    assert [arrived.authorization for arrived in server.requests] == ["Bearer t2"]


async def test_clients_that_share_credentials_share_the_token(
    server: ScriptedServer, tokens: ScriptedServer
) -> None:
    shared = ClientCredentials(ACCOUNT, CLIENT_ID, CLIENT_SECRET, token_url=f"{tokens.url}/v2/token")
    for _ in range(3):
        async with connect(server, tokens, credentials=shared) as client:
            await client.messages(MESSAGE).fetch()

    assert len(tokens.requests) == 1


async def never(_: Request[Any]) -> Any:
    """A fetch that does not come to its end."""
    await asyncio.Event().wait()


async def at_once(_: Request[Any]) -> Any:
    return token("t2")


def test_nobody_waits_for_a_fetch_of_a_loop_that_has_ended() -> None:
    credentials = ClientCredentials(ACCOUNT, CLIENT_ID, CLIENT_SECRET)

    async def give_up() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0):
                await credentials.authorization(never, 0)

    asyncio.run(give_up())
    assert asyncio.run(asyncio.wait_for(credentials.authorization(at_once, 0), 5)) == "Bearer t2"


def test_nobody_waits_for_a_fetch_of_a_loop_that_stands_still() -> None:
    credentials = ClientCredentials(ACCOUNT, CLIENT_ID, CLIENT_SECRET)
    still = asyncio.new_event_loop()

    async def give_up() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0):
                await credentials.authorization(never, 0)

    still.run_until_complete(give_up())
    assert asyncio.run(asyncio.wait_for(credentials.authorization(at_once, 0), 5)) == "Bearer t2"
    still.run_until_complete(credentials.close())
    still.close()


async def test_loops_of_several_threads_fetch_for_themselves() -> None:
    credentials = ClientCredentials(ACCOUNT, CLIENT_ID, CLIENT_SECRET)
    waiting = asyncio.create_task(credentials.authorization(never, 0))
    await asyncio.sleep(0)
    brought: list[str] = []
    thread = threading.Thread(
        target=lambda: brought.append(asyncio.run(credentials.authorization(at_once, 0)))
    )
    thread.start()
    await asyncio.to_thread(thread.join)
    waiting.cancel()
    await asyncio.wait([waiting])
    await credentials.close()

    assert brought == ["Bearer t2"]
    assert await credentials.authorization(never, 1) == "Bearer t2"


async def test_the_token_of_an_emulator_comes_from_the_emulator(emulator: Emulator) -> None:
    shared = ClientCredentials(emulator.account_sid, emulator.client_id, emulator.client_secret)
    for _ in range(2):
        async with Client(credentials=shared, base_url=emulator.url) as client:
            await client.messages.list()

    assert [received.path for received in emulator.requests].count("/v2/token") == 1


async def test_the_token_of_a_gateway_comes_from_behind_its_prefix(server: ScriptedServer) -> None:
    server.play(answer(200, token()), answer(200, RECORD))
    credentials = ClientCredentials(ACCOUNT, CLIENT_ID, CLIENT_SECRET)
    async with Client(credentials=credentials, base_url=f"{server.url}/twilio/") as client:
        await client.request("GET", "/v2")

    assert server.requests[0].path == "/twilio/v2/token"


@pytest.mark.parametrize(
    "url", ["https://oauth.twilio.com/v2/token", "https://oauth.dublin.ie1.twilio.com/token"]
)
def test_a_token_of_twilios_for_another_api_is_refused(url: str) -> None:
    credentials = ClientCredentials(ACCOUNT, CLIENT_ID, CLIENT_SECRET, token_url=url)
    with pytest.raises(ConfigurationError, match=r"never asks Twilio: leave token_url out.*/v2/token"):
        Client(credentials=credentials, base_url="http://127.0.0.1:4010")

    assert Client(credentials=credentials).account_sid == ACCOUNT


async def test_twilios_tokens_come_from_twilios_own_address(mocked: Any) -> None:
    mocked.post("https://oauth.twilio.com/v2/token", payload=token())
    mocked.get(
        f"https://api.dublin.ie1.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Messages/{MESSAGE}.json",
        payload=RECORD,
    )
    credentials = ClientCredentials(ACCOUNT, CLIENT_ID, CLIENT_SECRET)
    async with Client(credentials=credentials, region="ie1", edge="dublin") as client:
        assert (await client.messages(MESSAGE).fetch()).sid == MESSAGE


FORKING = f"""
import asyncio, os
from twilio_async import ClientCredentials

credentials = ClientCredentials({ACCOUNT!r}, {CLIENT_ID!r}, {CLIENT_SECRET!r})

async def never(_):
    await asyncio.Event().wait()

async def at_once(_):
    return {{"access_token": "t2", "expires_in": 60}}

async def give_up():
    waiting = asyncio.create_task(credentials.authorization(never, 0))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait([waiting])

runner = asyncio.Runner()
runner.run(give_up())
child = os.fork()
if child == 0:
    brought = runner.run(asyncio.wait_for(credentials.authorization(at_once, 0), 5))
    os._exit(brought != "Bearer t2")
status = os.waitpid(child, 0)[1]
runner.run(credentials.close())
runner.close()
raise SystemExit(status)
"""


def test_a_forked_child_waits_for_no_fetch_of_its_parent() -> None:
    command = [sys.executable, "-W", "error", "-c", FORKING]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)

    assert (done.returncode, done.stderr) == (0, "")
