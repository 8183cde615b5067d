"""Questions to the user: each is asked on stderr and answered on the terminal of stdin.

An interrupt in place of the answer ends the command, which says what is so `otherwise`.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from getpass import getpass
from typing import TYPE_CHECKING, Annotated

import typer

from twilio_async.cli.errors import CommandError, Interrupted
from twilio_async.cli.terminal.interrupts import interrupts
from twilio_async.cli.terminal.notices import notices
from twilio_async.cli.terminal.text import printable, printable_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

Yes = Annotated[bool, typer.Option("--yes", help="Do not ask; needed where stdin is no terminal.")]


def check_terminal(*, yes: bool) -> None:
    """Refuse, where there is nobody to ask.

    Raises:
        typer.BadParameter: There is no terminal, and no `--yes`.
    """
    if not yes and not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise typer.BadParameter("there is no terminal to ask on: give it to go on", param_hint="--yes")


def confirm(question: str, facts: Mapping[str, object] | None = None, *, otherwise: str) -> None:
    """Ask the user for a yes, below the facts that it concerns; only a whole line is one.

    What was typed before the question is no answer to it.

    Raises:
        CommandError: It is no yes.
        Interrupted: It is an interrupt.
    """
    shown = {name: printable(str(value)) for name, value in (facts or {}).items() if value}
    width = max(map(len, shown), default=0)
    lines = [f"{name.ljust(width)}  {value}" for name, value in shown.items()]
    _forget_typed()
    try:
        answer = _line(printable_lines("\n".join([*lines, question])) + " [y/N] ", otherwise)
    except UnicodeDecodeError:
        answer = ""
    if not answer.endswith("\n") or answer.strip().lower() not in {"y", "yes"}:
        raise CommandError(f"declined: {otherwise}")


def ask(question: str, *, otherwise: str) -> str:
    """The text that the user types.

    Raises:
        CommandError: It is none.
        Interrupted: It is an interrupt.
    """
    return text_of(lambda: _line(question, otherwise), otherwise=otherwise)


def ask_unseen(question: str, *, otherwise: str) -> str:
    """The text that the user types, which the terminal does not show.

    Raises:
        CommandError: It is none.
        Interrupted: It is an interrupt.
    """
    return text_of(lambda: _unseen_line(question, otherwise), otherwise=otherwise)


def text_of(read: Callable[[], str], *, otherwise: str) -> str:
    """The text that `read` gives. Where it is none, nothing of it is shown.

    Raises:
        CommandError: It is none.
    """
    try:
        text = read().strip()
        text.encode()  # Some locales let the bytes of no text pass as surrogates.
    except UnicodeError as error:
        raise CommandError(f"what was given is no text: {otherwise}") from error
    if not text:
        raise CommandError(f"nothing was given: {otherwise}")
    return text


@contextmanager
def typing() -> Generator[None, None, None]:
    """Wait inside for what the user types; where an interrupt comes instead, end the line in which it is."""
    try:
        with interrupts.while_reading():
            yield
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        raise


def _line(question: str, otherwise: str) -> str:
    notices.erase()
    with _answering(otherwise):
        sys.stderr.write(question)
        sys.stderr.flush()
        line = sys.stdin.readline()
    if not line.endswith("\n"):
        sys.stderr.write("\n")
    return line


def _unseen_line(question: str, otherwise: str) -> str:
    with _answering(otherwise):
        try:
            return getpass(question, stream=sys.stderr)
        except EOFError:
            sys.stderr.write("\n")
            return ""


@contextmanager
def _answering(otherwise: str) -> Generator[None, None, None]:
    try:
        with typing():
            yield
    except KeyboardInterrupt:
        raise Interrupted(otherwise.capitalize()) from None


def _forget_typed() -> None:
    """Drop the lines that are typed already, where stdin is a terminal of POSIX."""
    if sys.platform != "win32" and sys.stdin.isatty():
        import termios

        termios.tcflush(sys.stdin, termios.TCIFLUSH)
