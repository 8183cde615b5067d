"""The site of control: its requests over HTTP, its page, and the events that keep the page up to date.

It stands beside Twilio's API and meets none of its faults. A browser that has another site's page open may
not change anything here.
"""

from __future__ import annotations

import inspect
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import msgspec
from aiohttp import web

from twilio_async.emulator.control.answers import Trouble
from twilio_async.emulator.control.feed import Feed
from twilio_async.emulator.control.openapi import document
from twilio_async.emulator.control.routes import PREFIX, Route, find

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from twilio_async.emulator.control.control import Control

_PAGE = {
    "/": ("page.html", "text/html"),
    f"{PREFIX}/page.css": ("page.css", "text/css"),
    f"{PREFIX}/page.js": ("page.js", "text/javascript"),
}
_PAGE_HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}
_OWN = frozenset({"/", "/healthz"})


class _Refusal(Exception):
    """A request that cannot be answered, and the status that says so."""

    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


class ControlSite:
    """Serves whatever `control` gives at the moment of a request."""

    def __init__(self, control: Callable[[], Control]) -> None:
        self._control = control
        self._feed = Feed(control)

    def handler(self, request: web.BaseRequest) -> Coroutine[Any, Any, web.StreamResponse] | None:
        """What answers a request, if it is one of control's."""
        path = request.path
        return self._answer(request) if path in _OWN or path.startswith(PREFIX) else None

    def close(self) -> None:
        """End all streams of events."""
        self._feed.close()

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        reads = request.method in {"GET", "HEAD"}
        if reads and request.path in _PAGE:
            return _page(*_PAGE[request.path])
        if reads and request.path == f"{PREFIX}/openapi.json":
            return web.Response(body=document(), content_type="application/json")
        if reads and request.path == f"{PREFIX}/events":
            return await self._feed.serve(request)
        return await self._answer_call(request)

    async def _answer_call(self, request: web.BaseRequest) -> web.Response:
        try:
            _check_origin(request)
            return await self._call(request)
        except _Refusal as refusal:
            return _json(Trouble(message=str(refusal)), refusal.status)
        except KeyError as error:
            message = f"there is no {error.args[0] if error.args else 'such thing'}"
            return _json(Trouble(message=message), HTTPStatus.NOT_FOUND)
        except (ValueError, OverflowError) as error:
            return _json(Trouble(message=str(error)), HTTPStatus.BAD_REQUEST)

    async def _call(self, request: web.BaseRequest) -> web.Response:
        route, arguments = _route(request)
        if route.query is not None:
            query = dict(parse_qsl(request.query_string, keep_blank_values=True))
            arguments.append(msgspec.convert(query, route.query, strict=False))
        if route.body is not None:
            arguments.append(await _body(request, route))
        answer = getattr(self._control(), route.name)(*arguments)
        if inspect.isawaitable(answer):
            answer = await answer
        return _json(answer, route.status)


def _route(request: web.BaseRequest) -> tuple[Route, list[Any]]:
    found = find(request.path)
    if found is None:
        raise _Refusal(HTTPStatus.NOT_FOUND, f"there is nothing at {request.path}; see {PREFIX}/openapi.json")
    routes, values = found
    route = routes.get("GET" if request.method == "HEAD" else request.method)
    if route is None:
        raise _Refusal(HTTPStatus.METHOD_NOT_ALLOWED, f"{request.path} takes {', '.join(sorted(routes))}")
    return route, [*values]


async def _body(request: web.BaseRequest, route: Route) -> Any:
    try:
        content = await request.read()
    except web.HTTPRequestEntityTooLarge as error:
        raise _Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "a body has less than 1 MiB") from error
    if content and request.content_type != "application/json":
        raise _Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "a body is JSON, with its Content-Type")
    return msgspec.json.decode(content or b"{}", type=route.body)


def _check_origin(request: web.BaseRequest) -> None:
    origin = None if request.method in {"GET", "HEAD"} else request.headers.get("Origin")
    if origin is not None and origin.partition("://")[2] != request.host:
        raise _Refusal(HTTPStatus.FORBIDDEN, f"pages of {origin} change nothing here")


def _json(answer: object, status: int) -> web.Response:
    if status == HTTPStatus.NO_CONTENT:
        return web.Response(status=status)
    return web.Response(body=msgspec.json.encode(answer), status=status, content_type="application/json")


@cache
def _asset(name: str) -> bytes:
    return files("twilio_async.emulator.control").joinpath("page", name).read_bytes()


def _page(name: str, content_type: str) -> web.Response:
    return web.Response(body=_asset(name), content_type=content_type, charset="utf-8", headers=_PAGE_HEADERS)
