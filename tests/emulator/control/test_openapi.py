"""The OpenAPI document of control describes what is served."""

from typing import Any

import orjson
import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate

from tests.emulator.control.conftest import Control
from tests.support.emulator_api import FROM, TO, Api
from twilio_async.emulator import Emulator
from twilio_async.emulator.control.openapi import document

DOCUMENT: dict[str, Any] = orjson.loads(document())
OPERATIONS = {
    operation["operationId"]: (path, method.upper(), operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}
NO_JSON = {"events", "page"}
BODIES: dict[str, dict[str, object]] = {
    "add_account": {"friendly_name": "Sub"},
    "change_account": {"status": "active"},
    "seed": {"messages": 1, "days": 2},
    "add_history": {"messages": 1, "since": "2026-01-01"},
    "receive_message": {"from": TO, "to": FROM, "body": "Hi", "account_sid": Emulator().account_sid},
    "receive_call": {"from": TO, "to": FROM, "inputs": ["1"], "account_sid": Emulator().account_sid},
    "add_media": {"message_sid": "<message>", "content": "aGk=", "content_type": "text/plain"},
    "add_recording": {"call_sid": "<call>"},
    "add_transcription": {"recording_sid": "<recording>", "text": "Hello"},
    "add_notification": {"call_sid": "<call>"},
    "add_fault": {"kind": "server_error", "status": 503},
    "change_clock": {"move_seconds": 1},
    "change_settings": {"list_lag": 1},
}


@pytest.fixture
async def values(api: Api, emulator: Emulator) -> dict[str, str]:
    """What stands for placeholders: records that are there."""
    call = emulator.scenes.add_call(to=FROM, from_=TO)
    return {
        "<message>": (await api.send()).json["sid"],
        "<call>": call.sid,
        "<recording>": emulator.scenes.add_recording(call.sid).sid,
        "change_account": emulator.account_sid,
        "message": emulator.messages[0].sid,
        "call": call.sid,
        "remove_fault": "1",
    }


def is_valid(schema: dict[str, Any], value: object) -> bool:
    return not list(OAS31Validator({**schema, "components": DOCUMENT["components"]}).iter_errors(value))


def test_the_document_is_openapi() -> None:
    validate(DOCUMENT)


@pytest.mark.parametrize("name", [name for name in OPERATIONS if name not in NO_JSON])
async def test_every_operation_answers_what_the_document_says(
    control: Control, emulator: Emulator, values: dict[str, str], name: str
) -> None:
    path, method, operation = OPERATIONS[name]
    body = BODIES.get(name)
    assert (body is not None) == ("requestBody" in operation)
    if body is not None:
        body = {key: values.get(str(value), value) for key, value in body.items()}
        assert is_valid(operation["requestBody"]["content"]["application/json"]["schema"], body)
    if name == "remove_fault":
        emulator.faults.script(None)
    query = {
        one["name"]: one["schema"]["default"]
        for one in operation.get("parameters", ())
        if one["in"] == "query" and one["schema"].get("default") is not None
    }

    status, answer = await control.ask(
        method, path.replace("{sid}", values.get(name, "")).replace("{number}", "1"), body, **query
    )

    said = operation["responses"][str(status)]
    content = said.get("content", {}).get("application/json")
    assert (answer is None) == (content is None)
    if content:
        assert is_valid(content.get("schema", {}), answer)


@pytest.mark.parametrize("name", BODIES)
async def test_what_the_document_does_not_know_is_refused(control: Control, name: str) -> None:
    path, method, operation = OPERATIONS[name]
    body = {**BODIES[name], "unknown": 1}
    assert not is_valid(operation["requestBody"]["content"]["application/json"]["schema"], body)

    status, trouble = await control.ask(method, path, body)

    assert status == 400
    assert is_valid(operation["responses"]["default"]["content"]["application/json"]["schema"], trouble)


async def test_the_document_is_served(control: Control) -> None:
    assert await control.get("openapi.json") == DOCUMENT
