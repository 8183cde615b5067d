"""Requests as every framework can describe them, what is wrong with some, and what their bodies hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from multidict import istr

from twilio_async.webhooks.queries import Pairs, pairs_of_query

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

    @property
    def media_type(self) -> str | None:
        """What its body is: "form" or "json"; None where it has none that counts.

        Raises:
            Refused: It is something else.
        """
        if self.method in _BODILESS:
            return None
        label = self.header(CONTENT_TYPE)
        if label == _FORM:
            return "form"
        if label is None and not self._has_body:
            return None
        kind = (label or "").partition(";")[0].strip().lower()
        if kind == _FORM:
            return "form"
        if kind == _JSON or kind.endswith("+json"):
            return "json"
        raise Refused(415, "Twilio sends forms and JSON")

    @property
    def _has_body(self) -> bool:
        return self.header(CONTENT_LENGTH) not in {None, "0"} or self.header("Transfer-Encoding") is not None

    def check_length(self, most: int) -> None:
        """Refuse a body that is longer than this by its own account."""
        length = self.header(CONTENT_LENGTH)
        if length is None or self.method in _BODILESS:
            return
        if not (length.isascii() and length.isdecimal()):
            raise Refused(400, "Content-Length is no number")
        if len(length) > _DIGITS_OF_A_LENGTH or int(length) > most:
            raise too_long(most)


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


def document_of(body: bytes) -> Any:
    """The value of a body of JSON.

    Raises:
        Refused: It is none.
    """
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Refused(400, "the body is no JSON") from None
