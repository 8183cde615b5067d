"""Trouble on purpose, and what the emulator says of it."""

import asyncio
from typing import cast

import orjson
import pytest
from aiohttp import (
    ClientConnectionError,
    ClientPayloadError,
    ClientSession,
    ServerDisconnectedError,
    web,
)
from attrs import frozen

from tests.support.clock import ManualClock
from tests.support.emulator_api import Api
from twilio_async.emulator import Emulator, Fault, When
from twilio_async.emulator.pipeline import Connection
from twilio_async.emulator.wire.errors import Refusal


async def test_a_script_plays_in_order(api: Api, emulator: Emulator) -> None:
    emulator.faults.script(Fault.rate_limited(2), None, Fault.server_error(503))
    emulator.faults.script(Fault.rate_limited("Sun, 01 Mar 2026 12:00:09 GMT"), Fault.rate_limited())
    answers = [await api.send() for _ in range(6)]

    assert [answer.status for answer in answers] == [429, 201, 503, 429, 429, 201]
    assert [answer.headers.get("Retry-After") for answer in answers if answer.status == 429] == [
        "2",
        "Sun, 01 Mar 2026 12:00:09 GMT",
        None,
    ]
    assert answers[0].json == {
        "code": 20429,
        "message": "Too Many Requests",
        "more_info": "https://www.twilio.com/docs/errors/20429",
        "status": 429,
    }
    assert (answers[2].code, answers[2].json["message"]) == (20503, "Service Unavailable")
    assert len(emulator.messages) == emulator.executed["POST Messages"] == 2
    assert emulator.faults.injected == {"rate_limited": 3, "server_error": 1}
    assert emulator.requests[0].fault == Fault.rate_limited(2)


@pytest.mark.parametrize(("executed", "count"), [(False, 0), (True, 1)])
async def test_a_server_error_with_and_without_execution(
    api: Api, emulator: Emulator, executed: bool, count: int
) -> None:
    emulator.faults.script(Fault.server_error(executed=executed))
    answer = await api.post("Messages", To="+15558675310", From="+15550100000", Body="Hi")

    assert (answer.status, answer.fields["Code"]) == (500, "20500")
    assert len(emulator.messages) == count


@pytest.mark.parametrize(
    ("fault", "count"), [(Fault.close_before_reading(), 0), (Fault.close_after_executing(), 1)]
)
async def test_closed_connections(api: Api, emulator: Emulator, fault: Fault, count: int) -> None:
    emulator.faults.script(fault)
    with pytest.raises(ClientConnectionError):
        await api.send(Body="x" * 1000)

    assert len(emulator.messages) == count
    assert len(emulator.requests[0].form) == 3 * count
    assert emulator.in_flight.current == 0


@frozen
class TeapotFault(Fault):
    """A kind of fault that is none of the emulator's own."""

    async def answer(self, connection: Connection) -> web.StreamResponse:
        return connection.send(connection.refuse(Refusal(418, 20418, "I'm a teapot")))


async def test_a_new_kind_of_fault_is_one_class(api: Api, emulator: Emulator) -> None:
    emulator.faults.script(TeapotFault())
    answer = await api.send()

    assert (answer.status, answer.code, emulator.messages) == (418, 20418, [])
    assert emulator.faults.injected == {"teapot": 1}
    assert emulator.requests[0].fault == TeapotFault()


async def test_a_truncated_body(api: Api, emulator: Emulator, clock: ManualClock) -> None:
    emulator.faults.script(Fault.truncated_body(), Fault.truncated_body())
    with pytest.raises(ClientPayloadError):
        await api.send()
    clock.advance(1)
    with pytest.raises(ServerDisconnectedError):
        await api.post(f"Messages/{emulator.messages[0].sid}.json?_method=DELETE")

    assert emulator.messages == []


async def test_a_garbage_body(api: Api, emulator: Emulator) -> None:
    emulator.faults.script(Fault.garbage_body())
    answer = await api.send()

    assert (answer.status, answer.headers["Content-Type"]) == (201, "application/json")
    with pytest.raises(orjson.JSONDecodeError):
        _ = answer.json
    assert len(emulator.messages) == 1


async def test_delays_and_latency_wait_with_the_sleep_that_was_given(session: ClientSession) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async with Emulator(sleep=sleep, latency=0.5) as emulator:
        emulator.faults.script(Fault.delay(30), None)
        statuses = [(await Api(session, emulator).send()).status for _ in range(2)]

    assert statuses == [201, 201]
    assert slept == [30.5, 0.5]


