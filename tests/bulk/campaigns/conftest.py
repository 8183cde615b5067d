"""The journals that campaigns are tested on, and clients of the emulator."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from tests.support.clients import client_of
from tests.support.journals import Journal, PresentClock
from tests.support.postgres import cluster, programs

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from tests.support.clock import ManualClock
    from twilio_async import Client
    from twilio_async.emulator import Emulator

DATABASES = ["sqlite"] if programs() is None else ["sqlite", "postgresql"]


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with cluster() as url:
        yield url


@pytest.fixture(params=DATABASES)
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Journal:
    if request.param == "sqlite":
        return Journal(f"sqlite:///{tmp_path}/spring.db")
    return Journal(request.getfixturevalue("postgres"), schema=f"test_{uuid4().hex}")


@pytest.fixture
def clock() -> ManualClock:
    return PresentClock()


@pytest.fixture
async def client(emulator: Emulator, clock: ManualClock) -> AsyncIterator[Client]:
    async with client_of(emulator, clock=clock) as running:
        yield running
