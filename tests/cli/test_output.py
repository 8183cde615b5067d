"""The forms of output: the same records in each, nothing but data on stdout, a word where a list is cut."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from twilio_async.emulator import Emulator, Fault

from .conftest import HARMLESS, HOSTILE, Invoke, point_to, records, serving
from .processes import CONTROL, finished, finished_fork, shown

LISTS = [
    ("messages", "list"),
    ("calls", "list"),
    ("recordings", "list"),
    ("numbers", "list"),
    ("numbers", "search", "US"),
    ("accounts", "list"),
    ("usage",),
]


CUT = "20 shown; there are more: --limit N or --all\n"


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    """An emulator on which no time passes: a record of usage says when it was asked for."""
    now = datetime.now(UTC)
    with serving(Emulator(clock=lambda: now)) as running:
        yield running


@pytest.fixture
def account(account: Emulator, invoke: Invoke) -> Emulator:
    """An account with some of everything."""
    account.scenes.seed_messages(30)
    account.scenes.seed_calls(3)
    account.scenes.add_recording(account.calls[0].sid)
    assert invoke("numbers", "buy", "+15555550101", "--yes", "--name", 'a "b", c').exit_code == 0
    return account


@pytest.fixture
def crowded(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> Emulator:
    """An account with three pages of messages."""
    point_to(emulator, monkeypatch)
    emulator.scenes.seed_messages(2_345)
    return emulator


def cells(text: str) -> list[dict[str, Any]]:
    """The rows of CSV, by their heads."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def tsv_cells(text: str) -> list[dict[str, Any]]:
    """The rows of TSV, by their heads."""
    heads, *rows = (list(map(unescaped, line.split("\t"))) for line in text.removesuffix("\n").split("\n"))
    return [dict(zip(heads, row, strict=True)) for row in rows]


def unescaped(cell: str) -> str:
    escapes = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}
    return re.sub(r"\\(.)", lambda match: escapes[match[1]], cell)


def as_cell(value: object) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else text_of(value)


def text_of(value: object) -> str:
    return orjson.dumps(value).decode()


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize("arguments", LISTS, ids=" ".join)
def test_each_form_has_the_same_records(arguments: tuple[str, ...], invoke: Invoke) -> None:
    lines = records(invoke(*arguments, "--json"))
    expected = [{name: as_cell(value) for name, value in record.items()} for record in lines]

    assert lines
    assert not any("auth_token" in record for record in lines)
    assert records(invoke(*arguments, "-o", "ndjson")) == lines
    assert orjson.loads(invoke(*arguments, "--output", "json").stdout) == lines
    assert cells(invoke(*arguments, "-o", "csv").stdout) == expected
    assert tsv_cells(invoke(*arguments, "-o", "tsv").stdout) == expected


@pytest.mark.parametrize("form", ["json", "ndjson", "csv", "tsv"])
def test_one_record_in_each_form(form: str, account: Emulator, invoke: Invoke) -> None:
    sid = account.messages[0].sid
    output = invoke("messages", "get", sid, "-o", form).stdout
    if form in {"json", "ndjson"}:
        record = orjson.loads(output)
    else:
        [record] = (cells if form == "csv" else tsv_cells)(output)

    assert record["sid"] == sid
    assert record["body"] == account.messages[0].body


