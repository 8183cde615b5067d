"""`bulk`: each recipient gets one message, the journal knows what became of it, and the exit status tells."""

import os
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

import orjson
import pytest
from typer.testing import Result

from tests.support.postgres import cluster, programs
from twilio_async.emulator import Emulator, Fault

from .conftest import PATIENCE, Invoke, point_to, records, serving, told
from .processes import Watch, finished_fork, forked, seen, terminal, without_passing
from .recipients import FROM, MESSAGE, numbered, written

REFUSED = "+15005550001"
"""The number that is never valid."""
FAST = ("--pace", "100000", "--settle", "1s", "--yes")

Bulk: TypeAlias = Callable[..., Result]


@pytest.fixture(params=["sqlite", *(["postgresql"] if programs() else [])])
def place(request: pytest.FixtureRequest, journal: Path) -> Iterator[tuple[str, ...]]:
    """The options for a journal of each kind."""
    if request.param == "sqlite":
        yield "--journal", f"sqlite:///{journal}"
    else:
        with cluster() as url:
            yield "--journal", url, "--schema", "spring"


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def bulk(invoke: Invoke, journal: Path, account: Emulator) -> Bulk:
    """A command on the journal."""
    del account

    def run(name: str, *arguments: str) -> Result:
        return invoke("bulk", name, *arguments, "--journal", str(journal))

    return run


@pytest.fixture
def send(bulk: Bulk, tmp_path: Path) -> Bulk:
    """Send to these rows."""

    def run(rows: list[tuple[str, str, str]], *arguments: str) -> Result:
        return bulk("send", str(written(tmp_path, *rows)), *MESSAGE, *FAST, *(arguments or ("--key", "id")))

    return run


def sent(account: Emulator) -> Counter[str]:
    """How often each name was sent to."""
    return Counter((message.body or "").removeprefix("Hi ") for message in account.messages)


def once(count: int) -> Counter[str]:
    return Counter(f"N{place}" for place in range(1, count + 1))


def test_each_row_is_sent_once_however_often_the_command_is_given(account: Emulator, send: Bulk) -> None:
    first, again = send(numbered(30)), send(numbered(30))

    assert (first.exit_code, first.stderr) == (0, "")
    assert first.stdout == "Messages  30\nAccepted  30 (30 queued)\n"
    assert again.exit_code == 0
    assert again.stdout == first.stdout
    assert again.stderr == "30 messages are in the journal already, and 0 are new\n"
    assert sent(account) == once(30)
    assert {message.from_ for message in account.messages} == {FROM}


def test_rows_that_are_added_are_sent(account: Emulator, send: Bulk) -> None:
    send(numbered(3))
    more = send(numbered(5))

    assert more.exit_code == 0
    assert more.stdout == "Messages  5\nAccepted  5 (5 queued)\n"
    assert sent(account) == once(5)


def test_the_counts_as_json(send: Bulk, bulk: Bulk) -> None:
    result = send(numbered(2, k2=REFUSED), "--key", "id", "--json")
    [counts] = records(result)

    assert (result.exit_code, counts["total"], counts["accepted"], counts["rejected"]) == (1, 2, 1, 1)
    assert counts["is_settled"] is True
    assert records(bulk("status", "--json")) == [counts]


def test_what_is_rejected_is_told(account: Emulator, send: Bulk, bulk: Bulk, journal: Path) -> None:
    result = send(numbered(12, **{f"k{place}": REFUSED for place in range(3, 11)}))

    assert result.exit_code == 1
    assert result.stdout.startswith("Messages  12\nAccepted  4 (4 queued)\nRejected  8\n\nKey")
    assert [line.split()[:3] for line in result.stdout.splitlines()[5:]] == [
        [f"k{place}", "rejected", "21211"] for place in range(3, 8)
    ]
    assert result.stderr == (
        "twilio-async: 8 rejected of 12 messages: "
        f"twilio-async bulk report --state rejected --journal {journal} shows them\n"
    )
    assert [each["key"] for each in records(bulk("report", "--state", "rejected", "--json"))] == [
        f"k{place}" for place in range(3, 11)
    ]
    assert sent(account) == once(12) - Counter(f"N{place}" for place in range(3, 11))
    assert send(numbered(12)).exit_code == 1


@pytest.mark.parametrize("fault", [Fault.server_error(executed=True), Fault.close_after_executing()])
def test_a_doubt_is_settled_by_the_list(fault: Fault, account: Emulator, send: Bulk) -> None:
    account.faults.script(None, fault)
    result = send(numbered(4))

    assert result.exit_code == 0
    assert result.stdout.startswith("Messages  4\nAccepted  4")
    assert sent(account) == once(4)


