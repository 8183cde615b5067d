"""Other settings for a few calls, on the same connections, limits and credentials."""

import asyncio

import pytest

from tests.support.clients import ACCOUNT, MESSAGE, RECORD, TOKEN, client_for, fetch, send
from tests.support.server import ScriptedServer, answer, refusal, silence
from tests.support.times import ENOUGH, PATIENCE, SHORT, LoopTime
from twilio_async import (
    Client,
    ConfigurationError,
    Limits,
    RequestTimeout,
    Retry,
    RetryEvent,
    ServerError,
)


async def test_a_shorter_timeout_is_that_of_these_calls(server: ScriptedServer, loop_time: LoopTime) -> None:
    server.play(silence(), answer(200, RECORD))
    async with client_for(server.url) as client:
        sending = asyncio.create_task(send(client.with_options(timeout=ENOUGH)))
        await server.arrived(1)
        await loop_time.leap(ENOUGH)
        with pytest.raises(RequestTimeout, match=f"within {ENOUGH}"):
            await sending
        await client.messages(MESSAGE).fetch()


async def test_other_repetitions_and_their_hook_are_those_of_these_calls(server: ScriptedServer) -> None:
    events: list[RetryEvent] = []
    server.always(refusal(503))
    async with client_for(server.url, retry=Retry(attempts=2)) as client:
        other = client.with_options(retry=Retry(attempts=4), on_retry=events.append)
        for tried, attempts in ((other, 4), (client, 2)):
            with pytest.raises(ServerError) as caught:
                await tried.messages(MESSAGE).fetch()
            assert caught.value.attempts == attempts

    assert len(events) == 3


async def test_the_user_agent_may_be_another(server: ScriptedServer) -> None:
    server.always(answer(200, RECORD))
    async with client_for(server.url, user_agent="app/1") as client:
        await client.with_options(user_agent="job/2").messages(MESSAGE).fetch()
        await client.messages(MESSAGE).fetch()

    starts = [arrived.headers["User-Agent"].partition(" ")[0] for arrived in server.requests]
    assert starts == ["job/2", "app/1"]


async def test_the_ceiling_of_requests_is_shared(server: ScriptedServer) -> None:
    server.always(silence())
    async with client_for(server.url, limits=Limits(concurrency=1)) as client:
        running = asyncio.create_task(fetch(client))
        await server.arrived(1)
        with pytest.raises(RequestTimeout) as caught:
            await fetch(client.with_options(timeout=SHORT))
        running.cancel()
        await asyncio.wait([running])

    assert caught.value.attempts == 0
    assert len(server.requests) == 1


async def test_connections_are_shared(server: ScriptedServer) -> None:
    server.always(answer(200, RECORD))
    async with client_for(server.url) as client:
        for tried in (client, client.with_options(timeout=5), client.with_options(retry=Retry())):
            await tried.messages(MESSAGE).fetch()

    assert server.opened == 1


async def test_closing_what_was_derived_closes_nothing(server: ScriptedServer) -> None:
    server.always(answer(200, RECORD))
    async with client_for(server.url) as client:
        async with client.with_options(timeout=5) as quick:
            await quick.messages(MESSAGE).fetch()
        await client.messages(MESSAGE).fetch()
        derived = client.with_options(timeout=5)

    assert server.opened == 1
    with pytest.raises(ConfigurationError, match="closed"):
        await derived.messages(MESSAGE).fetch()


async def test_all_that_hangs_on_the_client_has_the_options(server: ScriptedServer) -> None:
    server.always(silence())
    async with client_for(server.url) as client:
        quick = client.with_options(timeout=SHORT)
        for call in (
            quick.accounts(ACCOUNT).fetch(),
            quick.v2008.sms.messages.list().first(),
            quick.request("GET", "/2010-04-01"),
            quick.with_options(user_agent="job/2").messages(MESSAGE).fetch(),
        ):
            with pytest.raises(RequestTimeout):
                await asyncio.wait_for(call, PATIENCE)


def test_settings_that_cannot_be_are_refused_at_once() -> None:
    client = Client(ACCOUNT, TOKEN)

    with pytest.raises(ConfigurationError):
        client.with_options(timeout=-1)
    with pytest.raises(ConfigurationError):
        client.with_options(user_agent="a\nb")
