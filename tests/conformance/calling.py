"""Calls of an operation's method, found by the naming rule alone, and the address that they must reach."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.api_table import ROOT
from tests.support.clients import ACCOUNT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.support.api_table import Operation
    from tests.support.pages import Form
    from twilio_async import Client

SUBACCOUNT = "AC" + "1b" * 16

_FILES = re.compile(r"/(Recordings|Transcriptions|Media)/\{Sid\}$")
"""What is a file where the path has no suffix, or may be one: its record has a suffix in XML too."""
_AUDIO_OR_MEDIA = frozenset(
    {"/Accounts/{AccountSid}/Recordings/{Sid}", "/Accounts/{AccountSid}/Messages/{MessageSid}/Media/{Sid}"}
)


def each(operations: Iterable[Operation]) -> pytest.MarkDecorator:
    """Runs a test for each of the operations, under its name."""
    return pytest.mark.parametrize("operation", [*operations], ids=lambda operation: operation.name)


def is_of_an_account(operation: Operation) -> bool:
    """Whether the operation belongs to one account, and not to the list of them."""
    return operation.path.startswith("/Accounts/{AccountSid}/")


def bound(client: Client, operation: Operation, account: str = ACCOUNT) -> Any:
    """The operation's method, of the client itself or of another account."""
    place: Any = client if account == ACCOUNT or not is_of_an_account(operation) else client.accounts(account)
    return getattr(reached(place, operation, operation.steps), operation.verb)


def reached(place: Any, operation: Operation, steps: Iterable[str]) -> Any:
    """Where the steps of an operation lead from `place`."""
    for step in steps:
        place = place(_value(operation, step)) if step.startswith("{") else getattr(place, step)
    return place


def paths(operation: Operation, form: Form, account: str = ACCOUNT) -> set[str]:
    """The paths of which a request must have one."""
    path = operation.path.replace("{AccountSid}", account)
    bare = ROOT + re.sub(r"\{\w+\}", lambda match: _value(operation, match[0]), path)
    if form == "json":
        return {f"{bare}.json"}
    if not _FILES.search(operation.path):
        return {bare}
    is_file = operation.verb == "fetch" and operation.path in _AUDIO_OR_MEDIA
    return {f"{bare}.xml"} if is_file else {bare, f"{bare}.xml"}


def _value(operation: Operation, step: str) -> str:
    """What stands for a `{Sid}` or its like."""
    if not is_of_an_account(operation):
        return SUBACCOUNT
    return "US" if step == "{CountryCode}" else f"{step[1:-1]}-ab12"
