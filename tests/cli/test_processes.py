"""Whole processes: pipes, terminals, signals, and what a shell sees of them."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from twilio_async.emulator import Emulator

from .conftest import PATIENCE, Invoke, records
from .processes import CONTROL, CURSOR_ON, finished, process, seen, terminal


@pytest.mark.parametrize("form", ["table", "json", "ndjson", "csv"])
def test_head_ends_it_quietly(form: str, account: Emulator) -> None:
    account.scenes.seed_messages(5_000)
    with process("messages", "list", "--all", "-o", form, "--columns", "sid,body") as running:
        assert running.stdout is not None
        assert running.stderr is not None
        first = running.stdout.readline()
        running.stdout.close()
        status = running.wait(PATIENCE)
        complaint = running.stderr.read()

    assert first
    assert status == 141
    assert complaint == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ("messages", "list"),
        ("messages", "list", "--json"),
        ("demo", "--messages", "5"),
        ("--version",),
        ("--help",),
    ],
)
def test_a_full_disk(arguments: tuple[str, ...], account: Emulator) -> None:
    account.scenes.seed_messages(5)
    with Path("/dev/full").open("w") as full:
        status, _, complaint = finished(*arguments, stdout=full)

    assert status == 1
    assert complaint == "twilio-async: No space left on device\n"


def test_where_not_even_the_complaint_can_be_written() -> None:
    with Path("/dev/full").open("w") as full:
        status, output, _ = finished("messages", "list", stderr=full)

    assert status == 1
    assert output == ""


def test_a_mistyped_option_is_explained() -> None:
    status, output, complaint = finished("send", "--too", "+15558675310")

    assert status == 2
    assert output == ""
    assert "No such option" in complaint
    assert "--too" in complaint
    assert "Traceback" not in complaint


def test_the_emulator_serves_until_an_interrupt(monkeypatch: pytest.MonkeyPatch) -> None:
    with process("emulator", "--port", "0", "--seed-messages", "3") as running:
        assert running.stdout is not None
        exports = [running.stdout.readline().strip() for _ in range(5)]
        for line in exports[1:4]:
            name, _, value = line.removeprefix("export ").partition("=")
            monkeypatch.setenv(name, value)
        status, output, complaint = finished("messages", "list")
        running.send_signal(signal.SIGINT)
        _, rest = running.communicate(timeout=PATIENCE)

    assert (status, complaint) == (0, "")
    assert len(output.splitlines()) == 4
    assert (running.returncode, rest) == (0, "")


def test_an_interrupt_ends_the_demo_cleanly() -> None:
    with (
        terminal(80) as (screen, keyboard),
        process("demo", "--messages", "1000000", stderr=keyboard) as running,
    ):
        seen(screen, "Sending")
        running.send_signal(signal.SIGINT)
        seen(screen, CURSOR_ON)
        output, _ = running.communicate(timeout=PATIENCE)
        os.write(keyboard, b"<end>")
        rest = seen(screen, "<end>")

    assert running.returncode == 130
    assert output == ""
    assert "Traceback" not in rest


def test_the_demo_on_a_terminal_shows_how_far_it_is() -> None:
    with terminal(60) as (screen, keyboard), process("demo", "--messages", "50", stderr=keyboard) as running:
        shown = seen(screen, CURSOR_ON)
        output, _ = running.communicate(timeout=PATIENCE)

    assert running.returncode == 0
    assert "50/50" in shown
    assert CONTROL not in output


def test_a_table_is_as_wide_as_its_terminal(account: Emulator) -> None:
    account.scenes.seed_messages(5)
    with terminal(70) as (screen, keyboard), process("messages", "list", stdout=keyboard) as running:
        running.communicate(timeout=PATIENCE)
        os.write(keyboard, b"<end>")
        shown = seen(screen, "<end>")

    head, *rows = shown.removesuffix("<end>").split("\r\n")[:-1]
    assert CONTROL in head
    assert len(rows) == 5
    assert all((message.to or "") in shown for message in account.messages)
    assert all(len(row) <= 70 for row in rows)


def closing(stream: str, *arguments: str) -> list[str]:
    """The command of a process that finds a standard stream closed."""
    return ["/bin/sh", "-c", f'exec "$0" -m twilio_async "$@" {stream}', sys.executable, *arguments]


STREAMS = pytest.mark.parametrize("stream", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])


@STREAMS
def test_with_a_closed_stream_a_message_is_sent_once(stream: str, account: Emulator) -> None:
    send = ("send", "--to", "+15558675310", "--from", "+15550100000", "--body", "Hi")
    ended = subprocess.run(closing(stream, *send), capture_output=True, timeout=PATIENCE, check=False)

    assert (ended.returncode, ended.stderr) == (0, b"")
    assert len(account.messages) == 1


@STREAMS
def test_with_a_closed_stream_there_is_help(stream: str) -> None:
    ended = subprocess.run(closing(stream, "--help"), capture_output=True, timeout=PATIENCE, check=False)

    assert (ended.returncode, ended.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("stream", "status"), [("<&-", 1), (">&-", 0), ("2>&-", 0), (">&- 2>&-", 0), ("<&- >&- 2>&-", 1)]
)
def test_a_login_with_a_closed_stream(stream: str, status: int, invoke: Invoke) -> None:
    options = ("--account-sid", "AC" + "1" * 32, "--secret-stdin", "--no-check")
    ended = subprocess.run(
        closing(stream, "login", *options),
        input=b"secret\n",
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )

    assert ended.returncode == status
    assert b"Traceback" not in ended.stderr
    assert len(records(invoke("profiles", "--json"))) == (status == 0)
