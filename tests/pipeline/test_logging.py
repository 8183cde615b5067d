"""What reaches a log: nothing of the account above DEBUG, and credentials never."""

import asyncio
import logging
import re

import pytest

from tests.support.clients import ACCOUNT, FROM, MESSAGE, RECORD, TO, TOKEN, client_for
from tests.support.server import ScriptedServer, answer, closed, refusal, silence, truncated
from tests.support.times import ENOUGH, LoopTime
from twilio_async import ClientCredentials, RetryEvent, TwilioError

BODY = "the message itself"


async def trouble(server: ScriptedServer) -> None:
    """Calls that go well and wrong in many ways."""

    def hook(event: RetryEvent) -> None:
        raise ValueError(event.attempt)

    steps = [
        refusal(429, 20429),
        closed(),
        refusal(400, 21211, f"{TO} is not valid"),
        answer(200, b"no tree"),
    ]
    async with client_for(server.url, on_retry=hook) as client:
        for step in [*steps, truncated(answer(200, RECORD)), refusal(401, 20003), refusal(503)]:
            server.always(answer(200, RECORD))
            server.play(step)
            for call in (
                client.messages.create(to=TO, from_=FROM, body=BODY),
                client.messages(MESSAGE).fetch(),
                client.messages.list(to=TO).first(),
            ):
                try:
                    await call
                except TwilioError:
                    continue


async def test_above_debug_a_log_shows_no_account_no_number_and_no_body(
    server: ScriptedServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await trouble(server)

    shown = "\n".join(
        caplog.handler.format(record) for record in caplog.records if record.levelno > logging.DEBUG
    )
    assert "on_retry failed" in shown
    for private in (ACCOUNT, TO[1:], FROM[1:], BODY, TOKEN, MESSAGE):
        assert private not in shown


async def test_no_log_shows_credentials(server: ScriptedServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await trouble(server)
    credentials = ClientCredentials(ACCOUNT, "OQ1", TOKEN, token_url=f"{server.url}/token")
    options = {"account_sid": None, "auth_token": None, "credentials": credentials}
    async with client_for(server.url, **options) as client:
        server.play(answer(200, {"access_token": "t0ken", "expires_in": 60}))
        await client.messages(MESSAGE).fetch()

    secrets = {TOKEN, "t0ken", *(arrived.authorization for arrived in server.requests)} - {None}
    assert len(secrets) == 4
    assert caplog.records
    assert not [secret for secret in secrets if secret and secret in caplog.text]


async def test_a_repetition_is_a_line_at_info_and_an_ordinary_call_is_none(
    server: ScriptedServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    server.play(refusal(429, 20429), answer(201, RECORD), answer(201, RECORD))
    async with client_for(server.url) as client:
        await client.messages.create(to=TO, from_=FROM, body=BODY)
        await client.messages.create(to=TO, from_=FROM, body=BODY)

    (record,) = caplog.records
    assert record.levelno == logging.INFO
    assert "POST /2010-04-01/Accounts/AC***/Messages.json: HTTP 429; attempt 2 in " in record.getMessage()


async def test_debug_tells_of_each_attempt_and_masks_numbers(
    server: ScriptedServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="twilio_async")
    server.play(refusal(404, 20404, Twilio_Request_Id="RQ17"))
    async with client_for(server.url) as client:
        with pytest.raises(TwilioError):
            await client.request("GET", f"/v2/PhoneNumbers/{TO}")

    (line,) = caplog.messages
    assert re.fullmatch(
        r"GET /v2/PhoneNumbers/\*\*\*10: HTTP 404 \(attempt 1, 0\.\d+ s, request RQ17, code 20404\)", line
    )


async def test_debug_tells_of_the_attempt_that_the_deadline_ends(
    server: ScriptedServer, caplog: pytest.LogCaptureFixture, loop_time: LoopTime
) -> None:
    caplog.set_level(logging.DEBUG, logger="twilio_async")
    server.always(silence())
    async with client_for(server.url, timeout=ENOUGH) as client:
        fetching = asyncio.create_task(client.request("GET", "/v2/PhoneNumbers"))
        await server.arrived(1)
        await loop_time.leap(ENOUGH)
        with pytest.raises(TwilioError):
            await fetching

    (line,) = caplog.messages
    assert re.fullmatch(rf"GET /v2/PhoneNumbers: no answer within {ENOUGH} s \(attempt 1, \d+\.\d+ s\)", line)
