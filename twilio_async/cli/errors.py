"""The errors of commands: one line each, which says what to do."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from twilio_async.cli.program import NAME

if TYPE_CHECKING:
    from collections.abc import Generator

_LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


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


@contextmanager
def explained(base_url: str) -> Generator[None, None, None]:
    """Say besides what to do about an error inside, where the address of the API tells that."""
    from twilio_async import ConnectError

    try:
        yield
    except ConnectError as error:
        url = urlsplit(base_url)
        if url.hostname not in _LOCAL or not _was_refused(error):
            raise
        port = f" --port {url.port}" if url.port else ""
        raise CommandError(
            f"nothing listens at {base_url}: start the emulator there with "
            f"`{NAME} emulator{port}`, or give another address: --base-url, TWILIO_BASE_URL or --profile"
        ) from error


def _was_refused(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ConnectionRefusedError):
            return True
        error = error.__cause__
    return False
