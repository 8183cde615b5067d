"""The forms of an address under which Twilio may have signed a request.

A signature is over the address as Twilio requested it, byte by byte, but its servers do not agree on whether
the port is part of that, nor on how a query is encoded. The official validators try one form after the
other, and so does this. No form is got by decoding: each changes what is not alike in the two encodings and
leaves the rest, so that an address of which a byte was changed has no form in common with the one that was
signed.

Source: https://www.twilio.com/docs/usage/security
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

_ADDRESS = re.compile(
    r"""(?xs) ([A-Za-z][A-Za-z0-9+.-]*://)      # wss://
        ([^/?]*@)?                              # user:password@
        (\[[^\]/?]*\] | [^/?:]*)                # host, or [2001:db8::1]
        (:[0-9]*)?                              # :8443
        (.*)"""
)
_SOCKETS = ("ws://", "wss://")
_PORTS = {"http://": ":80", "ws://": ":80", "https://": ":443", "wss://": ":443"}
_LEGACY = re.compile(r"%([0-9A-Fa-f]{2})|[^A-Za-z0-9_.!~*'()-]")
_NEVER_ESCAPED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.!~*'()-")


def without_fragment(url: str) -> str:
    """The address that is requested: what follows a `#`, such as a connection override, stays with Twilio."""
    return url.partition("#")[0]


def without_user(url: str) -> str:
    """The address without the user and password in front of its host."""
    parts = _ADDRESS.fullmatch(url)
    return url if parts is None or parts[2] is None else "".join([parts[1], *_from_host(parts)])


def other_forms(url: str) -> Iterator[str]:
    """The other forms that may have been signed in the place of an address, each once.

    They are with and without a port and a user, each of them with its query in the older encoding too.
    """
    seen = {url}
    for form in [*_hosts(url)]:
        for each in (form, _with_legacy_query(form)):
            if each not in seen:
                seen.add(each)
                yield each


def is_socket(url: str) -> bool:
    """Whether this is the address of a WebSocket."""
    return url.startswith(_SOCKETS)


def socket_forms(url: str) -> Iterator[tuple[str, str]]:
    """The addresses and the queries of a WebSocket that may have been signed like a form's parameters.

    A query may stand in the address, or its parameters behind it; the path may have got a slash at its end.
    """
    address, mark, query = url.partition("?")
    slashed = address if address.endswith("/") else f"{address}/"
    for each in dict.fromkeys((address, slashed)):
        yield each + mark + query, ""
        if query:
            yield each, query


def _from_host(parts: re.Match[str]) -> list[str]:
    return [parts[3], parts[4] or "", parts[5]]


def _hosts(url: str) -> Iterator[str]:
    """The address with and without its user, each without and with a port."""
    parts = _ADDRESS.fullmatch(url)
    if parts is None:
        yield url
        return
    scheme, user, host, port, rest = parts.groups()
    for name in dict.fromkeys((user or "", "")):
        yield scheme + name + host + rest
        yield scheme + name + host + (port or _PORTS.get(scheme, "")) + rest


def _with_legacy_query(url: str) -> str:
    address, mark, query = url.partition("?")
    return address + mark + "&".join(map(_legacy_pair, query.split("&")))


def _legacy_pair(pair: str) -> str:
    name, equals, value = pair.partition("=")
    return _legacy(name) + equals + _legacy(value)


def _legacy(text: str) -> str:
    """A name or a value as JavaScript's encodeURIComponent writes it, with `%20` for a blank."""
    return _LEGACY.sub(_legacy_character, text)


@lru_cache(1024)
def _legacy_escape(character: str) -> str:
    return "%20" if character == "+" else quote(character, safe="", errors="surrogateescape")


def _legacy_character(match: re.Match[str]) -> str:
    if match[1] is None:
        return _legacy_escape(match[0])
    character = chr(int(match[1], 16))
    return character if character in _NEVER_ESCAPED else match[0]
