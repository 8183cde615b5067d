"""The programs of examples/ as processes of their own, beside an emulator that can hold requests back."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from twilio_async.testing import TwilioEmulator

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
"""Seconds after which a process counts as stuck."""


class Turnstile:
    """The `sleep` of an emulator with a latency: lets so many requests pass and holds the others.

    Attributes:
        passes: How many more requests may pass.
        held: How many are being held.
    """

    def __init__(self, passes: int) -> None:
        self.passes = passes
        self.held = 0
        self._is_open = asyncio.Event()

    async def __call__(self, _: float) -> None:
        if self.passes:
            self.passes -= 1
            return
        self.held += 1
        try:
            await self._is_open.wait()
        finally:
            self.held -= 1

    def open(self) -> None:
        """Let all pass, also those that are held."""
        self._is_open.set()


@asynccontextmanager
async def program(
    twilio: TwilioEmulator, name: str, *arguments: str | Path
) -> AsyncGenerator[Process, None]:
    """A process of `examples/<name>.py`, which is ended and cleared away behind the test."""
    environment = os.environ | {
        "TWILIO_BASE_URL": twilio.url,
        "TWILIO_ACCOUNT_SID": twilio.account_sid,
        "TWILIO_AUTH_TOKEN": twilio.auth_token,
    }
    command = [sys.executable, str(ROOT / "examples" / f"{name}.py"), *map(str, arguments)]
    process = await asyncio.create_subprocess_exec(*command, env=environment, stdout=PIPE, stderr=PIPE)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def finished(
    twilio: TwilioEmulator, name: str, *arguments: str | Path
) -> tuple[int | None, str, str]:
    """Exit status, stdout and stderr of a program that ran to its end."""
    async with program(twilio, name, *arguments) as process:
        return await end(process)


async def end(process: Process) -> tuple[int | None, str, str]:
    """Wait for the end of a process; its exit status, stdout and stderr."""
    output, complaint = await asyncio.wait_for(process.communicate(), PATIENCE)
    return process.returncode, output.decode(), complaint.decode()


async def until(condition: Callable[[], bool]) -> None:
    """Wait until it is so."""
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await asyncio.sleep(0.01)
