"""Listening: the sockets on the loopback interface, and what serves the requests that come in there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from aiohttp import web
from attrs import frozen

HOST = "127.0.0.1"

Serve: TypeAlias = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
"""Serves one request."""

_SHUTDOWN_SECONDS = 0.1


@frozen
class Site:
    """One listening socket."""

    url: str
    runner: web.ServerRunner

    @classmethod
    async def open(cls, serve: Serve, port: int) -> Site:
        """Listen on a port; 0 takes a free one.

        Raises:
            OSError: It is taken.
        """
        runner = web.ServerRunner(web.Server(serve, access_log=None), shutdown_timeout=_SHUTDOWN_SECONDS)
        await runner.setup()
        try:
            await web.TCPSite(runner, HOST, port).start()
        except OSError:
            await runner.cleanup()
            raise
        return cls(f"http://{HOST}:{runner.addresses[0][1]}", runner)

    def cut_connections(self) -> None:
        """Cut all connections; new ones are served."""
        server = self.runner.server
        for connection in [] if server is None else server.connections:
            connection.force_close()

    async def close(self) -> None:
        """Listen no more, and close all connections."""
        await self.runner.cleanup()
