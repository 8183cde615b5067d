"""The errors of commands: one line each, which says what to do."""

from __future__ import annotations


class CommandError(Exception):
    """The failure of a command; its text is the line to print."""


def explanation(error: Exception) -> str | None:
    """The line for an error; None where it is a bug."""
    from twilio_async import TwilioError

    if isinstance(error, CommandError | TwilioError):
        return str(error)
    return reason(error) if isinstance(error, OSError) else None


def reason(error: OSError) -> str:
    """The words of the system, without its number."""
    return str(error) if error.strerror is None else error.strerror
