"""The tree of commands, and what stands before them all."""

import io
import sys
from typing import Annotated

import typer

from twilio_async import __version__
from twilio_async.cli.lazy import Place, lazy_group
from twilio_async.cli.printing.stdout import drop_odd_width, print_line
from twilio_async.cli.program import NAME, STATUSES, epilog, example
from twilio_async.cli.running import exit_statuses
from twilio_async.cli.terminal.interrupts import interrupts

_MESSAGING = "Messages and calls"
_ACCOUNT = "Numbers and accounts"
_WHO = "Who am I"
_LOCAL = "On this machine"
_API = "Everything else at Twilio"


_PLACES = {
    "send": Place(
        "twilio_async.cli.commands.messages:send",
        _MESSAGING,
        epilog("send --to +15558675310 --from +15017122661 --body Hi"),
    ),
    "bulk": Place(
        "twilio_async.cli.commands.bulk:bulk",
        _MESSAGING,
        example(
            "bulk send recipients.csv --to '{phone}' --from +15017122661 --body 'Hi {name}' --journal a.db"
        ),
    ),
    "messages": Place(
        "twilio_async.cli.commands.messages:messages",
        _MESSAGING,
        example("messages list --sent-after 2026-03-01"),
    ),
    "calls": Place("twilio_async.cli.commands.calls:calls", _MESSAGING, example("calls list --status busy")),
    "recordings": Place(
        "twilio_async.cli.commands.recordings:recordings",
        _MESSAGING,
        example("recordings list --created-after 2026-03-01"),
    ),
    "conferences": Place(
        "twilio_async.cli.commands.conferences:conferences",
        _MESSAGING,
        example("conferences list --status completed"),
    ),
    "queues": Place("twilio_async.cli.commands.queues:queues", _MESSAGING, example("queues list")),
    "numbers": Place(
        "twilio_async.cli.commands.numbers:numbers", _ACCOUNT, example("numbers search US --area-code 510")
    ),
    "accounts": Place(
        "twilio_async.cli.commands.accounts:accounts", _ACCOUNT, example("accounts list --status active")
    ),
    "usage": Place(
        "twilio_async.cli.commands.usage:usage",
        _ACCOUNT,
        epilog("usage --category sms --from 2026-03-01 --to 2026-03-31"),
    ),
    "balance": Place("twilio_async.cli.commands.balance:balance", _ACCOUNT, epilog("balance")),
    "login": Place("twilio_async.cli.commands.login:login", _WHO, example("login --profile work")),
    "logout": Place("twilio_async.cli.commands.login:logout", _WHO, example("logout --profile work")),
    "profiles": Place("twilio_async.cli.commands.whoami:profiles", _WHO, example("profiles --use work")),
    "whoami": Place("twilio_async.cli.commands.whoami:whoami", _WHO, epilog("whoami --profile work")),
    "get": Place(
        "twilio_async.cli.commands.get:get", _API, epilog("get CA0123456789abcdef0123456789abcdef -o json")
    ),
    "raw": Place(
        "twilio_async.cli.commands.raw:raw",
        _API,
        epilog("raw GET https://verify.twilio.com/v2/Services --all"),
    ),
    "export": Place(
        "twilio_async.cli.commands.export:export",
        _MESSAGING,
        example("export messages --since 2026-01-01 --until 2026-02-01 --format parquet --out messages"),
    ),
    "report": Place(
        "twilio_async.cli.commands.report:report",
        _LOCAL,
        example("report exports/messages --html report.html"),
    ),
    "emulator": Place(
        "twilio_async.cli.commands.emulator:emulator", _LOCAL, example("emulator --seed-messages 100")
    ),
    "webhook": Place(
        "twilio_async.cli.commands.webhook:webhook", _LOCAL, example("webhook listen --twiml answer.xml")
    ),
    "demo": Place("twilio_async.cli.commands.demo:demo", _LOCAL, example("demo --messages 10000")),
}


app = typer.Typer(
    name=NAME,
    cls=lazy_group(_PLACES),
    add_completion=False,  # The group has it.
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # They would show local variables, secrets among them.
    epilog=f"{epilog('messages list --limit 5')}\n\n{STATUSES}",
)


def start() -> None:
    """Run the command that the arguments of the process name; it ends in SystemExit."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # Bodies hold what no old encoding has.
    drop_odd_width()
    with interrupts.handled(to_the_end=True), exit_statuses():
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
