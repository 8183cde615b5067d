"""Sending in memory: an outcome for each message, nothing pulled too early, and every kind of end."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Iterator, Mapping
from contextlib import aclosing
from datetime import timedelta
from typing import Any
from weakref import WeakSet

import pytest
from attrs import evolve

from tests.bulk.samples import LONG_CODE, OTHER_LONG_CODE, SERVICE, Source, accepted, outbound
from tests.support.clients import client_for
from tests.support.clock import START, ManualClock
from tests.support.server import Arrived, ScriptedServer, Step, closed, gated, refusal
from tests.support.times import turns
from twilio_async import Client, InvalidArgument, Retry
from twilio_async.bulk import (
    Accepted,
    InDoubt,
    NotBegun,
    OutboundMessage,
    Outcome,
    Rejected,
    Sending,
    SendingStopped,
    Skipped,
    SuppressionList,
    send_many,
)

FAST: Mapping[str, float | None] = {LONG_CODE: None, OTHER_LONG_CODE: None}
"""A pace that holds nothing back."""


class Impatient(ManualClock):
    """A clock on which waits of more than an hour never end, and others at once."""

    async def sleep(self, seconds: float) -> None:
        if seconds > 3_600:
            await asyncio.Event().wait()
        await super().sleep(seconds)


def recipient(arrived: Arrived) -> str:
    return dict(arrived.form)["To"]


async def take(sending: Sending, outcomes: list[Outcome]) -> None:
    """Add to `outcomes` what comes before the end, whatever that is."""
    add = outcomes.append
    async for outcome in sending:
        add(outcome)


async def until_stopped(sending: Sending) -> tuple[list[Outcome], SendingStopped]:
    """The outcomes, and the error behind them."""
    outcomes: list[Outcome] = []
    with pytest.raises(SendingStopped) as caught:
        await take(sending, outcomes)
    return outcomes, caught.value


def kinds(outcomes: Iterable[Outcome]) -> dict[str, int]:
    return Counter(type(outcome).__name__ for outcome in outcomes)


async def test_each_message_has_its_outcome(client: Client, server: ScriptedServer) -> None:
    def play(arrived: Arrived) -> Step:
        last = recipient(arrived)[-1]
        return {"1": refusal(400, 21211), "2": closed()}.get(last) or accepted(arrived)

    server.always(play)
    found: dict[str, Outcome] = {}
    async for outcome in send_many(
        client, (outbound(number) for number in range(100)), concurrency=7, pace=FAST
    ):
        match outcome:
            case Accepted(message):
                assert message.to == outcome.outbound.to
            case Rejected(error):
                assert error.executed == "no"
            case InDoubt(error):
                assert error.executed == "unknown"
            case _:
                raise AssertionError(outcome)
        found[outcome.outbound.to] = outcome

    assert sorted(found) == sorted(outbound(number).to for number in range(100))
    assert kinds(found.values()) == {"Accepted": 80, "Rejected": 10, "InDoubt": 10}
    assert len(server.requests) == 100


async def test_of_an_empty_source_there_is_nothing(client: Client) -> None:
    assert [outcome async for outcome in send_many(client, [])] == []


@pytest.mark.parametrize("limit", [1, 4])
async def test_so_many_are_under_way_and_no_further_one_is_pulled(
    client: Client, server: ScriptedServer, limit: int
) -> None:
    gate = asyncio.Event()
    server.always(lambda arrived: gated(gate, accepted(arrived)))
    source = Source(20)
    async with send_many(client, source, concurrency=limit, pace=FAST) as sending:
        first = asyncio.create_task(anext(sending))
        await server.arrived(limit)
        await turns()

        assert (server.running, source.pulled) == (limit, limit)
        gate.set()
        assert isinstance(await first, Accepted)
        assert kinds([outcome async for outcome in sending]) == {"Accepted": 19}


async def test_a_slow_consumer_holds_the_source_back(client: Client, server: ScriptedServer) -> None:
    server.always(accepted)
    source = Source(100)
    async with send_many(client, source, concurrency=5, pace=FAST) as sending:
        await anext(sending)
        await server.arrived(10)
        await turns()

        assert source.pulled <= 1 + 2 * 5
        assert kinds([outcome async for outcome in sending]) == {"Accepted": 99}


async def test_memory_is_bounded(client: Client, server: ScriptedServer) -> None:
    server.always(accepted)
    alive: WeakSet[OutboundMessage] = WeakSet()
    most = 0

    def messages() -> Iterator[OutboundMessage]:
        for number in range(1_000):
            message = outbound(number)
            alive.add(message)
            yield message

    async for _ in send_many(client, messages(), concurrency=10, pace=FAST):
        most = max(most, len(alive))

    assert most < 60


async def test_outcomes_come_while_an_async_source_waits(client: Client, server: ScriptedServer) -> None:
    server.always(accepted)
    go_on = asyncio.Event()

    async def messages() -> AsyncGenerator[OutboundMessage]:
        yield outbound(1)
        await go_on.wait()
        yield outbound(2)

    async with aclosing(messages()) as source:
        sending = send_many(client, source, pace=FAST)
        first = await anext(sending)
        go_on.set()
        rest = [outcome async for outcome in sending]

    assert [outcome.outbound.to for outcome in (first, *rest)] == [outbound(1).to, outbound(2).to]


@pytest.mark.parametrize(
    ("status", "code"), [(401, 20003), (403, 20005), (403, 20403), (400, 10001), (404, 20404)]
)
async def test_what_concerns_all_stops_and_says_what_was_not_begun(
    client: Client, server: ScriptedServer, status: int, code: int
) -> None:
    gate = asyncio.Event()

    def late(arrived: Arrived) -> Step:
        return gated(gate, accepted(arrived))

    server.play(late, late, refusal(status, code))
    server.always(accepted)
    source = Source(50)
    sending = send_many(client, source, concurrency=3, pace=FAST)
    refused = await anext(sending)
    gate.set()
    outcomes, stopped = await until_stopped(sending)

    assert isinstance(refused, NotBegun)
    assert stopped.reason is refused.error
    assert stopped.executed == "no"
    assert kinds(outcomes) == {"Accepted": 2}
    assert source.pulled == len(server.requests) == 3
    assert next(source).to == outbound(3).to


async def test_what_waits_when_all_stops_is_not_begun(
    client: Client, server: ScriptedServer, clock: ManualClock
) -> None:
    clock.gate.clear()
    server.play(accepted)
    server.always(refusal(401, 20003))
    source = [*(outbound(number) for number in range(5)), outbound(9, from_=OTHER_LONG_CODE)]
    outcomes, stopped = await until_stopped(send_many(client, source, concurrency=1, clock=clock))

    assert kinds(outcomes) == {"Accepted": 1, "NotBegun": 5}
    assert all(outcome.error.executed == "no" for outcome in outcomes if isinstance(outcome, NotBegun))
    assert {outcome.outbound.to for outcome in outcomes} == {message.to for message in source}
    assert stopped.reason is not None
    assert len(server.requests) == 2


@pytest.mark.parametrize("is_async", [True, False])
async def test_an_error_of_the_source_comes_behind_the_outcomes(
    client: Client, server: ScriptedServer, is_async: bool
) -> None:
    server.always(accepted)

    def broken() -> Iterator[OutboundMessage]:
        yield from (outbound(number) for number in range(5))
        raise LookupError("row 6")

    async def broken_later() -> AsyncIterator[OutboundMessage]:
        for message in broken():
            yield message

    outcomes: list[Outcome] = []
    with pytest.raises(LookupError, match="row 6"):
        await take(send_many(client, broken_later() if is_async else broken(), pace=FAST), outcomes)
    assert kinds(outcomes) == {"Accepted": 5}


async def test_what_is_no_message_is_an_error_of_the_source(client: Client, server: ScriptedServer) -> None:
    server.always(accepted)
    source: list[Any] = [outbound(), {"to": "+15550000001"}]
    outcomes: list[Outcome] = []
    with pytest.raises(InvalidArgument, match="OutboundMessage, not dict"):
        await take(send_many(client, source), outcomes)
    assert kinds(outcomes) == {"Accepted": 1}


async def test_an_error_of_a_rule_comes_behind_the_outcomes(client: Client, server: ScriptedServer) -> None:
    server.always(accepted)

    def broken(message: OutboundMessage, _: object) -> Any:
        raise LookupError(message.key)

    outcomes: list[Outcome] = []
    with pytest.raises(LookupError, match="row 1"):
        await take(send_many(client, [outbound(key="row 1")], rules=[broken]), outcomes)
    assert kinds(outcomes) == {"NotBegun": 1}
    assert not server.requests


@pytest.mark.parametrize(
    "arguments",
    [
        {"messages": 7},
        {"concurrency": 0},
        {"pace": 0},
        {"pace": {LONG_CODE: -1}},
    ],
)
async def test_arguments_that_cannot_be_are_refused(client: Client, arguments: dict[str, Any]) -> None:
    defaults: dict[str, Any] = {"messages": []}
    with pytest.raises(InvalidArgument):
        send_many(client, **(defaults | arguments))


class TestAnEarlyEnd:
    """Whoever ends a sending leaves nothing running, and can read what became of the rest."""

    async def test_by_break_alone(self, client: Client, server: ScriptedServer) -> None:
        server.play(lambda arrived: evolve(accepted(arrived), headers={"Connection": "close"}))
        server.always(gated(asyncio.Event(), closed()))
        source = Source(50)
        async for _ in send_many(client, source, concurrency=3, pace=FAST):
            break
        await server.disconnected()

        assert source.pulled <= 4

    async def test_what_was_under_way_is_in_doubt(self, client: Client, server: ScriptedServer) -> None:
        server.play(accepted, accepted)
        server.always(gated(asyncio.Event(), closed()))
        async with send_many(client, Source(50), concurrency=4, pace=FAST) as sending:
            first = await anext(sending)
            await server.arrived(5)
        left = {outcome.outbound.to: outcome for outcome in sending.left}

        assert first.outbound.to not in left
        asked = {recipient(arrived) for arrived in server.requests}
        assert {to for to, outcome in left.items() if not isinstance(outcome, NotBegun)} >= (
            asked - {first.outbound.to}
        )
        for outcome in left.values():
            match outcome:
                case Accepted(message):
                    assert message.to == outcome.outbound.to
                case InDoubt(error):
                    assert error.executed == "unknown"
                case NotBegun(error):
                    assert error.executed == "no"
                case _:
                    raise AssertionError(outcome)
        with pytest.raises(StopAsyncIteration):
            await anext(sending)

    async def test_what_was_parked_was_not_begun(
        self, client: Client, server: ScriptedServer, clock: ManualClock
    ) -> None:
        clock.gate.clear()
        server.always(accepted)
        async with send_many(client, [outbound(number) for number in range(5)], clock=clock) as sending:
            assert isinstance(await anext(sending), Accepted)
            await turns()

        assert kinds(sending.left) == {"NotBegun": 4}
        assert len(server.requests) == 1

    async def test_nothing_begins_behind_it(
        self, client: Client, server: ScriptedServer, clock: ManualClock
    ) -> None:
        gate = asyncio.Event()
        server.always(lambda arrived: gated(gate, accepted(arrived)))
        messages = [outbound(0), outbound(1), *Source(50)]
        async with send_many(client, messages, concurrency=2, pace=FAST, clock=clock) as sending:
            waiting = asyncio.create_task(anext(sending))
            await server.arrived(2)
            waiting.cancel()
            await asyncio.wait([waiting])
        clock.advance(3_600)
        gate.set()
        await turns()

        assert len(server.requests) == 2
        assert kinds(sending.left) == {"InDoubt": 2}

    async def test_by_cancelling_the_consumer(self, client: Client, server: ScriptedServer) -> None:
        server.always(gated(asyncio.Event(), closed()))
        sending = send_many(client, Source(50), concurrency=3, pace=FAST)

        consumer = asyncio.create_task(take(sending, []))
        await server.arrived(3)
        consumer.cancel()
        with pytest.raises(asyncio.CancelledError):
            await consumer
        await server.disconnected()

        assert kinds(sending.left) == {"InDoubt": 3}

    async def test_before_anything_began(self, client: Client, server: ScriptedServer) -> None:
        source = Source(5)
        async with send_many(client, source) as sending:
            pass

        assert (source.pulled, server.requests, sending.left) == (0, [], ())


class TestTrouble:
    """Trouble pauses whom it concerns; what was not executed is tried again, and nothing else is."""

    async def test_a_full_queue_pauses_its_sender_and_no_other(
        self, client: Client, server: ScriptedServer, clock: ManualClock
    ) -> None:
        left = Counter({LONG_CODE: 2})

        def play(arrived: Arrived) -> Step:
            sender = dict(arrived.form)["From"]
            if left[sender]:
                left[sender] -= 1
                return refusal(429, 21611)
            return accepted(arrived)

        server.always(play)
        clock.gate.clear()
        messages = [outbound(n, from_=[LONG_CODE, OTHER_LONG_CODE][n % 2]) for n in range(10)]
        async with send_many(client, messages, concurrency=1, pace=FAST, clock=clock) as sending:
            others = [await anext(sending) for _ in range(5)]
            clock.gate.set()
            outcomes = [outcome async for outcome in sending]

        assert kinds([*others, *outcomes]) == {"Accepted": 10}
        assert {outcome.outbound.sender for outcome in others} == {OTHER_LONG_CODE}
        assert {outcome.outbound.sender for outcome in outcomes} == {LONG_CODE}
        assert len(server.requests) == 12
        assert 5 + 10 <= clock.passed < 20

    async def test_without_a_connection_all_wait_and_in_the_end_it_stops(
        self, clock: ManualClock, closed_port: int
    ) -> None:
        source = Source(50)
        async with client_for(f"http://127.0.0.1:{closed_port}", retry=Retry(attempts=1)) as client:
            outcomes, stopped = await until_stopped(
                send_many(client, source, concurrency=5, pace=FAST, clock=clock)
            )

        assert kinds(outcomes) == {"NotBegun": source.pulled}
        assert source.pulled <= 5
        assert stopped.reason is not None
        assert all(outcome.error.executed == "no" for outcome in outcomes if isinstance(outcome, NotBegun))
        assert 240 < clock.passed < 400

    async def test_throttled_messages_are_sent_when_it_is_over(
        self, server: ScriptedServer, clock: ManualClock
    ) -> None:
        server.play(*[refusal(429, 20429)] * 12)
        server.always(accepted)
        async with client_for(server.url, retry=Retry(attempts=1)) as client:
            sending = send_many(client, Source(20), concurrency=5, pace=FAST, clock=clock)
            outcomes = [outcome async for outcome in sending]

        assert kinds(outcomes) == {"Accepted": 20}
        assert len({outcome.outbound.to for outcome in outcomes}) == 20
        assert len(server.requests) == 32

    async def test_where_nothing_but_doubts_come_it_stops(
        self, client: Client, server: ScriptedServer, clock: ManualClock
    ) -> None:
        server.always(refusal(500, 20500))
        source = Source(500)
        outcomes, stopped = await until_stopped(
            send_many(client, source, concurrency=10, pace=FAST, clock=clock)
        )
        asked = Counter(map(recipient, server.requests))

        assert set(asked.values()) == {1}
        assert asked.keys() == {each.outbound.to for each in outcomes if isinstance(each, InDoubt)}
        assert 20 < len(asked) < 60
        assert source.pulled == len(outcomes)
        assert stopped.reason is not None

    async def test_what_waits_for_its_hour_holds_no_trouble_up(
        self, client: Client, server: ScriptedServer
    ) -> None:
        server.play(*[refusal(500, 20500)] * 25)
        server.always(accepted)
        tomorrow = START + timedelta(days=1)
        source = [outbound(0, not_before=tomorrow), *Source(100)]
        async with send_many(client, source, concurrency=5, pace=FAST, clock=Impatient()) as sending:
            outcomes = [await anext(sending) for _ in range(100)]

        assert kinds(outcomes) == {"InDoubt": 25, "Accepted": 75}
        assert [outcome.outbound for outcome in sending.left] == source[:1]

    async def test_doubts_among_answers_stop_nothing(self, client: Client, server: ScriptedServer) -> None:
        def play(arrived: Arrived) -> Step:
            return accepted(arrived) if int(recipient(arrived)[-1]) % 5 == 0 else refusal(503)

        server.always(play)
        outcomes = [outcome async for outcome in send_many(client, Source(200), concurrency=5, pace=FAST)]

        assert kinds(outcomes) == {"Accepted": 40, "InDoubt": 160}


class TestPace:
    """Senders keep to their rates, in segments."""

    async def test_a_long_code_sends_one_segment_a_second(
        self, client: Client, server: ScriptedServer, clock: ManualClock
    ) -> None:
        server.always(accepted)
        passed = [
            clock.passed
            async for _ in send_many(client, Source(5, body="x" * 161), concurrency=1, clock=clock)
        ]

        assert passed == pytest.approx([0, 2, 4, 6, 8])

    async def test_a_number_is_the_pace_of_each_sender(
        self, client: Client, server: ScriptedServer, clock: ManualClock
    ) -> None:
        server.always(accepted)
        messages = [outbound(n, from_=[LONG_CODE, OTHER_LONG_CODE][n % 2]) for n in range(8)]
        outcomes = [
            outcome async for outcome in send_many(client, messages, concurrency=1, pace=2, clock=clock)
        ]

        assert kinds(outcomes) == {"Accepted": 8}
        assert clock.passed == pytest.approx(1.5)

    async def test_a_service_is_not_paced(
        self, client: Client, server: ScriptedServer, clock: ManualClock
    ) -> None:
        server.always(accepted)
        source = Source(30, from_=None, messaging_service_sid=SERVICE)
        outcomes = [outcome async for outcome in send_many(client, source, pace=1, clock=clock)]

        assert kinds(outcomes) == {"Accepted": 30}
        assert clock.waits == []

    async def test_a_slow_sender_does_not_hold_others_up(
        self, client: Client, server: ScriptedServer, clock: ManualClock
    ) -> None:
        clock.gate.clear()
        server.always(accepted)
        slow = [outbound(number) for number in range(200)]
        fast = [outbound(900 + number, from_="24680") for number in range(10)]
        pace = {"24680": None}
        async with send_many(client, [*slow, *fast], concurrency=5, pace=pace, clock=clock) as sending:
            outcomes = [await anext(sending) for _ in range(11)]

        assert {outcome.outbound for outcome in outcomes} == {slow[0], *fast}

    async def test_of_those_that_wait_no_more_than_a_thousand_are_pulled(
        self, client: Client, server: ScriptedServer, clock: ManualClock
    ) -> None:
        clock.gate.clear()
        server.always(accepted)
        source = Source(5_000)
        async with send_many(client, source, concurrency=5, clock=clock) as sending:
            await anext(sending)
            await clock.asleep.wait()
            await turns()

        assert source.pulled <= 1_010


class TestRules:
    """A message leaves at its time, or is skipped."""

    async def test_before_its_time_it_waits_and_behind_it_it_is_skipped(
        self, client: Client, server: ScriptedServer, clock: ManualClock
    ) -> None:
        server.always(accepted)
        hour = timedelta(hours=1)
        messages = [
            outbound(1, not_before=START + hour),
            outbound(2, not_after=START - hour),
            outbound(3, not_before=START, not_after=START + hour),
        ]
        clock.gate.clear()
        async with send_many(client, messages, concurrency=1, pace=FAST, clock=clock) as sending:
            outcomes = [await anext(sending), await anext(sending)]
            clock.gate.set()
            outcomes.append(await anext(sending))

        assert [(type(outcome), outcome.outbound) for outcome in outcomes] == [
            (Skipped, messages[1]),
            (Accepted, messages[2]),
            (Accepted, messages[0]),
        ]
        assert clock.passed == pytest.approx(3_600)

    async def test_a_message_that_expires_while_it_waits_for_its_turn_is_skipped(
        self, client: Client, server: ScriptedServer, clock: ManualClock
    ) -> None:
        server.always(accepted)
        source = Source(5, not_after=START + timedelta(seconds=2.5))
        outcomes = [outcome async for outcome in send_many(client, source, concurrency=1, clock=clock)]

        assert kinds(outcomes) == {"Accepted": 3, "Skipped": 2}

    async def test_a_stop_puts_the_recipient_on_the_list(
        self, client: Client, server: ScriptedServer
    ) -> None:
        suppressed = SuppressionList([outbound(1).to])
        server.play(refusal(400, 21610))
        server.always(accepted)
        messages = [outbound(1), outbound(2), outbound(3), outbound(2, body="again")]
        sending = send_many(client, messages, concurrency=1, pace=FAST, rules=[suppressed])
        outcomes = [outcome async for outcome in sending]

        assert [type(outcome) for outcome in outcomes] == [Skipped, Rejected, Accepted, Skipped]
        assert set(suppressed) == {outbound(1).to, outbound(2).to}
