"""A local Twilio for tests: of programs that use this library, and of any others.

    async with TwilioEmulator() as twilio:
        await twilio.client.messages.create(to="+15558675310", from_="+15017122661", body="Hi")
        assert [message.body for message in twilio.messages] == ["Hi"]

Tests without a loop, or whose loop is somebody else's (a TestClient, requests, Django), use one that has a
thread of its own:

    with ThreadedEmulator() as twilio:
        requests.post(f"{twilio.url}/2010-04-01/Accounts/...")

A history of any size is there at once, since it is computed when it is asked for:

    twilio.scenes.add_history(messages=5_000_000, since=date(2025, 1, 1), until=date(2026, 1, 1))

With pytest the same come as the fixtures `twilio_emulator` and `twilio_server`.

Where a mock is enough, `unittest.mock.create_autospec(Client, instance=True)` awaits and refuses as a client
does; what its calls return is yours to say:

    mock.messages.create.return_value = message
    mock.messages.return_value = create_autospec(Client.messages("SM..."))  # what mock.messages(sid) is
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Self, TypeVar

from twilio_async import Client
from twilio_async.emulator import (
    Emulator,
    Fault,
    Faults,
    MovableClock,
    Scenes,
    SenderLimits,
    Server,
    Speech,
    When,
)
from twilio_async.emulator.threads import LoopThread, OnThread, taken

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from types import TracebackType

__all__ = ["Fault", "SenderLimits", "Speech", "ThreadedEmulator", "TwilioEmulator", "When"]

T = TypeVar("T")

_LOOK_AGAIN_SECONDS = 0.01


class _Binding(Server):
    """A server that makes clients."""

    def bind(self, **settings: Any) -> Client:
        """A client for the main account, with settings of its own. Close it yourself."""
        return Client(self.account_sid, self.auth_token, base_url=self.url, **settings)


class TwilioEmulator(_Binding, Emulator):
    """An `Emulator` that, once started, has a `client` for its main account. Takes what `Emulator` takes."""

    client: Client

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        self.client = self.bind()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.client.close()
        await super().__aexit__(kind, error, traceback)


class ThreadedEmulator(_Binding):
    """A local Twilio on a thread of its own, for callers that block theirs. Takes what `Emulator` takes.

    It is used as `with ThreadedEmulator() as emulator:`. All that it has is read and done on its thread, so
    tests use it as if there were no threads.
    """

    _thread: LoopThread | None = None

    def __enter__(self) -> Self:
        """Listen.

        Raises:
            OSError: The port is taken.
            RuntimeError: It is listening already.
        """
        if self._thread is not None:
            raise RuntimeError("the emulator is running already")
        thread = LoopThread("twilio-emulator")
        try:
            thread.run(self.start())
        except BaseException:
            thread.close()
            raise
        self._thread = thread
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close all connections and end the thread; what was stored stays and can be looked at."""
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.run(self.stop())
            thread.close()

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run what is asynchronous on the emulator's thread: `run(emulator.scenes.receive_message(...))`.

        Raises:
            RuntimeError: It is not listening.
        """
        if self._thread is None:
            coroutine.close()
            raise RuntimeError("the emulator is not running")
        return self._thread.run(coroutine)

    def deliver_callbacks(self) -> None:
        """Make the callbacks that are due by now, on the emulator's clock, and wait for their answers."""
        self.run(self._agenda.settle())

    def wait_for(self, condition: Callable[[], object], timeout: float = 5.0) -> None:
        """Wait until a condition holds, which is looked at again and again for `timeout` real seconds.

        Raises:
            TimeoutError: It does not hold by then.
        """
        end = time.monotonic() + timeout
        while not condition():
            if time.monotonic() >= end:
                raise TimeoutError(f"what was waited for has not come within {timeout:g} s")
            time.sleep(_LOOK_AGAIN_SECONDS)

    def __getattribute__(self, name: str) -> Any:
        """What the emulator has under this name, taken on its own thread while it has one."""
        get = super().__getattribute__
        thread: LoopThread | None = None if name.startswith("_") else get("_thread")
        if thread is None or name in _STEPS:
            return get(name)
        value = taken(thread, lambda: get(name))
        return OnThread(value, thread) if isinstance(value, Faults | MovableClock | Scenes) else value


_STEPS = frozenset({"bind", "deliver_callbacks", "run", "start", "stop", "wait_for"})
"""What is not done on the thread of the emulator."""
