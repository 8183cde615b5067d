"""Which parameters an operation takes, and what they may say.

An operation declares its parameters; `read_arguments` holds a request against the declaration and refuses
what does not fit, unknown names included. Knows nothing of any single resource.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, Generic, TypeAlias, TypeVar, cast
from urllib.parse import urlsplit

import attrs

from twilio_async.emulator.wire.dates import Span, parse_instant, parse_span
from twilio_async.emulator.wire.errors import INVALID_CHOICE, INVALID_PARAMETER, bad_request

T = TypeVar("T")

Pairs: TypeAlias = Sequence[tuple[str, str]]
"""Names and values in the order in which they came."""

_HTTP: Final = frozenset({"http", "https"})
_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_OFFSET: Final = re.compile(r"[+-]\d{1,5}days?", re.ASCII)
_WHOLE: Final = re.compile(r"-?\d{1,18}", re.ASCII)
_DATE_MESSAGE: Final = "Invalid date value."
_MISSING: Final = {
    21201: "No 'To' number is specified",
    21213: "No 'From' number is specified",
    21401: "No phone number is specified",
    21421: "PhoneNumber is required",
}


@attrs.frozen
class Parameter(Generic[T]):
    """A parameter: its name, how its text is read (ValueError if it does not fit), how it is refused."""

    name: str
    read: Callable[[str], T]
    many: bool = False
    code: int = INVALID_PARAMETER
    message: str | None = None

    def parse(self, value: str) -> T:
        """Read one value; ApiError 400 when it does not fit."""
        try:
            return self.read(value)
        except ValueError:
            raise bad_request(self.code, self.message or f"Invalid Parameter {self.name}") from None


class Arguments:
    """The checked values of one request, addressed by the parameters that declare them."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, list[object]]) -> None:
        self._values = values

    def get(self, parameter: Parameter[T]) -> T | None:
        """The value of a parameter, or None where it was not given."""
        values = self._values.get(parameter.name)
        return cast("T", values[0]) if values else None

    def all(self, parameter: Parameter[T]) -> list[T]:
        """The values of a repeatable parameter in the order in which they came."""
        return cast("list[T]", self._values.get(parameter.name, []))

    def named(self, name: str) -> Any:
        """The value under a name, for parameters that a table declares; None where it was not given."""
        values = self._values.get(name)
        return values[0] if values else None

    def __iter__(self) -> Iterator[tuple[str, list[Any]]]:
        """All names with their values, in the order in which the names came."""
        return iter(self._values.items())

    def require(self, missing: Mapping[str, int]) -> None:
        """ApiError 400 for the first of these names that has no value, with the code beside it."""
        for name, code in missing.items():
            if self.named(name) in {None, ""}:
                message = _MISSING.get(code) or f"Missing required parameter {name} in the post body"
                raise bad_request(code, message)


def read_arguments(declared: Mapping[str, Parameter[Any]], pairs: Pairs) -> Arguments:
    """Check names and values; ApiError 400: 20001 for an unknown or repeated name, or the parameter's own."""
    values: dict[str, list[object]] = {}
    for name, value in pairs:
        parameter = declared.get(name)
        if parameter is None:
            raise bad_request(INVALID_PARAMETER, f"Unknown parameter {name}")
        given = values.setdefault(name, [])
        if given and not parameter.many:
            raise bad_request(INVALID_PARAMETER, f"Parameter {name} is given more than once")
        given.append(parameter.parse(value))
    return Arguments(values)


def by_name(parameters: Iterable[Parameter[Any]]) -> dict[str, Parameter[Any]]:
    """Parameters as the declaration that `read_arguments` takes."""
    return {parameter.name: parameter for parameter in parameters}


def text(name: str) -> Parameter[str]:
    """Any text."""
    return Parameter(name, str)


def boolean(name: str) -> Parameter[bool]:
    """`true` or `false`, in any case."""
    return Parameter(name, lambda value: ("false", "true").index(value.lower()) == 1)


