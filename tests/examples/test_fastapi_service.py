"""The service sends, shows and lists messages, and tells what Twilio refuses and what is in doubt."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient, Response

from examples.fastapi_service import app
from twilio_async import ConfigurationError
from twilio_async.emulator import Fault
from twilio_async.testing import TwilioEmulator

TO, SENDER = "+15558675310", "+15017122661"


@pytest.fixture
def auth_token(twilio_emulator: TwilioEmulator) -> str:
    return twilio_emulator.auth_token


@pytest.fixture
async def http(
    twilio_emulator: TwilioEmulator, auth_token: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[AsyncClient]:
    """A caller of the running service."""
    monkeypatch.setenv("SMS_SENDER", SENDER)
    monkeypatch.setenv("TWILIO_BASE_URL", twilio_emulator.url)
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", twilio_emulator.account_sid)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", auth_token)
    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=ASGITransport(app), base_url="http://service.example") as caller,
    ):
        yield caller


async def send(http: AsyncClient, **changes: Any) -> Response:
    return await http.post("/messages", json={"to": TO, "body": "Hi"} | changes)


async def test_a_message_is_sent_and_shown(http: AsyncClient, twilio_emulator: TwilioEmulator) -> None:
    response = await send(http)

    [message] = twilio_emulator.messages
    assert response.status_code == 201
    assert response.json()["sid"] == message.sid
    assert (message.to, message.from_, message.body) == (TO, SENDER, "Hi")

    shown = await http.get(f"/messages/{message.sid}")
    assert shown.status_code == 200
    assert {name: shown.json()[name] for name in ("sid", "to", "from", "body")} == {
        "sid": message.sid,
        "to": TO,
        "from": SENDER,
        "body": "Hi",
    }


async def test_the_newest_messages_are_listed(http: AsyncClient, twilio_emulator: TwilioEmulator) -> None:
    twilio_emulator.scenes.seed_messages(30)
    newest = [message.sid for message in reversed(twilio_emulator.messages)]

    assert [message["sid"] for message in (await http.get("/messages")).json()] == newest[:20]
    few = await http.get("/messages", params={"limit": 3})
    assert [message["sid"] for message in few.json()] == newest[:3]


@pytest.mark.parametrize(
    "changes",
    [
        {"to": "5558675310"},
        {"to": "+1555867531\N{ARABIC-INDIC DIGIT ZERO}"},
        {"to": None},
        {"body": ""},
        {"body": "x" * 1601},
    ],
)
async def test_what_is_no_message_never_reaches_twilio(
    http: AsyncClient, twilio_emulator: TwilioEmulator, changes: dict[str, Any]
) -> None:
    assert (await send(http, **changes)).status_code == 422
    assert (await http.get("/messages/..")).status_code in {404, 422}
    assert (await http.get("/messages", params={"limit": 0})).status_code == 422
    assert not twilio_emulator.requests


@pytest.mark.parametrize(("to", "code"), [("+15005550001", 21211), ("+15005550004", 21610)])
async def test_what_twilio_refuses_is_the_callers_to_mend(http: AsyncClient, to: str, code: int) -> None:
    response = await send(http, to=to)

    assert response.status_code == 400
    assert (response.json()["code"], response.json()["executed"]) == (code, "no")
    assert response.json()["detail"]


async def test_a_message_that_is_not_there(http: AsyncClient) -> None:
    response = await http.get(f"/messages/SM{'0' * 32}")

    assert (response.status_code, response.json()["code"]) == (404, 20404)


@pytest.mark.parametrize(
    "fault", [Fault.server_error(executed=True), Fault.close_after_executing(), Fault.garbage_body()]
)
async def test_what_may_have_been_sent_is_said_to_be_in_doubt(
    http: AsyncClient, twilio_emulator: TwilioEmulator, fault: Fault
) -> None:
    twilio_emulator.faults.script(fault)

    response = await send(http)

    assert (response.status_code, response.json()["executed"]) == (503, "unknown")
    assert len(twilio_emulator.messages) == 1


@pytest.mark.parametrize("auth_token", ["0f" * 16])
async def test_wrong_credentials_are_the_services_to_mend(http: AsyncClient) -> None:
    response = await send(http)

    assert (response.status_code, response.json()["executed"]) == (502, "no")


async def test_no_log_holds_a_number(http: AsyncClient, caplog: pytest.LogCaptureFixture) -> None:
    await send(http, to="+15005550001")

    assert "code 21211" in caplog.text
    assert "+15005550001" not in caplog.text


async def test_the_service_does_not_start_without_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMS_SENDER", SENDER)

    with pytest.raises(ConfigurationError, match="TWILIO_ACCOUNT_SID"):
        async with app.router.lifespan_context(app):
            pass


async def test_problems_are_part_of_the_services_description(http: AsyncClient) -> None:
    described = (await http.get("/openapi.json")).json()

    answers = described["paths"]["/messages"]["post"]["responses"]
    assert answers["201"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Message"}
    assert answers["5XX"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Problem"}
