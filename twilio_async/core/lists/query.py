"""The query of a listing, and a place in it as text: pure, and safe to hand to strangers."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from attrs import evolve, frozen

from twilio_async.core.decoding import PageContent
from twilio_async.core.lists.paging import MAX_PAGE_SIZE, PAGING_NAMES, TOKEN_NAMES, encoded, pairs, replaced
from twilio_async.core.wire import Reader, Request
from twilio_async.errors import InvalidArgument

T = TypeVar("T")
_LONGEST_CURSOR = 4096
_LONGEST_PAGING = 3000
"""The room in the longest cursor: in base64, behind the digest and a number of items."""


@frozen
class Cursor:
    """The paging part of a page's query, and how many items were seen from the start of that page on.

    As text it is short and safe in addresses and files. It never holds a filter, so one from an untrusted
    hand cannot widen what a listing shows; a digest of path and filters tells a mistaken one.
    """

    paging: Mapping[str, str]
    seen: int
    digest: int

    def __str__(self) -> str:
        text = f"{self.digest:x}.{self.seen}.{encoded(self.paging.items())}"
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """The cursor that became `text`.

        Raises:
            InvalidArgument: None did.
        """
        try:
            padded = text[:_LONGEST_CURSOR].encode("ascii") + b"=" * (-len(text) % 4)
            digest, seen, paging = (
                base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii").split(".", 2)
            )
            cursor = cls(dict(pairs(paging)), int(seen), int(digest, 16))
        except (ValueError, AttributeError, TypeError):
            cursor = None
        if cursor is None or str(cursor) != text or cursor.seen < 0 or not {*cursor.paging} <= PAGING_NAMES:
            raise InvalidArgument(f"cursor {text!r:.80} is none that a listing gave")
        return cursor


@frozen
class Place:
    """Where a listing goes on: behind the first `seen` items of the page that `request` asks for.

    Where a cursor has no room or no name for the parameters of that page, it counts the items from `anchor`:
    the nearest page before, `distance` items earlier, that it can name.
    """

    request: Request[PageContent[Any]]
    seen: int
    anchor: Request[PageContent[Any]]
    distance: int = 0

    def behind(self, count: int) -> Place:
        """The place behind the first `count` items of this page."""
        return evolve(self, seen=count)

    def resized(self, request: Request[Any], seen: int) -> Place:
        """The same place in pages of another size."""
        if self.anchor is self.request:
            return Place(request, seen, request)
        return evolve(self, request=request, seen=seen, distance=self.distance + self.seen - seen)


@frozen
class Query(Generic[T]):
    """The query of a listing: path and filters, and which parameters are not its paging.

    Attributes:
        model: What its records are; None where they stay objects.
        reader: The reader of its pages.
        path: The path of the list.
        filters: The encoded filters of this call.
        names: Every filter that the list has, under its wire name.
        size_name: The parameter of the page size.
        size: The page size that serves a stream best; None leaves it to the server.
        origin: Scheme, host and port where they are not those of the API itself.
        paging: The encoded paging parameters that the call itself begins with.
    """

    model: type[T] | None
    reader: Reader[PageContent[T]]
    path: str
    filters: str
    names: frozenset[str]
    size_name: str
    size: int | None = MAX_PAGE_SIZE
    origin: str | None = None
    paging: str = ""

    def start(self, page_size: int | None) -> Place:
        """The start of the first page."""
        size = {} if page_size is None else {self.size_name: str(page_size)}
        return self._place(replaced(self.paging, size), 0)

    def following(self, place: Place, count: int, request: Request[Any]) -> Place:
        """The place on the next page, that of `request`, behind the `count` items of the page of `place`."""
        seen = max(0, place.seen - count)
        if self._is_nameable(request):
            return Place(request, seen, request)
        return Place(request, seen, place.anchor, place.distance + count)

    def cursor(self, place: Place) -> str:
        """`place` as text."""
        return str(Cursor(dict(_paging(place.anchor)), place.distance + place.seen, self._digest()))

    def resume(self, text: str) -> Place:
        """The place of a cursor.

        Raises:
            InvalidArgument: It is no cursor, or one of another listing.
        """
        cursor = Cursor.parse(text)
        if cursor.digest != self._digest():
            raise InvalidArgument("this cursor belongs to another listing: repeat the call that gave it")
        return self._place(encoded(cursor.paging.items()), cursor.seen)

    def _place(self, paging: str, seen: int) -> Place:
        query = "&".join(part for part in (self.filters, paging) if part)
        request = Request("GET", self.path, self.reader, query=query, origin=self.origin)
        return Place(request, seen, request)

    def _is_nameable(self, request: Request[Any]) -> bool:
        """Whether a cursor leads back to the page of `request`.

        Beside a token, other parameters of a link are filters that the server repeats or adds each time.
        """
        paging = _paging(request)
        names = {name for name, _ in paging}
        if len(names) < len(paging) or len(encoded(paging)) > _LONGEST_PAGING:
            return False
        others = {name for name, _ in pairs(request.query) if not self._is_filter(name)} - names
        return not others or not names.isdisjoint(TOKEN_NAMES)

    def _is_filter(self, name: str) -> bool:
        return name in self.names or name.rstrip("<>=") in self.names

    def _digest(self) -> int:
        return zlib.crc32(f"{self.origin or ''}{self.path.removesuffix('.json')}?{self.filters}".encode())


def _paging(request: Request[Any]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in pairs(request.query) if name in PAGING_NAMES]
