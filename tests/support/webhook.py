"""A webhook: a server on loopback that keeps the requests which it gets, and answers as a test says."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Self, TypeAlias
from urllib.parse import parse_qsl

from aiohttp import web
from attrs import frozen

from tests.support.times import PATIENCE

if TYPE_CHECKING:
    from types import TracebackType

Answer: TypeAlias = (
    str | int | web.StreamResponse | Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
)
"""TwiML, a status, a response, or what makes one of the request."""


@frozen
class Hooked:
    """A request as the webhook got it."""

    method: str
    target: str
    pairs: list[tuple[str, str]]
    headers: dict[str, str]

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def form(self) -> dict[str, str]:
        return dict(self.pairs)


class Webhook:
    """Answers each path with its `answers` in turn, the last of them for ever; without any with 204.

    `sockets` are handlers of WebSockets by path; their requests are not kept.
    """

    def __init__(self, **answers: Answer | list[Answer]) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.sockets: dict[str, Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]] = {}
        self.requests: list[Hooked] = []
        self._came = asyncio.Event()
        for name, answer in answers.items():
            self.answers[f"/{name}"] = answer if isinstance(answer, list) else [answer]
        self._runner: web.ServerRunner | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        self._runner = web.ServerRunner(web.Server(self._handle, access_log=None), shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def arrival(self, count: int) -> None:
        """Come back once so many requests have come in all."""
        async with asyncio.timeout(PATIENCE):
            while len(self.requests) < count:
                self._came.clear()
                await self._came.wait()

    def forms(self, path: str) -> list[dict[str, str]]:
        """The parameters of the requests for a path."""
        return [request.form for request in self.requests if request.path == path]

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path in self.sockets:
            return await self.sockets[request.path](request)
        pairs = parse_qsl(await request.text(), keep_blank_values=True)
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.requests.append(Hooked(request.method, request.raw_path, pairs, headers))
        self._came.set()
        answers = self.answers.get(request.path, [204])
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, int):
            return web.Response(status=answer)
        if isinstance(answer, str):
            return web.Response(text=answer, content_type="text/xml")
        return answer if isinstance(answer, web.StreamResponse) else await answer(request)
