"""The worker sends each row once at most, whatever befalls it, and tells the truth of each."""

import asyncio
import csv
import signal
from collections import Counter
from pathlib import Path

import pytest

from twilio_async.emulator import Fault
from twilio_async.testing import TwilioEmulator

from .programs import PATIENCE, Turnstile, end, finished, program

AT_A_TIME = 50
SETTINGS = ("--sender=+15017122661", "--pace=100000", "--settle", "1", "2")


class Files:
    """The file of the messages and the journal."""

    def __init__(self, folder: Path) -> None:
        self.messages = folder / "messages.csv"
        self.journal = folder / "journal.db"

    @property
    def arguments(self) -> tuple[Path | str, ...]:
        return self.messages, self.journal, *SETTINGS

    def write(self, count: int, numbers: dict[int, str] | None = None) -> None:
        """So many rows, each with its place in its text; `numbers` are those of particular rows."""
        with self.messages.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["number", "text"])
            for place in range(1, count + 1):
                writer.writerow([(numbers or {}).get(place, f"+1555867{place:04}"), f"Hi,\n{place}"])


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def sent(twilio: TwilioEmulator) -> Counter[int]:
    """How often each row was sent."""
    return Counter(int(message.body.rpartition("\n")[2]) for message in twilio.messages)


def once(count: int) -> Counter[int]:
    return Counter(range(1, count + 1))


def total(accepted: int, *, rejected: int = 0, held: int = 0, in_doubt: int = 0, planned: int = 0) -> str:
    return f"{accepted} sent, {rejected} rejected, {held} held, {in_doubt} in doubt, {planned} not sent\n"


async def test_each_row_is_sent_or_rejected_with_its_code(
    twilio_emulator: TwilioEmulator, files: Files
) -> None:
    files.write(120, numbers={7: "+15005550001", 9: "+15005550004"})

    status, output, complaint = await finished(twilio_emulator, "bulk_worker", *files.arguments)

    assert (status, complaint) == (0, "")
    assert output == f"row 7: rejected 21211\nrow 9: rejected 21610\n{total(118, rejected=2)}"
    assert sent(twilio_emulator) == once(120) - Counter([7, 9])
    assert await finished(twilio_emulator, "bulk_worker", *files.arguments) == (0, output, "")
    assert len(twilio_emulator.messages) == 118


async def test_rows_that_are_added_are_sent(twilio_emulator: TwilioEmulator, files: Files) -> None:
    files.write(2)
    await finished(twilio_emulator, "bulk_worker", *files.arguments)
    files.write(3)

    assert await finished(twilio_emulator, "bulk_worker", *files.arguments) == (0, total(3), "")
    assert sent(twilio_emulator) == once(3)


async def test_what_may_have_been_sent_is_looked_up_and_not_repeated(
    twilio_emulator: TwilioEmulator, files: Files
) -> None:
    executed = [
        Fault.server_error(executed=True),
        Fault.close_after_executing(),
        Fault.truncated_body(),
        Fault.garbage_body(),
    ]
    others = [Fault.server_error(503), Fault.close_before_reading()]
    files.write(40)
    steps = (None, *executed, Fault.rate_limited(0), None, *others)
    twilio_emulator.faults.script(*steps, match=lambda method, _: method == "POST")

    status, output, complaint = await finished(twilio_emulator, "bulk_worker", *files.arguments)

    assert (status, complaint) == (1, "")
    assert output == f"row 8: held 20503\nrow 9: held \n{total(38, held=2)}"
    assert sent(twilio_emulator).total() == len(sent(twilio_emulator)) == 38
    assert await finished(twilio_emulator, "bulk_worker", *files.arguments) == (1, output, "")
    assert len(twilio_emulator.messages) == 38


async def test_wrong_credentials_end_the_run_and_cost_no_row(
    twilio_emulator: TwilioEmulator, files: Files
) -> None:
    files.write(120)

    status, _, complaint = await finished(
        twilio_emulator, "bulk_worker", *files.arguments, auth_token="0f" * 16
    )

    assert status == 1
    assert "HTTP 401" in complaint
    assert len(complaint.splitlines()) == 1
    assert (await finished(twilio_emulator, "bulk_worker", *files.arguments))[0] == 0
    assert sent(twilio_emulator) == once(120)


