"""Whole processes and the terminals that they run on."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
from collections.abc import Generator
from contextlib import contextmanager
from typing import IO, Any

from .conftest import PATIENCE

CONTROL = "\x1b["
CURSOR_ON = "\x1b[?25h"
"""What a terminal is told when the progress bar is done."""


@contextmanager
def process(*arguments: str, **streams: int | IO[Any]) -> Generator["subprocess.Popen[str]", None, None]:
    """A process with these arguments, which is ended and cleared away behind the test."""
    command = [sys.executable, "-m", "twilio_async", *arguments]
    settings: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE} | streams
    started = subprocess.Popen(command, text=True, stderr=settings.pop("stderr", subprocess.PIPE), **settings)
    with started:
        try:
            yield started
        finally:
            started.kill()


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
    shown = ""
    while until not in shown:
        ready, _, _ = select.select([screen], [], [], PATIENCE)
        assert ready, f"the terminal shows {shown!r}"
        shown += os.read(screen, 65_536).decode(errors="replace")
    return shown
