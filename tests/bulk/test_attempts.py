"""One attempt: which outcome an error is, and whether it concerns all other messages."""

import pytest

from tests.bulk.samples import accepted, outbound
from tests.support.clients import client_for
from tests.support.server import ScriptedServer, Step, answer, closed, refusal, truncated
from twilio_async import Client, InvalidArgument, NotFound, Retry, TwilioError
from twilio_async.bulk.attempts import attempt, concerns_all, is_passing
from twilio_async.bulk.outcomes import Accepted, InDoubt, NotBegun, Rejected

CONCERNS_ALL = [
    (401, 20003),
    (401, None),
    (403, 20003),
    (403, 20005),
    (403, 20006),
    (403, 20008),
    (403, 20403),
    (403, 70051),
    (403, None),
    (400, 10001),
    (404, 20404),
]
OF_ONE = [(400, 21211), (400, 21610), (403, 21408), (404, 21703), (404, None), (400, None), (409, 20409)]


async def test_it_is_accepted(client: Client, server: ScriptedServer) -> None:
    server.always(accepted)
    message = outbound(7, key="seven")
    outcome = await attempt(client, message)

    match outcome:
        case Accepted(record):
            assert (record.to, outcome.outbound) == (message.to, message)
        case _:
            raise AssertionError(outcome)
    assert server.requests[0].form == [("To", message.to), ("From", message.from_), ("Body", "Hi")]


async def test_a_status_callback_can_be_given_for_the_attempt(client: Client, server: ScriptedServer) -> None:
    server.always(accepted)
    message = outbound(status_callback="https://example.com/own")
    await attempt(client, message, status_callback="https://example.com/attempt/1")

    assert ("StatusCallback", "https://example.com/attempt/1") in server.requests[0].form


@pytest.mark.parametrize(("status", "code"), CONCERNS_ALL)
async def test_what_concerns_all_begins_nothing(
    client: Client, server: ScriptedServer, status: int, code: int | None
) -> None:
    server.always(refusal(status, code))
    outcome = await attempt(client, outbound())

    assert isinstance(outcome, NotBegun)
    assert concerns_all(outcome.error)
    assert not is_passing(outcome.error)


@pytest.mark.parametrize(("status", "code"), OF_ONE)
async def test_other_refusals_are_of_one_message(
    client: Client, server: ScriptedServer, status: int, code: int | None
) -> None:
    server.always(refusal(status, code))
    outcome = await attempt(client, outbound())

    match outcome:
        case Rejected(error):
            assert not concerns_all(error)
            assert not is_passing(error)
        case _:
            raise AssertionError(outcome)


@pytest.mark.parametrize("code", [20429, None, 21611, 63018])
async def test_throttling_passes(client: Client, server: ScriptedServer, code: int | None) -> None:
    server.always(refusal(429, code))
    outcome = await attempt(client, outbound())

    assert isinstance(outcome, NotBegun)
    assert is_passing(outcome.error)
    assert not concerns_all(outcome.error)


async def test_without_a_connection_nothing_is_begun(closed_port: int) -> None:
    async with client_for(f"http://127.0.0.1:{closed_port}", retry=Retry(attempts=1)) as client:
        outcome = await attempt(client, outbound())

    assert isinstance(outcome, NotBegun)
    assert is_passing(outcome.error)


@pytest.mark.parametrize(
    "step",
    [
        refusal(500, 20500),
        refusal(503),
        closed(),
        truncated(answer(201, {"sid": "SM" + "0c" * 16, "status": "queued"})),
        answer(201, b"no JSON"),
        answer(200, {}),
    ],
)
async def test_without_a_clear_answer_it_is_in_doubt(
    client: Client, server: ScriptedServer, step: Step
) -> None:
    server.always(step)
    outcome = await attempt(client, outbound())

    match outcome:
        case InDoubt(error):
            assert error.executed == "unknown"
            assert not concerns_all(error)
            assert not is_passing(error)
        case _:
            raise AssertionError(outcome)
    assert len(server.requests) == 1


def test_an_error_in_doubt_never_says_that_nothing_was_executed() -> None:
    assert not concerns_all(NotFound("gone", code=20404, executed="unknown"))
    assert not concerns_all(TwilioError("no"))
    assert not concerns_all(InvalidArgument("no"))
