"""Listings: what `list(...)` returns, streamed item by item, page by page, or collected by `await`.

A listing holds no more than two pages, the one being consumed and the one being fetched meanwhile. Each page
goes through the session like any other request. Pages that are too large for the server are asked for again
at half the size, from the same place.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence
from contextlib import aclosing
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Any, Generic, TypedDict, TypeVar

from attrs import field, frozen

from twilio_async.decoding import page_reader
from twilio_async.errors import InvalidArgument, LinkError, ServerError, TwilioError
from twilio_async.paging import MAX_PAGE_SIZE, halved, is_counted, next_request, to_count
from twilio_async.query import Query
from twilio_async.wire import Request, Response

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Generator

    from twilio_async.session import Session

T = TypeVar("T")
_REMEMBERED = 5 * MAX_PAGE_SIZE


class Paging(TypedDict, total=False):
    """What every listing takes besides its filters.

    Attributes:
        limit: The most items in all; None is no limit, 0 yields nothing.
        page_size: Items per request, 1 to 1000; as many as possible where it is not given.
        cursor: Where to go on: the `cursor` of a page, an error or a listing with the same filters.
        prefetch: Whether the next page is fetched while one is consumed (True where it is not given).
    """

    limit: int | None
    page_size: int | None
    cursor: str | None
    prefetch: bool


@frozen
class Page(Generic[T]):
    """One page of a listing.

    Attributes:
        items: The records, without those beyond the limit.
        cursor: Where the listing goes on behind this page; None at its end.
        total: How many records the whole list has, where the API tells (2008-08-01, older answers).
        response: The answer that the page came in.
    """

    items: Sequence[T]
    cursor: str | None
    total: int | None
    response: Response = field(repr=False, eq=False)
    _query: Query[T] = field(repr=False, eq=False)
    _request: Request = field(repr=False, eq=False)
    _skipped: int = field(repr=False, eq=False)

    def cursor_behind(self, count: int) -> str | None:
        """Where the listing goes on behind the first `count` items of this page."""
        if count >= len(self.items):
            return self.cursor
        return self._query.cursor(self._request, self._skipped + count)


class Listing(Generic[T]):
    """A list of Twilio's that is read as it is needed.

    `async for item in listing` streams it in constant memory, `await listing` collects it, `listing.pages()`
    gives its pages, and `await listing.first()` the first item or None. Each of them starts anew. An error
    on the way has a `cursor` to go on from.
    """

    def __init__(self, session: Session, query: Query[T], paging: Paging) -> None:
        self._session = session
        self._query = query
        self._limit = _checked("limit", paging.get("limit"), 0, None)
        self._page_size = _checked("page_size", paging.get("page_size"), 1, MAX_PAGE_SIZE)
        self._prefetch = paging.get("prefetch", True)
        self._cursor = paging.get("cursor")
        self._start = self._first_request()
        self._page: Page[T] | None = None
        self._taken = 0

    @property
    def cursor(self) -> str | None:
        """Where to go on behind the last item that `async for` gave; None before any and at the end."""
        return None if self._page is None else self._page.cursor_behind(self._taken)

    async def __aiter__(self) -> AsyncIterator[T]:
        async with aclosing(self.pages()) as pages:
            async for page in pages:
                self._page = page
                for self._taken, item in enumerate(page.items, 1):
                    yield item

    def __await__(self) -> Generator[Any, None, list[T]]:
        return self._collect().__await__()

    async def first(self) -> T | None:
        """The first item, or None where there is none."""
        paging = Paging(limit=1, page_size=self._page_size, cursor=self._cursor)
        items = await Listing[T](self._session, self._query, paging)
        return items[0] if items else None

    async def pages(self) -> AsyncGenerator[Page[T], None]:
        """Page by page, each with the cursor behind it."""
        left = math.inf if self._limit is None else self._limit
        walk = _Walk[T](self._session, self._query, *self._start)
        try:
            while left > 0 and (page := await walk.page(left)) is not None:
                left -= len(page.items)
                if self._prefetch and left > 0:
                    walk.look_ahead()
                    await asyncio.sleep(0)  # The request leaves now, even if the consumer never waits.
                yield page
        finally:
            await walk.close()

    async def _collect(self) -> list[T]:
        return [item async for page in self.pages() for item in page.items]

    def _first_request(self) -> tuple[Request, int]:
        if self._cursor is not None:
            return self._query.resume(self._cursor)
        return self._query.start(self._page_size or self._usual_size()), 0

    def _usual_size(self) -> int | None:
        size = self._query.size
        return size if size is None or not self._limit else min(size, self._limit)


@frozen
class _Fetched(Generic[T]):
    """A page as it came, and the request that it answered in the end."""

    request: Request
    skip: int
    response: Response
    envelope: dict[str, Any]
    items: list[T]


class _Walk(Generic[T]):
    """One way through the pages."""

    def __init__(self, session: Session, query: Query[T], request: Request, skip: int) -> None:
        self._session = session
        self._query = query
        self._next: tuple[Request, int] | None = (request, skip)
        self._ahead: asyncio.Task[_Fetched[T]] | None = None
        self._problem: TwilioError | None = None
        self._recent: dict[Any, None] = {}
        self._visited: set[int] = {hash(request.query)}

    async def page(self, limit: float) -> Page[T] | None:
        """The next page with at most `limit` items, or None behind the last one."""
        if self._problem is not None:
            raise self._problem
        if self._next is None:
            return None
        if self._ahead is None:
            fetched = await self._fetch(*self._next)
        else:
            fetched = await self._ahead
            self._ahead = None
        self._advance(fetched)
        skip = fetched.skip + self._repeated(fetched)
        items = fetched.items[skip : None if limit == math.inf else skip + int(limit)]
        end = skip + len(items)
        cursor = self._query.cursor(fetched.request, end) if end < len(fetched.items) else self._place()
        total = to_count(fetched.envelope.get("total"))
        return Page(items, cursor, total, fetched.response, self._query, fetched.request, skip)

    def look_ahead(self) -> None:
        """Begin to fetch the page that comes next."""
        if self._next is not None:
            self._ahead = asyncio.create_task(self._fetch(*self._next))

    async def close(self) -> None:
        """Give up what is being fetched."""
        if self._ahead is not None:
            self._ahead.cancel()
            await asyncio.gather(self._ahead, return_exceptions=True)

    async def _fetch(self, request: Request, skip: int) -> _Fetched[T]:
        while True:
            try:
                read = page_reader(self._query.model, self._query.key)
                response, (envelope, items) = await self._session.send(request, read)
                return _Fetched(request, skip, response, envelope, items)
            except TwilioError as error:
                smaller = halved(request, skip) if isinstance(error, ServerError) else None
                if smaller is None:
                    error.cursor = self._query.cursor(request, skip)
                    raise
                request, skip = smaller

    def _advance(self, fetched: _Fetched[T]) -> None:
        """Find the page behind this one. A refused link is a problem of the next page, not of this."""
        self._next = None
        try:
            following = next_request(fetched.request, fetched.envelope, self._session.base)
            if following is not None:
                self._visit(following)
                self._next = following, max(0, fetched.skip - len(fetched.items))
        except LinkError as error:
            error.cursor = self._query.cursor(fetched.request, len(fetched.items))
            self._problem = error

    def _visit(self, request: Request) -> None:
        if hash(request.query) in self._visited:
            raise LinkError(
                "the links to the next page lead in a circle", method=request.method, path=request.path
            )
        self._visited.add(hash(request.query))

    def _place(self) -> str | None:
        if self._problem is not None:
            return self._problem.cursor
        return None if self._next is None else self._query.cursor(*self._next)

    def _repeated(self, fetched: _Fetched[T]) -> int:
        """How many items at the start were given before: counted pages shift as new ones arrive."""
        if not is_counted(fetched.request):
            return 0
        sids = [getattr(item, "sid", None) for item in fetched.items]
        repeated = sum(1 for _ in takewhile(self._recent.__contains__, sids[fetched.skip :]))
        self._recent.update((sid, None) for sid in sids if sid is not None)
        for sid in list(islice(self._recent, max(0, len(self._recent) - _REMEMBERED))):
            del self._recent[sid]
        return repeated


def _checked(name: str, value: int | None, least: int, most: int | None) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidArgument(f"{name} must be a whole number, not {value!r}")
    if value < least or (most is not None and value > most):
        upper = "" if most is None else f" and at most {most}"
        raise InvalidArgument(f"{name} must be at least {least}{upper}, not {value}")
    return value
