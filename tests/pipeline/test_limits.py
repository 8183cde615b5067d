"""How many requests run at a time, how fast they start, and who comes next."""

import asyncio
from typing import Literal, TypeAlias

import pytest
from hypothesis import given, strategies as st

from tests.support.clients import FROM, RECORD, TO, client_for
from tests.support.clock import ManualClock
from tests.support.server import Arrived, ScriptedServer, Step, answer, gated
from twilio_async import ConfigurationError, Limits
from twilio_async.limits import Limiter

Action: TypeAlias = tuple[Literal["enter", "leave", "cancel", "succeed", "throttle"], int]
ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["enter", "enter", "leave", "leave", "cancel", "succeed", "throttle"]),
        st.integers(0, 30),
    ),
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
        async with limiter:
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
                self.limiter.succeeded(choice)
            case "throttle" if inside:
                self.limiter.throttled(choice, choice)
            case _:
                pass
        if choice % 3:  # Else the next event comes before anybody could react to this one.
            await turn()
            self.check()

    def check(self) -> None:
        assert self.limiter.in_use == sum(visitor.is_inside for visitor in self.visitors)
        assert 1 <= self.limiter.allowed <= 8
        before = set(range(max(self.served, default=0)))  # Who got a slot at once may run a turn earlier.
        assert before <= {*self.served, *self.cancelled}

    async def finish(self) -> None:
        for visitor in self.visitors:
            visitor.done.set()
        await asyncio.gather(*(visitor.task for visitor in self.visitors), return_exceptions=True)
        self.check()
        assert self.limiter.in_use == 0
        assert set(self.served) | self.cancelled == set(range(len(self.visitors)))
        async with asyncio.timeout(5), self.limiter:
            assert self.limiter.in_use == 1


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
    assert one.in_use == 0


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


async def fill(limiter: Limiter, count: int) -> list[int]:
    return [await limiter.__aenter__() for _ in range(count)]


async def test_concurrency_grows_by_one_per_round_while_it_is_used_up() -> None:
    growing = limiter(4)
    await fill(growing, 4)
    for _ in range(4):
        growing.succeeded(None)
    assert 4 <= growing.allowed <= 5
    for _ in range(5):
        growing.succeeded(None)

    assert growing.allowed == 5


async def test_concurrency_does_not_grow_while_it_is_not_used() -> None:
    idle = limiter(4)
    await fill(idle, 2)
    for _ in range(100):
        idle.succeeded(None)

    assert idle.allowed == 4


async def test_concurrency_never_exceeds_the_ceiling() -> None:
    bounded = limiter(4, ceiling=6)
    assert limiter(50, ceiling=6).allowed == 6
    for _ in range(3):
        await fill(bounded, bounded.allowed - bounded.in_use)
        for _ in range(100):
            bounded.succeeded(None)

    assert bounded.allowed == 6


async def test_a_round_of_429_shrinks_once() -> None:
    crowded = limiter(20)
    epochs = await fill(crowded, 20)
    for epoch in epochs:
        crowded.throttled(epoch, 20)

    assert crowded.allowed == 15


async def test_each_further_round_shrinks_again_down_to_one() -> None:
    crowded = limiter(20)
    seen: list[int] = []
    for _ in range(20):
        epochs = await fill(crowded, crowded.allowed)
        crowded.throttled(epochs[0], None)
        for _ in epochs:
            await crowded.__aexit__()
        seen.append(crowded.allowed)

    assert seen == sorted(seen, reverse=True)
    assert seen[-1] == 1


async def test_growth_stays_below_the_mark_of_the_last_429() -> None:
    marked = limiter(20)
    epochs = await fill(marked, 20)
    marked.throttled(epochs[0], 40)
    before = marked.allowed
    for _ in range(100):
        marked.succeeded(39)
    assert marked.allowed == before
    for _ in range(20):
        marked.succeeded(20)
    assert marked.allowed > before


async def test_the_mark_fades_as_good_answers_come() -> None:
    marked = limiter(20)
    epochs = await fill(marked, 20)
    marked.throttled(epochs[0], 40)
    for _ in range(2000):
        marked.succeeded(39)

    assert marked.allowed > 15


async def test_a_rate_spaces_the_starts_by_the_clock() -> None:
    clock = ManualClock()
    paced = Limiter(Limits(rate=4, start=100), clock)
    starts: list[float] = []

    async def visit() -> None:
        async with paced:
            starts.append(clock.passed)

    await asyncio.gather(*(visit() for _ in range(6)))
    clock.advance(60)
    await visit()
    await visit()

    assert starts == [0, 0.25, 0.5, 0.75, 1.0, 1.25, 61.25, 61.5]


async def test_a_cancelled_wait_for_a_turn_leaves_neither_slot_nor_turn() -> None:
    class Held(ManualClock):
        async def sleep(self, seconds: float) -> None:
            await asyncio.Event().wait() if not self.waits else None
            await super().sleep(seconds)

    clock = Held()
    paced = Limiter(Limits(rate=1, start=5), clock)
    served: list[int] = []
    first, second, third = (Visitor(paced, served, number) for number in range(3))
    await turn()
    second.task.cancel()
    clock.waits.append(0)
    await turn()

    assert served == [0, 2]
    assert paced.in_use == 2
    assert clock.waits == [0, 1]
    for visitor in (first, third):
        visitor.done.set()
    await asyncio.gather(first.task, second.task, third.task, return_exceptions=True)
    assert paced.in_use == 0


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


@pytest.mark.parametrize("text", ["many", "-3", "1e9", "", "٣" * 3, "9" * 40, "3.5"])
async def test_a_count_that_cannot_be_read_is_no_trouble(server: ScriptedServer, text: str) -> None:
    server.always(answer(201, RECORD, Twilio_Concurrent_Requests=text))
    async with client_for(server.url) as client:
        await client.messages.create(to=TO, from_=FROM, body="Hi")


@pytest.mark.parametrize("setting", [{"concurrency": 0}, {"start": 0}, {"rate": 0}, {"rate": -1.0}])
def test_limits_that_cannot_be_are_refused(setting: dict[str, float]) -> None:
    with pytest.raises(ConfigurationError, match=next(iter(setting))):
        Limits(**setting)  # type: ignore[arg-type]
