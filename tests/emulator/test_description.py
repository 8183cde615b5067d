"""The emulator against the description of the API: parameters, codes, statuses, fields."""

from collections.abc import Iterator

import pytest

from tests.conformance.legacy import ALL_OPERATIONS, OVERLAY, legacy_parameters
from tests.support.api_table import CONTENT, OPERATIONS, Operation
from twilio_async.emulator import description
from twilio_async.emulator.operations import OPERATIONS as ALL_SERVED, ROUTES
from twilio_async.emulator.routing import Operation as Served, read_target

PAGING = {"Page", "PageSize", "PageToken"}


ALL = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)


def served(operation: Operation) -> Served:
    path = operation.path.replace("{", "").replace("}", "")
    found, _ = ROUTES["2010-04-01"].find(read_target(f"/2010-04-01{path}.json"), operation.method)
    return found


def names(operation: Operation) -> Iterator[str]:
    """The parameters of the table, written out."""
    for parameter in operation.parameters:
        yield from parameter.wire
        yield from (f"{name}=" for name in parameter.wire if name[-1] in "<>")


@ALL
def test_parameters(operation: Operation) -> None:
    expected = {*names(operation), *legacy_parameters(operation)}
    expected |= {*OVERLAY["2010-04-01"]["files"].get(operation.name, {})}
    expected |= PAGING if operation.list_key else set()

    assert set(served(operation).endpoint.parameters) == expected


def test_every_operation_is_served_once() -> None:
    names_2008 = [row["operation"] for part in OVERLAY["2008-08-01"]["legacy"] for row in part["operations"]]
    endpoints = [each.endpoint for each in ALL_SERVED]

    assert sorted(each.name for each in endpoints if each.generation == "2010-04-01") == sorted(
        each.name for each in ALL_OPERATIONS
    )
    assert sorted(each.name for each in endpoints if each.generation == "2008-08-01") == sorted(names_2008)


@ALL
def test_literals_go_before_names(operation: Operation) -> None:
    found = [part for part in served(operation).endpoint.pattern.split("/") if "{" not in part]
    pattern = operation.below.split("/")

    assert found == [part for part in pattern if "{" not in part]


@ALL
def test_what_is_described(operation: Operation) -> None:
    endpoint = description.endpoint(operation.method, operation.below)

    assert list(endpoint.missing) == [parameter.wire[0] for parameter in operation.required]
    assert endpoint.status in operation.statuses
    if operation.schema is not None:
        assert endpoint.record.fields == CONTENT["schemas"][operation.schema]
        assert endpoint.record.list_key == (operation.list_key or endpoint.record.list_key)


@pytest.mark.parametrize(
    ("method", "pattern", "codes"),
    [
        ("POST", "Calls", {"To": 21201, "From": 21213}),
        ("POST", "Conferences/{ConferenceSid}/Participants", {"To": 21201, "From": 21213}),
        ("POST", "IncomingPhoneNumbers/Local", {"PhoneNumber": 21421}),
        ("POST", "OutgoingCallerIds", {"PhoneNumber": 21401}),
        ("POST", "Queues", {"FriendlyName": 20001}),
    ],
)
def test_codes_of_what_is_missing(method: str, pattern: str, codes: dict[str, int]) -> None:
    missing = description.endpoint(method, pattern).missing

    assert {name: missing[name] for name in codes} == codes


def test_what_the_table_does_not_have() -> None:
    with pytest.raises(KeyError):
        description.endpoint("DELETE", "Calls")
