"""Compression of bodies: what undoes a Content-Encoding, a bounded piece at a time, and knows its end.

aiohttp undoes it too, but takes a gzip stream that ends early for a whole one (3.14). Knows nothing of
requests and waits for nothing.
"""

from __future__ import annotations

import zlib

PIECE = 64 * 1024
"""The most bytes that come out at a time."""

_GZIP = 16 + zlib.MAX_WBITS
_WINDOWS = {"gzip": _GZIP, "x-gzip": _GZIP, "deflate": zlib.MAX_WBITS}
ENCODINGS = frozenset(_WINDOWS)
_ZLIB = 8
"""The lower half of the first byte of a zlib header. Some servers leave the header of deflate out."""


class Damaged(Exception):
    """Compressed bytes that end early, or are none."""


class Inflater:
    """Undoes one of `ENCODINGS`: feed it whenever nothing more can be pulled, and finish it at the end."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._window = _WINDOWS[encoding]
        self._stream = zlib.decompressobj(self._window)
        self._left = b""
        self._is_fed = False

    def feed(self, data: bytes) -> None:
        """Take the next bytes in."""
        if not self._is_fed and self._encoding == "deflate" and data[0] & 0xF != _ZLIB:
            self._window = -zlib.MAX_WBITS
            self._stream = zlib.decompressobj(self._window)
        self._is_fed = True
        self._left += data

    def pull(self) -> bytes:
        """The next bytes out; none where more are to be fed first.

        Raises:
            Damaged: What was fed is not compressed like that.
        """
        while True:
            if self._stream.eof:
                if not self._left:
                    return b""
                self._stream = zlib.decompressobj(self._window)  # gzip streams may follow each other.
            try:
                piece = self._stream.decompress(self._left, PIECE)
            except zlib.error as error:
                raise Damaged(f"its {self._encoding} stream is damaged ({error})") from None
            self._left = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail
            if piece or not self._stream.eof:
                return piece

    def finish(self) -> None:
        """Take note that nothing more comes.

        Raises:
            Damaged: The stream is not at its end. Where nothing came at all, there is none.
        """
        if self._is_fed and not self._stream.eof:
            raise Damaged(f"its {self._encoding} stream ends early")
