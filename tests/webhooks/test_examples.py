"""The bots and the voice menu of examples/ answer what Twilio sends, and nobody else."""

import logging

import pytest
from lxml import etree

from examples import echo_bot_aiohttp, echo_bot_fastapi, voice_menu

from .senders import CALL, INCOMING, TOKEN, Reply, aiohttp_server, uvicorn_server

PUBLIC = "https://bot.example.com"


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", TOKEN)
    monkeypatch.setenv("PUBLIC_URL", PUBLIC)


def texts(reply: Reply) -> list[str]:
    """The words of a document, which is well-formed."""
    assert (reply.status, reply.content_type) == (200, "text/xml")
    return [text.strip() for text in etree.fromstring(reply.text.encode()).itertext() if text.strip()]


async def test_the_bot_on_aiohttp() -> None:
    async with aiohttp_server(echo_bot_aiohttp.create_app(), PUBLIC) as sender:
        assert texts(await sender.post("/sms", INCOMING)) == [INCOMING["Body"]]
        assert texts(await sender.post("/sms", INCOMING | {"Body": "</Message><Redirect/>"})) == [
            "</Message><Redirect/>"
        ]
        assert (await sender.post("/sms", INCOMING, {})).status == 403


async def test_the_bot_on_fastapi(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "examples.echo_bot_fastapi")
    async with uvicorn_server(echo_bot_fastapi.create_app(), PUBLIC) as sender:
        assert texts(await sender.post("/sms", INCOMING)) == [INCOMING["Body"]]
        step = {"MessageSid": "SM1", "MessageStatus": "delivered", "To": "+15558675310"}
        assert texts(await sender.post("/status", step)) == []
        assert (await sender.post("/status", step, {})).status == 403

    assert "SM1 is delivered" in caplog.text
    assert "+1555" not in caplog.text


@pytest.mark.parametrize(
    ("choice", "answer"),
    [
        ({"Digits": "1"}, "We are there from nine to five."),
        ({"SpeechResult": "Opening hours, please.", "Confidence": "0.9"}, "We are there from nine to five."),
        ({"Digits": "2"}, "+15550100000"),
        ({"SpeechResult": "An operator"}, "+15550100000"),
        ({"Digits": "7"}, "For our opening hours, press 1. To talk to somebody, press 2."),
        ({}, "For our opening hours, press 1. To talk to somebody, press 2."),
    ],
)
async def test_the_voice_menu(choice: dict[str, str], answer: str) -> None:
    async with aiohttp_server(voice_menu.create_app(), PUBLIC) as sender:
        assert "press 1" in texts(await sender.post("/voice", CALL))[0]
        assert texts(await sender.post("/choice", CALL | {"CallStatus": "in-progress"} | choice))[0] == answer
        assert (await sender.post("/choice", CALL | choice, {})).status == 403
