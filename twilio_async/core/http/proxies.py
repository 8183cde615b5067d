"""Proxies of the environment: HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY, as curl reads them.

Names count in lower case first. A proxy is `http://host:port`, `https://...` or `host:port`; its credentials
are never shown. NO_PROXY lists hosts (and all below them), addresses and networks, each with or without a
port, or `*`. Where no such variable is set at all, the settings of macOS and Windows count.

Source: https://everything.curl.dev/usingcurl/proxies/env.html
"""

from __future__ import annotations

import ipaddress
import re
import urllib.request
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from twilio_async.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

_SPOKEN = frozenset({"http", "https"})
_PORTS = {"http": 80, "https": 443}


def proxy_for(origin: str, environment: Mapping[str, str]) -> str | None:
    """The address of the proxy for requests to `origin`; None to go there directly.

    Raises:
        ConfigurationError: It is no HTTP proxy; the text names the variable.
    """
    variables = _variables(environment)
    parts = urlsplit(origin)
    if not variables:
        return _of_the_system(parts.scheme, parts.netloc)
    port = parts.port or _PORTS.get(parts.scheme)
    _, exemptions = variables.get("no_proxy", ("", ""))
    for name in (f"{parts.scheme}_proxy", "all_proxy"):
        variable, proxy = variables.get(name, (name, ""))
        if proxy:
            exempt = _is_exempt(parts.hostname or "", port, exemptions)
            return None if exempt else address(proxy, variable, assume_http=True)
    return None


def address(proxy: str, argument: str, *, assume_http: bool = False) -> str:
    """`proxy`, if it is the address of an HTTP proxy; without a scheme it may be assumed to be one.

    Raises:
        ConfigurationError: It is not; the text names the argument and never shows the address.
    """
    if assume_http and "://" not in proxy:
        proxy = f"http://{proxy.lstrip('/')}"
    advice = f"{argument} must be like 'http://host:port'"
    try:
        parts = urlsplit(proxy)
        _ = parts.port  # Raises where it is no port.
    except ValueError:
        raise ConfigurationError(advice) from None
    if parts.scheme.startswith("socks"):
        raise ConfigurationError(
            f"{advice}, {parts.scheme} is not spoken here: give the address of an HTTP proxy, exempt the "
            "host in NO_PROXY, or give a session with a connector for socks"
        )
    if parts.scheme not in _SPOKEN or not parts.hostname or not proxy.isprintable() or " " in proxy:
        raise ConfigurationError(advice)
    return proxy


def _variables(environment: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """The variables about proxies, as they are written and what they say, by their names in lower case."""
    variables: dict[str, tuple[str, str]] = {}
    for name in sorted(environment, key=str.islower):  # Lower case comes last and wins.
        if name.lower().endswith("_proxy"):
            variables[name.lower()] = (name, environment[name].strip())
    if "REQUEST_METHOD" in environment and not variables.get("http_proxy", ("", ""))[0].islower():
        variables.pop("http_proxy", None)  # In CGI it is the `Proxy` header of whoever asks.
    return variables


def _of_the_system(scheme: str, netloc: str) -> str | None:
    """The proxy in the settings of macOS or Windows; there are none elsewhere."""
    proxy = urllib.request.getproxies().get(scheme)
    if proxy is None or urllib.request.proxy_bypass(netloc):
        return None
    return address(proxy, "the proxy in the system's settings", assume_http=True)


def _is_exempt(host: str, port: int | None, exemptions: str) -> bool:
    return any(_covers(entry, host, port) for entry in re.split(r"[,\s]+", exemptions.lower()) if entry)


def _covers(entry: str, host: str, port: int | None) -> bool:
    """Whether an entry of NO_PROXY is about this host and port."""
    if entry == "*":
        return True
    name, only_port = _host_and_port(entry)
    if only_port is not None and only_port != str(port):
        return False
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        name = name.removeprefix("*").strip(".")
        return bool(name) and f".{host.rstrip('.')}".endswith(f".{name}")
    try:
        return number in ipaddress.ip_network(name, strict=False)
    except ValueError:
        return False


def _host_and_port(entry: str) -> tuple[str, str | None]:
    """The parts of `host`, `host:port`, `::1`, `[::1]` or `[::1]:port`."""
    if entry.startswith("["):
        name, _, rest = entry[1:].partition("]")
        return name, rest.removeprefix(":") or None
    if entry.count(":") == 1:
        name, _, number = entry.partition(":")
        return name, number or None
    return entry, None
