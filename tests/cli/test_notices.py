"""The notices of commands: signs of life, repetitions with their reasons, the log; quiet says nothing."""

import os
import re
import signal
import subprocess

import pytest

from twilio_async.emulator import Emulator, Fault

from .conftest import PATIENCE, Invoke
from .processes import CONTROL, finished_fork, process, seen, shown, terminal, written_to_terminal

SEND = ("send", "--to", "+15558675310", "--from", "+15550100000", "--body", "Hi")
WAITING = "Waiting for 127.0.0.1:"
TIMEOUT = (
    r"twilio-async: GET .*: no answer within 1.3 s from 127\.0\.0\.1:\d+: "
    r"--timeout SECONDS gives it longer \(1 attempt\)"
)
NOTHING = "twilio-async: Interrupted. Nothing was changed"


@pytest.mark.usefixtures("silent")
@pytest.mark.parametrize(
    ("arguments", "end"),
    [
        (("messages", "list"), NOTHING),
        (("usage", "months"), NOTHING),
        (("raw", "GET", "/x"), NOTHING),
        (
            SEND,
            "twilio-async: Interrupted. The message may have been sent: look it up before you send it again",
        ),
        (("numbers", "buy", "+15555550101", "--yes"), "Interrupted. The number may have been bought"),
        (
            ("raw", "--yes", "POST", "/x"),
            "twilio-async: Interrupted. The request may have been executed: look before",
        ),
    ],
)
def test_what_is_waited_for_and_an_interrupt_of_that(arguments: tuple[str, ...], end: str) -> None:
    with terminal(80) as (screen, keyboard), process(*arguments, stderr=keyboard) as running:
        assert WAITING in seen(screen, WAITING)
        running.send_signal(signal.SIGINT)
        output, _ = running.communicate(timeout=PATIENCE)
        os.write(keyboard, b"<end>")
        rest = seen(screen, "<end>")

    assert running.returncode == 130
    assert output == ""
    assert end in rest
    assert rest.index("\r\x1b[K") < rest.index("twilio-async: Interrupted")
    assert "Traceback" not in rest


def test_what_is_not_sent_yet_is_in_no_doubt(silent: str) -> None:
    base = silent.replace("http:", "https:")  # Whose handshake does not end.
    with (
        terminal(80) as (screen, keyboard),
        process(*SEND, "--base-url", base, stderr=keyboard) as running,
    ):
        seen(screen, WAITING)
        running.send_signal(signal.SIGINT)
        running.wait(PATIENCE)
        rest = seen(screen, "\n")

    assert running.returncode == 130
    assert NOTHING in rest


@pytest.mark.usefixtures("silent")
def test_a_terminal_that_cannot_erase_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    with terminal(80) as (screen, keyboard), process("messages", "list", stderr=keyboard) as running:
        shown_first = seen(screen, "\n")
        running.send_signal(signal.SIGINT)
        running.wait(PATIENCE)
        rest = seen(screen, "\n")

    assert shown_first.startswith(WAITING)
    assert CONTROL not in shown_first + rest
    assert WAITING not in rest


@pytest.mark.usefixtures("silent")
@pytest.mark.parametrize(
    ("option", "log"),
    [
        ("--quiet", ""),
        ("--verbose", r"GET .*: no answer within 1.3 s \(attempt 1, \d\.\d+ s\); PageSize=20\n"),
    ],
)
def test_a_pipe_has_no_passing_lines(option: str, log: str) -> None:
    status, output, complaint = finished_fork(
        "messages", "list", "--timeout", "1.3", "--retries", "0", option
    )

    assert (status, output) == (1, "")
    assert WAITING not in complaint
    assert re.fullmatch(log + TIMEOUT + "\n", complaint)


@pytest.mark.usefixtures("silent")
def test_quiet_on_a_terminal_is_nothing_but_the_error() -> None:
    status, written = written_to_terminal(200, "messages", "list", "--timeout", "1.3", "--quiet")

    assert status == 1
    assert re.fullmatch(TIMEOUT + "\r\n", written)


def test_each_repetition_has_its_reason_on_a_terminal(account: Emulator) -> None:
    account.scenes.seed_messages(2)
    account.faults.script(Fault.rate_limited(0), Fault.server_error(503))
    status, screen = shown(120, "messages", "list")

    assert status == 0
    assert re.search(r"^Repeating after HTTP 429: attempt 2 in \d+\.\d s$", screen, re.MULTILINE)
    assert re.search(r"^Repeating after HTTP 503: attempt 3 in \d+\.\d s$", screen, re.MULTILINE)


