"""What a listing asks for, and how a place in it is written down: pure, and safe to hand to strangers."""

from __future__ import annotations

import base64
import zlib
from typing import Generic, TypeVar
from urllib.parse import urlencode

from attrs import frozen

from twilio_async import codec
from twilio_async.errors import InvalidArgument
from twilio_async.paging import pairs
from twilio_async.wire import Request

M = TypeVar("M", bound=codec.Model)


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
class Query(Generic[M]):
    """What a listing asks for: path and filters, and which parameters are not its paging.

    Attributes:
        model, key: The class of the records, and the envelope's key of their list.
        path: The path of the list.
        filters: The encoded filters of this call.
        names: Every filter that the list has, under its wire name.
        size_name: The parameter of the page size.
    """

    model: type[M]
    key: str
    path: str
    filters: str
    names: frozenset[str]
    size_name: str

    def start(self, page_size: int) -> Request:
        """The request for the first page."""
        return self._request(urlencode({self.size_name: page_size}))

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
        return Request("GET", self.path, query=f"{self.filters}&{paging}".lstrip("&"))

    def _is_filter(self, name: str) -> bool:
        return name in self.names or name.rstrip("<>=") in self.names

    def _digest(self) -> int:
        return zlib.crc32(f"{self.path.removesuffix('.json')}?{self.filters}".encode())
