"""The methods of the client and their parameters are those of the table, and nothing wrong is ever sent."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    Union,
    Unpack,
    get_args,
    get_origin,
    get_type_hints,
)

import pytest
from attrs import frozen

from tests.conformance.arguments import all_of, values
from tests.conformance.calling import SUBACCOUNT, bound, each
from tests.conformance.legacy import ALL_OPERATIONS
from tests.support.api_table import written
from tests.support.clients import client_for
from twilio_async import Client, Paging
from twilio_async.declare.base import Resource

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from tests.support.api_table import Operation, Parameter
    from tests.support.server import ScriptedServer

VERBS = ("list", "create", "fetch", "update", "delete")
FEWER_WORDS: Mapping[tuple[str, str], str] = {
    ("calls().recordings().update", "status"): "a recording is put into three of the six states it can be in",
    ("conferences().recordings().update", "status"): "as above",
}
"""Enumerations of which a parameter takes a part, and why."""

GENERATIONS = frozenset({"v2008", "v2010"})
PRODUCTS = frozenset({"bulkexports"})
DEEPEST = 12

METHODS = frozenset(operation.python for operation in ALL_OPERATIONS)
FAMILIES = sorted({re.split(r"\W", method)[0] for method in METHODS})
"""What hangs on the client."""

_TYPES: Mapping[str, set[Any]] = {
    "any": {Mapping, Any},
    "array": {Sequence},
    "boolean": {bool},
    "date": {date},
    "date-time": {datetime},
    "integer": {int},
    "number": {Decimal, float},
    "pairs": {Mapping},
}
"""The types of which a parameter must take one; the others are texts."""


@frozen
class Declared:
    """A parameter as a method declares it."""

    hint: Any
    is_required: bool


@pytest.fixture
async def client(server: ScriptedServer) -> AsyncIterator[Client]:
    async with client_for(server.url) as running:
        yield running


def declared(method: Callable[..., Any]) -> dict[str, Declared]:
    """What a method takes by keyword, the parameters of the dicts that it unpacks among them."""
    found: dict[str, Declared] = {}
    hints = get_type_hints(inspect.unwrap(method), include_extras=True)
    for name, parameter in inspect.signature(method).parameters.items():
        if parameter.kind is parameter.VAR_KEYWORD:
            assert get_origin(hints[name]) is Unpack, f"**{name} takes anything"
            (unpacked,) = get_args(hints[name])
            required: frozenset[str] = unpacked.__required_keys__
            for key, hint in get_type_hints(unpacked).items():
                found[key] = Declared(hint, key in required)
        else:
            assert parameter.kind is parameter.KEYWORD_ONLY, f"{name} can be given by its place"
            found[name] = Declared(hints[name], parameter.default is parameter.empty)
    return found


def alternatives(hint: Any) -> set[Any]:
    """The types, and the values, that a hint allows: `str | Literal["a"] | Sequence[int]` is three."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return set[Any]().union(*map(alternatives, get_args(hint)))
    if origin is Annotated:
        return alternatives(get_args(hint)[0])
    return {*get_args(hint)} if origin is Literal else {origin or hint}


def fits(parameter: Parameter, allowed: set[Any], *, is_narrowed: bool) -> bool:
    """Whether the parameter can be given as what it is; what the table calls text may be typed as less."""
    kind = parameter.kind
    if kind.name != "enumeration":
        types = {type(value) if isinstance(value, str | int) else value for value in allowed}
        return kind.name == "string" or not types.isdisjoint(_TYPES.get(kind.name, {str}))
    if str in allowed or (bool in allowed and kind.words == ("true", "false")):
        return True
    words = allowed - {NoneType}
    return words <= {*kind.words} if is_narrowed else words >= {*kind.words}


def below(place: Resource) -> dict[str, Resource]:
    """The resources that hang on a place by name."""
    members: list[tuple[str, Any]] = inspect.getmembers(place, lambda value: isinstance(value, Resource))
    return dict(members)


def methods(place: Any, steps: tuple[str, ...]) -> Iterator[str]:
    """All methods of the verbs at a place and below it, as they are written."""
    assert len(steps) < DEEPEST, f"{written(steps)} leads in a circle"
    yield from (f"{written(steps)}.{verb}" for verb in VERBS if hasattr(place, verb))
    resources = below(place)
    if callable(place):
        yield from methods(place(SUBACCOUNT if steps == ("accounts",) else "Sid"), (*steps, "{Sid}"))
    for name, resource in resources.items():
        yield from methods(resource, (*steps, name))


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_has_the_methods_of_the_table_and_no_others(family: str, client: Client) -> None:
    expected = {method for method in METHODS if re.match(rf"{family}\W", method)}
    found = set(methods(below(client)[family], (family,)))

    if family == "accounts":
        assert found == expected | {f"accounts().{method}" for method in METHODS - expected}
    else:
        assert found == expected


def test_everything_below_an_account_hangs_on_the_client_too(client: Client) -> None:
    own = set(below(client.accounts(SUBACCOUNT)))

    assert own == {*FAMILIES} - {"accounts"}
    assert set(below(client)) == own | {"accounts"} | GENERATIONS | PRODUCTS


@each(ALL_OPERATIONS)
def test_the_parameters_are_those_of_the_table(operation: Operation, client: Client) -> None:
    parameters = declared(bound(client, operation))
    paging = {*Paging.__annotations__} if operation.is_paged else set[str]()

    assert {*parameters} == paging | {parameter.python for parameter in operation.parameters}
    assert {name for name, parameter in parameters.items() if parameter.is_required} == {
        parameter.python for parameter in operation.required
    }


@each(ALL_OPERATIONS)
def test_the_parameters_are_typed_as_in_the_table(operation: Operation, client: Client) -> None:
    parameters = declared(bound(client, operation))

    for parameter in operation.parameters:
        allowed = alternatives(parameters[parameter.python].hint)
        is_narrowed = (operation.python, parameter.python) in FEWER_WORDS
        assert fits(parameter, allowed, is_narrowed=is_narrowed), f"{parameter.python} takes {allowed}"
        assert (NoneType in allowed) != parameter.is_required, parameter.python


@each(ALL_OPERATIONS)
async def test_what_is_missing_or_misspelled_is_a_type_error_before_anything_is_sent(
    operation: Operation, client: Client, server: ScriptedServer
) -> None:
    method, arguments = bound(client, operation), values(all_of(operation))
    misspelled = [{**arguments, f"{name}x": "1"} for name in ("to", *arguments)]

    for name in (parameter.python for parameter in operation.required):
        without = {given: value for given, value in arguments.items() if given != name}
        with pytest.raises(TypeError, match=f"{name}'"):
            await method(**without)
    for wrong in misspelled:
        with pytest.raises(TypeError, match=[*wrong][-1]):
            await method(**wrong)
    assert not server.requests
