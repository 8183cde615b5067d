"""Calls that may all take equally long: one timer serves them, and each ends as by one of its own."""

import asyncio
import gc
import weakref
from collections.abc import Callable
from contextvars import Context, ContextVar
from typing import TypeVarTuple

import pytest

from tests.support.times import SHORT
from twilio_async.core.deadlines import Deadline, Deadlines

Ts = TypeVarTuple("Ts")


class CountingLoop(asyncio.SelectorEventLoop):
    """A loop that keeps the timers that are set in it."""

    def __init__(self) -> None:
        super().__init__()
        self.timers: list[asyncio.TimerHandle] = []

    def call_at(
        self,
        when: float,
        callback: Callable[[*Ts], object],
        *args: *Ts,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        timer = super().call_at(when, callback, *args, context=context)
        self.timers.append(timer)
        return timer


def test_calls_share_a_timer_and_leave_none() -> None:
    deadlines = Deadlines(60)

    async def call() -> None:
        deadline = deadlines.begin()
        await asyncio.sleep(0)
        assert not deadline.end()

    async def calls() -> None:
        await asyncio.gather(*(call() for _ in range(10)))

    with asyncio.Runner(loop_factory=CountingLoop) as runner:
        runner.run(calls())
        loop = runner.get_loop()
        assert isinstance(loop, CountingLoop)
        (timer,) = loop.timers
        assert timer.cancelled()


@pytest.mark.parametrize("others", [0, 1])
async def test_what_somebody_else_cancels_at_its_deadline_is_cancelled(others: int) -> None:
    begun: list[Deadline] = []

    async def call() -> bool:
        begun.append(Deadlines(60).begin())
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            return begun[0].end()
        return False

    task = asyncio.create_task(call())
    await asyncio.sleep(0)
    begun[0].reach()
    for _ in range(others):
        task.cancel()

    assert await task is (others == 0)
    assert task.cancelling() == others


async def test_a_loop_that_stood_still_keeps_its_deadlines() -> None:
    deadlines = Deadlines(0.01)
    still = asyncio.new_event_loop()

    async def call() -> bool:
        deadline = deadlines.begin()
        try:
            await asyncio.sleep(5)
        except asyncio.CancelledError:
            return deadline.end()
        return False

    async def begin() -> asyncio.Task[bool]:
        task = asyncio.create_task(call())
        await asyncio.sleep(0)
        return task

    def go() -> bool:
        begun = still.run_until_complete(begin())
        assert asyncio.run(call())
        return still.run_until_complete(begun)

    try:
        assert await asyncio.to_thread(go)
    finally:
        still.close()


class Stubborn(asyncio.Future[None]):
    """A future that cannot be cancelled."""

    def cancel(self, msg: object = None) -> bool:
        del msg
        raise ValueError("no")


async def test_a_call_that_cannot_be_cancelled_leaves_the_others_their_deadlines() -> None:
    told: list[str] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: told.append(context["message"]))
    deadlines, stubborn = Deadlines(SHORT), Stubborn()

    async def call(waiting: asyncio.Future[None]) -> bool:
        deadline = deadlines.begin()
        try:
            await waiting
        except asyncio.CancelledError:
            return deadline.end()
        return deadline.end()

    first = asyncio.create_task(call(stubborn))
    others = [asyncio.create_task(call(loop.create_future())) for _ in range(2)]

    assert await asyncio.gather(*others) == [True, True]
    assert await asyncio.create_task(call(loop.create_future()))  # Begun later.
    stubborn.set_result(None)
    await asyncio.wait([first])
    assert told == ["a call cannot be cancelled at its deadline"]


class Held:
    """Something that a request of a web service has in its context."""


async def test_a_call_that_is_over_leaves_nothing_of_its_context() -> None:
    deadlines, held = Deadlines(60), ContextVar[Held]("held")
    is_first_over, is_second_over = asyncio.Event(), asyncio.Event()

    async def call(over: asyncio.Event) -> weakref.ref[Held]:
        held.set(Held())
        deadline = deadlines.begin()
        await over.wait()
        deadline.end()
        return weakref.ref(held.get())

    async def one_after_the_other() -> weakref.ref[Held]:
        first = asyncio.create_task(call(is_first_over))
        running.append(asyncio.create_task(call(is_second_over)))
        await asyncio.sleep(0)
        is_first_over.set()
        return await first

    running: list[asyncio.Task[weakref.ref[Held]]] = []
    left = await one_after_the_other()
    await asyncio.sleep(0)  # The step that brought the outcome holds it still.
    gc.collect()

    assert left() is None
    is_second_over.set()
    await asyncio.wait(running)
