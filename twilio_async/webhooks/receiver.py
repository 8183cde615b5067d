"""The way of a request to its event: the same for all frameworks."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from multidict import istr

from twilio_async.errors import ConfigurationError
from twilio_async.webhooks.events.base import WebhookEvent
from twilio_async.webhooks.events.parse import event_of_pairs, event_of_signed, json_event
from twilio_async.webhooks.public_address import PublicAddress
from twilio_async.webhooks.queries import pairs_of_query
from twilio_async.webhooks.requests import Refused, document_of, form_of, too_long, values_of_form
from twilio_async.webhooks.signatures import HEADER, is_body_signed
from twilio_async.webhooks.unsigned import log_unsigned
from twilio_async.webhooks.validator import Validator

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from twilio_async.webhooks.queries import Pairs
    from twilio_async.webhooks.requests import WebhookRequest
    from twilio_async.webhooks.validator import Resolver, Tokens

E = TypeVar("E", bound=WebhookEvent)
MOST_BYTES = 1_000_000
_TOKEN = "TWILIO_AUTH_TOKEN"  # noqa: S105 - the name of a variable
IDEMPOTENCY_TOKEN = istr("I-Twilio-Idempotency-Token")
"""The header of a text that stays the same when Twilio repeats a request."""


class Content(NamedTuple):
    """What a request holds, not checked yet: the parameters of its form, or else a body of JSON."""

    pairs: Pairs = ()
    body: bytes | None = None


NOTHING = Content()
"""What a request without a body holds."""


class Receiver:
    """Receives requests: it finds out whether they are Twilio's, and what they tell.

    One receiver serves all routes of a program, in any framework.
    """

    def __init__(
        self,
        tokens: Tokens | Resolver | Validator | None = None,
        *,
        public_url: str | None = None,
        trusted_proxies: Iterable[str] = (),
        most_bytes: int = MOST_BYTES,
    ) -> None:
        """Make a receiver.

        Args:
            tokens: The account's auth token, several, what gives them by the account, or a `Validator`; that
                of TWILIO_AUTH_TOKEN where it is not given.
            public_url: Where Twilio reaches the server, such as https://example.com; a path in it stands
                before those that the server receives.
            trusted_proxies: Addresses or networks of proxies whose X-Forwarded-Proto, -Host and -Port are
                believed: the last value of each.
            most_bytes: The most bytes of a body.

        Raises:
            ConfigurationError: There is no token, or one of the others cannot be.
        """
        self.validator = tokens if isinstance(tokens, Validator) else Validator(_given(tokens))
        self.most_bytes = most_bytes
        self._address = PublicAddress.of(public_url, trusted_proxies)

    def url(self, request: WebhookRequest) -> str:
        """The address of a request as Twilio has it."""
        return self._address.url(request)

    async def event(
        self, request: WebhookRequest, read: Callable[[int], Awaitable[bytes]], expected: type[E]
    ) -> E:
        """The event that a request tells of.

        Args:
            request: The request.
            read: Reads its body, which has so many bytes at most, or more, as which it is refused.
            expected: The class that the event is to have.

        Raises:
            Refused: The request is not Twilio's, or not one that can be understood.
        """
        kind = request.kind_of_body(self.most_bytes)
        if not request.header(HEADER):
            raise self._unsigned(request)
        content = NOTHING if kind is None else self._content(kind, await read(self.most_bytes))
        if not await self.is_signed(request, content):
            raise self._unsigned(request)
        return _as_expected(event_of(request, content), expected)

    def event_of_form(
        self, target: str, body: bytes, signature: str, idempotency_token: str | None, expected: type[E]
    ) -> E | None:
        """The event of a form that is signed as nearly all are, in a third of the time that `event` takes.

        So is one that a token which is known at once signs, for its address at `public_url` as it is.

        Args:
            target: The path and query of the request.
            body: Its body, of which `kind_of_body` says that it is a form.
            signature: The header X-Twilio-Signature.
            idempotency_token: The header I-Twilio-Idempotency-Token.
            expected: The class that the event is to have.

        Returns:
            The event; None where it takes `event` to tell.

        Raises:
            Refused: The request cannot be understood.
        """
        base = self._address.base
        if base is None or target[:1] != "/" or "#" in target or len(body) > self.most_bytes:
            return None
        values = values_of_form(body)
        if not values:
            return None
        text = base + target + "".join([name + values[name] for name in sorted(values)])
        if not self.validator.signs(text, signature):
            return None
        event = event_of_signed(values, target.partition("?")[2], idempotency_token)
        return _as_expected(event, expected)

    async def admit(self, request: WebhookRequest) -> None:
        """Let the handshake of a WebSocket pass.

        Raises:
            Refused: It is not Twilio's.
        """
        if not await self.is_signed(request, NOTHING):
            raise self._unsigned(request)

    async def content(self, request: WebhookRequest, read: Callable[[int], Awaitable[bytes]]) -> Content:
        """What a request holds, signed or not.

        Raises:
            Refused: It cannot be understood, or is too long.
        """
        kind = request.kind_of_body(self.most_bytes)
        return NOTHING if kind is None else self._content(kind, await read(self.most_bytes))

    async def is_signed(self, request: WebhookRequest, content: Content) -> bool:
        """Whether a request is Twilio's."""
        signature = request.header(HEADER)
        if not signature or not signature.isascii():
            return False
        url = self._address.url(request)
        if not content.pairs and not is_body_signed(url, content.body or b""):
            return False
        return await self.validator.holds(url, content.pairs, signature.encode())

    def _content(self, kind: str, body: bytes) -> Content:
        if len(body) > self.most_bytes:
            raise too_long(self.most_bytes)
        return Content(body=body) if kind == "json" else Content(form_of(body))

    def _unsigned(self, request: WebhookRequest) -> Refused:
        """The refusal of a request that is not Twilio's, once the log says why."""
        log_unsigned(self._address.url(request), is_missing=not request.header(HEADER))
        return Refused(403, "the signature does not hold")


def event_of(request: WebhookRequest, content: Content) -> WebhookEvent:
    """The event that a request with this content tells of.

    Raises:
        Refused: Its body is no JSON.
    """
    query, token = request.query, request.header(IDEMPOTENCY_TOKEN)
    if content.body is not None:
        return json_event(document_of(content.body), query, token)
    if not content.pairs:
        return event_of_pairs(pairs_of_query(query), (), token)
    return event_of_pairs(content.pairs, query, token)


def _as_expected(event: WebhookEvent, expected: type[E]) -> E:
    if not isinstance(event, expected):
        raise Refused(400, f"this is a {type(event).__name__}; a {expected.__name__} is expected here")
    return event


def _given(tokens: Any) -> Any:
    if tokens is not None:
        return tokens
    found = os.environ.get(_TOKEN)
    if not found:
        raise ConfigurationError(f"tokens is missing: give the account's auth token, or set {_TOKEN}")
    return found
