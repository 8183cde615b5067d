"""What errors say to do."""

import asyncio
import base64
import re
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest

from tests.support.server import Step, answer, closed, refusal
from twilio_async.emulator import Emulator

from .conftest import Invoke, playing, serving, told

HEX = "0d" * 16


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_an_emulator_that_is_down(host: str, invoke: Invoke) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    result = invoke("messages", "list", "--base-url", f"http://{host}:{port}", "--retries", "0")

    assert result.exit_code == 1
    assert result.stderr == (
        f"twilio-async: nothing listens at http://{host}:{port}: start the emulator there with "
        f"`twilio-async emulator --port {port}`, or give another address: --base-url, TWILIO_BASE_URL "
        "or --profile\n"
    )


def test_a_message_is_in_no_doubt_where_nothing_listens(account: Emulator, invoke: Invoke) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
    send = ("send", "--to", "+15558675310", "--from", "+15550100000", "--body", "Hi")
    result = invoke(*send, "--base-url", url, "--retries", "0")

    assert result.exit_code == 1
    assert result.stderr.startswith(f"twilio-async: nothing listens at {url}")
    assert "may have been sent" not in result.stderr
    assert not account.messages


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        (
            {"TWILIO_AUTH_TOKEN": "0" * 32},
            "credentials from TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN",
        ),
        (
            {"TWILIO_API_KEY": "SK" + HEX, "TWILIO_API_SECRET": "wrong"},
            "credentials from TWILIO_ACCOUNT_SID, TWILIO_API_KEY and TWILIO_API_SECRET",
        ),
    ],
)
@pytest.mark.usefixtures("account")
def test_credentials_that_are_refused_are_named(
    variables: dict[str, str], named: str, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    result = invoke("messages", "list")

    assert result.exit_code == 1
    assert named in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("command", "sid", "hint"),
    [
        (("messages", "get"), f"CA{HEX}", f"CA{HEX} is a call: twilio-async calls get CA{HEX}"),
        (("calls", "get"), f"SM{HEX}", f"SM{HEX} is a message: twilio-async messages get SM{HEX}"),
        (("calls", "get"), f"MM{HEX}", f"MM{HEX} is a message: twilio-async messages get MM{HEX}"),
        (("calls", "get"), f"AC{HEX}", f"AC{HEX} is an account: twilio-async accounts get AC{HEX}"),
        (("accounts", "get"), f"CA{HEX}", f"CA{HEX} is a call: twilio-async calls get CA{HEX}"),
        (("recordings", "download"), f"CA{HEX}", f"CA{HEX} is a call: twilio-async calls get CA{HEX}"),
        (("calls", "get"), f"RE{HEX}", f"RE{HEX} is a recording: twilio-async recordings get RE{HEX}"),
    ],
)
def test_a_sid_of_another_kind_is_told_its_command(
    command: tuple[str, ...], sid: str, hint: str, account: Emulator, invoke: Invoke
) -> None:
    result = invoke(*command, sid)

    assert result.exit_code == 1
    assert result.stderr == f"twilio-async: {hint}\n"
    assert not account.requests


def test_what_is_not_there_is_named_with_its_account(account: Emulator, invoke: Invoke) -> None:
    result = invoke("messages", "get", f"SM{HEX}")

    assert result.exit_code == 1
    assert re.fullmatch(
        f"twilio-async: account {account.account_sid} has no message SM{HEX} "
        r"\[HTTP 404, code 20404, request RQ\w+\]: check the SID, and the account: credentials from "
        "TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN are used, --profile or --account-sid gives others\n",
        result.stderr,
    )


def test_an_account_that_is_not_there_is_named(account: Emulator, invoke: Invoke) -> None:
    result = invoke("messages", "list", "--account-sid", f"AC{HEX}")

    assert result.exit_code == 1
    assert result.stderr.startswith(
        f"twilio-async: there is no account AC{HEX} here, or it has no Messages ["
    )
    assert "credentials from TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN are used" in result.stderr
    assert account.requests


@pytest.mark.usefixtures("account")
def test_what_is_not_there_below_something_else_can_be_looked_up_alone(invoke: Invoke) -> None:
    path = f"/2010-04-01/Accounts/{{account_sid}}/Calls/CA{HEX}/Recordings/RE{HEX}.json"
    result = invoke("raw", "GET", path)

    assert f"has no recording RE{HEX} [HTTP 404" in result.stderr
    assert f"check the SID (twilio-async get RE{HEX})" in result.stderr


