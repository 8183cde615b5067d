"""A program that keeps an export up to date or compacts it, and kills itself when it touches a file.

`python -m tests.history.keeper URL FOLDER FORMAT MOMENT export|compact`: at the file that it opens to write,
renames or removes as that number it is gone as by kill -9; it comes to its end where there are not so many.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.support.clients import client_for
from twilio_async import history

_ROOT = Path(__file__).parents[2]


def kill_at(moment: int, folder: Path) -> None:
    """Kill this process when it touches a file in the folder for that time."""
    left = moment

    def touched(event: str, details: tuple[Any, ...]) -> None:
        nonlocal left
        is_write = event == "open" and isinstance(details[2], int) and details[2] & (os.O_WRONLY | os.O_RDWR)
        if (is_write or event in {"os.rename", "os.remove"}) and str(details[0]).startswith(str(folder)):
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(touched)


async def run_until_it_ends(
    url: str, folder: Path, format: str, command: str, *, step: int, after: Callable[[], None] = lambda: None
) -> int:
    """Repeat a command that is killed later and later, until it is not; the number of times that it was.

    Args:
        url, folder, format, command: Those of the program.
        step: How many files later it is killed each time.
        after: What looks at the folder behind each.
    """
    program = [sys.executable, "-m", "tests.history.keeper", url, str(folder), format]
    for times in range(100):
        running = await asyncio.create_subprocess_exec(*program, str(1 + times * step), command, cwd=_ROOT)
        status = await running.wait()
        after()
        if status == 0:
            return times
        assert status == -signal.SIGKILL
    raise AssertionError(command)


async def main(url: str, folder: Path, format: Any, command: str) -> None:
    """Do it once."""
    if command == "compact":
        await history.compact(folder)
        return
    async with client_for(url) as client:
        await history.export(
            client.messages,
            to=folder,
            format=format,
            since_last=True,
            look_back=timedelta(days=2),
            page_size=20,
        )


if __name__ == "__main__":
    url, folder, layout, moment, command = sys.argv[1:]
    kill_at(int(moment), Path(folder))
    asyncio.run(main(url, Path(folder), layout, command))
