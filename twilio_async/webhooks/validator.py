"""Validation: whether a request is Twilio's, by the tokens that may have signed it."""

import inspect
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeAlias, final

from twilio_async.errors import ConfigurationError
from twilio_async.webhooks.addresses import without_fragment
from twilio_async.webhooks.queries import Pairs, pairs_of_query
from twilio_async.webhooks.signatures import (
    Params,
    bytes_of,
    has_signature,
    is_body_signed,
    is_signed,
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
        read = _read(url, params, signature)
        if read is None:
            return False
        address, pairs, given = read
        if self._resolver is None:
            return has_signature(self._tokens, address, pairs, given)
        tokens = self._resolver(_account_of(address, pairs))
        if inspect.isawaitable(tokens):
            if inspect.iscoroutine(tokens):
                tokens.close()
            raise ConfigurationError("the tokens come from a coroutine function: await validator.check(...)")
        return has_signature(_usable(tokens), address, pairs, given)

    async def check(self, url: str | bytes, params: Params, signature: str | bytes | None) -> bool:
        """Whether a request is signed with one of the tokens; see `is_valid`."""
        read = _read(url, params, signature)
        return read is not None and await self.holds(*read)

    def signs(self, text: str, signature: str) -> bool:
        """Whether one of the tokens that are known at once signs a text that is put together already.

        False where a resolver gives them, or half of a surrogate pair is in the text or the signature.
        """
        try:
            return is_signed(self._tokens, text, signature.encode())
        except UnicodeError:
            return False

    async def holds(self, url: str, pairs: Pairs, signature: bytes) -> bool:
        """Whether one of the tokens signs a request so which is known to be well-formed.

        Args:
            url: Its address, without a fragment, and with the hash of a body that is no form.
            pairs: Its parameters.
            signature: The header X-Twilio-Signature.
        """
        if self._resolver is None:
            return has_signature(self._tokens, url, pairs, signature)
        tokens = self._resolver(_account_of(url, pairs))
        if inspect.isawaitable(tokens):
            tokens = await tokens
        return has_signature(_usable(tokens), url, pairs, signature)


def _account_of(url: str, pairs: Pairs) -> str:
    """The account that a request names, in its form, or else in its query; empty where it names none."""
    query = pairs_of_query(url.partition("?")[2])
    return next((value for name, value in (*pairs, *query) if name == "AccountSid"), "")


def _read(url: str | bytes, params: Params, signature: str | bytes | None) -> tuple[str, Pairs, bytes] | None:
    """The parts of a request; None where it is malformed, or its address has not the hash of its body."""
    if not signature:
        return None
    try:
        address = without_fragment(text_of(url))
        pairs: Pairs = () if isinstance(params, str | bytes) else pairs_of(params)
        body = bytes_of(params) if isinstance(params, str | bytes) else b""
        if not pairs and not is_body_signed(address, body):
            return None
        return address, pairs, text_of(signature).encode("ascii")
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
