"""`bulk send` reads recipients from tables of all kinds, and tells what is wrong before anything is sent."""

import os
import threading
from pathlib import Path
from typing import Any, get_args

import orjson
import pytest

from twilio_async.bulk import Pace
from twilio_async.bulk.entries import STATES
from twilio_async.bulk.settings import OnMissing
from twilio_async.cli.campaigns import settings
from twilio_async.emulator import Emulator

from .conftest import Invoke, told
from .recipients import BODY, FROM, MESSAGE, numbered, written

TO = "+15558675310"
ROWS = [("1", "+15558675310", "Zoë"), ("2", "+15558675311", "Bob")]
TABLE = "id,phone,name\n1,+15558675310,Zoë\n2,+15558675311,Bob\n"


@pytest.fixture
def dry(invoke: Invoke, tmp_path: Path, account: Emulator) -> Any:
    """What a dry run of a file with this content shows, as JSON; nothing is asked of Twilio."""

    def run(content: str | bytes, *arguments: str) -> dict[str, Any]:
        path = tmp_path / "recipients"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        result = invoke(
            "bulk", "send", str(path), *(arguments or (*MESSAGE, "--key", "id")), "--dry-run", "--json"
        )
        assert result.exit_code == 0, result.stderr
        assert not account.requests
        shown: dict[str, Any] = orjson.loads(result.stdout)
        return shown

    return run


@pytest.mark.parametrize(
    "content",
    [
        TABLE,
        TABLE.replace(",", ";"),
        TABLE.replace(",", "\t"),
        TABLE.replace(",", "|"),
        TABLE.replace("\n", "\r\n"),
        TABLE.replace("\n", "\r"),
        TABLE.replace(",", " ; ").replace(" ; +", ";+").replace(" ; Z", ";Z").replace(" ; B", ";B"),
        TABLE.encode("utf-8-sig"),
        TABLE.rstrip("\n"),
        f"\n{TABLE}\n,,\n\n",
        '"phone","name","id","more, of it"\n+15558675310,"Zoë",1,"""x"""\n+15558675311,Bob,2,"a\nb"\n',
        '{"id": 1, "phone": "+15558675310", "name": "Zoë"}\n\n{"id":2,"phone":"+15558675311","name":"Bob"}',
        (
            b'\xef\xbb\xbf{"id": "1", "phone": "+15558675310", "name": "Zo\\u00eb", "more": [1]}\r\n'
            b'{"phone": "+15558675311", "name": "Bob", "id": 2}\r\n'
        ),
    ],
)
def test_tables_of_every_kind_are_the_same_messages(content: str | bytes, dry: Any) -> None:
    assert dry(content)["first"] == [
        {"to": number, "from": FROM, "body": f"Hi {name}", "key": key} for key, number, name in ROWS
    ]


def test_cells_hold_what_they_hold(dry: Any) -> None:
    content = 'phone,name,price\n+15558675310,"two\nlines, ""quoted""",1.50\n'
    [first] = dry(content, "--to", "{phone}", "--from", FROM, "--body", "{name}: {{{price}}} }}{{ {{price}}")[
        "first"
    ]

    assert first["body"] == 'two\nlines, "quoted": {1.50} }{ {price}'


def test_numbers_of_json_keep_their_digits(dry: Any) -> None:
    [first] = dry(
        '{"phone": "+15558675310", "a": 1.50, "b": 12345678901234567890, "c": true}',
        "--to",
        "{phone}",
        "--from",
        FROM,
        "--body",
        "{a} {b} {c}",
    )["first"]

    assert first["body"] == "1.50 12345678901234567890 true"


