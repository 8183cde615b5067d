"""How requests travel: their form, sessions and proxies of the user's, and answers that belong to them."""

import asyncio
import gzip
import itertools
import re
import zlib
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp
import orjson
import pytest

from tests.support.clients import ACCOUNT, FROM, MESSAGE, RECORD, TO, TOKEN, client_for
from tests.support.server import Arrived, ScriptedServer, answer, closed, raw, refusal, truncated
from twilio_async import (
    ApiError,
    Client,
    ConfigurationError,
    ConnectError,
    ConnectionLost,
    DecodeError,
    NotFound,
    RequestTimeout,
    Retry,
    Timeout,
    TwilioError,
    __version__,
)

PATH = f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{MESSAGE}.json"


async def test_arguments_arrive_as_a_form(server: ScriptedServer) -> None:
    server.play(answer(201, RECORD))
    body = "a+b & c=d; é 😀 %41\r\n"
    async with client_for(server.url) as client:
        await client.messages.create(
            to=TO, from_=FROM, body=body, media_url=["https://a/?x=1&y", "https://b"]
        )

    (arrived,) = server.requests
    assert arrived.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert arrived.form == [
        ("To", TO),
        ("From", FROM),
        ("Body", body),
        ("MediaUrl", "https://a/?x=1&y"),
        ("MediaUrl", "https://b"),
    ]
    assert "json" in arrived.headers["Accept"]


async def test_a_request_without_a_form_has_neither_body_nor_type(server: ScriptedServer) -> None:
    server.play(answer(200, RECORD))
    async with client_for(server.url) as client:
        await client.messages(MESSAGE).fetch()

    assert "Content-Type" not in server.requests[0].headers
    assert server.requests[0].headers.get("Content-Length", "0") == "0"


@pytest.mark.parametrize(("given", "start"), [(None, ""), ("myapp/1.0", "myapp/1.0 ")])
async def test_the_user_agent_names_the_library(
    server: ScriptedServer, given: str | None, start: str
) -> None:
    server.play(answer(200, RECORD))
    async with client_for(server.url, user_agent=given) as client:
        await client.messages(MESSAGE).fetch()

    product = rf"{start}twilio_async/{re.escape(__version__)} aiohttp/\S+ Python/\S+"
    assert re.fullmatch(product, server.requests[0].headers["User-Agent"])


async def test_results_and_errors_carry_their_own_answers_under_concurrency(server: ScriptedServer) -> None:
    def respond(arrived: Arrived) -> Any:
        body = dict(arrived.form)["Body"]
        headers = {"Twilio_Request_Id": f"RQ{body}", "X_Body": body}
        return refusal(400, 21211, **headers) if int(body) % 3 == 0 else answer(201, RECORD, **headers)

    async def send(client: Client, body: str) -> tuple[str, str | None, int]:
        try:
            message = await client.messages.create(to=TO, from_=FROM, body=body)
        except ApiError as error:
            return error.headers["x-body"], error.request_id, error.attempts
        assert message.http_response is not None
        answer = message.http_response
        return answer.headers["x-body"], answer.request_id, answer.attempts

    server.always(respond)
    async with client_for(server.url) as client:
        results = await asyncio.gather(*(send(client, str(index)) for index in range(60)))

    assert results == [(str(index), f"RQ{index}", 1) for index in range(60)]


@pytest.mark.parametrize(
    "step", [closed(), refusal(500), truncated(answer(200, RECORD)), answer(200, b"no tree")]
)
@pytest.mark.parametrize("call", ["fetch", "delete"])
async def test_one_attempt_is_one_request_also_on_a_connection_that_was_kept(
    server: ScriptedServer, step: Any, call: str
) -> None:
    server.play(answer(200, RECORD), step)
    server.always(answer(404, {"code": 20404, "message": "gone", "status": 404}))
    async with client_for(server.url, retry=Retry(attempts=1)) as client:
        await client.messages(MESSAGE).fetch()
        with pytest.raises(TwilioError) as caught:
            await getattr(client.messages(MESSAGE), call)()

    assert not isinstance(caught.value, NotFound)
    assert len(server.requests) == 2


async def test_cookies_of_the_server_are_not_kept(server: ScriptedServer) -> None:
    server.always(answer(200, RECORD, Set_Cookie="session=1; Path=/"))
    async with client_for(server.url) as client:
        await client.messages(MESSAGE).fetch()
        await client.messages(MESSAGE).fetch()

    assert "Cookie" not in server.requests[1].headers


