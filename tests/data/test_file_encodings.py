"""Files that a server or a network on the way compresses: whole, or an error."""

from __future__ import annotations

import asyncio
import gzip
import random
import zlib
from typing import TYPE_CHECKING

import aiohttp
import pytest

from tests.support.clients import RECORDING, TRANSCRIPTION, client_for
from tests.support.files import BEFORE, assert_holds
from tests.support.server import ScriptedServer, Step, answer, raw, truncated
from twilio_async import Client, ConnectionLost, DecodeError, NotFound, PermissionDenied, Retry

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SOUND = random.Random(7).randbytes(50_000)  # noqa: S311 - sound, which cannot be made much smaller
COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "X-GZip": gzip.compress,
    "deflate": zlib.compress,
}


def compressed(encoding: str) -> Step:
    """The sound, whole, on the wire; its length is not told."""
    return chunked(COMPRESS[encoding](SOUND), encoding)


def chunked(content: bytes, encoding: str) -> Step:
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    return raw(head + b"%x\r\n%b\r\n0\r\n\r\n" % (len(content), content))


def cut(encoding: str) -> Step:
    """The sound, of which a network has dropped the end without a word."""
    return chunked(COMPRESS[encoding](SOUND)[:30_000], encoding)


async def download(client: Client, target: Path) -> None:
    await client.recordings(RECORDING).download(target, format="mp3")


async def test_files_and_texts_are_asked_for_as_they_are(server: ScriptedServer, target: Path) -> None:
    server.always(answer(200, SOUND, Content_Type="text/plain"))
    async with client_for(server.url) as client:
        await client.transcriptions(TRANSCRIPTION).text()
        async with client.messages("MM1").media("ME1").open():
            pass
        with pytest.raises(DecodeError):
            await download(client, target)

    assert {arrived.headers["Accept-Encoding"] for arrived in server.requests} == {"identity"}
    assert {arrived.headers["Accept"] for arrived in server.requests} == {"*/*"}


@pytest.mark.parametrize("encoding", [*COMPRESS])
async def test_what_is_compressed_all_the_same_arrives_whole(
    encoding: str, server: ScriptedServer, target: Path
) -> None:
    server.always(compressed(encoding))
    async with client_for(server.url) as client:
        await download(client, target)
        async with client.recordings(RECORDING).open() as body:
            assert body.length is None
            assert await body.read() == SOUND

    assert_holds(target, SOUND)


@pytest.mark.parametrize("encoding", [*COMPRESS])
async def test_a_compressed_file_that_ends_early_is_begun_again(
    encoding: str, server: ScriptedServer, target: Path
) -> None:
    server.play(cut(encoding), cut(encoding), compressed(encoding))
    async with client_for(server.url) as client:
        await download(client, target)

    assert_holds(target, SOUND)
    assert len(server.requests) == 3


@pytest.mark.parametrize("encoding", [*COMPRESS])
async def test_a_compressed_file_that_always_ends_early_is_an_error(
    encoding: str, server: ScriptedServer, target: Path
) -> None:
    server.always(cut(encoding))
    async with client_for(server.url) as client:
        with pytest.raises(ConnectionLost, match="ends early") as caught:
            await download(client, target)

    assert_holds(target, BEFORE)
    assert (len(server.requests), caught.value.attempts) == (3, 1)
    assert caught.value.method == "GET"


async def test_a_compressed_file_with_a_length_that_breaks_off_is_begun_again(
    server: ScriptedServer, target: Path
) -> None:
    whole = answer(200, gzip.compress(SOUND), Content_Encoding="gzip")
    server.play(truncated(whole), whole)
    async with client_for(server.url) as client:
        await download(client, target)

    assert_holds(target, SOUND)


