"""The export has each message of its days once, in order, however often it is broken off."""

import json
import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from twilio_async.emulator import Fault
from twilio_async.testing import TwilioEmulator

from .programs import Turnstile, end, finished, program

MIDNIGHT = datetime(2026, 3, 1, tzinfo=UTC)
NOW = datetime(2026, 3, 1, 0, 1, 3, tzinfo=UTC)
"""The newest of the seeded messages is of `MIDNIGHT`, and so are others of the midnights before."""


def history(**settings: Any) -> TwilioEmulator:
    """A Twilio with 400 messages a day, of which eight days fill four pages."""
    twilio = TwilioEmulator(clock=lambda: NOW, sent_after=0, **settings)
    twilio.scenes.seed_messages(4000, days=10)
    return twilio


async def expected(twilio: TwilioEmulator) -> list[dict[str, Any]]:
    """The records of the days as the client reads them, chosen here."""
    since, until_ = datetime(2026, 2, 20, tzinfo=UTC), datetime(2026, 2, 28, tzinfo=UTC)
    return [
        message.to_dict()
        async for message in twilio.client.messages.list()
        if message.date_sent and since <= message.date_sent < until_
    ]


class Target:
    """The file that an export is written to."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "history.ndjson"
        self.arguments = self.path, "--since=2026-02-20", "--until=2026-02-28"

    @property
    def size(self) -> int:
        return self.path.stat().st_size

    @property
    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.path.read_text().splitlines()]

    @property
    def progress(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(Path(f"{self.path}.progress").read_bytes())
        return found

    def append(self, text: str) -> None:
        with self.path.open("a") as file:
            file.write(text)

    def remove(self) -> None:
        self.path.unlink()


@pytest.fixture
def target(tmp_path: Path) -> Target:
    return Target(tmp_path)


async def test_the_messages_of_the_days_are_written_once(target: Target) -> None:
    async with history() as twilio:
        status, output, complaint = await finished(twilio, "export_history", *target.arguments)
        records = target.records

        assert (status, complaint) == (0, "")
        assert output == f"{target.path} is complete: {target.size:,} bytes\n"
        assert len(twilio.requests) == 4
        assert len(records) == 3200
        assert records == await expected(twilio)
        assert records[-1]["date_sent"] == "2026-02-20T00:00:00+00:00"
        assert {"from", "num_segments", "subresource_uris"} < records[0].keys()

        twilio.requests.clear()
        assert await finished(twilio, "export_history", *target.arguments) == (0, output, "")
        assert target.records == records
        assert not twilio.requests


async def test_a_killed_run_goes_on_where_it_was(target: Target) -> None:
    turnstile = Turnstile(0)
    async with history(latency=1, sleep=turnstile) as twilio:
        for passes in (0, 2, 1):  # A page is asked for while the one before is written.
            turnstile.passes = passes
            async with program(twilio, "export_history", *target.arguments) as process:
                await turnstile.holds(1)
                process.send_signal(signal.SIGKILL)
                assert (await end(process))[0] == -signal.SIGKILL
            await turnstile.drop()
            target.append('{"sid": "SM00')  # What a kill in the middle of a write leaves.
        assert 0 < target.progress["length"] < target.size
        twilio.requests.clear()
        turnstile.open()

        assert (await finished(twilio, "export_history", *target.arguments))[0] == 0

        assert 1 <= len(twilio.requests) <= 2
        assert target.records == await expected(twilio)


async def test_an_error_ends_a_run_that_the_same_command_goes_on_with(target: Target) -> None:
    async with history() as twilio:
        status, _, complaint = await finished(
            twilio, "export_history", *target.arguments, auth_token="0f" * 16
        )
        assert status == 1
        assert complaint.endswith("the same command goes on from here\n")
        assert "Traceback" not in complaint

        assert (await finished(twilio, "export_history", *target.arguments))[0] == 0
        assert len(target.records) == 3200


async def test_trouble_under_way_costs_and_repeats_nothing(target: Target) -> None:
    async with history() as twilio:
        trouble = Fault.truncated_body(), Fault.rate_limited(), Fault.close_after_executing()
        twilio.faults.script(None, *trouble)

        assert (await finished(twilio, "export_history", *target.arguments))[0] == 0

        assert target.records == await expected(twilio)


async def test_days_without_messages_make_an_empty_file(
    twilio_emulator: TwilioEmulator, target: Target
) -> None:
    status, output, _ = await finished(twilio_emulator, "export_history", *target.arguments)

    assert (status, output) == (0, f"{target.path} is complete: 0 bytes\n")
    assert target.records == []


async def test_one_run_at_a_time(target: Target) -> None:
    turnstile = Turnstile(0)
    async with (
        history(latency=1, sleep=turnstile) as twilio,
        program(twilio, "export_history", *target.arguments) as process,
    ):
        await turnstile.holds(1)
        status, _, complaint = await finished(twilio, "export_history", *target.arguments)
        turnstile.open()
        assert (await end(process))[0] == 0

    assert (status, complaint) == (1, f"another run is writing {target.path}\n")
    assert len(target.records) == 3200


async def test_a_file_that_is_no_export_is_left_as_it_is(
    twilio_emulator: TwilioEmulator, target: Target
) -> None:
    target.append('{"sid": "mine"}')

    status, _, complaint = await finished(twilio_emulator, "export_history", *target.arguments)

    assert status == 1
    assert "is there already" in complaint
    assert target.records == [{"sid": "mine"}]


async def test_an_export_of_other_days_is_left_as_it_is(
    twilio_emulator: TwilioEmulator, target: Target
) -> None:
    await finished(twilio_emulator, "export_history", *target.arguments)
    path, since, _ = target.arguments
    twilio_emulator.requests.clear()

    status, _, complaint = await finished(
        twilio_emulator, "export_history", path, since, "--until=2026-03-01"
    )

    assert status == 1
    assert complaint == f"{path} is of the days from 2026-02-20 to 2026-02-28\n"
    assert not twilio_emulator.requests


async def test_an_export_whose_file_is_gone_is_not_gone_on_with(target: Target) -> None:
    async with history() as twilio:
        await finished(twilio, "export_history", *target.arguments)
        target.remove()

        status, _, complaint = await finished(twilio, "export_history", *target.arguments)

    assert status == 1
    assert "is shorter than" in complaint
