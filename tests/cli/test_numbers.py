"""`numbers search`, and `numbers buy`: nothing is bought unasked, and nothing twice."""

import os
import signal
from pathlib import Path

import pytest

from twilio_async.emulator import Emulator, Fault

from .conftest import PATIENCE, Invoke, records, told
from .processes import finished, process, seen, terminal

NUMBER = "+15555550101"
BUY = ("numbers", "buy", NUMBER)


def owned(invoke: Invoke) -> list[str]:
    return [record["phone_number"] for record in records(invoke("numbers", "list", "--json"))]


def bought(account: Emulator) -> int:
    return account.executed["POST IncomingPhoneNumbers"]


def test_a_filter_of_the_list_reaches_the_api(account: Emulator, invoke: Invoke) -> None:
    invoke(*BUY, "--yes")

    assert NUMBER in invoke("numbers", "list", "--number", NUMBER).stdout
    assert dict(account.requests[-1].query) == {"PhoneNumber": NUMBER, "PageSize": "20"}
    assert invoke("numbers", "list", "--number", "+15555550199").stderr == "Nothing found.\n"


@pytest.mark.parametrize(
    ("arguments", "path", "query"),
    [
        (("us",), "US/Local", {}),
        (
            ("US", "--area-code", "415", "--contains", "0*1"),
            "US/Local",
            {"AreaCode": "415", "Contains": "0*1"},
        ),
        (("US", "--kind", "toll-free", "--sms"), "US/TollFree", {"SmsEnabled": "true"}),
        (
            ("GB", "--kind", "mobile", "--voice", "--mms"),
            "GB/Mobile",
            {"VoiceEnabled": "true", "MmsEnabled": "true"},
        ),
    ],
)
def test_what_is_searched_reaches_the_api(
    *, arguments: tuple[str, ...], path: str, query: dict[str, str], account: Emulator, invoke: Invoke
) -> None:
    result = invoke("numbers", "search", *arguments)

    assert result.exit_code == 0
    assert account.requests[-1].path.endswith(f"/AvailablePhoneNumbers/{path}.json")
    assert dict(account.requests[-1].query) == {**query, "PageSize": "20"}


@pytest.mark.parametrize("kind", ["national", "voip", "shared-cost", "machine-to-machine"])
def test_a_kind_that_a_country_lacks_is_one_line(kind: str, account: Emulator, invoke: Invoke) -> None:
    result = invoke("numbers", "search", "US", "--kind", kind)

    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "HTTP 404" in result.stderr
    assert account.requests[-1].path.lower().endswith(f"/us/{kind.replace('-', '')}.json")


def test_what_a_number_is_for(account: Emulator, invoke: Invoke) -> None:
    invoke(*BUY, "--yes", "--name", "Front desk")
    row = invoke("numbers", "list").stdout.splitlines()[1]

    assert bought(account) == 1
    assert row.startswith(f"{NUMBER}  PN")
    assert "  voice SMS" in row
    assert row.endswith("  Front desk")


def test_get_shows_one_number_by_itself_or_its_sid(account: Emulator, invoke: Invoke) -> None:
    sid = invoke(*BUY, "--yes", "--name", "Front desk").stdout.split()[0]
    by_number, by_sid = invoke("numbers", "get", NUMBER, "--json"), invoke("numbers", "get", sid, "--json")
    unknown = invoke("numbers", "get", "+15555550199")

    assert records(by_number) == records(by_sid)
    assert records(by_sid)[0]["friendly_name"] == "Front desk"
    assert [line for line in invoke("numbers", "get", NUMBER).stdout.splitlines() if line.endswith(sid)]
    assert unknown.exit_code == 1
    assert "the account has no number +15555550199" in unknown.stderr
    assert account.requests[-1].method == "GET"


def test_yes_buys_at_once(account: Emulator, invoke: Invoke) -> None:
    result = invoke(*BUY, "--yes")
    sid, number = result.stdout.split()

    assert (result.exit_code, result.stderr) == (0, "")
    assert sid.startswith("PN")
    assert number == NUMBER
    assert account.requests[-1].form_pairs == [("PhoneNumber", NUMBER)]
    assert owned(invoke) == [NUMBER]


@pytest.mark.usefixtures("account")
def test_the_record_as_json(invoke: Invoke) -> None:
    [record] = records(invoke(*BUY, "--yes", "--json"))

    assert record["phone_number"] == NUMBER
    assert record["sid"].startswith("PN")


def test_without_a_terminal_nobody_can_be_asked(account: Emulator, invoke: Invoke) -> None:
    result = invoke(*BUY, stdin="y\n")

    assert result.exit_code == 2
    assert "there is no terminal to ask on" in told(result)
    assert "--yes" in told(result)
    assert not account.requests


