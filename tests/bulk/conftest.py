"""A client of the scripted server, and messages to send."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.clients import client_for

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.support.server import ScriptedServer
    from twilio_async import Client


@pytest.fixture
async def client(server: ScriptedServer) -> AsyncIterator[Client]:
    async with client_for(server.url) as running:
        yield running