@pytest.mark.parametrize(
    ("decision", "counts", "messages"),
    [
        ("resend", {"accepted": 3}, 3),
        ("sent", {"accepted": 3}, 2),
        ("drop", {"accepted": 2, "canceled": 1}, 2),
    ],
)
def test_a_person_decides_about_what_is_held(
    *, decision: str, counts: dict[str, int], messages: int, account: Emulator, send: Bulk, bulk: Bulk
) -> None:
    account.faults.script(None, Fault.server_error(503))
    held = send(numbered(3))
    [entry] = records(bulk("report", "--state", "held", "--json"))
    account.faults.clear()
    assert len(account.messages) == 2

    assert held.exit_code == 1
    assert "Held      1 (1 missing)\n" in held.stdout
    assert "1 held of 3 messages: twilio-async bulk report --state held" in held.stderr
    assert "twilio-async bulk resolve DECISION KEY" in held.stderr
    assert send(numbered(3)).exit_code == 1
    assert len(account.messages) == 2

    resolved = bulk("resolve", decision, entry["key"], *(["--yes"] if decision == "resend" else []))
    last = send(numbered(3), "--key", "id", "--json")

    assert resolved.exit_code == 0
    assert resolved.stdout.startswith("1 message is ")
    assert last.exit_code == 0
    assert {name: count for name, count in records(last)[0].items() if name in counts} == counts
    assert len(account.messages) == messages


def test_what_is_missing_is_sent_again_where_that_is_asked_for(account: Emulator, send: Bulk) -> None:
    account.faults.script(None, Fault.server_error(503))
    result = send(numbered(3), "--key", "id", "--on-missing", "resend")

    assert result.exit_code == 0
    assert sent(account) == once(3)


def test_all_held_ones_are_resolved_at_once(account: Emulator, send: Bulk, bulk: Bulk) -> None:
    account.faults.script(*[Fault.server_error(503)] * 2)
    send(numbered(3))
    account.faults.clear()
    reconciled = bulk("reconcile")
    resolved = bulk("resolve", "resend", "--all", "--yes")

    assert reconciled.exit_code == 1
    assert "2 held of 3 messages" in reconciled.stderr
    assert resolved.stdout == "2 messages are planned again\n"
    assert bulk("status").stdout == "Messages  3\nPlanned   2\nAccepted  1 (1 queued)\n"
    assert send(numbered(3)).exit_code == 0
    assert sent(account) == once(3)


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("sent", "k1"), 1, "only what is held or in doubt"),
        (("sent", "nope"), 1, "has no message of the key 'nope': bulk report has them all"),
        (("sent",), 2, "give the keys of messages, or --all"),
        (("drop", "k1", "--all"), 2, "give the keys of messages, or --all"),
        (("drop", "k1", "--sid", "SM1"), 2, "of one message that was sent"),
        (("guess", "k1"), 2, "guess"),
        (("resend", "k1"), 2, "there is no terminal to ask on"),
    ],
)
def test_decisions_that_cannot_be(
    arguments: tuple[str, ...], status: int, words: str, send: Bulk, bulk: Bulk
) -> None:
    send(numbered(1))
    result = bulk("resolve", *arguments)

    assert result.exit_code == status
    assert words in told(result)


def test_reconciling_with_a_wrong_token_is_told_in_a_line(
    account: Emulator, send: Bulk, bulk: Bulk, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.faults.script(*[Fault.server_error(503)] * 2)
    send(numbered(3))
    account.faults.clear()
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "0" * 32)
    refused = bulk("reconcile")

    assert refused.exit_code == 1
    assert "[HTTP 401, code 20003]" in refused.stderr
    assert len(refused.stderr.splitlines()) <= 3


def test_equal_rows_without_a_key_are_asked_about(account: Emulator, send: Bulk) -> None:
    rows = [*numbered(2), *numbered(1)]
    refused = send(rows, "--concurrency", "5")

    assert refused.exit_code == 1
    first, last = refused.stderr.splitlines()
    assert (
        "recipients.csv, line 4: it is the same message as line 2: --repeats send or --repeats skip" in first
    )
    assert last == "twilio-async: nothing was sent: 1 of 3 rows have to be mended first"
    assert not account.messages

    skipped = send(rows, "--repeats", "skip")

    assert skipped.exit_code == 0
    assert "Skipped   1 (1 repeated)\n" in skipped.stdout
    assert sent(account) == once(2)


def test_equal_rows_are_sent_where_that_is_asked_for(account: Emulator, send: Bulk) -> None:
    assert send([*numbered(2), *numbered(1)], "--repeats", "send").exit_code == 0
    assert sent(account) == once(2) + once(1)


