"""Whatever changes something: what is sent, that it is asked about, and that doubts are said."""

import os
from pathlib import Path

import orjson
import pytest

from twilio_async.emulator import Emulator, Fault

from .changes import (
    CASES,
    FROM,
    PREFIXES,
    TO,
    URL,
    Case,
    Prepare,
    message,
    no_sid,
    number,
    recording,
    subaccount,
)
from .conftest import PATIENCE, Invoke, records, told
from .processes import finished_fork, forked, seen, terminal


def name_of(case: Case) -> str:
    return " ".join(case.arguments.split()[:2])


every_case = pytest.mark.parametrize("case", CASES, ids=name_of)


asking = pytest.mark.parametrize(
    "case",
    [case for case in CASES if case.asked],
    ids=name_of,
)


def prepared(case: Case, account: Emulator, invoke: Invoke) -> tuple[str, list[str]]:
    """The SID of what is changed, and the command without `--yes`."""
    sid = case.prepare(account, invoke)
    return sid, [sid if each == "SID" else each for each in case.arguments.split()]


def changes(account: Emulator) -> int:
    """How many requests came that change something."""
    return sum(request.method != "GET" for request in account.requests)


@every_case
def test_yes_does_it_at_once(case: Case, account: Emulator, invoke: Invoke) -> None:
    sid, command = prepared(case, account, invoke)
    asked = len(account.requests)
    result = invoke(*command, *(["--yes"] if case.asked else []))
    request = account.requests[-1]

    assert (result.exit_code, result.stderr) == (0, "")
    assert case.output.replace("SID", sid) in result.stdout
    assert (request.method, dict(request.form)) == case.sent
    assert len(account.requests) == asked + 1


@asking
def test_without_a_terminal_nobody_can_be_asked(case: Case, account: Emulator, invoke: Invoke) -> None:
    _, command = prepared(case, account, invoke)
    asked = len(account.requests)
    result = invoke(*command, stdin="y\n")

    assert result.exit_code == 2
    assert "there is no terminal to ask on" in told(result)
    assert "--yes" in told(result)
    assert len(account.requests) == asked


@asking
@pytest.mark.parametrize("answer", ["y", "n"])
def test_a_terminal_is_asked_about_what_it_is(
    case: Case, answer: str, account: Emulator, invoke: Invoke
) -> None:
    sid, command = prepared(case, account, invoke)
    before = changes(account)
    with terminal(100) as (screen, keyboard), forked(*command, stdin=keyboard, stderr=keyboard) as running:
        question = seen(screen, "[y/N] ")
        unasked = changes(account)
        os.write(screen, f"{answer}\n".encode())
        output, _ = running.communicate(PATIENCE)
        os.write(keyboard, b"<end>")
        rest = seen(screen, "<end>")

    assert [part for part in (*case.asked, account.account_sid) if part not in question] == []
    assert unasked == before
    assert changes(account) == before + (answer == "y")
    assert running.returncode == (0 if answer == "y" else 1)
    assert (case.output.replace("SID", sid) in output) is (answer == "y")
    assert ("twilio-async: declined: nothing was " in rest) is (answer == "n")


@every_case
def test_what_is_in_doubt_is_said(case: Case, account: Emulator, invoke: Invoke) -> None:
    sid, command = prepared(case, account, invoke)
    account.faults.script(Fault.close_after_executing())
    options = ["--retries", "0", "--account-sid", account.account_sid]
    result = invoke(*command, *(["--yes"] if case.asked else []), *options)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.count("\n") == 1
    assert case.done in result.stderr
    look_up = f"twilio-async {case.look_up.replace('SID', sid)} --account-sid {account.account_sid}"
    assert result.stderr.endswith(f", with {look_up}\n")


@every_case
def test_a_refusal_is_no_doubt(case: Case, account: Emulator, invoke: Invoke) -> None:
    _, command = prepared(case, account, invoke)
    account.faults.script(Fault.rate_limited(1_000), Fault.rate_limited(1_000))
    result = invoke(*command, *(["--yes"] if case.asked else []))

    assert result.exit_code == 1
    assert "HTTP 429" in result.stderr
    assert "may have been" not in result.stderr


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.asked and case.prepare is not no_sid], ids=name_of
)
def test_what_is_not_there_is_told_before_the_question(case: Case, account: Emulator) -> None:
    unknown = f"{PREFIXES[case.prepare]}{'0' * 32}"
    command = [unknown if each == "SID" else each for each in case.arguments.split()]
    with terminal(100) as (_, keyboard):
        status, output, _ = finished_fork(*command, stdin=keyboard, stderr=keyboard)

    assert (status, output) == (1, "")
    assert changes(account) == 0


@pytest.mark.parametrize(
    "arguments",
    [
        f"calls create --to {TO} --from {FROM} --yes",
        f"calls create --to {TO} --from {FROM} --url {URL} --twiml <Response/> --yes",
        f"calls update CA{'0' * 32} --yes",
        f"calls update CA{'0' * 32} --status completed --url {URL} --yes",
        f"calls update CA{'0' * 32} --status ringing --yes",
        f"numbers update PN{'0' * 32}",
    ],
)
def test_bad_usage(arguments: str, account: Emulator, invoke: Invoke) -> None:
    assert invoke(*arguments.split()).exit_code == 2
    assert not account.requests


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        (f"calls update SM{'0' * 32} --status completed", "a message"),
        (f"messages delete RE{'0' * 32}", "a recording"),
        (f"recordings delete SM{'0' * 32}", "a message"),
        (f"accounts close CA{'0' * 32}", "a call"),
    ],
)
def test_nothing_of_another_kind_is_changed(
    arguments: str, kind: str, account: Emulator, invoke: Invoke
) -> None:
    result = invoke(*arguments.split(), "--yes")

    assert result.exit_code == 1
    assert f" is {kind}: twilio-async " in result.stderr
    assert not account.requests


