"""Resources that are files: their bytes are streamed, or brought to disk whole or not at all."""

import asyncio
import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from os import PathLike
from pathlib import Path
from typing import BinaryIO

from attrs import evolve

from twilio_async.errors import TransportError
from twilio_async.resources.base import Resource
from twilio_async.transport import Body
from twilio_async.wire import Request

_NOT_YET = frozenset({404})
_RESTARTS = 2


class File(Resource):
    """A resource whose address without a suffix is its bytes, and with one its metadata."""

    __slots__ = ()

    def _request(self, method: str, form: str | None = None) -> Request:
        request = super()._request(method, form)
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
        request = Request("GET", self._path, stream=True, repeat_on=_NOT_YET)
        body = await self._api.session.open(request)
        try:
            yield body
        finally:
            body.close()

    async def download(self, path: str | PathLike[str]) -> Path:
        """Write the bytes to `path` and return it.

        They go to another name beside it first, so that `path` never holds half a file. A body that breaks
        off is begun again, twice at most.

        Raises:
            TransportError: It broke off each time.
            OSError: The disk is full, or the folder cannot be written to.
        """
        target = Path(path)
        part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
        try:
            for restarts_left in range(_RESTARTS, -1, -1):
                async with self.open() as body:
                    if await self._written(body, part, last=restarts_left == 0):
                        break
            await asyncio.to_thread(part.replace, target)
        finally:
            await asyncio.to_thread(part.unlink, missing_ok=True)
        return target

    async def _written(self, body: Body, part: Path, *, last: bool) -> bool:
        """Whether all of `body` arrived."""
        file = await _opened(part)
        try:
            async for chunk in body:
                await asyncio.to_thread(file.write, chunk)
        except TransportError:
            if last:
                raise
            return False
        finally:
            await asyncio.to_thread(file.close)
        return True


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
