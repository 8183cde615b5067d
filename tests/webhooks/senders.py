"""Requests as Twilio sends them, to real servers on loopback."""

import asyncio
import socket
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

import aiohttp
import uvicorn
from aiohttp import web
from attrs import frozen
from yarl import URL

from twilio_async.webhooks import body_hash, signature

TOKEN = "0123456789abcdef0123456789abcdef"
INCOMING = {
    "AccountSid": "AC" + "0d" * 16,
    "MessageSid": "SM" + "1a" * 16,
    "From": "+15558675310",
    "To": "+15550100000",
    "Body": "Grüße & more = 100 %",
    "NumMedia": "0",
}
CALL = {
    "AccountSid": "AC" + "0d" * 16,
    "CallSid": "CA" + "1a" * 16,
    "CallStatus": "ringing",
    "From": "+15558675310",
    "To": "+15550100000",
}


@frozen
class Reply:
    """What a server answered."""

    status: int
    content_type: str
    text: str


class Sender:
    """Sends to a server whose address Twilio knows as `public`."""

    def __init__(self, session: aiohttp.ClientSession, address: str, public: str | None = None) -> None:
        self.session = session
        self.address = address
        self.public = public or address

    def signed(self, path: str, params: Any = None) -> dict[str, str]:
        """The headers of a signed request."""
        return {"X-Twilio-Signature": signature(TOKEN, self.public + path, params)}

    async def post(
        self,
        path: str,
        params: Any = None,
        headers: Mapping[str, str] | None = None,
        *,
        content: Any = None,
        media_type: str = "application/x-www-form-urlencoded",
    ) -> Reply:
        """A form, signed unless other headers are given; or another content."""
        form = urlencode(params or {}, doseq=True)
        return await self.send(
            "POST",
            path,
            {"Content-Type": media_type, **(self.signed(path, params) if headers is None else headers)},
            form if content is None else content,
        )

    async def post_json(self, path: str, document: bytes) -> Reply:
        """A document of JSON, whose hash is in the signed address."""
        path = f"{path}?bodySHA256={body_hash(document)}"
        return await self.send(
            "POST", path, {"Content-Type": "application/json", **self.signed(path)}, document
        )

    async def get(self, path: str, headers: Mapping[str, str] | None = None) -> Reply:
        """A GET, signed unless other headers are given."""
        return await self.send("GET", path, self.signed(path) if headers is None else headers, None)

    async def send(self, method: str, path: str, headers: Mapping[str, str], content: Any) -> Reply:
        """A request, whose path is sent as it is."""
        url = URL(self.address + path, encoded=True)
        async with self.session.request(method, url, headers=headers, data=content) as response:
            return Reply(response.status, response.content_type, await response.text())


@asynccontextmanager
async def aiohttp_server(app: web.Application, public: str | None = None) -> AsyncGenerator[Sender, None]:
    """A sender to an application of aiohttp's."""
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port: int = runner.addresses[0][1]
    try:
        async with aiohttp.ClientSession() as session:
            yield Sender(session, f"http://127.0.0.1:{port}", public)
    finally:
        await runner.cleanup()


class UvicornServer(uvicorn.Server):
    """A server that says when it is there."""

    def __init__(self, app: Any) -> None:
        super().__init__(uvicorn.Config(app, log_config=None, proxy_headers=False, ws="websockets-sansio"))
        self.is_there = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_there.set()


@asynccontextmanager
async def uvicorn_server(app: Any, public: str | None = None) -> AsyncGenerator[Sender, None]:
    """A sender to an ASGI application, which uvicorn serves."""
    server = UvicornServer(app)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        serving = asyncio.create_task(server.serve([listener]))
        try:
            await server.is_there.wait()
            async with aiohttp.ClientSession() as session:
                yield Sender(session, f"http://127.0.0.1:{listener.getsockname()[1]}", public)
        finally:
            server.should_exit = True
            await serving
