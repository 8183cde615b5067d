"""What must not be left behind: sockets, files and tasks."""

import asyncio
import os
import stat
from collections.abc import Callable
from pathlib import Path

_ROUNDS = 200
"""Turns of the loop that closing may take."""


def open_sockets() -> set[int]:
    """The inodes of this process's sockets."""
    return _inodes(stat.S_ISSOCK)


def open_files() -> set[int]:
    """The inodes of the files that this process has open."""
    return _inodes(stat.S_ISREG)


def _inodes(is_meant: Callable[[int], bool]) -> set[int]:
    found: set[int] = set()
    for entry in Path("/dev/fd").iterdir():
        try:
            status = os.fstat(int(entry.name))
        except OSError:  # The descriptor that listed them.
            continue
        if is_meant(status.st_mode):
            found.add(status.st_ino)
    return found


def other_tasks() -> set[asyncio.Task[object]]:
    """The tasks of the running loop but this one."""
    return asyncio.all_tasks() - {asyncio.current_task()}


async def settle(sockets: set[int]) -> None:
    """Let the loop turn until no task and no socket but `sockets` is left, or it has had time enough."""
    for _ in range(_ROUNDS):
        if not other_tasks() and open_sockets() <= sockets:
            return
        await asyncio.sleep(0)
