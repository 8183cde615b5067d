"""What an error says of the request: that it was certainly not executed, or that it may have been."""

import asyncio
import logging
import socket
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from aiohttp import ClientSession, TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.client_reqrep import ConnectionKey

from tests.support.clients import ACCOUNT, MESSAGE, RECORD, client_for, fetch, send
from tests.support.clock import ManualClock
from tests.support.server import ScriptedServer, answer, closed, raw, refusal, silence
from tests.support.times import ENOUGH, SHORT, LoopTime
from twilio_async import (
    Client,
    ClientCredentials,
    ConfigurationError,
    ConnectError,
    Limits,
    QueueFull,
    RequestTimeout,
    Retry,
    TransportError,
    TwilioError,
)


async def delete(client: Client) -> None:
    await client.messages(MESSAGE).delete()


CALLS = pytest.mark.parametrize("call", [send, fetch, delete])


@pytest.fixture
def stalled_port() -> Iterator[int]:
    """A port whose queue is full: the first packet of a connection is never answered."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        port: int = listener.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.settimeout(0)
            one.connect_ex(("127.0.0.1", port))
        yield port
        for one in waiting:
            one.close()


class Slow(AbstractResolver):
    """A name server that never answers."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        await asyncio.Event().wait()
        raise AssertionError((host, port, family))

    async def close(self) -> None:
        """Nothing is held."""


async def error_of(call: Any, client: Client) -> TwilioError:
    with pytest.raises(TwilioError) as caught:
        await call(client)
    return caught.value


@CALLS
async def test_a_connection_that_never_comes_about_is_no_doubt(call: Any, stalled_port: int) -> None:
    async with client_for(f"http://127.0.0.1:{stalled_port}", timeout=SHORT) as client:
        error = await error_of(call, client)

    assert isinstance(error, RequestTimeout)
    assert (error.executed, error.attempts) == ("no", 1)


@CALLS
async def test_a_handshake_that_never_ends_is_no_doubt(call: Any, mute_port: int) -> None:
    async with client_for(f"https://127.0.0.1:{mute_port}", timeout=SHORT) as client:
        assert (await error_of(call, client)).executed == "no"


async def test_a_name_server_that_never_answers_is_no_doubt() -> None:
    async with (
        ClientSession(connector=TCPConnector(resolver=Slow())) as session,
        client_for("https://api.example", session=session, timeout=SHORT) as client,
    ):
        assert (await error_of(send, client)).executed == "no"


@CALLS
async def test_a_proxy_that_never_makes_the_tunnel_is_no_doubt(
    server: ScriptedServer, loop_time: LoopTime, call: Any
) -> None:
    server.always(silence())
    async with client_for("https://api.example", proxy=server.url, timeout=ENOUGH) as client:
        calling = asyncio.create_task(error_of(call, client))
        await server.arrived(1)
        await loop_time.leap(ENOUGH)
        assert (await calling).executed == "no"

    assert [arrived.method for arrived in server.requests] == ["CONNECT"]


@CALLS
async def test_a_proxy_that_drops_the_tunnel_is_no_doubt(server: ScriptedServer, call: Any) -> None:
    server.always(closed())
    options: dict[str, Any] = {"proxy": server.url, "timeout": ENOUGH, "retry": Retry(attempts=2, base=0)}
    async with client_for("https://api.example", **options) as client:
        assert (await error_of(call, client)).executed == "no"

    assert {arrived.method for arrived in server.requests} == {"CONNECT"}


async def test_a_full_pool_of_the_user_s_session_is_no_doubt(server: ScriptedServer) -> None:
    server.always(silence())
    async with ClientSession(connector=TCPConnector(limit=1)) as session:
        occupied = asyncio.create_task(session.get(f"{server.url}/own"))
        await server.arrived(1)
        async with client_for(server.url, session=session, timeout=SHORT) as client:
            error = await error_of(send, client)
        occupied.cancel()

    assert isinstance(error, RequestTimeout)
    assert error.executed == "no"
    assert len(server.requests) == 1


