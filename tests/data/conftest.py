"""An emulator on the tests' clock, a client of it in each form, and a place for files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.clients import client_of
from tests.support.files import BEFORE
from twilio_async.emulator import Emulator

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.support.clock import ManualClock
    from twilio_async import Client


@pytest.fixture
async def emulator(clock: ManualClock) -> AsyncIterator[Emulator]:
    async with Emulator(clock=clock.utc, sleep=clock.sleep) as running:
        yield running


@pytest.fixture(params=["json", "xml"])
async def client(
    request: pytest.FixtureRequest, emulator: Emulator, clock: ManualClock
) -> AsyncIterator[Client]:
    async with client_of(emulator, clock=clock, format=request.param) as running:
        yield running


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where to put a file; something is there already."""
    path = tmp_path / "call.wav"
    path.write_bytes(BEFORE)
    return path
