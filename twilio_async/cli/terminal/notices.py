"""Notices on stderr: what is waited for, what is repeated, how far something is, and what came of it.

On a terminal, a passing line says after a second what is waited for, and is erased by whatever comes next;
each repetition is a line with its reason, or one more of those that a bar counts. Elsewhere nothing passes,
and repetitions are told by `--verbose` alone, which shows the log of all requests. `--quiet` leaves nothing
but errors.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from shutil import get_terminal_size
from threading import Timer
from time import monotonic
from typing import TYPE_CHECKING

from twilio_async.cli.errors import in_plain_words
from twilio_async.cli.program import NAME
from twilio_async.cli.terminal.progress import Counted, Loaded
from twilio_async.cli.terminal.text import printable

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Generator

    from rich.progress import Progress, ProgressColumn, TaskID

    from twilio_async import RetryEvent
    from twilio_async.cli.terminal.progress import Progressing

_STARTED = monotonic()
_PATIENCE = 1.0
_SETTING_UP = 0.7
"""The most seconds before the first request, which imports take, that count as waiting for its answer."""
_TICK = 0.1
_PERIOD = 10.0
_ERASURE = "\r\x1b[K"


class Notices:
    """What a command says on stderr."""

    def __init__(self, period: float = _PERIOD) -> None:
        """Make notices; `period` is the seconds between two lines where nothing can pass."""
        self._period = period
        self.begin()

    def begin(self, *, is_quiet: bool = False, is_verbose: bool = False) -> None:
        """Begin a command.

        Args:
            is_quiet: Whether nothing but errors is said.
            is_verbose: Whether the log of all requests is shown.
        """
        self._is_quiet = is_quiet
        self._is_verbose = is_verbose
        self._heard = _STARTED
        self._count = 0
        self._passing = ""
        self._has_bars = False
        self._repeated: int | None = None
        log = logging.getLogger("twilio_async")
        log.handlers = [_Log(self) if is_verbose else logging.NullHandler()]
        log.setLevel(logging.DEBUG if is_verbose else logging.NOTSET)

    def say(self, text: str) -> None:
        """Say something that the user should know and that is no error."""
        if not self._is_quiet:
            self._write_line(text)

    def complain(self, text: str) -> None:
        """Say what went wrong, in a line."""
        self._write_line(f"{NAME}: {text}")

    def log(self, line: str) -> None:
        """Show a line of the log."""
        self._write_line(line)

    def repeat(self, event: RetryEvent) -> None:
        """Say why a request is repeated, and when; or count it, where many are made."""
        if self._repeated is not None:
            self._repeated += 1
        if self._is_verbose:
            what = f"{event.method} {event.path}: {_cause(event)}"
            self.log(f"{what}; attempt {event.attempt + 1} in {event.wait:.2f} s")
        elif _is_terminal() and self._repeated is None:
            self.say(f"Repeating after {_cause(event)}: attempt {event.attempt + 1} in {event.wait:.1f} s")

    def received(self, count: int) -> None:
        """Take note of so many records, which are about to be printed."""
        self._heard = monotonic()
        self._count += count
        self.erase()

    @asynccontextmanager
    async def waiting(self, whom: str) -> AsyncGenerator[None, None]:
        """Say on a terminal that `whom` is waited for, whenever nothing comes for a second."""
        if self._is_quiet or not _is_terminal():
            yield
            return
        self._heard = max(_STARTED, monotonic() - _SETTING_UP)
        ticker = asyncio.create_task(self._tick(whom))
        try:
            yield
        finally:
            ticker.cancel()
            self.erase()

    @contextmanager
    def blocking(self, whom: str) -> Generator[None, None, None]:
        """Say that `whom` is waited for where that takes a second, for what waits without a loop."""
        timer = Timer(_PATIENCE, self.say, [f"Waiting for {whom}"])
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    @contextmanager
    def bars(self, *columns: ProgressColumn) -> Generator[Progress, None, None]:
        """Progress bars with a description and these columns, on a terminal; they replace what passes."""
        from rich.console import Console
        from rich.progress import Progress, TextColumn

        console = Console(stderr=True)
        console.quiet = self._is_quiet or not console.is_terminal
        shown = TextColumn("{task.description}")
        with Progress(shown, *columns, console=console, disable=console.quiet) as progress:
            self._has_bars = True
            try:
                yield progress
            finally:
                self._has_bars = False

    @asynccontextmanager
    async def loading(self) -> AsyncGenerator[Callable[[int, int | None], None], None]:
        """A function that takes how many bytes of a file are there, of how many in all.

        From the first ones on a bar shows them on a terminal; where none can be, a line does now and then.
        """
        if self._is_quiet:
            yield lambda _done, _total: None
        elif _is_terminal() and not _is_dumb():
            with ExitStack() as stack:
                yield self._bar(stack)
        else:
            loaded = Loaded()
            teller = asyncio.create_task(self._tell_of(loaded))
            try:
                yield loaded.take
            finally:
                teller.cancel()

    def _bar(self, stack: ExitStack) -> Callable[[int, int | None], None]:
        bars: list[tuple[Progress, TaskID]] = []

        def show(done: int, total: int | None) -> None:
            from rich.progress import BarColumn, DownloadColumn

            if not bars:
                progress = stack.enter_context(self.bars(BarColumn(None), DownloadColumn()))
                bars.append((progress, progress.add_task("Loading", total=None)))
            [(progress, bar)] = bars
            progress.update(bar, completed=done, total=total)

        return show

    @asynccontextmanager
    async def progressing(self, progress: Progressing) -> AsyncGenerator[Callable[[], None], None]:
        """A function to call where this is further: on a terminal a bar shows it, elsewhere a line does."""
        counted = Counted(progress, lambda: self.repeated)
        self._repeated = 0
        with ExitStack() as stack:
            stack.callback(self._go_on)
            if self._is_quiet:
                yield lambda: None
            elif _is_terminal() and not _is_dumb():
                from rich.progress import BarColumn

                shown = stack.enter_context(self.bars(BarColumn(None)))
                bar = shown.add_task(str(counted), total=1)
                yield lambda: shown.update(bar, completed=progress.share, description=str(counted))
            else:
                stack.callback(asyncio.create_task(self._tell_of(counted)).cancel)
                yield lambda: None

    @property
    def repeated(self) -> int:
        """The repetitions since the beginning of what is progressing."""
        return self._repeated or 0

    def _go_on(self) -> None:
        """Say again why a request is repeated, and what is waited for from now on."""
        self._repeated = None
        self._heard = monotonic()

    async def _tell_of(self, done: object) -> None:
        while True:
            await asyncio.sleep(self._period)
            self.say(str(done))

    def erase(self) -> None:
        """Erase the line that passes, before something else is written to the terminal."""
        if self._passing:
            self._write(_ERASURE)
            self._passing = ""

    async def _tick(self, whom: str) -> None:
        while True:
            await asyncio.sleep(_TICK)
            silence = monotonic() - self._heard
            if silence >= _PATIENCE and not self._has_bars:
                self._pass(whom, int(silence))

    def _pass(self, whom: str, seconds: int) -> None:
        """Show the line that passes. A terminal that cannot erase gets it once, and keeps it."""
        line = f"Waiting for {whom}"
        if _is_dumb():
            self._write_line(line)
            self._heard = float("inf")
            return
        line += f", {seconds} s"
        if self._count:
            line += f", {self._count:,} records so far"
        if line != self._passing:
            self._write(_ERASURE + line[: get_terminal_size().columns - 1])
            self._passing = line

    def _write_line(self, text: str) -> None:
        self.erase()
        self._write(f"{printable(text)}\n")

    def _write(self, text: str) -> None:
        with suppress(OSError):  # Where even that cannot be written, the exit status has to tell.
            sys.stderr.write(text)
            sys.stderr.flush()


class _Log(logging.Handler):
    """Shows the log of the client, which masks what is secret: each attempt, with what it asked for.

    What that says above DEBUG has no SIDs; the notices and errors of a command say the same with them.
    """

    def __init__(self, notices: Notices) -> None:
        super().__init__()
        self._notices = notices

    def emit(self, record: logging.LogRecord) -> None:
        """Show a line."""
        if record.levelno in range(logging.INFO, logging.ERROR):
            return
        parameters = getattr(record, "parameters", "")
        line = in_plain_words(record.getMessage())
        self._notices.log(f"{line}; {parameters}" if parameters else line)


def _is_terminal() -> bool:
    return sys.stderr.isatty()


def _is_dumb() -> bool:
    return os.environ.get("TERM") == "dumb"


def _cause(event: RetryEvent) -> str:
    """Why a request is repeated: without the name of the exception, and nothing of what an answer held."""
    if event.status is not None and not event.reason.startswith("HTTP"):
        return "an unreadable answer"
    return in_plain_words(event.reason)


notices = Notices()
