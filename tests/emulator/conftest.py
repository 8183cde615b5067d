"""An emulator on the tests' clock, and its API over plain HTTP."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from tests.support.clock import ManualClock
from tests.support.emulator_api import Api
from twilio_async.emulator import Emulator


@pytest.fixture
async def emulator(clock: ManualClock) -> AsyncIterator[Emulator]:
    async with Emulator(clock=clock.utc) as running:
        yield running


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as running:
        yield running


@pytest.fixture
def api(session: ClientSession, emulator: Emulator) -> Api:
    return Api(session, emulator)
