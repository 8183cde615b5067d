"""Parameters of operations: which names a request may have, and what may stand behind each.

A parameter is made of its name and its kind, as the description of the API writes kinds. `read_arguments`
holds a request against the parameters of its operation and refuses what does not fit, unknown names
included. Knows no single resource.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeAlias, cast
from urllib.parse import urlsplit

from attrs import evolve, frozen

from twilio_async.emulator.wire.dates import Span, parse_instant, parse_span
from twilio_async.emulator.wire.errors import (
    INVALID_CHOICE,
    INVALID_PARAMETER,
    bad_request,
    missing_parameter,
)

Pairs: TypeAlias = Sequence[tuple[str, str]]
"""Names and values in the order in which they came."""

Read: TypeAlias = Callable[[str], Any]
"""Makes a value of its text; ValueError where the text does not fit."""

_HTTP = frozenset({"http", "https"})
_COUNTRY = re.compile(r"[A-Z]{2}")
_OFFSET = re.compile(r"[+-]\d{1,5}days?", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,18}", re.ASCII)
_DATE_MESSAGE = "Invalid date value."


@frozen
class Parameter:
    """A parameter: its name, how its text is read (ValueError if it does not fit), how it is refused.

    `many`: it may come more than once.
    """

    name: str
    read: Read
    many: bool = False
    code: int = INVALID_PARAMETER
    message: str | None = None

    def parse(self, value: str) -> Any:
        """The value of a text.

        Raises:
            Refusal: 400, the text does not fit.
        """
        try:
            return self.read(value)
        except ValueError:
            raise bad_request(self.code, self.message or f"Invalid Parameter {self.name}") from None


class Arguments:
    """The checked values of one request, by the names of their parameters."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, list[Any]]) -> None:
        self._values = values

    def get(self, name: str) -> Any:
        """The value of a parameter; None where it was not given."""
        values = self._values.get(name)
        return values[0] if values else None

    def all(self, name: str) -> list[Any]:
        """The values of a parameter that may come more than once, in the order in which they came."""
        return self._values.get(name, [])

    def __iter__(self) -> Iterator[tuple[str, list[Any]]]:
        """All names with their values, in the order in which the names came."""
        return iter(self._values.items())

    def require(self, missing: Mapping[str, int]) -> None:
        """Check that each of these names has a value; beside each is the code of its refusal.

        Raises:
            Refusal: 400, one has none.
        """
        for name, code in missing.items():
            if self.get(name) in {None, ""}:
                raise missing_parameter(name, code)


def read_arguments(parameters: Mapping[str, Parameter], pairs: Pairs) -> Arguments:
    """The values of a request whose names and texts fit its parameters.

    Raises:
        Refusal: 400, with 20001 for an unknown or repeated name, and else with the parameter's own code.
    """
    values: dict[str, list[Any]] = {}
    for name, value in pairs:
        parameter = parameters.get(name)
        if parameter is None:
            raise bad_request(INVALID_PARAMETER, f"Unknown parameter {name}")
        earlier = values.setdefault(name, [])
        if earlier and not parameter.many:
            raise bad_request(INVALID_PARAMETER, f"Parameter {name} is given more than once")
        earlier.append(parameter.parse(value))
    return Arguments(values)


def parameter_of(name: str, kind: str) -> Parameter:
    """A parameter of a kind, as the description writes kinds.

    Four kinds are this emulator's own: `integer 1-999` has bounds (`integer` alone begins at 0), `url` is a
    `uri` that may not be empty, `websocket` one of a WebSocket too, and `any-case =a|b` an enumeration whose
    words may be in capitals.
    """
    if kind.startswith("["):
        return evolve(parameter_of(name, kind[1:-1]), many=True)
    word, _, detail = kind.partition(" ")
    if kind.startswith("="):
        return Parameter(name, _choice(kind), code=INVALID_CHOICE)
    if word == "any-case":
        choose = _choice(detail)
        return Parameter(name, lambda value: choose(value.lower()), code=INVALID_CHOICE)
    if word == "sid":
        return Parameter(name, _matching(re.compile(f"(?:{detail})[0-9a-fA-F]{{32}}")))
    if word == "integer":
        return Parameter(name, _integer(detail))
    return Parameter(name, _READERS[word], message=_DATE_MESSAGE if word in _DATES else None)