def integer(name: str, least: int, most: int | None = None) -> Parameter[int]:
    """A whole number within bounds."""

    def read(value: str) -> int:
        if not _WHOLE.fullmatch(value):
            raise ValueError(value)
        number = int(value)
        if number < least or (most is not None and number > most):
            raise ValueError(value)
        return number

    return Parameter(name, read)


def decimal(name: str) -> Parameter[float]:
    """A number that is not negative."""
    return Parameter(name, _not_negative)


def _not_negative(value: str) -> float:
    number = float(value)
    if not 0 <= number < float("inf"):
        raise ValueError(value)
    return number


def choice(name: str, *choices: str) -> Parameter[str]:
    """One of a few words; 20422 otherwise."""
    return Parameter(name, lambda value: choices[choices.index(value)], code=INVALID_CHOICE)


def sid(name: str, prefix: str) -> Parameter[str]:
    """Two letters and 32 hexadecimal digits."""
    pattern = re.compile(f"{prefix}[0-9a-fA-F]{{32}}")

    def read(value: str) -> str:
        if not pattern.fullmatch(value):
            raise ValueError(value)
        return value

    return Parameter(name, read)


def url(name: str, *, code: int = INVALID_PARAMETER, many: bool = False) -> Parameter[str]:
    """An absolute http or https URL."""
    return Parameter(name, _absolute_url, many=many, code=code)


def websocket(name: str) -> Parameter[str]:
    """An absolute URL of a WebSocket, or one of http or https that leads to it."""
    return Parameter(name, lambda value: _absolute_url(value, _HTTP | {"ws", "wss"}))


def _absolute_url(value: str, schemes: frozenset[str] = _HTTP) -> str:
    parts = urlsplit(value)
    if parts.scheme not in schemes or not parts.netloc:
        raise ValueError(value)
    return value


def optional_url(name: str) -> Parameter[str]:
    """An absolute http or https URL; an empty one takes away what was set."""
    return Parameter(name, lambda value: value and _absolute_url(value))


def country(name: str) -> Parameter[str]:
    """Two capital letters, as in ISO 3166."""

    def read(value: str) -> str:
        if not _COUNTRY.fullmatch(value):
            raise ValueError(value)
        return value

    return Parameter(name, read)


def day(name: str) -> Parameter[str]:
    """`YYYY-MM-DD`, or so many days from now: `-30days`."""

    def read(value: str) -> str:
        if not _OFFSET.fullmatch(value):
            date.fromisoformat(value)
        return value

    return Parameter(name, read, message=_DATE_MESSAGE)


def instant(name: str) -> Parameter[datetime]:
    """An ISO 8601 date and time with `Z` or an offset."""
    return Parameter(name, parse_instant, message=_DATE_MESSAGE)


class DateFilter:
    """A date filter with its inequalities: `X` (the day or instant), `X>` (on or after), `X<` (on or before).

    The names `X>=` and `X<=` mean the same as `X>` and `X<`.
    """

    def __init__(self, name: str) -> None:
        self._equal, self._after, self._before = (_span(name + sign) for sign in ("", ">", "<"))
        self._from, self._until = (_span(name + sign) for sign in (">=", "<="))

    @property
    def parameters(self) -> tuple[Parameter[Span], ...]:
        """All names under which the filter may come."""
        return self._equal, self._after, self._before, self._from, self._until

    def bounds(self, arguments: Arguments) -> tuple[datetime | None, datetime | None]:
        """The first moment that is inside and the first that is behind; None where there is no bound."""
        starts = [span.start for span in _given(arguments, self._equal, self._after, self._from)]
        ends = [span.after_start for span in _given(arguments, self._before, self._until)]
        ends += [span.end for span in _given(arguments, self._equal)]
        return max(starts, default=None), min(ends, default=None)


def _span(name: str) -> Parameter[Span]:
    return Parameter(name, parse_span, message=_DATE_MESSAGE)


def _given(arguments: Arguments, *parameters: Parameter[Span]) -> list[Span]:
    return [span for parameter in parameters if (span := arguments.get(parameter)) is not None]
