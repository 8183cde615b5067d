"""The export has each message once, in its newest state, however often it is broken off."""

import json
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from twilio_async.emulator import Fault
from twilio_async.testing import TwilioEmulator

from .programs import Turnstile, end, finished, program

SINCE = datetime(2026, 2, 20, tzinfo=UTC)
NOW = datetime(2026, 3, 1, 0, 1, 3, tzinfo=UTC)


def history(**settings: Any) -> TwilioEmulator:
    """A Twilio with 400 messages a day, of the last ten days."""
    twilio = TwilioEmulator(clock=lambda: NOW, sent_after=0, **settings)
    twilio.scenes.seed_messages(4000, days=10)
    return twilio


async def expected(twilio: TwilioEmulator) -> dict[str, Any]:
    """The status of each message, as the client reads them, chosen here."""
    return {
        message.sid: message.status
        async for message in twilio.client.messages.list()
        if message.date_sent and message.date_sent >= SINCE
    }


class Target:
    """The folder that an export is written to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "messages"
        self.arguments = self.folder, "--since=2026-02-20"

    @property
    def statuses(self) -> dict[str, Any]:
        """What the files say; each SID once."""
        records = [
            json.loads(line)
            for path in self.folder.glob("messages-*.ndjson")
            for line in path.read_text().splitlines()
        ]
        found = {record["sid"]: record["status"] for record in records}
        assert len(found) == len(records)
        return found


@pytest.fixture
def target(tmp_path: Path) -> Target:
    return Target(tmp_path)


async def test_all_messages_are_written_once_and_counted(target: Target) -> None:
    async with history() as twilio:
        status, output, complaint = await finished(twilio, "export_history", *target.arguments)

        assert (status, complaint) == (0, "")
        assert target.statuses == await expected(twilio)
        counts = dict(line.split() for line in output.splitlines())
        assert sum(int(count.replace(",", "")) for count in counts.values()) == len(target.statuses)
        assert counts["delivered"] == f"{[*target.statuses.values()].count('delivered'):,}"


async def test_a_killed_run_goes_on_where_it_was(target: Target) -> None:
    turnstile = Turnstile(0)
    async with history(latency=1, sleep=turnstile) as twilio:
        for passes in (1, 4):
            turnstile.passes = passes
            async with program(twilio, "export_history", *target.arguments) as process:
                await turnstile.reaches(1)
                process.send_signal(signal.SIGKILL)
                assert (await end(process))[0] == -signal.SIGKILL
            await turnstile.drop()
        turnstile.open()

        assert (await finished(twilio, "export_history", *target.arguments))[0] == 0

        assert target.statuses == await expected(twilio)


async def test_a_later_run_adds_what_is_new(target: Target) -> None:
    since = datetime.now(UTC).date() - timedelta(days=2)
    async with TwilioEmulator(sent_after=0) as twilio:
        twilio.scenes.seed_messages(400, days=4)
        await finished(twilio, "export_history", target.folder, f"--since={since}")
        before = len(target.statuses)
        sent = await twilio.client.messages.create(to="+15558675310", from_="+15005550006", body="Hi")

        assert (await finished(twilio, "export_history", target.folder, f"--since={since}"))[0] == 0

        assert len(target.statuses) == before + 1
        assert sent.sid in target.statuses


async def test_an_error_ends_a_run_that_the_same_command_goes_on_with(target: Target) -> None:
    async with history() as twilio:
        status, _, complaint = await finished(
            twilio, "export_history", *target.arguments, auth_token="0f" * 16
        )
        assert status == 1
        assert complaint.endswith("the same command goes on from here\n")
        assert "Traceback" not in complaint

        assert (await finished(twilio, "export_history", *target.arguments))[0] == 0
        assert target.statuses == await expected(twilio)


async def test_trouble_under_way_costs_and_repeats_nothing(target: Target) -> None:
    async with history() as twilio:
        trouble = Fault.truncated_body(), Fault.rate_limited(), Fault.close_after_executing()
        twilio.faults.script(None, *trouble)

        assert (await finished(twilio, "export_history", *target.arguments))[0] == 0

        assert target.statuses == await expected(twilio)
