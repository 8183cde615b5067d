"""A webhook, and a number whose messages and calls go to it."""

from collections.abc import AsyncIterator

import pytest

from tests.support.emulator_api import Api
from tests.support.webhook import Webhook

NUMBER = "+15550100000"
"""The number that has the webhook."""
PERSON = "+15558675310"
"""Who writes and calls."""


@pytest.fixture
async def webhook() -> AsyncIterator[Webhook]:
    async with Webhook() as running:
        yield running


@pytest.fixture
async def number(api: Api, webhook: Webhook) -> str:
    """The SID of the number."""
    answer = await api.post(
        "IncomingPhoneNumbers.json",
        PhoneNumber=NUMBER,
        SmsUrl=f"{webhook.url}/sms",
        SmsFallbackUrl=f"{webhook.url}/sms-fallback",
        VoiceUrl=f"{webhook.url}/voice",
        VoiceFallbackUrl=f"{webhook.url}/voice-fallback",
        StatusCallback=f"{webhook.url}/status",
    )
    sid: str = answer.json["sid"]
    return sid
