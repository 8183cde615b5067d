"""What the library gives to the tests of others: the fixture, and the same as a context manager."""

import subprocess
import sys
from pathlib import Path

import pytest

from twilio_async.emulator import Fault
from twilio_async.testing import TwilioEmulator

TO, FROM = "+15558675310", "+15017122661"


async def test_the_fixture_is_a_server_with_a_client(twilio_emulator: TwilioEmulator) -> None:
    message = await twilio_emulator.client.messages.create(to=TO, from_=FROM, body="Hi")

    assert [(sent.sid, sent.body) for sent in twilio_emulator.messages] == [(message.sid, "Hi")]


async def test_each_test_has_a_server_of_its_own(twilio_emulator: TwilioEmulator) -> None:
    assert twilio_emulator.messages == []


async def test_more_clients_can_be_bound() -> None:
    async with TwilioEmulator(seed=7) as twilio, twilio.bind(format="xml") as client:
        twilio.scenes.seed_messages(3)
        twilio.faults.script(Fault.rate_limited(retry_after=0))

        messages = await client.messages.list()

    assert [message.sid for message in messages] == [message.sid for message in reversed(twilio.messages)]


async def test_a_client_is_closed_with_its_server() -> None:
    async with TwilioEmulator() as twilio:
        await twilio.client.messages.list()
    # The check after every test finds what would be left open.


@pytest.mark.twilio(clock="frozen")
@pytest.mark.twilio(seed=7, sent_after=0)
async def test_settings_come_from_the_markers(twilio_emulator: TwilioEmulator) -> None:
    assert (twilio_emulator.seed, twilio_emulator.sent_after) == (7, 0)
    assert twilio_emulator.clock.is_frozen


OTHER_TESTS = """
import warnings
from contextlib import asynccontextmanager

import pytest
from fastapi import FastAPI

from twilio_async import Client

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # It wants a successor of httpx.
    from fastapi.testclient import TestClient

URLS = set()

@pytest.mark.parametrize("number", range(2))
def test_one_address_and_nothing_of_others(twilio_server, number, monkeypatch):
    for name, value in twilio_server.environment.items():
        monkeypatch.setenv(name, value)
    assert (twilio_server.calls, len(URLS | {twilio_server.url})) == ([], 1)
    URLS.add(twilio_server.url)
    twilio_server.scenes.seed_calls(3)

@asynccontextmanager
async def lifespan(app):
    async with Client() as app.state.twilio:
        yield

app = FastAPI(lifespan=lifespan)

@app.post("/greetings")
async def greet(to: str) -> None:
    await app.state.twilio.messages.create(to=to, from_="+15017122661", body="Hi")

def test_a_synchronous_test_of_a_service(twilio_server, monkeypatch):
    for name, value in twilio_server.environment.items():
        monkeypatch.setenv(name, value)
    with TestClient(app) as service:
        assert service.post("/greetings?to=%2B15558675310").status_code == 200
    assert [message.body for message in twilio_server.messages] == ["Hi"]

def test_the_server_of_the_session(twilio_session_server):
    assert URLS <= {twilio_session_server.url}

@pytest.mark.twilio(seed=9)
class TestMarked:
    def test_an_address_of_its_own(self, twilio_server):
        assert twilio_server.seed == 9 and twilio_server.url not in URLS

@pytest.mark.asyncio
async def test_with_pytest_asyncio(twilio_emulator):
    assert await twilio_emulator.client.messages.list() == []

@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request):
    return request.param

@pytest.mark.anyio
@pytest.mark.twilio(seed=8)
async def test_with_anyio(twilio_emulator, anyio_backend):
    assert twilio_emulator.seed == 8
    assert await twilio_emulator.client.messages.list() == []

@pytest.mark.twilio(sead=1)
def test_a_marker_that_is_wrong(twilio_server):
    pass

@pytest.mark.twilio(sent_after=5)
def test_settings_that_are_refused(twilio_server):
    pass

@pytest.mark.twilio(7)
def test_a_setting_without_a_name(twilio_server):
    pass
"""


def test_the_fixtures_in_a_project_of_others(tmp_path: Path) -> None:
    (tmp_path / "test_others.py").write_text(OTHER_TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\nasyncio_default_fixture_loop_scope = function\n")
    options = ("-rsf", "-p", "no:cacheprovider", "-W", "error", "--strict-markers", "--numprocesses=2")
    command = [sys.executable, "-m", "pytest", *options]

    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)

    assert "7 passed, 1 skipped, 3 errors" in ended.stdout
    assert "with trio use twilio_server" in ended.stdout
    assert "@pytest.mark.twilio: got an unexpected keyword argument 'sead'" in ended.stdout
    assert "@pytest.mark.twilio: sent_after must be between" in ended.stdout
    assert "@pytest.mark.twilio: 7 has no name, as in seed=7" in ended.stdout
