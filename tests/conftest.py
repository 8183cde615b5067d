"""Fixtures for all tests, and the rule that a test leaves no task and no socket behind."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from typing import Protocol

import pytest
from aioresponses import aioresponses
from hypothesis import HealthCheck, settings

from tests.support.clock import ManualClock
from tests.support.leaks import open_sockets, other_tasks, settle
from tests.support.mocking import MockedResponse
from tests.support.postgres import programs
from tests.support.server import ScriptedServer
from tests.support.times import LoopTime
from twilio_async.emulator import Emulator

# How long an example takes is the machine's affair.
settings.register_profile("tests", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")

VARIABLES = (
    "TWILIO_ACCOUNT_SID",
    "TWILIO_AUTH_TOKEN",
    "TWILIO_API_KEY",
    "TWILIO_API_SECRET",
    "TWILIO_PROFILE",
    "TWILIO_REGION",
    "TWILIO_EDGE",
    "TWILIO_BASE_URL",
    "TWILIO_ALLOW_HTTP",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
)


class Summary(Protocol):
    """What is said at the end of a run: what of pytest's reporter is used here."""

    def section(self, title: str, *, red: bool, bold: bool) -> None: ...

    def line(self, msg: str) -> None: ...


def pytest_terminal_summary(terminalreporter: Summary) -> None:
    if programs() is None:
        terminalreporter.section("PostgreSQL IS NOT INSTALLED", red=True, bold=True)
        terminalreporter.line("Journals were tested on SQLite alone: apt-get install postgresql")


@pytest.fixture(autouse=True)
async def nothing_is_left_behind() -> AsyncIterator[None]:
    sockets = open_sockets()
    yield
    await settle(sockets)
    assert not other_tasks()
    assert not open_sockets() - sockets


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def loop_time(monkeypatch: pytest.MonkeyPatch) -> LoopTime:
    """The time of the loop that the test runs in."""
    loop = asyncio.get_running_loop()
    leaping = LoopTime(loop)
    monkeypatch.setattr(loop, "time", leaping.time)
    return leaping


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    async with ScriptedServer() as running:
        yield running


@pytest.fixture
def closed_port() -> int:
    """A port where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


@pytest.fixture
def mute_port() -> Iterator[int]:
    """A port where connections are taken and nothing is ever said."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator() as running:
        yield running


@pytest.fixture
def mocked(monkeypatch: pytest.MonkeyPatch) -> Iterator[aioresponses]:
    """Requests of aiohttp are answered by what is registered here."""
    monkeypatch.setattr("aioresponses.core.ClientResponse", MockedResponse)
    with aioresponses() as requests:
        yield requests