@pytest.mark.parametrize(
    ("option", "form"),
    [(("--url", URL), {"Url": URL}), (("--twiml", "<Response/>"), {"Twiml": "<Response/>"})],
)
def test_a_call_gets_other_instructions(
    option: tuple[str, ...], form: dict[str, str], account: Emulator, invoke: Invoke
) -> None:
    sid = account.scenes.add_call(to=FROM, from_=TO).sid
    result = invoke("calls", "update", sid, *option, "--yes", "--json")

    assert result.stderr == ""
    assert records(result)[0]["sid"] == sid
    assert dict(account.requests[-1].form) == form


def test_instructions_come_from_a_file_or_stdin(account: Emulator, invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "hello.xml").write_text("<Response><Hangup/></Response>\n")
    command = ("calls", "create", "--to", TO, "--from", FROM, "--yes", "--twiml")
    for result in (
        invoke(*command, f"@{tmp_path / 'hello.xml'}"),
        invoke(*command, "-", stdin="<Response><Hangup/></Response>\n"),
    ):
        assert result.exit_code == 0
        assert dict(account.requests[-1].form)["Twiml"] == "<Response><Hangup/></Response>"


@pytest.mark.parametrize(
    ("command", "method"), [(("update", "--name", "Desk"), "POST"), (("release", "--yes"), "DELETE")]
)
def test_a_number_names_itself(
    command: tuple[str, ...], method: str, account: Emulator, invoke: Invoke
) -> None:
    sid = number(account, invoke)
    unknown = invoke("numbers", command[0], "+15555550102", *command[1:])
    result = invoke("numbers", command[0], "+15555550101", *command[1:])

    assert unknown.exit_code == 1
    assert "the account has no number +15555550102" in unknown.stderr
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(sid)
    assert account.requests[-1].method == method


@pytest.mark.usefixtures("interrupting")
def test_an_interrupt_says_what_may_have_been_done(invoke: Invoke) -> None:
    result = invoke("calls", "create", "--to", TO, "--from", FROM, "--url", URL, "--yes")

    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr.startswith("twilio-async: Interrupted. The call may have been made")


def test_the_text_of_a_stranger_cannot_forge_the_question(account: Emulator, invoke: Invoke) -> None:
    sid = message(account, invoke)
    account.messages[0].body = "Hi\nAccount  AC0\x1b[2J"
    with (
        terminal(100) as (screen, keyboard),
        forked("messages", "delete", sid, stdin=keyboard, stderr=keyboard) as running,
    ):
        question = seen(screen, "[y/N] ")
        os.write(screen, b"n\n")
        running.communicate(PATIENCE)

    assert r"Hi Account AC0\x1b[2J" in question


def test_the_record_in_another_form(account: Emulator, invoke: Invoke) -> None:
    sid = subaccount(account, invoke)
    [record] = records(invoke("accounts", "suspend", sid, "--yes", "--json"))

    assert (record["sid"], record["status"]) == (sid, "suspended")
    assert "auth_token" not in record


@pytest.mark.parametrize(
    ("verb", "prepare", "status"),
    [
        ("messages delete", message, "deleted"),
        ("recordings delete", recording, "deleted"),
        ("numbers release", number, "released"),
    ],
)
def test_what_was_removed_in_other_forms(
    verb: str, prepare: Prepare, status: str, account: Emulator, invoke: Invoke
) -> None:
    def removed(*options: str) -> tuple[str, str]:
        sid = prepare(account, invoke)
        return sid, invoke(*verb.split(), sid, "--yes", *options).stdout

    sid, as_json = removed("-o", "json")
    assert orjson.loads(as_json) == {"sid": sid, "status": status}
    sid, as_csv = removed("-o", "csv")
    assert as_csv == f"sid,status\n{sid},{status}\n"
    sid, as_columns = removed("--columns", "sid")
    assert as_columns == f"sid  {sid}\n"


def test_a_subaccount_is_changed_with_the_token_of_the_main_account(
    account: Emulator, invoke: Invoke
) -> None:
    sub = subaccount(account, invoke)
    command = ("calls", "create", "--to", TO, "--from", FROM, "--url", URL, "--yes", "--account-sid", sub)

    assert invoke(*command).exit_code == 0
    assert f"/Accounts/{sub}/" in account.requests[-1].path


def test_an_empty_value_removes_an_address(account: Emulator, invoke: Invoke) -> None:
    sid = number(account, invoke)
    invoke("numbers", "update", sid, "--voice-url", URL)
    [record] = records(invoke("numbers", "update", sid, "--voice-url", "", "--json"))

    assert dict(account.requests[-1].form) == {"VoiceUrl": ""}
    assert not record["voice_url"]