@pytest.mark.parametrize("fault", [Fault.garbage_body(), Fault.close_before_reading()])
def test_the_reason_tells_nothing_of_an_answer(fault: Fault, account: Emulator) -> None:
    account.faults.script(fault)
    _, screen = shown(120, "messages", "list")

    assert "Repeating after " in screen
    assert "Error:" not in screen


def test_a_pipe_is_told_of_repetitions_by_verbose_alone(account: Emulator) -> None:
    account.scenes.seed_messages(2)
    account.faults.script(Fault.rate_limited(0))
    _, _, silent = finished_fork("messages", "list")
    account.faults.script(Fault.rate_limited(0))
    _, output, log = finished_fork("messages", "list", "--verbose")

    assert silent == ""
    assert "HTTP 429" in log
    assert "attempt 2 in" in log
    assert "HTTP 429" not in output


def test_the_log_shows_each_request_and_masks_what_is_secret(account: Emulator, invoke: Invoke) -> None:
    result = invoke(*SEND, "--verbose")

    assert re.search(
        r"^POST /2010-04-01/.*/Messages.json: HTTP 201 \(attempt 1, ", result.stderr, re.MULTILINE
    )
    assert account.auth_token not in result.stderr
    assert "+15558675310" not in result.stderr
    assert invoke(*SEND).stderr == ""


def test_the_log_shows_parameters_and_nothing_of_people(account: Emulator, invoke: Invoke) -> None:
    account.faults.script(Fault.server_error(503))
    options = ("--to", "+15558675310", "--sent-after", "2026-03-01", "--limit", "5", "--verbose")
    listed = invoke("messages", "list", *options).stderr
    sent = invoke(*SEND[:-1], "Call 5558675310", "--verbose").stderr
    raw = invoke("raw", "POST", "/v1/Things", "--json-body", '{"a": "b"}', "--yes", "--verbose").stderr
    form = ("AuthToken=0d0d", "FriendlyName=Zoe", "Code=12", "Status=busy", f"CallSid=CA{'0' * 32}", "Empty=")
    named = invoke("raw", "POST", "/v1/Things", *form, "--yes", "--verbose").stderr

    assert listed.count("; To=***10, DateSent>=2026-03-01, PageSize=5\n") == 2
    assert re.search(
        r"^POST .*: HTTP 201 \(.*\); To=\*\*\*10, From=\*\*\*00, Body=\*\*\*$", sent, re.MULTILINE
    )
    assert "; a body of 9 bytes\n" in raw
    assert f"; AuthToken=***, FriendlyName=***, Code=***, Status=***, CallSid=CA{'0' * 32}, Empty=\n" in named


def test_the_log_has_sids_alike_in_all_lines(account: Emulator, invoke: Invoke) -> None:
    account.faults.script(Fault.server_error(503))
    lines = [line for line in invoke("messages", "list", "--verbose").stderr.splitlines() if "GET" in line]

    assert len(lines) == 3
    assert "attempt 2 in" in lines[1]
    assert all(f"/Accounts/{account.account_sid}/Messages.json: HTTP" in line for line in lines)


@pytest.mark.parametrize(("retries", "requests"), [("0", 1), ("2", 3)])
def test_retries(retries: str, requests: int, account: Emulator, invoke: Invoke) -> None:
    account.faults.script(*[Fault.rate_limited(0)] * 9)
    result = invoke("messages", "list", "--retries", retries)

    assert result.exit_code == 1
    assert len(account.requests) == requests


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize("option", [("--timeout", "0"), ("--timeout", "soon"), ("--retries", "-1")])
def test_settings_that_cannot_be(option: tuple[str, str], invoke: Invoke) -> None:
    result = invoke("messages", "list", *option)

    assert result.exit_code == 2
    assert option[0] in result.stderr


def test_progress_counts_what_went_elsewhere(account: Emulator) -> None:
    account.scenes.seed_messages(1_001)
    account.faults.script(None, Fault.delay(2.0))
    arguments = ("messages", "list", "--all")
    with (
        terminal(80) as (screen, keyboard),
        process(*arguments, stdout=subprocess.DEVNULL, stderr=keyboard) as running,
    ):
        seen(screen, "1,000 records so far")
        running.wait(PATIENCE)

    assert running.returncode == 0
