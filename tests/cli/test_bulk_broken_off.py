"""`bulk send` that is broken off: what is under way is finished or in doubt, and nothing is sent twice."""

import asyncio
import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import Popen
from time import monotonic, sleep
from zoneinfo import ZoneInfo

import pytest

from twilio_async.bulk import Status
from twilio_async.cli.campaigns.progress import SendingProgress
from twilio_async.emulator import Emulator, Fault

from .conftest import PATIENCE, Invoke, point_to, records, serving
from .processes import finished, process, seen, terminal
from .recipients import MESSAGE, numbered, written

SIGNALS = pytest.mark.parametrize("signal_", [signal.SIGINT, signal.SIGTERM])
COUNT = 40
PASSES = 10
AT_A_TIME = 8


class Gate:
    """The `sleep` of an emulator with a latency: some requests go through, the others wait until it opens."""

    def __init__(self, passes: int) -> None:
        self._passes = passes
        self._is_open = asyncio.Event()
        self._held = 0
        self._loop: asyncio.AbstractEventLoop | None = None

    async def __call__(self, _: float) -> None:
        self._loop = asyncio.get_running_loop()
        if self._passes:
            self._passes -= 1
            return
        self._held += 1
        try:
            await self._is_open.wait()
        finally:
            self._held -= 1

    def holds(self, count: int) -> None:
        """Wait until so many wait."""
        until(lambda: self._held == count, lambda: f"{self._held} of {count}")

    def open(self) -> None:
        """Let all pass, also those that wait."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._is_open.set)


def until(is_so: Callable[[], bool], told: Callable[[], str]) -> None:
    end = monotonic() + PATIENCE
    while not is_so():
        assert monotonic() < end, told()
        sleep(0.01)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Gate, Emulator]]:
    gate = Gate(PASSES)
    with serving(Emulator(latency=1, sleep=gate)) as emulator:
        point_to(emulator, monkeypatch)
        yield gate, emulator
        gate.open()


@pytest.fixture
def command(tmp_path: Path) -> tuple[str, ...]:
    path = written(tmp_path, *numbered(COUNT))
    return (
        *("bulk", "send", str(path), *MESSAGE, "--key", "id", "--journal", str(tmp_path / "journal.db")),
        *("--pace", "100000", "--concurrency", str(AT_A_TIME), "--settle", "1s,2s", "--yes"),
    )


def sent(emulator: Emulator) -> Counter[str]:
    return Counter((message.body or "").removeprefix("Hi ") for message in emulator.messages)


ONCE = Counter(f"N{place}" for place in range(1, COUNT + 1))


def status(command: tuple[str, ...], invoke: Invoke) -> str:
    """What `bulk status` says of the journal of a command."""
    place = command.index("--journal")
    return invoke("bulk", "status", *command[place : place + 2]).stdout


def on(keyboard: int, command: tuple[str, ...]) -> AbstractContextManager[Popen[str]]:
    return process(*command, stdin=keyboard, stderr=keyboard, start_new_session=True)


@SIGNALS
def test_an_interrupt_finishes_what_is_under_way(
    *, signal_: signal.Signals, gate: tuple[Gate, Emulator], command: tuple[str, ...], invoke: Invoke
) -> None:
    held, emulator = gate
    with terminal(200) as (screen, keyboard), on(keyboard, command) as running:
        held.holds(AT_A_TIME)
        running.send_signal(signal_)
        seen(screen, "Finishing what is under way; once more stops at once")
        held.open()
        said = seen(screen, "journal.db --pace")
        running.communicate(timeout=PATIENCE)

    assert running.returncode == 128 + signal_
    assert "The journal knows what was sent; to go on: twilio-async bulk send" in said
    assert len(emulator.messages) == PASSES + AT_A_TIME
    assert status(command, invoke).startswith(
        f"Messages  {COUNT}\nPlanned   {COUNT - PASSES - AT_A_TIME}\nAccepted  {PASSES + AT_A_TIME} "
    )
    assert invoke(*command).exit_code == 0
    assert sent(emulator) == ONCE


@SIGNALS
def test_a_second_interrupt_waits_for_nothing(
    *, signal_: signal.Signals, gate: tuple[Gate, Emulator], command: tuple[str, ...], invoke: Invoke
) -> None:
    held, emulator = gate
    with terminal(200) as (screen, keyboard), on(keyboard, command) as running:
        held.holds(AT_A_TIME)
        running.send_signal(signal_)
        seen(screen, "Finishing what is under way")
        sleep(0.5)  # Sooner it would be an echo of the first.
        running.send_signal(signal_)
        running.communicate(timeout=PATIENCE)
        os.write(keyboard, b"<end>")
        said = seen(screen, "<end>")

    assert running.returncode == 128 + signal_
    assert "The journal knows what was sent; to go on: twilio-async bulk send" in said
    assert "Traceback" not in said
    assert f"\nAccepted  {PASSES} " in status(command, invoke)
    held.open()
    held.holds(0)
    assert invoke(*command).exit_code == 0
    assert sent(emulator) == ONCE


def test_a_kill_loses_nothing(gate: tuple[Gate, Emulator], command: tuple[str, ...], invoke: Invoke) -> None:
    held, emulator = gate
    with process(*command) as running:
        held.holds(AT_A_TIME)
        running.kill()
        running.wait(PATIENCE)
    held.open()
    held.holds(0)
    again = invoke(*command)

    assert (again.exit_code, again.stderr) == (
        0,
        f"{COUNT} messages are in the journal already, and 0 are new\n",
    )
    assert again.stdout.startswith(f"Messages  {COUNT}\nAccepted  {COUNT}")
    assert sent(emulator) == ONCE


def test_one_process_at_a_time(gate: tuple[Gate, Emulator], command: tuple[str, ...], invoke: Invoke) -> None:
    held, emulator = gate
    with process(*command) as running:
        held.holds(AT_A_TIME)
        second = invoke(*command)
        looked = status(command, invoke)
        held.open()
        running.communicate(timeout=PATIENCE)

    assert (second.exit_code, second.stdout) == (1, "")
    assert f"\nLeased    {AT_A_TIME}\n" in looked
    assert second.stderr.count("\n") == 1
    assert running.returncode == 0
    assert sent(emulator) == ONCE


def test_the_bar_tells_how_far_it_is(gate: tuple[Gate, Emulator], command: tuple[str, ...]) -> None:
    held, _ = gate
    with terminal(120) as (screen, keyboard), on(keyboard, command) as running:
        seen(screen, f"{PASSES} of {COUNT} accepted")
        held.open()
        seen(screen, f"100%, {COUNT} of {COUNT} accepted")
        output, _ = running.communicate(timeout=PATIENCE)

    assert running.returncode == 0
    assert output.startswith(f"Messages  {COUNT}\n")


def test_what_is_in_doubt_is_told_with_the_next_look(
    account: Emulator, command: tuple[str, ...], invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    account.faults.script(None, Fault.server_error(503))
    command = (*command[: command.index("--settle")], "--settle", "1h", "--yes")
    place = command[command.index("--journal") :][:2]
    told: list[str] = []

    def is_asked() -> bool:
        """Whether the list was asked, so that the next time is an hour behind the doubt."""
        [counts] = records(invoke("bulk", "status", "--json", *place))
        next_look = datetime.fromisoformat(counts["next_look_at"] or "2026-01-01T00:00Z")
        told.append(f"{next_look.astimezone(ZoneInfo('Asia/Kolkata')):%H:%M:%S}")
        return next_look > datetime.now(UTC) + timedelta(minutes=30)

    with terminal(120) as (screen, keyboard), on(keyboard, command) as running:
        seen(screen, f"{COUNT - 1} of {COUNT} accepted, 1 in doubt, next look at")
        until(is_asked, lambda: f"the next look is at {told[-1]}")
        seen(screen, f"1 in doubt, next look at {told[-1]}")
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=PATIENCE)
    status, table, _ = finished("bulk", "status", *place)
    resolved = finished("bulk", "resolve", "drop", "--all", *place)

    assert (status, table.splitlines()[-1]) == (0, f"In doubt  1 (next look at {told[-1]})")
    assert resolved[0] == 0
    assert resolved[1].splitlines() == [
        "0 messages are canceled",
        f"1 message is being settled still, next look at {told[-1]}: bulk send goes on with it",
    ]


def test_the_lines_of_no_terminal_tell_of_doubts() -> None:
    at = datetime(2026, 3, 1, 12, tzinfo=UTC) + timedelta(days=36_500)
    sending = SendingProgress()
    sending.take(Status(accepted=9, in_doubt=1, next_look_at=at), 0.0)
    late = Status(accepted=9, in_doubt=1, next_look_at=datetime(2026, 3, 1, tzinfo=UTC))

    assert str(sending) == f"90%, 9 of 10 accepted, 1 in doubt, next look at {at.astimezone():%H:%M:%S}"
    sending.take(late, 1.0)
    assert str(sending) == "90%, 9 of 10 accepted, 1 in doubt, next look due"


def test_the_bar_ends_with_what_was_noted(gate: tuple[Gate, Emulator], command: tuple[str, ...]) -> None:
    held, _ = gate
    with terminal(200) as (screen, keyboard), on(keyboard, command) as running:
        held.holds(AT_A_TIME)
        running.send_signal(signal.SIGINT)
        seen(screen, "Finishing what is under way")
        held.open()
        said = seen(screen, "Interrupted")
        running.communicate(timeout=PATIENCE)

    assert f"{PASSES + AT_A_TIME} of {COUNT} accepted" in said


def test_an_interrupt_before_anything_is_sent(account: Emulator, tmp_path: Path) -> None:
    command = ("bulk", "send", "-", *MESSAGE, "--journal", str(tmp_path / "journal.db"), "--yes")
    with terminal(80) as (screen, keyboard), on(keyboard, command) as running:
        seen(screen, "Ctrl-D ends it.\r\n")
        running.send_signal(signal.SIGINT)
        said = seen(screen, "sent\r\n")
        running.communicate(timeout=PATIENCE)

    assert running.returncode == 130
    assert said == "\r\ntwilio-async: Interrupted. Nothing was sent\r\n"
    assert not account.requests
    assert not (tmp_path / "journal.db").exists()
