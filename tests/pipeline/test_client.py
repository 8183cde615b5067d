"""Making a client: no input or output, no loop, and clear words where an argument cannot be."""

import asyncio
import gc
import pydoc
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.clients import ACCOUNT, FROM, MESSAGE, RECORD, TO, TOKEN, client_for
from tests.support.leaks import open_sockets
from tests.support.server import ScriptedServer, answer
from twilio_async import AuthToken, Client, ConfigurationError, Timeout

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
    assert "messages = Below(Messages, 'Messages')" in shown.replace("messages:", "")
    assert "status_callback: str" in pydoc.render_doc(client.messages.create)
    assert (
        repr(client.sip.domains("SD1").auth)
        == f"<SipAuth /2010-04-01/Accounts/{ACCOUNT}/SIP/Domains/SD1/Auth>"
    )


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


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"format": "yaml"}, "format"),
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
    with pytest.raises(ConfigurationError, match=named):
        client_for(**({"url": "https://api.twilio.com"} | arguments))


@pytest.mark.parametrize(
    ("name", "value"), [("connect", 0), ("read", -1), ("total", float("inf")), ("read", "5")]
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
