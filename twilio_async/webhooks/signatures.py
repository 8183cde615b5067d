"""The signature of a request of Twilio's: HMAC-SHA1 of its address and its sorted parameters, in base64.

The key is the account's auth token, never the secret of an API key. A body of JSON is not signed itself: its
hash stands in the address, as `bodySHA256`, and that is.

Source: https://www.twilio.com/docs/usage/security
"""

from __future__ import annotations

import hmac
import re
from binascii import b2a_base64
from collections.abc import Iterable, Mapping
from hashlib import sha256
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard, cast

from multidict import istr

from twilio_async.webhooks.addresses import (
    is_socket,
    other_forms,
    socket_forms,
    without_fragment,
    without_user,
)
from twilio_async.webhooks.queries import Pairs, pairs_of_query

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Params: TypeAlias = Mapping[str, Any] | Iterable[tuple[str | bytes, str | bytes]] | str | bytes | None
"""What came with a request: the parameters of a form, or the body as it came where it is none.

The values of a mapping are texts or lists of them. The mappings of multidict, Starlette, Django and
Werkzeug, in which a name can stand several times, are taken with all of its values.
"""

HEADER = istr("X-Twilio-Signature")
"""The header that has the signature."""

_BODY_HASH = re.compile(r"[?&]bodySHA256=([^&]*)")
_TUPLES, _TWO, _TEXTS = frozenset({tuple}), frozenset({2}), frozenset({str})
_UNICODE = ("utf-8", "surrogateescape")  # What a server reads of odd bytes becomes those bytes again.


def signature(token: str | bytes, url: str | bytes, params: Params = None) -> str:
    """The signature of a request, as its header has it.

    Args:
        token: The account's auth token.
        url: The address, encoded as Twilio requests it. A user and a fragment are not signed.
        params: The parameters of a form. A body of JSON is not signed: see `body_hash`.
    """
    address = without_user(without_fragment(text_of(url)))
    pairs: Pairs = () if isinstance(params, str | bytes) else pairs_of(params)
    return digest(bytes_of(token), address + tail_of(pairs)).decode()


def body_hash(body: str | bytes) -> str:
    """The hash of a body of JSON, which is the parameter `bodySHA256` of the address."""
    return sha256(bytes_of(body)).hexdigest()


def digest(token: bytes, text: str) -> bytes:
    """The signature of a text that is put together already."""
    return b2a_base64(hmac.digest(token, text.encode(*_UNICODE), "sha1"), newline=False)


def has_signature(tokens: Sequence[bytes], url: str, pairs: Pairs, given: bytes) -> bool:
    """Whether one of the tokens signs the request so, under one of the forms of its address."""
    tail = tail_of(pairs)
    try:
        return is_signed(tokens, url + tail, given) or any(
            is_signed(tokens, text, given) for text in _other_texts(url, tail)
        )
    except UnicodeError:
        return False  # No request has half of a surrogate pair in it.


def is_signed(tokens: Sequence[bytes], text: str, given: bytes) -> bool:
    """Whether one of the tokens signs a text that is put together already.

    Raises:
        UnicodeError: It has half of a surrogate pair in it.
    """
    return any(hmac.compare_digest(digest(token, text), given) for token in tokens)


def is_body_signed(url: str, body: bytes) -> bool:
    """Whether the address has the hash of this body; no hash is needed where nothing came."""
    hashes = _BODY_HASH.findall(url)
    if not hashes:
        return not body
    actual = body_hash(body).encode()
    return all(hmac.compare_digest(each.lower().encode(*_UNICODE), actual) for each in hashes)


def pairs_of(params: Mapping[str, Any] | Iterable[tuple[str | bytes, str | bytes]] | None) -> Pairs:
    """The names and values of parameters.

    Raises:
        TypeError: Something is no text.
        ValueError: Something is no pair.
    """
    held: Any = params
    if held is None:
        return ()
    if _are_texts(held):  # Mostly they are.
        return held
    if hasattr(held, "multi_items"):  # Starlette's, whose items are the last ones of each name.
        return _flat(held.multi_items())
    if hasattr(held, "lists"):  # Django's and Werkzeug's.
        return _flat(held.lists())
    pairs: list[Any] = [*(held.items() if isinstance(held, Mapping) else held)]
    return pairs if _are_texts(pairs) else _flat(pairs)


def _are_texts(held: Any) -> TypeGuard[Pairs]:
    """Whether this is a list of pairs of texts, found out in the least time."""
    pairs = cast("list[Any]", held)
    return (
        type(held) is list
        and _TUPLES.issuperset(map(type, pairs))
        and _TWO.issuperset(map(len, pairs))
        and _TEXTS.issuperset(map(type, chain.from_iterable(pairs)))
    )


def _flat(pairs: Iterable[tuple[Any, Any]]) -> Pairs:
    return [(text_of(name), text_of(value)) for name, held in pairs for value in _values(held)]


def _values(held: Any) -> Iterable[Any]:
    return cast("Iterable[Any]", held) if isinstance(held, list | tuple) else (held,)


def tail_of(pairs: Pairs) -> str:
    """What is signed of parameters: sorted, each name with its value behind it, equal ones once."""
    distinct = pairs if len(dict(pairs)) == len(pairs) else set(pairs)
    return "".join(chain.from_iterable(sorted(distinct)))


def text_of(value: object) -> str:
    """A text, or that of bytes.

    Raises:
        TypeError: It is neither.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode(*_UNICODE)
    raise TypeError(f"a text is expected, not a {type(value).__name__}")


def bytes_of(value: str | bytes) -> bytes:
    """Bytes, or those of a text."""
    return value if isinstance(value, bytes) else value.encode(*_UNICODE)


def _other_texts(url: str, tail: str) -> Iterator[str]:
    """What else than the address as it is may have been signed with the sorted parameters behind it."""
    for form in other_forms(url):
        yield form + tail
    if is_socket(url):
        for address, query in socket_forms(url):
            behind = tail_of(pairs_of_query(query)) + tail
            yield address + behind
            for form in other_forms(address):
                yield form + behind
