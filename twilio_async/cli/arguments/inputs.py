"""Values of options that come from elsewhere: `-` is stdin, `@file` is what a file holds.

A text that itself begins with an @ is written with two of them.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from twilio_async.cli.errors import reason
from twilio_async.cli.terminal.notices import notices
from twilio_async.cli.terminal.questions import typing

_STDIN = "-"
_FILE = "@"


def read_text(text: str, option: str) -> str:
    """The text of an option, or that of what it names, without the line breaks at its end."""
    content = read_bytes(text, option)
    try:
        decoded = content.decode()
    except UnicodeDecodeError:
        raise typer.BadParameter(f"{text!r} holds no text in UTF-8", param_hint=option) from None
    return decoded.rstrip("\r\n") if _is_elsewhere(text) else decoded


def read_lines(texts: Sequence[str], option: str) -> list[str]:
    """The texts of an option that is given several times, or the lines of what they name; no empty ones."""
    lines = [line.strip() for text in texts for line in read_text(text, option).splitlines()]
    return list(filter(None, lines))


def read_bytes(text: str, option: str) -> bytes:
    """The bytes of what a text names, or its own without the @ that is one too many."""
    if not _is_elsewhere(text):
        return text.removeprefix(_FILE).encode(errors="surrogateescape")  # As the arguments were decoded.
    try:
        if text != _STDIN:
            return Path(text[1:]).read_bytes()
        if not sys.stdin.isatty():
            return sys.stdin.buffer.read()
        with typing():
            notices.say("Reading from the terminal; Ctrl-D ends it.")
            return sys.stdin.buffer.read()
    except OSError as error:
        raise typer.BadParameter(f"{text!r} cannot be read: {reason(error)}", param_hint=option) from None


def check_stdin(*texts: str | None) -> None:
    """Refuse texts of which more than one is to come from stdin."""
    if texts.count(_STDIN) > 1:
        raise typer.BadParameter("stdin can be given once: put the other into a file, as @file")


def _is_elsewhere(text: str) -> bool:
    return text == _STDIN or (text.startswith(_FILE) and not text.startswith(_FILE * 2))
