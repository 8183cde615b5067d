"""Twilio's own description of API 2010-04-01, as a table of operations and schemas.

It is the file that the emulator reads as well, made by `tools/describe_api.py`, and read here by itself. The
rule that names everything in Python is written here a second time, from Twilio's names alone, so that what
the client makes of its signatures is checked against something else than itself.

Source: https://github.com/twilio/twilio-oai (`twilio_api_v2010.json`)
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import orjson
from attrs import field, frozen

import twilio_async

ROOT = "/2010-04-01"
DESCRIPTIONS = Path(twilio_async.__file__).parent / "emulator"
"""Where the description and its overlay are."""

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z]+")
_PAIR = re.compile(r"(?P<base>\w+)\{1-(?P<most>\d+)\}\.(?:Name|Value)")
_COMPARISONS = {"<": "_before", ">": "_after"}


@frozen
class Kind:
    """What values a parameter or a field has.

    Attributes:
        name: The table's word, or "enumeration", "sid", "array", "object" or "pairs".
        words: The values of an enumeration, or the prefixes of a SID.
        item: The kind of an array's items.
        fields: The kinds of an object's fields.
    """

    name: str
    words: tuple[str, ...] = ()
    item: Kind | None = None
    fields: Mapping[str, Kind] = field(factory=dict[str, "Kind"])


@frozen
class Parameter:
    """One parameter as Python has it: numbered pairs are one mapping.

    Attributes:
        python: Its name in a signature.
        wire: Its names in requests, of which all but those of numbered pairs have one.
    """

    python: str
    wire: tuple[str, ...]
    kind: Kind
    is_required: bool


@frozen
class Operation:
    """One operation of the API.

    Attributes:
        name: Twilio's, such as `CreateCall`.
        path: From the root of the generation on, with `{Sid}` and its like for what a caller fills in.
        statuses: The statuses that it is documented to succeed with.
        schema: The name of the records in the answer; None where it has no body.
        list_key: Where a page has its records; None where the answer is one record.
    """

    name: str
    method: str
    path: str
    statuses: tuple[int, ...]
    parameters: tuple[Parameter, ...]
    schema: str | None
    list_key: str | None
    is_paged: bool

    @property
    def below(self) -> str:
        """The path below the account, or that of the accounts."""
        return self.path.removeprefix("/Accounts/{AccountSid}").strip("/")

    @property
    def steps(self) -> tuple[str, ...]:
        """The way from the client to the resource: attributes, and `{Sid}` and its like for calls."""
        return tuple(
            segment if segment.startswith("{") else snake_case(segment) for segment in self.below.split("/")
        )

    @property
    def verb(self) -> str:
        """The name of the method, with which Twilio's name of the operation begins."""
        return snake_case(self.name).partition("_")[0]

    @property
    def python(self) -> str:
        """How it is written: `calls().recordings.create`."""
        return f"{written(self.steps)}.{self.verb}"

    @property
    def required(self) -> tuple[Parameter, ...]:
        return tuple(parameter for parameter in self.parameters if parameter.is_required)


def written(steps: tuple[str, ...]) -> str:
    """Steps as one writes them, with empty parentheses for each call."""
    return re.sub(r"\.\{\w*\}", "()", ".".join(steps))


def snake_case(name: str) -> str:
    """`StatusCallback` as `status_callback`, `SIP` as `sip`."""
    return "_".join(_WORD.findall(name)).lower()


def python_name(wire: str) -> str:
    """The name of the parameter that is `wire` in a request."""
    comparison = _COMPARISONS.get(wire[-1], "")
    name = snake_case(wire.rstrip("<>")) + comparison
    return f"{name}_" if keyword.iskeyword(name) else name


def attribute_name(key: str) -> str:
    """The attribute of a model that holds the field `key`."""
    return f"{key}_" if keyword.iskeyword(key) else key


def kind(described: Any) -> Kind:
    """The kind that the table describes as `described`."""
    match described:
        case dict():
            fields = cast("dict[str, Any]", described)
            return Kind("object", fields={name: kind(inner) for name, inner in fields.items()})
        case [inner]:
            return Kind("array", item=kind(inner))
        case str() if described.startswith("["):
            return Kind("array", item=kind(described[1:-1]))
        case str() if described.startswith("="):
            return Kind("enumeration", tuple(described[1:].split("|")))
        case str() if described.startswith("sid "):
            return Kind("sid", tuple(described[4:].split("|")))
        case _:
            return Kind(str(described))


def parameters_of(described: Mapping[str, str]) -> tuple[Parameter, ...]:
    """The parameters that the table describes, by their names on the wire."""
    parameters: dict[str, Parameter] = {}
    for name, text in described.items():
        parameter = _pairs(pair) if (pair := _PAIR.fullmatch(name)) else _plain(name, text)
        parameters[parameter.python] = parameter
    return tuple(parameters.values())


def _plain(name: str, text: str) -> Parameter:
    return Parameter(python_name(name), (name,), kind(text.removesuffix("*")), text.endswith("*"))


def _pairs(pair: re.Match[str]) -> Parameter:
    wire = tuple(
        f"{pair['base']}{number}.{part}"
        for number in range(1, int(pair["most"]) + 1)
        for part in ("Name", "Value")
    )
    return Parameter(python_name(pair["base"]) + "s", wire, Kind("pairs"), is_required=False)


def operation_of(row: Mapping[str, Any]) -> Operation:
    """The operation that a row of the table describes."""
    return Operation(
        name=row["operation"],
        method=row["method"],
        path=row["path"],
        statuses=tuple(row["statuses"]),
        parameters=parameters_of(row.get("parameters", {})),
        schema=row.get("schema"),
        list_key=row.get("list"),
        is_paged=row.get("paged", False),
    )


CONTENT: dict[str, Any] = orjson.loads((DESCRIPTIONS / "api_v2010.json").read_bytes())
"""The table as it is written."""

OPERATIONS: tuple[Operation, ...] = tuple(map(operation_of, CONTENT["operations"]))

SCHEMAS: dict[str, Kind] = {name: kind(fields) for name, fields in CONTENT["schemas"].items()}
"""The records, each an object."""
