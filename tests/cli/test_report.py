"""`report`: the totals of an export as bars, as JSON and as a page."""

import io
import os
import re
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from tests.history.written_exports import write_export
from twilio_async import Message, MessageDirection, MessageStatus
from twilio_async.cli import main

from .conftest import HARMLESS, HOSTILE, Invoke, told
from .processes import finished, shown
from .test_looks import LOOKS, STYLES, WIDTHS, shown_to

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
RECIPIENTS = ("+15558675310", "+442071838750", "+4930123456", "client:alice", "sip:bob@example.com", "72345")
STATUSES = [MessageStatus(name) for name in ("delivered", "delivered", "delivered", "sent", "undelivered")]
SLOW = re.compile(r"^Waiting for .*\n", re.MULTILINE)
"""What a terminal is told where the machine is slow."""


def messages(count: int) -> list[Message]:
    return [
        Message(
            sid=f"SM{number:032x}",
            date_sent=START + timedelta(hours=7 * number),
            status=STATUSES[number % len(STATUSES)],
            direction=MessageDirection("inbound" if number % 4 == 3 else "outbound-api"),
            from_=RECIPIENTS[number % len(RECIPIENTS)] if number % 4 == 3 else "+15550100000",
            to="+15550100000" if number % 4 == 3 else RECIPIENTS[number % len(RECIPIENTS)],
            price=None if number % 9 == 8 else Decimal("-0.00790"),
            price_unit="EUR" if number % 7 == 6 else "USD",
            error_code=(30003, 30008, 99999)[number // 5 % 3] if number % 5 == 4 else None,
            error_message="What the carrier said" if number // 5 % 3 == 2 else None,
        )
        for number in range(count)
    ]


def sent_on(*days: int) -> list[Message]:
    """A message on each of these days."""
    return [
        Message(sid=f"SM{day}", status=MessageStatus.SENT, date_sent=START + timedelta(days=day))
        for day in days
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    records = messages(60)
    return write_export(tmp_path / "messages", [records[:40], records[40:]], cursor="the rest")


def test_looks(folder: Path) -> None:
    """The totals on each terminal and in a pipe, as the file of the looks has them."""
    arguments = ("report", str(folder))
    with ThreadPoolExecutor(len(WIDTHS)) as pool:
        terminals = [*pool.map(shown_to(*arguments), WIDTHS)]
    _, output, complaint = finished(*arguments)
    parts = {f"{width} columns": text for width, text in zip(WIDTHS, terminals, strict=True)}
    parts |= {"a pipe": output, "stderr beside the pipe": complaint}
    drawn = "".join(f"----- {name} -----\n{SLOW.sub('', text)}" for name, text in parts.items())
    file = LOOKS / "report-messages.txt"
    if os.environ.get("REWRITE_LOOKS"):
        file.write_text(f"$ twilio-async report messages\n{STYLES.sub('', drawn)}", encoding="utf-8")

    assert file.read_text(encoding="utf-8") == f"$ twilio-async report messages\n{STYLES.sub('', drawn)}"


@pytest.mark.parametrize("width", [20, 40, 61, 200])
def test_no_line_is_wider_than_the_terminal(
    width: int, folder: Path, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = invoke("report", str(folder)).stdout.splitlines()

    least = max(width, len("outbound-api #### 45 (75.0 %)"))
    assert all(len(line) <= least for line in lines[1:])
    assert width < 40 or max(map(len, lines[1:])) == width


def test_without_color_there_is_none(folder: Path) -> None:
    assert "\x1b" not in shown(80, "report", str(folder), NO_COLOR="1")[1]


def test_json_for_programs(folder: Path, invoke: Invoke) -> None:
    result = invoke("report", str(folder), "-o", "json")
    found = msgspec.json.decode(result.stdout)

    assert result.exit_code == 0
    assert list(found)[:5] == ["list", "since", "until", "is_complete", "records"]
    assert (found["list"], found["is_complete"], found["records"]) == ("messages", False, 60)
    assert found["statuses"] == {"delivered": 36, "sent": 12, "undelivered": 12}
    assert found["days"]["2026-01-01"] == 2
    assert found["costs"]["USD"]["total"] == str(46 * Decimal("0.0079"))
    assert found["errors"][-1] == {"code": 99999, "count": 4, "meaning": "What the carrier said"}


def test_an_incomplete_export_is_reported_and_said_to_be_one(folder: Path, invoke: Invoke) -> None:
    result = invoke("report", str(folder))
    quiet = invoke("report", str(folder), "--quiet")

    assert (result.exit_code, quiet.exit_code, quiet.stderr) == (0, 0, "")
    assert "The export is incomplete: these are the totals of what is there." in result.stderr
    assert result.stdout == quiet.stdout


def test_columns_that_are_missing_are_said(tmp_path: Path, invoke: Invoke) -> None:
    result = invoke("report", str(write_export(tmp_path, [messages(3)], columns=["status"])))

    assert "made without the columns sid, direction, from, to, error_code" in result.stderr
    assert "Without sid, a record that was written twice is counted twice." in result.stderr
    assert "By status" in result.stdout
    assert "By day" not in result.stdout


def test_nothing_of_a_stranger_commands_the_terminal(tmp_path: Path, invoke: Invoke) -> None:
    record = Message(sid="SM0", status=MessageStatus(HOSTILE), price=Decimal(-1), price_unit=HOSTILE)
    record.error_code, record.error_message = 1, HOSTILE
    folder = str(write_export(tmp_path, [[record]]))
    text = invoke("report", folder).stdout

    assert HARMLESS[:20] in text
    assert all(character.isprintable() for character in text.replace("\n", ""))
    assert "\x1b" not in invoke("report", folder, "-o", "json").stdout


def test_many_names_are_summed_up(tmp_path: Path, invoke: Invoke) -> None:
    records = [Message(sid=f"SM{number}", status=MessageStatus(f"status-{number}")) for number in range(25)]
    text = invoke("report", str(write_export(tmp_path, [records]))).stdout

    assert "5 others" in text
    assert text.count("status-") == 20


def test_many_days_are_told_as_months(tmp_path: Path, invoke: Invoke) -> None:
    records = [
        Message(sid=f"SM{day}", status=MessageStatus.SENT, date_sent=START + timedelta(days=day))
        for day in range(120)
    ]
    text = invoke("report", str(write_export(tmp_path, [records]))).stdout

    assert "By month, UTC" in text
    assert re.search(r"2026-02 \S+ 28 \(23\.3 %\)", text)


def test_days_without_records_are_told(tmp_path: Path, invoke: Invoke) -> None:
    records = [
        Message(sid=f"SM{day}", status=MessageStatus.SENT, date_sent=START + timedelta(days=day))
        for day in (0, 2)
    ]
    text = invoke("report", str(write_export(tmp_path, [records]))).stdout

    assert "2026-01-02 0 (0 %)" in text


def test_an_export_without_records(tmp_path: Path, invoke: Invoke) -> None:
    result = invoke("report", str(write_export(tmp_path, [])))

    assert (result.exit_code, result.stdout) == (0, "Messages\n\nRecords  0\n")


def test_ascii_where_it_is_asked_for_or_the_encoding_demands_it(
    folder: Path, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = invoke("report", str(folder), "--ascii").stdout
    output = io.BytesIO()
    with io.TextIOWrapper(output, encoding="latin-1") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        monkeypatch.setattr(sys, "argv", ["twilio-async", "report", str(folder)])
        with pytest.raises(SystemExit):
            main()
        demanded = output.getvalue().decode("latin-1")

    assert "#" in asked
    assert asked.isascii()
    assert demanded == asked


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        ("manifest.json", "is no manifest of an export"),
        ("messages-run000002-2026-01-01-0001.ndjson", "messages-run000002-2026-01-01-0001.ndjson is damaged"),
    ],
)
def test_a_damaged_export_is_a_line(spoil: str, complaint: str, folder: Path, invoke: Invoke) -> None:
    (folder / spoil).write_bytes(b"damage")
    result = invoke("report", str(folder))

    assert (result.exit_code, result.stdout) == (1, "")
    assert complaint in told(result)


def test_an_unknown_folder_is_a_line(tmp_path: Path, invoke: Invoke) -> None:
    result = invoke("report", str(tmp_path / "nothing"))

    assert (result.exit_code, result.stdout) == (1, "")
    assert "nothing has no manifest.json: give the folder of an export" in told(result)


def test_a_page(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_text("of yesterday")
    status, output, complaint = finished("report", str(folder), "--html", str(target))

    assert (status, output) == (0, "")
    assert f"{target} is written: open it in a browser" in complaint
    assert target.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert {path.name for path in tmp_path.iterdir()} >= {"report.html", "messages"}
    assert not list(tmp_path.glob("*.new"))


def test_a_page_and_totals(folder: Path, tmp_path: Path) -> None:
    _, output, _ = finished("report", str(folder), "--html", str(tmp_path / "report.html"), "-o", "json")

    assert msgspec.json.decode(output)["records"] == 60
    assert (tmp_path / "report.html").exists()


def test_a_page_replaces_no_folder_and_no_device(folder: Path, tmp_path: Path, invoke: Invoke) -> None:
    refused = invoke("report", str(folder), "--html", str(tmp_path))
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    device = invoke("report", str(folder), "--html", str(pipe))

    assert (refused.exit_code, device.exit_code) == (1, 1)
    assert "is a folder: name a file, such as" in told(refused)
    assert "is no file that a page could replace" in told(device)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_page_that_cannot_be_written_leaves_what_was_there(folder: Path, tmp_path: Path) -> None:
    status, _, complaint = finished(
        "report", str(folder), "--html", str(tmp_path / "nothing" / "report.html")
    )

    assert status == 1
    assert "report.html cannot be written: No such file or directory" in complaint


def test_a_link_to_a_page_stays_one(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link.html").symlink_to(tmp_path / "report.html")
    finished("report", str(folder), "--html", str(tmp_path / "link.html"))

    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
