"""From a path to an operation: the operations of both generations as data.

A path is read once into a `Target` (generation, format, account, segments) and looked up in the table of its
generation. Knows no HTTP library and no credentials.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import attrs

from twilio_async.emulator import account, media, messages, sms
from twilio_async.emulator.call import Call, Reply
from twilio_async.emulator.errors import method_not_allowed, not_found
from twilio_async.emulator.paging import PAGING, PAGING_2008
from twilio_async.emulator.parameters import Parameter, by_name
from twilio_async.emulator.rendering import Format

_ACCOUNT_SEGMENTS: Final = 2
_ANY: Final = "{}"


@attrs.frozen
class Operation:
    """What is done, with which parameters, and whether test credentials may ask for it."""

    method: str
    pattern: str
    run: Callable[[Call], Reply]
    parameters: Mapping[str, Parameter[Any]]
    with_test_credentials: bool = False

    @property
    def name(self) -> str:
        """Method and path pattern, as in `POST Messages/{Sid}`; below the account, unless it is that."""
        return f"{self.method} {self.pattern or 'Accounts/{Sid}'}"


@attrs.frozen
class Target:
    """A path taken apart; `segments` are those below the account."""

    path: str
    generation: str | None
    form: Format
    has_suffix: bool
    account_sid: str | None
    segments: tuple[str, ...]

    @property
    def is_version(self) -> bool:
        """Whether the path names the generation itself, which only 2010-04-01 has a document for."""
        return self.generation == "2010-04-01" and self.account_sid is None and not self.segments


@attrs.define
class _Node:
    literals: dict[str, "_Node"] = attrs.field(factory=dict[str, "_Node"])
    operations: dict[str, Operation] = attrs.field(factory=dict[str, Operation])


class Table:
    """The operations below an account, found by path and method."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._root = _Node()
        for operation in operations:
            node = self._root
            for segment in _segments(operation.pattern):
                key = _ANY if segment.startswith("{") else segment
                node = node.literals.setdefault(key, _Node())
            node.operations[operation.method] = operation

    def find(self, target: Target, method: str) -> tuple[Operation, tuple[str, ...]]:
        """The operation and the values in its path; ApiError 404 or 405 where there is none."""
        node: _Node | None = self._root
        names: list[str] = []
        for segment in target.segments:
            parent, node = node, None if node is None else node.literals.get(segment)
            if node is None and parent is not None:
                node = parent.literals.get(_ANY)
                names.append(segment)
        if node is None or not node.operations:
            raise not_found(target.path)
        operation = node.operations.get(method)
        if operation is None:
            raise method_not_allowed()
        return operation, tuple(names)


def read_target(path: str) -> Target:
    """Take a path apart; a trailing slash does not matter."""
    bare = path.rstrip("/")
    stem, form, has_suffix = bare, Format.XML, True
    if bare.endswith(".json"):
        stem, form = bare[:-5], Format.JSON
    elif bare.endswith(".xml"):
        stem = bare[:-4]
    else:
        has_suffix = False
    generation: str | None
    generation, *segments = _segments(stem) or [""]
    if generation == "2008-08-01":
        generation = generation if form is Format.XML else None
        form = Format.XML_2008
    if generation not in TABLES:
        return Target(path, None, form, has_suffix, None, ())
    if len(segments) >= _ACCOUNT_SEGMENTS and segments[0] == "Accounts":
        return Target(path, generation, form, has_suffix, segments[1], tuple(segments[_ACCOUNT_SEGMENTS:]))
    return Target(path, generation, form, has_suffix, None, tuple(segments))


def _segments(path: str) -> list[str]:
    return path.removeprefix("/").split("/") if path.strip("/") else []


def _operation(
    method: str,
    pattern: str,
    run: Callable[[Call], Reply],
    parameters: Iterable[Parameter[Any]] = (),
    *,
    with_test_credentials: bool = False,
) -> Operation:
    return Operation(method, pattern, run, by_name(parameters), with_test_credentials)


TABLES: Final[Mapping[str, Table]] = {
    "2010-04-01": Table(
        [
            _operation("GET", "", account.fetch),
            _operation(
                "POST", "Messages", messages.create, messages.CREATE_PARAMETERS, with_test_credentials=True
            ),
            _operation("GET", "Messages", messages.list_, (*messages.LIST_PARAMETERS, *PAGING)),
            _operation("GET", "Messages/{Sid}", messages.fetch),
            _operation("POST", "Messages/{Sid}", messages.update, messages.UPDATE_PARAMETERS),
            _operation("DELETE", "Messages/{Sid}", messages.delete),
            _operation(
                "POST", "Messages/{Sid}/Feedback", messages.give_feedback, messages.FEEDBACK_PARAMETERS
            ),
            _operation("GET", "Messages/{Sid}/Media", media.list_, (*media.LIST_PARAMETERS, *PAGING)),
            _operation("GET", "Messages/{Sid}/Media/{Sid}", media.fetch),
            _operation("DELETE", "Messages/{Sid}/Media/{Sid}", media.delete),
            _operation("POST", "SMS/Messages", sms.create, sms.CREATE_PARAMETERS),
            _operation("GET", "SMS/Messages", sms.list_, (*messages.LIST_PARAMETERS, *PAGING)),
            _operation("GET", "SMS/Messages/{Sid}", sms.fetch),
        ]
    ),
    "2008-08-01": Table(
        [
            _operation("POST", "SMS/Messages", sms.create_2008, sms.CREATE_PARAMETERS_2008),
            _operation("GET", "SMS/Messages", sms.list_2008, (*messages.LIST_PARAMETERS, *PAGING_2008)),
            _operation("GET", "SMS/Messages/{Sid}", sms.fetch_2008),
        ]
    ),
}
