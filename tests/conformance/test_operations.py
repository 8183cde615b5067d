"""Every operation asks for what Twilio describes, and understands every answer that it describes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from tests.conformance.answers import one_of, page_of
from tests.conformance.arguments import all_of, arriving, by_name, fewest_of, pairs, values
from tests.conformance.calling import SUBACCOUNT, bound, each, paths
from tests.conformance.legacy import ALL_OPERATIONS, ALL_SCHEMAS
from tests.conformance.reading import assert_reads
from tests.conformance.records import record_of
from tests.support.server import answer
from twilio_async import InvalidArgument, Listing, Model

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.conformance.arguments import Argument
    from tests.conformance.records import Record
    from tests.support.api_table import Operation, Parameter
    from tests.support.pages import Form
    from tests.support.server import Arrived, ScriptedServer, Step
    from twilio_async import Client


def pairs_of(operation: Operation) -> list[Parameter]:
    """The parameters that are numbered pairs."""
    return [parameter for parameter in operation.parameters if parameter.kind.name == "pairs"]


def records_of(operation: Operation) -> list[Record]:
    """What the server has: two records, or none where the operation answers without."""
    if operation.schema is None:
        return []
    return [record_of(ALL_SCHEMAS[operation.schema], f"{operation.name} {number}") for number in (1, 2)]


def success(operation: Operation, form: Form, status: int) -> Step:
    """The answer that the operation is documented to have."""
    if operation.list_key:
        return page_of(operation, form, records_of(operation))
    if operation.schema is None:
        return answer(status)
    return one_of(operation, form, status, records_of(operation)[0])


def assert_request(
    arrived: Arrived, operation: Operation, arguments: Mapping[str, Argument], paging: Mapping[str, str]
) -> None:
    """The method, and the names and texts where they belong: in the form of a POST, else in the query."""
    sent = arriving(arguments)
    form, query = (sent, {}) if operation.method == "POST" else ({}, sent)

    assert arrived.method == operation.method
    assert by_name(arrived.form) == form
    assert by_name(arrived.query) == query | {name: [text] for name, text in paging.items()}
    if operation.method == "POST":
        assert arrived.headers["Content-Type"] == "application/x-www-form-urlencoded"


async def assert_result(operation: Operation, result: Any) -> None:
    """The records of the answer, as what the operation is documented to give."""
    if operation.list_key:
        assert isinstance(result, Listing)
        models: list[Any] = await result  # pyright: ignore[reportUnknownVariableType] - of whatever records
    elif operation.schema is None:
        assert await result is None
        return
    else:
        models = [await result]
    for model, record in zip(models, records_of(operation), strict=bool(operation.list_key)):
        assert isinstance(model, Model)
        assert_reads(model, ALL_SCHEMAS[operation.schema or ""], record)


@each(ALL_OPERATIONS)
async def test_with_its_required_parameters(
    operation: Operation, form: Form, client: Client, server: ScriptedServer
) -> None:
    arguments = fewest_of(operation)
    for status in operation.statuses:
        server.play(success(operation, form, status))

        await assert_result(operation, bound(client, operation)(**values(arguments)))

        arrived = server.requests.pop()
        assert arrived.path in paths(operation, form)
        assert_request(arrived, operation, arguments, {"PageSize": "1000"} if operation.is_paged else {})
        assert not server.requests


@each(ALL_OPERATIONS)
async def test_with_all_parameters_on_another_account(
    operation: Operation, form: Form, client: Client, server: ScriptedServer
) -> None:
    arguments, paging = all_of(operation), {"page_size": 7} if operation.is_paged else {}
    server.play(success(operation, form, operation.statuses[-1]))

    await assert_result(operation, bound(client, operation, SUBACCOUNT)(**values(arguments), **paging))

    (arrived,) = server.requests
    assert arrived.path in paths(operation, form, SUBACCOUNT)
    assert_request(arrived, operation, arguments, {"PageSize": "7"} if operation.is_paged else {})


@each(operation for operation in ALL_OPERATIONS if operation.list_key)
async def test_lists_follow_the_link_to_the_next_page(
    operation: Operation, form: Form, client: Client, server: ScriptedServer
) -> None:
    filters = {name: texts[0] for name, texts in arriving(all_of(operation)).items()}
    (path,) = paths(operation, form)
    query = {**filters, "PageSize": "1", "Page": "1", "PageToken": "PA7"}
    first, second = records_of(operation)
    server.play(
        page_of(operation, form, [first], link=f"{path}?{urlencode(query)}"),
        page_of(operation, form, [second], page=1),
    )

    listing = bound(client, operation)(**values(all_of(operation)), page_size=1)

    await assert_result(operation, listing)
    assert [arrived.path for arrived in server.requests] == [path, path]
    assert by_name(server.requests[1].query) == {name: [text] for name, text in query.items()}


@each(filter(pairs_of, ALL_OPERATIONS))
async def test_numbered_pairs_go_up_to_the_last_number(
    operation: Operation, form: Form, client: Client, server: ScriptedServer
) -> None:
    (parameter,) = pairs_of(operation)
    most = len(parameter.wire) // 2
    argument = pairs(parameter, {f"name {number}": f"value {number}" for number in range(most)})
    arguments = fewest_of(operation) | {parameter.python: argument}
    server.play(success(operation, form, operation.statuses[0]))

    await bound(client, operation)(**values(arguments))

    assert_request(server.requests[0], operation, arguments, {})
    with pytest.raises(InvalidArgument, match=parameter.python):
        await bound(client, operation)(**{parameter.python: {**argument.value, "one": "more"}})
    assert len(server.requests) == 1