def test_all_of_a_message_comes_from_the_row(dry: Any, tmp_path: Path) -> None:
    body = tmp_path / "body.txt"
    body.write_text("Dear {name}\n")
    service = "MG" + "0d" * 16
    [first, _] = dry(
        TABLE,
        *("--to", "whatsapp:{phone}", "--from", "whatsapp:{phone}", "--messaging-service", service),
        *(
            "--body",
            f"@{body}",
            "--media",
            "https://example.com/{id}.png",
            "--media",
            "https://example.com/{name}",
        ),
        *(
            "--key",
            "{id}-{name}",
            "--not-before",
            "2026-03-01T12:00:00Z",
            "--not-after",
            "2026-03-02T12:00:00+01:00",
        ),
    )["first"]

    assert first == {
        "to": "whatsapp:+15558675310",
        "from": "whatsapp:+15558675310",
        "messaging_service_sid": service,
        "body": "Dear Zoë",
        "media_url": ["https://example.com/1.png", "https://example.com/Zoë"],
        "key": "1-Zoë",
        "not_before": "2026-03-01T12:00:00Z",
        "not_after": "2026-03-02T12:00:00+01:00",
    }


def test_stdin_and_a_pipe(account: Emulator, invoke: Invoke, tmp_path: Path) -> None:
    stdin = invoke("bulk", "send", "-", *MESSAGE, "--dry-run", stdin=TABLE)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=[TABLE])
    writer.start()
    piped = invoke("bulk", "send", str(pipe), *MESSAGE, "--dry-run")
    writer.join()

    assert stdin.exit_code == piped.exit_code == 0
    assert stdin.stdout == piped.stdout
    assert not account.requests


def test_the_first_messages_and_the_estimate(account: Emulator, invoke: Invoke, tmp_path: Path) -> None:
    path = written(tmp_path, *numbered(5))
    result = invoke("bulk", "send", str(path), *MESSAGE, "--dry-run", "--price", "0.0079", "--pace", "0.5")

    assert result.stdout == (
        "".join(
            f"To        +1555867000{place}\nFrom      {FROM}\nBody      Hi N{place}\nSegments  1\n\n"
            for place in (1, 2, 3)
        )
        + "Messages  5 (5 GSM-7)\nSegments  5\nTime      0:10 at the pace of the senders\nCost      0.0395\n"
    )
    assert not account.requests


BAD = {
    "id,phone,name\n1,5558675310,Zoë\n": (2, "the recipient is no number such as +15558675310"),
    "id,phone,name\n1,,Zoë\n": (2, "'phone' is empty"),
    'id,phone,name\n1,+15558675310,"a\nb"\n2,+15558675310,\n': (4, "'name' is empty"),
    "id,phone,name\n1,+15558675310,a,b\n": (2, "it has 4 cells, and there are 3 columns"),
    "id,phone,name\n\n1,+15558675310\n": (3, "it has 2 cells, and there are 3 columns"),
    'id,phone,name\n1,+15558675310,"a" b\n': (2, "something stands behind a quotation mark that closes"),
    'id,phone,name\n1,+15558675310,"a\n2,+15558675310,b\n': (
        2,
        "a quotation mark opens here, and none closes",
    ),
    '{"phone": "+15558675310"}\n': (1, "there is no field 'name'"),
    '{"phone": "+15558675310", "name": null}\n': (1, "'name' is empty"),
    '{"phone": "+15558675310", "name": ["a"]}\n': (1, "there is no field 'name'"),
    '{"phone": "+15558675310", "name": "\\ud800"}\n': (1, "half of a surrogate pair"),
    '{"phone": "+15558675310", "name": "a"}\n["+15558675310", "a"]\n': (2, "it is no object of JSON"),
    '{"phone": "+15558675310", "name": "a"}\n{"phone": \n': (2, "it is no JSON"),
    f'{{"phone": "+15558675310", "name": "a"}}\n{{"a": {"[" * 100_000}\n': (2, "it is no JSON"),
}


@pytest.mark.parametrize(
    ("content", "line", "problem"), [(each, *BAD[each]) for each in BAD], ids=range(len(BAD))
)
def test_a_bad_row_is_told_with_its_line(
    *, content: str, line: int, problem: str, account: Emulator, invoke: Invoke, tmp_path: Path
) -> None:
    path = tmp_path / "recipients"
    path.write_text(content)
    result = invoke("bulk", "send", str(path), *MESSAGE, "--journal", str(tmp_path / "journal.db"), "--yes")

    assert result.exit_code == 1
    first, *_, last = result.stderr.splitlines()
    assert first.startswith(f"twilio-async: {path}, line {line}: ")
    assert problem in first
    assert last.startswith("twilio-async: nothing was sent: 1 of ")
    assert not account.requests
    assert not (tmp_path / "journal.db").exists()


