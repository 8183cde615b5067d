"""An object store of the tests: moto's S3 in a process of its own, behind a door that can refuse and lose."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import count
from typing import TYPE_CHECKING, Self, TypeAlias

from aiohttp import web
from attrs import define, field, frozen

if TYPE_CHECKING:
    from types import TracebackType

_HOST = "127.0.0.1"
_MOTO = """
import logging, sys, threading
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

logging.getLogger("werkzeug").setLevel(logging.ERROR)
server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.port, flush=True)
sys.stdin.read()
"""
_CREDENTIALS = {
    "Authorization": "AWS4-HMAC-SHA256 Credential=AKIAINVENTED/20260101/us-east-1/s3/aws4_request"
}
_OF_CONNECTIONS = frozenset({"connection", "content-length", "date", "host", "server", "transfer-encoding"})
_numbers = count(1)


@contextmanager
def moto() -> Generator[int, None, None]:
    """The port of moto's server."""
    process = subprocess.Popen(
        [sys.executable, "-c", _MOTO],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with process:
        assert process.stdout is not None
        yield int(process.stdout.readline())
        process.kill()


@frozen
class Asked:
    """A request to the store; `key` is that of the object, below the prefix of the export."""

    method: str
    key: str
    query: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def is_manifest(self) -> bool:
        return self.method == "PUT" and self.key == "manifest.json"

    @property
    def is_part(self) -> bool:
        """Whether it is about an upload of a part of an export, or about a piece of that."""
        return self.key.startswith("messages-") and self.method in {"PUT", "POST"}


@frozen
class Given:
    """An answer of the store; without a status the connection is closed instead."""

    status: int | None
    body: bytes = b""
    headers: Mapping[str, str] = {}


Hook: TypeAlias = Callable[[Asked], Given | None]


def refused(status: int, code: str, more: str = "") -> Given:
    """A refusal as S3 writes it."""
    return Given(status, f"<Error><Code>{code}</Code><Message>No</Message>{more}</Error>".encode())


DROPPED = Given(None)
"""The connection is closed without a word."""


@define(eq=False)
class ObjectStore:
    """`async with ObjectStore(port) as store:`, with a bucket of its own.

    Attributes:
        before: Called with each request; what it gives is the answer, and nothing is carried out.
        after: Called when a request was carried out; what it gives is the answer instead.
        heeds_conditions: Whether conditions reach the store.
    """

    moto_port: int
    before: Hook = lambda _: None
    after: Hook = lambda _: None
    heeds_conditions: bool = True
    requests: list[Asked] = field(factory=list[Asked])
    bucket: str = field(factory=lambda: f"bucket-{next(_numbers)}")
    _runner: web.ServerRunner = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._runner = web.ServerRunner(web.Server(self._handle, access_log=None), shutdown_timeout=0.1)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, _HOST, 0).start()
        assert self._ask("PUT", f"/{self.bucket}").status == 200
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        return f"http://{_HOST}:{self._runner.addresses[0][1]}"

    @property
    def to(self) -> str:
        """Where the tests export to."""
        return f"s3://{self.bucket}/of/2026"

    def names(self) -> set[str]:
        """The objects that can be seen there, by their keys below the prefix."""
        text = self._ask("GET", f"/{self.bucket}?list-type=2").body.decode()
        return {key.removeprefix("of/2026/") for key in re.findall("<Key>(.*?)</Key>", text)}

    def uploads(self) -> list[str]:
        """The keys of uploads that were begun and neither completed nor given up."""
        return re.findall("<Key>(.*?)</Key>", self._ask("GET", f"/{self.bucket}?uploads").body.decode())

    def read(self, name: str) -> bytes:
        given = self._ask("GET", f"/{self.bucket}/of/2026/{name}")
        assert given.status == 200, given
        return given.body

    def write(self, name: str, content: bytes) -> None:
        assert self._ask("PUT", f"/{self.bucket}/of/2026/{name}", content).status == 200

    def remove(self, name: str) -> None:
        assert self._ask("DELETE", f"/{self.bucket}/of/2026/{name}").status == 204

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path, query = request.rel_url.raw_path, request.rel_url.raw_query_string
        key = path.rpartition("/")[2] if path.count("/") > 1 else ""
        asked = Asked(request.method, key, query, request.headers.copy(), await request.content.read())
        self.requests.append(asked)
        given = self.before(asked)
        if given is None:
            headers = {
                name: value
                for name, value in asked.headers.items()
                if self.heeds_conditions or name.lower() not in {"if-match", "if-none-match"}
            }
            target = f"{path}?{query}" if query else path
            carried_out = self._ask(asked.method, target, asked.body, headers)
            given = self.after(asked) or carried_out
        if given.status is None and request.transport is not None:
            request.transport.close()
        return web.Response(status=given.status or 500, body=given.body, headers=given.headers)

    def _ask(
        self, method: str, target: str, body: bytes = b"", headers: Mapping[str, str] = _CREDENTIALS
    ) -> Given:
        connection = HTTPConnection(_HOST, self.moto_port)
        passed = {name: value for name, value in headers.items() if name.lower() not in _OF_CONNECTIONS}
        try:
            connection.request(method, target, body, passed)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        got = {name: value for name, value in answer.getheaders() if name.lower() not in _OF_CONNECTIONS}
        return Given(answer.status, content, got)
