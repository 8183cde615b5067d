"""Records in FastAPI and pydantic: as answers, in models, and in the description of an API."""

import subprocess
import sys
from collections.abc import AsyncIterator
from typing import Any, TypeVar

import pytest
from attrs import evolve
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from pydantic import BaseModel, TypeAdapter, ValidationError

import twilio_async
from tests.support.clients import FROM, MESSAGE, RECORD, TO
from twilio_async import Call, IncomingPhoneNumber, LegacySmsMessage, Message, Model, SmsFlags
from twilio_async.core.codec.answers import structure

M = TypeVar("M", bound=Model)
DATED = RECORD | {"date_sent": "Tue, 12 Apr 2011 16:15:02 +0000", "price": "-0.0075", "num_segments": "1"}
LATER = DATED | {"tomorrow": {"a": [1]}}
"""A record with a field that Twilio added."""

MODELS = [
    value
    for name in dir(twilio_async)
    if isinstance(value := getattr(twilio_async, name), type)
    and issubclass(value, Model)
    and value is not Model
]


def message(record: dict[str, Any] = LATER) -> Message:
    return structure(Message, dict(record), "Message")


def least(model: type[M]) -> M:
    """A record with what it never lacks, as its description has it, and a field of tomorrow."""
    required = TypeAdapter(model).json_schema().get("required", ())
    return structure(model, dict.fromkeys(required, "1") | {"tomorrow": 1}, model.__name__)


class Delivery(BaseModel):
    """A model of a program, with records in it."""

    note: str
    message: Message
    others: list[Message] = []
    call: Call | None = None


def program() -> FastAPI:
    """A service that answers with records in each of the ways."""
    app = FastAPI()

    @app.get("/one")
    async def one() -> Message:
        return message()

    @app.get("/many")
    async def many() -> list[Message]:
        return [message(), message(RECORD)]

    @app.get("/perhaps")
    async def perhaps(found: bool) -> Message | None:
        return message() if found else None

    @app.get("/model")
    async def model() -> Delivery:
        return Delivery(note="n", message=message(), others=[message(RECORD)])

    @app.get("/named", response_model=Message)
    async def named() -> Any:
        return message()

    @app.get("/bare", response_model=None)
    async def bare() -> Any:
        return message()

    @app.get("/bare-list", response_model=None)
    async def bare_list() -> Any:
        return [message()]

    @app.get("/legacy")
    async def legacy() -> LegacySmsMessage:
        return evolve(least(LegacySmsMessage), flags=SmsFlags(4))

    @app.post("/note")
    async def note(delivery: Delivery) -> list[str | None]:
        return [delivery.message.sid, str(delivery.message.price), str(delivery.message.date_sent)]

    return app


@pytest.fixture
async def http() -> AsyncIterator[AsyncClient]:
    async with AsyncClient(transport=ASGITransport(program()), base_url="http://service.example") as running:
        yield running


@pytest.mark.parametrize("path", ["/one", "/named", "/bare", "/perhaps?found=true"])
async def test_a_route_answers_with_a_record(http: AsyncClient, path: str) -> None:
    response = await http.get(path)

    assert (response.status_code, response.json()) == (200, message().to_dict())
    assert response.json()["from"] == FROM
    assert response.json()["tomorrow"] == {"a": [1]}


async def test_a_route_answers_with_several_records_or_none(http: AsyncClient) -> None:
    assert (await http.get("/many")).json() == [message().to_dict(), message(RECORD).to_dict()]
    assert (await http.get("/bare-list")).json() == [message().to_dict()]
    assert (await http.get("/perhaps", params={"found": False})).json() is None
    assert (await http.get("/legacy")).json()["flags"] == 4


async def test_a_route_answers_with_records_in_a_model(http: AsyncClient) -> None:
    assert (await http.get("/model")).json() == {
        "note": "n",
        "message": message().to_dict(),
        "others": [message(RECORD).to_dict()],
        "call": None,
    }


@pytest.mark.parametrize("record", [DATED, LATER, message().to_dict()])
async def test_a_route_takes_records_as_twilio_and_as_to_dict_write_them(
    http: AsyncClient, record: dict[str, Any]
) -> None:
    response = await http.post("/note", json={"note": "n", "message": record})

    assert response.json() == [MESSAGE, "-0.0075", "2011-04-12 16:15:02+00:00"]


@pytest.mark.parametrize("record", [None, "SM1", 5, [], ["SM1"]])
async def test_a_route_refuses_what_is_no_record(http: AsyncClient, record: Any) -> None:
    response = await http.post("/note", json={"note": "n", "message": record})

    assert response.status_code == 422
    assert "an object is expected" in response.text


async def test_the_service_is_described_field_by_field(http: AsyncClient) -> None:
    described = (await http.get("/openapi.json")).json()

    schemas = described["components"]["schemas"]
    assert {"Message", "Call", "Delivery", "LegacySmsMessage"} <= schemas.keys()
    assert not [name for name in schemas if name.endswith(("-Input", "-Output"))]
    properties = schemas["Message"]["properties"]
    assert [*properties] == [*message(RECORD).to_dict()]
    assert {"type": "string", "format": "date-time"} in properties["date_sent"]["anyOf"]
    assert {"type": "integer"} in properties["num_segments"]["anyOf"]
    assert "enum" not in str(properties["status"])  # Twilio may add a state tomorrow.
    assert schemas["Message"]["additionalProperties"] is True
    reference = {"$ref": "#/components/schemas/Message"}
    answers = {
        path: route["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        for path, route in described["paths"].items()
        if "get" in route
    }
    assert answers["/one"] == answers["/named"] == reference
    assert answers["/many"]["items"] == reference
    assert reference in answers["/perhaps"]["anyOf"]
    assert schemas["Delivery"]["properties"]["message"] == reference


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_record_passes_through_pydantic(model: type[Model]) -> None:
    adapter = TypeAdapter[Any](model)
    record = least(model)

    assert adapter.validate_python(record) is record
    assert adapter.validate_json(adapter.dump_json(record)) == record
    assert adapter.dump_python(record) == record.to_dict() == dict(record)
    for schema in (adapter.json_schema(), adapter.json_schema(mode="serialization")):
        assert schema["title"] == model.__name__
        assert schema["properties"].keys() == record.to_dict().keys() - record.extra.keys()


def test_a_record_in_a_record_is_described_by_name() -> None:
    schema = TypeAdapter(IncomingPhoneNumber).json_schema()

    assert {"$ref": "#/$defs/PhoneNumberCapabilities"} in schema["properties"]["capabilities"]["anyOf"]
    assert "voice" in schema["$defs"]["PhoneNumberCapabilities"]["properties"]


def test_another_record_is_none_of_this_kind() -> None:
    with pytest.raises(ValidationError, match="an object is expected"):
        Delivery(note="n", message=least(Call))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_reading_a_record_leaves_what_it_was_read_from() -> None:
    record = dict(LATER)

    assert TypeAdapter(Message).validate_python(record).to == TO
    assert record == LATER


def test_nobody_but_pydantic_imports_pydantic() -> None:
    program = (
        "import sys, twilio_async;"
        "[getattr(twilio_async, name) for name in dir(twilio_async)];"
        "assert not [name for name in sys.modules if name.startswith('pydantic')]"
    )

    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