async def test_a_redirect_of_an_api_call_is_not_followed(server: ScriptedServer) -> None:
    async with ScriptedServer() as elsewhere:
        server.always(answer(307, Location=f"{elsewhere.url}/stolen"))
        async with client_for(server.url) as client:
            with pytest.raises(ApiError, match="HTTP 307"):
                await client.messages.create(to=TO, from_=FROM, body="Hi")

        assert elsewhere.requests == []


async def test_a_session_of_the_user_s_is_used_and_stays_open(server: ScriptedServer) -> None:
    server.always(answer(200, RECORD))
    async with aiohttp.ClientSession(headers={"X-Mine": "yes"}) as session:
        async with client_for(server.url, session=session) as client:
            await client.messages(MESSAGE).fetch()
        assert not session.closed
        async with session.get(f"{server.url}/own") as response:
            assert response.status == 200

    assert [arrived.headers.get("X-Mine") for arrived in server.requests] == ["yes", "yes"]


@pytest.mark.parametrize(
    "options",
    [
        {"raise_for_status": True},
        {"base_url": "http://127.0.0.1:9/"},
        {"trust_env": True},
        {"auto_decompress": False},
    ],
)
async def test_settings_of_the_user_s_session_change_no_promise(
    server: ScriptedServer, options: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    content = gzip.compress(orjson.dumps(RECORD))
    server.play(refusal(404, 20404), answer(200, content, Content_Encoding="gzip"))
    async with aiohttp.ClientSession(**options) as session, client_for(server.url, session=session) as client:
        with pytest.raises(NotFound):
            await client.messages(MESSAGE).fetch()
        assert (await client.messages(MESSAGE).fetch()).sid == MESSAGE


async def test_a_session_with_credentials_of_its_own_is_refused(server: ScriptedServer) -> None:
    with pytest.deprecated_call():
        session = aiohttp.ClientSession(auth=aiohttp.BasicAuth("user", "password"))
    async with session:
        with pytest.raises(ConfigurationError, match="auth"):
            client_for(server.url, session=session)


async def test_a_closed_session_of_the_user_s_says_so(server: ScriptedServer) -> None:
    session = aiohttp.ClientSession()
    await session.close()
    async with client_for(server.url, session=session) as client:
        with pytest.raises(ConfigurationError, match="closed"):
            await client.messages(MESSAGE).fetch()


@pytest.mark.parametrize("own", [True, False])
async def test_a_closed_client_sends_nothing_and_says_so(server: ScriptedServer, own: bool) -> None:
    server.always(answer(200, RECORD))
    async with aiohttp.ClientSession() as session:
        client = client_for(server.url, session=None if own else session)
        await client.messages(MESSAGE).fetch()
        await client.close()
        await client.close()
        with pytest.raises(ConfigurationError, match="client is closed"):
            await client.messages(MESSAGE).fetch()

    assert len(server.requests) == 1


async def test_a_client_that_was_never_used_closes_and_stays_closed(server: ScriptedServer) -> None:
    client = client_for(server.url)
    await client.close()
    with pytest.raises(ConfigurationError, match="client is closed"):
        await client.messages(MESSAGE).fetch()


async def test_an_error_leaves_no_connection(server: ScriptedServer) -> None:
    server.always(truncated(answer(200, RECORD)))
    with pytest.raises(TwilioError):
        async with client_for(server.url) as client:
            await client.messages(MESSAGE).fetch()

    await server.disconnected()


async def test_a_proxy_carries_the_request(server: ScriptedServer, closed_port: int) -> None:
    server.always(answer(200, RECORD))
    async with client_for(f"http://127.0.0.1:{closed_port}", proxy=server.url) as client:
        await client.messages(MESSAGE).fetch()

    (arrived,) = server.requests
    assert arrived.headers["Host"] == f"127.0.0.1:{closed_port}"
    assert arrived.path == PATH
    assert (arrived.authorization or "").startswith("Basic ")


async def test_a_proxy_that_is_not_there_means_that_nothing_was_sent(
    server: ScriptedServer, closed_port: int
) -> None:
    proxy = f"http://user:pr0xy-5ecret@127.0.0.1:{closed_port}"
    async with client_for(server.url, proxy=proxy, retry=Retry(attempts=2)) as client:
        with pytest.raises(ConnectError) as caught:
            await client.messages.create(to=TO, from_=FROM, body="Hi")

    assert (caught.value.executed, caught.value.attempts) == ("no", 2)
    assert "pr0xy-5ecret" not in str(caught.value)
    assert server.requests == []


async def test_a_proxy_that_refuses_the_tunnel_means_that_nothing_was_sent(server: ScriptedServer) -> None:
    server.always(answer(407))
    async with client_for("https://api.example", proxy=server.url, retry=Retry(attempts=2)) as client:
        with pytest.raises(ConnectError) as caught:
            await client.messages.create(to=TO, from_=FROM, body="Hi")

    assert (caught.value.executed, caught.value.attempts) == ("no", 2)
    assert {arrived.method for arrived in server.requests} == {"CONNECT"}
    assert not [arrived for arrived in server.requests if arrived.authorization]


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "127.0.0.1:3128", "", "ftp://proxy"])
def test_a_proxy_that_cannot_be_is_refused(proxy: str) -> None:
    with pytest.raises(ConfigurationError, match="proxy"):
        client_for("https://api.example", proxy=proxy)


