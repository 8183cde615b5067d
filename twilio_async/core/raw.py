"""Requests and lists at addresses that the caller gives: Twilio's other products, and what has no method."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus

from attrs import evolve

from twilio_async.core.decoding import AS_IT_CAME, page_reader
from twilio_async.core.lists.paging import PAGING_NAMES
from twilio_async.core.lists.query import Query
from twilio_async.core.params import form, json_bytes, wire_texts
from twilio_async.core.urls import address
from twilio_async.core.wire import JSON_TYPE, REDIRECTS, Request
from twilio_async.errors import InvalidArgument

if TYPE_CHECKING:
    from collections.abc import Mapping

    from twilio_async.core.wire import Response


def request(
    base: str,
    method: str,
    url: str,
    *,
    params: Mapping[str, Any] | None,
    data: Mapping[str, Any] | None,
    json: Any,
) -> Request[Response]:
    """The request for `url`, with `data` as its form or `json` as its body.

    Raises:
        InvalidArgument: The url is not one that credentials may be sent to, or a value cannot be written.
    """
    if not method.isalpha() or not method.isascii():
        raise InvalidArgument(f"method {method!r} is none of HTTP: one is like 'GET'")
    if data is not None and json is not None:
        raise InvalidArgument("a request has one body: give either data or json")
    origin, path, query = _address(base, url, params)
    plain = Request(method.upper(), path, AS_IT_CAME, query=query, origin=origin, accepts=REDIRECTS)
    if json is not None:
        return evolve(plain, body=json_bytes("json", json), content_type=JSON_TYPE)
    return plain if data is None else evolve(plain, body=_form(data).encode("ascii"))


def query(base: str, url: str, *, key: str | None, params: Mapping[str, Any] | None) -> Query[dict[str, Any]]:
    """The list at `url`, whose records are at `key` of its pages.

    Raises:
        InvalidArgument: As for a request.
    """
    origin, path, query = _address(base, url, params)
    parts = [(unquote_plus(part.partition("=")[0]), part) for part in query.split("&") if part]
    return Query(
        model=None,
        reader=page_reader(None, key),
        path=path,
        filters="&".join(part for name, part in parts if name not in PAGING_NAMES),
        names=frozenset(name for name, _ in parts),
        size_name="PageSize",
        size=None,
        origin=origin,
        paging="&".join(part for name, part in parts if name in PAGING_NAMES),
    )


def _address(base: str, url: str, params: Mapping[str, Any] | None) -> tuple[str | None, str, str]:
    origin, path, query = address(url, base)
    return origin, path, "&".join(part for part in (query, _form(params or {})) if part)


def _form(arguments: Mapping[str, Any]) -> str:
    texts = [
        (name, text)
        for name, value in arguments.items()
        if value is not None
        for text in wire_texts(name, value)
    ]
    try:
        return form(texts)
    except UnicodeEncodeError:
        raise InvalidArgument("half of a surrogate pair is no character") from None