@pytest.mark.usefixtures("account")
def test_many_bad_rows_are_counted(invoke: Invoke, tmp_path: Path) -> None:
    path = written(tmp_path, *numbered(3), *[("", "x", "")] * 25)
    result = invoke("bulk", "send", str(path), *MESSAGE, "--dry-run")

    lines = result.stderr.splitlines()
    assert [line.partition(", line ")[2].partition(":")[0] for line in lines[:20]] == [
        str(n) for n in range(5, 25)
    ]
    assert lines[20:] == [
        f"twilio-async: {path}: 5 more rows are bad",
        "twilio-async: nothing was sent: 25 of 28 rows have to be mended first",
    ]


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (TABLE.encode("utf-16"), "is not UTF-8: save it as UTF-8"),
        (TABLE.encode("utf-16-le"), "iconv -f UTF-16 -t UTF-8"),
        (TABLE.encode("latin-1"), ", line 2: it is not UTF-8: save it as UTF-8"),
        (b"PK\x03\x04\x14\0", "is a workbook or an archive: save it as 'CSV UTF-8'"),
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"id,phone,name\n", "has no rows"),
        (b"id,Phone,name\n1,2,3\n", ", line 1: there is no column 'phone'; there are: id, Phone, name"),
        (b"phone,phone,name\n1,2,3\n", ", line 1: 2 columns are called 'phone'"),
        (b"a" * 1_000_001, ", line 1: it is longer than 1,000,000 characters"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, words: str, invoke: Invoke, tmp_path: Path) -> None:
    path = tmp_path / "recipients"
    path.write_bytes(content)
    result = invoke("bulk", "send", str(path), *MESSAGE, "--dry-run")

    assert result.exit_code == 1
    assert result.stderr.startswith(f"twilio-async: {path}")
    assert words in result.stderr
    assert result.stderr.count("\n") == 1


NDJSON = '{"id": 1, "phone": "+12015550123", "name": "Zoë"}\n'


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize("content", [TABLE, NDJSON])
@pytest.mark.parametrize(
    ("changed", "value", "words"),
    [
        ("--to", "phone", 'is the same text for all rows: the column of {} is meant by --to "{{phone}}"'),
        ("--from", "id", 'is the same text for all rows: the column of {} is meant by --from "{{id}}"'),
        ("--body", "name", 'is the same text for all rows: the column of {} is meant by --body "{{name}}"'),
        (
            "--to",
            "mobile",
            "is neither a number such as +12015550123 nor a column in braces; there are: id, phone, name",
        ),
    ],
)
def test_a_column_without_braces_is_told_once(
    *, content: str, changed: str, value: str, words: str, invoke: Invoke, tmp_path: Path
) -> None:
    path = tmp_path / "recipients"
    path.write_text(content)
    given = {"--to": "{phone}", "--from": FROM, "--body": "Hi", changed: value}
    arguments = [each for option in given.items() for each in option]
    result = invoke("bulk", "send", str(path), *arguments, "--dry-run")

    assert result.exit_code == 1
    assert result.stderr == f"twilio-async: {changed} {value} {words.format(path)}\n"


def test_one_recipient_of_all_rows(dry: Any) -> None:
    assert [each["to"] for each in dry(TABLE, "--to", TO, "--from", FROM, *BODY)["first"]] == [TO, TO]


