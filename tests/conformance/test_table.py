"""The table agrees with itself, and its names become Python's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conformance.calling import each
from tests.support.api_table import OPERATIONS, SCHEMAS, Kind, python_name

if TYPE_CHECKING:
    from tests.support.api_table import Operation


def kinds_in(kind: Kind) -> set[str]:
    """The names of a kind and of all kinds within it."""
    within = [*kind.fields.values(), *([kind.item] if kind.item else [])]
    return {kind.name}.union(*map(kinds_in, within))


def test_every_operation_is_described_once() -> None:
    places = {(operation.method, operation.path) for operation in OPERATIONS}

    assert len({operation.name for operation in OPERATIONS}) == len(places) == len(OPERATIONS)


@each(OPERATIONS)
def test_a_method_is_named_by_what_its_path_ends_with(operation: Operation) -> None:
    of_one = {"GET": "fetch", "POST": "update", "DELETE": "delete"}
    of_many = {"GET": "list" if operation.list_key else "fetch", "POST": "create"}

    assert operation.verb == (of_one if operation.path.endswith("}") else of_many)[operation.method]


def test_every_operation_has_a_name_of_its_own() -> None:
    assert len({operation.python for operation in OPERATIONS}) == len(OPERATIONS)


def test_every_schema_is_that_of_an_operation() -> None:
    assert {operation.schema for operation in OPERATIONS if operation.schema} == set(SCHEMAS)


def test_exactly_the_lists_are_paged() -> None:
    for operation in OPERATIONS:
        assert operation.is_paged == (operation.verb == "list")
        assert (operation.schema is None) == (operation.statuses == (204,)) == (operation.method == "DELETE")


def test_every_kind_is_a_known_one() -> None:
    kinds = [parameter.kind for operation in OPERATIONS for parameter in operation.parameters]
    known = {"string", "boolean", "integer", "number", "date", "sid", "enumeration", "array", "any"}
    known |= {"uri", "phone-number", "iso-country-code"}

    assert set[str]().union(*map(kinds_in, kinds)) == known | {"date-time", "endpoint", "twiml", "pairs"}
    assert set[str]().union(*map(kinds_in, SCHEMAS.values())) == known | {
        "rfc2822",
        "currency",
        "uri-map",
        "object",
    }


@pytest.mark.parametrize(
    ("operation", "python"),
    [
        ("ListAccount", "accounts.list"),
        ("UpdateAccount", "accounts().update"),
        ("CreateMessage", "messages.create"),
        ("FetchMedia", "messages().media().fetch"),
        ("CreateMessageFeedback", "messages().feedback.create"),
        ("FetchBalance", "balance.fetch"),
        ("CreateToken", "tokens.create"),
        ("ListAvailablePhoneNumberTollFree", "available_phone_numbers().toll_free.list"),
        ("CreateIncomingPhoneNumberLocal", "incoming_phone_numbers.local.create"),
        ("UpdateShortCode", "sms.short_codes().update"),
        ("ListUsageRecordAllTime", "usage.records.all_time.list"),
        (
            "ListSipAuthCallsCredentialListMapping",
            "sip.domains().auth.calls.credential_list_mappings.list",
        ),
        (
            "FetchRecordingAddOnResultPayloadData",
            "recordings().add_on_results().payloads().data.fetch",
        ),
    ],
)
def test_paths_become_attributes_and_calls(operation: str, python: str) -> None:
    assert python in {known.python for known in OPERATIONS if known.name == operation}


@pytest.mark.parametrize(
    ("wire", "python"),
    [
        ("To", "to"),
        ("From", "from_"),
        ("StatusCallback", "status_callback"),
        ("DateSent", "date_sent"),
        ("DateSent<", "date_sent_before"),
        ("DateSent>", "date_sent_after"),
        ("SIP", "sip"),
    ],
)
def test_names_of_parameters_become_names_of_arguments(wire: str, python: str) -> None:
    assert python_name(wire) == python


def test_numbered_pairs_are_one_mapping() -> None:
    (siprec,) = [operation for operation in OPERATIONS if operation.name == "CreateSiprec"]
    (pairs,) = [parameter for parameter in siprec.parameters if parameter.kind.name == "pairs"]

    assert pairs.python == "parameters"
    assert (pairs.wire[0], pairs.wire[-1]) == ("Parameter1.Name", "Parameter99.Value")