def test_a_question_that_nobody_would_see_is_not_asked(account: Emulator) -> None:
    with terminal(60) as (_, keyboard):
        status, output, complaint = finished(*BUY, stdin=keyboard)

    assert (status, output) == (2, "")
    assert "there is no terminal to ask on" in complaint
    assert not account.requests


@pytest.mark.parametrize(("answer", "status"), [("y", 0), ("YES", 0), ("n", 1), ("", 1), ("yesterday", 1)])
def test_a_terminal_is_asked(*, answer: str, status: int, account: Emulator) -> None:
    with terminal(60) as (screen, keyboard), process(*BUY, stdin=keyboard, stderr=keyboard) as running:
        question = seen(screen, "[y/N] ")
        os.write(screen, f"{answer}\n".encode())
        output, _ = running.communicate(timeout=PATIENCE)
        os.write(keyboard, b"<end>")
        rest = seen(screen, "<end>")

    assert running.returncode == status
    assert NUMBER in question
    assert account.account_sid in question
    assert bought(account) == (status == 0)
    assert (NUMBER in output) is (status == 0)
    assert ("twilio-async: declined: nothing was bought" in rest) is (status == 1)


@pytest.mark.parametrize(("key", "status"), [(b"\x03", 130), (b"\x04", 1)])
def test_no_answer_buys_nothing(*, key: bytes, status: int, account: Emulator) -> None:
    with terminal(60) as (screen, keyboard), process(*BUY, stdin=keyboard, stderr=keyboard) as running:
        seen(screen, "[y/N] ")
        if status == 1:
            os.write(screen, key)
        else:  # A terminal sends the signal to the group that it controls; this one controls none.
            running.send_signal(signal.SIGINT)
        running.communicate(timeout=PATIENCE)
        os.write(keyboard, b"<end>")
        rest = seen(screen, "<end>")

    assert running.returncode == status
    assert ("twilio-async: Interrupted. Nothing was bought" in rest) is (status == 130)
    assert not account.requests


@pytest.mark.parametrize("typed", [b"y\x04\x04", b"y\xff\n"])
def test_what_is_no_whole_line_of_text_is_no_yes(typed: bytes, account: Emulator) -> None:
    with terminal(60) as (screen, keyboard), process(*BUY, stdin=keyboard, stderr=keyboard) as running:
        seen(screen, "[y/N] ")
        os.write(screen, typed)
        seen(screen, "twilio-async: declined: nothing was bought")
        running.communicate(timeout=PATIENCE)

    assert running.returncode == 1
    assert not account.requests


def test_what_was_typed_before_the_question_is_no_answer(account: Emulator) -> None:
    with terminal(60) as (screen, keyboard):
        os.write(screen, b"y\n")
        seen(screen, "y\r\n")  # It is with the terminal, which shows it.
        with process(*BUY, stdin=keyboard, stderr=keyboard) as running:
            seen(screen, "[y/N] ")
            os.write(screen, b"n\n")
            seen(screen, "twilio-async: declined: nothing was bought")
            running.communicate(timeout=PATIENCE)

    assert running.returncode == 1
    assert not account.requests


@pytest.mark.parametrize("fault", [Fault.server_error(503, executed=True), Fault.close_after_executing()])
def test_what_may_have_been_bought_is_said(fault: Fault, account: Emulator, invoke: Invoke) -> None:
    account.faults.script(fault)
    result = invoke(*BUY, "--yes")

    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "may have been bought: look it up before you buy it again" in result.stderr
    assert result.stderr.endswith(f"twilio-async numbers list --number {NUMBER}\n")
    assert bought(account) == 1
    assert NUMBER in invoke("numbers", "list", "--number", NUMBER).stdout


@pytest.mark.usefixtures("interrupting")
def test_an_interrupt_says_that_it_may_have_been_bought(invoke: Invoke) -> None:
    result = invoke(*BUY, "--yes")

    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr.startswith("twilio-async: Interrupted. The number may have been bought")


def test_a_refusal_is_no_doubt(account: Emulator, invoke: Invoke) -> None:
    result = invoke("numbers", "buy", "+15005550000", "--yes")

    assert result.exit_code == 1
    assert "code 21422" in result.stderr
    assert "may have been bought" not in result.stderr
    assert bought(account) == 0


def test_what_was_bought_is_told_even_where_its_record_cannot_be_written(account: Emulator) -> None:
    with Path("/dev/full").open("w") as full:
        status, _, complaint = finished(*BUY, "--yes", stdout=full)

    assert status == 1
    assert complaint.startswith("twilio-async: the number was bought as PN")
    assert complaint.endswith(", but: No space left on device\n")
    assert bought(account) == 1


@pytest.mark.parametrize("country", ["USA", "U1", "Ü!"])
def test_what_is_no_country_is_bad_usage(country: str, account: Emulator, invoke: Invoke) -> None:
    result = invoke("numbers", "search", country)

    assert result.exit_code == 2
    assert "is not the code of a country, such as US or GB" in told(result)
    assert not account.requests
