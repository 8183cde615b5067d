"""A loop on a thread of its own, and objects that live there and are used from anywhere."""

from __future__ import annotations

import asyncio
import inspect
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

T = TypeVar("T")


class LoopThread:
    """A running event loop on a thread of its own, from the beginning until `close`."""

    def __init__(self, name: str) -> None:
        self._end = asyncio.Event()
        started: Future[asyncio.AbstractEventLoop] = Future()
        self._thread = threading.Thread(target=self._main, args=(started,), name=name, daemon=True)
        self._thread.start()
        self._loop = started.result()

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine there, and wait for its result."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    def call(self, function: Callable[[], T]) -> T:
        """Call a function there, and wait for its result; whoever is there already calls it himself."""
        if threading.current_thread() is self._thread:
            return function()

        async def called() -> T:
            return function()

        return self.run(called())

    def close(self) -> None:
        """End the loop with all that still runs in it."""
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join()

    def _main(self, started: Future[asyncio.AbstractEventLoop]) -> None:
        asyncio.run(self._live(started))

    async def _live(self, started: Future[asyncio.AbstractEventLoop]) -> None:
        started.set_result(asyncio.get_running_loop())
        await self._end.wait()


class OnThread:
    """An object that lives on a thread: its attributes are read and its methods called there."""

    def __init__(self, target: Any, thread: LoopThread) -> None:
        self._target = target
        self._thread = thread

    def __getattr__(self, name: str) -> Any:
        """What the object has under this name."""
        return taken(self._thread, lambda: getattr(self._target, name))

    def __call__(self) -> Any:
        """What the object gives when it is called."""
        return self._thread.call(self._target)

    def __repr__(self) -> str:
        return repr(self._target)


def taken(thread: LoopThread, get: Callable[[], Any]) -> Any:
    """What `get` gives on a thread; a method runs there each time it is called."""
    value = thread.call(get)
    if not inspect.ismethod(value):
        return value

    def method(*arguments: Any, **named: Any) -> Any:
        return thread.call(lambda: value(*arguments, **named))

    return method
