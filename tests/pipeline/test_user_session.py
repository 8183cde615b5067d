"""A session of the user's brings no credentials of its own, wherever aiohttp would find them."""

import asyncio
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.support.clients import ACCOUNT, FROM, MESSAGE, RECORD, TO, TOKEN, client_for
from tests.support.server import ScriptedServer, answer
from twilio_async import ConfigurationError

LOGIN = "login somebody password n3trc-5ecret"


@pytest.fixture
def netrc(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The file that NETRC names; it is not there yet."""
    file = tmp_path / "netrc"
    monkeypatch.setenv("NETRC", str(file))
    return file


def write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", ["Authorization", "authorization"])
async def test_a_session_that_authorizes_by_itself_is_refused(server: ScriptedServer, name: str) -> None:
    async with aiohttp.ClientSession(headers={name: "Basic c2VjcmV0", "X-Mine": "yes"}) as session:
        with pytest.raises(ConfigurationError, match="Authorization among its default headers") as caught:
            client_for(server.url, session=session)

    assert "c2VjcmV0" not in str(caught.value)


@pytest.mark.parametrize("entry", [f"machine 127.0.0.1 {LOGIN}", f"default {LOGIN}"])
async def test_a_session_that_finds_a_login_in_netrc_is_refused(
    server: ScriptedServer, netrc: Path, entry: str
) -> None:
    write(netrc, f"{entry}\n")
    server.always(answer(200, RECORD))
    said = rf"{netrc} \(trust_env=True\), which has a login for 127\.0\.0\.1"
    async with (
        aiohttp.ClientSession(trust_env=True) as session,
        client_for(server.url, session=session) as client,
    ):
        for _ in range(2):
            with pytest.raises(ConfigurationError, match=said) as caught:
                await client.messages.create(to=TO, from_=FROM, body="Hi")
            assert caught.value.executed == "no"
            assert "5ec" not in str(caught.value)

    assert server.requests == []


@pytest.mark.parametrize(
    "content",
    [None, "", f"machine api.example {LOGIN}\n", "machine 127.0.0.1 what"],
)
async def test_a_session_that_finds_none_is_used(
    server: ScriptedServer, netrc: Path, content: str | None
) -> None:
    if content is not None:
        write(netrc, content)
    server.always(answer(200, RECORD))
    async with (
        aiohttp.ClientSession(trust_env=True) as session,
        client_for(server.url, session=session) as client,
    ):
        for _ in range(2):
            await client.messages(MESSAGE).fetch()

    assert len(server.requests) == 2


async def test_a_session_that_stumbles_over_netrc_is_refused(server: ScriptedServer, netrc: Path) -> None:
    await asyncio.to_thread(netrc.write_bytes, b"\xff\xfe\x00")
    async with (
        aiohttp.ClientSession(trust_env=True) as session,
        client_for(server.url, session=session) as client,
    ):
        with pytest.raises(ConfigurationError, match="which is no text"):
            await client.messages(MESSAGE).fetch()

    assert server.requests == []


async def test_a_login_at_home_counts_too(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write(tmp_path / ".netrc", f"machine 127.0.0.1 {LOGIN}\n")
    monkeypatch.delenv("NETRC", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    async with (
        aiohttp.ClientSession(trust_env=True) as session,
        client_for(server.url, session=session) as client,
    ):
        with pytest.raises(ConfigurationError, match=r"a login for 127\.0\.0\.1"):
            await client.messages(MESSAGE).fetch()

    assert server.requests == []


@pytest.mark.parametrize("options", [{}, {"trust_env": True}])
async def test_without_a_session_of_the_users_netrc_is_nothing(
    server: ScriptedServer, netrc: Path, options: dict[str, Any]
) -> None:
    write(netrc, f"machine 127.0.0.1 {LOGIN}\n")
    server.always(answer(200, RECORD))
    async with client_for(server.url, **options) as client:
        await client.messages(MESSAGE).fetch()

    assert server.requests[0].authorization == aiohttp.encode_basic_auth(ACCOUNT, TOKEN)
