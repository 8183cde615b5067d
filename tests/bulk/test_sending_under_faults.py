"""Sending through every kind of trouble at once: no message twice, and no outcome that is not true."""

import asyncio
from collections import Counter

import pytest

from tests.bulk.samples import outbound
from tests.support.clients import client_of
from twilio_async.bulk import Accepted, InDoubt, NotBegun, Outcome, Rejected, send_many
from twilio_async.emulator import Emulator, Fault

FAULTS = {
    Fault.rate_limited(): 0.1,
    Fault.server_error(): 0.05,
    Fault.server_error(executed=True): 0.05,
    Fault.close_before_reading(): 0.05,
    Fault.close_after_executing(): 0.05,
    Fault.truncated_body(): 0.05,
    Fault.garbage_body(): 0.05,
}
SENDER = "+15005550006"
SIZE = 300


def executed(emulator: Emulator) -> Counter[str]:
    """How often each recipient's message was executed."""
    return Counter(message.to for message in emulator.messages)


def check(outcomes: list[Outcome], times: Counter[str]) -> None:
    """Hold outcomes against what was executed."""
    assert set(times.values()) <= {1}
    for outcome in outcomes:
        match outcome:
            case Accepted(message):
                assert times[message.to or ""] == 1
            case Rejected() | NotBegun():
                assert times[outcome.outbound.to] == 0
            case InDoubt(error):
                assert error.executed == "unknown"
            case _:
                raise AssertionError(outcome)


@pytest.mark.parametrize("seed", range(3))
async def test_each_message_has_one_outcome_and_it_is_true(seed: int) -> None:
    async with Emulator(seed=seed) as emulator, client_of(emulator) as client:
        emulator.faults.rates(FAULTS)
        messages = [outbound(number, from_=SENDER) for number in range(SIZE)]
        messages[7] = outbound(7, from_=SENDER, body="x" * 1_601)
        sending = send_many(client, messages, concurrency=20, pace={SENDER: None})
        outcomes = [outcome async for outcome in sending]

        assert Counter(outcome.outbound for outcome in outcomes) == Counter(messages)
        assert any(isinstance(outcome, Rejected) for outcome in outcomes)
        check(outcomes, executed(emulator))


@pytest.mark.parametrize("taken", [1, 10, 40])
async def test_wherever_it_is_ended_what_is_left_is_true(taken: int) -> None:
    async with Emulator(seed=taken) as emulator, client_of(emulator) as client:
        emulator.faults.rates(FAULTS)
        messages = [outbound(number, from_=SENDER) for number in range(SIZE)]
        async with send_many(client, messages, concurrency=20, pace={SENDER: None}) as sending:
            outcomes = [await anext(sending) for _ in range(taken)]
        await asyncio.sleep(0)
        outcomes += sending.left
        times = executed(emulator)

        assert Counter(outcome.outbound for outcome in outcomes).total() == len(
            {outcome.outbound for outcome in outcomes}
        )
        check(outcomes, times)
        assert set(times) <= {outcome.outbound.to for outcome in outcomes}
