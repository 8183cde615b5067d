"""Clients of the scripted server, in each form of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.clients import client_for

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.support.pages import Form
    from tests.support.server import ScriptedServer
    from twilio_async import Client

pytest.register_assert_rewrite("tests.conformance.reading")


@pytest.fixture(params=["json", "xml"])
def form(request: pytest.FixtureRequest) -> Form:
    form: Form = request.param
    return form


@pytest.fixture
async def client(server: ScriptedServer, form: Form) -> AsyncIterator[Client]:
    async with client_for(server.url, format=form) as running:
        yield running
