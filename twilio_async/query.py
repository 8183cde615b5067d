"""What a listing asks for, and how a place in it is written down: pure, and safe to hand to strangers."""

from __future__ import annotations

import base64
import zlib
from typing import Generic, TypeVar
from urllib.parse import urlencode

from attrs import frozen

from twilio_async.errors import InvalidArgument
from twilio_async.paging import MAX_PAGE_SIZE, pairs
from twilio_async.wire import Request

T = TypeVar("T")


@frozen
class Cursor:
    """A place in a listing: the paging part of a page's query, and how many of its items were seen.

    As text it is short and safe in addresses and files. It never holds a filter, so one from an untrusted
    hand cannot widen what a listing shows; a digest of path and filters tells a mistaken one.
    """

    paging: str
    seen: int
    digest: int

    def __str__(self) -> str:
        text = f"{self.digest:x}.{self.seen}.{self.paging}"
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """The cursor that became `text`.

        Raises:
            InvalidArgument: None did.
        """
        try:
            padded = text.encode("ascii") + b"=" * (-len(text) % 4)
            digest, seen, paging = (
                base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii").split(".", 2)
            )
            return cls(paging, int(seen), int(digest, 16))
        except (ValueError, AttributeError):
            raise InvalidArgument(f"cursor {text!r} is none that a listing gave") from None


@frozen
class Query(Generic[T]):
    """What a listing asks for: path and filters, and which parameters are not its paging.

    Attributes:
        model: The class of the records; None leaves them the objects that they are.
        key: The envelope's key of their list; None where the envelope tells it in its `meta`.
        path: The path of the list.
        filters: The encoded filters of this call.
        names: Every filter that the list has, under its wire name.
        size_name: The parameter of the page size.
        size: The page size that serves a stream best; None leaves it to the server.
        origin: Scheme, host and port where they are not those of the API itself.
    """

    model: type[T] | None
    key: str | None
    path: str
    filters: str
    names: frozenset[str]
    size_name: str
    size: int | None = MAX_PAGE_SIZE
    origin: str | None = None

    def start(self, page_size: int | None) -> Request:
        """The request for the first page."""
        return self._request("" if page_size is None else urlencode({self.size_name: page_size}))

    def cursor(self, request: Request, seen: int) -> str:
        """The place behind the first `seen` items of the page that `request` asks for."""
        paging = [pair for pair in pairs(request.query) if not self._is_filter(pair[0])]
        return str(Cursor(urlencode(paging), seen, self._digest()))

    def resume(self, text: str) -> tuple[Request, int]:
        """The request for the page of a cursor, and how many of its items were seen.

        Raises:
            InvalidArgument: It is no cursor, or one of another listing.
        """
        cursor = Cursor.parse(text)
        holds_filter = any(self._is_filter(name) for name, _ in pairs(cursor.paging))
        if cursor.digest != self._digest() or cursor.seen < 0 or holds_filter:
            raise InvalidArgument("this cursor belongs to another listing: repeat the call that gave it")
        return self._request(cursor.paging), cursor.seen

    def _request(self, paging: str) -> Request:
        query = "&".join(part for part in (self.filters, paging) if part)
        return Request("GET", self.path, query=query, origin=self.origin)

    def _is_filter(self, name: str) -> bool:
        return name in self.names or name.rstrip("<>=") in self.names

    def _digest(self) -> int:
        return zlib.crc32(f"{self.origin or ''}{self.path.removesuffix('.json')}?{self.filters}".encode())
