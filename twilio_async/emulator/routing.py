"""From a path to an operation.

A path is read once into a `Target` (generation, format, account, segments) and looked up in the table of its
generation, a tree of segments in which a literal goes before a name. Knows no HTTP library, no credentials
and no single operation: those are listed in `operations`.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import attrs

from twilio_async.emulator.description import Endpoint
from twilio_async.emulator.requests import Call, Reply
from twilio_async.emulator.wire.documents import Format
from twilio_async.emulator.wire.errors import method_not_allowed, not_found
from twilio_async.emulator.wire.paging import PAGING
from twilio_async.emulator.wire.parameters import Parameter, by_name

GENERATIONS: Final = ("2010-04-01", "2008-08-01")
ACCOUNTS: Final = "Accounts"
_ACCOUNT_SEGMENTS: Final = 2
_ANY: Final = "{}"


@attrs.frozen
class Operation:
    """What is done, with which parameters, and whether test credentials may ask for it.

    `pattern` is the path below the account, or begins with `Accounts`; `missing` has the codes with which
    the lack of a required parameter is refused, where the operation does not see to that itself.
    """

    method: str
    pattern: str
    run: Callable[[Call], Reply]
    parameters: Mapping[str, Parameter[Any]]
    with_test_credentials: bool = False
    missing: Mapping[str, int] = attrs.field(factory=dict[str, int])

    @property
    def name(self) -> str:
        """Method and path pattern, as in `POST Messages/{Sid}`."""
        return f"{self.method} {self.pattern}"

    @property
    def administers(self) -> bool:
        """Whether it is about accounts or keys, which standard keys do not reach."""
        return self.pattern.startswith((ACCOUNTS, "Keys", "SigningKeys"))

    @property
    def creates(self) -> bool:
        """Whether it makes or changes something within an account."""
        return self.method == "POST" and not self.pattern.startswith(ACCOUNTS)


def operation(
    method: str,
    pattern: str,
    run: Callable[[Call], Reply],
    parameters: Iterable[Parameter[Any]] = (),
    *,
    with_test_credentials: bool = False,
) -> Operation:
    """An operation that declares its parameters itself."""
    return Operation(method, pattern, run, by_name(parameters), with_test_credentials)


def documented(
    endpoint: Endpoint,
    run: Callable[[Call], Reply],
    legacy: Iterable[Parameter[Any]] = (),
    *,
    with_test_credentials: bool = False,
) -> Operation:
    """An operation with the parameters of the table, and `legacy` ones in addition or instead."""
    paging = PAGING if endpoint.verb == "list" else ()
    return Operation(
        endpoint.method,
        endpoint.pattern,
        run,
        {**endpoint.parameters, **by_name((*paging, *legacy))},
        with_test_credentials,
        endpoint.missing,
    )


@attrs.frozen
class Target:
    """A path taken apart; `segments` are those below the account, or begin with `Accounts`."""

    path: str
    generation: str | None
    form: Format
    has_suffix: bool
    account_sid: str | None
    segments: tuple[str, ...]

    @property
    def is_version(self) -> bool:
        """Whether the path names the generation itself, which only 2010-04-01 has a document for."""
        return self.generation == "2010-04-01" and not self.segments

    @property
    def is_accounts(self) -> bool:
        """Whether the path names the collection of all accounts."""
        return self.segments == (ACCOUNTS,)


@attrs.define
class _Node:
    literals: dict[str, "_Node"] = attrs.field(factory=dict[str, "_Node"])
    operations: dict[str, Operation] = attrs.field(factory=dict[str, Operation])


class Table:
    """The operations below an account, found by path and method."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._root = _Node()
        for each in operations:
            node = self._root
            for segment in _segments(each.pattern):
                key = _ANY if segment.startswith("{") else segment
                node = node.literals.setdefault(key, _Node())
            node.operations[each.method] = each

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
        found = node.operations.get(method)
        if found is None:
            raise method_not_allowed()
        return found, tuple(names)


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
    if generation not in GENERATIONS:
        return Target(path, None, form, has_suffix, None, ())
    if len(segments) >= _ACCOUNT_SEGMENTS and segments[0] == ACCOUNTS:
        below = tuple(segments[_ACCOUNT_SEGMENTS:])
        if below[:1] != (ACCOUNTS,):
            return Target(path, generation, form, has_suffix, segments[1], below or tuple(segments))
    return Target(path, generation, form, has_suffix, None, tuple(segments))


def _segments(path: str) -> list[str]:
    return path.removeprefix("/").split("/") if path.strip("/") else []
