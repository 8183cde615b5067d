"""The looks of each command on terminals of three widths and in a pipe: `looks/` has them for people to read.

`REWRITE_LOOKS=1` writes those files anew instead of comparing them.
"""

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from itertools import repeat
from pathlib import Path

import orjson
import pytest

from tests.support.clock import ManualClock
from twilio_async.emulator import Emulator

from .conftest import PATIENCE, Invoke, point_to, serving
from .processes import (
    CONTROL,
    CURSOR_ON,
    Watch,
    finished_fork,
    forked,
    seen,
    shown,
    terminal,
    without_passing,
    written_to_terminal,
)

LOOKS = Path(__file__).with_name("looks")
WIDTHS = (60, 80, 140)
SID = re.compile("SM[0-9a-f]{32}")
MONTH = re.compile(r"\d{4}-\d{2}\b")
RATE = re.compile(r"[\d,]+/s")
BAR = re.compile("━+")
"""As long as the rate leaves room for it."""
BYTES = re.compile(r"[\d,]+ bytes")
ERASURE = "\x1b[2K"
"""What rich writes before it draws a bar anew."""
STYLES = re.compile(r"\x1b\[[0-9;]*m")
BODIES = (
    "Grüße aus Köln 👋",
    "予約番号 4711 を確認しました。ご来店をお待ちしております。",
    "👨‍👩‍👧 are here ❤️",
)


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    """An account that is the same each time."""
    clock = ManualClock()
    with serving(Emulator(clock=clock.utc)) as emulator:
        point_to(emulator, monkeypatch)
        emulator.scenes.seed_messages(30)
        for message, body in zip(emulator.messages[::-1], BODIES, strict=False):
            message.body = body
        emulator.scenes.seed_calls(30)
        emulator.scenes.add_recording(emulator.calls[-1].sid)
        emulator.scenes.add_account(friendly_name="Customers of the north")
        yield emulator


@pytest.fixture
def busy(account: Emulator, invoke: Invoke) -> dict[str, str]:
    """A conference and a queue with a call in each, two profiles; gives the SIDs."""
    path = "/2010-04-01/Accounts/{account_sid}"
    guest = ("To=+15558675310", "From=+15550100000", "Label=guest", "Muted=true")
    conference = orjson.loads(
        invoke("raw", "--yes", "POST", f"{path}/Conferences/Standup/Participants.json", *guest).stdout
    )
    queue = orjson.loads(invoke("raw", "--yes", "POST", f"{path}/Queues.json", "FriendlyName=Support").stdout)
    account.scenes.enqueue(queue["sid"], account.scenes.add_call(to="+15550100000", from_="+15558675310").sid)
    for name in ("work", "customers-of-the-north"):
        options = ("--profile", name, "--account-sid", account.account_sid, "--secret-stdin")
        invoke("login", *options, "--base-url", "http://127.0.0.1:4010", "--no-check", stdin="secret\n")
    invoke("numbers", "buy", "+15555550101", "--yes", "--name", "Front desk of the branch")
    return {"account": account.account_sid, "conference": conference["conference_sid"], "queue": queue["sid"]}


def shown_to(*arguments: str) -> Callable[[int], str]:
    return lambda width: shown(width, *arguments)[1]


def drawn_by(account: Emulator, *arguments: str) -> str:
    """A command on each terminal, in a pipe, and what it says there on stderr."""
    with ThreadPoolExecutor(len(WIDTHS)) as pool:
        terminals = [*pool.map(shown_to(*arguments), WIDTHS)]
    _, output, complaint = finished_fork(*arguments)
    parts = dict(zip(map(column_title, WIDTHS), terminals, strict=True))
    return titled(account, {**parts, "a pipe": output, "stderr beside the pipe": complaint})


def column_title(width: int) -> str:
    return f"{width} columns"


def titled(account: Emulator, parts: Mapping[str, str]) -> str:
    """The looks of a command under their titles, without what is another one each time."""
    text = "".join(f"----- {name} -----\n{content}" for name, content in parts.items() if content)
    return STYLES.sub("", text).replace(account.url, "http://127.0.0.1:4010")


@pytest.mark.parametrize(
    "line",
    [
        "send --to +15558675310 --from +15550100000 --body Hi",
        "raw GET /2010-04-01/Accounts/{account}/Messages/{message}.json",
        "messages list --limit 5",
        "messages list --limit 3 --columns sid,body,error_code",
        "messages list --limit 2 -o csv --columns from,to,price,body",
        "messages list --limit 2 -o json --columns from,body",
        "messages list --to +15550000000",
        "messages get {message}",
        "messages get {message} -o csv --columns sid,subresource_uris",
        "calls list --limit 5",
        "calls get {call} --columns sid,from,to,status",
        "recordings list",
        "numbers search US --limit 5",
        "accounts list",
        "accounts get",
        "usage",
    ],
)
def test_looks(line: str, account: Emulator) -> None:
    compare(
        line,
        account,
        account=account.account_sid,
        message=account.messages[-1].sid,
        call=account.calls[-1].sid,
    )


