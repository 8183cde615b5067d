"""The run of every command: with a client, and with an exit status for each way in which it can end.

No command catches errors to print them, and none shows a traceback for what the world does to it.
"""

import asyncio
import os
import shlex
import sys
from collections.abc import Awaitable, Callable, Coroutine, Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cache, partial, update_wrapper, wraps
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Any, Concatenate, NoReturn, TypeVar

from twilio_async.cli.advice import DoubtError, advising, whom
from twilio_async.cli.arguments.options import OptionGroup, options
from twilio_async.cli.connection import Connection
from twilio_async.cli.errors import CommandError, Interrupted, explanation, reason
from twilio_async.cli.program import FAILED, NAME, NOBODY_READS
from twilio_async.cli.terminal.interrupts import interrupts
from twilio_async.cli.terminal.notices import notices

if TYPE_CHECKING:
    from twilio_async import Client

T = TypeVar("T")
_NOTHING = "Nothing was changed"
_CHANGES: ContextVar[bool] = ContextVar("changes", default=False)
"""Whether the command has sent something that changes what is at Twilio."""


def connected(
    command: "Callable[Concatenate[Client, ...], Coroutine[Any, Any, None]]",
) -> Callable[..., None]:
    """Make a command of what a client is to do, for typer to call.

    It has the parameters behind the client, and the options that say which client that is.
    """

    @wraps(command)
    def run_command(client: Connection, **parameters: Any) -> None:  # Typer has the name of `command`'s.
        run_with(client(), partial(command, **parameters))

    return connecting(run_command)


def connecting(command: Callable[Concatenate[Connection, ...], None]) -> Callable[..., None]:
    """Make a command of a function that makes its client itself, by `connect()`, for typer to call.

    So wrong usage is told first, even where there are no credentials. Only `run_with` starts a loop, which
    would keep an interrupt from a question to the user.
    """
    first, *own = signature(command).parameters.values()
    last = first.replace(kind=Parameter.KEYWORD_ONLY, default=options(Connection.of))
    return _with_single_options(command, [*own, last])


def grouped(command: Callable[..., None]) -> Callable[..., None]:
    """Make a command of one that has groups of options as parameters: it has the options themselves."""
    return _with_single_options(command, [*signature(command).parameters.values()])


def _with_single_options(
    command: Callable[..., None], parameters: Sequence[Parameter]
) -> Callable[..., None]:
    """The command as typer calls it: with the options of each group in place of the group."""
    groups = {each.name: each.default.make for each in parameters if isinstance(each.default, OptionGroup)}
    members = {name: _options_of(make) for name, make in groups.items()}

    def run_command(**values: Any) -> None:
        for name, make in groups.items():
            values[name] = make(**{member: values.pop(member) for member in members[name]})
        with exit_statuses():
            command(**values)

    shown = [option for each in parameters for option in members.get(each.name, {each.name: each}).values()]
    update_wrapper(run_command, command)
    run_command.__dict__["__signature__"] = Signature(shown)
    run_command.__annotations__ = {each.name: each.annotation for each in shown}
    return run_command


@cache  # For most commands they are the same.
def _options_of(make: Callable[..., Any]) -> Mapping[str, Parameter]:
    """The options of a group."""
    return signature(make, eval_str=True).parameters


def run_with(client: "Client", work: "Callable[[Client], Awaitable[None]]") -> None:
    """Run `work` with this client, and close it; say meanwhile what is waited for.

    Raises:
        Interrupted: The user interrupts it.
    """

    async def work_and_close() -> None:
        async with client, notices.waiting(whom(client.base_url)):
            try:
                await work(client)
            except (asyncio.CancelledError, KeyboardInterrupt) as interrupt:
                if _CHANGES.get():
                    raise
                raise Interrupted(_NOTHING) from interrupt

    with advising(client):
        run(work_and_close())


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run `work` on a loop of its own: uvloop's where the extra `speed` is installed."""

    async def interruptible_work() -> T:
        with interrupts.cancelling():
            return await work

    with interrupts.handled():
        try:
            import uvloop
        except ImportError:
            return asyncio.run(interruptible_work())
        return uvloop.run(interruptible_work())


@contextmanager
def exit_statuses() -> Generator[None, None, None]:
    """Turn what goes wrong inside into a line and an exit status."""
    try:
        yield
    except (KeyboardInterrupt, asyncio.CancelledError):
        notices.complain("Interrupted")
        _end(interrupts.status)
    except Interrupted as error:
        notices.complain(f"Interrupted. {error}")
        _end(interrupts.status)
    except BrokenPipeError:
        _end(NOBODY_READS)
    except Exception as error:
        line = explanation(error)
        if line is None:
            raise
        notices.complain(line)
        _end(FAILED)


@contextmanager
def in_doubt(doubt: str, *look_up: str) -> Generator[None, None, None]:
    """Say `doubt`, and a command to look it up with, where what is sent inside may have been executed."""
    from twilio_async import TwilioError

    if look_up:
        doubt = f"{doubt}, with {NAME} {shlex.join(look_up)}"
    with interruptible(doubt):
        try:
            yield
        except TwilioError as error:
            if error.executed == "no":
                raise
            raise DoubtError(error, doubt) from error


@contextmanager
def interruptible(doubt: str) -> Generator[None, None, None]:
    """Say `doubt` where the user interrupts what is inside and may have been executed.

    Whatever changes something at Twilio is sent inside: elsewhere an interrupt says that nothing was changed.

    Raises:
        Interrupted: The user interrupts it.
    """
    _CHANGES.set(True)
    try:
        yield
    except asyncio.CancelledError as cancelled:  # Its note tells of a request that had left.
        raise Interrupted(doubt if getattr(cancelled, "__notes__", ()) else _NOTHING) from cancelled


@contextmanager
def reporting(done: str) -> Generator[None, None, None]:
    """Say what is `done` already where the report of it inside cannot be written."""
    try:
        yield
    except OSError as error:
        raise CommandError(f"{done}, but: {reason(error)}") from error
    except KeyboardInterrupt:
        raise Interrupted(f"{done[0].upper()}{done[1:]}") from None


def _end(status: int) -> NoReturn:
    """Exit, and let what is left in the buffer of stdout go nowhere: the interpreter would try it again."""
    with suppress(OSError):  # Where stdout is no file, there is no such buffer.
        output = sys.stdout.fileno()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, output)
        os.close(nowhere)
    sys.exit(status)
