"""What is repeated, seen from the server: the whole table, for each method and each outcome."""

import pytest
from attrs import frozen

from tests.support.clients import FROM, MESSAGE, RECORD, TO, client_for
from tests.support.clock import ManualClock
from tests.support.server import ScriptedServer, Step, answer, closed, raw, refusal, reset, truncated
from twilio_async import (
    ApiError,
    AuthenticationError,
    BadRequest,
    Client,
    Conflict,
    ConnectionLost,
    DecodeError,
    NotFound,
    PermissionDenied,
    RateLimited,
    Retry,
    ServerError,
    TwilioError,
)
from twilio_async.core.wire import Executed

REQUEST_ID = "RQ" + "0d" * 16
ATTEMPTS = 3
METHODS = ["GET", "DELETE", "POST"]


@frozen
class Case:
    """One row of the table."""

    step: Step
    error: type[TwilioError]
    executed: Executed
    reads: int
    """Requests of a GET or a DELETE."""
    posts: int
    """Requests of a POST."""
    request_id: str | None = REQUEST_ID


def identified(status: int, code: int | None = None) -> Step:
    return refusal(status, code, Twilio_Request_Id=REQUEST_ID)


OK = answer(200, RECORD, Twilio_Request_Id=REQUEST_ID)
CASES = {
    "429": Case(identified(429, 20429), RateLimited, "no", ATTEMPTS, ATTEMPTS),
    "408": Case(identified(408), ServerError, "unknown", ATTEMPTS, 1),
    "500": Case(identified(500, 20500), ServerError, "unknown", ATTEMPTS, 1),
    "502": Case(identified(502), ServerError, "unknown", ATTEMPTS, 1),
    "503": Case(identified(503, 20503), ServerError, "unknown", ATTEMPTS, 1),
    "504": Case(identified(504), ServerError, "unknown", ATTEMPTS, 1),
    "reset before reading": Case(reset(), ConnectionLost, "unknown", ATTEMPTS, 1, None),
    "closed after reading": Case(closed(), ConnectionLost, "unknown", ATTEMPTS, 1, None),
    "truncated": Case(truncated(OK), ConnectionLost, "unknown", ATTEMPTS, 1, None),
    "no HTTP": Case(raw(b"\x00\xff\r\n\r\n"), ConnectionLost, "unknown", ATTEMPTS, 1, None),
    "half a head": Case(raw(b"HTTP/1.1 200 OK\r\nConte"), ConnectionLost, "unknown", ATTEMPTS, 1, None),
    "garbage": Case(
        answer(200, b"\x00\xff no tree", Twilio_Request_Id=REQUEST_ID), DecodeError, "unknown", ATTEMPTS, 1
    ),
    "400": Case(identified(400, 21211), BadRequest, "no", 1, 1),
    "401": Case(identified(401, 20003), AuthenticationError, "no", 1, 1),
    "403": Case(identified(403, 20008), PermissionDenied, "no", 1, 1),
    "404": Case(identified(404, 20404), NotFound, "no", 1, 1),
    "405": Case(identified(405, 20004), BadRequest, "no", 1, 1),
    "409": Case(identified(409), Conflict, "no", 1, 1),
    "410": Case(identified(410), NotFound, "no", 1, 1),
    "412": Case(identified(412), Conflict, "no", 1, 1),
    "413": Case(identified(413), BadRequest, "no", 1, 1),
    "422": Case(identified(422), BadRequest, "no", 1, 1),
    "501": Case(identified(501), ServerError, "unknown", 1, 1),
    "302": Case(identified(302), ApiError, "unknown", 1, 1),
}
DOUBTFUL = [name for name, case in CASES.items() if case.executed == "unknown" and case.reads == ATTEMPTS]


