"""`login` and `logout` ask on a terminal, and show no secret there."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from twilio_async.emulator import Emulator, Fault

from .conftest import PATIENCE, Invoke, records, told
from .logins import SID, login
from .processes import finished, process, seen, terminal


def test_the_check_says_what_is_waited_for_and_repeated(emulator: Emulator) -> None:
    emulator.faults.script(Fault.server_error(503), Fault.delay(30))
    arguments = ("login", "--account-sid", emulator.account_sid, "--base-url", emulator.url, "--timeout", "3")
    with (
        terminal(120) as (screen, keyboard),
        process(*arguments, stdin=keyboard, stdout=keyboard, stderr=keyboard) as running,
    ):
        seen(screen, "(not shown): ")
        os.write(screen, f"{emulator.auth_token}\n".encode())
        written = seen(screen, "nothing was saved")

        assert running.wait(PATIENCE) == 1
    assert "Repeating after HTTP 503: attempt 2 in " in written
    assert "Waiting for 127.0.0.1:" in written
    assert "no answer within 3.0 s" in written


def test_on_a_terminal_it_asks_and_shows_no_secret(emulator: Emulator, path: Path) -> None:
    with (
        terminal(80) as (screen, keyboard),
        process(
            "login", "--base-url", emulator.url, stdin=keyboard, stderr=keyboard, start_new_session=True
        ) as running,
    ):
        seen(screen, "Account SID (AC...): ")
        os.write(screen, f"{emulator.account_sid}\n".encode())
        shown = seen(screen, "Auth token (not shown): ")
        os.write(screen, f"{emulator.auth_token}\n".encode())
        output, _ = running.communicate(timeout=PATIENCE)
        os.write(keyboard, b"<end>")
        shown += seen(screen, "<end>")

    assert running.returncode == 0
    assert "The main account, active" in output
    assert emulator.account_sid in shown
    assert emulator.auth_token not in shown
    assert path.exists()


@pytest.mark.parametrize(("key", "status"), [(b"\x03", 130), (b"\x04", 1), (b"\n", 1)])
def test_no_secret_saves_nothing(*, key: bytes, status: int, emulator: Emulator, path: Path) -> None:
    options = ("--base-url", emulator.url, "--account-sid", emulator.account_sid)
    with (
        terminal(80) as (screen, keyboard),
        process("login", *options, stdin=keyboard, stderr=keyboard, start_new_session=True) as running,
    ):
        seen(screen, "(not shown): ")
        if status == 1:
            os.write(screen, key)
        else:  # A terminal sends the signal to the group that it controls; this one controls none.
            running.send_signal(signal.SIGINT)
        running.communicate(timeout=PATIENCE)

    assert running.returncode == status
    assert not path.exists()
    assert not emulator.requests


@pytest.mark.parametrize("locale", ["C.UTF-8", "C", "POSIX"])
@pytest.mark.parametrize("asks", [True, False])
def test_what_is_no_text_is_one_line_that_shows_nothing_of_it(
    *, asks: bool, locale: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    options = ("login", "--account-sid", SID, "--no-check")
    with terminal(80) as (screen, keyboard):
        if asks:
            with process(*options, stdin=keyboard, stderr=keyboard, start_new_session=True) as running:
                seen(screen, "(not shown): ")
                os.write(screen, b"se\xffcret\n")
                said = seen(screen, "nothing was saved\r\n")
                running.communicate(timeout=PATIENCE)
        else:
            with process(*options, "--secret-stdin", stdin=subprocess.PIPE) as running:
                assert running.stdin is not None
                os.write(running.stdin.fileno(), b"se\xffcret\n")
                _, said = running.communicate(timeout=PATIENCE)

    assert running.returncode == 1
    assert said.strip() == "twilio-async: what was given is no text: nothing was saved"
    assert not path.exists()


def test_a_terminal_that_shows_the_secret_is_refused(path: Path) -> None:
    options = ("login", "--account-sid", SID, "--secret-stdin", "--no-check")
    with terminal(80) as (_, keyboard):
        status, output, said = finished(*options, stdin=keyboard)

    assert (status, output) == (2, "")
    assert "give the secret by a pipe" in " ".join(said.replace("│", " ").split())
    assert not path.exists()


@pytest.mark.parametrize(
    ("options", "missing"),
    [((), "--account-sid"), (("--account-sid", SID), "--secret-stdin")],
)
def test_without_a_terminal_nobody_can_be_asked(
    options: tuple[str, ...], missing: str, invoke: Invoke
) -> None:
    result = invoke("login", *options, stdin="")

    assert result.exit_code == 2
    assert "there is no terminal to ask on" in told(result)
    assert missing in told(result)


@pytest.mark.parametrize(("typed", "status"), [("y\n", 0), ("n\n", 1)])
def test_a_logout_asks(typed: str, status: int, emulator: Emulator, invoke: Invoke) -> None:
    login(invoke, emulator)
    refused = invoke("logout")
    with (
        terminal(80) as (screen, keyboard),
        process("logout", stdin=keyboard, stderr=keyboard) as running,
    ):
        question = seen(screen, "[y/N] ")
        os.write(screen, typed.encode())
        running.communicate(timeout=PATIENCE)

    assert refused.exit_code == 2
    assert "--yes: there is no terminal to ask on" in told(refused)
    assert f"Account  {emulator.account_sid}" in question
    assert running.returncode == status
    assert len(records(invoke("profiles", "--json"))) == status