def test_dates_are_as_jq_reads_them(account: Emulator, invoke: Invoke) -> None:
    [record] = records(invoke("messages", "list", "--json", "--limit", "1"))
    sent_at = account.messages[-1].sent_at

    assert sent_at is not None
    assert datetime.strptime(record["date_sent"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC) == (
        sent_at.replace(microsecond=0)
    )


def test_csv_holds_what_was_said_and_nothing_else(account: Emulator, invoke: Invoke) -> None:
    bodies = ["=1+1", "+15558675310", 'a, "b"\nc', "Zoë 👋"]
    for message, body in zip(account.messages, bodies, strict=False):
        message.body = body
    result = invoke("messages", "list", "--all", "-o", "csv", "--columns", "body,to")
    rows = cells(result.stdout)

    assert result.stdout.startswith("body,to\n")
    assert [row["body"] for row in reversed(rows)][: len(bodies)] == bodies
    assert rows[0]["to"] == account.messages[-1].to


def test_tsv_has_escapes_and_no_quotes(account: Emulator, invoke: Invoke) -> None:
    body = 'a "b"\tc\r\nd \\t, e'
    account.messages[-1].body = body
    result = invoke("messages", "list", "--limit", "2", "-o", "tsv", "--columns", "body,to")
    head, first, _ = result.stdout.removesuffix("\n").split("\n")

    assert head == "body\tto"
    assert first == f'a "b"\\tc\\r\\nd \\\\t, e\t{account.messages[-1].to}'
    assert tsv_cells(result.stdout)[0]["body"] == body


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("messages", "list"), "In json it is one array."),
        (("usage",), "In json it is one array."),
        (("messages", "get"), "In json it is one object."),
        (("messages", "delete"), "In json it is one object."),
    ],
)
def test_the_help_says_what_json_is(arguments: tuple[str, ...], what: str, invoke: Invoke) -> None:
    help_of = invoke(*arguments, "--help").stdout.replace("│", " ")

    assert what in " ".join(help_of.split())


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize("columns", ["0", "1000000000", "9" * 5_000, "wide"])
def test_an_odd_number_of_columns_is_none(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[tuple[str, ...]] = [("messages", "list", "--limit", "2")]
    if columns == "1000000000":  # Charts and helps would fill such lines.
        commands += [("usage", "months", "--months", "2"), ("balance", "--help")]
    usual = [finished_fork(*command) for command in commands]
    monkeypatch.setenv("COLUMNS", columns)

    assert [finished_fork(*command) for command in commands] == usual


def test_csv_commands_no_terminal(account: Emulator) -> None:
    account.messages[-1].body = HOSTILE
    arguments = ("messages", "list", "--limit", "1", "-o", "csv", "--columns", "body")
    _, screen = shown(80, *arguments)
    _, output, _ = finished(*arguments)

    assert CONTROL not in screen
    assert HARMLESS.split(" end")[0] in screen
    assert cells(output)[0]["body"] == HOSTILE


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize(
    ("form", "output"),
    [("json", "[]\n"), ("ndjson", ""), ("csv", "sid,body\n"), ("tsv", "sid\tbody\n"), ("table", "")],
)
def test_no_record(form: str, output: str, invoke: Invoke) -> None:
    result = invoke("messages", "list", "--to", "+15550000000", "-o", form, "--columns", "sid,body")

    assert (result.exit_code, result.stdout) == (0, output)
    assert result.stderr == ("Nothing found.\n" if form == "table" else "")


@pytest.mark.parametrize("form", ["json", "ndjson", "csv"])
def test_forms_over_many_pages(form: str, crowded: Emulator, invoke: Invoke) -> None:
    output = invoke("messages", "list", "--all", "-o", form, "--columns", "sid").stdout
    if form == "json":
        sids = [record["sid"] for record in orjson.loads(output)]
    elif form == "ndjson":
        sids = [orjson.loads(line)["sid"] for line in output.splitlines()]
    else:
        sids = [row["sid"] for row in cells(output)]

    assert sids == [message.sid for message in reversed(crowded.messages)]


def test_an_array_that_breaks_off_is_not_closed(crowded: Emulator, invoke: Invoke) -> None:
    crowded.faults.script(None, Fault.rate_limited(1_000))
    result = invoke("messages", "list", "--all", "-o", "json")

    assert result.exit_code == 1
    assert result.stdout.startswith("[\n{")
    assert not result.stdout.endswith("]\n")


def test_a_table_has_one_head_and_one_shape_over_all_pages(
    crowded: Emulator, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowded.messages[0].body = "A-long-story" * 20
    monkeypatch.setenv("COLUMNS", "120")
    head, *rows = invoke("messages", "list", "--all").stdout.splitlines()
    place = head.index("Body")

    assert len(rows) == len(crowded.messages)
    assert not any("Body" in row for row in rows)
    assert {row[place - 2 : place] for row in rows} == {"  "}
    assert all(row[place] != " " for row in rows)
    assert rows[-1].endswith("…")
    assert len(rows[-1]) == 120


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize("form", ["table", "json", "ndjson", "csv", "tsv"])
def test_a_cut_list_says_so_beside_the_data(form: str, invoke: Invoke) -> None:
    cut = invoke("messages", "list", "-o", form)
    quiet = invoke("messages", "list", "-o", form, "--quiet")
    whole = invoke("messages", "list", "-o", form, "--all")
    exact = invoke("messages", "list", "-o", form, "--limit", "30")

    assert cut.stderr == CUT
    assert quiet.stdout == cut.stdout
    assert (quiet.stderr, whole.stderr, exact.stderr) == ("", "", "")


def test_what_was_done_in_another_form(account: Emulator, invoke: Invoke) -> None:
    send = ("send", "--to", "+15558675310", "--from", "+15550100000", "--body", "Hi")
    [row] = cells(invoke(*send, "-o", "csv", "--columns", "sid,body").stdout)
    lines = invoke(*send, "--columns", "sid,body").stdout.splitlines()

    assert row == {"sid": account.messages[-2].sid, "body": "Hi"}
    assert lines == [f"sid   {account.messages[-1].sid}", "body  Hi"]


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_months_in_each_form(form: str, account: Emulator, invoke: Invoke) -> None:
    account.scenes.seed_messages(3, days=1)
    result = invoke("usage", "months", "--months", "1", "-o", form, "--columns", "category,price")

    assert result.exit_code == 0
    assert "totalprice" in result.stdout


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize(
    ("environment", "is_bold"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
@pytest.mark.parametrize("arguments", [("messages", "list"), ("accounts", "get")], ids=" ".join)
def test_titles_stand_out_where_that_is_wanted(
    environment: dict[str, str], is_bold: bool, arguments: tuple[str, ...]
) -> None:
    status, screen = shown(80, *arguments, **environment)

    assert status == 0
    assert ("\x1b[1m" in screen) is is_bold
    assert is_bold or CONTROL not in screen
