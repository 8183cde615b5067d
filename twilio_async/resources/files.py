"""Resources that are files: their bytes are streamed, or brought to disk whole or not at all."""

import asyncio
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from os import PathLike
from pathlib import Path
from typing import BinaryIO, Literal, TypeAlias, TypeVar

from attrs import evolve

from twilio_async.errors import TransportError
from twilio_async.resources.base import Resource
from twilio_async.transport import Body
from twilio_async.wire import Request

T = TypeVar("T")
AudioFormat: TypeAlias = Literal["wav", "mp3"]
Progress: TypeAlias = Callable[[int, int | None], object]
"""What is told of a download: its bytes so far, and in all where the server tells. It may begin anew."""

_NOT_YET = frozenset({404})
_RESTARTS = 2


class Streamed(Resource):
    """A resource some of whose addresses have bytes that are no record."""

    __slots__ = ()

    @asynccontextmanager
    async def _streamed(self, suffix: str) -> AsyncGenerator[Body, None]:
        request = Request("GET", f"{self._path}{suffix}", stream=True, repeat_on=_NOT_YET)
        body = await self._api.session.open(request)
        try:
            yield body
        finally:
            body.close()

    async def _whole(self, suffix: str, read: Callable[[Body], Awaitable[T]]) -> T:
        """What `read` makes of the bytes; it is called anew where they break off, twice at most."""
        for _ in range(_RESTARTS):
            async with self._streamed(suffix) as body:
                with suppress(TransportError):
                    return await read(body)
        async with self._streamed(suffix) as body:
            return await read(body)


class Text(Streamed):
    """A resource whose bare text is at its address with `.txt`."""

    __slots__ = ()

    async def text(self) -> str:
        """What it says, and nothing else. A text that breaks off is read again, twice at most.

        Raises:
            NotFound: There is no such text, even after the repetitions.
            TransportError: It broke off each time.
        """
        return (await self._whole(".txt", Body.read)).decode(errors="replace")


class File(Streamed):
    """A resource whose address without a suffix is its bytes, and with one its metadata."""

    __slots__ = ()

    def _request(self, method: str, arguments: str = "") -> Request:
        request = super()._request(method, arguments)
        return request if self._api.suffix else evolve(request, path=f"{request.path}.xml")

    @asynccontextmanager
    async def open(self) -> AsyncGenerator[Body, None]:
        """The bytes, as they arrive: `async with ....open() as body: async for chunk in body: ...`.

        A file that is not there yet is asked for again like a server that fails. Redirects are followed, and
        the credentials stay behind once the host changes.

        Raises:
            NotFound: There is no such file, even after the repetitions.
            TransportError: The body broke off.
        """
        async with self._streamed("") as body:
            yield body

    async def download(self, path: str | PathLike[str], *, progress: Progress | None = None) -> Path:
        """Write the bytes to `path` and return it.

        They go to another name beside it first, so that `path` never holds half a file. A body that breaks
        off is begun again, twice at most.

        Args:
            path: The name of the file; one that exists is replaced.
            progress: Called after each piece.

        Raises:
            TransportError: It broke off each time.
            OSError: The disk is full, or the folder cannot be written to.
        """
        return await self._downloaded("", Path(path), progress)

    async def _downloaded(self, suffix: str, target: Path, progress: Progress | None) -> Path:
        part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
        try:
            await self._whole(suffix, lambda body: _written(body, part, progress))
            await asyncio.to_thread(part.replace, target)
        finally:
            await asyncio.to_thread(part.unlink, missing_ok=True)
        return target


class Audio(File):
    """A recording: a file in two formats."""

    __slots__ = ()

    @asynccontextmanager
    async def open(self, *, format: AudioFormat = "wav") -> AsyncGenerator[Body, None]:
        """The sound, as it arrives; see `File.open`."""
        async with self._streamed(f".{format}") as body:
            yield body

    async def download(
        self,
        path: str | PathLike[str],
        *,
        format: AudioFormat = "wav",
        progress: Progress | None = None,
    ) -> Path:
        """Write the sound to `path` and return it; see `File.download`."""
        return await self._downloaded(f".{format}", Path(path), progress)


async def _written(body: Body, part: Path, progress: Progress | None) -> None:
    file = await _opened(part)
    done = 0
    try:
        async for chunk in body:
            await asyncio.to_thread(file.write, chunk)
            done += len(chunk)
            if progress is not None:
                progress(done, body.length)
    finally:
        await asyncio.to_thread(file.close)


async def _opened(part: Path) -> BinaryIO:
    """The file, open for writing; where the wait for it is cancelled, it is closed again."""
    opening = asyncio.ensure_future(asyncio.to_thread(part.open, "wb"))
    try:
        return await asyncio.shield(opening)
    except asyncio.CancelledError:
        await asyncio.wait([opening])
        if opening.exception() is None:
            opening.result().close()
        raise
