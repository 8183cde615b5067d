"""Journals beside files of recipients: what is there already is told by its line before anything is sent."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from typer.testing import Result

from tests.support.postgres import cluster, programs
from twilio_async.emulator import Emulator, Fault

from .conftest import PATIENCE, Invoke, records
from .processes import Watch, finished_fork, forked, seen, terminal
from .recipients import MESSAGE, numbered, written

FAST = ("--pace", "100000", "--settle", "1s", "--yes")
KEY = ("--key", "id")
Send: TypeAlias = Callable[..., Result]


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "spring.db"


@pytest.fixture
def send(invoke: Invoke, tmp_path: Path, journal: Path, account: Emulator) -> Send:
    """Send to these rows, or show what that would be."""
    del account

    def run(rows: list[tuple[str, str, str]], *arguments: str) -> Result:
        path = written(tmp_path, *rows)
        return invoke(
            "bulk", "send", str(path), *MESSAGE, "--journal", str(journal), *(arguments or (*KEY, *FAST))
        )

    return run


def content(journal: Path) -> list[Any]:
    """All that a journal has."""
    with sqlite3.connect(journal) as database:
        rows = list(database.iterdump())
    database.close()
    return rows


def changed(count: int, *ids: str) -> list[tuple[str, str, str]]:
    """Numbered rows, of which some have another name."""
    return [(id_, number, "another" if id_ in ids else name) for id_, number, name in numbered(count)]


@pytest.mark.parametrize("arguments", [(*KEY, *FAST), (*KEY, "--dry-run"), (*KEY, "--dry-run", "--json")])
def test_a_changed_row_is_told_by_its_line(
    arguments: tuple[str, ...], account: Emulator, send: Send, journal: Path
) -> None:
    send(numbered(2))
    before = content(journal)
    result = send(changed(4, "k2"), *arguments)

    first, last = result.stderr.splitlines()
    assert (result.exit_code, result.stdout) == (1, "")
    assert first.endswith(
        "recipients.csv, line 3: its key stands for another message of the journal, which is accepted"
    )
    assert last == (
        f"twilio-async: nothing was sent: 1 of 4 rows have keys of other messages of {journal}: "
        "give new keys, or another journal"
    )
    assert content(journal) == before
    assert len(account.messages) == 2


def test_a_change_far_down_a_long_file(account: Emulator, send: Send, journal: Path, tmp_path: Path) -> None:
    send(numbered(1))
    path = written(tmp_path, *numbered(4_000)[1:], ("k1", "+15558670001", "another"))
    status, output, complaint = finished_fork(
        "bulk", "send", str(path), *MESSAGE, *KEY, *FAST, "--quiet", "--journal", str(journal)
    )

    assert (status, output) == (1, "")
    assert f"{path}, line 4001: its key stands for another message" in complaint
    assert len(account.messages) == 1


def test_many_changed_rows_are_counted(send: Send) -> None:
    send(numbered(30))
    result = send(changed(30, *(f"k{place}" for place in range(1, 26))))

    lines = result.stderr.splitlines()
    assert [line.count(": its key stands for another message") for line in lines] == [1] * 20 + [0, 0]
    assert lines[20].endswith("recipients.csv: 5 more rows are bad")
    assert lines[21].startswith("twilio-async: nothing was sent: 25 of 30 rows have keys of other messages")


@pytest.mark.parametrize("arguments", [(*KEY, *FAST), (*KEY, "--dry-run")])
def test_a_key_of_two_rows_is_told_by_both_lines(
    arguments: tuple[str, ...], account: Emulator, send: Send, journal: Path
) -> None:
    result = send([*numbered(2), ("k1", "+15558670009", "another")], *arguments)

    assert result.exit_code == 1
    assert "recipients.csv, line 4: its key is that of line 2, and its message is another\n" in result.stderr
    assert result.stderr.endswith("nothing was sent: 1 of 3 rows have to be mended first\n")
    assert not account.messages
    assert not journal.exists()


def test_a_row_that_is_given_again_is_counted_once(account: Emulator, send: Send) -> None:
    rows = [*numbered(3), *numbered(2)]
    shown = send(rows, *KEY, "--dry-run")
    sent = send(rows)
    [again] = records(send(rows, *KEY, "--dry-run", "--json"))

    assert "Messages  3 (3 GSM-7)\nRepeated  2 more rows, which are not sent again\n" in shown.stdout
    assert sent.exit_code == 0
    assert len(account.messages) == 3
    assert (again["estimate"]["messages"], again["again"]) == (3, 2)
    assert again["journal"] == {"new": 0, "accepted": 3, "others_planned": 0}


def test_a_dry_run_says_what_the_journal_has(account: Emulator, send: Send, journal: Path) -> None:
    new = send(numbered(3), *KEY, "--dry-run")
    assert not journal.exists()
    send(numbered(3, k2="+15005550001"))
    before, files = content(journal), sorted(journal.parent.iterdir())
    shown = send(numbered(5, k2="+15005550001"), *KEY, "--dry-run")
    [counts] = records(send(numbered(5, k2="+15005550001"), *KEY, "--dry-run", "--json"))

    assert new.stdout.endswith(f"Journal   {journal}, which is new\n")
    assert shown.exit_code == 0
    assert shown.stdout.endswith(
        f"Journal   {journal}, which has 3 of them (2 accepted, 1 rejected); 2 are new\n"
    )
    assert counts["journal"] == {"new": 2, "accepted": 2, "rejected": 1, "others_planned": 0}
    assert content(journal) == before
    assert sorted(journal.parent.iterdir()) == files
    assert len(account.messages) == 2


def test_what_leaves_besides_the_file_is_told(
    account: Emulator, send: Send, invoke: Invoke, journal: Path
) -> None:
    send(numbered(1))
    invoke("bulk", "pause", "--journal", str(journal))
    send(numbered(5))
    shown = send(numbered(3)[1:], *KEY, "--dry-run")

    assert shown.stdout.endswith(
        f"Journal   {journal}, which has 2 of them (2 planned); 0 are new; 2 others of it leave, too\n"
    )
    assert len(account.messages) == 1


def test_rows_without_keys_are_known_by_what_they_are(account: Emulator, send: Send) -> None:
    rows = [*numbered(3), *numbered(1)]
    send(rows, "--repeats", "send", *FAST)
    [same] = records(send(rows, "--repeats", "send", "--dry-run", "--json"))
    [more] = records(send([*rows, *numbered(1)], "--repeats", "send", "--dry-run", "--json"))

    assert same["journal"] == {"new": 0, "accepted": 4, "others_planned": 0}
    assert more["journal"] == {"new": 1, "accepted": 4, "others_planned": 0}
    assert len(account.messages) == 4


def test_a_dry_run_beside_a_journal_in_use(account: Emulator, send: Send, journal: Path) -> None:
    send(numbered(1))
    lock = sqlite3.connect(journal.with_name("spring.db-lock"), isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    shown, refused = send(numbered(2), *KEY, "--dry-run"), send(numbered(2))
    lock.close()

    assert "which has 1 of them (1 accepted); 1 are new" in shown.stdout
    assert (refused.exit_code, "another process works on" in refused.stderr) == (1, True)
    assert len(account.messages) == 1


@pytest.fixture
def stranger(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Take the credentials away."""

    def leave() -> None:
        for name in ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_BASE_URL"):
            monkeypatch.delenv(name)

    return leave


