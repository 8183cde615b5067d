"""Twilio's OpenAPI document of API 2010-04-01 as the compact description that this repository keeps.

    python tools/describe_api.py twilio_api_v2010.json > twilio_async/emulator/api_v2010.json

The description has one line for each operation and each schema, in the document's order; the same document
always gives the same bytes. Prose, examples, bounds and the kinds of values in paths are left out; what else
this script has no words for is an error.

A kind is a word (`string`, `uri`, `rfc2822`), `=GET|POST` for an enumeration, `sid SM|MM` for an identifier
with its prefixes, `[uri]` for a list, or an object of kinds. `*` behind a parameter's kind says that it is
required. Numbered parameters are one entry, `Parameter{1-99}.Name`.

Source: https://github.com/twilio/twilio-oai (`spec/json/twilio_api_v2010.json`)
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Node: TypeAlias = dict[str, Any]
"""An object of the document."""

METHODS = {"get": "GET", "post": "POST", "delete": "DELETE"}
PAGING = frozenset({"PageSize", "Page", "PageToken"})
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"

_VERSION = "/2010-04-01"
_SCHEMA = re.compile(r"api\.v2010\.(?:account\.)?(.+)")
_SID = re.compile(r"\^\(?([A-Z]{2}(?:\|[A-Z]{2})*)\)?\[0-9a-fA-F\]\{32\}\$")
_NUMBERED = re.compile(r"([A-Za-z]+)(\d+)\.(\w+)")
_FIRST_REFUSAL = 400
_FORMATS = {"date-time-rfc-2822": "rfc2822"} | {
    name: name
    for name in (
        "currency",
        "date",
        "date-time",
        "endpoint",
        "iso-country-code",
        "phone-number",
        "twiml",
        "uri",
        "uri-map",
    )
}
_TYPES = frozenset({"boolean", "integer", "number", "string"})
_OBJECTS = frozenset({"phone-number-capabilities", "ice-server"})


class UnknownFact(Exception):
    """The document says something that the description has no words for."""


class Document:
    """An OpenAPI document, whose references can be followed."""

    def __init__(self, content: Node) -> None:
        self.paths: Node = content["paths"]
        self._schemas: Node = content["components"]["schemas"]

    def schema(self, name: str) -> Node:
        """The schema with this name."""
        found: Node = self._schemas[name]
        return found

    def kind(self, schema: Node) -> Any:
        """The kind that a schema describes.

        Raises:
            UnknownFact: The schema is of a type, a format or a pattern that is not known.
        """
        if "$ref" in schema:
            return self.kind(self.schema(referenced(schema)))
        if "enum" in schema:
            return "=" + "|".join(map(str, schema["enum"]))
        if "pattern" in schema:
            return _identifier(schema["pattern"])
        if schema.get("type") == "array":
            item = self.kind(schema["items"])
            return f"[{item}]" if isinstance(item, str) else [item]
        if "properties" in schema and schema.get("format", "") in {"", *_OBJECTS}:
            return {key: self.kind(each) for key, each in schema["properties"].items()}
        return _word(schema)


def referenced(schema: Node) -> str:
    """The name of the schema that a reference leads to."""
    name: str = schema["$ref"].rpartition("/")[2]
    return name


def description(content: Node) -> str:
    """The whole description as the text of its file.

    Raises:
        UnknownFact: The document says something that the description has no words for.
    """
    document = Document(content)
    rows = list(operations(document))
    names = dict.fromkeys(row["schema"] for row in rows if "schema" in row)
    schemas = {_short(name): document.kind(document.schema(name)) for name in names}
    for row in rows:
        if "schema" in row:
            row["schema"] = _short(row["schema"])
    lines = ",\n".join(map(json.dumps, rows))
    entries = ",\n".join(f"{json.dumps(name)}: {json.dumps(kinds)}" for name, kinds in schemas.items())
    return f'{{"operations": [\n{lines}\n], "schemas": {{\n{entries}\n}}}}\n'


def operations(document: Document) -> Iterator[Node]:
    """A row for each operation; its schema has the name that the document gives it."""
    for path, node in document.paths.items():
        for method, name in METHODS.items():
            if method in node:
                yield _operation(document, path, name, node[method])
        others = {key for key, each in node.items() if "operationId" in each} - METHODS.keys()
        if others:
            raise UnknownFact(f"{path}: {', '.join(sorted(others))}")


def _operation(document: Document, path: str, method: str, node: Node) -> Node:
    taken, required = _parameters(node)
    kinds = {name: document.kind(schema) for name, schema in taken.items() if name not in PAGING}
    if not all(isinstance(kind, str) for kind in kinds.values()):
        raise UnknownFact(f"{node['operationId']}: a parameter that is an object")
    described = _numbered({name: kind + "*" * (name in required) for name, kind in kinds.items()})
    defaults = {name: schema["default"] for name, schema in taken.items() if "default" in schema}
    answers = {int(code): each for code, each in node["responses"].items() if int(code) < _FIRST_REFUSAL}
    row: Node = {
        "operation": node["operationId"],
        "method": method,
        "path": path.removeprefix(_VERSION).removesuffix(".json"),
        "paged": not PAGING.isdisjoint(taken),
        "parameters": described,
        "defaults": defaults,
        **_records(node["operationId"], answers.values()),
        "statuses": sorted(answers),
    }
    return {key: value for key, value in row.items() if value or key == "statuses"}


def _parameters(node: Node) -> tuple[dict[str, Node], set[str]]:
    """The schemas of the parameters in query and form, and the names of the required ones."""
    query = [each for each in node.get("parameters", ()) if each["in"] != "path"]
    taken = {each["name"]: each["schema"] for each in query}
    required = {each["name"] for each in query if each.get("required")}
    if any(each["in"] != "query" for each in query):
        raise UnknownFact(f"{node['operationId']}: a parameter that is in neither path nor query")
    body = node.get("requestBody", {}).get("content", {})
    if body.keys() - {FORM}:
        raise UnknownFact(f"{node['operationId']}: {', '.join(sorted(body))}")
    form = body.get(FORM, {}).get("schema", {})
    return taken | form.get("properties", {}), required | set(form.get("required", ()))


def _numbered(kinds: Mapping[str, str]) -> dict[str, str]:
    """The parameters with numbered ones, `Parameter1.Name` to `Parameter99.Name`, as one entry each."""
    highest: dict[tuple[str, str], int] = {}
    for stem, number, part in (match.groups() for match in map(_NUMBERED.fullmatch, kinds) if match):
        highest[stem, part] = max(highest.get((stem, part), 0), int(number))
    entries: dict[str, str] = {}
    for name, kind in kinds.items():
        match = _NUMBERED.fullmatch(name)
        if match is None:
            entries[name] = kind
        else:
            stem, _, part = match.groups()
            entries[f"{stem}{{1-{highest[stem, part]}}}.{part}"] = kind
    return entries


def _records(operation: str, answers: Iterable[Node]) -> Node:
    """The schema of the records in the answers, and the key of their list where they are a page."""
    bodies: list[Node] = [each["content"][JSON]["schema"] for each in answers if "content" in each]
    found: list[Node] = []
    for body in bodies:
        if "$ref" in body:
            found.append({"schema": referenced(body)})
        else:
            found += [
                {"list": key, "schema": referenced(each["items"])}
                for key, each in body["properties"].items()
                if each.get("type") == "array"
            ]
    if len(found) < len(bodies) or any(each != found[0] for each in found):
        raise UnknownFact(f"{operation}: answers with {found}")
    return found[0] if found else {}


def _identifier(pattern: str) -> str:
    match = _SID.fullmatch(pattern)
    if match is None:
        raise UnknownFact(f"the pattern {pattern}")
    return f"sid {match[1]}"


def _word(schema: Node) -> str:
    if "format" in schema:
        if schema["format"] not in _FORMATS:
            raise UnknownFact(f"the format {schema['format']}")
        return _FORMATS[schema["format"]]
    kind: str = schema.get("type", "any")
    if kind not in {*_TYPES, "any"}:
        raise UnknownFact(f"the type {kind}")
    return kind


def _short(name: str) -> str:
    """`api.v2010.account.call` as `call`."""
    match = _SCHEMA.fullmatch(name)
    if match is None:
        raise UnknownFact(f"the schema {name}")
    return match[1]


def main() -> None:
    """The program: the document is the one argument, the description goes to standard output."""
    (path,) = sys.argv[1:]
    sys.stdout.write(description(json.loads(Path(path).read_bytes())))


if __name__ == "__main__":
    main()
