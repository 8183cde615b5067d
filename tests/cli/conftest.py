"""An emulator beside the commands, the environment that points to it, and ways to run commands."""

import asyncio
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from queue import Queue
from threading import Thread
from typing import TypeAlias

import pytest
from typer.testing import CliRunner, Result

from twilio_async.cli.app import app
from twilio_async.emulator import Emulator

PATIENCE = 60.0
"""Seconds after which a process counts as stuck."""

Invoke: TypeAlias = Callable[..., Result]


@contextmanager
def serving(emulator: Emulator) -> Generator[Emulator, None, None]:
    """Let the emulator serve from a thread of its own: commands run a loop of theirs in this one."""
    loops: Queue[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Queue()

    async def serve() -> None:
        ended = asyncio.Event()
        async with emulator:
            loops.put((asyncio.get_running_loop(), ended))
            await ended.wait()

    thread = Thread(target=asyncio.run, args=[serve()])
    thread.start()
    loop, ended = loops.get(timeout=PATIENCE)
    try:
        yield emulator
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join(PATIENCE)


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "FORCE_COLOR", "NO_COLOR", "TWILIO_BASE_URL", "PYTHONWARNINGS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with serving(Emulator()) as running:
        yield running


@pytest.fixture
def account(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> Emulator:
    """The emulator, with its address and credentials in the environment."""
    point_to(emulator, monkeypatch)
    return emulator


def point_to(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_BASE_URL", emulator.url)
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", emulator.account_sid)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", emulator.auth_token)


@pytest.fixture
def invoke() -> Invoke:
    """Run a command in this process."""

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, arguments, catch_exceptions=False)

    return run


def command(*arguments: str) -> list[str]:
    """The words that start a process with these arguments."""
    return [sys.executable, "-m", "twilio_async", *arguments]


def told(result: Result) -> str:
    """What a complaint says, without the box and the line breaks of it."""
    return " ".join(result.stderr.replace("│", " ").split())
