"""The script that makes the description of the API of Twilio's OpenAPI document, on an invented one."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tools import describe_api

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PIGEONS = "/2010-04-01/Accounts/{AccountSid}/Pigeons"
PATH_PARAMETERS = [{"name": "AccountSid", "in": "path", "schema": {"type": "string"}, "required": True}]


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def answered(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def document() -> dict[str, Any]:
    """An API of carrier pigeons that has something of everything."""
    page: dict[str, Any] = {
        "type": "object",
        "properties": {
            "page": {"type": "integer"},
            "pigeons": {"type": "array", "items": ref("api.v2010.account.pigeon")},
        },
    }
    query = [
        {"name": "Released<", "in": "query", "schema": {"type": "string", "format": "date-time"}},
        {"name": "PageSize", "in": "query", "schema": {"type": "integer"}},
        {"name": "PageToken", "in": "query", "schema": {"type": "string"}},
    ]
    form: dict[str, Any] = {
        "type": "object",
        "properties": {
            "Loft": {"type": "string", "pattern": "^LO[0-9a-fA-F]{32}$"},
            "Colour": ref("pigeon_enum_colour"),
            "Ring1.Name": {"type": "string"},
            "Ring1.Value": {"type": "string"},
            "Ring2.Name": {"type": "string"},
            "Ring2.Value": {"type": "string"},
            "Stops": {"type": "array", "items": {"type": "string", "format": "uri"}},
            "Speed": {"type": "integer", "default": 70},
        },
        "required": ["Colour", "Loft"],
    }
    return {
        "paths": {
            f"{PIGEONS}.json": {
                "description": "Pigeons.",
                "post": {
                    "operationId": "CreatePigeon",
                    "parameters": PATH_PARAMETERS,
                    "requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": form}}},
                    "responses": {"201": answered(ref("api.v2010.account.pigeon")), "408": answered({})},
                },
                "get": {
                    "operationId": "ListPigeon",
                    "parameters": [*PATH_PARAMETERS, *query],
                    "responses": {"200": answered(page)},
                },
            },
            f"{PIGEONS}/{{Sid}}.json": {
                "delete": {
                    "operationId": "DeletePigeon",
                    "parameters": PATH_PARAMETERS,
                    "responses": {"204": {}},
                },
            },
        },
        "components": {
            "schemas": {
                "api.v2010.account.pigeon": {
                    "type": "object",
                    "properties": {
                        "sid": {"type": "string", "pattern": "^(PI|DO)[0-9a-fA-F]{32}$"},
                        "colour": ref("pigeon_enum_colour"),
                        "released": {"type": "string", "format": "date-time-rfc-2822"},
                        "weights": {"type": "array", "items": {"type": "number"}},
                        "capabilities": {
                            "type": "object",
                            "format": "phone-number-capabilities",
                            "properties": {"voice": {"type": "boolean"}},
                        },
                        "message": {"nullable": True},
                    },
                },
                "api.v2010.account.crow": {"type": "object", "properties": {}},
                "pigeon_enum_colour": {"type": "string", "enum": ["grey", "white"]},
            }
        },
    }


DESCRIPTION: dict[str, Any] = {
    "operations": [
        {
            "operation": "ListPigeon",
            "method": "GET",
            "path": "/Accounts/{AccountSid}/Pigeons",
            "paged": True,
            "parameters": {"Released<": "date-time"},
            "list": "pigeons",
            "schema": "pigeon",
            "statuses": [200],
        },
        {
            "operation": "CreatePigeon",
            "method": "POST",
            "path": "/Accounts/{AccountSid}/Pigeons",
            "parameters": {
                "Loft": "sid LO*",
                "Colour": "=grey|white*",
                "Ring{1-2}.Name": "string",
                "Ring{1-2}.Value": "string",
                "Stops": "[uri]",
                "Speed": "integer",
            },
            "defaults": {"Speed": 70},
            "schema": "pigeon",
            "statuses": [201],
        },
        {
            "operation": "DeletePigeon",
            "method": "DELETE",
            "path": "/Accounts/{AccountSid}/Pigeons/{Sid}",
            "statuses": [204],
        },
    ],
    "schemas": {
        "pigeon": {
            "sid": "sid PI|DO",
            "colour": "=grey|white",
            "released": "rfc2822",
            "weights": "[number]",
            "capabilities": {"voice": "boolean"},
            "message": "any",
        }
    },
}


def test_every_fact_of_a_document_is_described() -> None:
    assert json.loads(describe_api.description(document())) == DESCRIPTION


def test_the_same_document_gives_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(document(), indent=2))
    command = [sys.executable, describe_api.__file__, str(path)]

    first, second = (subprocess.run(command, capture_output=True, check=True).stdout for _ in range(2))

    assert first == second == describe_api.description(document()).encode()
    assert first.count(b"\n") == len(DESCRIPTION["operations"]) + len(DESCRIPTION["schemas"]) + 3


def of_pigeon(content: dict[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = content["components"]["schemas"]["api.v2010.account.pigeon"]["properties"]
    return fields


def with_a_format(content: dict[str, Any]) -> None:
    of_pigeon(content)["nest"] = {"type": "string", "format": "geohash"}


def with_a_type(content: dict[str, Any]) -> None:
    of_pigeon(content)["nest"] = {"type": "null"}


def with_a_pattern(content: dict[str, Any]) -> None:
    of_pigeon(content)["nest"] = {"type": "string", "pattern": "^[a-z]+$"}


def with_a_method(content: dict[str, Any]) -> None:
    content["paths"][f"{PIGEONS}.json"]["put"] = {"operationId": "ReplacePigeon"}


def with_a_header(content: dict[str, Any]) -> None:
    header = {"name": "If-Match", "in": "header", "schema": {"type": "string"}}
    content["paths"][f"{PIGEONS}.json"]["get"]["parameters"] = [header]


def with_an_object_in_a_form(content: dict[str, Any]) -> None:
    form = content["paths"][f"{PIGEONS}.json"]["post"]["requestBody"]["content"]
    form["application/x-www-form-urlencoded"]["schema"]["properties"]["Nest"] = ref("api.v2010.account.crow")


def with_a_json_body(content: dict[str, Any]) -> None:
    body = content["paths"][f"{PIGEONS}.json"]["post"]["requestBody"]["content"]
    body["application/json"] = body.pop("application/x-www-form-urlencoded")


def with_two_kinds_of_answers(content: dict[str, Any]) -> None:
    responses = content["paths"][f"{PIGEONS}.json"]["post"]["responses"]
    responses["200"] = answered(ref("api.v2010.account.crow"))


def with_another_product(content: dict[str, Any]) -> None:
    schemas = content["components"]["schemas"]
    schemas["verify.v2.pigeon"] = schemas["api.v2010.account.pigeon"]
    post = content["paths"][f"{PIGEONS}.json"]["post"]
    post["responses"] = {"201": answered(ref("verify.v2.pigeon"))}


@pytest.mark.parametrize(
    "change",
    [
        with_a_format,
        with_a_type,
        with_a_pattern,
        with_a_method,
        with_a_header,
        with_an_object_in_a_form,
        with_a_json_body,
        with_two_kinds_of_answers,
        with_another_product,
    ],
)
def test_what_the_description_has_no_words_for_is_an_error(change: Callable[[Any], None]) -> None:
    content = document()
    change(content)

    with pytest.raises(describe_api.UnknownFact):
        describe_api.description(content)
