"""Regions and edges: which host of the API they name, and which names cannot be one.

A region is where data live, an edge is where requests enter Twilio's network. Names that are not known here
pass where they look like one, because Twilio may add it; what is certainly mistaken is refused, since the
network would only say that a certificate does not match.

Source: https://www.twilio.com/docs/global-infrastructure/edge-locations and
https://www.twilio.com/docs/global-infrastructure/edge-locations/legacy-regions
"""

from __future__ import annotations

import re

from twilio_async.errors import ConfigurationError

DEFAULT = "us1"
"""The region of the host without a region."""

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
_PRIVATE_EDGES = {
    "au1-ix": "sydney-ix",
    "br1-ix": "sao-paulo-ix",
    "de1-ix": "frankfurt-ix",
    "ie1-ix": "london-ix",
    "jp1-ix": "tokyo-ix",
    "sg1-ix": "singapore-ix",
    "us1-ix": "ashburn-ix",
    "us2-ix": "san-jose-ix",
}
"""Edges of private connections, by the names that were regions once."""
_EDGE_OF = _EDGES | _PRIVATE_EDGES
_REGION_OF = {edge: region.removesuffix("-ix") for region, edge in _EDGE_OF.items()}
_NEAREST = frozenset({"roaming", "gll"})
"""The nearest edge, in the words of the voice SDKs."""
_REGION = re.compile(r"[a-z]{2}\d")
_LABEL = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def host(region: str | None, edge: str | None) -> str:
    """The host of the API for a region and an edge, at least one of which is given.

    Raises:
        ConfigurationError: One of them is missing, or cannot be a part of a host of the API.
    """
    region, edge = _label("region", region), _label("edge", edge)
    if region in _NEAREST or edge in _NEAREST:
        raise _no_host(region, edge)
    if edge is not None and (edge in _EDGE_OF or _REGION.fullmatch(edge)):
        raise _misplaced("edge", edge, "a region", edge.removesuffix("-ix"), _EDGE_OF.get(edge))
    if region in _REGION_OF:
        raise _misplaced("region", region, "an edge", _REGION_OF[region], region)
    if region in _PRIVATE_EDGES:
        raise _misplaced("region", region, "an edge", region.removesuffix("-ix"), _PRIVATE_EDGES[region])
    if region is not None and not _REGION.fullmatch(region):
        raise ConfigurationError(f"region {region!r} is none of Twilio's: one is like {', '.join(_EDGES)}")
    if region is None:
        raise ConfigurationError(
            f"edge {edge!r} without a region would be served from {DEFAULT}: give region too "
            f"(argument region or TWILIO_REGION), {DEFAULT!r} if that is meant"
        )
    if edge is None:
        usual = _EDGES.get(region, "the one near you")
        raise ConfigurationError(
            f"region {region!r} without an edge is no host of the API: give edge too, for instance {usual!r} "
            "(argument edge or TWILIO_EDGE)"
        )
    return f"api.{edge}.{region}.twilio.com"


def _label(argument: str, label: str | None) -> str | None:
    """A region or an edge as hosts are written."""
    if label is None:
        return None
    if not label.isascii() or not _LABEL.fullmatch(label.lower()):
        raise ConfigurationError(
            f"{argument} {label!r} is no name of one: for the host api.dublin.ie1.twilio.com give "
            "edge='dublin' and region='ie1'"
        )
    return label.lower()


def _no_host(region: str | None, edge: str | None) -> ConfigurationError:
    named = f"edge {edge!r}" if edge in _NEAREST else f"region {region!r}"
    usual = _EDGES.get(region or "", "dublin")
    return ConfigurationError(
        f"{named} is for voice SDKs, no host of the API has a certificate for it: leave region and edge out "
        "(TWILIO_REGION, TWILIO_EDGE) to reach api.twilio.com by the nearest edge; for data in another "
        f"region give its own edge, such as {usual!r}"
    )


def _misplaced(argument: str, label: str, kind: str, region: str, edge: str | None) -> ConfigurationError:
    usual = "the one near it" if edge is None else repr(edge)
    return ConfigurationError(
        f"{argument} {label!r} is the name of {kind}: give region={region!r} and edge={usual} "
        "(TWILIO_REGION, TWILIO_EDGE)"
    )
