"""Calls in the state that a test begins with."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import pytest

from tests.support.clock import ManualClock
from tests.support.emulator_api import FROM, TO, Api

URL = "https://example.com/twiml"
CONNECTED = 3
ENDED = 13

Dial: TypeAlias = Callable[..., Awaitable[str]]


@pytest.fixture
def dial(api: Api) -> Dial:
    """Place a call with sensible parameters, and those given; gives its sid."""

    async def place(**parameters: str) -> str:
        answer = await api.post("Calls.json", {"To": TO, "From": FROM, "Url": URL} | parameters)
        assert answer.status == 201
        sid: str = answer.json["sid"]
        return sid

    return place


@pytest.fixture
async def live(dial: Dial, clock: ManualClock) -> str:
    """A call in progress."""
    sid = await dial()
    clock.advance(CONNECTED)
    return sid
