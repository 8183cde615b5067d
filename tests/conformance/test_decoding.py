"""Every field of every record arrives, in JSON and in XML alike, whatever Twilio puts into it."""

from __future__ import annotations

from itertools import product
from types import NoneType
from typing import TYPE_CHECKING, Any, get_args

import attrs
import pytest

from tests.conformance.answers import one_of, page_of
from tests.conformance.arguments import all_of, values
from tests.conformance.calling import bound, paths
from tests.conformance.legacy import ALL_OPERATIONS, ALL_SCHEMAS
from tests.conformance.reading import assert_reads
from tests.conformance.records import (
    record_of,
    retyped,
    with_digits,
    with_unknown_words,
)
from tests.conformance.required import required
from tests.support.api_table import attribute_name
from tests.support.clients import client_for
from tests.support.pages import page_answer
from tests.support.server import answer
from twilio_async import DecodeError, Model

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from tests.conformance.records import Record
    from tests.support.api_table import Operation
    from tests.support.pages import Form
    from tests.support.server import ScriptedServer, Step
    from twilio_async import Client

FORMS: tuple[Form, ...] = ("json", "xml")
SEEDS = ("first", "second", "third")
READING: dict[str, Operation] = {
    operation.schema: operation
    for operation in sorted(ALL_OPERATIONS, key=lambda operation: operation.verb == "list")
    if operation.schema
}
"""An operation for each schema that answers with it, the list of them where there is one."""
HIDDEN = {"auth_token", "password", "phone_number", "redirect_to", "secret", "username", "validation_code"}
"""Fields that are about people, or let somebody in."""

EVERY = pytest.mark.parametrize("schema", ALL_SCHEMAS, ids=lambda schema: schema.rpartition(".")[2])


def misshapen(operation: Operation, form: Form) -> list[Step]:
    """Answers without an object where the operation has one, or without its list."""
    record = record_of(ALL_SCHEMAS[operation.schema or ""], "misshapen")
    if operation.list_key is None:
        return [answer(200, content) for content in (b"[]", b'"text"', b"17", b"null", b"")]
    lists = [page_answer(form, "elsewhere", [record], page=0, next_page_uri=None)]
    if form == "json":
        items: tuple[Any, ...] = (17, None, [])
        lists += [page_of(operation, form, [record, item]) for item in items]
        lists += [answer(200, {operation.list_key: content}) for content in (None, 17, record)]
        lists += [answer(200, content) for content in (b"[]", b"null", b"")]
    return lists


class Reader:
    """Reads answers through a client's operations."""

    def __init__(self, server: ScriptedServer, clients: dict[Form, Client]) -> None:
        self._server = server
        self._clients = clients

    async def models(self, schema: str, form: Form, records: Sequence[Record]) -> list[Any]:
        """What the client makes of the records, in one page or one by one."""
        operation = READING[schema]
        if operation.list_key:
            return [*await self.result(operation, form, page_of(operation, form, records))]
        steps = [one_of(operation, form, operation.statuses[0], record) for record in records]
        return [await self.result(operation, form, step) for step in steps]

    async def result(self, operation: Operation, form: Form, step: Step) -> Any:
        """What the operation gives where the server answers so."""
        self._server.always(step)
        return await bound(self._clients[form], operation)(**values(all_of(operation)))


@pytest.fixture
async def reader(server: ScriptedServer) -> AsyncIterator[Reader]:
    async with client_for(server.url) as json, client_for(server.url, format="xml") as xml:
        yield Reader(server, {"json": json, "xml": xml})


@EVERY
async def test_no_field_is_lost_and_both_forms_are_equal(schema: str, reader: Reader) -> None:
    records = [record_of(ALL_SCHEMAS[schema], seed) for seed in SEEDS]

    from_json, from_xml = [await reader.models(schema, form, records) for form in FORMS]

    for model, record in zip(from_json, records, strict=True):
        assert_reads(model, ALL_SCHEMAS[schema], record)
    assert from_xml == from_json


