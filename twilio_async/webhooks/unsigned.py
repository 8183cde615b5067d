"""The log of requests that are not Twilio's: under which address they were checked, which is mostly why."""

from __future__ import annotations

import logging
import re
from ipaddress import ip_address

_LOG = logging.getLogger("twilio_async.webhooks")
_MISSING = "it has no X-Twilio-Signature"
_WRONG = "its X-Twilio-Signature matches none of the auth tokens for this address"
_HINT = (
    "; if Twilio knows another address of this server, give the receiver public_url, "
    "or trusted_proxies where a proxy tells it"
)
_LONG_NUMBER = re.compile(r"[0-9]{7,}")
_HOST = re.compile(r"([a-z]+)://(\[[^\]]*\]|[^:/?]*)")
_LONGEST = 200


def log_unsigned(url: str, *, is_missing: bool) -> None:
    """Warn of a request that was refused.

    Neither a query nor a number of many digits gets into the log.

    Args:
        url: The address as it was checked.
        is_missing: Whether no signature came at all.
    """
    address = _LONG_NUMBER.sub("***", url.partition("?")[0])[:_LONGEST]
    hint = _HINT if _is_local(url) else ""
    _LOG.warning("Refused a request for %a: %s.", address, _MISSING if is_missing else _WRONG + hint)


def _is_local(url: str) -> bool:
    """Whether an address is hardly the one that Twilio knows: it is without TLS, or of this machine."""
    parts = _HOST.match(url)
    if parts is None:
        return False
    scheme, host = parts[1], parts[2].strip("[]").lower()
    return scheme in {"http", "ws"} or host == "localhost" or _is_loopback(host)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