async def test_rates_follow_the_seed(session: ClientSession) -> None:
    async def statuses(seed: int) -> list[int]:
        async with Emulator(seed=seed) as emulator:
            emulator.faults.rates({Fault.rate_limited(): 0.4, Fault.server_error(): 0.2})
            return [(await Api(session, emulator).send()).status for _ in range(60)]

    first = await statuses(7)

    assert first == await statuses(7) != await statuses(8)
    assert 10 <= first.count(429) <= 40
    assert 3 <= first.count(500) <= 25


async def test_faults_can_be_limited_and_cleared(api: Api, emulator: Emulator) -> None:
    emulator.faults.script(Fault.server_error(), match=lambda method, _: method == "DELETE")
    emulator.faults.rates({Fault.rate_limited(): 1.0})
    emulator.faults.rates({Fault.server_error(503): 1.0}, match=lambda _, path: "/SMS/" in path)

    assert (await api.get("Messages.json")).status == 429
    assert (await api.get("SMS/Messages.json")).status == 503
    assert (await api.delete("Messages/SM1.json")).status == 500
    emulator.faults.clear()
    assert (await api.get("Messages.json")).status == 200
    assert emulator.faults.injected.total() == 3


def test_impossible_faults_are_refused() -> None:
    faults = Emulator().faults

    with pytest.raises(ValueError, match="500 or 503"):
        Fault.server_error(502)
    with pytest.raises(ValueError, match="seconds is 0 or more, not -1"):
        Fault.delay(-1)
    for probabilities in (
        {Fault.delay(1): 1.1},
        {Fault.delay(1): -0.1},
        {Fault.delay(1): 0.6, Fault.delay(2): 0.6},
    ):
        with pytest.raises(ValueError, match="between 0 and 1"):
            faults.rates(probabilities)
    faults.rates({Fault.delay(float(index)): 0.1 for index in range(10)})


async def test_concurrency_is_counted_and_limited(session: ClientSession) -> None:
    gate = asyncio.Event()
    waiting = asyncio.Semaphore(0)

    async def sleep(_: float) -> None:
        waiting.release()
        await gate.wait()

    async with Emulator(sleep=sleep, latency=1, max_concurrency=2) as emulator:
        api = Api(session, emulator)
        async with asyncio.TaskGroup() as tasks:
            served = [tasks.create_task(api.send()) for _ in range(2)]
            await waiting.acquire()
            await waiting.acquire()
            emulator.faults.script(Fault.delay(1))
            refused = await api.send()
            gate.set()

        assert (refused.status, refused.code) == (429, 20429)
        assert refused.headers["Twilio-Concurrent-Requests"] == "3"
        assert [task.result().status for task in served] == [201, 201]
        assert (emulator.in_flight.current, emulator.in_flight.peak) == (0, 3)
        assert emulator.faults.injected.total() == 0


async def test_a_stop_does_not_wait_for_what_hangs(session: ClientSession) -> None:
    asleep = asyncio.Event()

    async def sleep(_: float) -> None:
        asleep.set()
        await asyncio.Event().wait()

    async with Emulator(sleep=sleep, latency=1) as emulator:
        hanging = asyncio.create_task(Api(session, emulator).send())
        await asleep.wait()

    with pytest.raises(ClientConnectionError):
        await hanging
    assert emulator.in_flight.current == 0


async def test_what_a_client_gave_up_on_is_executed_all_the_same(session: ClientSession) -> None:
    asleep, gate, served = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def sleep(_: float) -> None:
        asleep.set()
        await gate.wait()
        served.set()

    async with Emulator(sleep=sleep, latency=1) as emulator:
        sending = asyncio.create_task(Api(session, emulator).send())
        await asleep.wait()
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending
        gate.set()
        await served.wait()

    assert len(emulator.messages) == 1


def test_a_step_that_is_no_fault_is_refused_at_once(emulator: Emulator) -> None:
    with pytest.raises(TypeError, match=r"such as Fault\.server_error\(503\)"):
        emulator.faults.script(cast("Fault", 503))


