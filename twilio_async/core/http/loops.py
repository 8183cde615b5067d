"""The event loop and the process that a client works in; both may change between two of its calls.

A Lambda function, a Celery task or a command calls `asyncio.run` again and again with one client, and a
server forks after it was made. What belongs to a loop (connections, locks, tasks) must not be used on
another, and a forked child must not even close what it inherited: its sockets and its selector are the
parent's too.
"""

from __future__ import annotations

import asyncio
import os

from twilio_async.errors import ConfigurationError


class _Process:
    """This process: `forks` lie between it and the one that first imported this module."""

    forks = 0

    @classmethod
    def forked(cls) -> None:
        """Begin as the child of the process before."""
        cls.forks += 1


if hasattr(os, "register_at_fork"):  # Not on Windows, which does not fork.
    os.register_at_fork(after_in_child=_Process.forked)


def forks() -> int:
    """A number that differs between a process and the children that it forks."""
    return _Process.forks


class CurrentLoop:
    """The event loop and the process of a client's last call."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._forks = forks()

    def changed(self) -> bool:
        """Whether this call comes from another loop or process than the one before.

        Raises:
            ConfigurationError: The other loop is still running, in another thread.
        """
        loop = asyncio.get_running_loop()
        if loop is self._loop and self._forks == _Process.forks:
            return False
        if self._loop is not None and self._forks == _Process.forks and self._loop.is_running():
            raise ConfigurationError(
                "this client is in use on another event loop that is still running: make one client for "
                "each loop, or hand the call to the other loop with asyncio.run_coroutine_threadsafe"
            )
        self._loop, self._forks = loop, _Process.forks
        return True