def test_wrong_credentials_cost_no_message(
    account: Emulator, send: Bulk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "0f" * 16)
    refused = send(numbered(9))
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", account.auth_token)
    again = send(numbered(9))

    assert refused.exit_code == 1
    assert refused.stderr.startswith("The journal knows what was sent; to go on: twilio-async")
    assert "HTTP 401" in refused.stderr
    assert again.exit_code == 0
    assert sent(account) == once(9)


@pytest.mark.parametrize("form", ["csv", "ndjson"])
def test_the_report_is_a_file_for_programs(form: str, send: Bulk, bulk: Bulk, account: Emulator) -> None:
    send(numbered(3, k2=REFUSED))
    columns = ("--columns", "key,to,state,sid,code,attempts,delivery")
    result = bulk("report", "--format", form, *columns)

    sids = {message.body: message.sid for message in account.messages}
    if form == "csv":
        assert result.stdout == (
            "key,to,state,sid,code,attempts,delivery\n"
            f"k1,+15558670001,accepted,{sids['Hi N1']},,1,queued\n"
            f"k2,{REFUSED},rejected,,21211,1,\n"
            f"k3,+15558670003,accepted,{sids['Hi N3']},,1,queued\n"
        )
    else:
        assert records(result)[1] == {
            "key": "k2",
            "to": REFUSED,
            "state": "rejected",
            "sid": None,
            "code": 21211,
            "attempts": 1,
            "delivery": None,
        }


def test_the_report_is_a_table_for_people(send: Bulk, bulk: Bulk) -> None:
    send(numbered(600))
    result = bulk("report", "--state", "accepted, held")

    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 601
    assert bulk("report", "--state", "rejected").stderr == "Nothing found.\n"
    assert "there is no state 'lost': there are planned" in told(bulk("report", "--state", "lost"))


def test_deliveries_are_brought_by_the_list(send: Bulk, bulk: Bulk, monkeypatch: pytest.MonkeyPatch) -> None:
    passed = [timedelta()]
    with serving(Emulator(clock=lambda: datetime.now(UTC) + passed[0])) as emulator:
        point_to(emulator, monkeypatch)
        send(numbered(3))
        passed[0] = timedelta(minutes=1)
        result = bulk("refresh")

    assert result.exit_code == 0
    assert result.stdout == "3 messages have another status now\n"
    assert bulk("status").stdout == "Messages  3\nAccepted  3 (3 delivered)\n"


def test_a_campaign_is_paused_and_goes_on(send: Bulk, bulk: Bulk, account: Emulator) -> None:
    send(numbered(1))
    paused = bulk("pause")
    waiting = send(numbered(4))

    assert (paused.exit_code, waiting.exit_code) == (0, 1)
    assert "Paused    yes\n" in waiting.stdout
    assert "3 not sent of 4 messages; twilio-async bulk resume" in waiting.stderr
    assert sent(account) == once(1)

    assert bulk("resume").exit_code == 0
    assert send(numbered(4)).exit_code == 0
    assert sent(account) == once(4)


def test_what_has_not_left_is_canceled(send: Bulk, bulk: Bulk, account: Emulator) -> None:
    send(numbered(1))
    bulk("pause")
    send(numbered(4))
    asked = bulk("cancel")
    canceled = bulk("cancel", "--yes")
    bulk("resume")

    assert asked.exit_code == 2
    assert canceled.stdout == "3 messages are canceled\n"
    assert send(numbered(4)).exit_code == 0
    assert sent(account) == once(1)


