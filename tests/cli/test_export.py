"""`export`: what it writes, what it says meanwhile, and how it goes on."""

import json
import signal
from datetime import date
from pathlib import Path

import pytest

from tests.history.exported import rows_of, sids_of
from twilio_async.emulator import Emulator

from .conftest import PATIENCE, Invoke
from .processes import process, seen, terminal

RANGE = ("--since", "2026-01-01", "--until", "2026-01-06")
LISTS = ("messages", "calls", "recordings", "conferences", "notifications")


@pytest.fixture
def past(account: Emulator) -> Emulator:
    """An account with a history of 500 messages and 200 calls."""
    account.scenes.add_history(messages=500, calls=200, since=date(2026, 1, 1), until=date(2026, 1, 6))
    return account


@pytest.mark.usefixtures("past")
@pytest.mark.parametrize("form", ["ndjson", "csv", "parquet"])
def test_a_history_is_written_in_each_format(form: str, invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("export", "messages", *RANGE, "--format", form, "--out", str(tmp_path))

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("500 records in 5 files, ")
    assert result.stdout.endswith(f" bytes: {tmp_path}\n")
    assert len({*sids_of(tmp_path)}) == 500


@pytest.mark.usefixtures("past")
@pytest.mark.parametrize("name", LISTS)
def test_each_list_with_dates_can_be_exported(name: str, invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("export", name, *RANGE, "--out", str(tmp_path))

    count = {"messages": 500, "calls": 200}.get(name, 0)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{count} records in ")


@pytest.mark.usefixtures("past")
def test_columns_and_filters_choose(invoke: Invoke, tmp_path: Path) -> None:
    chosen = ("--columns", "sid,from,status", "--format", "csv", "--filter", "status=busy")
    result = invoke("export", "calls", *RANGE, *chosen, "--out", str(tmp_path))

    assert result.exit_code == 0
    assert {row["status"] for row in rows_of(tmp_path)} == {"busy"}
    assert list(rows_of(tmp_path)[0]) == ["sid", "from", "status"]


def test_a_filter_may_be_a_recipient(past: Emulator, invoke: Invoke, tmp_path: Path) -> None:
    invoke("export", "messages", *RANGE, "--filter", "to=+15558670001", "--out", str(tmp_path))

    assert dict(past.requests[-1].query)["To"] == "+15558670001"


def test_the_same_command_again_has_nothing_to_do(past: Emulator, invoke: Invoke, tmp_path: Path) -> None:
    first = invoke("export", "messages", *RANGE, "--out", str(tmp_path))
    asked = len(past.requests)
    again = invoke("export", "messages", *RANGE, "--out", str(tmp_path))

    assert again.stdout == first.stdout
    assert again.stderr == "It was complete already; --since-last adds what is new or changed.\n"
    assert len(past.requests) == asked


@pytest.mark.usefixtures("past")
def test_an_export_with_an_end_says_that_nothing_later_is_added(invoke: Invoke, tmp_path: Path) -> None:
    invoke("export", "messages", *RANGE, "--out", str(tmp_path))
    more = invoke("export", "messages", "--since-last", "--out", str(tmp_path))

    assert more.exit_code == 0
    assert "This export ends at 2026-01-06 00:00 UTC: what is later needs one of its own." in more.stderr


@pytest.mark.usefixtures("past")
def test_an_export_is_brought_up_to_date_and_compacted(invoke: Invoke, tmp_path: Path) -> None:
    open_range = ("--since", "2026-01-04")
    invoke("export", "messages", *open_range, "--out", str(tmp_path))
    sent = invoke("send", "--to", "+15558675310", "--from", "+15550100000", "--body", "Hi", "--json")
    more = invoke("export", "messages", "--since-last", "--look-back", "12h", "--out", str(tmp_path))
    compacted = invoke("export", "compact", str(tmp_path))

    assert (sent.exit_code, more.exit_code, compacted.exit_code) == (0, 0, 0)
    assert json.loads(sent.stdout)["sid"] in sids_of(tmp_path)
    assert ", 1 of them new or changed: " in more.stdout
    assert compacted.stdout.startswith("201 rows are left in ")


@pytest.mark.usefixtures("past")
def test_days_come_from_files_too(invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("export", "messages", *RANGE, "--source", "bulkexport", "--out", str(tmp_path))

    assert result.exit_code == 0
    assert len({*sids_of(tmp_path)}) == 500


@pytest.mark.usefixtures("past")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--until", "2026-01-06"), "as --since 2026-01-01"),
        ((*RANGE, "--columns", "sid,nope"), "there is no column 'nope'"),
        ((*RANGE, "--filter", "bogus=1"), "with one of from, to"),
        ((*RANGE, "--filter", "to"), "no NAME=VALUE"),
        ((*RANGE, "--compression", "snappy"), "no compression 'snappy'"),
        (("--since-last", "--look-back", "soon"), "not like 3d"),
        ((*RANGE, "--look-back", "12h"), "give --since-last too"),
        (("--since", "2026-02-01", "--until", "2026-01-01"), "swap them"),
    ],
)
def test_wrong_usage_writes_nothing(
    arguments: tuple[str, ...], words: str, invoke: Invoke, tmp_path: Path
) -> None:
    result = invoke("export", "messages", *arguments, "--out", str(tmp_path / "new"))

    assert result.exit_code == 2
    assert words in " ".join(result.stderr.replace("│", " ").split())
    assert not (tmp_path / "new").exists()


@pytest.mark.usefixtures("past")
def test_another_export_in_the_folder_is_told(invoke: Invoke, tmp_path: Path) -> None:
    invoke("export", "messages", *RANGE, "--out", str(tmp_path))
    result = invoke("export", "calls", *RANGE, "--out", str(tmp_path))

    assert result.exit_code == 1
    assert 'whose list is "messages" there and "calls" here' in result.stderr
    assert "What was written" not in result.stderr


@pytest.mark.usefixtures("silent")
def test_an_interrupt_prints_the_command_that_goes_on(tmp_path: Path) -> None:
    arguments = ("export", "messages", *RANGE, "--out", str(tmp_path))
    with terminal(80) as (screen, keyboard), process(*arguments, stderr=keyboard) as running:
        seen(screen, "Waiting")
        running.send_signal(signal.SIGINT)
        said = seen(screen, str(tmp_path))
        running.communicate(timeout=PATIENCE)

    assert running.returncode == 130
    assert "What was written is safe; to go on: twilio-async export messages --since 2026-01-01" in said
