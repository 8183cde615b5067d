"""Making a client: no input or output, no loop, and clear words where an argument cannot be."""

import asyncio
import gc
import pydoc
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from tests.support.clients import ACCOUNT, FROM, MESSAGE, RECORD, TO, TOKEN, client_for
from tests.support.leaks import open_sockets
from tests.support.server import ScriptedServer, answer
from twilio_async import (
    AuthToken,
    Client,
    ClientCredentials,
    Clock,
    ConfigurationError,
    InvalidArgument,
    Retry,
    RetryEvent,
    Timeout,
)
from twilio_async.emulator import Emulator

AUDIT = """
import logging, sys
from twilio_async import Client, LegacySmsMessage, Message  # What is imported ahead is not at its first use.
events = []
sys.addaudithook(lambda name, _: events.append(name))
modules = set(sys.modules)
client = Client("AC" + "0a" * 16, "5ec7e7", trust_env=True)
client.messages("SM" + "0c" * 16).media
client.messages.list(to="+15558675310", page_size=50)
client.v2008.sms.messages
outside = {"socket", "open", "import", "subprocess", "os"}
touched = [name for name in events if name.partition(".")[0] in outside]
assert not touched, touched
assert set(sys.modules) == modules, set(sys.modules) - modules
assert not logging.root.handlers
assert logging.root.level == logging.WARNING
for name in ("twilio_async", "aiohttp", "asyncio"):
    assert not logging.getLogger(name).handlers
    assert logging.getLogger(name).level == logging.NOTSET
"""


def test_making_a_client_touches_nothing_and_configures_no_logging() -> None:
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", AUDIT], check=True, cwd=root, timeout=60)


def test_the_help_of_python_shows_what_there_is() -> None:
    client = Client(ACCOUNT, TOKEN)

    shown = pydoc.render_doc(Client, renderer=pydoc.plaintext)  # type: ignore[attr-defined]  # It has one.
    assert "messages = <Messages .../messages>" in shown.replace("messages:", "")
    assert "status_callback: str" in pydoc.render_doc(client.messages.create)
    assert (
        repr(client.sip.domains("SD1").auth)
        == f"<SipAuth /2010-04-01/Accounts/{ACCOUNT}/SIP/Domains/SD1/Auth>"
    )


def test_a_client_says_where_it_asks_and_whose_credentials_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", TOKEN)
    client = Client(ACCOUNT, region="ie1", edge="dublin")

    assert client.base_url == "https://api.dublin.ie1.twilio.com"
    assert client.credentials_source == "account_sid from the argument, auth_token from TWILIO_AUTH_TOKEN"


def test_making_a_client_needs_no_loop_and_leaves_nothing() -> None:
    with pytest.raises(RuntimeError):
        asyncio.get_running_loop()
    before = open_sockets()
    client = Client(ACCOUNT, TOKEN)

    assert client.account_sid == ACCOUNT
    assert open_sockets() == before
    del client
    gc.collect()


def test_a_client_works_in_the_loop_of_its_first_request(closed_port: int) -> None:
    client = client_for(f"http://127.0.0.1:{closed_port}")

    async def use() -> dict[str, Any]:
        async with ScriptedServer() as server:
            server.always(answer(200, RECORD))
            async with client_for(server.url) as other:
                message = await other.messages(MESSAGE).fetch()
            await client.close()
            return {"sid": message.sid}

    assert asyncio.run(use()) == {"sid": MESSAGE}


