"""Requests as every framework can describe them, what is wrong with some, and what their bodies hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from multidict import istr

from twilio_async.webhooks.queries import Pairs, pairs_of_query, values_of_query

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_BODILESS = frozenset({"GET", "HEAD"})
_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"
_MOST_PARAMETERS = 1000
_DIGITS_OF_A_LENGTH = 15
CONTENT_TYPE, CONTENT_LENGTH = istr("Content-Type"), istr("Content-Length")
"""Names of headers that multidict finds at once."""


class Refused(Exception):
    """A request that gets no further.

    Attributes:
        status: The HTTP status of the answer.
        reason: The text of the answer.
    """

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"{status}: {reason}")
        self.status = status
        self.reason = reason


class Origin(NamedTuple):
    """The connection that a request came by.

    Attributes:
        is_secure: Whether that is TLS.
        peer: The address of whoever is connected, such as a proxy; None where it has none.
    """

    is_secure: bool
    peer: str | None


class WebhookRequest(NamedTuple):
    """A request as it came, nothing of it decoded.

    Attributes:
        method: Its method, in capitals.
        target: Its path and query.
        header: Gives the value of a header, the first of several, or None.
        values: Gives all values of a header, in their order.
        origin: Gives the connection that it came by.
        is_socket: Whether it is the handshake of a WebSocket.
    """

    method: str
    target: str
    header: Callable[[str], str | None]
    values: Callable[[str], Sequence[str]]
    origin: Callable[[], Origin]
    is_socket: bool = False

    @property
    def query(self) -> str:
        """The query of its address."""
        return self.target.partition("?")[2]

    def kind_of_body(self, most: int) -> str | None:
        """What its body is: "form" or "json"; None where it has none that counts.

        Raises:
            Refused: It is something else, or longer than so many bytes by its own account.
        """
        return kind_of_body(self.method, self.header, most)


def kind_of_body(method: str, header: Callable[[str], str | None], most: int) -> str | None:
    """What the body of a request with this method and header is; see `WebhookRequest.kind_of_body`."""
    if method in _BODILESS:
        return None
    label, length = header(CONTENT_TYPE), header(CONTENT_LENGTH)
    kind = "form" if label == _FORM else _kind(label, length, header)
    if length is not None:
        if not (length.isascii() and length.isdecimal()):
            raise Refused(400, "Content-Length is no number")
        if len(length) > _DIGITS_OF_A_LENGTH or int(length) > most:
            raise too_long(most)
    return kind


def _kind(label: str | None, length: str | None, header: Callable[[str], str | None]) -> str | None:
    if label is None and length in {None, "0"} and header("Transfer-Encoding") is None:
        return None
    kind = (label or "").partition(";")[0].strip().lower()
    if kind == _FORM:
        return "form"
    if kind == _JSON or kind.endswith("+json"):
        return "json"
    raise Refused(415, "Twilio sends forms and JSON")


def too_long(most: int) -> Refused:
    """The refusal of a body of more bytes than this."""
    return Refused(413, f"the body has more than {most:,} bytes")


def form_of(body: bytes) -> Pairs:
    """The names and values of a form.

    Raises:
        Refused: It is none.
    """
    if body.count(b"&") >= _MOST_PARAMETERS:
        raise Refused(400, f"the form has more than {_MOST_PARAMETERS:,} parameters")
    try:
        return pairs_of_query(body.decode(), "strict")
    except UnicodeDecodeError:
        raise Refused(400, "the body is no form in UTF-8") from None


def values_of_form(body: bytes) -> dict[str, str] | None:
    """The values of a form by their names; None where it takes `form_of` to tell what it holds."""
    if body.count(b"&") >= _MOST_PARAMETERS:
        return None
    try:
        return values_of_query(body.decode(), "strict")
    except UnicodeDecodeError:
        return None


def document_of(body: bytes) -> Any:
    """The value of a body of JSON.

    Raises:
        Refused: It is none.
    """
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Refused(400, "the body is no JSON") from None
