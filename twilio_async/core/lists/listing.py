"""Listings: what `list(...)` returns, streamed item by item, page by page, or collected by `await`.

A listing holds no more than two pages, the one being consumed and the one being fetched meanwhile. Each page
goes through the session like any other request. Pages that are too large for the server are asked for again
at half the size, from the same place.
"""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Sequence
from contextlib import aclosing
from itertools import takewhile
from operator import attrgetter, length_hint
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypedDict, TypeVar

from attrs import field, frozen

from twilio_async.core.lists.paging import MAX_PAGE_SIZE, halved, is_counted, next_request, to_count
from twilio_async.core.lists.query import Place, Query
from twilio_async.core.wire import Request, Response, is_object
from twilio_async.errors import InvalidArgument, LinkError, ServerError, TwilioError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator

    import pyarrow as pa

    from twilio_async.core.decoding import PageContent
    from twilio_async.core.session import Session

T = TypeVar("T")
_REMEMBERED = 5 * MAX_PAGE_SIZE
_MOST_PASSED = 100


class Paging(TypedDict, total=False):
    """The parameters of every listing besides its filters.

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
        total: How many records the whole list has, where the API tells (2008-08-01, older answers).
        response: The answer that the page came in.
    """

    items: Sequence[T]
    total: int | None
    response: Response = field(repr=False, eq=False)
    _query: Query[T] = field(repr=False, eq=False)
    _start: Place = field(repr=False, eq=False)
    _end: Place | None = field(repr=False)

    @property
    def cursor(self) -> str | None:
        """Where the listing goes on behind this page; None at its end."""
        return None if self._end is None else self._query.cursor(self._end)

    def cursor_behind(self, count: int) -> str | None:
        """Where the listing goes on behind the first `count` items of this page."""
        if count >= len(self.items):
            return self.cursor
        return self._query.cursor(self._start.behind(self._start.seen + count))


class Listing(Generic[T]):
    """A list of Twilio's that is read as it is needed.

    `async for item in listing` streams it in constant memory, `await listing` collects it, `listing.pages()`
    gives its pages, `await listing.to_arrow()` a table, and `await listing.first()` the first item or None.
    Each of them starts anew. An error on the way has a `cursor` to go on from.
    """

    def __init__(self, session: Session, query: Query[T], paging: Paging) -> None:
        self._session = session
        self._query = query
        self._limit = _checked("limit", paging.get("limit"), 0, None)
        self._page_size = _checked("page_size", paging.get("page_size"), 1, MAX_PAGE_SIZE)
        self._prefetch = paging.get("prefetch", True)
        self._cursor = paging.get("cursor")
        self._start = self._first_place()
        self._page: Page[T] | None = None
        self._left: Iterator[T] = iter(())

    def __repr__(self) -> str:
        return f"<Listing {self._query.path}>"

    @property
    def cursor(self) -> str | None:
        """Where to go on behind the last item that `async for` gave; None before any and at the end."""
        if self._page is None:
            return None
        return self._page.cursor_behind(len(self._page.items) - length_hint(self._left))

    async def __aiter__(self) -> AsyncIterator[T]:
        async with aclosing(self.pages()) as pages:
            async for page in pages:
                left = iter(page.items)
                for item in left:
                    if self._left is not left:  # It may be iterated twice at a time.
                        self._page, self._left = page, left
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
        walk = _Walk[T](self._session, self._query, self._start)
        try:
            while left > 0 and (page := await walk.page(left)) is not None:
                left -= len(page.items)
                if self._prefetch and left > 0:
                    walk.look_ahead()
                    await asyncio.sleep(0)  # The request leaves now, even if the consumer never waits.
                yield page
        finally:
            await walk.close()

    async def to_arrow(self) -> pa.Table:
        """All records as a table, with the same schema whatever they are; it needs the extra `parquet`.

        Raises:
            ConfigurationError: pyarrow is not installed.
            DecodeError: A value does not fit its column.
            InvalidArgument: The records of this listing have no model.
        """
        from twilio_async.history.formats.arrow import table_of  # noqa: PLC0415 - imports pyarrow

        model: Any = self._query.model
        if model is None:
            raise InvalidArgument("to_arrow needs records of a model, and those of this listing have none")
        async with aclosing(self.pages()) as pages:
            items: Any = (page.items async for page in pages)
            return await table_of(items, model)

    async def _collect(self) -> list[T]:
        return [item async for page in self.pages() for item in page.items]

    def _first_place(self) -> Place:
        if self._cursor is not None:
            return self._query.resume(self._cursor)
        return self._query.start(self._page_size or self._usual_size())

    def _usual_size(self) -> int | None:
        size = self._query.size
        return size if size is None or not self._limit else min(size, self._limit)


class _Fetched(NamedTuple, Generic[T]):
    """A page as it came, and the place that it was asked for in the end."""

    place: Place
    content: PageContent[T]


