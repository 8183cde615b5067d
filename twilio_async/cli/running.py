"""The run of every command: with a client, and with an exit status for each way in which it can end.

0 is success, 1 an error that one line on stderr tells, 2 bad usage (typer's own), 130 an interrupt, 141 an
output that nobody reads any more, which is the status of programs that SIGPIPE ends. No command catches
errors to print them, and none shows a traceback for what the world does to it.
"""

import asyncio
import os
import shlex
import sys
from collections.abc import Awaitable, Callable, Coroutine, Generator
from contextlib import contextmanager, suppress
from functools import partial, update_wrapper, wraps
from inspect import Signature, signature
from typing import Any, Concatenate, NoReturn, TypeAlias, TypeVar

from twilio_async import Client, TwilioError
from twilio_async.cli import INTERRUPTED
from twilio_async.cli.complaints import NAME, CommandError, complain, reason
from twilio_async.cli.identity import make_client
from twilio_async.cli.options import AccountSid, BaseUrl, Profile
from twilio_async.cli.text import printable_lines

T = TypeVar("T")
Connect: TypeAlias = Callable[[], Client]
FAILED = 1
_NOBODY_READS = 141


def connected(command: Callable[Concatenate[Client, ...], Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Make a command of what a client is to do, for typer to call.

    It has the parameters behind the client, and the options that say which client that is.
    """

    @connecting
    @wraps(command)
    def run_command(connect: Connect, **parameters: Any) -> None:
        run_with(connect(), partial(command, **parameters))

    return run_command


def connecting(command: Callable[Concatenate[Connect, ...], None]) -> Callable[..., None]:
    """Make a command likewise of what has something to do before there is a client, which `connect()` makes.

    Wrong usage is told first, even where there are no credentials. Only `run_with` starts a loop, which would
    keep an interrupt from a question to the user.
    """

    def run_command(
        *,
        account_sid: AccountSid = None,
        profile: Profile = None,
        base_url: BaseUrl = None,
        **parameters: Any,
    ) -> None:
        with exit_statuses():
            connect = partial(make_client, account_sid=account_sid, profile=profile, base_url=base_url)
            command(connect, **parameters)

    _, *own = signature(command).parameters.values()
    *options, _ = signature(run_command).parameters.values()
    update_wrapper(run_command, command)
    run_command.__dict__["__signature__"] = Signature([*own, *options])
    return run_command


def run_with(client: Client, work: Callable[[Client], Awaitable[None]]) -> None:
    """Run `work` with this client, and close it."""

    async def work_and_close() -> None:
        async with client:
            await work(client)

    run(work_and_close())


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
        _end(INTERRUPTED)
    except BrokenPipeError:
        _end(_NOBODY_READS)
    except (TwilioError, CommandError) as error:
        complain(str(error))
        _end(FAILED)
    except OSError as error:
        complain(reason(error))
        _end(FAILED)


@contextmanager
def in_doubt(doubt: str, *look_up: str) -> Generator[None, None, None]:
    """Say `doubt`, and what command to look it up with, where what is sent inside may have been executed."""
    doubt = f"{doubt}, with {NAME} {shlex.join(look_up)}"
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


def confirm(question: str, *, otherwise: str) -> None:
    """Ask the user a question on stderr; without a yes the command fails, and says what is so `otherwise`."""
    sys.stderr.write(f"{printable_lines(question)} [y/N] ")
    sys.stderr.flush()
    answer = ""
    try:
        answer = sys.stdin.readline()
    finally:
        if not answer.endswith("\n"):
            sys.stderr.write("\n")
    if answer.strip().lower() not in {"y", "yes"}:
        raise CommandError(f"declined: {otherwise}")


def _end(status: int) -> NoReturn:
    """Exit, and let what is left in the buffer of stdout go nowhere: the interpreter would try it again."""
    with suppress(OSError):  # Where stdout is no file, there is no such buffer.
        output = sys.stdout.fileno()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, output)
        os.close(nowhere)
    sys.exit(status)