@pytest.mark.parametrize("executed", [True, False])
async def test_a_kill_loses_nothing_and_sends_nothing_twice(executed: bool, files: Files) -> None:
    turnstile = Turnstile(10)
    files.write(80)
    async with TwilioEmulator(latency=1, sleep=turnstile) as twilio:
        async with program(twilio, "bulk_worker", *files.arguments) as process:
            await turnstile.holds(AT_A_TIME)
            process.send_signal(signal.SIGKILL)
            assert (await end(process))[0] == -signal.SIGKILL
        if executed:
            turnstile.open()
            await turnstile.holds(0)
        else:
            await turnstile.drop()
            turnstile.open()

        status, output, complaint = await finished(twilio, "bulk_worker", *files.arguments)

    assert (status, complaint) == (0 if executed else 1, "")
    assert output.endswith(total(80) if executed else total(30, held=AT_A_TIME))
    assert sent(twilio).total() == len(sent(twilio)) == (80 if executed else 30)


@pytest.mark.parametrize("interrupt", [signal.SIGINT, signal.SIGTERM])
async def test_an_interrupt_waits_for_the_rows_under_way(interrupt: signal.Signals, files: Files) -> None:
    turnstile = Turnstile(10)
    files.write(1000)
    async with TwilioEmulator(latency=1, sleep=turnstile) as twilio:
        async with program(twilio, "bulk_worker", *files.arguments) as process:
            await turnstile.holds(AT_A_TIME)
            process.send_signal(interrupt)
            turnstile.open()
            status, output, complaint = await end(process)

        assert (status, complaint) == (1, "")
        count = len(twilio.messages)
        assert 60 <= count < 1000
        assert output == total(count, planned=1000 - count)
        assert max(sent(twilio).values()) == 1


async def test_a_second_interrupt_waits_for_nothing(files: Files) -> None:
    turnstile = Turnstile(10)
    files.write(80)
    async with TwilioEmulator(latency=1, sleep=turnstile) as twilio:
        async with program(twilio, "bulk_worker", *files.arguments) as process:
            await turnstile.holds(AT_A_TIME)
            ended = asyncio.create_task(process.wait())
            async with asyncio.timeout(PATIENCE):
                while not ended.done():
                    process.send_signal(signal.SIGINT)
                    await asyncio.wait([ended], timeout=0.1)
        turnstile.open()
        await turnstile.holds(0)
        status, output, _ = await finished(twilio, "bulk_worker", *files.arguments)

    assert (status, output) == (0, total(80))
    assert sent(twilio) == once(80)


async def test_one_run_at_a_time(files: Files) -> None:
    turnstile = Turnstile(0)
    files.write(2)
    async with (
        TwilioEmulator(latency=1, sleep=turnstile) as twilio,
        program(twilio, "bulk_worker", *files.arguments) as process,
    ):
        await turnstile.holds(2)
        status, output, complaint = await finished(twilio, "bulk_worker", *files.arguments)
        turnstile.open()
        assert (await end(process))[0] == 0

    assert (status, output) == (1, "")
    assert len(complaint.splitlines()) == 1
    assert sent(twilio) == once(2)


async def test_the_journal_of_another_file_is_refused(twilio_emulator: TwilioEmulator, files: Files) -> None:
    files.write(3)
    await finished(twilio_emulator, "bulk_worker", *files.arguments)
    files.write(3, numbers={1: "+15558670100"})

    status, _, complaint = await finished(twilio_emulator, "bulk_worker", *files.arguments)

    assert status == 1
    assert len(complaint.splitlines()) == 1
    assert len(twilio_emulator.messages) == 3


@pytest.mark.parametrize("content", ["number,text\n5558675310,Hi\n", "number,text\n+15558675310\n"])
async def test_a_file_with_a_row_that_cannot_be_sent_is_refused(
    twilio_emulator: TwilioEmulator, files: Files, content: str
) -> None:
    files.messages.write_text(content)

    status, _, complaint = await finished(twilio_emulator, "bulk_worker", *files.arguments)

    assert status == 1
    assert f"{files.messages}: row 1" in complaint
    assert not files.journal.exists()
    assert not twilio_emulator.requests
