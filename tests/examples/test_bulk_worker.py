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

SENDER = "--sender=+15017122661"
AT_A_TIME = 50


class Files:
    """The two files of a run."""

    def __init__(self, folder: Path) -> None:
        self.messages = folder / "messages.csv"
        self.results = folder / "results.csv"

    @property
    def arguments(self) -> tuple[Path, Path, str]:
        return self.messages, self.results, SENDER

    def write(self, count: int, numbers: dict[int, str] | None = None) -> None:
        """So many rows, each with its place in its text; `numbers` are those of particular rows."""
        with self.messages.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["number", "text"])
            for place in range(1, count + 1):
                writer.writerow([(numbers or {}).get(place, f"+1555867{place:04}"), f"Hi,\n{place}"])

    @property
    def lines(self) -> dict[int, dict[str, str]]:
        """The last line of each row."""
        with self.results.open(newline="") as file:
            return {int(line["row"]): line for line in csv.DictReader(file)}

    @property
    def outcomes(self) -> Counter[str]:
        return Counter(line["outcome"] for line in self.lines.values())

    def places(self, outcome: str) -> set[int]:
        return {place for place, line in self.lines.items() if line["outcome"] == outcome}


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def sent(twilio: TwilioEmulator) -> Counter[int]:
    """How often each row was sent."""
    return Counter(int(message.body.rpartition("\n")[2]) for message in twilio.messages)


def once(*places: int) -> Counter[int]:
    return Counter(places)


async def test_each_row_is_sent_with_its_sid_or_refused_with_its_code(
    twilio_emulator: TwilioEmulator, files: Files
) -> None:
    files.write(120, numbers={7: "+15005550001", 9: "+15005550004"})

    status, output, complaint = await finished(twilio_emulator, "bulk_worker", *files.arguments)

    assert status == 0
    assert sorted(output.splitlines()) == ["118 sent", "2 refused"]
    assert "+1500555" not in complaint
    assert sent(twilio_emulator) == once(*({*range(1, 121)} - {7, 9}))
    assert {files.lines[place]["code"] for place in (7, 9)} == {"21211", "21610"}
    sids = {message.to: message.sid for message in twilio_emulator.messages}
    assert sids == {line["number"]: line["sid"] for line in files.lines.values() if line["sid"]}

    assert await finished(twilio_emulator, "bulk_worker", *files.arguments) == (0, output, "")
    assert len(twilio_emulator.messages) == 118


async def test_rows_that_are_added_are_sent(twilio_emulator: TwilioEmulator, files: Files) -> None:
    files.write(2)
    await finished(twilio_emulator, "bulk_worker", *files.arguments)
    files.write(3)

    assert await finished(twilio_emulator, "bulk_worker", *files.arguments) == (0, "3 sent\n", "")

    assert sent(twilio_emulator) == once(1, 2, 3)


