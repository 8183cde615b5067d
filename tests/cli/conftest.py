"""An emulator beside the commands, the environment that points to it, and ways to run commands."""

import asyncio
import signal
import socket
import threading
from collections.abc import AsyncGenerator, Callable, Generator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing, contextmanager
from pathlib import Path
from queue import Queue
from typing import Any, TypeAlias, TypeVar

import orjson
import pytest
from keyring.backends import null
from typer.testing import CliRunner, Result

from tests.support.server import ScriptedServer, Step
from twilio_async.cli.app import app
from twilio_async.cli.terminal.notices import notices
from twilio_async.emulator import Emulator

from .forks import forks
from .keyring_backends import FILE, FileKeyring, name_of, use

HOSTILE = "\x1b[2J[red]x[/red] \x9b :smile:\nend"
"""What a stranger may write."""
HARMLESS = r"\x1b[2J[red]x[/red] \x9b :smile: end"
"""The same as people may be shown it."""
PATIENCE = 60.0
"""Seconds after which a process counts as stuck."""

Invoke: TypeAlias = Callable[..., Result]
T = TypeVar("T")


@contextmanager
def serving(server: AbstractAsyncContextManager[T]) -> Generator[T, None, None]:
    """Let the server serve from a thread of its own: commands run a loop of theirs in this one."""
    started: Queue[tuple[asyncio.AbstractEventLoop, asyncio.Event, T]] = Queue()

    async def serve() -> None:
        ended = asyncio.Event()
        async with server as served:
            started.put((asyncio.get_running_loop(), ended, served))
            await ended.wait()

    thread = threading.Thread(target=asyncio.run, args=[serve()])
    thread.start()
    loop, ended, served = started.get(timeout=PATIENCE)
    try:
        yield served
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join(PATIENCE)


@asynccontextmanager
async def playing(*steps: Step) -> AsyncGenerator[ScriptedServer, None]:
    """A server that answers so."""
    async with ScriptedServer() as server:
        server.play(*steps)
        yield server


@pytest.fixture(scope="session", autouse=True)
def one_process_that_forks() -> Iterator[None]:
    """It is there before the first test, and imports meanwhile.

    Ctrl-C reaches it and all others, also where the tests run in the background of a shell, which ignores it.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with closing(forks()):
        yield


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "FORCE_COLOR", "NO_COLOR", "TWILIO_BASE_URL", "PYTHONWARNINGS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A user without profiles and without a keyring."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name_of(null.Keyring))
    use(null.Keyring)


@pytest.fixture(autouse=True)
def usual_notices() -> Iterator[None]:
    """No log on stderr behind a test with --verbose."""
    yield
    notices.begin()


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


def interrupt() -> None:
    """Ctrl-C for this process, from whichever thread."""
    main_thread = threading.main_thread().ident
    assert main_thread is not None
    signal.pthread_kill(main_thread, signal.SIGINT)


@pytest.fixture
def interrupting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    """An emulator that never answers, with its address in the environment: who asks it is interrupted."""

    async def interrupt_for_ever(_: float) -> None:
        interrupt()
        await asyncio.Event().wait()

    with serving(Emulator(latency=1, sleep=interrupt_for_ever)) as running:
        point_to(running, monkeypatch)
        yield running


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server that accepts and never answers, with its address in the environment."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        monkeypatch.setenv("TWILIO_BASE_URL", url)
        monkeypatch.setenv("TWILIO_ACCOUNT_SID", "AC" + "0d" * 16)
        monkeypatch.setenv("TWILIO_AUTH_TOKEN", "0" * 32)
        yield url


@pytest.fixture
def invoke() -> Invoke:
    """Run a command in this process."""

    def run(*arguments: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(app, arguments, input=stdin, catch_exceptions=False)

    return run


def records(result: Result) -> list[dict[str, Any]]:
    """The records that a command printed as lines of JSON."""
    return [orjson.loads(line) for line in result.stdout.splitlines()]


def told(result: Result) -> str:
    """What a complaint says, without the box and the line breaks of it."""
    return " ".join(result.stderr.replace("│", " ").split())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of the profiles."""
    return tmp_path / "settings" / "twilio-async" / "profiles.json"


@pytest.fixture
def keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a keyring that all processes have."""
    file = tmp_path / "keyring.json"
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name_of(FileKeyring))
    monkeypatch.setenv(FILE, str(file))
    return file


@pytest.fixture
def profiles(emulator: Emulator, invoke: Invoke) -> Emulator:
    """An emulator with the profiles `main`, the default one, and `sub`."""
    sub = emulator.scenes.add_account(friendly_name="Branch office")
    for name, sid, token in (
        ("main", emulator.account_sid, emulator.auth_token),
        ("sub", sub.sid, sub.auth_token),
    ):
        options = ("--profile", name, "--account-sid", sid, "--base-url", emulator.url, "--secret-stdin")
        assert invoke("login", *options, stdin=f"{token}\n").exit_code == 0
    return emulator
