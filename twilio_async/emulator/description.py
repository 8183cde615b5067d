"""The API as it is described: its operations with their parameters, and its records with their fields.

`api_v2010.json` is made of Twilio's own description by `tools/describe_api.py`, where its notation of kinds
is explained. `api_overlay.json` is written by hand and holds what that lacks, by generation:

- `files`: parameters of an address whose bytes are a file, which have nothing to do with its record.
- `legacy`: operations, parameters and schemas that Twilio no longer documents, with the reason to have them.
  All of 2008-08-01 is such.
- `checks`: kinds of parameters that are checked more closely than the description says, and of some that are
  taken besides.
- `codes`: the codes of refusal of operations. `missing` are those of required parameters; `invalid` those of
  values that do not fit, by name or by kind. Elsewhere the general ones hold.
- `elements`: XML elements that do not follow from the keys of lists.
- `orders`: the order of XML elements where the description has another.

Knows parameters and fields, and neither requests nor storage.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import msgspec
from attrs import evolve, frozen

from twilio_async.emulator.wire.fields import writers_of, written
from twilio_async.emulator.wire.names import element_name, singular, snake_case
from twilio_async.emulator.wire.paging import PAGING
from twilio_async.emulator.wire.parameters import DateFilter, Parameter, parameter_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twilio_async.emulator.wire.fields import FieldKind, Fields

V2010, V2008 = "2010-04-01", "2008-08-01"
GENERATIONS = (V2010, V2008)

_MISSING = 20001
_ACCOUNT = "/Accounts/{AccountSid}/"
_NUMBERED = re.compile(r"(\w+)\{1-(\d+)\}\.(\w+)")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class RecordKind:
    """One kind of record: its XML element, the key of its lists, and the kinds of its fields in order.

    `list_key` is empty for what is never listed.
    """

    def __init__(self, element: str, list_key: str, fields: Mapping[str, FieldKind]) -> None:
        self.element = element
        self.list_key = list_key
        self.fields = fields
        self._writers = writers_of(fields)

    @property
    def prefix(self) -> str:
        """The two letters that its sids begin with."""
        kind = self.fields["sid"]
        return kind.removeprefix("sid ")[:2] if isinstance(kind, str) else ""

    def write(self, values: Mapping[str, object]) -> Fields:
        """All its fields with these values, which come under their JSON keys."""
        return written(self._writers, values)


@frozen(eq=False)
class Endpoint:
    """One operation of the API: where it is, what it takes, what it answers with.

    Attributes:
        name: Twilio's, such as `CreateCall`.
        pattern: The path below the account, or from `Accounts` on, with `{Sid}` and its like.
        record: What it answers with, or, where that has no body, what it is about.
        status: The status of its success.
        missing: The code of refusal for each required parameter.
        dates: Its filters by date, whose parameters are among `parameters`.
    """

    generation: str
    name: str
    method: str
    pattern: str
    record: RecordKind
    status: int
    parameters: Mapping[str, Parameter]
    missing: Mapping[str, int]
    dates: Mapping[str, DateFilter]

    @property
    def verb(self) -> str:
        """The word with which its name begins: list, create, fetch, update or delete."""
        return snake_case(self.name).partition("_")[0]

    @property
    def collection(self) -> str:
        """The pattern of the collection that it is about, as a whole or in one instance."""
        return collection_of(self.pattern)


def endpoint(method: str, pattern: str, generation: str = V2010) -> Endpoint:
    """The operation at a path below the account.

    Raises:
        KeyError: There is none.
    """
    return _endpoints(generation)[method, pattern]


def endpoints(collection: str) -> Iterator[Endpoint]:
    """All operations of 2010-04-01 on a collection, and on its instances."""
    return (found for found in _endpoints(V2010).values() if found.collection == collection)


@cache
def subresources(pattern: str) -> tuple[str, ...]:
    """The segments that may follow an instance of the collection at `pattern`, each once."""
    found = (re.match(rf"{re.escape(pattern)}/\{{\w+\}}/(\w+)", each) for _, each in _endpoints(V2010))
    return tuple(dict.fromkeys(match[1] for match in found if match))


def collection_of(pattern: str) -> str:
    """A pattern without the placeholder of an instance at its end."""
    return pattern.rpartition("/")[0] if pattern.endswith("}") else pattern


@cache
def placeholders(pattern: str) -> tuple[str, ...]:
    """The names of the values in a path: `DomainSid`, `Sid`."""
    return tuple(_PLACEHOLDER.findall(pattern))


def concrete(pattern: str, path_values: tuple[str, ...]) -> str:
    """A pattern with its placeholders replaced; more values than placeholders do not matter."""
    rest = iter(path_values)
    return "/".join(next(rest) if part.startswith("{") else part for part in pattern.split("/"))


@cache
def _endpoints(generation: str) -> dict[tuple[str, str], Endpoint]:
    return {(each.method, each.pattern): each for each in _Reader(generation).endpoints()}


def _content(name: str) -> dict[str, Any]:
    folder = resources.files("twilio_async.emulator")
    text = folder.joinpath(name)
    # The wheel has the large one compressed: see hatch_build.py.
    body = (
        text.read_bytes() if text.is_file() else gzip.decompress(folder.joinpath(f"{name}.gz").read_bytes())
    )
    content: dict[str, Any] = msgspec.json.decode(body)
    return content


class _Reader:
    """A reader of the description of one generation, with the overlay over it."""

    def __init__(self, generation: str) -> None:
        self._generation = generation
        self._overlay: dict[str, Any] = _content("api_overlay.json")[generation]
        self._rows: list[dict[str, Any]] = []
        self._schemas: dict[str, Any] = {}
        self._further_parameters: dict[str, dict[str, str]] = {}
        published = [_content("api_v2010.json")] if generation == V2010 else []
        for part in [*published, *self._overlay["legacy"]]:
            self._rows += part.get("operations", [])
            self._schemas |= part.get("schemas", {})
            self._further_parameters |= part.get("parameters", {})
        self._further_parameters |= self._overlay.get("files", {})
        lists = [row for row in self._rows if "list" in row]
        self._list_keys = {row["schema"]: row["list"] for row in lists}
        self._list_keys_by_place = {_pattern(row): row["list"] for row in lists}

    def endpoints(self) -> Iterator[Endpoint]:
        """All operations, in the order of the description."""
        records = {schema: self._record(schema) for schema in self._schemas}
        by_place = {
            collection_of(_pattern(row)): records[row["schema"]]
            for row in sorted(self._rows, key=lambda row: row["method"] == "GET")
            if "schema" in row
        }
        for row in self._rows:
            name, pattern = row["operation"], _pattern(row)
            kinds = row.get("parameters", {}) | self._further_parameters.get(name, {})
            parameters, dates = self._parameters(name, kinds)
            yield Endpoint(
                generation=self._generation,
                name=name,
                method=row["method"],
                pattern=pattern,
                record=records[row["schema"]] if "schema" in row else by_place[collection_of(pattern)],
                status=row["statuses"][-1],
                parameters=parameters | (PAGING[self._generation] if row.get("paged") else {}),
                missing=self._missing(name, kinds),
                dates=dates,
            )

    def _record(self, schema: str) -> RecordKind:
        fields: Mapping[str, FieldKind] = self._schemas[schema]
        order: str | None = self._overlay["orders"].get(schema)
        if order is not None:
            fields = {key: fields[key] for key in order.split()}
        return RecordKind(self._element(schema), self._list_keys.get(schema, ""), fields)

    def _element(self, schema: str) -> str:
        """The XML element of a schema: one of its list, or of the list at its place, or of its own name."""
        element: str | None = self._overlay["elements"].get(schema)
        if element is not None:
            return element
        list_key = self._list_keys.get(schema)
        for row in self._rows:
            if list_key is None and row.get("schema") == schema:
                list_key = self._list_keys_by_place.get(collection_of(_pattern(row)))
        return element_name(schema.rpartition(".")[2] if list_key is None else singular(list_key))

    def _parameters(
        self, operation: str, kinds: Mapping[str, str]
    ) -> tuple[dict[str, Parameter], dict[str, DateFilter]]:
        codes = self._codes(operation, "invalid")
        dates = {
            name: DateFilter(name, takes_days=kind == "date")
            for name, kind in kinds.items()
            if f"{name}<" in kinds
        }
        parameters = {each.name: each for filter_ in dates.values() for each in filter_.parameters}
        for name, described in {**kinds, **self._overlay["checks"].get(operation, {})}.items():
            if name in parameters:
                continue
            kind = described.removesuffix("*")
            for each in _numbered(name):
                parameter = parameter_of(each, kind)
                code = codes.get(name) or codes.get(kind) or parameter.code
                parameters[each] = evolve(parameter, code=code)
        return parameters, dates

    def _missing(self, operation: str, kinds: Mapping[str, str]) -> dict[str, int]:
        codes = self._codes(operation, "missing")
        return {name: codes.get(name, _MISSING) for name, kind in kinds.items() if kind.endswith("*")}

    def _codes(self, operation: str, group: str) -> dict[str, int]:
        found: dict[str, int] = {}
        for entry in self._overlay["codes"]:
            if operation in entry["operations"]:
                found |= entry.get(group, {})
        return found


def _pattern(row: Mapping[str, Any]) -> str:
    path: str = row["path"]
    return path.removeprefix(_ACCOUNT).removeprefix("/")


def _numbered(name: str) -> Iterator[str]:
    """The names for which an entry stands: `Parameter{1-99}.Name` is 99 of them."""
    match = _NUMBERED.fullmatch(name)
    if match is None:
        yield name
    else:
        yield from (f"{match[1]}{number}.{match[3]}" for number in range(1, int(match[2]) + 1))
