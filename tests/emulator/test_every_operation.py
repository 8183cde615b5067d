"""Every operation of the description is served: status, fields, kinds of JSON, refusals, in JSON and XML."""

import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from tests.conformance.published import is_published, strays, strays_of_refusal
from tests.support.api_table import OPERATIONS, SCHEMAS, Kind, Operation, snake_case
from tests.support.clock import ManualClock
from tests.support.emulator_api import Api, Element
from tests.support.prerequisites import Prerequisites
from twilio_async.emulator import Emulator

PLAIN_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "integer": int,
    "boolean": bool,
    "uri-map": dict,
}


@pytest.fixture
def prerequisites(api: Api, emulator: Emulator, clock: ManualClock) -> Prerequisites:
    return Prerequisites(api, emulator, clock)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
async def test_an_operation(prerequisites: Prerequisites, operation: Operation) -> None:
    form = await prerequisites.form_for(operation)
    await check_refusals(prerequisites, operation, form)
    answer = await prerequisites.ask(operation, form)

    assert answer.status in operation.statuses, answer.body
    if answer.body and is_published(operation):
        assert strays(answer.json, operation) == []
    if operation.list_key is not None:
        records = answer.json[operation.list_key]
        assert records
        for record in records:
            assert misfits(record, SCHEMAS[operation.schema or ""]) == []
    elif operation.schema is not None:
        assert misfits(answer.json, SCHEMAS[operation.schema]) == []
    else:
        assert answer.body == b""
        assert (await prerequisites.ask(operation, {})).status == 404


@pytest.mark.parametrize(
    "operation",
    [operation for operation in OPERATIONS if operation.method == "GET"],
    ids=lambda operation: operation.name,
)
async def test_an_answer_in_xml(prerequisites: Prerequisites, operation: Operation) -> None:
    form = await prerequisites.form_for(operation)
    answer = await prerequisites.ask(operation, form, suffix=".xml")

    assert answer.status in operation.statuses
    root = answer.xml
    records = list(root) if operation.list_key is not None else [root]
    assert records
    for record in records:
        assert keys_of(record) == set(SCHEMAS[operation.schema or ""].fields)
    if operation.list_key is not None:
        assert snake_case(str(root.tag)) == operation.list_key
        assert len({str(record.tag) for record in records}) == 1


async def check_refusals(prerequisites: Prerequisites, operation: Operation, form: Mapping[str, str]) -> None:
    for name in [parameter.wire[0] for parameter in operation.required]:
        answer = await prerequisites.ask(operation, {key: form[key] for key in form if key != name})
        assert (answer.status, strays_of_refusal(answer.json)) == (400, []), name
    for name in enumerations(operation):
        answer = await prerequisites.ask(operation, {**form, name: "bogus"})
        assert (answer.status, strays_of_refusal(answer.json)) == (400, []), name
    answer = await prerequisites.ask(operation, {**form, "Bogus": "1"})
    assert (answer.status, answer.code) == (400, 20001)


def enumerations(operation: Operation) -> list[str]:
    """The parameters that take a few words."""
    return [
        parameter.wire[0]
        for parameter in operation.parameters
        if (parameter.kind.item or parameter.kind).name == "enumeration"
    ]


def misfits(record: Mapping[str, Any], schema: Kind) -> list[str]:
    """The fields that are missing, too many, or of another kind than the table says."""
    kinds = schema.fields
    different = record.keys() ^ kinds.keys()
    wrong = [key for key in record.keys() & kinds.keys() if not fits(record[key], kinds[key])]
    return sorted([*different, *wrong])


def fits(value: Any, kind: Kind) -> bool:
    if value is None or value == "" or kind.name == "any":
        return True
    if kind.name == "object":
        return not misfits(value, kind)
    if kind.item is not None:
        item = kind.item
        return all(fits(each, item) for each in value)
    if kind.name in PLAIN_TYPES:
        return isinstance(value, PLAIN_TYPES[kind.name])
    return isinstance(value, str) and reads_as(value, kind)


def reads_as(value: str, kind: Kind) -> bool:
    if kind.name == "enumeration":
        return value in kind.words
    if kind.name == "sid":
        return re.fullmatch(f"({'|'.join(kind.words)})[0-9a-f]{{32}}", value) is not None
    if kind.name == "rfc2822":
        return parsedate_to_datetime(value).utcoffset() is not None
    if kind.name == "number":  # Twilio writes these as texts, whatever its description says.
        return re.fullmatch(r"-?\d+(\.\d+)?", value) is not None
    return kind.name != "date" or re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None


def keys_of(record: Element) -> set[str]:
    return {snake_case(str(child.tag)) for child in record}