def test_who_only_looks_needs_no_credentials(
    account: Emulator, send: Send, invoke: Invoke, journal: Path, stranger: Callable[[], None]
) -> None:
    send(numbered(2))
    asked = len(account.requests)
    stranger()
    place = ("--journal", str(journal))

    assert invoke("bulk", "status", *place).stdout == "Messages  2\nAccepted  2 (2 queued)\n"
    assert [each["key"] for each in records(invoke("bulk", "report", "--json", *place))] == ["k1", "k2"]
    assert "which has 2 of them" in send(numbered(2), *KEY, "--dry-run").stdout
    assert "no credentials" in invoke("bulk", "pause", *place).stderr
    assert len(account.requests) == asked


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize("name", ["status", "report", "reconcile", "refresh", "pause", "resume"])
def test_a_journal_that_is_not_there(name: str, invoke: Invoke, journal: Path) -> None:
    result = invoke("bulk", name, "--journal", str(journal))

    assert result.exit_code == 1
    assert result.stderr == f"twilio-async: there is no journal {journal}: twilio-async bulk send makes one\n"
    assert not journal.exists()


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize("name", ["status", "report", "reconcile", "send", "preview"])
@pytest.mark.parametrize("kind", ["recipients", "database", "empty"])
def test_a_file_that_is_no_journal_is_named_and_left_alone(
    name: str, kind: str, invoke: Invoke, tmp_path: Path, journal: Path
) -> None:
    path = written(tmp_path, *numbered(2))
    other = path if kind == "recipients" else journal
    if kind == "database":
        with sqlite3.connect(other) as database:
            database.execute("create table something (id)")
        database.close()
    if kind == "empty":
        other.touch()
    before, files = other.read_bytes(), sorted(tmp_path.iterdir())
    sending = ("send", str(path), *MESSAGE, "--dry-run" if name == "preview" else "--yes")
    result = invoke("bulk", *(sending if name in {"send", "preview"} else (name,)), "--journal", str(other))

    if kind == "empty" and name in {"send", "preview", "reconcile"}:
        assert result.exit_code == 0
        return
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.count("\n") == 1
    assert str(other) in result.stderr
    assert "is no journal" in result.stderr or "there is no journal in" in result.stderr
    assert other.read_bytes() == before
    if kind == "recipients":
        assert sorted(tmp_path.iterdir()) == files


