"""The operations of 2010-04-01 as a table: paths, parameters, codes of refusal, fields of records.

`api_v2010.json` beside this file holds one entry for each kind of record; what its keys mean is said at
`_entries` and `_endpoints_of`. The hand-written Messages are not in it. Knows parameters, and neither
requests nor storage.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from http import HTTPStatus
from importlib import resources
from typing import Any, Final, TypeAlias

import attrs
import orjson

from twilio_async.emulator.wire.documents import camel_case
from twilio_async.emulator.wire.parameters import (
    DateFilter,
    Parameter,
    boolean,
    choice,
    country,
    day,
    decimal,
    integer,
    optional_url,
    sid,
    text,
    websocket,
)

Kind: TypeAlias = str | Mapping[str, "Kind"] | list["Kind"]
"""What a field holds: the name of a kind, or an object or a list of kinds."""

_FILE: Final = "api_v2010.json"
_METHODS: Final = {"list": "GET", "create": "POST", "fetch": "GET", "update": "POST", "delete": "DELETE"}
_STATUSES: Final = {"create": HTTPStatus.CREATED, "delete": HTTPStatus.NO_CONTENT}
_MISSING: Final = 20001
_PAIRS: Final = range(1, 100)
_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")


@attrs.frozen(eq=False)
class Record:
    """One kind of record; `fields` are its kinds under their JSON keys, in order.

    `list_key` is empty for what is never listed, and `paths` are the patterns of its collections.
    """

    name: str
    element: str
    list_key: str
    paths: tuple[str, ...]
    fields: Mapping[str, Kind]

    @property
    def list_element(self) -> str:
        """The XML element around a list."""
        return camel_case(self.list_key)

    @property
    def prefix(self) -> str:
        """The two letters that its sids begin with."""
        kind = self.fields["sid"]
        return kind.removeprefix("sid ")[:2] if isinstance(kind, str) else ""


@attrs.frozen(eq=False)
class Endpoint:
    """One operation: where it is, what it takes, what it answers with.

    `collection` is the path of the collection that `pattern` is, or is an instance of;
    `verb` is list, create, fetch, update or delete; `missing` has the code for each parameter that has to be
    given; `dates` are the filters by date, whose parameters are among `parameters`.
    """

    verb: str
    method: str
    collection: str
    pattern: str
    record: Record
    status: int
    parameters: Mapping[str, Parameter[Any]]
    missing: Mapping[str, int]
    dates: Mapping[str, DateFilter]


@cache
def snake_case(name: str) -> str:
    """`VoiceUrl` as `voice_url`, `SMS` as `sms`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


@cache
def placeholders(pattern: str) -> tuple[str, ...]:
    """The names of the values in a path: `DomainSid`, `Sid`."""
    return tuple(_PLACEHOLDER.findall(pattern))


def endpoint(method: str, pattern: str) -> Endpoint:
    """The operation at a path below the account; KeyError where there is none."""
    return _catalog()[method, pattern]


def endpoints(path: str) -> Iterator[Endpoint]:
    """All operations on the collection at `path`, and on its instances."""
    return (found for found in _catalog().values() if found.collection == path)


def endpoints_of(name: str) -> Iterator[Endpoint]:
    """All operations on the records of this name."""
    return (found for found in _catalog().values() if found.record.name == name)


@cache
def children(pattern: str) -> tuple[str, ...]:
    """The segments that may follow an instance of the collection at `pattern`, each once."""
    found = (re.match(rf"{re.escape(pattern)}/\{{\w+\}}/(\w+)", each) for _, each in _catalog())
    return tuple(dict.fromkeys(match[1] for match in found if match))


@cache
def record(name: str) -> Record:
    """The kind of record with this name; KeyError where there is none."""
    return _records()[name]


@cache
def _entries() -> list[dict[str, Any]]:
    """One entry for each kind of record: `name`, XML `element`, key of its `list`, `paths`, and `fields`.

    The fields are kinds under their JSON keys; `+` names a record whose fields come before them. The rest of
    an entry is about operations: see `_endpoints_of`.
    """
    content = resources.files("twilio_async.emulator").joinpath(_FILE).read_bytes()
    entries: list[dict[str, Any]] = orjson.loads(content)
    return entries


