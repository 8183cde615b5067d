"""Dates and instants as options: how they are read, and the options that bound a list by them."""

from datetime import date, datetime, timedelta
from typing import Any

import typer

_LONGEST_DURATION = 6


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


def duration(text: str) -> timedelta:
    """A length of time: 3d, 12h or 90m."""
    units = {"d": "days", "h": "hours", "m": "minutes"}
    if not text[:-1].isdecimal() or text[-1] not in units or len(text) > _LONGEST_DURATION:
        raise typer.BadParameter(f"{text!r} is not like 3d, 12h or 90m")
    return timedelta(**{units[text[-1]]: int(text[:-1])})


def since(done: str) -> Any:
    """The option for the earliest moment at which something was `done`."""
    return _moment(f"{done} on or after")


def until(done: str) -> Any:
    """The option for the latest moment at which something was `done`."""
    return _moment(f"{done} on or before")


def _moment(which: str) -> Any:
    return typer.Option(parser=day_or_instant, metavar="TIME", help=f"{which} this UTC midnight or instant.")
