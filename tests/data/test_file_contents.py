"""What comes with 2xx and is not the file: it is waited for, or an error; a missing file costs nobody."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, strategies as st

from tests.support.clients import MESSAGE, RECORD, RECORDING, TRANSCRIPTION, client_for, send
from tests.support.files import BEFORE, assert_holds
from tests.support.server import ScriptedServer, Step, answer, raw, refusal
from twilio_async import Client, DecodeError, Limits, NotFound, Retry
from twilio_async.core.codec.unreadable import Unreadable
from twilio_async.core.http.body import Content, StreamedResponse
from twilio_async.declare import contents

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.clock import ManualClock
    from twilio_async.core.wire import Reader, Response

WAV = b"RIFF\x24\x08\0\0WAVEfmt " + bytes(5000)
MP3 = b"ID3\x04\0\0\0\0\0\0" + bytes(5000)
PAGE = b"\n<!DOCTYPE html>\n<html><body>Sign in</body></html>"
ERROR = b'{"code": 20404, "message": "not found", "status": 404}'
XML = b'<?xml version="1.0" encoding="UTF-8"?>\n<TwilioResponse><RestException/></TwilioResponse>'
NOT_YET = {
    "202": answer(202),
    "202 with a word": answer(202, {"status": "processing"}),
    "204": raw(b"HTTP/1.1 204 No Content\r\n\r\n"),
    "205": raw(b"HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n"),
    "empty": answer(200, b"", Content_Type="audio/x-wav"),
    "empty in chunks": raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    "empty to the end": raw(b"HTTP/1.0 200 OK\r\n\r\n"),
}
WRONG = {
    "206": answer(206, WAV[:5], Content_Type="audio/x-wav", Content_Range="bytes 0-4/5044"),
    "207": answer(207, WAV),
    "HTML": answer(200, PAGE, Content_Type="text/html; charset=utf-8"),
    "HTML without a tag": answer(200, b"Please sign in", Content_Type="Text/HTML"),
    "JSON": answer(200, ERROR),
    "problem": answer(200, ERROR, Content_Type="application/problem+json"),
    "XML": answer(200, XML, Content_Type="application/xml"),
    "HTML as sound": answer(200, PAGE, Content_Type="audio/x-wav"),
    "JSON as sound": answer(200, b"\xef\xbb\xbf \r\n" + ERROR, Content_Type="audio/mpeg"),
    "XML as sound": answer(200, XML, Content_Type="audio/x-wav"),
    "list as sound": answer(200, b'[{"code": 1}]', Content_Type="audio/mpeg"),
}
ONLY_OF_SOUND = {
    "text": answer(200, b"upstream is busy", Content_Type="text/plain"),
    "HTML without a type": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>"),
}


def file_of(client: Client, kind: str) -> Any:
    return client.recordings(RECORDING) if kind == "sound" else client.messages(MESSAGE).media("ME1")


@pytest.mark.parametrize("kind", ["sound", "media"])
@pytest.mark.parametrize("step", NOT_YET.values(), ids=NOT_YET)
async def test_what_is_not_there_yet_is_waited_for(
    step: Step, kind: str, server: ScriptedServer, target: Path, clock: ManualClock
) -> None:
    server.play(step, step)
    server.always(answer(200, WAV, Content_Type="audio/x-wav"))
    async with client_for(server.url, clock=clock) as client:
        await file_of(client, kind).download(target)
        async with file_of(client, kind).open() as body:
            assert await body.read() == WAV

    assert_holds(target, WAV)
    assert len(server.requests) == 4
    assert len(clock.waits) == 2


@pytest.mark.parametrize("step", NOT_YET.values(), ids=NOT_YET)
async def test_what_never_comes_is_not_found(step: Step, server: ScriptedServer, target: Path) -> None:
    server.always(step)
    async with client_for(server.url, retry=Retry(attempts=3)) as client:
        with pytest.raises(NotFound, match="not there yet") as caught:
            await client.recordings(RECORDING).download(target)

    assert_holds(target, BEFORE)
    assert (caught.value.attempts, len(server.requests)) == (3, 3)
    assert caught.value.status in {200, 202, 204, 205}
    assert RECORDING in str(caught.value)


@pytest.mark.parametrize("kind", ["sound", "media"])
@pytest.mark.parametrize("step", WRONG.values(), ids=WRONG)
async def test_what_is_not_the_file_is_an_error(
    step: Step, kind: str, server: ScriptedServer, target: Path
) -> None:
    server.always(step)
    async with client_for(server.url, retry=Retry(attempts=2)) as client:
        with pytest.raises(DecodeError) as caught:
            await file_of(client, kind).download(target)
        with pytest.raises(DecodeError):
            async with file_of(client, kind).open():
                pytest.fail("there is nothing to be had")

    assert_holds(target, BEFORE)
    assert (caught.value.attempts, len(server.requests)) == (2, 4)


async def test_a_wrong_answer_is_not_read_to_its_end(server: ScriptedServer, target: Path) -> None:
    server.always(answer(200, PAGE + bytes(20_000_000), Content_Type="text/html"))
    async with client_for(server.url, retry=Retry(attempts=2)) as client:
        with pytest.raises(DecodeError):
            await client.recordings(RECORDING).download(target)
        await server.disconnected()


@pytest.mark.parametrize("step", ONLY_OF_SOUND.values(), ids=ONLY_OF_SOUND)
async def test_what_no_sound_is(step: Step, server: ScriptedServer, target: Path) -> None:
    server.always(step)
    async with client_for(server.url, retry=Retry(attempts=1)) as client:
        await client.messages(MESSAGE).media("ME1").download(target)
        with pytest.raises(DecodeError):
            await client.recordings(RECORDING).download(target)


@pytest.mark.parametrize("step", WRONG.values(), ids=WRONG)
async def test_a_wrong_answer_is_asked_for_again(step: Step, server: ScriptedServer, target: Path) -> None:
    server.play(step, answer(200, WAV))
    async with client_for(server.url) as client:
        await client.recordings(RECORDING).download(target)

    assert_holds(target, WAV)


@pytest.mark.parametrize("content", [WAV, MP3, b"\xff\xfb\x90\0" + bytes(400), b"W" * 10, b"{", b"<3"])
@pytest.mark.parametrize(
    "label", ["audio/x-wav", "audio/mpeg", "application/json", "binary/octet-stream", ""]
)
async def test_sound_is_sound_whatever_its_label(
    content: bytes, label: str, server: ScriptedServer, target: Path
) -> None:
    server.always(answer(200, content, Content_Type=label))
    async with client_for(server.url) as client:
        await client.recordings(RECORDING).download(target)

    assert_holds(target, content)


@pytest.mark.parametrize(
    ("label", "content"),
    [
        ("text/vcard", b"BEGIN:VCARD"),
        ("text/plain", b"<p> is a tag"),
        ("text/csv", b'{"a"}, 1'),
        ("image/svg+xml", b"<svg/>"),
        ("application/smil", b"<smil/>"),
        ("application/pdf", b"%PDF-1.7"),
        ("application/octet-stream", b"<html>"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
    ],
)
async def test_messages_have_files_of_many_types(
    label: str, content: bytes, server: ScriptedServer, target: Path
) -> None:
    server.always(answer(200, content, Content_Type=label))
    async with client_for(server.url) as client:
        await client.messages(MESSAGE).media("ME1").download(target)

    assert_holds(target, content)


async def test_data_of_add_ons_may_be_anything(server: ScriptedServer) -> None:
    server.play(
        answer(200, PAGE, Content_Type="text/html"), answer(200, ERROR), answer(204), answer(200, XML)
    )
    async with client_for(server.url) as client:
        data = client.recordings(RECORDING).add_on_results("XR1").payloads("XH1").data
        for content in (PAGE, ERROR, XML):
            async with data.open() as body:
                assert await body.read() == content


async def test_a_text_is_waited_for_and_no_page(server: ScriptedServer) -> None:
    server.play(answer(202), raw(b"HTTP/1.1 204 No Content\r\n\r\n"))
    server.play(answer(200, PAGE, Content_Type="text/html"), answer(200, b"Hello", Content_Type="text/plain"))
    async with client_for(server.url) as client:
        assert await client.transcriptions(TRANSCRIPTION).text() == "Hello"
        server.always(answer(200, PAGE, Content_Type="text/html"))
        with pytest.raises(DecodeError):
            await client.transcriptions(TRANSCRIPTION).text()


class Nothing:
    """A source without a byte."""

    async def read(self, size: int) -> bytes:
        del size
        return b""

    def close(self) -> None:
        """There is nothing to close."""


def beginning_with(beginning: bytes, label: str) -> StreamedResponse:
    content = Content(Nothing(), {"Content-Type": label})
    content.beginning = beginning
    return StreamedResponse(200, {}, content=content)


@given(st.binary(min_size=1, max_size=64), st.sampled_from([contents.SOUND, contents.MEDIA, contents.DATA]))
def test_every_beginning_is_judged(beginning: bytes, reader: Reader[Response]) -> None:
    for label in ("audio/x-wav", "text/html", "application/json", "image/png"):
        try:
            reader.read(beginning_with(beginning, label))
        except Unreadable as flaw:
            assert flaw.kind == "unreadable"  # noqa: PT017 - it need not be raised
    reader.read(beginning_with(WAV + beginning, "audio/x-wav"))


@pytest.mark.parametrize("step", [refusal(404, 20404), answer(202), answer(200, b"")])
async def test_missing_files_cost_nobody_a_repetition(
    step: Step, server: ScriptedServer, target: Path
) -> None:
    server.always(step)
    async with client_for(server.url, retry=Retry(attempts=3, budget=1)) as client:
        for _ in range(5):
            with pytest.raises(NotFound) as caught:
                await client.recordings(RECORDING).download(target)
            assert caught.value.attempts == 3
        server.play(refusal(503), answer(200, RECORD))
        assert (await client.messages(MESSAGE).fetch()).sid == MESSAGE


async def test_a_wrong_answer_costs_a_repetition(server: ScriptedServer, target: Path) -> None:
    server.always(WRONG["HTML"])
    async with client_for(server.url, retry=Retry(attempts=5, budget=1)) as client:
        with pytest.raises(DecodeError) as caught:
            await client.recordings(RECORDING).download(target)

    assert caught.value.attempts == 2


async def test_a_file_that_is_slow_to_begin_keeps_nobody_from_sending(
    server: ScriptedServer, target: Path
) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: audio/x-wav\r\nContent-Length: 5\r\n\r\n"
    server.play(raw(head), answer(201, RECORD))
    async with client_for(server.url, limits=Limits(concurrency=1)) as client:
        downloading = asyncio.create_task(client.recordings(RECORDING).download(target))
        await server.arrived(1)
        await send(client)
        downloading.cancel()
        await asyncio.wait([downloading])

    assert len(server.requests) == 2