async def call(client: Client, method: str) -> int:
    """Make one call by this method; the attempts that it took."""
    match method:
        case "GET":
            message = await client.messages(MESSAGE).fetch()
        case "DELETE":
            await client.messages(MESSAGE).delete()
            return 0
        case _:
            message = await client.messages.create(to=TO, from_=FROM, body="Hi")
    assert message.http_response is not None
    return message.http_response.attempts


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", CASES)
async def test_the_table_of_what_is_repeated(
    server: ScriptedServer, clock: ManualClock, name: str, method: str
) -> None:
    case = CASES[name]
    expected = case.posts if method == "POST" else case.reads
    server.always(case.step)
    async with client_for(server.url, clock=clock, retry=Retry(attempts=ATTEMPTS)) as client:
        with pytest.raises(TwilioError) as caught:
            await call(client, method)

    error = caught.value
    assert type(error) is case.error
    assert [arrived.method for arrived in server.requests] == [method] * expected
    assert error.attempts == expected
    assert len(clock.waits) == expected - 1
    assert error.executed == case.executed
    assert error.request_id == case.request_id
    assert (error.method, error.path) == (method, server.requests[0].path)
    await server.disconnected()


@pytest.mark.parametrize("method", ["GET", "DELETE"])
@pytest.mark.parametrize("name", DOUBTFUL)
async def test_a_read_or_a_deletion_recovers(server: ScriptedServer, name: str, method: str) -> None:
    server.play(CASES[name].step, CASES[name].step, answer(204) if method == "DELETE" else OK)
    async with client_for(server.url) as client:
        attempts = await call(client, method)

    assert len(server.requests) == 3
    assert attempts == (0 if method == "DELETE" else 3)


async def test_a_message_is_sent_after_429(server: ScriptedServer) -> None:
    server.play(CASES["429"].step, CASES["429"].step, answer(201, RECORD))
    async with client_for(server.url) as client:
        assert await call(client, "POST") == 3

    assert len({str(arrived.form) for arrived in server.requests}) == 1


@pytest.mark.parametrize("name", ["500", "503", "closed after reading", "truncated", "garbage"])
async def test_an_update_is_not_repeated_either(server: ScriptedServer, name: str) -> None:
    server.always(CASES[name].step)
    async with client_for(server.url) as client:
        with pytest.raises(TwilioError) as caught:
            await client.messages(MESSAGE).update(status="canceled")

    assert len(server.requests) == 1
    assert caught.value.executed == "unknown"


async def test_a_message_that_met_429_first_is_unknown_after_500(server: ScriptedServer) -> None:
    server.play(CASES["429"].step, CASES["500"].step)
    async with client_for(server.url) as client:
        with pytest.raises(ServerError) as caught:
            await call(client, "POST")

    assert (caught.value.executed, caught.value.attempts) == ("unknown", 2)
    assert "look before you repeat it" in str(caught.value)


@pytest.mark.parametrize("name", DOUBTFUL)
async def test_a_deletion_that_is_repeated_after_an_unknown_outcome_and_finds_nothing_has_succeeded(
    server: ScriptedServer, name: str
) -> None:
    server.play(CASES[name].step, identified(404, 20404))
    async with client_for(server.url) as client:
        await client.messages(MESSAGE).delete()

    assert len(server.requests) == 2


@pytest.mark.parametrize("steps", [[], [CASES["429"].step]])
async def test_a_deletion_that_finds_nothing_at_first_has_not(
    server: ScriptedServer, steps: list[Step]
) -> None:
    server.play(*steps, identified(404, 20404))
    async with client_for(server.url) as client:
        with pytest.raises(NotFound):
            await client.messages(MESSAGE).delete()


async def test_no_request_claims_an_idempotency_that_twilio_does_not_give(server: ScriptedServer) -> None:
    server.play(CASES["429"].step, answer(201, RECORD))
    async with client_for(server.url) as client:
        await call(client, "POST")

    names = {name.lower() for arrived in server.requests for name in arrived.headers}
    assert not [name for name in names if "idempotency" in name]