async def test_a_list_that_lags(api: Api, emulator: Emulator, clock: ManualClock) -> None:
    emulator.faults.list_lag(60)
    sid = (await api.send()).json["sid"]
    lists = {"Messages.json": "messages", "SMS/Messages.json": "sms_messages"}

    async def lengths() -> list[int]:
        return [len((await api.get(path)).json[key]) for path, key in lists.items()]

    clock.advance(59)
    assert await lengths() == [0, 0]
    assert (await api.get(f"Messages/{sid}.json")).json["status"] == "delivered"
    clock.advance(1)
    assert await lengths() == [1, 1]
    await api.send()
    emulator.faults.clear()
    assert await lengths() == [2, 2]
    with pytest.raises(ValueError, match="seconds is 0 or more"):
        emulator.faults.list_lag(-1)


async def test_a_crash_cuts_all_and_refuses_for_a_while(
    api: Api, emulator: Emulator, clock: ManualClock
) -> None:
    emulator.faults.script(Fault.crash(30), match=lambda method, _: method == "POST")
    await api.get("Messages.json")
    with pytest.raises(ClientConnectionError):
        await api.send()
    assert len(emulator.messages) == 1
    clock.advance(29)
    for _ in range(3):
        with pytest.raises(ClientConnectionError):
            await api.get("Messages.json")
    clock.advance(1)
    assert len((await api.get("Messages.json")).json["messages"]) == 1
    assert emulator.faults.injected == {"crash": 1}


async def test_what_waits_in_a_crash_is_not_executed(clock: ManualClock, session: ClientSession) -> None:
    waits = ManualClock(held=True)
    async with Emulator(clock=clock.utc, sleep=waits.sleep) as emulator:
        api = Api(session, emulator)
        emulator.faults.script(Fault.delay(5), Fault.crash())
        waiting = asyncio.create_task(api.send())
        await waits.asleep.wait()
        with pytest.raises(ClientConnectionError):
            await api.send()
        with pytest.raises(ClientConnectionError):
            await waiting
        waits.gate.set()
        assert (await api.send()).status == 201
        assert emulator.executed == {"POST Messages": 2}


async def test_any_answer(api: Api, emulator: Emulator) -> None:
    emulator.faults.answer(400, 21211, "The 'To' number is not valid", times=2)
    first, second, third = [await api.send() for _ in range(3)]
    assert first.json == {
        "code": 21211,
        "message": "The 'To' number is not valid",
        "more_info": "https://www.twilio.com/docs/errors/21211",
        "status": 400,
    }
    assert (second.status, third.status, emulator.faults.rules) == (400, 201, [])
    rule = emulator.faults.answer(418, headers={"X-Test": "1"})
    teapot = await api.get("Calls")
    assert (teapot.fields["Code"], teapot.headers["X-Test"]) == ("20418", "1")
    emulator.faults.rules.remove(rule)
    emulator.faults.answer(200, body='{"calls": []}', headers={"Content-Type": "application/json"})
    assert (await api.get("Calls.json")).json == {"calls": []}
    emulator.faults.clear()
    assert (await api.get("Calls.json")).status == 200
    assert emulator.faults.injected == {"answer": 4}


async def test_an_answer_to_what_is_executed(api: Api, emulator: Emulator) -> None:
    emulator.faults.answer(502, body=b"<html>Bad Gateway</html>", executed=True)

    assert (await api.send()).body == b"<html>Bad Gateway</html>"
    assert len(emulator.messages) == 1


@pytest.mark.parametrize(
    ("when", "is_met"),
    [
        (When(), True),
        (When(method="POST", path="*/Messages.json"), True),
        (When(method="GET"), False),
        (When(path="/2008-08-01/*"), False),
        (When(params={"To": "+15558675310"}), True),
        (When(params={"To": "+15558675310", "Body": "Bye"}), False),
        (When(account_sid="AC" + "e0" * 16), True),
        (When(account_sid="AC" + "e3" * 16), False),
    ],
)
async def test_for_which_requests_a_fault_is(api: Api, emulator: Emulator, when: When, is_met: bool) -> None:
    emulator.faults.once(Fault.server_error(503), when=when)

    assert (await api.send(Body="Hi")).status == (503 if is_met else 201)
    assert (await api.send(Body="Hi")).status == 201


async def test_the_newest_rule_counts_and_probabilities_are_drawn(api: Api, emulator: Emulator) -> None:
    emulator.faults.add(Fault.server_error(503))
    emulator.faults.add(Fault.rate_limited(), probability=0.5)
    statuses = {(await api.get("Calls.json")).status for _ in range(40)}

    assert statuses == {429, 503}
    with pytest.raises(ValueError, match="times"):
        emulator.faults.add(Fault.rate_limited(), times=0)
    with pytest.raises(ValueError, match="between 0 and 1"):
        emulator.faults.answer(500, probability=2)
