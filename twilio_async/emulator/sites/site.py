"""A listening socket and what serves on it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from ipaddress import IPv4Address, ip_address
from typing import TypeAlias

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from attrs import frozen

Serve: TypeAlias = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]

LOOPBACK = "127.0.0.1"
_SHUTDOWN_SECONDS = 0.1


class _OfOurs(logging.Filter):
    """What is our mistake: not that somebody sends what is no HTTP, or goes away before the answer."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to log it."""
        error = record.exc_info[1] if record.exc_info else None
        return not isinstance(error, HttpProcessingError | web.RequestPayloadError | ConnectionError)


_LOG = logging.getLogger("twilio_async.emulator")
_LOG.addFilter(_OfOurs())


def is_loopback(host: str) -> bool:
    """Whether only programs of this machine reach what listens there.

    Raises:
        ValueError: It is neither an IP address nor `localhost`.
    """
    return host == "localhost" or ip_address(host).is_loopback


def name_of(host: str) -> str:
    """The name by which this machine finds what listens there, as addresses spell it."""
    if host == "localhost":
        return LOOPBACK
    address = ip_address(host)
    if isinstance(address, IPv4Address):
        return LOOPBACK if address.is_unspecified else host
    return "[::1]" if address.is_unspecified else f"[{host}]"


@frozen
class Site:
    """One listening socket, and its port."""

    port: int
    runner: web.ServerRunner

    @classmethod
    async def open(cls, serve: Serve, host: str, port: int) -> Site:
        """Listen; 0 takes a free port.

        Raises:
            OSError: The port is taken, or the address is none of this machine.
        """
        runner = web.ServerRunner(
            web.Server(serve, access_log=None, logger=_LOG), shutdown_timeout=_SHUTDOWN_SECONDS
        )
        await runner.setup()
        try:
            await web.TCPSite(runner, LOOPBACK if host == "localhost" else host, port).start()
        except OSError:
            await runner.cleanup()
            raise
        return cls(runner.addresses[0][1], runner)

    def cut_connections(self) -> None:
        """Cut all connections that are open."""
        server = self.runner.server
        for connection in [] if server is None else server.connections:
            connection.force_close()

    async def close(self) -> None:
        """Close all connections and listen no more."""
        await self.runner.cleanup()
