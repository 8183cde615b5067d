"""Every await of a user's ends, whatever does not answer."""

import asyncio
import contextlib
import socket
from collections import deque

import pytest
from aiohttp import ClientSession, TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult

from tests.support.clients import ACCOUNT, MESSAGE, RECORD, TO, client_for, fetch, send
from tests.support.clock import ManualClock
from tests.support.server import ScriptedServer, answer, refusal, silence
from tests.support.times import ENOUGH, SHORT, LoopTime, turns
from twilio_async import (
    ClientCredentials,
    ConnectError,
    Credentials,
    Limits,
    RequestTimeout,
    Retry,
    Timeout,
)
from twilio_async.core.auth.oauth import Fetch


class Late(Credentials):
    """Credentials that keep the first who asks waiting until `gate` is open."""

    account_sid = ACCOUNT

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self._gates = deque([self.gate])

    async def authorization(self, fetch: Fetch, now: float) -> str:
        del fetch, now
        if self._gates:
            await self._gates.popleft().wait()
        return "Basic bm9uZQ=="


class Nameless(AbstractResolver):
    """Knows no name."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        del port, family
        raise OSError(None, f"no address for {host}")

    async def close(self) -> None:
        """Nothing is held."""


async def test_a_server_that_never_answers_leaves_a_message_unknown(
    server: ScriptedServer, loop_time: LoopTime
) -> None:
    server.always(silence())
    async with client_for(server.url, timeout=ENOUGH) as client:
        sending = asyncio.create_task(send(client))
        await server.arrived(1)
        await loop_time.leap(ENOUGH)
        with pytest.raises(RequestTimeout) as caught:
            await sending

    error = caught.value
    assert (error.executed, error.attempts, error.method) == ("unknown", 1, "POST")
    assert isinstance(error, TimeoutError)
    assert len(server.requests) == 1
    await server.disconnected()


async def test_a_silent_server_is_asked_again_only_for_what_can_be_repeated(server: ScriptedServer) -> None:
    server.always(silence())
    limit = Timeout(read=SHORT)
    async with client_for(server.url, timeout=limit, retry=Retry(attempts=3)) as client:
        with pytest.raises(RequestTimeout) as caught:
            await client.messages(MESSAGE).fetch()

    assert [arrived.method for arrived in server.requests] == ["GET", "GET", "GET"]
    assert caught.value.attempts == 3


async def test_a_late_answer_to_what_cannot_be_repeated_is_waited_for(
    server: ScriptedServer, loop_time: LoopTime
) -> None:
    server.always(silence())
    limit = Timeout(read=SHORT, total=ENOUGH)
    async with client_for(server.url, timeout=limit) as client:
        sending = asyncio.create_task(send(client))
        await server.arrived(1)
        await loop_time.leap(SHORT)
        assert not sending.done()
        await loop_time.leap(ENOUGH)
        with pytest.raises(RequestTimeout, match=f"within {ENOUGH}") as caught:
            await sending

    assert (caught.value.attempts, caught.value.executed) == (1, "unknown")
    assert len(server.requests) == 1


@pytest.mark.parametrize(("status", "executed"), [(429, "no"), (503, "unknown")])
async def test_the_total_time_holds_while_a_backoff_is_waited_for(
    server: ScriptedServer, loop_time: LoopTime, status: int, executed: str
) -> None:
    server.always(refusal(status))
    policy, clock = Retry(base=SHORT / 2), ManualClock(held=True)
    async with client_for(server.url, timeout=ENOUGH, clock=clock, retry=policy) as client:
        fetching = asyncio.create_task(fetch(client))
        await clock.asleep.wait()
        await loop_time.leap(ENOUGH)
        with pytest.raises(RequestTimeout) as caught:
            await fetching

    assert (caught.value.executed, caught.value.attempts) == (executed, 1)


async def test_a_message_that_never_got_a_slot_was_not_sent(
    server: ScriptedServer, loop_time: LoopTime
) -> None:
    server.always(silence())
    credentials = Late()
    options = {"account_sid": None, "auth_token": None, "credentials": credentials}
    limits = Limits(concurrency=1)
    async with client_for(server.url, timeout=ENOUGH, limits=limits, **options) as client:
        queued = asyncio.create_task(send(client))
        await asyncio.sleep(0)
        running = asyncio.create_task(send(client))
        await server.arrived(1)
        credentials.gate.set()
        await turns()
        await loop_time.leap(ENOUGH)
        with pytest.raises(RequestTimeout) as never_sent:
            await queued
        with pytest.raises(RequestTimeout) as sent:
            await running

    assert (never_sent.value.executed, never_sent.value.attempts) == ("no", 0)
    assert (sent.value.executed, sent.value.attempts) == ("unknown", 1)
    assert len(server.requests) == 1


async def test_a_message_whose_turn_never_came_was_not_sent(
    server: ScriptedServer, loop_time: LoopTime
) -> None:
    server.always(answer(201, RECORD))
    limits, clock = Limits(rate=0.001), ManualClock(held=True)
    async with client_for(server.url, timeout=ENOUGH, clock=clock, limits=limits) as client:
        await send(client)
        assert not clock.asleep.is_set()
        sending = asyncio.create_task(send(client))
        await clock.asleep.wait()
        await loop_time.leap(ENOUGH)
        with pytest.raises(RequestTimeout) as caught:
            await sending

    assert (caught.value.executed, caught.value.attempts) == ("no", 0)


async def test_a_handshake_that_never_ends_is_a_timeout_before_anything_was_sent(mute_port: int) -> None:
    url = f"https://127.0.0.1:{mute_port}"
    limit = Timeout(connect=SHORT)
    async with client_for(url, timeout=limit, retry=Retry(attempts=2)) as client:
        with pytest.raises(RequestTimeout) as caught:
            await send(client)

    assert (caught.value.executed, caught.value.attempts) == ("no", 2)


async def test_a_timeout_shows_no_filter_of_a_listing(mute_port: int) -> None:
    url = f"https://127.0.0.1:{mute_port}"
    limit = Timeout(connect=SHORT)
    async with client_for(url, timeout=limit, retry=Retry(attempts=1)) as client:
        with pytest.raises(RequestTimeout) as caught:
            await client.messages.list(to=TO)

    assert TO[1:] not in str(caught.value)
    assert TO[1:] not in repr(caught.value)


async def test_no_tls_is_no_connection(server: ScriptedServer) -> None:
    url = server.url.replace("http:", "https:")
    async with client_for(url, retry=Retry(attempts=2)) as client:
        with pytest.raises(ConnectError) as caught:
            await send(client)

    assert (caught.value.executed, caught.value.attempts) == ("no", 2)
    assert server.requests == []


async def test_a_name_that_cannot_be_resolved_is_no_connection(clock: ManualClock) -> None:
    async with ClientSession(connector=TCPConnector(resolver=Nameless())) as session:
        options = {"session": session, "clock": clock, "retry": Retry(attempts=2)}
        async with client_for("https://api.example", **options) as client:
            with pytest.raises(ConnectError) as caught:
                await send(client)

    assert (caught.value.executed, caught.value.attempts) == ("no", 2)


async def test_a_token_that_never_comes_means_that_nothing_was_sent(server: ScriptedServer) -> None:
    server.always(silence())
    credentials = ClientCredentials(ACCOUNT, "OQ" + "0e" * 16, "s3cret", token_url=f"{server.url}/token")
    options = {"account_sid": None, "auth_token": None, "credentials": credentials}
    async with client_for(server.url, timeout=Timeout(read=SHORT, total=5), **options) as client:
        with pytest.raises(RequestTimeout) as caught:
            await send(client)

    assert caught.value.executed == "no"
    assert "within 5" not in str(caught.value)
    assert {arrived.path for arrived in server.requests} == {"/token"}


async def test_a_cancelled_call_ends_at_once_and_leaves_nothing(server: ScriptedServer) -> None:
    server.always(silence())
    async with client_for(server.url) as client:
        call = asyncio.create_task(send(client))
        await server.arrived(1)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        await server.disconnected()


async def test_the_deadline_of_the_caller_is_the_callers(server: ScriptedServer) -> None:
    server.always(silence())
    deadline = asyncio.timeout(SHORT)
    async with client_for(server.url) as client:
        with contextlib.suppress(TimeoutError):
            async with deadline:
                await send(client)

    assert deadline.expired()


def test_by_default_every_wait_is_bounded() -> None:
    usual = Timeout()

    assert usual.total is not None
    assert usual.connect is not None
    assert usual.read is not None
    assert Timeout.of(7).total == 7
    assert Timeout.of(7).read == usual.read


async def test_each_call_has_its_own_deadline(server: ScriptedServer, loop_time: LoopTime) -> None:
    server.always(silence())
    async with client_for(server.url, timeout=2 * ENOUGH) as client:
        first = asyncio.create_task(send(client))
        await server.arrived(1)
        await loop_time.leap(ENOUGH)
        second = asyncio.create_task(send(client))
        await server.arrived(2)
        await loop_time.leap(ENOUGH)
        assert (first.done(), second.done()) == (True, False)
        await loop_time.leap(ENOUGH)
        for call in (first, second):
            with pytest.raises(RequestTimeout, match=f"no answer within {2 * ENOUGH} s"):
                await call
