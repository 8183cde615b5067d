"""The options that several commands share, and how dates are read from a command line.

No option takes a secret: the arguments of a process can be read by everybody on its machine.
"""

from datetime import date, datetime
from typing import Annotated, Any

import typer

SECRETS = (
    "The credentials come from the environment: TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN, or with "
    "TWILIO_API_KEY and TWILIO_API_SECRET; or else from a profile, which `twilio-async login` makes. There "
    "is no option for a secret: process lists would show it."
)


def day_or_instant(text: str) -> date:
    """A date, or a datetime with its zone, in ISO 8601."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return instant(text)


def instant(text: str) -> datetime:
    """A datetime with its zone, in ISO 8601."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not like 2026-03-01 or 2026-03-01T12:00:00Z") from None
    if moment.tzinfo is None:
        raise typer.BadParameter(f"{text!r} could be any instant: end it with Z for UTC, or +02:00")
    return moment


def day(text: str) -> date:
    """A date in ISO 8601."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not like 2026-03-01") from None


def since(done: str) -> Any:
    """The option for the earliest moment at which something was `done`."""
    return _moment(f"{done} on or after")


def until(done: str) -> Any:
    """The option for the latest moment at which something was `done`."""
    return _moment(f"{done} on or before")


def _moment(which: str) -> Any:
    return typer.Option(parser=day_or_instant, metavar="TIME", help=f"{which} this UTC midnight or instant.")


AccountSid = Annotated[
    str | None,
    typer.Option(
        metavar="AC...",
        help="The account to act for, such as a subaccount; that of the credentials where it is not given.",
        rich_help_panel="API",
    ),
]
Profile = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="The profile whose credentials to use, before any variables; TWILIO_PROFILE, or the default "
        "one, where no variables are set.",
        rich_help_panel="API",
    ),
]
BaseUrl = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="Another address of the API, such as the emulator's; TWILIO_BASE_URL where it is not given.",
        rich_help_panel="API",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object per line.")]
Limit = Annotated[int, typer.Option(min=0, metavar="N", help="The most records.")]