async def hook(event: RetryEvent) -> None:
    """Nobody would await this."""


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"format": "yaml"}, "format"),
        ({"format": []}, "format takes a str, such as 'json', not list"),
        ({"format": None}, "format takes a str"),
        ({"retry": 3}, r"retry takes a Retry, such as Retry\(attempts=3\), not int"),
        ({"retry": Retry}, "retry takes a Retry.*, not the class Retry"),
        ({"retry": None}, "retry takes a Retry.*, not NoneType"),
        ({"limits": 5}, r"limits takes a Limits, such as Limits\(concurrency=20\), not int"),
        ({"timeout": "3"}, r"timeout takes a Timeout, such as Timeout\(total=3\), or seconds, not str"),
        ({"timeout": True}, "timeout takes a Timeout"),
        ({"timeout": aiohttp.ClientTimeout(3)}, "timeout takes a Timeout.*, not ClientTimeout"),
        ({"clock": time}, r"clock takes a Clock, such as Clock\(\), not module"),
        ({"clock": Clock}, "clock takes a Clock.*, not the class Clock"),
        ({"session": "https://api.twilio.com"}, r"session takes a ClientSession, such as aiohttp\.Client"),
        ({"session": aiohttp.ClientSession}, "session takes a ClientSession.*, not the class ClientSession"),
        ({"on_retry": 3}, "on_retry takes a Callable, such as print, not int"),
        ({"on_retry": hook}, "on_retry takes a function that is called, not one that is awaited"),
        ({"max_body": "1 MB"}, "max_body takes an int, such as 10_000_000, not str"),
        ({"max_body": True}, "max_body takes an int"),
        ({"max_body": None}, "max_body takes an int"),
        ({"max_body": 0}, "max_body must be above 0"),
        ({"base_url": 4010}, "base_url takes a str, such as .*, not int"),
        ({"base_url": URL("https://api.twilio.com")}, "base_url takes a str, such as .*, not URL"),
        ({"base_url": None, "region": 1, "edge": "dublin"}, "region takes a str, such as 'ie1', not int"),
        ({"base_url": None, "region": "ie1", "edge": ["dublin"]}, "edge takes a str, such as 'dublin'"),
        ({"base_url": None, "region": "", "edge": "dublin"}, "region ''"),
        ({"base_url": None, "region": "ie1", "edge": "roaming"}, "voice SDKs"),
        ({"base_url": ""}, "base_url"),
        ({"allow_http": 1}, "allow_http takes a bool, such as True, not int"),
        ({"trust_env": "yes"}, "trust_env takes a bool, such as True, not str"),
        ({"user_agent": 1.0}, "user_agent takes a str, such as 'myapp/1.0', not float"),
        ({"proxy": 3128}, "proxy takes a str"),
        ({"proxy": URL("http://proxy:3128")}, "proxy takes a str"),
        ({"timeout": 0}, "total"),
        ({"timeout": -1}, "total"),
        ({"timeout": float("nan")}, "total"),
        ({"base_url": "http://api.twilio.com"}, "base_url"),
        ({"base_url": "https://api.twilio.com", "region": "ie1", "edge": "dublin"}, "base_url"),
        ({"base_url": None, "region": "ie1"}, "edge"),
        ({"base_url": None, "edge": "dublin"}, "region"),
        ({"user_agent": "two\r\nlines"}, "user_agent"),
        ({"user_agent": "ünïcode"}, "user_agent"),
        ({"proxy": "socks5://127.0.0.1:9"}, "proxy"),
    ],
)
def test_an_argument_that_cannot_be_is_named(arguments: dict[str, Any], named: str) -> None:
    with pytest.raises(ConfigurationError, match=named) as caught:
        client_for(**({"url": "https://api.twilio.com"} | arguments))

    assert caught.value.executed == "no"
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"), [("connect", 0), ("read", -1), ("total", float("inf")), ("read", "5"), ("total", True)]
)
def test_a_timeout_that_cannot_be_is_named(name: str, value: Any) -> None:
    with pytest.raises(ConfigurationError, match=name):
        Timeout(**{name: value})


@pytest.mark.parametrize(
    ("variables", "arguments", "host"),
    [
        ({}, {}, "api.twilio.com"),
        ({"REGION": "ie1", "EDGE": "dublin"}, {}, "api.dublin.ie1.twilio.com"),
        ({"REGION": "ie1"}, {"edge": "dublin"}, "api.dublin.ie1.twilio.com"),
        (
            {"REGION": "us1", "EDGE": "ashburn"},
            {"region": "au1", "edge": "sydney"},
            "api.sydney.au1.twilio.com",
        ),
        ({"REGION": "", "EDGE": ""}, {}, "api.twilio.com"),
        ({"REGION": "ie1", "EDGE": "dublin"}, {"base_url": "https://api.example"}, "api.example"),
        ({"REGION": "us1"}, {}, "api.twilio.com"),
        ({"BASE_URL": "https://api.example/"}, {}, "api.example"),
        ({"BASE_URL": ""}, {}, "api.twilio.com"),
        ({"BASE_URL": "https://api.example"}, {"base_url": "https://other.example"}, "other.example"),
        ({"BASE_URL": "https://api.example", "REGION": "ie1", "EDGE": "dublin"}, {}, "api.example"),
        (
            {"BASE_URL": "https://api.example"},
            {"region": "ie1", "edge": "dublin"},
            "api.dublin.ie1.twilio.com",
        ),
        (
            {"BASE_URL": "https://api.example", "EDGE": "dublin"},
            {"region": "ie1"},
            "api.dublin.ie1.twilio.com",
        ),
    ],
)
def test_the_address_follows_arguments_before_the_environment(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], arguments: dict[str, str], host: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(f"TWILIO_{name}", value)
    given: dict[str, Any] = {"credentials": AuthToken(ACCOUNT, TOKEN)} | arguments

    assert repr(Client(**given)) == f"<Client {ACCOUNT} at https://{host}>"


def test_half_of_an_address_in_the_environment_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_REGION", "ie1")
    with pytest.raises(ConfigurationError, match=r"'dublin'.*TWILIO_EDGE"):
        Client(ACCOUNT, TOKEN)


