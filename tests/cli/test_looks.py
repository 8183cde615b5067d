"""The looks of each command on terminals of three widths and in a pipe: `looks/` has them for people to read.

`REWRITE_LOOKS=1` writes those files anew instead of comparing them.
"""

import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import orjson
import pytest

from tests.support.clock import ManualClock
from twilio_async.emulator import Emulator

from .conftest import Invoke, point_to, serving
from .processes import CONTROL, finished, shown

LOOKS = Path(__file__).with_name("looks")
WIDTHS = (60, 80, 140)
SID = re.compile("SM[0-9a-f]{32}")
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
    return {"conference": conference["conference_sid"], "queue": queue["sid"]}


def shown_to(*arguments: str) -> Callable[[int], str]:
    return lambda width: shown(width, *arguments)[1]


def drawn_by(account: Emulator, *arguments: str) -> str:
    """A command on each terminal, in a pipe, and what it says there on stderr."""
    with ThreadPoolExecutor(len(WIDTHS)) as pool:
        terminals = [*pool.map(shown_to(*arguments), WIDTHS)]
    _, output, complaint = finished(*arguments)
    parts = {f"{width} columns": text for width, text in zip(WIDTHS, terminals, strict=True)}
    parts |= {"a pipe": output, "stderr beside the pipe": complaint}
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
        "numbers list",
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
        "balance",
        "whoami",
        "profiles",
    ],
)
def test_looks_of_what_is_made(line: str, account: Emulator, busy: dict[str, str]) -> None:
    compare(line, account, **busy)


def compare(line: str, emulator: Emulator, **sids: str) -> None:
    """Hold the looks of a command against the file that has them."""
    arguments = line.format(**sids).split()
    drawn = drawn_by(emulator, *arguments)
    if arguments[0] == "send":  # Each is another one.
        drawn = SID.sub("SM...", drawn)
    file = LOOKS / f"{re.sub(r'[^a-z0-9_]+', '-', line.lower()).strip('-')}.txt"
    if os.environ.get("REWRITE_LOOKS"):
        LOOKS.mkdir(exist_ok=True)
        file.write_text(f"$ twilio-async {line}\n{drawn}", encoding="utf-8")

    assert CONTROL not in drawn
    assert file.read_text(encoding="utf-8") == f"$ twilio-async {line}\n{drawn}"
