"""The values that travel: a request with the reader of its answer, and the outcome of one attempt at it.

They have no behavior of their own. They know nothing of aiohttp, of retrying or of models.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, Literal, NamedTuple, TypeAlias, TypeGuard, TypeVar

from attrs import field, frozen

T = TypeVar("T")
Executed: TypeAlias = Literal["no", "unknown"]
"""Whether the server may have carried a failed request out."""

FORM_TYPE = "application/x-www-form-urlencoded"
JSON_TYPE = "application/json"

REPEATABLE_METHODS = frozenset({"GET", "HEAD", "DELETE"})
"""Methods of which doing it twice equals doing it once."""

BODY_METHODS = frozenset({"POST", "PUT", "PATCH"})
"""Methods whose parameters travel in a body; those of the others do in the query."""

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NO_STATUSES: frozenset[int] = frozenset()


class Reader(NamedTuple, Generic[T]):
    """The reader of an answer.

    Attributes:
        read: The function that makes of an answer what the caller asked for. It raises `Unreadable` where the
            answer is something else.
        live: Whether the body is streamed: `read` then gets a `StreamedResponse` whose first bytes have come.
    """

    read: Callable[[Response], T]
    live: bool = False


@frozen
class Request(Generic[T]):
    """One request, complete but for the headers that the session adds.

    `path` starts at the root of the API and has no query: it is what errors and logs show. `query` and
    `body` are encoded already.
    """

    method: str
    path: str
    reader: Reader[T] = field(repr=False, eq=False)
    """The reader of its answer."""
    query: str = field(default="", repr=False)
    body: bytes | None = field(default=None, repr=False)
    origin: str | None = None
    """Scheme, host and port where they are not those of the API itself."""
    authorized: bool = True
    """Whether the client's credentials go with it."""
    repeat_on: frozenset[int] = _NO_STATUSES
    """Statuses after which this request may be repeated besides those that every request is repeated on."""
    accepts: frozenset[int] = _NO_STATUSES
    """Statuses that are a success of this request besides 2xx."""
    content_type: str = FORM_TYPE
    """The media type of the body, where there is one."""
    headers: Mapping[str, str] = field(factory=dict[str, str])
    """Headers of this request alone."""
    repeatable: bool | None = None
    """Whether doing it twice equals doing it once; None: as its method says."""

    @property
    def idempotent(self) -> bool:
        """Whether the request may be repeated although it may have been executed."""
        return self.method in REPEATABLE_METHODS if self.repeatable is None else self.repeatable


@frozen
class Response:
    """An answer as it came; a `StreamedResponse` has its body elsewhere.

    `headers` ignore case. `attempts` counts the requests that it took, this one included.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(default=b"", repr=False)
    attempts: int = 1

    @property
    def request_id(self) -> str | None:
        """Twilio's name for this request, which its support asks for."""
        return self.headers.get("Twilio-Request-Id")

    def json(self) -> Any:
        """The value of the JSON in the body; None where there is no body.

        Raises:
            ValueError: The body is something else, such as XML.
        """
        from twilio_async.core.codec.json import parse_json  # noqa: PLC0415 - it stands on this module

        return parse_json(self.body) if self.body else None

    def tree(self) -> Any:
        """The tree of the body, be it JSON or Twilio's XML, whose names are then those of JSON.

        Returns:
            Dicts, lists and scalars; None where there is no body. In XML all scalars are texts.

        Raises:
            ValueError: The body is something else.
        """
        from twilio_async.core.codec.tree import parse  # noqa: PLC0415 - it stands on this module

        return parse(self.body)


class Attempt:
    """One sending of a request, as far as it has come."""

    __slots__ = ("number", "opened", "sent")

    def __init__(self, number: int) -> None:
        self.number = number
        """Its place among the attempts of its call, from 1."""
        self.sent = False
        """Whether a connection was handed over to it. What goes wrong from then on may have been executed."""
        self.opened = False
        """Whether that connection was opened for it, and no other request has used it."""


@frozen
class Refusal:
    """An answer that is no success; `tree` is what it says, None where that cannot be read."""

    response: Response
    tree: Any = field(default=None, repr=False)
    code: int | None = None
    """Twilio's error code, where it gives one."""


@frozen
class Failure:
    """An attempt without a usable answer.

    "lost" is a connection that broke, "misplaced" a list at another key than
    the caller's, "absent" a file that is not there yet, "raised" whatever else went
    wrong around the request, such as in a hook of the user's.
    """

    kind: Literal["connect", "timeout", "lost", "unreadable", "misplaced", "absent", "raised"]
    reason: str
    sent: bool
    """False only where it is certain that no byte of the request reached the API."""
    response: Response | None = None
    """The answer, where one came."""
    cause: BaseException | None = field(default=None, repr=False)
    """The exception, where it holds nothing personal."""


_SUCCESS, _CLIENT_ERROR = 2, 4
"""The first digits of statuses."""

Setback: TypeAlias = Refusal | Failure
"""The outcome of an attempt that did not succeed."""


def is_success(status: int) -> bool:
    """Whether a status is one of success."""
    return _class_of(status) == _SUCCESS


def is_refusal(status: int) -> bool:
    """Whether a status says that the request was wrong, and not that the server failed."""
    return _class_of(status) == _CLIENT_ERROR


def _class_of(status: int) -> int:
    return status // 100


def is_list(tree: object) -> TypeGuard[list[Any]]:
    """Whether a part of a parsed body is a list."""
    return isinstance(tree, list)


def is_object(tree: object) -> TypeGuard[dict[str, Any]]:
    """Whether a parsed body, or a part of one, is an object."""
    return isinstance(tree, dict)