@cache
def _records() -> dict[str, Record]:
    fields: dict[str, dict[str, Kind]] = {}
    for entry in sorted(_entries(), key=lambda entry: "+" in entry["fields"]):
        own = dict(entry["fields"])
        fields[entry["name"]] = {**fields.get(own.pop("+", ""), {}), **own}
    return {
        entry["name"]: Record(
            entry["name"],
            entry["element"],
            entry.get("list", ""),
            tuple(entry["paths"]),
            fields[entry["name"]],
        )
        for entry in _entries()
    }


@cache
def _catalog() -> dict[tuple[str, str], Endpoint]:
    found = (each for entry in _entries() for each in _endpoints_of(entry))
    return {(each.method, each.pattern): each for each in found}


def _endpoints_of(entry: Mapping[str, Any]) -> Iterator[Endpoint]:
    """The operations of one entry.

    `verbs` has the names of the parameters of each verb, with `*` where they are required; `parameters` has
    their kinds, under `verb.Name` where one verb differs; `missing` and `invalid` have the codes of refusal
    where they are not the general ones, by name, or by kind; `statuses` has the status of a verb where it is
    another than usual; `key` is the placeholder of an instance.
    """
    for verb, names in entry["verbs"].items():
        tokens: list[str] = names.split()
        read = _Reader(entry, verb)
        for token in tokens:
            read.add(token.rstrip("*"))
        codes: Mapping[str, int] = entry.get("missing", {})
        required = [token[:-1] for token in tokens if token.endswith("*")]
        for path in entry["paths"]:
            yield Endpoint(
                verb,
                _METHODS[verb],
                path,
                f"{path}/{{{entry['key']}}}" if _is_instance(entry, verb) else path,
                _records()[entry["name"]],
                entry.get("statuses", {}).get(verb, _STATUSES.get(verb, HTTPStatus.OK)),
                read.parameters,
                {name: codes.get(name, _MISSING) for name in required},
                read.dates,
            )


def _is_instance(entry: Mapping[str, Any], verb: str) -> bool:
    return "key" in entry and verb not in {"list", "create"}


class _Reader:
    """Makes parameters of their kinds."""

    def __init__(self, entry: Mapping[str, Any], verb: str) -> None:
        self.parameters: dict[str, Parameter[Any]] = {}
        self.dates: dict[str, DateFilter] = {}
        self._kinds: Mapping[str, str] = entry.get("parameters", {})
        self._codes: Mapping[str, int] = entry.get("invalid", {})
        self._verb = verb

    def add(self, name: str) -> None:
        kind = self._kinds.get(f"{self._verb}.{name}") or self._kinds[name]
        if kind == "pairs":
            stem = name.partition("{")[0]
            names = (f"{stem}{number}.{part}" for number in _PAIRS for part in ("Name", "Value"))
            self.parameters.update((each, text(each)) for each in names)
        elif kind.endswith("<>"):
            self.dates[name] = DateFilter(name)
            self.parameters.update((each.name, each) for each in self.dates[name].parameters)
        else:
            parameter = _parameter(name, kind)
            code = self._codes.get(name) or self._codes.get(kind) or parameter.code
            self.parameters[name] = attrs.evolve(parameter, code=code)


_TEXTS: Final = dict.fromkeys(("string", "phone-number", "endpoint", "twiml", "any"), text)
_BUILDERS: Final[Mapping[str, Callable[[str], Parameter[Any]]]] = {
    **_TEXTS,
    "boolean": boolean,
    "integer": lambda name: integer(name, 0),
    "number": decimal,
    "date": day,
    "uri": optional_url,
    "websocket": websocket,
    "iso-country-code": country,
}


def _parameter(name: str, kind: str) -> Parameter[Any]:
    if kind.startswith("["):
        return attrs.evolve(_parameter(name, kind[1:-1]), many=True)
    if kind.startswith("="):
        return choice(name, *kind[1:].split("|"))
    if kind.startswith("sid "):
        return sid(name, kind.removeprefix("sid "))
    return _BUILDERS[kind](name)
