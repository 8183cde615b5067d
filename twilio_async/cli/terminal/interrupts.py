"""Interrupts: Ctrl-C, SIGTERM and SIGHUP end a command in the same way, however many of them come.

The first one cancels what the loop is at, so that the command can say what may have been executed. Where the
process waits for a stream or a keyring instead, or has no loop, it is KeyboardInterrupt. Those that follow
change nothing, so that the end is a clean one; one that comes seconds later ends the process where it is.
A command that first finishes what is under way is cancelled once more by the second one.
"""

import asyncio
import os
import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager
from threading import Event, Thread, get_ident
from time import monotonic
from types import FrameType

_SIGNALS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]  # Windows has no SIGHUP.
_BASE = 128
_PATIENCE = 3.0
"""Seconds that a command has to end, before another signal ends it at once."""
_ECHO = 0.3
"""Seconds within which a second signal is the first one, which whoever started the process passes on."""
_AGAIN = 0.1
"""Seconds between two sendings of a signal that may have come too early."""


class Interrupts:
    """The interrupts of this process."""

    def __init__(self) -> None:
        self._signal: int = signal.SIGINT
        self._since: float | None = None
        self._cancel: Callable[[], object] | None = None
        self._finish: Callable[[], object] | None = None
        self._is_handled = False

    @property
    def status(self) -> int:
        """The exit status of a command that the last one ended: 128 and the number of its signal."""
        return _BASE + self._signal

    @contextmanager
    def handled(self, *, to_the_end: bool = False) -> Generator[None, None, None]:
        """Take the signals inside. One that whoever started the process lets it ignore stays ignored.

        Args:
            to_the_end: Whether the process ends behind it: those that come late change nothing either.
        """
        if self._is_handled:
            yield
            return
        self._is_handled, self._since, self._signal = True, None, signal.SIGINT
        usual = {each: signal.getsignal(each) for each in _SIGNALS}
        taken = [each for each in _SIGNALS if usual[each] in {signal.SIG_DFL, signal.default_int_handler}]
        for each in taken:
            signal.signal(each, self._take)
        try:
            yield
        finally:
            self._is_handled = False
            for each in () if to_the_end else taken:
                signal.signal(each, usual[each])

    @contextmanager
    def cancelling(self) -> Generator[None, None, None]:
        """Let an interrupt cancel the current task, which is inside."""
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        if task is not None:
            self._cancel = lambda: loop.call_soon_threadsafe(task.cancel)
        try:
            yield
        finally:
            self._cancel = None

    @contextmanager
    def finishing(self, say: Callable[[], object]) -> Generator[None, None, None]:
        """Let the current task finish what is under way after the first interrupt, and not after the second.

        Args:
            say: Tells the user, once the first one has come.
        """
        loop, cancel = asyncio.get_running_loop(), self._cancel

        def finish() -> None:
            loop.call_soon_threadsafe(say)
            if cancel is not None:
                cancel()

        self._cancel, self._finish = finish, cancel
        try:
            yield
        finally:
            self._cancel, self._finish = cancel, None

    @contextmanager
    def at_once(self) -> Generator[None, None, None]:
        """Let an interrupt be KeyboardInterrupt inside, where this process waits for something else."""
        cancel, self._cancel = self._cancel, None
        try:
            yield
        finally:
            self._cancel = cancel

    @contextmanager
    def while_reading(self) -> Generator[None, None, None]:
        """Let an interrupt end the read from a terminal that is inside, also where it comes just before that.

        Python takes a signal behind the system call that it breaks off. One that comes before such a call
        would have to wait for what the user types, so it is sent again until the read has ended.
        """
        if not hasattr(signal, "pthread_kill"):  # On Windows.
            yield
            return
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        before, ended = signal.set_wakeup_fd(writing), Event()
        repeating = Thread(target=_repeat, args=[reading, get_ident(), ended], daemon=True)
        repeating.start()
        try:
            yield
        finally:
            signal.set_wakeup_fd(before)
            ended.set()
            os.close(writing)
            repeating.join()
            os.close(reading)

    def _take(self, number: int, frame: FrameType | None) -> None:
        del frame
        if self._since is not None:
            self._take_again(number, monotonic() - self._since)
            return
        self._signal, self._since = number, monotonic()
        if self._cancel is None:
            raise KeyboardInterrupt
        self._cancel()

    def _take_again(self, number: int, seconds: float) -> None:
        if self._finish is None:
            if seconds > _PATIENCE:
                os._exit(_BASE + number)
        elif seconds > _ECHO:
            finish, self._finish = self._finish, None
            self._since = monotonic()
            finish()


def _repeat(signals: int, thread: int, ended: Event) -> None:
    """Send the first signal that comes to a thread again, until that has ended what it waited for."""
    number = os.read(signals, 1)
    while number and not ended.wait(_AGAIN):
        signal.pthread_kill(thread, number[0])


interrupts = Interrupts()
