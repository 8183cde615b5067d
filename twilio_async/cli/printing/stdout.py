"""What is written to stdout, which is nothing but data, and the width and emphasis that it may have there."""

from __future__ import annotations

import os
import re
import sys
from functools import partial
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import typer

from twilio_async.cli.terminal.interrupts import interrupts
from twilio_async.cli.terminal.notices import notices
from twilio_async.cli.terminal.text import printable, printable_lines, without_raw_controls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_WIDTH = re.compile("[1-9][0-9]{0,3}")


def print_json_lines(objects: Iterable[object]) -> None:
    """Print each object as a line of JSON."""
    from twilio_async.cli.printing.forms import json_lines

    print_bytes(json_lines(objects))


def print_bytes(content: bytes) -> None:
    """Print these bytes, whatever the encoding of stdout."""
    notices.erase()
    with interrupts.at_once():
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def print_line(text: str) -> None:
    """Print one line for people."""
    print_lines([printable(text)])


def print_body(body: bytes) -> None:
    """Print the body of an answer: JSON in a form that people can read, anything else as it came.

    On a terminal, what could command that is shown as its escape.
    """
    import msgspec

    try:
        msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        if body and sys.stdout.isatty():
            print_lines([printable_lines(body.decode(errors="backslashreplace"))])
        else:
            print_bytes(body)
    else:
        print_bytes(without_raw_controls(msgspec.json.format(body)) + b"\n")


def print_summary(rows: Mapping[str, str]) -> None:
    """Print names and their values, one below the other."""
    from twilio_async.cli.printing.tables import name_lines

    print_lines(name_lines(rows, table_width(), emphasis()))


def print_lines(lines: Iterable[str]) -> None:
    """Print lines that are fit for a terminal."""
    notices.erase()
    with interrupts.at_once():
        sys.stdout.writelines(f"{line}\n" for line in lines)
        sys.stdout.flush()


def drop_odd_width() -> None:
    """Take a COLUMNS out of the environment that is no width of a line, for whoever reads it later."""
    if not _WIDTH.fullmatch(os.environ.get("COLUMNS", "")):
        os.environ.pop("COLUMNS", None)


def line_width() -> int:
    """The most characters of a line: as many as the terminal has, and 80 where there is none."""
    return get_terminal_size().columns


def table_width() -> int | None:
    """The cells of a line; None where they go to no terminal, unless COLUMNS says how many there are."""
    return line_width() if sys.stdout.isatty() or os.environ.get("COLUMNS") else None


def emphasis() -> Callable[[str], str]:
    """What makes a title stand out: nothing where that is not wanted, or not understood."""
    plain = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb" or not sys.stdout.isatty()
    return str if plain else partial(typer.style, bold=True)
