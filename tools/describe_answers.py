"""The kinds of values in Twilio's answers, from its OpenAPI document and the example bodies in that.

    python tools/describe_answers.py twilio_api_v2010.json > tests/conformance/published.json

For each schema, each of its fields with the kinds of JSON that it may have: those of the examples where they
show the field with a value, and those of the schema elsewhere, since Twilio's answers are like its examples
(prices and coordinates are texts, though the schema calls them numbers). `null` is among them where schema or
example have it. The same document always gives the same bytes.

Source: https://github.com/twilio/twilio-oai (`spec/json/twilio_api_v2010.json`)
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

Node: TypeAlias = dict[str, Any]
"""An object of the document."""

Seen: TypeAlias = dict[str, dict[str, set[str]]]
"""The kinds that examples show, by schema and field."""

_SCHEMA = re.compile(r"api\.v2010\.(?:account\.)?(.+)")
_KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
}
_FIRST_REFUSAL = 400
_ANY = ["array", "boolean", "integer", "null", "number", "object", "string"]


def answers(document: Node) -> Node:
    """The kinds of the fields of `records` by schema, and beside the lists of `pages` by operation."""
    schemas = document["components"]["schemas"]
    seen: Seen = defaultdict(lambda: defaultdict(set))
    pages: dict[str, dict[str, list[str]]] = {}
    for operation, content in _contents(document):
        list_key, schema = _subject(content["schema"])
        bodies = [example["value"] for example in content.get("examples", {}).values()]
        for record in (record for body in bodies for record in (body[list_key] if list_key else [body])):
            for key, value in record.items():
                seen[schema][key].add(_KINDS[type(value)])
        seen[schema]  # It is answered with, whether or not there is an example.
        if list_key:
            pages[operation] = _page(content["schema"]["properties"], bodies, list_key)
    records = {
        _name(schema): {
            key: _kinds(_resolved(node, schemas), seen[schema][key])
            for key, node in schemas[schema]["properties"].items()
        }
        for schema in sorted(seen)
    }
    return {"pages": pages, "records": records}


def _page(properties: Node, bodies: list[Node], list_key: str) -> dict[str, list[str]]:
    """The kinds of what stands beside a list: what an example shows, or else what the schema has."""
    keys = [key for key in (bodies[0] if bodies else properties) if key != list_key]
    return {
        key: _kinds(properties.get(key, {}), {_KINDS[type(body[key])] for body in bodies if key in body})
        for key in keys
    }


def _contents(document: Node) -> Iterator[tuple[str, Node]]:
    """What operations succeed with, under their names."""
    paths: dict[str, Node] = document["paths"]
    for path in paths.values():
        for operation in (path[method] for method in ("get", "post", "delete") if method in path):
            responses: dict[str, Node] = operation["responses"]
            for status, response in responses.items():
                if int(status) < _FIRST_REFUSAL and "content" in response:
                    yield operation["operationId"], response["content"]["application/json"]


def _subject(schema: Node) -> tuple[str | None, str]:
    """The key of the list, if it is one, and the name of the schema of its records."""
    if "$ref" in schema:
        return None, schema["$ref"].rpartition("/")[2]
    [(key, node)] = [pair for pair in schema["properties"].items() if pair[1].get("type") == "array"]
    return key, node["items"]["$ref"].rpartition("/")[2]


def _resolved(node: Node, schemas: Node) -> Node:
    return schemas[node["$ref"].rpartition("/")[2]] if "$ref" in node else node


def _kinds(node: Node, seen: set[str]) -> list[str]:
    shown = seen - {"null"}
    kinds = shown or ({node["type"]} if "type" in node else set(_ANY))
    return sorted(kinds | ({"null"} if node.get("nullable") or "null" in seen else set()))


def _name(schema: str) -> str:
    match = _SCHEMA.fullmatch(schema)
    return schema if match is None else match[1]


def main() -> None:
    """Write the kinds, a line for each schema and operation."""
    document = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    parts = [
        f"{json.dumps(part)}: {{\n"
        + ",\n".join(f"{json.dumps(name)}: {json.dumps(fields)}" for name, fields in rows.items())
        + "\n}"
        for part, rows in answers(document).items()
    ]
    sys.stdout.write("{\n" + ",\n".join(parts) + "\n}\n")


if __name__ == "__main__":
    main()
