"""Addresses: which origin belongs to us, what a segment of a path may be, where a redirect may lead.

Credentials travel with the origin, so what decides about origins stands here, pure and in one place.
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import SplitResult, quote, unquote_to_bytes, urljoin, urlsplit

from attrs import evolve

from twilio_async.core import regions
from twilio_async.core.apis import API_2008, API_2010
from twilio_async.errors import ConfigurationError, InvalidArgument, LinkError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from twilio_async.core.wire import Request

T = TypeVar("T")

API = "https://api.twilio.com"
_YES = frozenset({"1", "true", "yes"})
_NO = frozenset({"", "0", "false", "no"})
_REGIONAL = re.compile(r"([^.]+)(?:\.[^.]+){1,2}\.twilio\.com")
_LEGAL = "%!$&'()*+,;=:@/?-._~"
_HTTPS_PORT = 443
_LONGEST_LINK = 64 * 1024
_DEFAULT_PORTS = {"http": 80, "https": _HTTPS_PORT}


def from_environment(
    environment: Mapping[str, str],
    *,
    url: str | None,
    region: str | None,
    edge: str | None,
    allow_http: bool | None,
) -> str:
    """The address of the API that the arguments name; what they leave open, the environment does.

    Any of `url`, `region` and `edge` excludes TWILIO_BASE_URL, which excludes the other two variables.

    Raises:
        ConfigurationError: As for `base_url`; the text names the argument or the variable.
    """
    if allow_http is None:
        allow_http = _is_yes("TWILIO_ALLOW_HTTP", environment)
    if url is None and region is None and edge is None:
        url = environment.get("TWILIO_BASE_URL") or None
        if url is not None:
            return secure(url, "TWILIO_BASE_URL", allow_http=allow_http).rstrip("/")
    if url is None:
        region = environment.get("TWILIO_REGION") or None if region is None else region
        edge = environment.get("TWILIO_EDGE") or None if edge is None else edge
    return base_url(url, region, edge, allow_http=allow_http)


def _is_yes(variable: str, environment: Mapping[str, str]) -> bool:
    word = environment.get(variable, "").lower()
    if word not in _YES | _NO:
        raise ConfigurationError(f"{variable} is {word!r}: set it to 1, true or yes, or leave it out")
    return word in _YES


def base_url(url: str | None, region: str | None, edge: str | None, *, allow_http: bool = False) -> str:
    """The address that paths are appended to: `url`, or Twilio's for a region and an edge, or Twilio's.

    Raises:
        ConfigurationError: The url is not one that credentials may be sent to, or ends in the version of an
            API; region and edge name no host; or both they and a url are given.
    """
    if url is not None and (region is not None or edge is not None):
        raise ConfigurationError("give either base_url or region and edge (TWILIO_REGION, TWILIO_EDGE)")
    if url is not None:
        address = secure(url, "base_url", allow_http=allow_http).rstrip("/")
        if address.endswith((API_2010.root, API_2008.root)):
            raise ConfigurationError(f"base_url ends in a version, with which each path begins: {address}")
        return address
    if edge is None and region in {None, regions.DEFAULT}:
        return API
    return f"https://{regions.host(region, edge)}"


def origin_of(base: str, label: str) -> str | None:
    """Where the API whose host begins with `label` is, beside `base`; None where it is `base` itself.

    Twilio's products have hosts of their own, in the region and by the edge of `base`. What stands in for
    Twilio is all of them.
    """
    host = _split(base).netloc
    if not is_twilio(base) or host.partition(".")[0] == label:
        return None
    return f"https://{label}.{host.partition('.')[2]}"


def secure(url: str, argument: str, *, allow_http: bool | None = None) -> str:
    """`url`, if credentials may be sent to it: https, or http to this machine.

    Where `allow_http` is True, http to other machines may be too, but to none of Twilio's; where it is None
    that is no choice, and the text does not name it.

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
        _check_http(parts, argument, allow_http=allow_http)
    return url


def _check_http(parts: SplitResult, argument: str, *, allow_http: bool | None) -> None:
    refused = f"{argument} {parts.geturl()!r} is not encrypted and would show the credentials: use https"
    if _is_under_twilio((parts.hostname or "").rstrip(".")):
        raise ConfigurationError(refused)
    if allow_http is None:
        raise ConfigurationError(f"{refused} (plain http is for loopback addresses only)")
    if not allow_http:
        raise ConfigurationError(
            f"{refused}; where nobody else is on the way, as between containers, allow_http=True or "
            "TWILIO_ALLOW_HTTP=1 permits it"
        )


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

    That is a path of the API itself, or an address of `base`, or of another host of Twilio's where `base`
    is Twilio's: what is meant for an emulator or a gateway never reaches Twilio by mistake.

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
    origin = f"{parts.scheme}://{parts.netloc}"
    if _origin(parts) == _origin(_split(base)):
        return origin, path, query
    if not _is_twilio(parts):
        raise InvalidArgument(
            f"url leads to {origin}: credentials go to https hosts under twilio.com and to base_url only"
        )
    if not is_twilio(base):
        raise InvalidArgument(
            f"url leads to {origin}, but this client is for {base} (base_url or TWILIO_BASE_URL) and never "
            f"asks Twilio: give the path alone to ask {base}, or make a client without base_url"
        )
    return origin, path, query


def is_twilio(url: str) -> bool:
    """Whether an address is one of Twilio's APIs."""
    return _is_twilio(_split(url))


def _is_twilio(parts: SplitResult) -> bool:
    scheme, host, port = _origin(parts)
    return scheme == "https" and port == _HTTPS_PORT and _is_under_twilio(host)


def _is_under_twilio(host: str | None) -> bool:
    return f".{host}".endswith(".twilio.com")


def next_query(link: str, request: Request[Any], base: str, field: str = "'next_page_uri'") -> str:
    """The query of a server's link that continues `request`; only the query of such a link may differ.

    A link may leave out the path of `base`, where that has one, and on a regional host of Twilio's name the
    plain one: what follows is asked for where `request` was.

    Raises:
        LinkError: The link, which is in that field of a page, leads to another scheme, host or path. Nothing
            of it was requested.
    """
    if len(link) > _LONGEST_LINK:
        text = f"the link to the next page, {field}, has {len(link):,} characters"
        raise LinkError(text, method=request.method, path=request.path)
    parts, home = _split(link), _split(f"{request.origin or base}{request.path}")
    if not _is_home(parts, home) or not _is_path_of(parts, home, base):
        raise refused(f"the link to the next page, {field}, leads elsewhere", parts, request)
    return _clean(parts.query)


def _is_home(parts: SplitResult, home: SplitResult) -> bool:
    """Whether a link names no host, or that of `home`."""
    if not parts.scheme and not parts.netloc:
        return True
    return "@" not in parts.netloc and _origin(parts) in {_origin(home), _plain_origin(home)}


def _is_path_of(parts: SplitResult, home: SplitResult, base: str) -> bool:
    """Whether a link has the path of `home`, with or without that of `base`, however it is written."""
    if parts.path == home.path:
        return True
    paths = [home.path, _path_below(base, home) or home.path]
    return _segments(parts.path) in map(_segments, paths)


def redirected(request: Request[T], location: str, base: str) -> Request[T]:
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


def refused(why: str, parts: SplitResult, request: Request[Any]) -> LinkError:
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
