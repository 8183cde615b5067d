"""The bytes of a streamed answer as they arrive: all of them, or an error.

They come raw from the transport and are inflated here, where a server or a network on the way has compressed
them although it was asked not to. Their beginning tells whether they are what was asked for: it is read
before anybody gets them, while the request can still be sent again.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from attrs import evolve, field, frozen

from twilio_async.core.exchange import ERRORS
from twilio_async.core.http.encoding import ENCODINGS, PIECE, Damaged, Inflater
from twilio_async.core.wire import Failure, Response

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator, Mapping
    from typing import Self

    from twilio_async.core.wire import Request

MAX_BODY = 64 * 1024 * 1024
"""The most bytes of an answer that is read whole, unless the client is told otherwise."""
_BEGINNING = 64
"""The bytes that tell what the rest is."""
_COMPRESSED = 4 * 1024
"""The compressed bytes that are inflated at a time: they can grow a thousandfold."""


def media_type(headers: Mapping[str, str]) -> str:
    """The media type that the headers tell, in lower case and without its parameters."""
    value = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return value if "/" in value else "application/octet-stream"


class Broken(Exception):
    """Bytes that did not come to their end, or cannot be read."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.reason)
        self.failure = failure


async def whole(read: Callable[[], Awaitable[bytes]], most: int | None, too_much: str) -> bytes:
    """All that `read` gives until it gives nothing.

    Raises:
        Broken: It is more than `most` bytes, which `too_much` says, or broke off.
    """
    pieces: list[bytes] = []
    size = 0
    while piece := await read():
        size += len(piece)
        if most is not None and size > most:
            raise Broken(Failure("unreadable", too_much, sent=True))
        pieces.append(piece)
    return b"".join(pieces)


class Source(Protocol):
    """The origin of bytes as they travel."""

    async def read(self, size: int) -> bytes:
        """The next bytes, at most `size`; none at the end.

        Raises:
            Broken: The connection broke, or fell silent.
        """
        ...

    def close(self) -> None:
        """Give the connection up, whether all was read or not."""
        ...


class Content:
    """The bytes of a source, decompressed as the headers before it say."""

    def __init__(self, source: Source, headers: Mapping[str, str]) -> None:
        length = headers.get("Content-Length", "")
        encodings = (name.strip() for name in headers.get("Content-Encoding", "").lower().split(","))
        self.content_type = media_type(headers)
        self._source = source
        self._encoding = ",".join(name for name in encodings if name not in {"", "identity"})
        self._inflater = Inflater(self._encoding) if self._encoding in ENCODINGS else None
        self.beginning = b""
        """The first bytes, enough to tell what the rest is, until somebody gets them."""
        # What is compressed on its way arrives with another length than the header's.
        self.length = int(length) if length.isdecimal() and not self._encoding else None

    async def begin(self) -> None:
        """Read the first bytes into `beginning`.

        Raises:
            Broken: The bytes broke off before.
        """
        while len(self.beginning) < _BEGINNING and (piece := await self._next()):
            self.beginning += piece

    async def next(self) -> bytes:
        """The next bytes; none at the end.

        Raises:
            Broken: They broke off.
        """
        piece, self.beginning = self.beginning, b""
        return piece or await self._next()

    async def rest(self, most: int | None = None) -> bytes:
        """All that is left.

        Raises:
            Broken: It broke off, or is longer than `most`.
        """
        return await whole(self.next, most, f"the body is longer than {most} bytes (see max_body)")

    def close(self) -> None:
        """Give the connection up, whether all was read or not."""
        self._source.close()

    async def _next(self) -> bytes:
        if not self._encoding:
            return await self._source.read(PIECE)
        if self._inflater is None:
            reason = f"the body has a Content-Encoding that nobody asked for: {self._encoding!r}"
            raise Broken(Failure("unreadable", reason, sent=True))
        try:
            return await self._inflated(self._inflater)
        except Damaged as error:
            raise Broken(Failure("lost", str(error), sent=True)) from None

    async def _inflated(self, inflater: Inflater) -> bytes:
        while not (piece := inflater.pull()):
            await asyncio.sleep(0)  # What holds nothing leaves the loop its turns, however long it is.
            compressed = await self._source.read(_COMPRESSED)
            if not compressed:
                inflater.finish()
                break
            inflater.feed(compressed)
        return piece


@frozen
class StreamedResponse(Response):
    """An answer whose body is still on its way."""

    content: Content = field(kw_only=True, repr=False, eq=False)

    async def begun(self) -> Response | Failure:
        """This answer once its first bytes have come; what went wrong where they do not."""
        try:
            await self.content.begin()
        except Broken as broken:
            self.content.close()
            return evolve(broken.failure, response=self)
        except BaseException:
            self.content.close()
            raise
        return self


class Body:
    """The bytes of a recording or a media file as they arrive: `async for chunk in body`, or `read()`.

    Attributes:
        content_type: The media type, such as `image/png`.
        length: The number of bytes, where the server tells.
    """

    def __init__(self, content: Content, request: Request[Any], attempts: int) -> None:
        self._content = content
        self._request = request
        self._attempts = attempts
        self.content_type = content.content_type
        self.length = content.length

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        with self._errors():
            piece = await self._content.next()
        if not piece:
            raise StopAsyncIteration
        return piece

    async def read(self, most: int | None = None) -> bytes:
        """All of it.

        Args:
            most: The most bytes that it may have.

        Raises:
            TransportError: The connection broke, or fell silent, before the end.
            DecodeError: It is longer than `most`.
        """
        with self._errors():
            return await self._content.rest(most)

    def close(self) -> None:
        """Give the connection up, whether all was read or not."""
        self._content.close()

    @contextmanager
    def _errors(self) -> Generator[None, None, None]:
        try:
            yield
        except Broken as broken:
            kind = broken.failure.kind
            raise ERRORS[kind](
                str(broken) if kind == "unreadable" else f"the body broke off: {broken}",
                method=self._request.method,
                path=self._request.path,
                attempts=self._attempts,
                executed="unknown",
            ) from None
