"""Whole processes and the terminals that they run on."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
from codecs import getincrementaldecoder
from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager
from threading import Thread
from typing import IO, Any

from .conftest import PATIENCE
from .forks import Fork, forks

_END = "<end>"
_PASSING = re.compile(r"\r\x1b\[K(Waiting for [^\r\n\x1b]*)?")
"""What passes where the machine is slow, and its erasure."""
CONTROL = "\x1b["
CURSOR_ON = "\x1b[?25h"
"""What a terminal is told when the progress bar is done."""


@contextmanager
def launched(
    arguments: Sequence[str], environment: Mapping[str, str], streams: Mapping[str, int | IO[Any]]
) -> Generator["subprocess.Popen[str]", None, None]:
    """A process with these arguments, which is ended and cleared away behind the test."""
    command = [sys.executable, "-m", "twilio_async", *arguments]
    pipe = subprocess.PIPE
    settings: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": pipe, "stderr": pipe, **streams}
    with subprocess.Popen(command, text=True, env=environment, **settings) as started:
        try:
            yield started
        finally:
            started.kill()


def forked(*arguments: str, **streams: int) -> AbstractContextManager[Fork]:
    """A command in `os.environ` that needs no start of a process."""
    return forks().start(arguments, os.environ, streams)


def finished_fork(*arguments: str, **streams: int) -> tuple[int, str, str]:
    """Exit status, stdout and stderr of such a command that ran to its end."""
    with forked(*arguments, **streams) as running:
        output, complaint = running.communicate(PATIENCE)
        return running.wait(PATIENCE), output, complaint


def process(*arguments: str, **streams: int | IO[Any]) -> AbstractContextManager["subprocess.Popen[str]"]:
    """Likewise in `os.environ`, beside which readline, which pytest loads, hides a COLUMNS."""
    return launched(arguments, os.environ, streams)


def finished(*arguments: str, **streams: int | IO[Any]) -> tuple[int, str, str]:
    """Exit status, stdout and stderr of a process that ran to its end."""
    with process(*arguments, **streams) as running:
        output, complaint = running.communicate(timeout=PATIENCE)
        return running.returncode, output or "", complaint or ""


@contextmanager
def terminal(width: int) -> Generator[tuple[int, int], None, None]:
    """A terminal of so many columns: the end that is looked at, and the end that programs write to."""
    screen, keyboard = pty.openpty()
    fcntl.ioctl(keyboard, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    try:
        yield screen, keyboard
    finally:
        os.close(screen)
        os.close(keyboard)


def seen(screen: int, until: str) -> str:
    """What a terminal shows up to a text."""
    decoder, shown = getincrementaldecoder("utf-8")("replace"), ""
    while until not in shown:
        ready, _, _ = select.select([screen], [], [], PATIENCE)
        assert ready, f"the terminal shows {shown!r}"
        shown += decoder.decode(os.read(screen, 65_536))
    return shown


def shown(width: int, *arguments: str, stdin: str = "", **environment: str) -> tuple[int, str]:
    """The exit status of a process with a terminal of so many columns, and what that shows in the end.

    `stdin` is typed into the terminal.
    """
    status, written = written_to_terminal(width, *arguments, stdin=stdin, **environment)
    return status, without_passing(written)


def written_to_terminal(width: int, *arguments: str, stdin: str = "", **environment: str) -> tuple[int, str]:
    """Likewise, with all that was written to the terminal: what passes, and its erasure, too."""
    with (
        terminal(width) as (screen, keyboard),
        forks().start(
            arguments,
            {**os.environ, **environment},
            {"stdin": keyboard, "stdout": keyboard, "stderr": keyboard},
        ) as running,
    ):
        os.write(screen, stdin.encode())
        watching = Watch(screen)
        status = running.wait(PATIENCE)
        os.write(keyboard, _END.encode())
        return status, watching.written()


class Watch:
    """What a terminal shows up to the end, read meanwhile: a process waits while nobody reads."""

    def __init__(self, screen: int) -> None:
        self._text: Future[str] = Future()
        Thread(target=lambda: self._text.set_result(seen(screen, _END)), daemon=True).start()

    def text(self) -> str:
        """The text without what passes."""
        return without_passing(self.written())

    def written(self) -> str:
        """All that was written."""
        return self._text.result(PATIENCE).removesuffix(_END)


def without_passing(written: str) -> str:
    """The text that a terminal shows once what passes is erased."""
    return _PASSING.sub("", written).replace("\r\n", "\n")