class _Walk(Generic[T]):
    """One way through the pages."""

    def __init__(self, session: Session, query: Query[T], start: Place) -> None:
        self._session = session
        self._query = query
        self._next: Place | None = start
        self._ahead: asyncio.Task[_Fetched[T]] | None = None
        self._problem: TwilioError | None = None
        self._recent = _Recent()
        self._visited: set[int] = {hash(start.request.query)}
        self._passed = 0

    async def page(self, limit: float) -> Page[T] | None:
        """The next page with at most `limit` items, or None behind the last one."""
        if self._problem is not None:
            raise self._problem
        if self._next is None:
            return None
        if self._ahead is None:
            fetched = await self._fetch(self._next)
        else:
            fetched = await self._ahead
            self._ahead = None
        self._advance(fetched)
        start = fetched.place.behind(fetched.place.seen + self._repeated(fetched))
        items = records = fetched.content.records
        if start.seen or limit < len(records):
            items = records[start.seen : None if limit == math.inf else start.seen + int(limit)]
        seen = start.seen + len(items)
        end = start.behind(seen) if seen < len(records) else self._next
        total = to_count(fetched.content.envelope.get("total"))
        return Page(items, total, fetched.content.response, self._query, start, end)

    def look_ahead(self) -> None:
        """Begin to fetch the page that comes next."""
        if self._next is not None and self._problem is None:
            self._ahead = asyncio.create_task(self._fetch(self._next))

    async def close(self) -> None:
        """Give up what is being fetched."""
        if self._ahead is not None:
            self._ahead.cancel()
            await asyncio.gather(self._ahead, return_exceptions=True)

    async def _fetch(self, place: Place) -> _Fetched[T]:
        while True:
            try:
                return _Fetched(place, await self._session.send(place.request))
            except TwilioError as error:
                smaller = halved(place.request, place.seen) if isinstance(error, ServerError) else None
                if smaller is None:
                    error.cursor = self._query.cursor(place)
                    raise
                place = place.resized(*smaller)

    def _advance(self, fetched: _Fetched[T]) -> None:
        """Find the page behind this one. A refused link is a problem of the next page, not of this."""
        place, count = fetched.place, len(fetched.content.records)
        self._next = None
        try:
            following = next_request(place.request, fetched.content.envelope, count, self._session.base)
            if following is not None:
                self._visit(following)
                self._pass(place, count)
                self._next = self._query.following(place, count, following)
        except LinkError as error:
            self._problem, self._next = error, place.behind(max(place.seen, count))
            error.cursor = self._query.cursor(self._next)

    def _visit(self, request: Request[Any]) -> None:
        if hash(request.query) in self._visited:
            raise LinkError(
                "the links to the next page lead in a circle", method=request.method, path=request.path
            )
        self._visited.add(hash(request.query))

    def _pass(self, place: Place, count: int) -> None:
        """Count the whole pages before the first item, lest one cursor makes any number of requests."""
        self._passed += place.seen > count
        if self._passed > _MOST_PASSED:
            raise LinkError(
                f"the cursor lies more than {_MOST_PASSED} pages behind the one that it names",
                method=place.request.method,
                path=place.request.path,
            )

    def _repeated(self, fetched: _Fetched[T]) -> int:
        """The number of items at the start that were given before: counted pages shift as new ones arrive."""
        repeated = 0
        if is_counted(fetched.place.request):
            sids = _sids(fetched.content.records[fetched.place.seen :])
            repeated = sum(1 for _ in takewhile(self._recent.__contains__, sids))
        if self._next is not None and is_counted(self._next.request):
            self._recent.add({*_sids(fetched.content.records)})
        return repeated


class _Recent:
    """Memo of the SIDs of the last 5,000 records, page by page."""

    def __init__(self) -> None:
        self._pages: deque[set[str | None]] = deque()
        self._count = 0

    def __contains__(self, sid: str | None) -> bool:
        return sid is not None and any(sid in page for page in self._pages)

    def add(self, sids: set[str | None]) -> None:
        """Remember the SIDs of a page."""
        self._pages.append(sids)
        self._count += len(sids)
        while self._count - len(self._pages[0]) >= _REMEMBERED:
            self._count -= len(self._pages.popleft())


def _sids(items: Sequence[Any]) -> Iterator[str | None]:
    """The SIDs of the items, one by one; nothing where they have none."""
    if items and is_object(items[0]):
        return map(_sid, items)
    return map(attrgetter("sid"), items if items and hasattr(items[0], "sid") else ())


def _sid(record: dict[str, Any]) -> str | None:
    sid = record.get("sid", record.get("id"))
    return sid if isinstance(sid, str) else None


def _checked(name: str, value: int | None, least: int, most: int | None) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidArgument(f"{name} must be a whole number, not {value!r}")
    if value < least or (most is not None and value > most):
        upper = "" if most is None else f" and at most {most}"
        raise InvalidArgument(f"{name} must be at least {least}{upper}, not {value}")
    return value
