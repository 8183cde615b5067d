"""An aiohttp session of the user's: it must not bring credentials of its own.

They would go out instead of the client's, or with requests that carry none, such as one to the network that
a recording is fetched from.
"""

from __future__ import annotations

import netrc
import os
from pathlib import Path
from typing import TYPE_CHECKING

from twilio_async.errors import ConfigurationError

if TYPE_CHECKING:
    import aiohttp


def check_headers(session: aiohttp.ClientSession) -> None:
    """Refuse a session that authorizes every request.

    Raises:
        ConfigurationError: It has `auth` or an Authorization header; the text says which.
    """
    if session.auth is not None:
        raise ConfigurationError("the session has credentials of its own (auth=...): give one without")
    if "Authorization" in session.headers:
        raise ConfigurationError(
            "the session has an Authorization among its default headers: give one without, or leave "
            "session out"
        )


def check_netrc(host: str) -> None:
    """Refuse a login that aiohttp would find in a netrc file for a host, as a session with `trust_env` does.

    This reads a file.

    Raises:
        ConfigurationError: There is one, or the file is none that aiohttp can read.
    """
    file = _netrc_file()
    try:
        login = None if file is None else netrc.netrc(file).authenticators(host)
    except (OSError, netrc.NetrcParseError):
        return  # Nor does aiohttp find one there.
    except UnicodeDecodeError:
        found = "is no text"
    else:
        if login is None:
            return
        found = f"has a login for {host}"
    raise ConfigurationError(
        f"the session reads {file} (trust_env=True), which {found}: give a session without trust_env, or "
        "leave it out; Client(trust_env=True) takes proxies from the environment, and never a login"
    )


def _netrc_file() -> Path | None:
    """The file that aiohttp reads."""
    named = os.environ.get("NETRC")
    if named is not None:
        return Path(named)
    try:
        return Path.home() / ("_netrc" if os.name == "nt" else ".netrc")
    except RuntimeError:  # There is no home.
        return None
