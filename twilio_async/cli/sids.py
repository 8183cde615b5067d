"""SIDs as arguments: one of another kind is told what it is, and which command it belongs to."""

import re
from collections.abc import Callable
from typing import Any

import typer

from twilio_async.cli.errors import CommandError
from twilio_async.cli.notices import NAME
from twilio_async.cli.running import exit_statuses

_SID = re.compile("[A-Z]{2}[0-9a-fA-F]{32}")
COMMANDS = {
    "AC": ("an account", "accounts get"),
    "CA": ("a call", "calls get"),
    "MM": ("a message", "messages get"),
    "RE": ("a recording", "recordings download"),
    "SM": ("a message", "messages get"),
}
"""The kinds that SIDs with these prefixes name, and the commands that show them."""


def sid_of(what: str, *prefixes: str, otherwise: str = "") -> Any:
    """The argument for the SID of `what`, whose prefix is one of these, and what is so `otherwise`."""
    forms = " or ".join(f"{prefix}..." for prefix in prefixes)
    return typer.Argument(metavar="SID", parser=_checked(prefixes), help=f"{what}, {forms}{otherwise}")


def _checked(prefixes: tuple[str, ...]) -> Callable[[str], str]:
    def sid(text: str) -> str:
        if not text.startswith(prefixes) and _SID.fullmatch(text) and text[:2] in COMMANDS:
            kind, command = COMMANDS[text[:2]]
            with exit_statuses():
                raise CommandError(f"{text} is {kind}: {NAME} {command} {text}")
        return text

    return sid
