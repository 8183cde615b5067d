"""Addresses: which origin belongs to us, what a segment of a path may be, where a redirect may lead.

Credentials travel with the origin, so what decides about origins stands here, pure and in one place.
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, unquote_to_bytes, urljoin, urlsplit

from attrs import evolve

from twilio_async.errors import ConfigurationError, InvalidArgument, LinkError

if TYPE_CHECKING:
    from twilio_async.wire import Request

API = "https://api.twilio.com"
_EDGES = {
    "au1": "sydney",
    "br1": "sao-paulo",
    "de1": "frankfurt",
    "ie1": "dublin",
    "jp1": "tokyo",
    "jp2": "osaka",
    "sg1": "singapore",
    "us1": "ashburn",
    "us2": "umatilla",
}
_REGIONAL = re.compile(r"([^.]+)(?:\.[^.]+){1,2}\.twilio\.com")
_LEGAL = "%!$&'()*+,;=:@/?-._~"
_HTTPS_PORT = 443
_DEFAULT_PORTS = {"http": 80, "https": _HTTPS_PORT}


def base_url(url: str | None, region: str | None, edge: str | None) -> str:
    """The address that paths are appended to: `url`, or Twilio's for a region and an edge, or Twilio's.

    Raises:
        ConfigurationError: The url is not one that credentials may be sent to, or only one of region and
            edge is given, or both they and a url.

    Source: https://www.twilio.com/docs/global-infrastructure
    """
    if region is None and edge is None:
        return API if url is None else secure(url, "base_url").rstrip("/")
    if url is not None:
        raise ConfigurationError("give either base_url or region and edge (TWILIO_REGION, TWILIO_EDGE)")
    if edge is None:
        usual = _EDGES.get(region or "", "the one near you")
        raise ConfigurationError(
            f"region {region!r} without an edge would be served from us1: give edge too, for instance "
            f"{usual!r} (argument edge or TWILIO_EDGE)"
        )
    if region is None:
        raise ConfigurationError(
            f"edge {edge!r} without a region would be served from us1: give region too "
            "(argument region or TWILIO_REGION), 'us1' if that is meant"
        )
    for name, label in (("region", region), ("edge", edge)):
        if not label.replace("-", "").isalnum() or not label.isascii():
            raise ConfigurationError(
                f"{name} {label!r} is no name of a {name}; one is like 'ie1' or 'dublin'"
            )
    return f"https://api.{edge}.{region}.twilio.com"


def secure(url: str, argument: str) -> str:
    """`url`, if credentials may be sent to it: https, or http to this machine.

    Raises:
        ConfigurationError: It is not, or is no plain address; the text names the argument.
    """
    parts = _split(url)
    if not url.isascii() or not url.isprintable() or set(url) & set(" \\?#"):
        raise ConfigurationError(
            f"{argument} must be a plain address: no space, query, fragment or backslash"
        )
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise ConfigurationError(f"{argument} {_without_userinfo(parts)!r} is not like 'https://host'")
    if "@" in parts.netloc:
        raise ConfigurationError(f"{argument} must not hold credentials")
    if parts.scheme == "http" and not _is_loopback(parts.hostname):
        raise ConfigurationError(
            f"{argument} {url!r} is not encrypted and would show the credentials: use https (plain http is "
            "for loopback addresses only)"
        )
    return url


def _without_userinfo(parts: SplitResult) -> str:
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def segment(value: str | None) -> str:
    """`value` as one segment of a path.

    Raises:
        InvalidArgument: It is no text, or empty, or would lead to another place of the tree.
    """
    if not isinstance(value, str) or not value.strip() or value in {".", ".."}:
        raise InvalidArgument(f"{value!r} cannot be a SID or name in a path: give the resource's own")
    try:
        return quote(value, safe="")
    except UnicodeEncodeError:
        raise InvalidArgument(f"{value!r} cannot be a SID or name in a path") from None


def address(url: str, base: str) -> tuple[str | None, str, str]:
    """Origin (None: that of `base`), path and query of an address that credentials may be sent to.

    That is a path of the API itself, or an address of `base` or of a host of Twilio's.

    Raises:
        InvalidArgument: It is anything else.
    """
    parts = _split(url)
    if "@" in parts.netloc or not url.isprintable() or set(url) & set(" \\"):
        raise InvalidArgument("url must be a plain address: no credentials, space or backslash")
    path, query = _clean(parts.path) or "/", _clean(parts.query)
    if not parts.scheme and not parts.netloc:
        if not url.startswith("/"):
            raise InvalidArgument(f"url {url!r} is neither a path ('/2010-04-01/...') nor 'https://...'")
        return None, path, query
    if not _is_twilio(parts) and _origin(parts) != _origin(_split(base)):
        raise InvalidArgument(
            f"url leads to {parts.scheme}://{parts.netloc}: credentials go to https hosts under twilio.com "
            "and to base_url only"
        )
    return f"{parts.scheme}://{parts.netloc}", path, query


def _is_twilio(parts: SplitResult) -> bool:
    scheme, host, port = _origin(parts)
    return scheme == "https" and port == _HTTPS_PORT and f".{host}".endswith(".twilio.com")


def next_query(link: str, request: Request, base: str, field: str = "'next_page_uri'") -> str:
    """The query of a server's link that continues `request`; only the query of such a link may differ.

    A link may leave out the path of `base`, where that has one, and on a regional host of Twilio's name the
    plain one: what follows is asked for where `request` was.

    Raises:
        LinkError: The link, which is in that field of a page, leads to another scheme, host or path. Nothing
            of it was requested.
    """
    parts, home = _split(link), _split(f"{request.origin or base}{request.path}")
    origins = {_origin(home), _plain_origin(home)}
    elsewhere = (parts.scheme or parts.netloc) and ("@" in parts.netloc or _origin(parts) not in origins)
    paths = [home.path, _path_below(base, home) or home.path]
    if elsewhere or _segments(parts.path) not in map(_segments, paths):
        raise refused(f"the link to the next page, {field}, leads elsewhere", parts, request)
    return _clean(parts.query)


def redirected(request: Request, location: str, base: str) -> Request:
    """`request` sent on to `location`; the credentials go with it only while that is an address of the API.

    Raises:
        LinkError: The target is not http or https, or gives encryption up. Nothing of it was requested.
    """
    source = f"{request.origin or base}{request.path}"
    parts = _split(location, source)
    scheme, host, _ = _origin(parts)
    if scheme not in _DEFAULT_PORTS or not host or (scheme == "http" and source.startswith("https:")):
        raise refused("the redirect leads where no request may go", parts, request)
    return evolve(
        request,
        origin=f"{scheme}://{parts.netloc.rpartition('@')[2]}",
        path=_clean(parts.path) or "/",
        query=_clean(parts.query),
        authorized=request.authorized and _path_below(base, parts) is not None,
    )


def _path_below(base: str, parts: SplitResult) -> str | None:
    """The path of an address without that of `base`; None where it is no address below `base`."""
    root = _split(base)
    path = parts.path.removeprefix(root.path)
    if _origin(parts) != _origin(root) or parts.path != root.path + path or path[:1] not in {"", "/"}:
        return None
    climbs = re.search(rb"(^|[/\\])\.\.?($|[/\\])", _unquoted(path))
    return None if root.path and climbs else path


def _plain_origin(parts: SplitResult) -> tuple[str, str | None, int | None]:
    """The origin of an address, without the edge and region that a host of Twilio's may have."""
    scheme, host, port = _origin(parts)
    regional = _REGIONAL.fullmatch(host or "")
    return scheme, f"{regional[1]}.twilio.com" if regional else host, port


