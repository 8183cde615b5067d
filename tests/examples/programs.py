"""The programs of examples/ as processes of their own, beside an emulator that can hold requests back."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from twilio_async.testing import TwilioEmulator

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
"""Seconds after which a process counts as stuck."""


class Turnstile:
    """The `sleep` of an emulator with a latency: `passes` more requests go through, the others are held."""

    def __init__(self, passes: int) -> None:
        self.passes = passes
        self._is_open = asyncio.Event()
        self._held: set[asyncio.Task[object] | None] = set()
        self._changed = asyncio.Event()

    async def __call__(self, _: float) -> None:
        if self.passes:
            self.passes -= 1
            return
        task = asyncio.current_task()
        self._held.add(task)
        self._changed.set()
        try:
            await self._is_open.wait()
        finally:
            self._held.discard(task)
            self._changed.set()

    async def holds(self, count: int) -> None:
        """Wait until so many are held."""
        async with asyncio.timeout(PATIENCE):
            while len(self._held) != count:
                self._changed.clear()
                await self._changed.wait()

    async def reaches(self, count: int) -> None:
        """Wait until so many are held at least."""
        async with asyncio.timeout(PATIENCE):
            while len(self._held) < count:
                self._changed.clear()
                await self._changed.wait()

    def open(self) -> None:
        """Let all pass, also those that are held."""
        self._is_open.set()

    async def drop(self) -> None:
        """Let those that are held come to nothing."""
        for task in self._held:
            if task is not None:
                task.cancel()
        await self.holds(0)


@asynccontextmanager
async def program(
    twilio: TwilioEmulator, name: str, *arguments: str | Path, auth_token: str | None = None
) -> AsyncGenerator[Process, None]:
    """A process of `examples/<name>.py`, which is ended and cleared away behind the test."""
    environment = os.environ | {
        "TWILIO_BASE_URL": twilio.url,
        "TWILIO_ACCOUNT_SID": twilio.account_sid,
        "TWILIO_AUTH_TOKEN": auth_token or twilio.auth_token,
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
    twilio: TwilioEmulator, name: str, *arguments: str | Path, auth_token: str | None = None
) -> tuple[int | None, str, str]:
    """Exit status, stdout and stderr of a program that ran to its end."""
    async with program(twilio, name, *arguments, auth_token=auth_token) as process:
        return await end(process)


async def end(process: Process) -> tuple[int | None, str, str]:
    """Wait for the end of a process; its exit status, stdout and stderr."""
    output, complaint = await asyncio.wait_for(process.communicate(), PATIENCE)
    return process.returncode, output.decode(), complaint.decode()