async def test_a_base_url_in_the_environment_is_asked_and_twilio_is_not(
    monkeypatch: pytest.MonkeyPatch, emulator: Emulator
) -> None:
    monkeypatch.setenv("TWILIO_BASE_URL", f"{emulator.url}/")
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", emulator.account_sid)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", emulator.auth_token)
    async with Client() as client:
        await client.messages.create(to=TO, from_=FROM, body="Hi")
        for url in (
            "https://api.twilio.com/2010-04-01/Accounts.json",
            "https://verify.twilio.com/v2/Services",
        ):
            with pytest.raises(InvalidArgument, match=r"TWILIO_BASE_URL.*never asks Twilio"):
                await client.request("GET", url)
            with pytest.raises(InvalidArgument, match=r"TWILIO_BASE_URL.*never asks Twilio"):
                client.iterate(url, key="services")
        assert (await client.request("GET", "/2010-04-01/Accounts.json")).status == 200

    assert len(emulator.requests) == 2


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("http://api.twilio.com", "use https"),
        ("http://twilio:4010", r"allow_http=True or TWILIO_ALLOW_HTTP=1"),
        ("twilio:4010", "is not like 'https://host'"),
        ("https://api.example\n", "plain address"),
        ("https://me:5ec7e7@api.example", "credentials"),
    ],
)
def test_a_wrong_base_url_in_the_environment_is_named(
    monkeypatch: pytest.MonkeyPatch, value: str, said: str
) -> None:
    monkeypatch.setenv("TWILIO_BASE_URL", value)
    with pytest.raises(ConfigurationError, match=f"(?s)TWILIO_BASE_URL.*{said}") as caught:
        Client(ACCOUNT, TOKEN)

    assert "5ec7e7" not in str(caught.value)


class ByName(AbstractResolver):
    """Knows one machine, which is this one."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        assert host == "twilio"
        return [
            {"hostname": host, "host": "127.0.0.1", "port": port, "family": family, "proto": 0, "flags": 0}
        ]

    async def close(self) -> None:
        """There is nothing to close."""


@pytest.mark.parametrize("word", [None, "1", "true", "YES"])
async def test_an_emulator_on_another_machine_is_reached_where_that_is_permitted(
    monkeypatch: pytest.MonkeyPatch, emulator: Emulator, word: str | None
) -> None:
    address = f"http://twilio:{URL(emulator.url).port}"
    credentials = ClientCredentials(emulator.account_sid, emulator.client_id, emulator.client_secret)
    if word is not None:
        monkeypatch.setenv("TWILIO_ALLOW_HTTP", word)
        monkeypatch.setenv("TWILIO_BASE_URL", address)
    arguments: dict[str, Any] = {"base_url": address, "allow_http": True} if word is None else {}
    async with (
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(resolver=ByName())) as session,
        Client(credentials=credentials, session=session, **arguments) as client,
    ):
        await client.messages.create(to=TO, from_=FROM, body="Hi")

    assert emulator.requests[0].path == "/v2/token"
    assert len(emulator.messages) == 1


@pytest.mark.parametrize("word", ["2", "on", "ja", "1 "])
def test_a_word_that_permits_nothing_is_named(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setenv("TWILIO_ALLOW_HTTP", word)
    with pytest.raises(ConfigurationError, match=f"TWILIO_ALLOW_HTTP is '{word}': set it to 1, true or yes"):
        Client(ACCOUNT, TOKEN)


@pytest.mark.parametrize(("word", "argument"), [("0", None), ("false", None), ("", None), ("1", False)])
def test_plain_http_can_be_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, word: str, argument: bool | None
) -> None:
    monkeypatch.setenv("TWILIO_ALLOW_HTTP", word)
    with pytest.raises(ConfigurationError, match=r"allow_http=True.*TWILIO_ALLOW_HTTP=1"):
        Client(ACCOUNT, TOKEN, base_url="http://twilio:4010", allow_http=argument)


@pytest.mark.parametrize("form", ["json", "xml"])
async def test_the_format_chooses_the_address_of_a_resource(server: ScriptedServer, form: str) -> None:
    server.always(answer(200, RECORD))
    async with client_for(server.url, format=form) as client:
        await client.messages(MESSAGE).fetch()

    suffix = ".json" if form == "json" else ""
    assert server.requests[0].path == f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{MESSAGE}{suffix}"


async def test_wrong_names_are_type_errors_before_anything_is_sent(server: ScriptedServer) -> None:
    wrong: dict[str, Any] = {"to": TO, "from_": FROM, "bodi": "Hi"}
    async with client_for(server.url) as client:
        with pytest.raises(TypeError, match="bodi"):
            await client.messages.create(**wrong)

    assert server.requests == []
