"""A download that is cancelled, or past its time, leaves a whole file or what was there, and nothing else."""

from __future__ import annotations

import asyncio
import io
import itertools
import math
import os
import threading
import types
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.clients import TRANSCRIPTION, client_for
from tests.support.clock import ManualClock
from tests.support.files import BEFORE, assert_holds
from tests.support.leaks import open_files
from tests.support.server import ScriptedServer, Step, answer, refusal, silence, truncated
from tests.support.times import ENOUGH, PATIENCE, SHORT, LoopTime
from twilio_async import ConnectionLost, InvalidArgument, RequestTimeout, Timeout

from .test_downloads import CONTENT, WHOLE, file_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Generator


async def stall(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Announce more than is sent, and then say nothing."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + bytes(1000))
    await writer.drain()
    await reader.read()
    writer.close()


@pytest.fixture
async def stalling() -> AsyncIterator[str]:
    """The address of a server that does so."""
    server = await asyncio.start_server(stall, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def put_back(target: Path) -> None:
    target.write_bytes(BEFORE)


@types.coroutine
def cancelled_at(moments: set[int], work: Coroutine[Any, Any, object]) -> Generator[Any, Any, set[int]]:
    """Run `work` to its end, and cancel its task when it waits for the nth time, for each n of `moments`.

    What it gives are the moments that `work` has not come to.
    """
    left = set(moments)
    resume = partial(work.send, None)
    for moment in itertools.count(1):
        try:
            waiting = resume()
        except StopIteration:
            return left
        if moment in left:
            left.remove(moment)
            task = asyncio.current_task()
            assert task is not None
            task.cancel()
        try:
            yield waiting
        except BaseException as error:  # noqa: BLE001 - it is the work's to deal with
            resume = partial(work.throw, error)
        else:
            resume = partial(work.send, None)
    raise AssertionError


@pytest.mark.parametrize("more", [(), (1,), (1, 2, 3)], ids=["once", "twice", "four times"])
@pytest.mark.parametrize("first", [WHOLE, truncated(WHOLE)], ids=["whole", "broken once"])
async def test_cancelled_anywhere_it_leaves_nothing(
    first: Step, more: tuple[int, ...], target: Path, server: ScriptedServer
) -> None:
    steps: list[Step] = []
    server.always(lambda _: steps.pop() if steps else WHOLE)
    files = open_files()
    task = asyncio.current_task()
    assert task is not None
    moment = 0
    async with client_for(server.url) as client:
        while True:
            moment += 1
            steps[:] = [first]
            put_back(target)
            moments = {moment, *(moment + after for after in more)}
            try:
                left = await cancelled_at(moments, file_of(client).download(target))
            except asyncio.CancelledError:
                assert task.cancelling()
                while task.uncancel():
                    pass
                assert_holds(target, BEFORE, CONTENT)
                assert open_files() == files
            else:
                assert left == moments
                break

    assert moment > 8
    assert_holds(target, CONTENT)
    await server.disconnected()


@pytest.mark.parametrize("call", ["write", "flush", "close"])
async def test_a_download_cancelled_while_the_disk_is_slow_waits_for_it(
    call: str, target: Path, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(file: Any, *arguments: Any) -> Any:
        begun.set()
        go_on.wait(PATIENCE)
        return getattr(io.BufferedWriter, call)(file, *arguments)

    slow_file: Any = type("SlowFile", (io.BufferedWriter,), {call: slow})

    def opened(path: Path, mode: str) -> Any:
        return slow_file(io.FileIO(path, mode))

    files = open_files()
    server.always(WHOLE)
    async with client_for(server.url) as client:
        with monkeypatch.context() as patch:
            patch.setattr(Path, "open", opened)
            downloading = asyncio.create_task(file_of(client).download(target))
            await asyncio.to_thread(begun.wait, PATIENCE)
        for _ in range(3):
            downloading.cancel()
            await asyncio.sleep(0)
        assert not downloading.done()
        go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await downloading

    assert_holds(target, BEFORE)
    assert open_files() == files


async def test_a_server_that_never_answers_is_left_in_time(
    target: Path, server: ScriptedServer, loop_time: LoopTime
) -> None:
    server.always(silence())
    async with client_for(server.url) as client:
        downloading = asyncio.create_task(file_of(client).download(target, timeout=ENOUGH))
        await server.arrived(1)
        await loop_time.leap(ENOUGH)
        with pytest.raises(RequestTimeout, match=f"within {ENOUGH} s") as caught:
            await downloading

    assert_holds(target, BEFORE)
    assert (caught.value.attempts, caught.value.method, caught.value.executed) == (1, "GET", "unknown")
    await server.disconnected()


async def test_a_body_that_never_ends_is_left_in_time(
    target: Path, stalling: str, loop_time: LoopTime
) -> None:
    files = open_files()
    told: list[int] = []
    begun = asyncio.Event()

    def progress(done: int, total: int | None) -> None:
        assert total == 100_000
        told.append(done)
        begun.set()

    async with client_for(stalling) as client:
        download = file_of(client).download(target, timeout=ENOUGH, progress=progress)
        downloading = asyncio.create_task(download)
        await begun.wait()
        await loop_time.leap(ENOUGH)
        with pytest.raises(RequestTimeout, match=f"within {ENOUGH} s"):
            await downloading

    assert told == [1000]
    assert_holds(target, BEFORE)
    assert open_files() == files


async def test_the_time_is_for_redirects_waits_and_restarts_together(
    target: Path, server: ScriptedServer, loop_time: LoopTime
) -> None:
    server.play(answer(302, Location="/there"), truncated(WHOLE), answer(302, Location="/there"))
    server.always(refusal(404, 20404))
    clock = ManualClock(held=True)
    async with client_for(server.url, clock=clock) as client:
        downloading = asyncio.create_task(file_of(client).download(target, timeout=ENOUGH))
        await clock.asleep.wait()
        await loop_time.leap(ENOUGH)
        with pytest.raises(RequestTimeout, match=f"within {ENOUGH} s") as caught:
            await downloading

    assert_holds(target, BEFORE)
    assert (caught.value.attempts, len(server.requests)) == (4, 4)


async def test_the_time_is_for_the_disk_too(
    target: Path, server: ScriptedServer, loop_time: LoopTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends in the middle of a flush, which cannot be given up."""
    begun, go_on = threading.Event(), threading.Event()
    flush = os.fsync

    def slow(file: int) -> None:
        begun.set()
        go_on.wait(PATIENCE)
        flush(file)

    server.always(WHOLE)
    monkeypatch.setattr(os, "fsync", slow)
    async with client_for(server.url) as client:
        downloading = asyncio.create_task(file_of(client).download(target, timeout=ENOUGH))
        await asyncio.to_thread(begun.wait, PATIENCE)
        await loop_time.leap(ENOUGH)
        go_on.set()
        with pytest.raises(RequestTimeout):
            await downloading

    assert_holds(target, BEFORE)


async def test_time_enough_changes_nothing(target: Path, server: ScriptedServer) -> None:
    server.play(truncated(WHOLE))
    server.always(WHOLE)
    async with client_for(server.url) as client:
        assert await file_of(client).download(target, timeout=PATIENCE) == target

    assert_holds(target, CONTENT)


@pytest.mark.parametrize("seconds", [0, -1, math.nan, math.inf])
async def test_a_time_that_is_none_is_refused(seconds: float, target: Path, server: ScriptedServer) -> None:
    async with client_for(server.url) as client:
        with pytest.raises(InvalidArgument, match="timeout must be"):
            await file_of(client).download(target, timeout=seconds)

    assert_holds(target, BEFORE)
    assert server.requests == []


async def test_without_a_time_silence_alone_is_bounded(
    target: Path, stalling: str, loop_time: LoopTime
) -> None:
    stalled: asyncio.Queue[int] = asyncio.Queue()

    def progress(done: int, _: int | None) -> None:
        stalled.put_nowait(done)

    async with client_for(stalling, timeout=Timeout(read=ENOUGH, total=ENOUGH / 2)) as client:
        downloading = asyncio.create_task(file_of(client).download(target, progress=progress))
        for _ in range(3):  # It is begun anew twice.
            await stalled.get()
            await loop_time.leap(ENOUGH / 2)
            assert not downloading.done()
            await loop_time.leap(ENOUGH / 2)
        with pytest.raises(RequestTimeout, match="broke off"):
            await downloading

    assert_holds(target, BEFORE)


async def test_a_text_is_there_within_the_total_time(stalling: str, server: ScriptedServer) -> None:
    for url in (stalling, server.url):
        server.always(silence())
        async with client_for(url, timeout=SHORT) as client:
            with pytest.raises(RequestTimeout, match=f"within {SHORT} s"):
                await client.transcriptions(TRANSCRIPTION).text()


async def test_a_time_out_of_the_caller_is_the_caller_s(target: Path, server: ScriptedServer) -> None:
    server.always(silence())
    async with client_for(server.url) as client:
        with pytest.raises(TimeoutError) as caught:
            async with asyncio.timeout(SHORT):
                await file_of(client).download(target, timeout=PATIENCE)

    assert not isinstance(caught.value, RequestTimeout)
    assert_holds(target, BEFORE)


async def test_an_error_of_the_disk_that_is_a_time_out_is_the_disk_s(
    target: Path, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(file: int) -> None:
        raise TimeoutError(110, f"the disk does not answer about {file}")

    server.always(WHOLE)
    monkeypatch.setattr(os, "fsync", fail)
    async with client_for(server.url) as client:
        with pytest.raises(OSError, match="the disk") as caught:
            await file_of(client).download(target, timeout=PATIENCE)

    assert not isinstance(caught.value, RequestTimeout)
    assert_holds(target, BEFORE)


def garbled(pause: float) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    """A server that sends a chunk and, `pause` seconds later, what is none."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n" + bytes(100) + b"\r\n")
        await asyncio.sleep(pause)
        writer.write(b"no length\r\n")
        await reader.read()
        writer.close()

    return serve


@pytest.mark.parametrize("pause", [0.0, 0.001, 0.01])
async def test_chunks_that_are_none_end_within_the_time_to_read(target: Path, pause: float) -> None:
    server = await asyncio.start_server(garbled(pause), "127.0.0.1", 0)
    async with (
        server,
        client_for(
            f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", timeout=Timeout(read=0.05)
        ) as client,
    ):
        async with asyncio.timeout(PATIENCE):
            with pytest.raises((RequestTimeout, ConnectionLost), match=r"broke off|Invalid character"):
                await file_of(client).download(target)

    assert_holds(target, BEFORE)


@pytest.mark.parametrize("seconds", ["3", True])
async def test_a_time_out_that_is_no_number_is_refused(
    target: Path, server: ScriptedServer, seconds: Any
) -> None:
    async with client_for(server.url) as client:
        with pytest.raises(InvalidArgument, match="timeout must be a number"):
            await file_of(client).download(target, timeout=seconds)

    assert server.requests == []
