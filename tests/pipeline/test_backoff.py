"""How long a call waits between attempts, when it gives up, and what its hook is told."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from email.utils import format_datetime

import pytest

from tests.support.clients import FROM, MESSAGE, RECORD, TO, client_for, fetch, send
from tests.support.clock import START, ManualClock
from tests.support.server import ScriptedServer, answer, closed, refusal, truncated
from twilio_async import Client, ConnectError, Limits, RateLimited, Retry, RetryEvent, ServerError, Timeout
from twilio_async.emulator import Emulator


async def test_waits_grow_up_to_the_cap(server: ScriptedServer, clock: ManualClock) -> None:
    server.always(refusal(503))
    policy = Retry(attempts=8, base=1, cap=10)
    async with client_for(server.url, clock=clock, retry=policy) as client:
        with pytest.raises(ServerError):
            await client.messages(MESSAGE).fetch()

    assert len(clock.waits) == 7
    assert all(0 <= wait <= most for wait, most in zip(clock.waits, [1, 2, 4, 8, 10, 10, 10], strict=True))


async def test_waits_differ_between_clients(server: ScriptedServer) -> None:
    server.always(refusal(503))
    clocks = [ManualClock() for _ in range(8)]
    for clock in clocks:
        async with client_for(server.url, clock=clock) as client:
            with pytest.raises(ServerError):
                await client.messages(MESSAGE).fetch()

    assert len({tuple(clock.waits) for clock in clocks}) == 8


@pytest.mark.parametrize("delay", ["7", format_datetime(START + timedelta(seconds=7), usegmt=True)])
async def test_retry_after_replaces_the_backoff(
    server: ScriptedServer, clock: ManualClock, delay: str
) -> None:
    server.play(refusal(429, 20429, Retry_After=delay), answer(201, RECORD))
    async with client_for(server.url, clock=clock, retry=Retry(base=0.1, cap=0.2)) as client:
        await send(client)

    assert clock.waits == [7]


@pytest.mark.parametrize("delay", ["61", format_datetime(START + timedelta(seconds=90), usegmt=True)])
async def test_a_retry_after_beyond_the_time_that_is_left_is_raised_at_once(
    server: ScriptedServer, clock: ManualClock, delay: str
) -> None:
    server.play(refusal(429, 20429, Retry_After=delay))
    async with client_for(server.url, clock=clock, timeout=60) as client:
        with pytest.raises(RateLimited) as caught:
            await send(client)

    assert clock.waits == []
    assert (caught.value.attempts, caught.value.executed) == (1, "no")


async def test_the_total_time_bounds_the_repetitions(server: ScriptedServer, clock: ManualClock) -> None:
    server.always(refusal(503, Retry_After="7"))
    policy = Retry(attempts=1000, budget=1000)
    async with client_for(server.url, clock=clock, timeout=60, retry=policy) as client:
        with pytest.raises(ServerError) as caught:
            await client.messages(MESSAGE).fetch()

    assert clock.waits == [7] * 8
    assert caught.value.attempts == 9


async def test_the_budget_is_shared_by_all_calls_and_refilled_by_successes(server: ScriptedServer) -> None:
    async def attempts(client: Client) -> int:
        server.always(refusal(500))
        with pytest.raises(ServerError) as caught:
            await client.messages(MESSAGE).fetch()
        return caught.value.attempts

    async with client_for(server.url, retry=Retry(attempts=4, budget=5)) as client:
        assert [await attempts(client) for _ in range(4)] == [4, 3, 1, 1]
        server.always(answer(200, RECORD))
        for _ in range(5):
            await client.messages(MESSAGE).fetch()
        assert [await attempts(client) for _ in range(2)] == [2, 1]


async def test_429_costs_nothing_of_the_budget(server: ScriptedServer) -> None:
    server.play(refusal(429, 20429), refusal(429, 20429), answer(201, RECORD))
    async with client_for(server.url, retry=Retry(budget=0)) as client:
        await send(client)

    assert len(server.requests) == 3


async def test_the_connection_and_the_slot_are_free_while_a_call_waits(server: ScriptedServer) -> None:
    clock = ManualClock(held=True)
    server.play(refusal(500), answer(200, RECORD), answer(200, RECORD))
    limits = Limits(concurrency=1)
    async with client_for(server.url, clock=clock, limits=limits) as client:
        waiting = asyncio.create_task(client.messages(MESSAGE).fetch())
        await clock.asleep.wait()
        await client.messages(MESSAGE).fetch()
        assert server.connections == 1
        clock.gate.set()
        await waiting


async def test_the_hook_hears_of_each_repetition(server: ScriptedServer, clock: ManualClock) -> None:
    events: list[RetryEvent] = []
    request_id = "RQ" + "0d" * 16
    server.play(
        refusal(429, 20429, Retry_After="2", Twilio_Request_Id=request_id),
        truncated(answer(200, RECORD)),
        answer(200, b"no tree", Twilio_Request_Id=request_id),
        answer(200, RECORD),
    )
    async with client_for(server.url, clock=clock, on_retry=events.append) as client:
        message = await client.messages(MESSAGE).fetch()

    assert message.http_response is not None
    assert message.http_response.attempts == 4
    assert [event.attempt for event in events] == [1, 2, 3]
    assert [event.status for event in events] == [429, None, 200]
    assert [event.wait for event in events] == clock.waits
    assert [event.request_id for event in events] == [request_id, None, request_id]
    assert {(event.method, event.path) for event in events} == {("GET", server.requests[0].path)}
    assert events[0] == RetryEvent("GET", server.requests[0].path, 1, 2.0, 429, "HTTP 429", request_id)
    assert "ClientPayloadError" in events[1].reason


async def test_a_hook_that_fails_is_logged_and_breaks_nothing(
    server: ScriptedServer, caplog: pytest.LogCaptureFixture
) -> None:
    def hook(event: RetryEvent) -> None:
        raise RuntimeError(f"attempt {event.attempt}")

    server.play(refusal(429, 20429), answer(201, RECORD))
    with caplog.at_level(logging.WARNING):
        async with client_for(server.url, on_retry=hook) as client:
            await send(client)

    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert "on_retry failed" in caplog.text


@pytest.mark.parametrize("call", [send, fetch])
async def test_what_never_left_is_repeated_whatever_it_is(
    closed_port: int, clock: ManualClock, call: Callable[[Client], Awaitable[None]]
) -> None:
    events: list[RetryEvent] = []
    url = f"http://127.0.0.1:{closed_port}"
    async with client_for(url, clock=clock, retry=Retry(attempts=4), on_retry=events.append) as client:
        with pytest.raises(ConnectError) as caught:
            await call(client)

    assert (caught.value.attempts, caught.value.executed, caught.value.request_id) == (4, "no", None)
    assert [event.status for event in events] == [None] * 3
    assert len(clock.waits) == 3


async def test_nothing_is_open_after_exhausted_repetitions(server: ScriptedServer) -> None:
    server.always(closed())
    async with client_for(server.url, timeout=Timeout()) as client:
        with pytest.raises(Exception, match="attempts"):
            await client.messages(MESSAGE).fetch()
        await server.disconnected()


async def test_bulk_sending_survives_a_limit_on_concurrency_by_default() -> None:
    async def turns(_: float) -> None:
        for _ in range(20):
            await asyncio.sleep(0)

    async with Emulator(max_concurrency=4, latency=1, sleep=turns) as emulator:
        given = {"account_sid": emulator.account_sid, "auth_token": emulator.auth_token}
        async with client_for(emulator.url, retry=Retry(attempts=20), **given) as client:
            bodies = [f"number {index}" for index in range(300)]
            await asyncio.gather(*(client.messages.create(to=TO, from_=FROM, body=body) for body in bodies))

        assert sorted(message.body for message in emulator.messages) == sorted(bodies)
        assert emulator.in_flight.peak > 4
