"""The words in which a command fails: one line on stderr."""

import sys
from contextlib import suppress

from twilio_async.cli.text import printable

NAME = "twilio-async"


class CommandError(Exception):
    """The failure of a command; its text is the line to print."""


def complain(text: str) -> None:
    """One line on stderr. Where even that cannot be written, the exit status has to tell."""
    with suppress(OSError):
        sys.stderr.write(f"{NAME}: {printable(text)}\n")
        sys.stderr.flush()


def reason(error: OSError) -> str:
    """The words of the system, without its number."""
    return str(error) if error.strerror is None else error.strerror
