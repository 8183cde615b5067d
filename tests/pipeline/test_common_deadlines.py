"""Calls that may all take equally long: one timer serves them, and each ends as by one of its own."""

import asyncio
from collections.abc import Callable
from contextvars import Context
from typing import TypeVarTuple

import pytest

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