@pytest.mark.usefixtures("account")
def test_a_path_that_is_not_there(invoke: Invoke) -> None:
    result = invoke("raw", "GET", "/v1/Nothing")

    assert result.exit_code == 1
    assert "check the path and its host" in result.stderr


@pytest.mark.usefixtures("account")
def test_a_timeout_names_the_host_and_the_option(invoke: Invoke) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        host = f"127.0.0.1:{server.getsockname()[1]}"
        options = ("--base-url", f"http://{host}", "--timeout", "0.3", "--retries", "0")
        read = invoke("messages", "list", *options)
        sent = invoke("send", "--to", "+15558675310", "--from", "+15550100000", "--body", "Hi", *options)

    for result in (read, sent):
        assert result.exit_code == 1
        assert f"no answer within 0.3 s from {host}: --timeout SECONDS gives it longer" in result.stderr
        assert result.stderr.count("\n") == 1
    assert "The message may have been sent: look it up" in sent.stderr


async def _say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A server of another protocol, such as SSH."""
    await reader.read(65_536)
    writer.write(b"SSH-2.0-OpenSSH\r\n")
    writer.close()


@asynccontextmanager
async def talking_otherwise() -> AsyncGenerator[str, None]:
    async with await asyncio.start_server(_say_nothing, "127.0.0.1", 0) as server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"


LIBRARY = re.compile(r"[A-Za-z]+(Error|Exception)\b|ssl:|Traceback|aiohttp|\bclient\.|_ssl\.c")
"""The words of libraries, and of Python."""


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize("option", ["--quiet", "--verbose"])
def test_a_host_without_http_or_tls(option: str, invoke: Invoke) -> None:
    with serving(talking_otherwise()) as host:
        plain = invoke("messages", "list", "--base-url", f"http://{host}", "--retries", "0", option)
        secure = invoke("messages", "list", "--base-url", f"https://{host}", "--retries", "0", option)

    assert f"the answer is no HTTP, at {host}: check the address" in plain.stderr
    assert f"the host does not speak TLS, {host}: is its address http://...?" in secure.stderr
    for result in (plain, secure):
        assert result.exit_code == 1
        assert not LIBRARY.search(result.stderr), result.stderr


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize("option", ["--quiet", "--verbose"])
def test_a_name_that_is_not_found(option: str, invoke: Invoke) -> None:
    result = invoke("messages", "list", "--base-url", "https://nobody.invalid", "--retries", "0", option)

    assert result.exit_code == 1
    assert "the name of the host is not found, nobody.invalid:443: check the network" in result.stderr
    assert not LIBRARY.search(result.stderr), result.stderr


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize(
    ("step", "said"),
    [
        (answer(200, b"{bad", Content_Type="application/json"), "is {host} an API of Twilio's?"),
        (answer(200, b"<html>", Content_Type="text/html"), "is {host} an API of Twilio's?"),
        (answer(502, b"<html>Bad gateway</html>"), "[HTTP 502]; {host} failed: try again later"),
        (closed(), "the connection broke off, at {host}: check the address, and try again"),
    ],
)
@pytest.mark.parametrize("option", ["--quiet", "--verbose"])
def test_no_words_of_a_library(*, step: Step, said: str, option: str, invoke: Invoke) -> None:
    with serving(playing(step)) as server:
        host = server.url.removeprefix("http://")
        result = invoke("messages", "list", "--base-url", server.url, "--retries", "0", option)

    assert result.exit_code == 1
    assert said.format(host=host) in result.stderr
    assert not LIBRARY.search(result.stderr), result.stderr


@pytest.mark.usefixtures("account")
def test_credentials_that_a_gateway_repeats_are_not_printed(account: Emulator, invoke: Invoke) -> None:
    pair = f"{account.account_sid}:{account.auth_token}".encode()
    header = base64.b64encode(pair).decode()
    for status in (400, 401, 403, 502):
        step = refusal(status, 20003, f"what came had Authorization: Basic {header}, which is odd")
        with serving(playing(step)) as server:
            result = invoke("messages", "list", "--base-url", server.url, "--retries", "0", "--verbose")
        assert result.exit_code == 1
        assert header not in result.output
        assert "Basic ***, which is odd" in result.stderr


@pytest.mark.usefixtures("account")
def test_a_token_that_cannot_be_one_is_a_line(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "ab\ncd")
    result = invoke("messages", "list")

    assert result.exit_code == 1
    assert "TWILIO_AUTH_TOKEN" in result.stderr
    assert "ab" not in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_mistyped_command_is_guessed(invoke: Invoke) -> None:
    result = invoke("mesages", "list")

    assert result.exit_code == 2
    assert "Did you mean 'messages'" in told(result)