@pytest.mark.usefixtures("account")
def test_the_variable_names_a_journal(
    invoke: Invoke, send: Bulk, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(numbered(1))
    monkeypatch.setenv("TWILIO_JOURNAL", f"sqlite:///{journal}")

    assert invoke("bulk", "status").stdout == "Messages  1\nAccepted  1 (1 queued)\n"


@pytest.mark.usefixtures("account")
def test_a_name_that_an_url_would_cut_is_refused(invoke: Invoke) -> None:
    refused = invoke("bulk", "status", "--journal", "is it spring?.db")

    assert refused.exit_code == 2
    assert "without a ?" in refused.stderr


@pytest.mark.usefixtures("account")
def test_a_password_is_never_shown(invoke: Invoke, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TWILIO_JOURNAL", "postgresql://me:hunter2@127.0.0.1:1/campaigns")
    rows = written(tmp_path, *numbered(1))
    for arguments in (("status",), ("send", str(rows), *MESSAGE, "--yes")):
        result = invoke("bulk", *arguments)

        assert result.exit_code == 1
        assert "hunter2" not in result.output
        assert result.stderr.count("\n") == 1


def test_each_database_is_a_journal(
    place: tuple[str, ...], invoke: Invoke, account: Emulator, tmp_path: Path
) -> None:
    account.faults.script(None, Fault.server_error(503), Fault.server_error(executed=True))
    path = written(tmp_path, *numbered(9, k9=REFUSED))
    settings = (*FAST, "--key", "id", "--on-missing", "resend")
    first = invoke("bulk", "send", str(path), *MESSAGE, *settings, *place)
    paused = invoke("bulk", "pause", *place)
    report = invoke("bulk", "report", "--format", "csv", "--columns", "key,state", *place)

    assert first.exit_code == 1
    assert f"report --state rejected {shlex.join(place)} shows them" in first.stderr
    assert paused.stdout.endswith(" is paused\n")
    states = ["accepted"] * 8 + ["rejected"]
    assert report.stdout.splitlines()[1:] == [f"k{at},{state}" for at, state in enumerate(states, 1)]
    assert sent(account) == once(8)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [(("--validate",), "invalid"), (("--not-after", "2026-01-01T00:00:00Z"), "expired")],
)
def test_what_is_not_to_be_sent_is_skipped(
    arguments: tuple[str, ...], reason: str, account: Emulator, send: Bulk
) -> None:
    result = send(numbered(2), *arguments)

    assert (result.exit_code, result.stdout) == (0, f"Messages  2\nSkipped   2 (2 {reason})\n")
    assert not account.messages


def test_the_hours_of_the_recipient_are_kept(account: Emulator, send: Bulk, bulk: Bulk) -> None:
    now = datetime.now(UTC)
    window = f"{now + timedelta(hours=-2):%H:%M}-{now + timedelta(hours=2):%H:%M}"
    result = send([("k1", "+3545551234", "N1")], "--window", window)

    assert result.exit_code == 0
    assert sent(account) == once(1)
    assert records(bulk("report", "--json"))[0]["state"] == "accepted"


@pytest.mark.parametrize(("answer", "messages"), [("y", 3), ("n", 0)])
def test_a_person_is_asked_with_what_it_takes(
    answer: str, messages: int, account: Emulator, journal: Path, tmp_path: Path
) -> None:
    path = written(tmp_path, *numbered(3))
    arguments = ("bulk", "send", str(path), *MESSAGE, "--key", "id", "--pace", "1000", "--price", "0.0079")
    with (
        terminal(100) as (display, keyboard),
        forked(
            *arguments, "--journal", str(journal), stdin=keyboard, stdout=keyboard, stderr=keyboard
        ) as running,
    ):
        asked = seen(display, "[y/N] ")
        watching = Watch(display)
        os.write(display, f"{answer}\n".encode())
        status = running.wait(PATIENCE)
        os.write(keyboard, b"<end>")
        screen = without_passing(asked) + watching.text()

    assert "Messages    3 (3 GSM-7)\nSegments    3\n" in screen
    assert "Cost        0.0237\n" in screen
    assert f"From        {FROM}\nFirst       to +15558670001: Hi N1\n" in screen
    assert "which is new\n" in screen
    assert f"Account     {account.account_sid}\n" in screen
    assert status == (0 if messages else 1)
    assert len(account.messages) == messages
    assert ("declined: nothing was sent" in screen) == (not messages)


def test_quiet_is_nothing_but_the_counts(account: Emulator, journal: Path, tmp_path: Path) -> None:
    path = written(tmp_path, *numbered(3))
    arguments = ("send", str(path), *MESSAGE, *FAST, "--quiet", "--journal", str(journal))

    assert finished_fork("bulk", *arguments) == (0, "Messages  3\nAccepted  3 (3 queued)\n", "")
    assert len(account.messages) == 3


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize("missing", ["sqlalchemy", "greenlet"])
def test_without_the_extra_the_command_says_which(missing: str, tmp_path: Path) -> None:
    program = f"import sys; sys.modules['{missing}'] = None; from twilio_async.cli import main; main()"
    path = written(tmp_path, *numbered(1))
    command = [sys.executable, "-c", program, "bulk", "send", str(path), *MESSAGE]
    journal = ("--journal", str(tmp_path / "journal.db"), "--yes")
    refused = subprocess.run([*command, *journal], capture_output=True, text=True, check=False)
    previewed = subprocess.run([*command, "--dry-run", "--json"], capture_output=True, text=True, check=True)

    assert refused.returncode == 1
    assert refused.stderr.startswith(
        f"twilio-async: a journal needs {missing}, which the extra twilio-async[bulk] brings: "
    )
    assert orjson.loads(previewed.stdout)["estimate"]["messages"] == 1
