"""Interrupts: Ctrl-C, SIGTERM and SIGHUP end a command in the same way, wherever it is."""

import fcntl
import os
import signal
import subprocess
import sys
import termios
from array import array
from time import sleep

import pytest

from twilio_async.emulator import Emulator

from .conftest import PATIENCE
from .processes import process, seen, terminal
from .test_notices import NOTHING, SEND, WAITING

SIGNALS = pytest.mark.parametrize("signal_", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
SID = "AC" + "0" * 32
DOUBT = "twilio-async: Interrupted. The message may have been sent: look it up before you send it again"


@pytest.mark.usefixtures("silent")
@SIGNALS
@pytest.mark.parametrize(("arguments", "said"), [(("messages", "list"), NOTHING), (SEND, DOUBT)])
def test_each_signal_says_what_may_have_been_executed(
    *, arguments: tuple[str, ...], said: str, signal_: signal.Signals
) -> None:
    with terminal(80) as (screen, keyboard), process(*arguments, stderr=keyboard) as running:
        seen(screen, WAITING)
        running.send_signal(signal_)
        rest = seen(screen, "\n")
        running.communicate(timeout=PATIENCE)

    assert running.returncode == 128 + signal_
    assert said in rest


@pytest.mark.usefixtures("silent")
@pytest.mark.parametrize("arguments", [("messages", "list"), SEND])
def test_many_interrupts_are_one(arguments: tuple[str, ...]) -> None:
    with terminal(80) as (screen, keyboard), process(*arguments, stderr=keyboard) as running:
        seen(screen, WAITING)
        for _ in range(5):
            running.send_signal(signal.SIGINT)
        running.communicate(timeout=PATIENCE)
        os.write(keyboard, b"<end>")
        rest = seen(screen, "<end>")

    assert running.returncode == 130
    assert rest.count("Interrupted") == 1
    assert "Traceback" not in rest


CLOSING = """
import atexit, sys, time

def close():
    print("closing", file=sys.stderr, flush=True)
    for _ in range(100):
        time.sleep(0.01)

atexit.register(close)
from twilio_async.cli import main
main()
"""
"""The program, where something takes its time at the end of the process."""


@pytest.mark.usefixtures("silent")
def test_an_interrupt_at_the_end_of_the_process_changes_nothing() -> None:
    with (
        terminal(80) as (screen, keyboard),
        subprocess.Popen([sys.executable, "-c", CLOSING, "messages", "list"], stderr=keyboard) as running,
    ):
        seen(screen, WAITING)
        running.send_signal(signal.SIGINT)
        seen(screen, "closing")
        running.send_signal(signal.SIGINT)
        assert running.wait(PATIENCE) == 130
        os.write(keyboard, b"<end>")
        assert "Traceback" not in seen(screen, "<end>")


@pytest.fixture(params=["asyncio", "uvloop"])
def either_loop(request: pytest.FixtureRequest) -> str:
    """The program on the loop of the library, or on that of the extra `speed`."""
    if request.param == "uvloop":
        return "from twilio_async.cli import main; main()"
    return "import sys; sys.modules['uvloop'] = None; from twilio_async.cli import main; main()"


@SIGNALS
def test_an_output_that_nobody_takes(signal_: signal.Signals, either_loop: str, account: Emulator) -> None:
    account.scenes.seed_messages(2_000)
    command = [sys.executable, "-c", either_loop, "messages", "list", "--all", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        first = running.stdout.read(1)
        filled(running.stdout.fileno())
        running.send_signal(signal_)
        status = running.wait(PATIENCE)
        assert running.stderr is not None
        said = running.stderr.read().decode()

    assert first == b"{"
    assert status == 128 + signal_
    assert said == f"{NOTHING}\n"


def filled(pipe: int) -> None:
    """Wait until a pipe holds all that it can, and whoever writes to it waits."""
    size = fcntl.fcntl(pipe, fcntl.F_GETPIPE_SZ)
    held = array("i", [0])
    for _ in range(100_000):
        fcntl.ioctl(pipe, termios.FIONREAD, held)
        if held[0] > size - 4_096:
            return
        sleep(0.001)
    raise AssertionError(f"the pipe holds {held[0]} of {size}")


@SIGNALS
@pytest.mark.parametrize("question", ["Account SID (AC...): ", "Auth token (not shown): "])
def test_a_login_that_asks(question: str, signal_: signal.Signals, emulator: Emulator) -> None:
    given = () if question.startswith("Account") else ("--account-sid", SID)
    with (
        terminal(80) as (screen, keyboard),
        process("login", *given, stdin=keyboard, stderr=keyboard, start_new_session=True) as running,
    ):
        before = termios.tcgetattr(keyboard)
        seen(screen, question)
        running.send_signal(signal_)
        said = seen(screen, "saved\r\n")
        running.communicate(timeout=PATIENCE)
        assert termios.tcgetattr(keyboard) == before

    assert running.returncode == 128 + signal_
    assert said == "\r\ntwilio-async: Interrupted. Nothing was saved\r\n"
    assert not emulator.requests


@SIGNALS
def test_what_is_read_from_stdin(signal_: signal.Signals, account: Emulator) -> None:
    with (
        terminal(80) as (screen, keyboard),
        process(*SEND[:-1], "-", stdin=keyboard, stderr=keyboard, start_new_session=True) as running,
    ):
        seen(screen, "Ctrl-D ends it.\r\n")
        running.send_signal(signal_)
        said = seen(screen, "Interrupted\r\n")
        running.communicate(timeout=PATIENCE)

    assert running.returncode == 128 + signal_
    assert said == "\r\ntwilio-async: Interrupted\r\n"
    assert not account.requests


@pytest.mark.usefixtures("silent")
def test_a_signal_that_is_ignored_stays_so() -> None:
    """As behind nohup."""
    command = ["/bin/sh", "-c", 'trap "" HUP; exec "$0" -m twilio_async messages list', sys.executable]
    with (
        terminal(80) as (screen, keyboard),
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=keyboard) as running,
    ):
        seen(screen, WAITING)
        running.send_signal(signal.SIGHUP)
        running.send_signal(signal.SIGTERM)
        status = running.wait(PATIENCE)

    assert status == 128 + signal.SIGTERM
