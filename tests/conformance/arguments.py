"""Arguments for parameters: a value that a caller may give, and what it is on the wire."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.support.api_table import Kind, Operation, Parameter

NEEDED_BESIDES: Mapping[str, tuple[str, ...]] = {
    "CreateMessage": ("from_", "body"),
    "CreateCall": ("url",),
    "CreateIncomingPhoneNumber": ("phone_number",),
}
"""Operations that need one of several parameters, none of which the table can call required."""


@frozen
class Argument:
    """A value, and the texts that arrive under each of the parameter's names that it uses."""

    value: Any
    arriving: Mapping[str, list[str]]


def argument(parameter: Parameter, number: int) -> Argument:
    """An argument that no other `number` gives the same parameter, as far as its kind has others."""
    if parameter.kind.name == "pairs":
        return pairs(parameter, {"first name": "Zoë & co", "second": "2", "third": "<3>"})
    if parameter.kind.name == "array":
        items = [_single(parameter, parameter.kind.item or parameter.kind, number + step) for step in (0, 1)]
        return Argument([value for value, _ in items], {parameter.wire[0]: [text for _, text in items]})
    value, text = _single(parameter, parameter.kind, number)
    return Argument(value, {parameter.wire[0]: [text]})


def pairs(parameter: Parameter, entries: Mapping[str, str]) -> Argument:
    """A mapping for numbered pairs."""
    texts = [text for entry in entries.items() for text in entry]
    return Argument(entries, {name: [text] for name, text in zip(parameter.wire, texts, strict=False)})


def all_of(operation: Operation) -> dict[str, Argument]:
    """An argument for each parameter, each with a value of its own."""
    return {
        parameter.python: argument(parameter, number)
        for number, parameter in enumerate(operation.parameters, 1)
    }


def fewest_of(operation: Operation) -> dict[str, Argument]:
    """Arguments for what is required, and nothing else."""
    needed = {parameter.python for parameter in operation.required}
    needed.update(NEEDED_BESIDES.get(operation.name, ()))
    return {name: given for name, given in all_of(operation).items() if name in needed}


def values(arguments: Mapping[str, Argument]) -> dict[str, Any]:
    """What the method is called with."""
    return {name: given.value for name, given in arguments.items()}


def arriving(arguments: Mapping[str, Argument]) -> dict[str, list[str]]:
    """What the server is to receive: names, and the texts of each."""
    return {name: texts for given in arguments.values() for name, texts in given.arriving.items()}


def by_name(received: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """What a server received, in the form of `arriving`."""
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for name, text in received:
        texts[name].append(text)
    return dict(texts)


def _single(parameter: Parameter, kind: Kind, number: int) -> tuple[Any, str]:
    """A value of a kind that is one text, and that text."""
    if kind.words:
        text = kind.words[number % len(kind.words)] + (f"{number:032x}" if kind.name == "sid" else "")
        return text, text
    return _MAKERS[kind.name](parameter.python, number)


def _boolean(_: str, number: int) -> tuple[bool, str]:
    return (True, "true") if number % 2 else (False, "false")


def _number(_: str, number: int) -> tuple[Decimal | float, str]:
    text = f"{number}.0625"
    return (Decimal(text) if number % 2 else float(text)), text


def _day(_: str, number: int) -> tuple[date, str]:
    day = date(2026, 3, 1) + timedelta(days=number)
    return day, day.isoformat()


def _moment(_: str, number: int) -> tuple[datetime, str]:
    """A moment whose day is another one in UTC."""
    offset = timedelta(hours=5, minutes=30)
    moment = datetime(2026, 3, 1, 2, 15, 30, tzinfo=timezone(offset)) + timedelta(days=number)
    return moment, f"{(moment - offset).replace(tzinfo=None).isoformat()}Z"


def _object(_: str, number: int) -> tuple[dict[str, Any], str]:
    return {"policy": "Zoë & co", "times": number}, f'{{"policy":"Zoë & co","times":{number}}}'


def _as_it_is(write: Callable[[str, int], str]) -> Callable[[str, int], tuple[str, str]]:
    """A maker of texts that are sent as they are."""

    def make(name: str, number: int) -> tuple[str, str]:
        text = write(name, number)
        return text, text

    return make


_phone_number = _as_it_is(lambda _, number: f"+1555{number:07}")

_MAKERS: dict[str, Callable[[str, int], tuple[Any, str]]] = {
    "any": _object,
    "boolean": _boolean,
    "date": _day,
    "date-time": _moment,
    "endpoint": _phone_number,
    "integer": lambda _, number: (40 + number, str(40 + number)),
    "iso-country-code": _as_it_is(lambda _, number: ("NL", "FR", "DE", "JP")[number % 4]),
    "number": _number,
    "phone-number": _phone_number,
    "string": _as_it_is(lambda name, number: f"{name} {number} of Zoë & co: 100% = <1 + 1>; ☎ 😀"),
    "twiml": _as_it_is(lambda _, number: f"<Response><Say>Zoë &amp; co, {number} + 1</Say></Response>"),
    "uri": _as_it_is(lambda name, number: f"https://example.com/{name}?number={number}&of=a%20url"),
}
"""What makes value and text for the other kinds, from the name of the parameter and a number."""