@pytest.mark.usefixtures("account")
def test_a_file_that_is_not_there(invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("bulk", "send", str(tmp_path / "nope.csv"), *MESSAGE, "--dry-run")

    assert result.exit_code == 1
    assert (
        result.stderr == f"twilio-async: {tmp_path / 'nope.csv'} cannot be read: No such file or directory\n"
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--to", TO, "--from", FROM, "--body", "Hi {name"), "'{' at character 4 names no field"),
        (("--to", TO, "--from", FROM, "--body", "Hi {}"), "names no field"),
        (("--to", TO, "--from", FROM, "--body", "a } b"), "'}' at character 3"),
        (("--to", TO, *BODY), "give a sender, or --messaging-service"),
        (("--to", TO, "--from", FROM), "give a text, or --media"),
        (("--to", TO, "--from", FROM, "--body", "-"), "as @file"),
        (("--from", FROM, *BODY), "--to"),
        ((*MESSAGE,), "as --journal spring.db"),
        ((*MESSAGE, "--journal", "a.db"), "there is no terminal to ask on"),
        ((*MESSAGE, "--price", "much", "--dry-run"), "'much' is no price"),
        ((*MESSAGE, "--pace", "0", "--dry-run"), "'0' is no number of segments a second above 0"),
        ((*MESSAGE, "--pace", "1", "--pace", "2", "--dry-run"), "is no SENDER=NUMBER"),
        ((*MESSAGE, "--settle", "5,1", "--dry-run"), "not longer than the one before"),
        ((*MESSAGE, "--settle", "soon", "--dry-run"), "not like 5 (minutes)"),
        ((*MESSAGE, "--window", "9-20", "--dry-run"), "not like 9:00-20:00"),
        ((*MESSAGE, "--window", "9:00-25:00", "--dry-run"), "not like 9:00-20:00"),
        (
            (*MESSAGE, "--window", "9:00-20:00", "--time-zone", "Mars/Base", "--dry-run"),
            "no time zone 'Mars/Base'",
        ),
        ((*MESSAGE, "--time-zone", "Europe/Berlin", "--dry-run"), "with --window alone"),
        ((*MESSAGE, "--on-missing", "guess", "--dry-run"), "--on-missing"),
        ((*MESSAGE, "--not-after", "2026-03-01T12:00:00", "--dry-run"), "could be any instant"),
        ((*MESSAGE, "--journal", "postgresql://me:hunter2@localhost/a", "--yes"), "set PGPASSWORD"),
        ((*MESSAGE, "--journal", "postgresql://me@/a?password=hunter2", "--yes"), "set PGPASSWORD"),
        ((*MESSAGE, "--journal", "a.db", "--schema", "spring", "--yes"), "a file has none"),
    ],
)
def test_wrong_usage_is_told_first(
    arguments: tuple[str, ...], words: str, account: Emulator, invoke: Invoke, tmp_path: Path
) -> None:
    result = invoke("bulk", "send", str(written(tmp_path, *numbered(1))), *arguments)

    assert result.exit_code == 2
    assert words in told(result)
    assert "hunter2" not in result.stderr
    assert not account.requests


def test_the_choices_are_those_of_the_package(account: Emulator, invoke: Invoke, tmp_path: Path) -> None:
    report = invoke("bulk", "report", "--state", ",".join(STATES), "--journal", str(tmp_path / "none.db"))

    assert "there is no journal" in report.stderr
    assert not account.requests
    assert get_args(settings.OnMissing) == get_args(OnMissing)
    assert settings.Pace == Pace


def test_the_pace_of_one_sender(dry: Any) -> None:
    estimate = dry(TABLE, *MESSAGE, "--pace", f"{FROM}=4", "--pace", "+15017122662=1")["estimate"]

    assert estimate == {
        "messages": 2,
        "segments": 2,
        "encodings": {"GSM-7": 1, "UCS-2": 1},
        "hours": 0.5 / 3600,
        "cost": None,
    }


@pytest.mark.parametrize("page", ["README.md", "docs/bulk.md"])
def test_the_recipients_of_the_pages_are_valid(
    page: str, account: Emulator, invoke: Invoke, tmp_path: Path
) -> None:
    text = (Path(__file__).parents[2] / page).read_text(encoding="utf-8")
    path = tmp_path / "people.csv"
    path.write_text(text.partition("$ cat people.csv\n")[2].partition("$ ")[0])
    journal = ("--journal", str(tmp_path / "spring.db"), "--pace", "1000")
    result = invoke("bulk", "send", str(path), *MESSAGE, "--key", "id", "--validate", "--yes", *journal)

    assert (result.exit_code, result.stdout) == (0, "Messages  2\nAccepted  2 (2 queued)\n")
    assert len(account.messages) == 2
