"""The pytest fixture `twilio_emulator`.

Every pytest run of an environment with this library loads this module, so the emulator waits for its use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from twilio_async.testing import TwilioEmulator

try:
    import pytest_asyncio
except ImportError:
    # With this one pytest itself says what is missing, once a test asks for the fixture.
    fixture: Callable[[Any], Any] = pytest.fixture
else:
    fixture = pytest_asyncio.fixture


@fixture
async def twilio_emulator() -> AsyncGenerator[TwilioEmulator, None]:
    """A local Twilio, fresh for each test, with a `client` bound to it. Needs pytest-asyncio."""
    from twilio_async.testing import TwilioEmulator  # noqa: PLC0415 - see the top

    async with TwilioEmulator() as emulator:
        yield emulator