@pytest.mark.parametrize(("trusted", "excluded"), [(True, False), (True, True), (False, False)])
async def test_the_proxy_of_the_environment_counts_only_where_it_is_trusted(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch, trusted: bool, excluded: bool
) -> None:
    server.always(answer(200, RECORD))
    async with ScriptedServer() as proxy:
        proxy.always(answer(200, RECORD))
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        if excluded:
            monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        async with client_for(server.url, trust_env=trusted) as client:
            await client.messages(MESSAGE).fetch()

        via_proxy = trusted and not excluded
        assert (len(proxy.requests), len(server.requests)) == ((1, 0) if via_proxy else (0, 1))


@pytest.mark.parametrize("trusted", [True, False])
async def test_netrc_is_never_read(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, trusted: bool
) -> None:
    file = tmp_path / "netrc"
    file.write_text("machine 127.0.0.1 login somebody password else\n")
    file.chmod(0o600)
    monkeypatch.setenv("NETRC", str(file))
    server.always(answer(200, RECORD))
    async with client_for(server.url, trust_env=trusted) as client:
        await client.messages(MESSAGE).fetch()

    expected = aiohttp.encode_basic_auth(ACCOUNT, TOKEN)
    assert server.requests[0].authorization == expected


@pytest.mark.parametrize(
    "location",
    [
        b"/\xff",
        b"http://[",
        b"http://127.0.0.1:99999/",
        b"http:// /",
        b"\\\\evil",
        b"file:///etc/passwd",
        b"",
    ],
)
async def test_a_redirect_that_is_no_address_is_an_error_of_ours(
    server: ScriptedServer, location: bytes
) -> None:
    server.play(raw(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + b"\r\n\r\n"))
    server.always(refusal(404, 20404))
    async with client_for(server.url, retry=Retry(attempts=1)) as client:
        with pytest.raises(TwilioError):
            async with client.messages(MESSAGE).media("ME" + "0e" * 16).open() as body:
                await body.read()


async def test_an_answer_with_long_headers_is_read(server: ScriptedServer) -> None:
    server.play(answer(201, RECORD, Content_Security_Policy="x" * 60_000))
    async with client_for(server.url) as client:
        message = await client.messages.create(to=TO, from_=FROM, body="Hi")

    assert message.sid == MESSAGE


