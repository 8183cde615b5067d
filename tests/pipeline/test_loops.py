"""One client through several event loops, one after the other, and through forks."""

import asyncio
import gc
import subprocess
import sys
import time
import warnings

import orjson
import pytest
from aiohttp import ClientSession

from tests.support.clients import ACCOUNT, FROM, MESSAGE, RECORD, TO, TOKEN, client_for, send
from tests.support.server import ScriptedServer, answer, raw
from tests.support.threads import server_on_a_thread
from tests.support.times import PATIENCE
from twilio_async import Client, ConfigurationError, Limits, Message, Retry

TICK = 0.001
CREATED = answer(201, RECORD)
_BODY = orjson.dumps(RECORD)
ENDING = raw(
    b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
    % (len(_BODY), _BODY)
)
"""An answer behind which the connection ends, although it says nothing of that."""


def wait_until_disconnected(server: ScriptedServer) -> None:
    """Block this thread until no connection is open, as `server.disconnected()` waits for."""
    for _ in range(int(PATIENCE / TICK)):
        if not server.connections:
            return
        time.sleep(TICK)
    raise AssertionError(server.connections)


def test_a_client_works_through_consecutive_runs() -> None:
    with server_on_a_thread(CREATED) as server:
        client = client_for(server.url)
        for _ in range(3):
            assert asyncio.run(send(client)).sid == MESSAGE

        assert len(server.requests) == server.opened == 3


def test_the_connections_of_a_run_end_with_it() -> None:
    with server_on_a_thread(CREATED) as server:
        client = client_for(server.url)
        asyncio.run(send(client))
        wait_until_disconnected(server)


def test_what_was_under_way_when_a_run_ended_holds_no_slot_of_the_next() -> None:
    async def leave_something_behind(client: Client) -> None:
        loop = asyncio.get_running_loop()
        loop.create_task(send(client))  # noqa: RUF006 - it is to be lost
        await asyncio.sleep(0)

    with server_on_a_thread(CREATED) as server:
        client = client_for(server.url, limits=Limits(concurrency=1, rate=1000))
        for _ in range(3):
            asyncio.run(leave_something_behind(client))
        assert asyncio.run(send(client)).sid == MESSAGE


def test_a_connection_that_ended_while_the_loop_stood_still_is_not_used() -> None:
    with server_on_a_thread(ENDING) as server, asyncio.Runner() as runner:
        client = client_for(server.url, retry=Retry(attempts=1))
        for _ in range(5):
            runner.run(send(client))
            wait_until_disconnected(server)

        assert len(server.requests) == 5


def test_nor_is_it_behind_a_blocked_loop() -> None:
    async def block(client: Client, server: ScriptedServer) -> None:
        for _ in range(5):
            await asyncio.gather(*(send(client) for _ in range(4)))
            wait_until_disconnected(server)

    with server_on_a_thread(ENDING) as server:
        asyncio.run(block(client_for(server.url, retry=Retry(attempts=1)), server))

        assert len(server.requests) == 20


def test_a_closed_client_is_closed_on_every_loop() -> None:
    with server_on_a_thread(CREATED) as server:
        client = client_for(server.url)
        asyncio.run(send(client))
        asyncio.run(client.close())
        with pytest.raises(ConfigurationError, match="closed"):
            asyncio.run(send(client))


def test_what_waits_on_a_stopped_loop_goes_on_with_it() -> None:
    with server_on_a_thread(CREATED) as server, asyncio.Runner() as first, asyncio.Runner() as second:
        client = client_for(server.url, limits=Limits(concurrency=1), timeout=5)

        async def begin() -> list[asyncio.Task[Message]]:
            tasks = [asyncio.create_task(send(client)) for _ in range(3)]
            await asyncio.sleep(0)
            return tasks

        async def end(tasks: list[asyncio.Task[Message]]) -> list[Message]:
            return await asyncio.gather(*tasks)

        tasks = first.run(begin())
        assert second.run(send(client)).sid == MESSAGE
        assert [message.sid for message in first.run(end(tasks))] == [MESSAGE] * 3


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_what_a_loop_left_that_was_closed_by_hand_is_closed_with_the_client() -> None:
    with server_on_a_thread(CREATED) as server, warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        client = client_for(server.url)
        loop = asyncio.new_event_loop()
        loop.run_until_complete(send(client))
        loop.close()
        asyncio.run(client.close())
        del client
        gc.collect()

    assert not [warning for warning in heard if "Unclosed" in str(warning.message)]


async def test_two_running_loops_at_a_time_are_refused(server: ScriptedServer) -> None:
    def other() -> None:
        try:
            asyncio.run(send(client))
        except ConfigurationError as error:
            refusals.append(error)

    refusals: list[ConfigurationError] = []
    server.always(CREATED)
    async with client_for(server.url) as client:
        await send(client)
        await asyncio.to_thread(other)
        await send(client)

    assert [error.executed for error in refusals] == ["no"]
    assert "one client for each loop" in str(refusals[0])
    assert len(server.requests) == 2


async def test_a_session_of_another_loop_is_refused(server: ScriptedServer) -> None:
    def make() -> ClientSession:
        async def session() -> ClientSession:
            return ClientSession()

        return asyncio.run(session())

    session = await asyncio.to_thread(make)
    async with client_for(server.url, session=session) as client:
        with pytest.raises(ConfigurationError, match="another event loop") as caught:
            await send(client)
    await session.close()

    assert caught.value.executed == "no"
    assert server.requests == []


FORKING = f"""
import asyncio, os, sys
from twilio_async import Client

client = Client({ACCOUNT!r}, {TOKEN!r}, base_url=sys.argv[1])

async def send(times):
    for _ in range(times):
        await client.messages.create(to={TO!r}, from_={FROM!r}, body="Hi")

with asyncio.Runner() as runner:
    runner.run(send(1))
    child = os.fork()
    if child == 0:
        asyncio.run(send(2))
        os._exit(0)
    runner.run(send(1))
    status = os.waitpid(child, 0)[1]
    runner.run(send(1))
sys.exit(status)
"""


def test_a_forked_child_has_connections_of_its_own() -> None:
    with server_on_a_thread(CREATED) as server:
        command = [sys.executable, "-W", "error", "-c", FORKING, server.url]
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)

        assert (done.returncode, done.stderr) == (0, "")
        assert (len(server.requests), server.opened) == (5, 2)