@pytest.mark.parametrize("raised", [ValueError, RuntimeError, KeyError, OSError])
@CALLS
async def test_a_hook_that_raises_behind_the_answer_leaves_a_doubt(
    server: ScriptedServer, call: Any, raised: type[Exception]
) -> None:
    async def broken(session: ClientSession, context: SimpleNamespace, params: Any) -> None:
        del session, context, params
        raise raised("exporter misconfigured")

    server.always(answer(201, RECORD))
    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(broken)
    async with (
        ClientSession(trace_configs=[trace]) as session,
        client_for(server.url, session=session, retry=Retry(attempts=1)) as client,
    ):
        error = await error_of(call, client)

    assert isinstance(error, TransportError)
    assert error.executed == "unknown"
    assert "exporter misconfigured" in str(error)
    assert isinstance(error.__cause__, raised) or raised is OSError
    assert len(server.requests) == 1


UNREACHED = [
    lambda: aiohttp.ClientConnectorError(
        ConnectionKey("otel.example", 443, True, True, None, None, None),  # noqa: FBT003
        OSError(111, "refused"),
    ),
    lambda: aiohttp.ConnectionTimeoutError("otel.example"),
    lambda: aiohttp.InvalidURL("otel.example"),
]
"""What aiohttp raises where a host was not reached."""


@pytest.mark.parametrize("make", UNREACHED)
@CALLS
async def test_a_hook_that_does_not_reach_its_own_host_sends_nothing_twice(
    server: ScriptedServer, call: Any, make: Any
) -> None:
    async def export(session: ClientSession, context: SimpleNamespace, params: Any) -> None:
        del session, context, params
        raise make()

    server.always(answer(201, RECORD))
    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(export)
    async with (
        ClientSession(trace_configs=[trace]) as session,
        client_for(server.url, session=session, retry=Retry(attempts=2)) as client,
    ):
        error = await error_of(call, client)

    assert error.executed == "unknown"
    assert len(server.requests) == (1 if call is send else 2)


