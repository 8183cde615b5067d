"""How every command runs: with a client, and with an exit status for each way in which it can end.

0 is success, 1 an error that one line on stderr tells, 2 bad usage (typer's own), 130 an interrupt, 141 an
output that nobody reads any more, which is the status of programs that SIGPIPE ends. No command catches
errors to print them, and none shows a traceback for what the world does to it.
"""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Coroutine, Generator
from contextlib import contextmanager, suppress
from typing import Any, NoReturn, TypeVar

from twilio_async import Client, TwilioError
from twilio_async.cli.text import printable, printable_lines

T = TypeVar("T")
NAME = "twilio-async"
FAILED = 1
_INTERRUPTED = 130
_NOBODY_READS = 141


class CommandError(Exception):
    """What a command failed of; the text is the line to print."""


def with_client(
    work: Callable[[Client], Awaitable[None]],
    *,
    account_sid: str | None,
    base_url: str | None,
    before: Callable[[Client], None] | None = None,
) -> None:
    """Run `work` with a client made of the environment and these options, to its end or to an exit status.

    `before` runs first, outside of the loop, which would keep an interrupt from a question to the user.
    """

    async def connected(client: Client) -> None:
        async with client:
            await work(client)

    with exit_statuses():
        client = Client(account_sid, base_url=base_url)
        if before is not None:
            before(client)
        run(connected(client))


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run `work` on a loop of its own: uvloop's where the extra `speed` is installed."""
    try:
        import uvloop  # noqa: PLC0415 - it may be missing
    except ImportError:
        return asyncio.run(work)
    return uvloop.run(work)


@contextmanager
def exit_statuses() -> Generator[None, None, None]:
    """Turn what goes wrong inside into a line and an exit status."""
    try:
        yield
    except KeyboardInterrupt:
        _end(_INTERRUPTED)
    except BrokenPipeError:
        _end(_NOBODY_READS)
    except (TwilioError, CommandError) as error:
        complain(str(error))
        _end(FAILED)
    except OSError as error:
        complain(reason(error))
        _end(FAILED)


@contextmanager
def in_doubt(doubt: str) -> Generator[None, None, None]:
    """Say `doubt` where it cannot be known whether what is sent inside was executed."""
    with interruptible(doubt):
        try:
            yield
        except TwilioError as error:
            if error.executed == "no":
                raise
            raise CommandError(f"{error}. {doubt}") from error


@contextmanager
def interruptible(doubt: str) -> Generator[None, None, None]:
    """Say `doubt` where the user interrupts what is inside."""
    try:
        yield
    except asyncio.CancelledError:
        complain(f"Interrupted. {doubt}")
        raise


@contextmanager
def reporting(done: str) -> Generator[None, None, None]:
    """Say what is `done` already where the report of it inside cannot be written."""
    try:
        yield
    except OSError as error:
        raise CommandError(f"{done}, but: {reason(error)}") from error


def confirmed(question: str) -> bool:
    """Whether the user says yes to a question, asked on stderr."""
    sys.stderr.write(f"{printable_lines(question)} [y/N] ")
    sys.stderr.flush()
    answer = ""
    try:
        answer = sys.stdin.readline()
    finally:
        if not answer.endswith("\n"):
            sys.stderr.write("\n")
    return answer.strip().lower() in {"y", "yes"}


def complain(text: str) -> None:
    """One line on stderr. Where even that cannot be written, the exit status has to tell."""
    with suppress(OSError):
        sys.stderr.write(f"{NAME}: {printable(text)}\n")
        sys.stderr.flush()


def reason(error: OSError) -> str:
    """What the system says, without its number."""
    return str(error) if error.strerror is None else error.strerror


def _end(status: int) -> NoReturn:
    """Exit, and let what is left in the buffer of stdout go nowhere: the interpreter would try it again."""
    with suppress(OSError):  # Where stdout is no file, there is no such buffer.
        output = sys.stdout.fileno()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, output)
        os.close(nowhere)
    sys.exit(status)
