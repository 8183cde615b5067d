"""Addresses of webhooks: where a callback goes, what of it is signed, and its connection overrides.

Source: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
"""

from __future__ import annotations

from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import parse_qsl, urldefrag, urlsplit, urlunsplit

from attrs import frozen

_LOCAL_NAMES = ("localhost", ".localhost")
_MILLISECONDS = 1000
_LONGEST_CONNECT, _LONGEST = 10_000, 15_000
_SHORTEST = 100
_MOST_RETRIES = 5
_EVERY_TROUBLE = frozenset({"4xx", "5xx", "ct", "rt"})


@frozen
class Overrides:
    """How a callback is made: times in seconds, how often it is repeated, and after which trouble.

    Trouble is `ct` (no connection), `rt` (no answer in time), `4xx` or `5xx`.
    """

    connect_timeout: float = 5.0
    read_timeout: float = 15.0
    total_timeout: float = 15.0
    retries: int = 1
    retries_after: frozenset[str] = frozenset({"ct"})

    @classmethod
    def read(cls, fragment: str) -> Overrides:
        """The overrides in the fragment of an address; what is out of its range is as if it was not there."""
        named = dict(parse_qsl(fragment))

        def number(name: str, default: float, low: int, high: int) -> float:
            with suppress(ValueError):
                value = int(named.get(name, ""))
                return value if low <= value <= high else default
            return default

        policy = frozenset(named.get("rp", "ct").split(","))
        return cls(
            connect_timeout=number("ct", 5000, _SHORTEST, _LONGEST_CONNECT) / _MILLISECONDS,
            read_timeout=number("rt", _LONGEST, _SHORTEST, _LONGEST) / _MILLISECONDS,
            total_timeout=number("tt", _LONGEST, _SHORTEST, _LONGEST) / _MILLISECONDS,
            retries=int(number("rc", 1, 0, _MOST_RETRIES)),
            retries_after=_EVERY_TROUBLE if "all" in policy else policy & _EVERY_TROUBLE,
        )


@frozen
class Address:
    """The address of a webhook: `url` without its fragment, which holds the overrides."""

    url: str
    overrides: Overrides

    @classmethod
    def read(cls, text: str) -> Address:
        """The parts of an address as it was configured."""
        url, fragment = urldefrag(text)
        return cls(url, Overrides.read(fragment))

    @property
    def signed(self) -> str:
        """What is signed of it: all but the user info."""
        parts = urlsplit(self.url)
        return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))

    @property
    def is_loopback(self) -> bool:
        """Whether it leads to this machine, and says so without being looked up."""
        try:
            host = urlsplit(self.url).hostname or ""
        except ValueError:
            return False
        if host == _LOCAL_NAMES[0] or host.endswith(_LOCAL_NAMES[1]):
            return True
        try:
            return ip_address(host).is_loopback
        except ValueError:
            return False