@CALLS
async def test_a_middleware_that_raises_before_it_sends_is_no_doubt(
    server: ScriptedServer, call: Any
) -> None:
    async def broken(
        request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        del request, handler
        raise ValueError("no such attribute")

    async with (
        ClientSession(middlewares=[broken]) as session,
        client_for(server.url, session=session) as client,
    ):
        error = await error_of(call, client)

    assert error.executed == "no"
    assert server.requests == []


async def test_a_hook_that_raises_before_the_first_byte_is_no_doubt(server: ScriptedServer) -> None:
    async def broken(session: ClientSession, context: SimpleNamespace, params: Any) -> None:
        del session, context, params
        raise ValueError("exporter misconfigured")

    trace = aiohttp.TraceConfig()
    trace.on_request_chunk_sent.append(broken)
    async with (
        ClientSession(trace_configs=[trace]) as session,
        client_for(server.url, session=session, retry=Retry(attempts=1)) as client,
    ):
        error = await error_of(send, client)

    assert error.executed == "no"
    assert server.requests == []


@CALLS
async def test_a_user_s_session_that_gets_no_connection_is_no_doubt(call: Any, stalled_port: int) -> None:
    async with (
        ClientSession() as session,
        client_for(f"http://127.0.0.1:{stalled_port}", session=session, timeout=SHORT) as client,
    ):
        error = await error_of(call, client)

    assert error.executed == "no"


async def test_a_deletion_that_a_closed_client_cannot_repeat_leaves_a_doubt(server: ScriptedServer) -> None:
    server.always(silence())
    client = client_for(server.url)
    deletion = asyncio.create_task(error_of(delete, client))
    await server.arrived(1)
    await client.close()
    error = await deletion

    assert isinstance(error, ConfigurationError)
    assert error.executed == "unknown"


async def test_a_deletion_whose_repetition_gets_no_token_leaves_a_doubt(server: ScriptedServer) -> None:
    server.play(answer(200, {"access_token": "t", "expires_in": 0}), closed(), refusal(400))
    credentials = ClientCredentials(ACCOUNT, "id", "secret")
    async with Client(credentials=credentials, base_url=server.url, clock=ManualClock()) as client:
        error = await error_of(delete, client)

    assert [arrived.method for arrived in server.requests] == ["POST", "DELETE", "POST"]
    assert error.executed == "unknown"


@pytest.mark.parametrize("line", ["101 Switching Protocols", "000 None"])
async def test_a_status_below_success_is_none(server: ScriptedServer, line: str) -> None:
    server.always(raw(f"HTTP/1.1 {line}\r\nContent-Length: 0\r\n\r\n".encode()))
    async with client_for(server.url) as client:
        assert (await error_of(delete, client)).executed == "unknown"


async def test_a_hook_that_raises_before_the_connection_is_no_doubt(server: ScriptedServer) -> None:
    async def broken(session: ClientSession, context: SimpleNamespace, params: Any) -> None:
        del session, context, params
        raise ValueError("exporter misconfigured")

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(broken)
    async with (
        ClientSession(trace_configs=[trace]) as session,
        client_for(server.url, session=session) as client,
    ):
        error = await error_of(send, client)

    assert isinstance(error, ConfigurationError)
    assert error.executed == "no"
    assert server.requests == []


async def test_a_middleware_that_raises_behind_the_answer_leaves_a_doubt(server: ScriptedServer) -> None:
    async def broken(
        request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        await handler(request)
        raise ValueError("no such attribute")

    server.always(answer(201, RECORD))
    async with (
        ClientSession(middlewares=[broken]) as session,
        client_for(server.url, session=session) as client,
    ):
        error = await error_of(send, client)

    assert error.executed == "unknown"
    assert len(server.requests) == 1


async def test_one_sender_s_full_queue_is_not_asked_again(server: ScriptedServer, clock: ManualClock) -> None:
    server.always(refusal(429, 21611, "queue full"))
    async with client_for(server.url, clock=clock) as client:
        error = await error_of(send, client)

    assert isinstance(error, QueueFull)
    assert (error.executed, error.attempts) == ("no", 1)
    assert clock.waits == []


async def cancelled(server: ScriptedServer, call: Any, client: Client) -> asyncio.CancelledError:
    running = asyncio.create_task(call(client))
    await server.arrived(1)
    running.cancel()
    with pytest.raises(asyncio.CancelledError) as caught:
        await running
    return caught.value


async def test_a_cancelled_post_that_may_have_left_says_so(
    server: ScriptedServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    server.always(silence())
    async with client_for(server.url) as client:
        error = await cancelled(server, send, client)

    said = "POST /2010-04-01/Accounts/AC***/Messages.json was cancelled and may have been executed"
    assert [said in note for note in error.__notes__] == [True]
    assert [said in message for message in caplog.messages] == [True]
    assert caplog.records[0].levelno == logging.WARNING


async def test_a_cancelled_delete_that_may_have_left_says_so(server: ScriptedServer) -> None:
    server.always(silence())
    async with client_for(server.url) as client:
        error = await cancelled(server, delete, client)

    (note,) = error.__notes__
    assert note.endswith("/Messages/SM***.json was cancelled and may have been executed")


async def test_a_cancelled_get_is_no_matter(server: ScriptedServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    server.always(silence())
    async with client_for(server.url) as client:
        error = await cancelled(server, fetch, client)

    assert not hasattr(error, "__notes__")
    assert caplog.records == []


async def test_a_cancelled_post_that_waited_for_its_slot_says_nothing(
    server: ScriptedServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    server.always(silence())
    async with client_for(server.url, limits=Limits(concurrency=1)) as client:
        first = asyncio.create_task(fetch(client))
        error = await cancelled(server, send, client)
        first.cancel()
        await asyncio.wait([first])

    assert not hasattr(error, "__notes__")
    assert caplog.records == []


async def test_a_refused_connection_is_tried_again_and_tells_its_cause(closed_port: int) -> None:
    async with client_for(f"http://127.0.0.1:{closed_port}", retry=Retry(attempts=3)) as client:
        error = await error_of(send, client)

    assert isinstance(error, ConnectError)
    assert (error.executed, error.attempts) == ("no", 3)
    assert isinstance(error.__cause__, OSError)
