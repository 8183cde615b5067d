"""A scripted server on a thread and a loop of its own: for callers that block theirs, or end it."""

import asyncio
import threading
from collections.abc import Generator
from contextlib import contextmanager

from tests.support.server import Play, ScriptedServer
from tests.support.times import PATIENCE


async def _started(always: Play) -> ScriptedServer:
    server = await ScriptedServer().__aenter__()
    server.always(always)
    return server


@contextmanager
def server_on_a_thread(always: Play) -> Generator[ScriptedServer]:
    """A server that answers each request so, whatever the loop of the test does."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        server = asyncio.run_coroutine_threadsafe(_started(always), loop).result(PATIENCE)
        yield server
        asyncio.run_coroutine_threadsafe(server.__aexit__(None, None, None), loop).result(PATIENCE)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE)
        loop.close()
