"""The pytest fixture `twilio_emulator`.

Every pytest run of an environment with this library loads this module, so the emulator waits until it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from twilio_async.testing import TwilioEmulator

try:
    from pytest_asyncio import fixture
except ImportError:

    @pytest.fixture
    def twilio_emulator() -> None:
        """Tell what is missing."""
        pytest.fail("the fixture twilio_emulator is asynchronous: pip install pytest-asyncio", pytrace=False)

else:

    @fixture
    async def twilio_emulator() -> AsyncGenerator[TwilioEmulator, None]:
        """A local Twilio, fresh for each test, with a `client` bound to it."""
        from twilio_async.testing import TwilioEmulator  # noqa: PLC0415 - see the top

        async with TwilioEmulator() as emulator:
            yield emulator