@EVERY
async def test_words_of_tomorrow_are_kept(schema: str, reader: Reader) -> None:
    usual = record_of(ALL_SCHEMAS[schema], "words")
    record = with_unknown_words(ALL_SCHEMAS[schema], usual)

    for form in FORMS:
        (model,) = await reader.models(schema, form, [record])
        for name in (name for name in record if record[name] != usual[name]):
            assert getattr(model, attribute_name(name)) == record[name]
        assert not model.extra


@EVERY
async def test_missing_fields_are_none_and_new_ones_are_extra(schema: str, reader: Reader) -> None:
    new = {"carrier_pigeon": "grey", "flight": {"height": "12"}}
    record = record_of(ALL_SCHEMAS[schema], "new")
    least = {name: record[name] for name in required(schema)}
    for form in FORMS:
        bare, extended = await reader.models(schema, form, [least | new, record | new])

        assert {name for name in record if getattr(bare, attribute_name(name)) is not None} == {*least}
        assert bare.extra == extended.extra == new


@EVERY
async def test_a_record_without_what_each_has_is_a_decode_error_that_names_it(
    schema: str, reader: Reader
) -> None:
    record = record_of(ALL_SCHEMAS[schema], "required")
    for name, form in product(required(schema), FORMS):
        without = {key: value for key, value in record.items() if key != name}
        for unfit in (without, record | {name: None}, record | {name: {"another": "shape"}}):
            with pytest.raises(DecodeError, match=rf"\.{name}\b") as caught:
                await reader.models(schema, form, [unfit])

            assert caught.value.executed == "unknown"


@EVERY
async def test_what_each_record_has_is_typed_so(schema: str, reader: Reader) -> None:
    (model,) = await reader.models(schema, "json", [record_of(ALL_SCHEMAS[schema], "typed")])

    assert {*required(schema)} == {
        field.name
        for field in attrs.fields(model.__class__)
        if field.default is attrs.NOTHING and NoneType not in get_args(field.type)
    }


@EVERY
async def test_numbers_may_be_texts_and_texts_numbers(schema: str, reader: Reader) -> None:
    kind = ALL_SCHEMAS[schema]
    record = with_digits(kind, record_of(kind, "digits"))

    usual, changed = await reader.models(schema, "json", [record, retyped(kind, record)])

    assert changed == usual
    assert_reads(changed, kind, record)


@EVERY
async def test_null_is_none_and_an_empty_text_stays_one_where_the_form_can_tell(
    schema: str, reader: Reader
) -> None:
    record = record_of(ALL_SCHEMAS[schema], "nothing")
    least = {name: record[name] for name in required(schema)}
    others = {*record} - {*least}
    for nothing, form in product((None, ""), FORMS):
        (model,) = await reader.models(schema, form, [dict.fromkeys(others, nothing) | least])

        types = {field.name: field.type for field in attrs.fields(model.__class__)}
        for name in (name for name in map(attribute_name, others) if types[name] is not Any):
            is_kept = nothing == "" and form == "json" and types[name] == str | None
            assert getattr(model, name) == ("" if is_kept else None), name


@EVERY
async def test_numbers_and_secrets_stay_out_of_the_repr(schema: str, reader: Reader) -> None:
    record = record_of(ALL_SCHEMAS[schema], "hidden")
    (model,) = await reader.models(schema, "json", [record | dict.fromkeys(record.keys() & HIDDEN, "5ec7e7")])

    assert "5ec7e7" not in repr(model)


@EVERY
async def test_a_model_goes_back_to_the_record(schema: str, reader: Reader) -> None:
    kind = ALL_SCHEMAS[schema]
    (model,) = await reader.models(schema, "json", [record_of(kind, "back")])

    written = model.to_dict()
    (again,) = await reader.models(schema, "json", [written])

    assert isinstance(model, Model)
    assert written.keys() >= kind.fields.keys()
    assert again == model


@EVERY
async def test_a_list_elsewhere_and_no_object_are_decode_errors_that_name_the_path(
    schema: str, reader: Reader
) -> None:
    operation = READING[schema]
    for form in FORMS:
        for step in misshapen(operation, form):
            with pytest.raises(DecodeError) as caught:
                await reader.result(operation, form, step)

            assert caught.value.path in paths(operation, form)
            assert f"{operation.method} {caught.value.path}" in str(caught.value)
            assert (operation.list_key or "object") in str(caught.value)
