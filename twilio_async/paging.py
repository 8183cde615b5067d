"""From a page to the request for the next one: pure, for both generations and both forms.

A page names its successor by a link (`next_page_uri`; `nextpageuri` in XML; `meta.next_page_url` in the APIs
of other products), or it counts itself (`page` of `num_pages`). The parameters of paging are the server's
business, but for the page size, which may shrink under way: by tokens the place stays the same; by counting,
the number of the page is recomputed and a few items at its start were seen already.

Source: https://www.twilio.com/docs/usage/twilios-response#pagination
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from attrs import evolve

from twilio_async.errors import LinkError
from twilio_async.urls import next_query
from twilio_async.wire import is_object

if TYPE_CHECKING:
    from collections.abc import Mapping

    from twilio_async.wire import Request

MAX_PAGE_SIZE = 1000
_SMALL_PAGE = 50
_TOKENS = frozenset({"PageToken", "AfterSid"})
_LINKS = ("next_page_url", "next_page_uri")
SIZE_NAMES = ("PageSize", "num")
"""The page size in generation 2010-04-01, and in 2008-08-01."""


def next_request(request: Request, envelope: Mapping[str, Any], base: str) -> Request | None:
    """The request for the page behind `envelope`, which answered `request`; None behind the last page.

    Raises:
        LinkError: The link leads elsewhere, or back to the page it is on.
    """
    links = _meta(envelope) or envelope
    name = next((name for name in _LINKS if name in links), None)
    if name is not None:
        if not links[name]:
            return None
        following = evolve(request, query=next_query(str(links[name]), request, base))
    else:
        page, pages = to_count(envelope.get("page")), to_count(envelope.get("num_pages"))
        if page is None or pages is None or page + 1 >= pages:
            return None
        following = evolve(request, query=replaced(request.query, {"Page": str(page + 1)}))
    if following.query == request.query:
        raise LinkError(
            "the link to the next page leads to the page it is on",
            method=request.method,
            path=request.path,
        )
    return following


def list_key(envelope: object) -> str | None:
    """Where the records of a page are, as its `meta` tells; None where it does not."""
    key = _meta(envelope).get("key") if is_object(envelope) else None
    return key if isinstance(key, str) else None


def _meta(envelope: Mapping[str, Any]) -> Mapping[str, Any]:
    """The paging data of Twilio's newer APIs, which keep them apart from the records."""
    meta = envelope.get("meta")
    return meta if is_object(meta) else {}


def halved(request: Request, seen: int) -> tuple[Request, int] | None:
    """`request` for half the page size and how many of its items were seen; None for a small page.

    `seen` is how many items of the page of `request` were.
    """
    given = dict(pairs(request.query))
    name = next((name for name in SIZE_NAMES if name in given), "")
    size = to_count(given.get(name)) or 0
    if size <= _SMALL_PAGE:
        return None
    smaller = max(_SMALL_PAGE, size // 2)
    changes = {name: str(smaller)}
    page = to_count(given.get("Page"))
    if page is not None and is_counted(request):
        number, seen = divmod(page * size + seen, smaller)
        changes["Page"] = str(number)
    return evolve(request, query=replaced(request.query, changes)), seen


def replaced(query: str, changes: Mapping[str, str]) -> str:
    """`query` with these parameters changed or added, and all others as they were."""
    kept = [(name, value) for name, value in pairs(query) if name not in changes]
    return urlencode([*kept, *changes.items()])


def pairs(query: str) -> list[tuple[str, str]]:
    """Names and values of a query, decoded and in order."""
    return parse_qsl(query, keep_blank_values=True)


def is_counted(request: Request) -> bool:
    """Whether `request` asks for a page by number (none is the first), which shifts as records arrive."""
    return _TOKENS.isdisjoint(name for name, _ in pairs(request.query))


def to_count(value: object) -> int | None:
    """A number of pages or records, as text or not; None for anything else."""
    text = str(value)
    return int(text) if text.isdecimal() and len(text) <= 18 else None  # noqa: PLR2004