@pytest.mark.parametrize("place", ["file", *(["postgresql"] if programs() else [])])
@pytest.mark.parametrize("answer", ["y", "n"])
def test_a_journal_that_is_new_is_asked_about(
    place: str, answer: str, account: Emulator, tmp_path: Path, places: Callable[[str], tuple[str, ...]]
) -> None:
    arguments = ("bulk", "send", str(written(tmp_path, *numbered(2))), *MESSAGE, *KEY, "--pace", "1000")
    status, screen = answered(answer, *arguments, *places(place))

    assert ", which is new\n" in screen
    assert status == (0 if answer == "y" else 1)
    assert len(account.messages) == (2 if answer == "y" else 0)


@pytest.fixture
def places(journal: Path) -> Iterator[Callable[[str], tuple[str, ...]]]:
    """The options for a journal of either kind."""
    with ExitStack() as stack:

        def options(kind: str) -> tuple[str, ...]:
            if kind == "file":
                return "--journal", str(journal)
            return "--journal", stack.enter_context(cluster()), "--schema", "spring"

        yield options


@pytest.mark.parametrize("answer", ["y", "n"])
def test_a_second_sending_is_asked_about(
    answer: str, account: Emulator, send: Send, invoke: Invoke, journal: Path
) -> None:
    account.faults.script(None, Fault.server_error(503))
    send(numbered(2))
    account.faults.clear()
    [held] = records(invoke("bulk", "report", "--state", "held", "--json", "--journal", str(journal)))
    status, screen = answered(answer, "bulk", "resolve", "resend", held["key"], "--journal", str(journal))
    [counts] = records(invoke("bulk", "status", "--json", "--journal", str(journal)))

    assert f"Messages  {held['key']}\n" in screen
    assert "What was sent the first time is sent twice then. Plan it again?" in screen
    assert status == (0 if answer == "y" else 1)
    assert (counts["planned"], counts["held"]) == ((1, 0) if answer == "y" else (0, 1))
    assert ("declined: nothing was planned again" in screen) == (answer == "n")


def answered(answer: str, *arguments: str) -> tuple[int, str]:
    """The exit status of a command whose question gets this answer, and what the terminal shows."""
    with (
        terminal(120) as (display, keyboard),
        forked(*arguments, stdin=keyboard, stdout=keyboard, stderr=keyboard) as running,
    ):
        asked = seen(display, "[y/N] ")
        watching = Watch(display)
        os.write(display, f"{answer}\n".encode())
        status = running.wait(PATIENCE)
        os.write(keyboard, b"<end>")
        return status, (asked + watching.written()).replace("\r\n", "\n")


def test_a_decision_says_how_far_it_came(
    account: Emulator, send: Send, invoke: Invoke, journal: Path
) -> None:
    account.faults.script(None, Fault.server_error(503))
    send(numbered(2))
    place = ("--journal", str(journal))
    [held] = records(invoke("bulk", "report", "--state", "held", "--json", *place))
    result = invoke("bulk", "resolve", "drop", held["key"], "nope", *place)

    assert result.exit_code == 1
    assert (
        "has no message of the key 'nope': bulk report has them all; 1 before it are canceled"
        in result.stderr
    )


@pytest.mark.usefixtures("account")
def test_an_error_begins_with_its_reason(send: Send, invoke: Invoke, journal: Path) -> None:
    send(numbered(1, k1="+15005550001"))
    [rejected] = records(invoke("bulk", "report", "--json", "--journal", str(journal)))
    status, table, _ = finished_fork("bulk", "report", "--journal", str(journal))

    assert rejected["error"].partition(" [")[2].startswith("HTTP 400, code 21211]")
    assert not rejected["error"].startswith("POST")
    assert "+15005550001" not in rejected["error"]
    assert status == 0
    assert rejected["error"][:20] in table


def test_a_lost_connection_is_told_in_plain_words(
    account: Emulator, send: Send, invoke: Invoke, journal: Path
) -> None:
    account.faults.script(Fault.close_before_reading())
    send(numbered(1))
    [held] = records(invoke("bulk", "report", "--json", "--journal", str(journal)))
    table = invoke("bulk", "report", "--journal", str(journal)).stdout

    assert held["state"] == "held"
    assert "the connection broke off" in table
    assert "Error:" not in table
