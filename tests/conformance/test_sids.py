"""A SID of another kind is refused at once; whatever may be right is let through."""

from __future__ import annotations

import re
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import pytest

from tests.conformance.calling import reached
from tests.conformance.legacy import ALL_OPERATIONS, ALL_SCHEMAS
from tests.support.api_table import written
from tests.support.clients import client_for
from twilio_async import InvalidArgument
from twilio_async.declare.sids import KINDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

    from tests.support.api_table import Kind, Operation
    from tests.support.server import ScriptedServer
    from twilio_async import Client

DIGITS = "0123456789abcdefABCDEF0123456789"
MEMBERS: dict[str, Operation] = {
    written(operation.steps[:-1]): operation
    for operation in ALL_OPERATIONS
    if operation.steps[-1].startswith("{")
}
"""The collections, each with an operation on one of its members."""
SIDS: Mapping[str, tuple[str, ...]] = {
    written(operation.steps[:-1] if operation.steps[-1].startswith("{") else operation.steps): kind.words
    for operation in ALL_OPERATIONS
    if operation.schema
    for name, kind in ALL_SCHEMAS[operation.schema].fields.items()
    if name == "sid" or operation.schema == f"authorized_{name.removesuffix('_sid')}"
}
"""The prefixes of the SIDs of what a collection has; an authorized connect app has that of the app."""
BY_NAME: Mapping[str, str] = {
    "available_phone_numbers": "countries have codes",
    "conferences": "a friendly name stands for a SID, and people make it of a call's SID",
    "conferences().participants": "a label stands for a SID",
    "queues().members": "`Front` stands for a SID",
    "calls().recordings": "`Twilio.CURRENT` stands for a SID",
    "conferences().recordings": "as above",
    "calls().streams": "a name stands for a SID",
    "calls().siprec": "as above",
    "calls().transcriptions": "as above",
}
"""Collections that take any text, and why."""
LEGACY = {
    "calls": "CA",
    "notifications": "NO",
    "recordings": "RE",
    "transcriptions": "TR",
    "sms.messages": "SM",
}

BY_SID = pytest.mark.parametrize("name", [name for name in MEMBERS if name not in BY_NAME])


def prefixes_in(kind: Kind) -> Iterator[str]:
    """The prefixes of all SIDs that a schema, or a parameter, tells of."""
    yield from kind.words if kind.name == "sid" else ()
    for inner in (*kind.fields.values(), *([kind.item] if kind.item else [])):
        yield from prefixes_in(inner)


def pointed_at(client: Client, text: str) -> Any:
    """The collection that an error names: `client.messages(...).media(...)`."""
    place: Any = client
    *way, (last, _) = re.findall(r"\.(\w+)(\(\.\.\.\))?", text)
    for name, is_called in way:
        place = getattr(place, name)("it") if is_called else getattr(place, name)
    return getattr(place, last)


def collection(client: Client, name: str) -> Any:
    operation = MEMBERS[name]
    return reached(client, operation, operation.steps[:-1])


@pytest.fixture
async def client(server: ScriptedServer) -> AsyncIterator[Client]:
    async with client_for(server.url) as running:
        yield running


def test_every_prefix_of_the_table_is_known() -> None:
    parameters = [parameter.kind for operation in ALL_OPERATIONS for parameter in operation.parameters]
    told = {prefix for kind in (*ALL_SCHEMAS.values(), *parameters) for prefix in prefixes_in(kind)}

    assert told <= {*KINDS}


@BY_SID
def test_a_sid_of_another_kind_is_refused(name: str, client: Client) -> None:
    place, own = collection(client, name), SIDS[name]
    for prefix in KINDS.keys() - own:
        with pytest.raises(InvalidArgument) as caught:
            place(prefix + DIGITS)

        assert f"'{prefix}{DIGITS}' is {KINDS[prefix]}; " in str(caught.value)
        assert f" is {' or '.join(own)} and 32 hex digits" in str(caught.value)


@BY_SID
def test_a_sid_of_the_same_kind_is_taken(name: str, client: Client) -> None:
    assert all(collection(client, name)(prefix + DIGITS) for prefix in SIDS[name])


@pytest.mark.parametrize("name", BY_NAME)
def test_where_a_name_stands_for_a_sid_any_is_taken(name: str, client: Client) -> None:
    assert all(collection(client, name)(prefix + DIGITS) for prefix in KINDS)


@pytest.mark.parametrize("name", [name for name in MEMBERS if name != "accounts"])
@pytest.mark.parametrize(
    "text", ["{}1", "{}...", "ZZ" + DIGITS, "{}" + DIGITS + "0", "{}" + DIGITS[1:], "ca" + DIGITS, "me"]
)
def test_what_may_be_right_is_taken(name: str, text: str, client: Client) -> None:
    """Invented SIDs of tests, kinds that Twilio adds tomorrow, names."""
    assert all(collection(client, name)(text.format(prefix)) for prefix in KINDS)


@pytest.mark.parametrize("prefix", [prefix for prefix, kind in KINDS.items() if "client." in kind])
def test_an_error_points_at_the_place_of_what_was_given(prefix: str, client: Client) -> None:
    place = pointed_at(client, KINDS[prefix])
    owners = [name for name, prefixes in SIDS.items() if prefix in prefixes and name in MEMBERS]

    assert place(prefix + DIGITS)
    assert type(place) in [type(collection(client, name)) for name in owners]


@pytest.mark.parametrize("name", LEGACY)
def test_the_old_generation_does_the_same(name: str, client: Client) -> None:
    place: Any = attrgetter(name)(client.v2008)

    assert place(LEGACY[name] + DIGITS)
    with pytest.raises(InvalidArgument, match=r"is a queue: client\.queues\(\.\.\.\)"):
        place("QU" + DIGITS)


async def test_nothing_is_sent(client: Client, server: ScriptedServer) -> None:
    with pytest.raises(InvalidArgument) as caught:
        await client.messages("CA" + DIGITS).fetch()

    assert str(caught.value) == (
        f"'CA{DIGITS}' is a call: client.calls(...); a SID of Messages is SM or MM and 32 hex digits"
    )
    assert caught.value.executed == "no"
    assert not server.requests


def test_an_account_is_not_a_key(client: Client) -> None:
    for accounts in (client.accounts, client.v2008.accounts):
        with pytest.raises(InvalidArgument, match=r"is an API key: client\.keys\(\.\.\.\)"):
            accounts("SK" + DIGITS)
