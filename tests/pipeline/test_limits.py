"""How many requests run at a time, how fast they start, and who comes next."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from math import inf
from random import Random
from types import TracebackType
from typing import Literal, Self, TypeAlias

import pytest
from hypothesis import given, strategies as st

from tests.support.clients import FROM, RECORD, TO, client_for
from tests.support.clock import ManualClock
from tests.support.server import Arrived, ScriptedServer, Step, answer, gated, refusal
from twilio_async import ConfigurationError, Limits
from twilio_async.core.limits import Limiter

Action: TypeAlias = tuple[Literal["enter", "leave", "cancel", "succeed", "throttle"], int]
ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["enter", "enter", "leave", "leave", "cancel", "succeed", "throttle"]),
        st.integers(0, 30),
    ),
    min_size=20,
    max_size=80,
)


def limiter(start: int, ceiling: int = 1000, rate: float | None = None) -> Limiter:
    return Limiter(Limits(start=start, concurrency=ceiling, rate=rate), ManualClock())


async def turn() -> None:
    for _ in range(4):
        await asyncio.sleep(0)


class Visitor:
    """One who asks for a slot and keeps it until told to leave."""

    def __init__(self, limiter: Limiter, log: list[int], number: int) -> None:
        self.number = number
        self.done = asyncio.Event()
        self.is_inside = False
        self.task = asyncio.create_task(self._visit(limiter, log))

    async def _visit(self, limiter: Limiter, log: list[int]) -> None:
        async with limiter.slots:
            log.append(self.number)
            self.is_inside = True
            try:
                await self.done.wait()
            finally:
                self.is_inside = False


class Schedule:
    """A limiter under random events, and what must hold after each of them."""

    def __init__(self, start: int) -> None:
        self.limiter = limiter(start, ceiling=8)
        self.served: list[int] = []
        self.visitors: list[Visitor] = []
        self.cancelled: set[int] = set()

    async def play(self, action: str, choice: int) -> None:
        inside = [visitor for visitor in self.visitors if visitor.is_inside]
        match action:
            case "enter":
                self.visitors.append(Visitor(self.limiter, self.served, len(self.visitors)))
            case "leave" if inside:
                inside[choice % len(inside)].done.set()
            case "cancel" if self.visitors:
                visitor = self.visitors[choice % len(self.visitors)]
                visitor.task.cancel()
                self.cancelled.add(visitor.number)
            case "succeed":
                self.limiter.answered(throttled=False)
            case "throttle":
                self.limiter.answered(throttled=True)
            case _:
                pass
        if choice % 3:  # Else the next event comes before anybody could react to this one.
            await turn()
            self.check()

    def check(self) -> None:
        slots = self.limiter.slots
        assert slots.in_use == sum(visitor.is_inside for visitor in self.visitors) <= 8
        assert 1 <= slots.allowed <= 8
        before = set(range(max(self.served, default=0)))  # Who got a slot at once may run a turn earlier.
        assert before <= {*self.served, *self.cancelled}

    async def finish(self) -> None:
        for visitor in self.visitors:
            visitor.done.set()
        await asyncio.gather(*(visitor.task for visitor in self.visitors), return_exceptions=True)
        self.check()
        assert self.limiter.slots.in_use == 0
        assert set(self.served) | self.cancelled == set(range(len(self.visitors)))
        async with asyncio.timeout(5), self.limiter.slots:
            assert self.limiter.slots.in_use == 1


@given(st.integers(1, 4), ACTIONS)
async def test_waiters_are_served_in_order_and_no_slot_is_lost(start: int, actions: list[Action]) -> None:
    schedule = Schedule(start)
    for action, choice in actions:
        await schedule.play(action, choice)
    await schedule.finish()


async def test_a_waiter_that_is_cancelled_with_its_slot_in_hand_passes_it_on() -> None:
    one = limiter(1)
    served: list[int] = []
    first, second, third = (Visitor(one, served, number) for number in range(3))
    await turn()
    first.done.set()
    await asyncio.sleep(0)  # The first leaves; the second has the slot and has not run yet.
    second.task.cancel()
    third.done.set()
    await asyncio.gather(first.task, second.task, third.task, return_exceptions=True)

    assert served == [0, 2]
    assert one.slots.in_use == 0


async def test_nobody_overtakes_those_who_wait() -> None:
    one = limiter(1)
    served: list[int] = []
    visitors = [Visitor(one, served, number) for number in range(3)]
    await turn()
    visitors[0].done.set()
    visitors.append(Visitor(one, served, 3))
    for visitor in visitors:
        visitor.done.set()
    await asyncio.gather(*(visitor.task for visitor in visitors))

    assert served == [0, 1, 2, 3]


class Server:
    """Answers in waves: all that it was asked so far, in any order, with a 429 beyond what it allows."""

    def __init__(self) -> None:
        self.asked: list[asyncio.Future[bool]] = []
        self._random = Random(3)  # noqa: S311 - the same waves every time

    async def ask(self) -> bool:
        """Whether the answer is a 429."""
        self.asked.append(asyncio.get_running_loop().create_future())
        return await self.asked[-1]

    async def wave(self, allows: float = inf, stray: float = 0.0) -> tuple[int, int]:
        """How many were answered, and how many of them with a 429."""
        asked, self.asked = self.asked, []
        self._random.shuffle(asked)
        throttled = [place >= allows or self._random.random() < stray for place in range(len(asked))]
        for waiting, is_throttled in zip(asked, throttled, strict=True):
            waiting.set_result(is_throttled)
        await turn()
        return len(asked), sum(throttled)

    async def waves(self, count: int, allows: float = inf, stray: float = 0.0) -> tuple[float, float]:
        """The good answers of a wave, on average, and the share of 429s."""
        played = [await self.wave(allows, stray) for _ in range(count)]
        answers, throttled = map(sum, zip(*played, strict=True))
        return (answers - throttled) / count, throttled / answers


class Callers:
    """So many who want a slot all the time."""

    def __init__(self, limiter: Limiter, server: Server, count: int) -> None:
        self._limiter = limiter
        self._server = server
        self._tasks = [asyncio.create_task(self._call()) for _ in range(count)]

    async def _call(self) -> None:
        while True:
            async with self._limiter.slots:
                self._limiter.answered(throttled=await self._server.ask())

    async def __aenter__(self) -> Self:
        await turn()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


@pytest.fixture
def remote() -> Server:
    return Server()


async def test_concurrency_doubles_with_each_wave_until_the_first_cut(remote: Server) -> None:
    growing = limiter(5)
    async with Callers(growing, remote, 200):
        assert [(await remote.wave())[0] for _ in range(5)] == [5, 10, 20, 40, 80]


async def test_concurrency_does_not_grow_while_nobody_waits(remote: Server) -> None:
    idle = limiter(4)
    async with Callers(idle, remote, 4):
        await remote.waves(50)

    assert idle.slots.allowed == 4


async def test_concurrency_never_exceeds_the_ceiling(remote: Server) -> None:
    bounded = limiter(50, ceiling=6)
    async with Callers(bounded, remote, 20):
        assert {await remote.wave() for _ in range(20)} == {(6, 0)}


async def test_a_cut_leaves_what_got_through_less_room_for_others(remote: Server) -> None:
    crowded = limiter(40)
    async with Callers(crowded, remote, 200):
        assert await remote.wave(allows=20) == (40, 20)
        await remote.waves(2, allows=20)

        assert await remote.wave(allows=20) == (19, 0)


async def test_growth_is_slow_behind_a_cut_and_fast_far_from_it(remote: Server) -> None:
    cut = limiter(40)
    async with Callers(cut, remote, 200):
        await remote.waves(3, allows=20)
        seen = [(await remote.wave())[0] for _ in range(40)]

    assert seen == sorted(seen)
    assert seen[3] <= 21
    assert seen[20] >= 40
    assert seen[39] >= 100


async def test_a_slot_that_was_throttled_stays_empty_for_the_rest_of_the_round(remote: Server) -> None:
    impatient = limiter(40)
    async with Callers(impatient, remote, 200):
        for _ in range(19):  # Those that are refused are answered at once, the others later.
            refused = remote.asked.pop()
            refused.set_result(True)
            await turn()

        assert impatient.slots.in_use == 21


async def test_a_few_strays_cost_nothing_behind_their_round(remote: Server) -> None:
    full = limiter(100, ceiling=100)
    async with Callers(full, remote, 150):
        for _ in range(3):
            remote.asked.pop().set_result(True)
        await remote.waves(2)

        assert await remote.wave() == (100, 0)


@pytest.mark.parametrize("start", [20, 100])
async def test_a_cut_that_did_not_help_is_taken_back(remote: Server, start: int) -> None:
    full = limiter(start, ceiling=100)
    async with Callers(full, remote, 150):
        await remote.waves(100, stray=0.1)
        good, _ = await remote.waves(100, stray=0.1)

    assert good >= 60


async def test_429s_to_nearly_all_are_no_strays(remote: Server) -> None:
    full = limiter(100, ceiling=100)
    async with Callers(full, remote, 150):
        await remote.waves(50, stray=0.9)

    assert full.slots.allowed <= 3


async def test_a_server_that_answers_nothing_but_429_is_asked_one_at_a_time(remote: Server) -> None:
    broken = limiter(50, ceiling=100)
    async with Callers(broken, remote, 150):
        await remote.wave(allows=0)
        assert {await remote.wave(allows=0) for _ in range(100)} == {(1, 1)}
        await remote.waves(60)

        assert await remote.wave() == (100, 0)


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(1, 20)), max_size=8))
async def test_whatever_came_before_good_answers_lead_back_to_the_ceiling(
    phases: list[tuple[int, int]],
) -> None:
    remote, pressed = Server(), limiter(4, ceiling=8)
    async with Callers(pressed, remote, 12):
        for allows, count in phases:
            await remote.waves(count, allows)
        await remote.waves(60)

        assert await remote.wave() == (8, 0)


async def test_a_cold_start_is_fast(remote: Server) -> None:
    cold = Limiter(Limits(), ManualClock())
    async with Callers(cold, remote, 200):
        answers = [(await remote.wave())[0] for _ in range(30)]

    assert sum(answers[:8]) >= 500
    assert sum(answers) >= 0.9 * 30 * 100


@pytest.mark.parametrize(("stray", "least"), [(0.01, 90), (0.03, 75)])
async def test_strays_cost_little(remote: Server, stray: float, least: float) -> None:
    full = Limiter(Limits(), ManualClock())
    async with Callers(full, remote, 200):
        good, _ = await remote.waves(200, stray=stray)

    assert good >= least


@pytest.mark.parametrize("allows", [10, 40, 90])
async def test_what_is_allowed_is_found_and_used_with_few_429s(remote: Server, allows: int) -> None:
    settled = Limiter(Limits(), ManualClock())
    async with Callers(settled, remote, 200):
        good, throttled = await remote.waves(200, allows)

    assert good >= 0.9 * allows
    assert throttled <= 0.05


async def test_a_change_of_what_is_allowed_is_followed(remote: Server) -> None:
    following = Limiter(Limits(), ManualClock())
    async with Callers(following, remote, 200):
        for allows in (40, 10, 80):
            await remote.waves(50, allows)
            good, throttled = await remote.waves(100, allows)
            assert good >= 0.9 * allows
            assert throttled <= 0.05


async def test_where_one_is_allowed_one_is_used(remote: Server) -> None:
    single, first = limiter(1, ceiling=1), Limiter(Limits(), ManualClock())
    async with Callers(single, remote, 5):
        assert {await remote.wave(allows=1) for _ in range(50)} == {(1, 0)}
    remote.asked.clear()
    async with Callers(first, remote, 200):
        await remote.waves(50, allows=1)
        good, throttled = await remote.waves(200, allows=1)

    assert good == 1
    assert throttled <= 0.06


async def test_two_processes_come_to_share_what_an_account_is_allowed(remote: Server) -> None:
    early, late = Limiter(Limits(), ManualClock()), Limiter(Limits(), ManualClock())
    async with Callers(early, remote, 100):
        await remote.waves(30, allows=40)
        async with Callers(late, remote, 100):
            await remote.waves(600, allows=40)
            _, throttled = await remote.waves(200, allows=40)

            assert min(early.slots.allowed, late.slots.allowed) >= 8
            assert throttled <= 0.06


async def test_a_burst_after_a_pause_finds_what_was_learnt(remote: Server) -> None:
    known = Limiter(Limits(), ManualClock())
    async with Callers(known, remote, 200):
        await remote.waves(50, allows=40)
    remote.asked.clear()
    async with Callers(known, remote, 200):
        answers, throttled = await remote.wave(allows=40)

    assert answers - throttled >= 36
    assert throttled <= 5


async def test_a_rate_spaces_the_starts_by_the_clock() -> None:
    clock = ManualClock()
    paced = Limiter(Limits(rate=4, start=100), clock)
    starts: list[float] = []

    async def visit() -> None:
        async with paced.slots:
            starts.append(clock.passed)

    await asyncio.gather(*(visit() for _ in range(6)))
    clock.advance(60)
    await visit()
    await visit()

    assert starts == [0, 0.25, 0.5, 0.75, 1.0, 1.25, 61.25, 61.5]


async def test_a_cancelled_wait_for_a_turn_leaves_neither_slot_nor_turn() -> None:
    clock = ManualClock(held=True)
    paced = Limiter(Limits(rate=1, start=5), clock)
    served: list[int] = []
    first, second, third = (Visitor(paced, served, number) for number in range(3))
    await turn()
    second.task.cancel()
    clock.gate.set()
    await turn()

    assert served == [0, 2]
    assert paced.slots.in_use == 2
    assert clock.waits == [1]
    for visitor in (first, third):
        visitor.done.set()
    await asyncio.gather(first.task, second.task, third.task, return_exceptions=True)
    assert paced.slots.in_use == 0


@contextmanager
def stopped_loop(limiter: Limiter, visitors: int) -> Generator[None]:
    """A loop that stopped while so many had come to the limiter, and in which they end at last."""
    loop = asyncio.new_event_loop()
    came: list[Visitor] = []

    async def come() -> None:
        came.extend(Visitor(limiter, [], number) for number in range(visitors))
        await turn()

    async def go() -> None:
        for visitor in came:
            visitor.task.cancel()
        await asyncio.gather(*(visitor.task for visitor in came), return_exceptions=True)

    loop.run_until_complete(come())
    try:
        yield
    finally:
        loop.run_until_complete(go())
        loop.close()


async def visit(limiter: Limiter) -> None:
    async with asyncio.timeout(5), limiter.slots:
        assert limiter.slots.in_use == 1


def test_another_loop_finds_its_slots_free_and_what_was_learnt() -> None:
    used = limiter(3, ceiling=3)
    with stopped_loop(used, visitors=5):
        used.answered(throttled=True)
        used.change_loop()
        assert used.slots.allowed == 2
        asyncio.run(visit(used))

    assert used.slots.in_use == 0


def test_nobody_of_a_stopped_loop_is_called_from_another_one() -> None:
    used = limiter(1)
    with stopped_loop(used, visitors=3):
        left, waiters = used.slots, list(used.slots.waiters)
        used.change_loop()
        asyncio.run(left.__aexit__())

        assert len(waiters) == 2
        assert not any(waiter.done() for waiter in waiters)


def test_a_rate_holds_from_loop_to_loop() -> None:
    clock = ManualClock(held=True)
    paced = Limiter(Limits(rate=4), clock)
    starts: list[float] = []
    with stopped_loop(paced, visitors=3):  # One of them is inside, one waits for its turn, one for that one.
        clock.gate.set()
        for _ in range(3):
            paced.change_loop()
            asyncio.run(visit(paced))
            starts.append(clock.passed)

    assert starts == [0.25, 0.5, 0.75]


async def test_the_ceiling_holds_at_the_server(server: ScriptedServer) -> None:
    gate = asyncio.Event()
    peak = 0

    def observed(_: Arrived) -> Step:
        nonlocal peak
        peak = max(peak, server.running + 1)
        return gated(gate, answer(201, RECORD))

    server.always(observed)
    limits = Limits(concurrency=3, start=50)
    async with client_for(server.url, limits=limits) as client:
        calls = [
            asyncio.create_task(client.messages.create(to=TO, from_=FROM, body=str(index)))
            for index in range(20)
        ]
        await server.arrived(3)
        await turn()
        assert len(server.requests) == 3
        gate.set()
        await asyncio.gather(*calls)

    assert peak == 3
    assert sorted(int(dict(arrived.form)["Body"]) for arrived in server.requests) == list(range(20))


async def test_a_429_with_a_count_of_zero_does_not_hold_concurrency_back(server: ScriptedServer) -> None:
    gate = asyncio.Event()
    server.play(refusal(429, 20429, Twilio_Concurrent_Requests="0"))
    server.always(answer(201, RECORD, Twilio_Concurrent_Requests="1"))
    async with client_for(server.url, limits=Limits(concurrency=8, start=2)) as client:

        async def send(count: int) -> None:
            for _ in range(count):
                await client.messages.create(to=TO, from_=FROM, body="Hi")

        await asyncio.gather(*(send(20) for _ in range(12)))
        before = len(server.requests)
        server.always(gated(gate, answer(201, RECORD)))
        calls = [asyncio.create_task(send(1)) for _ in range(12)]
        await server.arrived(before + 8)
        await turn()
        assert server.running == 8
        gate.set()
        await asyncio.gather(*calls)


@pytest.mark.parametrize("text", ["many", "-3", "1e9", "", "٣" * 3, "9" * 40, "3.5"])
async def test_a_count_that_cannot_be_read_is_no_trouble(server: ScriptedServer, text: str) -> None:
    server.always(answer(201, RECORD, Twilio_Concurrent_Requests=text))
    async with client_for(server.url) as client:
        await client.messages.create(to=TO, from_=FROM, body="Hi")


@pytest.mark.parametrize("setting", [{"concurrency": 0}, {"start": 0}, {"rate": 0}, {"rate": -1.0}])
def test_limits_that_cannot_be_are_refused(setting: dict[str, float]) -> None:
    with pytest.raises(ConfigurationError, match=next(iter(setting))):
        Limits(**setting)  # type: ignore[arg-type]
