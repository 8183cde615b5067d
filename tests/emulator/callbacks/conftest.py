"""A server of webhooks that takes nothing but what the emulator signed, and keeps the events."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from attrs import define, field

from tests.webhooks.senders import aiohttp_server
from twilio_async.emulator import Emulator
from twilio_async.webhooks import Receiver, WebhookEvent
from twilio_async.webhooks.on_aiohttp import webhook


@define
class Ear:
    """What is told to `url`, in order."""

    url: str = ""
    events: list[WebhookEvent] = field(factory=list[WebhookEvent])


@pytest.fixture
async def ear(emulator: Emulator) -> AsyncIterator[Ear]:
    ear = Ear()

    @webhook(Receiver(emulator.auth_token), WebhookEvent)
    async def hear(_: web.Request, event: WebhookEvent) -> None:
        ear.events.append(event)

    app = web.Application()
    app.router.add_route("*", "/{name}", hear)
    async with aiohttp_server(app) as server:
        ear.url = server.address
        yield ear