@pytest.mark.parametrize(
    "line",
    [
        "conferences list --status init",
        "conferences members {conference}",
        "queues list",
        "queues members {queue}",
        "get {queue}",
        "numbers list",
        "raw GET /2010-04-01/Accounts/{account}/Queues.json --all --key queues",
        "balance",
        "whoami",
        "profiles",
    ],
)
def test_looks_of_what_is_made(line: str, account: Emulator, busy: dict[str, str]) -> None:
    compare(line, account, **busy)


@pytest.mark.parametrize(
    "line",
    [
        "calls create --to +15558675310 --from +15550100000 --url https://example.com/voice --record",
        "calls create --to +15558675310 --from +15550100000 --twiml <Response><Say>Hello</Say></Response>",
        "messages delete {message}",
        "numbers buy +15555550101",
        "accounts close {subaccount}",
    ],
)
def test_looks_of_questions(line: str, account: Emulator) -> None:
    branch = account.scenes.add_account(friendly_name="Branch office")
    sids = {"message": account.messages[-1].sid, "subaccount": branch.sid}
    arguments = line.format(**sids).split()
    with ThreadPoolExecutor(len(WIDTHS)) as pool:
        terminals = pool.map(declined, WIDTHS, repeat(arguments))
    hold_against_file(line, titled(account, dict(zip(map(column_title, WIDTHS), terminals, strict=True))))


def declined(width: int, arguments: Sequence[str]) -> str:
    """What a terminal shows of a question, and of a no to it."""
    with (
        terminal(width) as (screen, keyboard),
        forked(*arguments, stdin=keyboard, stdout=keyboard, stderr=keyboard) as running,
    ):
        question = seen(screen, "[y/N] ")
        watching = Watch(screen)
        os.write(screen, b"n\n")
        running.wait(PATIENCE)
        os.write(keyboard, b"<end>")
        return f"{without_passing(question)}{watching.text()}"


def test_looks_of_the_months(monkeypatch: pytest.MonkeyPatch) -> None:
    middle = datetime.now(UTC).replace(day=15)
    with serving(Emulator(clock=lambda: middle)) as emulator:
        point_to(emulator, monkeypatch)
        emulator.scenes.seed_messages(30, days=1)
        drawn = drawn_by(emulator, "usage", "months", "--months", "3")

    hold_against_file("usage months --months 3", MONTH.sub("YYYY-MM", drawn))


def test_looks_of_an_export(account: Emulator, tmp_path: Path) -> None:
    account.scenes.add_history(messages=500, since=date(2026, 1, 1), until=date(2026, 1, 6))
    line = "export messages --since 2026-01-01 --until 2026-01-06"
    with ThreadPoolExecutor(len(WIDTHS)) as pool:
        terminals = pool.map(lambda width: exported(width, line, tmp_path / str(width)), WIDTHS)
    hold_against_file(line, titled(account, dict(zip(map(column_title, WIDTHS), terminals, strict=True))))


def exported(width: int, line: str, folder: Path) -> str:
    """What a terminal shows of an export in the end: the last state of its bar, and the summary."""
    _, written = written_to_terminal(width, *line.split(), "--out", str(folder))
    last = written.replace("\r\n", "\n").rpartition(ERASURE)[2].replace(CURSOR_ON, "")
    return BYTES.sub("N bytes", BAR.sub("━", RATE.sub("N/s", last))).replace(str(folder), "DIR")


def compare(line: str, emulator: Emulator, **sids: str) -> None:
    """Hold the looks of a command against the file that has them."""
    arguments = line.format(**sids).split()
    drawn = drawn_by(emulator, *arguments)
    if arguments[0] == "send":  # Each is another one.
        drawn = SID.sub("SM...", drawn)
    hold_against_file(line, drawn)


def hold_against_file(line: str, drawn: str) -> None:
    """Hold looks against the file that has them."""
    file = LOOKS / f"{re.sub(r'[^a-z0-9_]+', '-', line.lower()).strip('-')}.txt"
    if os.environ.get("REWRITE_LOOKS"):
        LOOKS.mkdir(exist_ok=True)
        file.write_text(f"$ twilio-async {line}\n{drawn}", encoding="utf-8")

    assert CONTROL not in drawn
    assert file.read_text(encoding="utf-8") == f"$ twilio-async {line}\n{drawn}"