async def test_what_may_have_been_sent_is_in_doubt_and_not_repeated(
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
    twilio_emulator.faults.script(None, *executed, Fault.rate_limited(), None, *others)

    status, output, _ = await finished(twilio_emulator, "bulk_worker", *files.arguments)

    doubts = files.places("in doubt")
    assert status == 1
    assert f"rows in doubt: {' '.join(map(str, sorted(doubts)))}\n" in output
    assert files.outcomes == {"sent": 34, "in doubt": 6}
    assert sent(twilio_emulator).total() == len(sent(twilio_emulator)) == 38
    assert files.places("sent") <= sent(twilio_emulator).keys()

    assert await finished(twilio_emulator, "bulk_worker", *files.arguments) == (1, output, "")
    assert len(twilio_emulator.messages) == 38


async def test_many_doubts_end_the_run(twilio_emulator: TwilioEmulator, files: Files) -> None:
    files.write(150)
    twilio_emulator.faults.rates({Fault.server_error(503): 1.0})

    status, output, _ = await finished(twilio_emulator, "bulk_worker", *files.arguments)

    doubts = files.outcomes["in doubt"]
    assert status == 1
    assert 20 <= doubts < 20 + AT_A_TIME
    assert f"{150 - doubts} not sent" in output
    twilio_emulator.faults.clear()
    await finished(twilio_emulator, "bulk_worker", *files.arguments)
    assert files.outcomes == {"sent": 150 - doubts, "in doubt": doubts}
    assert sent(twilio_emulator) == once(*files.places("sent"))


async def test_wrong_credentials_end_the_run_and_cost_no_row(
    twilio_emulator: TwilioEmulator, files: Files
) -> None:
    files.write(120)

    status, output, complaint = await finished(
        twilio_emulator, "bulk_worker", *files.arguments, auth_token="0f" * 16
    )

    assert (status, output) == (1, "120 not sent\n")
    assert len(complaint.splitlines()) <= AT_A_TIME
    assert (await finished(twilio_emulator, "bulk_worker", *files.arguments))[0] == 0
    assert sent(twilio_emulator) == once(*range(1, 121))


@pytest.mark.parametrize("executed", [True, False])
async def test_a_kill_leaves_doubts_and_no_second_message(executed: bool, files: Files) -> None:
    turnstile = Turnstile(10)
    files.write(80)
    async with TwilioEmulator(latency=1, sleep=turnstile) as twilio:
        async with program(twilio, "bulk_worker", *files.arguments) as process:
            await turnstile.holds(AT_A_TIME)
            process.send_signal(signal.SIGKILL)
            assert (await end(process))[0] == -signal.SIGKILL
        assert files.outcomes == {"sent": 10, "sending": AT_A_TIME}
        under_way = files.places("sending")
        if executed:
            turnstile.open()
            await turnstile.holds(0)
        else:
            await turnstile.drop()
            turnstile.passes = 20

        status, output, _ = await finished(twilio, "bulk_worker", *files.arguments)

    assert status == 1
    assert sorted(output.splitlines())[:2] == ["30 sent", "50 in doubt"]
    assert files.places("in doubt") == under_way
    assert sent(twilio) == once(*files.places("sent"), *(under_way if executed else ()))


@pytest.mark.parametrize("interrupt", [signal.SIGINT, signal.SIGTERM])
async def test_an_interrupt_waits_for_the_rows_under_way(interrupt: signal.Signals, files: Files) -> None:
    turnstile = Turnstile(10)
    files.write(1000)
    async with TwilioEmulator(latency=1, sleep=turnstile) as twilio:
        async with program(twilio, "bulk_worker", *files.arguments) as process:
            await turnstile.holds(AT_A_TIME)
            process.send_signal(interrupt)
            turnstile.open()
            status, _, complaint = await end(process)

        assert (status, complaint) == (1, "")
        assert files.outcomes.keys() == {"sent"}
        assert 60 <= files.outcomes["sent"] < 1000
        assert sent(twilio) == once(*files.places("sent"))


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
        await finished(twilio, "bulk_worker", *files.arguments)

    assert files.outcomes == {"sent": 30, "in doubt": AT_A_TIME}
    assert max(sent(twilio).values()) == 1


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
    assert complaint == f"another run is writing {files.results}\n"
    assert sent(twilio) == once(1, 2)


async def test_half_a_line_counts_for_nothing(twilio_emulator: TwilioEmulator, files: Files) -> None:
    files.write(3)
    files.results.write_text("row,number,outcome,sid,code\n1,+15558670001,sending,,\n2,+15558670002,sen")

    await finished(twilio_emulator, "bulk_worker", *files.arguments)

    assert files.outcomes == {"in doubt": 1, "sent": 2}
    assert sent(twilio_emulator) == once(2, 3)


async def test_results_of_another_file_are_refused(twilio_emulator: TwilioEmulator, files: Files) -> None:
    files.write(3)
    await finished(twilio_emulator, "bulk_worker", *files.arguments)
    before = files.results.read_text()
    files.write(3, numbers={1: "+15558670100"})

    status, _, complaint = await finished(twilio_emulator, "bulk_worker", *files.arguments)

    assert status == 1
    assert "of another file" in complaint
    assert files.results.read_text() == before
    assert len(twilio_emulator.messages) == 3


@pytest.mark.parametrize("content", ["number,text\n5558675310,Hi\n", "number,text\n+15558675310\n"])
async def test_a_file_with_a_row_that_cannot_be_sent_is_refused(
    twilio_emulator: TwilioEmulator, files: Files, content: str
) -> None:
    files.messages.write_text(content)

    status, _, complaint = await finished(twilio_emulator, "bulk_worker", *files.arguments)

    assert status == 1
    assert "row 1 needs a number" in complaint
    assert not files.results.exists()
    assert not twilio_emulator.requests
