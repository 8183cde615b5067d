"""Work in threads that is done to its end, whoever is cancelled meanwhile: it holds files and locks."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

P = ParamSpec("P")
T = TypeVar("T")


async def completed(work: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
    """What work gives that is done in a thread. A cancellation is raised when it is over."""
    future = asyncio.get_running_loop().run_in_executor(None, partial(work, *arguments, **options))
    await settled([future])
    return future.result()


async def settled(futures: Collection[asyncio.Future[Any]]) -> None:
    """Come back once all are done, with what they raised in them. A cancellation is raised then."""
    cancelled: asyncio.CancelledError | None = None
    while pending := [future for future in futures if not future.done()]:
        try:
            await asyncio.wait(pending)
        except asyncio.CancelledError as error:
            cancelled = error
    for future in futures:
        if not future.cancelled():
            future.exception()  # Somebody has looked, so that asyncio does not complain of it.
    if cancelled is not None:
        raise cancelled
