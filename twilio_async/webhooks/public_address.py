"""The address of a server as Twilio knows it, which a server behind a proxy has to be told.

Nothing of a request is decoded, encoded anew or sorted: the path and the query are what the server received.
Scheme and host are those of `public_url`; or else what a proxy says that is trusted by its own address, in
the headers X-Forwarded-Proto, -Host and -Port; or else what the request itself says.
"""

from __future__ import annotations

import re
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, TypeAlias

from attrs import frozen

from twilio_async.errors import ConfigurationError
from twilio_async.webhooks.requests import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from ipaddress import IPv4Network, IPv6Network

    from twilio_async.webhooks.requests import WebhookRequest

    Network: TypeAlias = IPv4Network | IPv6Network

_BASE = re.compile(r"(https?)://([^/?#@\s]+)(/[^?#\s]*)?")
_PORT = re.compile(r":[0-9]+")
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\s/\\?#@:\[\]]+)(:[0-9]*)?")
_SCHEMES = {"http": "http", "https": "https", "ws": "http", "wss": "https"}
_STANDARD_PORTS = {"http": "80", "https": "443"}


@frozen
class PublicAddress:
    """The address at which Twilio reaches a server.

    Attributes:
        base: What stands before the path of a request; None where the request, or a proxy, tells.
        proxies: The networks of the proxies that are believed.
    """

    base: str | None = None
    proxies: tuple[Network, ...] = ()

    @classmethod
    def of(cls, public_url: str | None, trusted_proxies: Iterable[str]) -> PublicAddress:
        """The address by its settings; see `Receiver`.

        Raises:
            ConfigurationError: One of them cannot be.
        """
        if isinstance(trusted_proxies, str):
            raise ConfigurationError("trusted_proxies takes a list of addresses, such as ['10.0.0.0/8']")
        try:
            proxies = tuple(map(ip_network, trusted_proxies))
        except ValueError as error:
            raise ConfigurationError(f"trusted_proxies takes addresses and networks: {error}") from None
        if public_url is None:
            return cls(None, proxies)
        if not _BASE.fullmatch(public_url):
            raise ConfigurationError(
                f"public_url is an address such as https://example.com, without a query, not {public_url!r}"
            )
        if proxies:
            raise ConfigurationError("public_url says it all: leave trusted_proxies away, or public_url")
        return cls(public_url.removesuffix("/"))

    def url(self, request: WebhookRequest) -> str:
        """The address of a request as Twilio has it.

        Raises:
            Refused: The request has no such address. What is not signed, or moves a part of the address into
                another, would pass with the signature of another request.
        """
        if "#" in request.target or not request.target.startswith("/"):
            raise Refused(400, "the target of the request is no path and query")
        base = self.base or self._told(request)
        return (f"ws{base.removeprefix('http')}" if request.is_socket else base) + request.target

    def _told(self, request: WebhookRequest) -> str:
        is_secure, peer = request.origin()
        scheme = "https" if is_secure else "http"
        host = request.header("Host") or ""
        if self.proxies and self._is_trusted(peer):
            scheme = _SCHEMES.get(_of_proxy(request, "X-Forwarded-Proto").lower(), scheme)
            host = _of_proxy(request, "X-Forwarded-Host") or host
            port = _of_proxy(request, "X-Forwarded-Port")
            if (
                port.isdecimal()
                and port != _STANDARD_PORTS.get(scheme)
                and not _PORT.search(host.rpartition("]")[2])
            ):
                host = f"{host}:{port}"
        if not _HOST.fullmatch(host):
            raise Refused(400, "the request names no host")
        return f"{scheme}://{host}"

    def _is_trusted(self, peer: str | None) -> bool:
        try:
            address = ip_address((peer or "").partition("%")[0])
        except ValueError:
            return False
        mapped = getattr(address, "ipv4_mapped", None) or address
        return any(mapped in network for network in self.proxies)


def _of_proxy(request: WebhookRequest, name: str) -> str:
    """What the nearest proxy says, or "": the last value, since each appends its own."""
    return ",".join(request.values(name)).rpartition(",")[2].strip()