async def test_an_answer_that_breaks_the_protocol_is_told_in_the_words_of_aiohttp(
    server: ScriptedServer,
) -> None:
    server.play(raw(b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}"))
    async with client_for(server.url) as client:
        with pytest.raises(ConnectionLost, match="Content-Length") as caught:
            await client.messages.create(to=TO, from_=FROM, body="Hi")

    assert caught.value.executed == "unknown"
    assert "400" not in str(caught.value)


def packed(length: int) -> bytes:
    """So many blanks, compressed to about a thousandth."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(b" " * length) + packer.flush()


@pytest.mark.parametrize(
    "step",
    [
        answer(200, b" " * 100_001),
        answer(200, packed(100_001), Content_Encoding="gzip"),
        answer(200, packed(10_000_000), Content_Encoding="gzip"),
        answer(400, packed(10_000_000), Content_Encoding="gzip"),
    ],
)
async def test_a_body_is_bounded_once_it_is_decompressed(server: ScriptedServer, step: Any) -> None:
    server.always(step)
    async with client_for(server.url, max_body=100_000, retry=Retry(attempts=2)) as client:
        with pytest.raises(DecodeError, match="larger than 100000 bytes") as fetched:
            await client.messages(MESSAGE).fetch()
        with pytest.raises(DecodeError) as sent:
            await client.messages.create(to=TO, from_=FROM, body="Hi")

    assert (fetched.value.attempts, sent.value.attempts, sent.value.executed) == (2, 1, "unknown")
    await server.disconnected()


async def test_a_body_of_just_the_bound_is_read(server: ScriptedServer) -> None:
    body = orjson.dumps(RECORD).ljust(100_000)
    server.play(answer(200, body), answer(200, gzip.compress(body), Content_Encoding="gzip"))
    async with client_for(server.url, max_body=100_000) as client:
        for _ in range(2):
            assert (await client.messages(MESSAGE).fetch()).sid == MESSAGE


@asynccontextmanager
async def serving(play: Callable[[int], AsyncGenerator[bytes]]) -> AsyncGenerator[str]:
    """The address of a server that writes what `play` gives for each request of a connection."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            for number in itertools.count(1):
                head = await reader.readuntil(b"\r\n\r\n")
                length = re.search(rb"Content-Length: (\d+)", head)
                await reader.readexactly(int(length[1]) if length else 0)
                async for piece in play(number):
                    writer.write(piece)
                    await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def whole(body: str) -> bytes:
    content = orjson.dumps(RECORD | {"body": body})
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(content), content)


async def test_an_answer_that_nobody_asked_for_is_none_to_the_next_request() -> None:
    async def twice(number: int) -> AsyncGenerator[bytes]:
        yield whole("asked for")
        if number == 1:
            await is_read.wait()
            yield whole("a second one")

    async with serving(twice) as url, client_for(url) as client:
        for _ in range(3):
            is_read = asyncio.Event()
            assert (await client.messages(MESSAGE).fetch()).body == "asked for"
            is_read.set()
            await asyncio.sleep(0.01)


ENDLESS = b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"sid\r\n'


@pytest.mark.parametrize("pause", [0.0, 0.001, 0.01])
async def test_a_body_of_chunks_that_are_none_is_lost(pause: float) -> None:
    async def play(number: int) -> AsyncGenerator[bytes]:
        del number
        yield ENDLESS
        await asyncio.sleep(pause)
        yield b"no length\r\n"

    async with serving(play) as url, client_for(url, timeout=Timeout(read=0.05)) as client:
        with pytest.raises((ConnectionLost, RequestTimeout)) as caught:
            await client.messages(MESSAGE).fetch()

    assert caught.value.attempts == 5


async def test_a_call_that_is_cancelled_in_a_body_gives_its_connection_back() -> None:
    async def play(number: int) -> AsyncGenerator[bytes]:
        del number
        yield ENDLESS
        begun.set()

    begun = asyncio.Event()
    async with (
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=1)) as session,
        serving(play) as url,
        client_for(url, session=session) as client,
    ):
        for _ in range(2):
            call = asyncio.create_task(client.messages(MESSAGE).fetch())
            async with asyncio.timeout(5):
                await begun.wait()
            begun.clear()
            await asyncio.sleep(0.01)
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call


async def test_chunks_that_are_none_end_within_the_time_to_read() -> None:
    async def play(number: int) -> AsyncGenerator[bytes]:
        del number
        yield ENDLESS
        await asyncio.sleep(0.01)
        yield b"no length\r\n"

    options = Timeout(read=0.05)
    async with serving(play) as url, client_for(url, timeout=options, retry=Retry(attempts=2)) as client:
        async with asyncio.timeout(5):
            with pytest.raises(RequestTimeout) as caught:
                await client.messages(MESSAGE).fetch()

    assert caught.value.attempts == 2


async def test_no_representation_shows_what_was_sent(server: ScriptedServer) -> None:
    server.play(answer(200, RECORD))
    async with client_for(server.url) as client:
        await client.messages(MESSAGE).fetch()
        (arrived,) = server.requests

        assert arrived.authorization is not None
        assert arrived.authorization not in repr(vars(client))
