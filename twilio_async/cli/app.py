"""The tree of commands, and what stands before them all."""

import io
import sys
from typing import Annotated

import typer

from twilio_async import __version__
from twilio_async.cli.accounts import accounts
from twilio_async.cli.calls import calls
from twilio_async.cli.complaints import NAME
from twilio_async.cli.demo import demo
from twilio_async.cli.login import login, logout
from twilio_async.cli.messages import messages, send
from twilio_async.cli.numbers import numbers
from twilio_async.cli.options import SECRETS
from twilio_async.cli.output import print_line
from twilio_async.cli.raw import raw
from twilio_async.cli.recordings import recordings
from twilio_async.cli.running import exit_statuses
from twilio_async.cli.usage import usage
from twilio_async.cli.whoami import profiles, whoami

app = typer.Typer(
    name=NAME,
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # They would show local variables, secrets among them.
    epilog=SECRETS,
)
app.command(epilog=SECRETS)(send)
app.add_typer(messages, name="messages")
app.add_typer(calls, name="calls")
app.add_typer(recordings, name="recordings")
app.add_typer(numbers, name="numbers")
app.add_typer(accounts, name="accounts")
app.add_typer(usage, name="usage")
app.command(epilog=SECRETS)(raw)
app.command()(login)
app.command()(logout)
app.command()(profiles)
app.command(epilog=SECRETS)(whoami)
app.command()(demo)


def start() -> None:
    """Run the command that the arguments of the process name; it ends in SystemExit."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # Bodies hold what no old encoding has.
    with exit_statuses():
        try:
            app(prog_name=NAME)
        finally:
            sys.stdout.flush()


def _print_version(wanted: bool) -> None:
    if wanted:
        with exit_statuses():
            print_line(f"{NAME} {__version__}")
        raise typer.Exit


@app.callback()
def program(
    version: Annotated[  # Its callback is all there is to it.
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
    """Twilio from the command line: messages, calls, recordings, numbers, all of it on an emulator too."""


@app.command()
def emulator(
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="PORT", help="0 takes a free one.")] = 4010,
    seed_messages: Annotated[int, typer.Option(min=0, metavar="N", help="Begin with N messages.")] = 0,
    seed_calls: Annotated[int, typer.Option(min=0, metavar="N", help="Begin with N calls.")] = 0,
    rate_limit: Annotated[
        float, typer.Option(min=0, max=1, metavar="P", help="The share of requests refused with 429.")
    ] = 0.0,
    error_rate: Annotated[
        float, typer.Option(min=0, max=1, metavar="P", help="The share of requests that fail with 500.")
    ] = 0.0,
) -> None:
    """Serve a local Twilio on 127.0.0.1 until Ctrl-C.

    It prints what to export, so that the other commands talk to it. Nothing is sent to anybody.
    """
    from twilio_async.emulator.runner import run  # noqa: PLC0415 - the other commands do without it

    with exit_statuses():
        status = run(
            port=port,
            seed_messages=seed_messages,
            seed_calls=seed_calls,
            rate_limit=rate_limit,
            error_rate=error_rate,
        )
    raise typer.Exit(status)
