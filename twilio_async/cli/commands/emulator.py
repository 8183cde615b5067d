"""`emulator`: a local Twilio as a process of its own."""

from datetime import date
from typing import Annotated, Literal

import typer

from twilio_async.cli.arguments.dates import day
from twilio_async.cli.arguments.options import any_of
from twilio_async.cli.printing.stdout import print_bytes
from twilio_async.cli.running import exit_statuses
from twilio_async.cli.terminal.notices import notices

_PORT, _KEPT = 4010, 100_000
"""The DEFAULT_PORT and KEPT of the runner, which `--help` does not import."""


def emulator(
    *,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="The IP address to listen on; 0.0.0.0 lets others in.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="PORT", help="0 takes a free one.")] = _PORT,
    content_port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, metavar="PORT", help="The port that media are loaded from."),
    ] = None,
    public_host: Annotated[
        str | None, typer.Option(metavar="NAME", help="The name under which others find it.")
    ] = None,
    keep: Annotated[
        int, typer.Option(min=0, metavar="N", help="Keep so many messages and calls, 0: all.")
    ] = _KEPT,
    seed_messages: Annotated[int, typer.Option(min=0, metavar="N", help="Begin with N messages.")] = 0,
    seed_calls: Annotated[int, typer.Option(min=0, metavar="N", help="Begin with N calls.")] = 0,
    rate_limit: Annotated[
        float, typer.Option(min=0, max=1, metavar="P", help="The share of requests refused with 429.")
    ] = 0.0,
    error_rate: Annotated[
        float, typer.Option(min=0, max=1, metavar="P", help="The share of requests that fail with 500.")
    ] = 0.0,
    latency: Annotated[
        float, typer.Option(min=0, metavar="SECONDS", help="Each answer takes SECONDS.")
    ] = 0.0,
    days_only: Annotated[
        bool, typer.Option("--days-only", help="Date filters ignore a time of day, as some of Twilio's do.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Senders and callers have to be numbers that the account has.")
    ] = False,
    callbacks_anywhere: Annotated[
        bool,
        typer.Option(
            "--callbacks-anywhere", help="Callbacks go to any host, not to loopback addresses alone."
        ),
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print no line for each request.")] = False,
    log_format: Annotated[
        Literal["text", "json"],
        typer.Option(metavar=any_of(Literal["text", "json"]), help="Comments of a shell, or lines of JSON."),
    ] = "text",
    history_messages: Annotated[
        int, typer.Option(min=0, metavar="N", help="Have a history of N messages, which takes no memory.")
    ] = 0,
    history_calls: Annotated[int, typer.Option(min=0, metavar="N", help="Have a history of N calls.")] = 0,
    history_undated: Annotated[
        int, typer.Option(min=0, metavar="N", help="Have N messages besides that were never sent.")
    ] = 0,
    history_since: Annotated[
        date | None,
        typer.Option(parser=day, metavar="DATE", help="The UTC day it begins, else 30 days before its end."),
    ] = None,
    history_until: Annotated[
        date | None,
        typer.Option(parser=day, metavar="DATE", help="The UTC day before which it ends, else the present."),
    ] = None,
    history_busy_day: Annotated[
        date | None,
        typer.Option(parser=day, metavar="DATE", help="A UTC day that has nine of ten of its records."),
    ] = None,
) -> None:
    """Serve a local Twilio until Ctrl-C.

    It prints what to export, so that the other commands talk to it. Nothing is sent to anybody.
    """
    from twilio_async.emulator.runner import run

    with exit_statuses():
        status = run(
            host=host,
            port=port,
            content_port=content_port,
            public_host=public_host,
            keep=keep,
            seed_messages=seed_messages,
            seed_calls=seed_calls,
            rate_limit=rate_limit,
            error_rate=error_rate,
            latency=latency,
            days_only=days_only,
            strict=strict,
            callbacks_anywhere=callbacks_anywhere,
            quiet=quiet,
            log_format=log_format,
            history_messages=history_messages,
            history_calls=history_calls,
            history_undated=history_undated,
            history_since=history_since,
            history_until=history_until,
            history_busy_day=history_busy_day,
            write=lambda text: print_bytes(text.encode()),
            complain=notices.complain,
        )
    raise typer.Exit(status)
