"""The circle: the emulator's messages and calls are answered by the examples, signed and validated."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import pytest

from examples import echo_bot_aiohttp, echo_bot_fastapi, voice_menu
from tests.webhooks.senders import Sender, aiohttp_server, uvicorn_server
from twilio_async.testing import TwilioEmulator

NUMBER, PERSON = "+15550100000", "+15558675310"


@pytest.fixture(autouse=True)
def settings(twilio_emulator: TwilioEmulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", twilio_emulator.auth_token)


def on_aiohttp() -> AbstractAsyncContextManager[Sender]:
    return aiohttp_server(echo_bot_aiohttp.create_app())


def on_fastapi() -> AbstractAsyncContextManager[Sender]:
    return uvicorn_server(echo_bot_fastapi.create_app())


@pytest.mark.parametrize("serving", [on_aiohttp, on_fastapi])
async def test_the_echo_bots_answer_a_message(
    twilio_emulator: TwilioEmulator, serving: Callable[[], AbstractAsyncContextManager[Sender]]
) -> None:
    async with serving() as bot:
        await twilio_emulator.client.incoming_phone_numbers.create(
            phone_number=NUMBER, sms_url=f"{bot.address}/sms?a=%27b"
        )
        received = await twilio_emulator.scenes.receive_message(from_=PERSON, to=NUMBER, body="Grüße & <b>")

    assert received.trouble == []
    [reply] = received.replies
    assert (reply.body, reply.to, reply.from_) == ("Grüße & <b>", PERSON, NUMBER)


async def test_the_voice_menu_answers_a_call(twilio_emulator: TwilioEmulator) -> None:
    async with aiohttp_server(voice_menu.create_app()) as menu:
        await twilio_emulator.client.incoming_phone_numbers.create(
            phone_number=NUMBER, voice_url=f"{menu.address}/voice"
        )
        walked = await twilio_emulator.scenes.receive_call(from_=PERSON, to=NUMBER, inputs=[None, "7", "1"])

    assert walked.trouble == []
    menu_text = "For our opening hours, press 1. To talk to somebody, press 2."
    assert walked.said == [menu_text] * 3 + ["We are there from nine to five."]


async def test_another_token_signs_nothing(
    twilio_emulator: TwilioEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "0f" * 16)
    async with on_aiohttp() as bot:
        await twilio_emulator.client.incoming_phone_numbers.create(
            phone_number=NUMBER, sms_url=f"{bot.address}/sms"
        )
        received = await twilio_emulator.scenes.receive_message(from_=PERSON, to=NUMBER, body="Hi")

    assert received.replies == []
    assert received.trouble