@pytest.mark.parametrize("auto_decompress", [True, False])
async def test_a_session_of_the_user_s_changes_nothing_of_that(
    auto_decompress: bool, server: ScriptedServer, target: Path
) -> None:
    server.play(cut("gzip"), compressed("gzip"))
    async with (
        aiohttp.ClientSession(
            auto_decompress=auto_decompress, headers={"Accept-Encoding": "gzip, br"}
        ) as session,
        client_for(server.url, session=session) as client,
    ):
        await download(client, target)

    assert_holds(target, SOUND)
    assert {arrived.headers["Accept-Encoding"] for arrived in server.requests} == {"identity"}


@pytest.mark.parametrize("encoding", ["br", "zstd", "compress", "gzip, deflate", "rot13"])
async def test_an_encoding_that_is_not_known_is_named(
    encoding: str, server: ScriptedServer, target: Path
) -> None:
    server.always(answer(200, SOUND, Content_Encoding=encoding))
    async with client_for(server.url, retry=Retry(attempts=2)) as client:
        with pytest.raises(DecodeError, match=f"Content-Encoding.*{encoding.replace(' ', '')}") as caught:
            await download(client, target)

    assert_holds(target, BEFORE)
    assert (len(server.requests), caught.value.attempts) == (2, 2)
    await server.disconnected()


@pytest.mark.parametrize("encoding", ["identity", "", "identity, gzip"])
async def test_an_encoding_that_is_none_says_nothing(
    encoding: str, server: ScriptedServer, target: Path
) -> None:
    content = gzip.compress(SOUND) if "gzip" in encoding else SOUND
    server.always(answer(200, content, Content_Encoding=encoding))
    async with client_for(server.url) as client:
        await download(client, target)

    assert_holds(target, SOUND)


async def test_an_error_that_is_compressed_is_read(server: ScriptedServer, target: Path) -> None:
    refused = gzip.compress(b'{"code": 20003, "message": "Not yours", "status": 403}')
    server.always(answer(403, refused, Content_Encoding="gzip"))
    async with client_for(server.url) as client:
        with pytest.raises(PermissionDenied, match="Not yours") as caught:
            await download(client, target)

    assert caught.value.code == 20003


async def test_nothing_that_is_compressed_is_nothing(server: ScriptedServer, target: Path) -> None:
    server.play(chunked(gzip.compress(b""), "gzip"))
    server.always(answer(200, b"", Content_Encoding="gzip"))
    async with client_for(server.url, retry=Retry(attempts=2)) as client:
        with pytest.raises(NotFound, match="not there yet"):
            await download(client, target)

    assert_holds(target, BEFORE)


async def test_a_text_is_not_read_beyond_all_bounds(server: ScriptedServer) -> None:
    """Sixty thousand bytes stand for sixty million."""
    bomb = gzip.compress(bytes(65 * 1024 * 1024))
    server.always(answer(200, bomb, Content_Encoding="gzip"))
    async with client_for(server.url) as client:
        with pytest.raises(DecodeError, match="longer than"):
            await client.transcriptions(TRANSCRIPTION).text()


async def test_the_bound_of_a_text_is_that_of_the_client(server: ScriptedServer) -> None:
    server.play(answer(200, b"x" * 1001, Content_Type="text/plain"))
    server.always(answer(200, b"x" * 1000, Content_Type="text/plain"))
    async with client_for(server.url, max_body=1000) as client:
        with pytest.raises(DecodeError, match="longer than 1000 bytes"):
            await client.transcriptions(TRANSCRIPTION).text()
        assert len(await client.transcriptions(TRANSCRIPTION).text()) == 1000


async def test_compressed_bytes_that_hold_nothing_leave_the_loop_its_turns(server: ScriptedServer) -> None:
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    server.always(chunked(gzip.compress(b"") * 20_000 + gzip.compress(SOUND), "gzip"))
    async with client_for(server.url) as client, client.recordings(RECORDING).open() as body:
        counting = asyncio.create_task(count())
        assert await body.read() == SOUND
        counting.cancel()

    assert turns > 1