def _choice(kind: str) -> Read:
    words = kind.removeprefix("=").split("|")
    return lambda value: words[words.index(value)]


def _matching(pattern: re.Pattern[str]) -> Read:
    def read(value: str) -> str:
        if not pattern.fullmatch(value):
            raise ValueError(value)
        return value

    return read


def _integer(bounds: str) -> Read:
    """A reader of whole numbers, bounds included; the upper one may be left out."""
    least, _, most = bounds.partition("-")

    def read(value: str) -> int:
        if not _WHOLE.fullmatch(value):
            raise ValueError(value)
        number = int(value)
        if number < int(least or 0) or (most and number > int(most)):
            raise ValueError(value)
        return number

    return read


def _boolean(value: str) -> bool:
    """`true` or `false`, in any case."""
    return ("false", "true").index(value.lower()) == 1


def _not_negative(value: str) -> float:
    number = float(value)
    if not 0 <= number < float("inf"):
        raise ValueError(value)
    return number


def _url(value: str, schemes: frozenset[str] = _HTTP) -> str:
    """An absolute URL."""
    parts = urlsplit(value)
    if parts.scheme not in schemes or not parts.netloc:
        raise ValueError(value)
    return value


def _optional_url(value: str) -> str:
    """An absolute URL; an empty one takes away what was set."""
    return value and _url(value)


def _websocket(value: str) -> str:
    """The URL of a WebSocket, or one of http or https that leads to it."""
    return _url(value, _HTTP | {"ws", "wss"})


def _day(value: str) -> str:
    """`YYYY-MM-DD`, or so many days from now: `-30days`."""
    if not _OFFSET.fullmatch(value):
        date.fromisoformat(value)
    return value


_DATES: Mapping[str, Read] = {"date": _day, "date-time": parse_instant}
_READERS: Mapping[str, Read] = {
    **dict.fromkeys(("string", "phone-number", "endpoint", "twiml", "any"), str),
    **_DATES,
    "boolean": _boolean,
    "number": _not_negative,
    "uri": _optional_url,
    "url": _url,
    "websocket": _websocket,
    "iso-country-code": _matching(_COUNTRY),
}


class DateFilter:
    """A date filter with its inequalities: `X` (the day or instant), `X>` (on or after), `X<` (on or before).

    The names `X>=` and `X<=` mean the same as `X>` and `X<`. A filter that `takes_days` reads a time of day
    as the whole of its UTC day.
    """

    def __init__(self, name: str, *, takes_days: bool = False) -> None:
        self._takes_days = takes_days
        self._equal, self._after, self._before, self._from, self._until = (
            Parameter(name + sign, parse_span, message=_DATE_MESSAGE) for sign in ("", ">", "<", ">=", "<=")
        )

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """All names under which the filter may come."""
        return self._equal, self._after, self._before, self._from, self._until

    def bounds(
        self, arguments: Arguments, *, days_only: bool = False
    ) -> tuple[datetime | None, datetime | None]:
        """The first moment that is inside and the first that is behind; None where there is no bound.

        `days_only`: read the filter as one that takes days, whichever it is.
        """
        takes_days = days_only or self._takes_days

        def spans(*parameters: Parameter) -> list[Span]:
            values = (arguments.get(parameter.name) for parameter in parameters)
            given = [cast("Span", span) for span in values if span is not None]
            return [span.day for span in given] if takes_days else given

        starts = [span.start for span in spans(self._equal, self._after, self._from)]
        ends = [span.after_start for span in spans(self._before, self._until)]
        ends += [span.end for span in spans(self._equal)]
        return max(starts, default=None), min(ends, default=None)
