"""Validation: whether a request is Twilio's, by the tokens that may have signed it."""

import inspect
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import NamedTuple, TypeAlias, final

from twilio_async.errors import ConfigurationError
from twilio_async.webhooks.addresses import without_fragment
from twilio_async.webhooks.queries import Pairs, pairs_of_query
from twilio_async.webhooks.signatures import (
    Params,
    bytes_of,
    has_signature,
    is_body_signed,
    pairs_of,
    text_of,
)

Tokens: TypeAlias = str | bytes | Iterable[str | bytes]
"""An auth token, or several: while one is replaced by another, both are valid."""

Resolver: TypeAlias = Callable[[str], Tokens | Awaitable[Tokens | None] | None]
"""What gives the tokens of the account (AC...) that a request names, or None where it knows none.

Whoever sends a request can name any account. One that names none, as JSON and WebSockets do, has "" here: the
tokens of all accounts that may send such are the answer to that. It may be a coroutine function.
"""

_MALFORMED = (TypeError, ValueError)


class SignedRequest(NamedTuple):
    """A request whose signature is asked for, read and not malformed.

    Attributes:
        url: Its address, without a fragment.
        pairs: Its parameters.
        signature: The signature that came with it.
    """

    url: str
    pairs: Pairs
    signature: bytes

    @property
    def account_sid(self) -> str:
        """The account that it names, in its form, or else in its query; empty where it names none."""
        query = pairs_of_query(self.url.partition("?")[2])
        return next((value for name, value in (*self.pairs, *query) if name == "AccountSid"), "")

    def is_signed(self, tokens: Sequence[bytes]) -> bool:
        """Whether one of the tokens signs it so."""
        try:
            return has_signature(tokens, self.url, self.pairs, self.signature)
        except UnicodeError:
            return False  # No request has half of a surrogate pair in it.


@final
class Validator:
    """Tells whether requests are Twilio's.

    `is_valid` answers at once; `check` is awaited and takes a resolver too that is a coroutine function.
    Whatever is malformed or missing in a request makes it invalid, and is no error.
    """

    __slots__ = ("_resolver", "_tokens")

    def __init__(self, tokens: Tokens | Resolver) -> None:
        """Make a validator.

        Args:
            tokens: The auth token, several of them, or what gives them by the account.

        Raises:
            ConfigurationError: There is no token, or an empty one, with which anybody could sign.
        """
        self._resolver = tokens if callable(tokens) else None
        self._tokens = [] if callable(tokens) else _checked(tokens)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({'a resolver' if self._resolver else '***'})"

    def is_valid(self, url: str | bytes, params: Params, signature: str | bytes | None) -> bool:
        """Whether a request is signed with one of the tokens.

        Args:
            url: Its address as Twilio has it, in the encoding in which it was requested.
            params: The parameters of its form; its body as it came where that is no form; None for a GET.
            signature: The header X-Twilio-Signature.

        Raises:
            ConfigurationError: The resolver has to be awaited: use `check`.
        """
        request = _read(url, params, signature)
        if request is None or self._resolver is None:
            return request is not None and request.is_signed(self._tokens)
        tokens = self._resolver(request.account_sid)
        if inspect.isawaitable(tokens):
            if inspect.iscoroutine(tokens):
                tokens.close()
            raise ConfigurationError("the tokens come from a coroutine function: await validator.check(...)")
        return request.is_signed(_usable(tokens))

    async def check(self, url: str | bytes, params: Params, signature: str | bytes | None) -> bool:
        """Whether a request is signed with one of the tokens; see `is_valid`."""
        request = _read(url, params, signature)
        return request is not None and await self.holds(request)

    async def holds(self, request: SignedRequest) -> bool:
        """Whether the signature of a request that was read is one of the tokens'; see `is_valid`."""
        if self._resolver is None:
            return request.is_signed(self._tokens)
        tokens = self._resolver(request.account_sid)
        return request.is_signed(_usable(await tokens if inspect.isawaitable(tokens) else tokens))


def signed_request(url: str, pairs: Pairs, body: bytes, signature: str) -> SignedRequest | None:
    """The request; None where it is malformed, or its address has not the hash of its body.

    Args:
        url: Its address, without a fragment.
        pairs: Its parameters; none where `body` is no form.
        body: Its body, where it has no parameters.
        signature: The header X-Twilio-Signature.
    """
    if not signature.isascii() or (not pairs and not is_body_signed(url, body)):
        return None
    return SignedRequest(url, pairs, signature.encode())


def _read(url: str | bytes, params: Params, signature: str | bytes | None) -> SignedRequest | None:
    """The request of what a caller has of it; None as `signed_request` has it."""
    if not signature:
        return None
    try:
        address = without_fragment(text_of(url))
        pairs: Pairs = () if isinstance(params, str | bytes) else pairs_of(params)
        body = bytes_of(params) if isinstance(params, str | bytes) else b""
        return signed_request(address, pairs, body, text_of(signature))
    except _MALFORMED:
        return None


def _usable(tokens: Tokens | None) -> list[bytes]:
    """The tokens of a resolver; an empty one would let anybody sign."""
    return [] if tokens is None else [bytes_of(each) for each in _listed(tokens) if each]


def _listed(tokens: Tokens) -> list[str | bytes]:
    return [tokens] if isinstance(tokens, str | bytes) else list(tokens)


def _checked(tokens: Tokens) -> list[bytes]:
    given = [bytes_of(each) for each in _listed(tokens)]
    if not given or not all(given):
        raise ConfigurationError("tokens is empty: give the account's auth token, or several of them")
    return given
