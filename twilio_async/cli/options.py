"""The options that several commands share, and how dates are read from a command line.

No option takes a secret: the arguments of a process can be read by everybody on its machine.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar, cast

import typer
from attrs import frozen

_SECRETS = (
    "The credentials come from the environment: TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN, or with "
    "TWILIO_API_KEY and TWILIO_API_SECRET; or else from a profile, which `twilio-async login` makes. There "
    "is no option for a secret: process lists would show it."
)


def example(arguments: str) -> str:
    """The end of the help of a command: an example of it."""
    return f"Example: twilio-async {arguments}"


def epilog(arguments: str) -> str:
    """The end of the help of a command that asks Twilio: an example, and where its credentials come from."""
    return f"{example(arguments)}\n\n{_SECRETS}"


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


T = TypeVar("T")


@frozen
class OptionGroup:
    """Options that belong together, as the default of the one parameter that a command has for them.

    Attributes:
        make: Makes the value of that parameter; the options are its parameters.
    """

    make: Callable[..., Any]


def options(make: Callable[..., T]) -> T:
    """A group of options, as the default of the parameter of a command that gets their value.

    Args:
        make: Makes the value of that parameter; the options are its parameters.
    """
    return cast("T", OptionGroup(make))
