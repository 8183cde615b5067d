"""From a page to the request for the next one: pure, for every way in which Twilio's APIs page.

A page leads on by one of these:

- A link: `next_page_uri` (2010-04-01; `nextpageuri` in XML) or `meta.next_page_url` (most other products). It
  may have any name, since only its query is taken over.
- A token: `meta.nextToken` goes back as `pageToken` (Twilio's API standards 1.0: conversations/v2, memory/v1
  and their like), `meta.next_token` as `Token` (numbers/v1 PortInRequests).
- A number: `page` of `num_pages` (2008-08-01, and 2010-04-01 of old), `current_page` where it `has_next`
  (numbers/v2 ShortCodes), `startIndex` within `totalResults` (SCIM: RFC 7644).

A list ends where its link or token is null, empty or false, whatever the page counts besides; and where a
page has neither and counts no more than it has. A page that announces more in any other way is an error that
names the field: a list that ends too early loses records, and nobody sees it.

The parameters of paging are the server's business, but for the page size, which may shrink under way: by
tokens the place stays the same; by counting, the number of the page is recomputed and a few items at its
start were seen already.

Source: https://www.twilio.com/docs/usage/twilios-response#pagination, https://github.com/twilio/twilio-oai
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar
from urllib.parse import parse_qsl, urlencode

from attrs import evolve

from twilio_async.core.urls import next_query
from twilio_async.core.wire import is_object
from twilio_async.errors import LinkError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from twilio_async.core.wire import Request

T = TypeVar("T")
MAX_PAGE_SIZE = 1000
_SMALL_PAGE = 50
SIZE_NAMES = ("PageSize", "pageSize", "num")
"""The page size in most APIs, in those with camelCase, and in 2008-08-01."""
TOKEN_NAMES = frozenset({"PageToken", "AfterSid", "pageToken", "Token"})
"""Parameters that name a place which stays the same as records arrive."""
_NUMBER_NAMES = frozenset({"Page", "startIndex"})
PAGING_NAMES = TOKEN_NAMES | _NUMBER_NAMES | {*SIZE_NAMES}
"""Every parameter that names a page, and none that chooses records."""

_Field: TypeAlias = tuple[str, str, Any]
"""A field of an envelope: its place (`meta.next_token`), its bare name (`nexttoken`), its value."""

_TOKEN_FIELDS = {"meta.nextToken": "pageToken", "meta.next_token": "Token"}
_CONTAINERS = frozenset({"meta", "metadata", "links", "paging", "pagination", "pageinfo", "page"})
_DEEPEST = 2
_LONGEST_NAME = 64
_MOST_DIGITS = 18
_LINK = "next(page|records?|results?)?(url|uri|link|href)?"
_MARK = (
    "next(page|records?|results?)?(token|cursor|key|id|index|offset|start|number|marker)"
    "|has(more|next)(page|records?|results?)?|continuationtoken"
)
_NOTHING = (None, "", False, "false")
_TOTALS = frozenset({"total", "totalresults", "totalelements", "totalitems", "totalrecords"})
_PAGE_TOTALS = frozenset({"totalpages", "numpages"})
_PLACES = frozenset(
    {"page", "pagenumber", "startindex", "start", "offset", "skip"}
    | {"pagetoken", "token", "nexttoken", "cursor", "aftersid", "after", "marker"}
)
"""Bare names of parameters without which a request asks for the first page."""


def next_request(
    request: Request[Any], envelope: Mapping[str, Any], count: int, base: str
) -> Request[Any] | None:
    """The request for the page behind `envelope`, which answered `request`; None behind the last page.

    Args:
        request: What was asked.
        envelope: What the page says besides its records.
        count: How many records it has.
        base: The address of the API.

    Raises:
        LinkError: The page leads elsewhere, or back to itself, or on in a way that is not known.
    """
    fields = list(_fields(envelope))
    signs = [field for field in fields if _is_sign(field[1])]
    more = [field for field in signs if field[2] not in _NOTHING]
    if more:
        query = _linked(request, more, base)
        query = _continued(request, envelope, more) if query is None else query
    else:
        query = None if signs else _counted(request, envelope, fields, count)
    if query is None:
        return None
    if query == request.query:
        raise _error(request, "the link to the next page leads to the page it is on")
    return evolve(request, query=query)


def _fields(tree: Mapping[str, Any], where: str = "", depth: int = 0) -> Iterator[_Field]:
    for name, value in tree.items():
        bare = _bare(name)
        if bare in _CONTAINERS and depth < _DEEPEST and is_object(value):
            yield from _fields(value, f"{where}{name}.", depth + 1)
        else:
            yield f"{where}{name}", bare, value


def _memorized(read: Callable[[str], T]) -> Callable[[str], T]:
    """`read` with a memory of short names: pages have the same ones."""
    memory = lru_cache(1024)(read)
    return lambda name: memory(name) if len(name) <= _LONGEST_NAME else read(name)


@_memorized
def _bare(name: str) -> str:
    """A name however it is written: `next_page_link`, `nextPageLink` and `@odata.nextPageLink` are one."""
    return re.sub(r"[^a-z]", "", name.lower()).removeprefix("odata")


@_memorized
def _is_sign(bare: str) -> bool:
    """Whether a field of this name tells of a next page."""
    return re.fullmatch(_LINK, bare) is not None or re.fullmatch(_MARK, bare) is not None


def _linked(request: Request[Any], more: Iterable[_Field], base: str) -> str | None:
    """The query that the links of a page agree on; None where it has no link."""
    links = {
        where: next_query(value, request, base, f"{where!r} of {_page(request)}")
        for where, bare, value in more
        if re.fullmatch(_LINK, bare) and isinstance(value, str) and not {*"/?"}.isdisjoint(value)
    }
    if len({*links.values()}) > 1:
        raise _error(request, f"{_page(request)} links to different pages: {' and '.join(links)}")
    return next(iter(links.values()), None)


def _continued(request: Request[Any], envelope: Mapping[str, Any], more: Sequence[_Field]) -> str:
    """The query that takes a token back, or asks for the page with the next number."""
    for where, _, value in more:
        if where in _TOKEN_FIELDS and isinstance(value, str):
            return replaced(request.query, {_TOKEN_FIELDS[where]: value})
    where = more[0][0]
    number = to_count(dict(pairs(request.query)).get("Page", 0))
    if where == "has_next" and number is not None and number == to_count(envelope.get("current_page")):
        return replaced(request.query, {"Page": str(number + 1)})
    raise _error(
        request,
        f"{_page(request)} says by {where!r} that more follows, in a form that is not known here: get the "
        "rest by client.request, with the parameter that this list takes for it",
    )


def _counted(
    request: Request[Any], envelope: Mapping[str, Any], fields: Iterable[_Field], count: int
) -> str | None:
    """The query for the next page by number; None where a page counts no more than it has."""
    if envelope.get("num_pages") not in _NOTHING:
        return _numbered(request, envelope)
    counts = {bare: to_count(value) for _, bare, value in fields}
    start = _start(request, counts)
    if start is None:
        return None
    for where, bare, value in fields:
        total = to_count(value) or 0
        more_records = bare in _TOTALS and total > start + count
        if where == "totalResults" and more_records and count and counts.get("startindex") == start + 1:
            return replaced(request.query, {"startIndex": str(start + count + 1)})
        if more_records or (bare in _PAGE_TOTALS and total > 1 and start == 0):
            raise _error(
                request,
                f"{_page(request)} has {count} records, {where!r} counts {total}, and nothing leads to the "
                "others: get them by client.request, with the parameter that this list is paged by",
            )
    return None


def _numbered(request: Request[Any], envelope: Mapping[str, Any]) -> str | None:
    page, pages = to_count(envelope.get("page")), to_count(envelope["num_pages"])
    if pages is None or (page is None and pages > 1):
        raise _error(
            request,
            f"{_page(request)} has a 'num_pages' or 'page' that is no number: look by client.request whether "
            "more follows",
        )
    return None if page is None or page + 1 >= pages else replaced(request.query, {"Page": str(page + 1)})


def _start(request: Request[Any], counts: Mapping[str, int | None]) -> int | None:
    """The number of records of the list before this page, where that is known."""
    query = dict(pairs(request.query))
    if "startIndex" in query:
        return (to_count(query["startIndex"]) or 1) - 1
    if _is_first(request):
        return 0
    page, size = counts.get("page"), counts.get("pagesize")
    return None if page is None or size is None else page * size


def _is_first(request: Request[Any]) -> bool:
    return _PLACES.isdisjoint(_bare(name) for name, _ in pairs(request.query))


def _page(request: Request[Any]) -> str:
    """The name of the page in an error. The values of its query may be personal, but for its number."""
    number = to_count(dict(pairs(request.query)).get("Page"))
    if _is_first(request):
        return "the first page"
    return "a later page" if number is None else f"page {number}"


def _error(request: Request[Any], text: str) -> LinkError:
    return LinkError(text, method=request.method, path=request.path)


def halved(request: Request[Any], seen: int) -> tuple[Request[Any], int] | None:
    """`request` for half the page size and how many of its items were seen; None for a small page.

    `seen` is how many items of the page of `request` were.
    """
    parameters = dict(pairs(request.query))
    name = next((name for name in SIZE_NAMES if name in parameters), "")
    size = to_count(parameters.get(name)) or 0
    if size <= _SMALL_PAGE:
        return None
    smaller = max(_SMALL_PAGE, size // 2)
    changes = {name: str(smaller)}
    page = to_count(parameters.get("Page"))
    if page is not None and is_counted(request):
        number, seen = divmod(page * size + seen, smaller)
        changes["Page"] = str(number)
    return evolve(request, query=replaced(request.query, changes)), seen


def replaced(query: str, changes: Mapping[str, str]) -> str:
    """`query` with these parameters changed or added, and all others as they were."""
    kept = [(name, value) for name, value in pairs(query) if name not in changes]
    return encoded([*kept, *changes.items()])


@lru_cache(4)  # Each is looked at several times while its page is read.
def pairs(query: str) -> Sequence[tuple[str, str]]:
    """Names and values of a query, decoded and in order."""
    return tuple(parse_qsl(query, keep_blank_values=True, errors="surrogateescape"))


def encoded(pairs: Iterable[tuple[str, str]]) -> str:
    """The query with these names and values; whatever `pairs` gave becomes the same bytes again."""
    return urlencode([*pairs], errors="surrogateescape")


def is_counted(request: Request[Any]) -> bool:
    """Whether `request` asks for a page by its number, which shifts as records arrive."""
    names = {name for name, _ in pairs(request.query)}
    return TOKEN_NAMES.isdisjoint(names) and not _NUMBER_NAMES.isdisjoint(names)


def to_count(value: object) -> int | None:
    """A number of pages or records, as text or not; None for anything else."""
    text = str(value) if isinstance(value, int | str) else ""
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None
