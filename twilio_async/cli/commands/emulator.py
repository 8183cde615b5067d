"""`emulator`: a local Twilio as a process of its own."""

from typing import Annotated

import typer

from twilio_async.cli.notices import notices
from twilio_async.cli.printing.stdout import print_bytes
from twilio_async.cli.running import exit_statuses

_PORT = 4010
"""The DEFAULT_PORT of the runner, which `--help` does not import."""


def emulator(
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="PORT", help="0 takes a free one.")] = _PORT,
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
    from twilio_async.emulator.runner import run

    with exit_statuses():
        status = run(
            port=port,
            seed_messages=seed_messages,
            seed_calls=seed_calls,
            rate_limit=rate_limit,
            error_rate=error_rate,
            write=lambda text: print_bytes(text.encode()),
            complain=notices.complain,
        )
    raise typer.Exit(status)
