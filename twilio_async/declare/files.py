"""Resources that are files: their bytes are streamed, or brought to disk whole or not at all."""

import math
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, closing, suppress
from os import PathLike
from pathlib import Path
from typing import Literal, TypeAlias, TypeVar, get_args

from attrs import evolve

from twilio_async.core.http.body import Body
from twilio_async.core.validation import is_number
from twilio_async.core.wire import REDIRECTS, Reader, Request, Response
from twilio_async.declare import contents
from twilio_async.declare.base import Resource
from twilio_async.declare.targets import Part, in_thread
from twilio_async.errors import InvalidArgument, TransportError

T = TypeVar("T")
AudioFormat: TypeAlias = Literal["wav", "mp3"]
AUDIO_FORMATS = frozenset(get_args(AudioFormat))
Progress: TypeAlias = Callable[[int, int | None], object]
"""A listener to a download: to its bytes so far, and in all where the server tells. It may begin anew."""

_RESTARTS = 2


class Bytes(Resource):
    """A resource some of whose addresses have bytes that are no record."""

    __slots__ = ()
    _content_reader = contents.DATA
    _repeat_on: frozenset[int] = frozenset({404})
    """The statuses of what may not be there yet."""

    def _asked(self, suffix: str, query: str = "") -> Request[Response]:
        return Request(
            "GET",
            f"{self._path}{suffix}",
            self._content_reader,
            query,
            origin=self._origin,
            accepts=REDIRECTS,
            repeat_on=self._repeat_on,
        )

    @asynccontextmanager
    async def _streamed(self, request: Request[Response]) -> AsyncGenerator[Body, None]:
        with closing(await self._session.open(request)) as body:
            yield body

    async def _whole(
        self, request: Request[Response], read: Callable[[Body], Awaitable[T]], seconds: float | None
    ) -> T:
        """The result of `read` on the bytes, within `seconds`; called anew after a break, twice at most."""
        async with self._session.within(seconds, request) as opened:
            for _ in range(_RESTARTS):
                with closing(await opened()) as body, suppress(TransportError):
                    return await read(body)
            with closing(await opened()) as body:
                return await read(body)


class Text(Bytes):
    """A resource whose bare text is at its address with `.txt`."""

    __slots__ = ()
    _content_reader = contents.TEXT

    async def text(self) -> str:
        """The bare text. One that breaks off is read again, twice at most.

        Raises:
            NotFound: There is no such text, or not yet, even after the repetitions.
            TransportError: It broke off each time.
            RequestTimeout: All of that took longer than `Timeout.total`.
            DecodeError: What came is a page in its place, or longer than `max_body` of the client.
        """
        session = self._session
        most = session.transport.max_body
        text = await self._whole(self._asked(".txt"), lambda body: body.read(most), session.total)
        return text.decode(errors="replace")


class Downloadable(Bytes):
    """A resource whose address without a suffix is its bytes."""

    __slots__ = ()

    @asynccontextmanager
    async def open(self) -> AsyncGenerator[Body, None]:
        """The bytes, as they arrive: `async with ....open() as body: async for chunk in body: ...`.

        A file that is not there yet is asked for again like a server that fails. Redirects are followed, and
        the credentials stay behind once the host changes.

        Raises:
            NotFound: There is no such file, or not yet, even after the repetitions.
            TransportError: The body broke off.
            DecodeError: What came is a part of the file, or something else in its place.
        """
        async with self._streamed(self._asked("")) as body:
            yield body

    async def download(
        self,
        path: str | PathLike[str],
        *,
        progress: Progress | None = None,
        timeout: float | None = None,
    ) -> Path:
        """Write the bytes to `path` and return it.

        They go to another name beside it first, so that `path` never holds half a file. A body that breaks
        off is begun again, twice at most.

        Args:
            path: The name of the file. One that exists is replaced and keeps its permissions; a link stays,
                and what it leads to is replaced.
            progress: Called after each piece.
            timeout: The most seconds for all of it: redirects, waits, repetitions and writing. None bounds
                the silence between two pieces alone, by `Timeout.read`.

        Raises:
            NotFound: There is no such file, or not yet, even after the repetitions.
            TransportError: It broke off each time.
            RequestTimeout: It took longer than `timeout`.
            DecodeError: What came is a part of the file, or something else in its place.
            InvalidArgument: `path` is a device or the like, or can be no name. Nothing was asked for.
            OSError: There cannot be such a file, or it may not be written, in which case nothing was asked
                for; or the disk is full.
        """
        return await self._downloaded(self._asked(""), path, progress, timeout)

    async def _downloaded(
        self,
        request: Request[Response],
        path: str | PathLike[str],
        progress: Progress | None,
        seconds: float | None,
    ) -> Path:
        if seconds is not None and not (is_number(seconds) and 0 < seconds < math.inf):
            raise InvalidArgument(f"timeout must be a number of seconds above 0, not {seconds!r}")
        part = await in_thread(Part, path, undo=Part.discard)
        try:
            await self._whole(request, lambda body: _written(body, part, progress), seconds)
            await in_thread(part.replace)
        finally:
            await in_thread(part.discard)
        return Path(path)


class File(Downloadable):
    """A resource whose address with a suffix is its metadata besides."""

    __slots__ = ()

    def _request(self, method: str, reader: Reader[T], arguments: str = "") -> Request[T]:
        request = super()._request(method, reader, arguments)
        return request if self._api.suffix else evolve(request, path=f"{request.path}.xml")


class Audio(File):
    """A recording: a file in two formats."""

    __slots__ = ()
    _content_reader = contents.SOUND

    @asynccontextmanager
    async def open(self, *, format: AudioFormat = "wav") -> AsyncGenerator[Body, None]:
        """The sound, as it arrives; see `Downloadable.open`."""
        async with self._streamed(self._sound(format)) as body:
            yield body

    async def download(
        self,
        path: str | PathLike[str],
        *,
        format: AudioFormat = "wav",
        progress: Progress | None = None,
        timeout: float | None = None,
    ) -> Path:
        """Write the sound to `path` and return it; see `Downloadable.download`."""
        return await self._downloaded(self._sound(format), path, progress, timeout)

    def _sound(self, format: AudioFormat, query: str = "") -> Request[Response]:
        if format not in AUDIO_FORMATS:
            raise InvalidArgument(f"format must be 'wav' or 'mp3', not {format!r}")
        return self._asked(f".{format}", query)


async def _written(body: Body, part: Part, progress: Progress | None) -> None:
    await in_thread(part.begin)
    done = 0
    async for chunk in body:
        await in_thread(part.write, chunk)
        done += len(chunk)
        if progress is not None:
            progress(done, body.length)
    await in_thread(part.finish)
