"""Routing: from a path and a method to an operation and its handler.

A path is read once into a `Target` (generation, format, account, segments) and looked up in the routes of its
generation, a tree of segments in which a literal goes before a placeholder. Knows no HTTP library, no
credentials and no single operation: those stand beside their handlers, and `operations` has them all.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from attrs import define, field, frozen

from twilio_async.emulator.description import GENERATIONS, V2008, V2010, Endpoint, endpoint
from twilio_async.emulator.wire.documents import Format
from twilio_async.emulator.wire.errors import method_not_allowed, not_found

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from twilio_async.emulator.requests import ApiRequest
    from twilio_async.emulator.wire.replies import Reply

Handler: TypeAlias = "Callable[[ApiRequest], Reply]"
"""Executes an operation; Refusal where the request cannot be executed."""

ACCOUNTS = "Accounts"
_ACCOUNT_SEGMENTS = 2
_PLACEHOLDER = "{}"


@frozen
class Operation:
    """An operation as it is described, its handler, and whether test credentials may ask for it."""

    endpoint: Endpoint
    handler: Handler
    with_test_credentials: bool = False

    @property
    def name(self) -> str:
        """Method and path pattern, as in `POST Messages/{Sid}`."""
        return f"{self.endpoint.method} {self.endpoint.pattern}"

    @property
    def administers(self) -> bool:
        """Whether it is about accounts or keys, which standard keys do not reach."""
        return self.endpoint.pattern.startswith((ACCOUNTS, "Keys", "SigningKeys"))

    @property
    def creates(self) -> bool:
        """Whether it makes or changes something within an account."""
        return self.endpoint.method == "POST" and not self.endpoint.pattern.startswith(ACCOUNTS)


def operation(
    method: str, pattern: str, handler: Handler, *, with_test_credentials: bool = False
) -> Operation:
    """An operation of 2010-04-01; KeyError where the description has none at this place."""
    return Operation(endpoint(method, pattern), handler, with_test_credentials)


def operation_2008(method: str, pattern: str, handler: Handler) -> Operation:
    """An operation of 2008-08-01; KeyError where the description has none at this place."""
    return Operation(endpoint(method, pattern, V2008), handler)


@frozen
class Target:
    """The destination of a path; `segments` are those below the account, or begin with `Accounts`."""

    path: str
    generation: str | None
    form: Format
    has_suffix: bool
    account_sid: str | None
    segments: tuple[str, ...]

    @property
    def is_version(self) -> bool:
        """Whether the path names the generation itself, which only 2010-04-01 has a document for."""
        return self.generation == V2010 and not self.segments

    @property
    def is_accounts(self) -> bool:
        """Whether the path names the collection of all accounts."""
        return self.segments == (ACCOUNTS,)


@define
class _Node:
    children: dict[str, _Node] = field(factory=dict[str, "_Node"])
    operations: dict[str, Operation] = field(factory=dict[str, Operation])


class Routes:
    """The operations of one generation, found by path and method."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._root = _Node()
        for each in operations:
            node = self._root
            for segment in _segments(each.endpoint.pattern):
                key = _PLACEHOLDER if segment.startswith("{") else segment
                node = node.children.setdefault(key, _Node())
            node.operations[each.endpoint.method] = each

    def find(self, target: Target, method: str) -> tuple[Operation, tuple[str, ...]]:
        """The operation and the values in its path.

        Raises:
            Refusal: 404 or 405, there is none.
        """
        node: _Node | None = self._root
        values: list[str] = []
        for segment in target.segments:
            parent, node = node, None if node is None else node.children.get(segment)
            if node is None and parent is not None:
                node = parent.children.get(_PLACEHOLDER)
                values.append(segment)
        if node is None or not node.operations:
            raise not_found(target.path)
        found = node.operations.get(method)
        if found is None:
            raise method_not_allowed()
        return found, tuple(values)


@lru_cache(4096)
def read_target(path: str) -> Target:
    """The destination of a path; a trailing slash does not matter."""
    bare = path.rstrip("/")
    stem, form, has_suffix = bare, Format.XML, True
    if bare.endswith(".json"):
        stem, form = bare[:-5], Format.JSON
    elif bare.endswith(".csv"):
        stem, form = bare[:-4], Format.CSV
    elif bare.endswith(".xml"):
        stem = bare[:-4]
    else:
        has_suffix = False
    generation: str | None
    generation, *segments = _segments(stem) or [""]
    if generation == V2008:
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