def _segments(path: str) -> list[bytes]:
    """The segments of a path, decoded: equal for equal paths however they are written."""
    return [_unquoted(segment) for segment in path.split("/")]


def _unquoted(path: str) -> bytes:
    return unquote_to_bytes(path.encode(errors="surrogatepass"))


def refused(why: str, parts: SplitResult, request: Request) -> LinkError:
    """The error about a link; it shows neither its query nor credentials in it."""
    shown = _without_userinfo(parts._replace(query="", fragment=""))
    return LinkError(f"{why} ({shown!r}) and was not followed", method=request.method, path=request.path)


def _split(url: str, source: str = "") -> SplitResult:
    """The parts of an address, which may be relative to `source`; what is no address is "invalid:"."""
    try:
        parts = urlsplit(urljoin(source, url))
        _ = parts.port  # Raises where it is no port.
    except ValueError:
        return SplitResult("invalid", "", "", "", "")
    return parts


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None]:
    """Scheme, host and port; equal for equal origins however they are written."""
    return parts.scheme, parts.hostname, parts.port or _DEFAULT_PORTS.get(parts.scheme)


def _clean(encoded: str) -> str:
    """`encoded` as it is, but for characters that no address may hold."""
    return quote(encoded, safe=_LEGAL, errors="surrogateescape")
