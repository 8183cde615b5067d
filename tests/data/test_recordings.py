"""Sound in both formats, bare text of transcriptions, and data of add-ons: all of it, or an error."""

from __future__ import annotations

import errno
import gzip
import io
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.clients import ACCOUNT, RECORDING, TRANSCRIPTION, client_for
from tests.support.files import BEFORE, assert_holds
from tests.support.pages import record_answer
from tests.support.server import ScriptedServer, answer, refusal, truncated
from twilio_async import BadRequest, ConnectionLost, InvalidArgument, NotFound, Retry

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.support.clock import ManualClock
    from tests.support.server import Step
    from twilio_async import Client
    from twilio_async.api.v2010.add_on_results import AddOnPayloadFile

RESULT = "XR" + "0f" * 16
PAYLOAD = "XH" + "1a" * 16
ROOT = f"/2010-04-01/Accounts/{ACCOUNT}"
SOUND_PATH = f"{ROOT}/Recordings/{RECORDING}"
TEXT_PATH = f"{ROOT}/Transcriptions/{TRANSCRIPTION}.txt"
DATA_PATH = f"{SOUND_PATH}/AddOnResults/{RESULT}/Payloads/{PAYLOAD}/Data"
SOUND = bytes(range(256)) * 2000
WHOLE = answer(200, SOUND, Content_Type="audio/x-wav")
TEXT = "Grüß Gott & “hello”, 谢谢 😀\n"
FORMATS = pytest.mark.parametrize("format", ["wav", "mp3"])


class NearlyFull(io.FileIO):
    """A file on a disk that has room for few bytes."""

    room = 2000

    def write(self, content: Any, /) -> int:
        if self.tell() + len(content) > self.room:
            super().write(content[: self.room - self.tell()])
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(content)


def nearly_full(path: Path, mode: str) -> io.BufferedWriter:
    """What `Path.open` gives on such a disk."""
    return io.BufferedWriter(NearlyFull(path, mode))


@pytest.fixture(params=["json", "xml"])
async def client(request: pytest.FixtureRequest, server: ScriptedServer) -> AsyncIterator[Client]:
    async with client_for(server.url, format=request.param) as running:
        yield running


@pytest.fixture
async def other() -> AsyncIterator[ScriptedServer]:
    """Another host to be redirected to."""
    async with ScriptedServer() as running:
        yield running


def data_of(client: Client) -> AddOnPayloadFile:
    return client.recordings(RECORDING).add_on_results(RESULT).payloads(PAYLOAD).data


def redirect(location: str) -> Step:
    return answer(307, {"redirect_to": location}, Location=location)


def paths(server: ScriptedServer) -> list[str]:
    return [arrived.path for arrived in server.requests]


@FORMATS
async def test_sound_is_streamed(format: Any, client: Client, server: ScriptedServer) -> None:
    server.play(WHOLE)
    async with client.recordings(RECORDING).open(format=format) as body:
        chunks = [chunk async for chunk in body]

    assert b"".join(chunks) == SOUND
    assert len(chunks) > 1
    assert max(map(len, chunks)) < len(SOUND) / 2
    assert (body.content_type, body.length) == ("audio/x-wav", len(SOUND))
    assert paths(server) == [f"{SOUND_PATH}.{format}"]
    assert server.requests[0].authorization is not None


@FORMATS
async def test_sound_is_brought_to_disk(
    format: Any, client: Client, server: ScriptedServer, target: Path
) -> None:
    server.play(WHOLE)

    assert await client.recordings(RECORDING).download(str(target), format=format) == target

    assert_holds(target, SOUND)
    assert paths(server) == [f"{SOUND_PATH}.{format}"]


async def test_sound_is_wav_where_nothing_is_said(
    client: Client, server: ScriptedServer, target: Path
) -> None:
    server.always(WHOLE)
    async with client.recordings(RECORDING).open() as body:
        assert await body.read() == SOUND
    await client.recordings(RECORDING).download(target)

    assert paths(server) == [f"{SOUND_PATH}.wav"] * 2


@FORMATS
@pytest.mark.parametrize(("channels", "query"), [(None, []), (1, ["1"]), (2, ["2"])])
async def test_both_sides_are_kept_apart_on_request(
    *, channels: Any, query: list[str], format: Any, client: Client, server: ScriptedServer, target: Path
) -> None:
    server.always(WHOLE)
    async with client.recordings(RECORDING).open(format=format, channels=channels) as body:
        assert await body.read() == SOUND
    await client.recordings(RECORDING).download(target, format=format, channels=channels)

    assert_holds(target, SOUND)
    assert paths(server) == [f"{SOUND_PATH}.{format}"] * 2
    assert [arrived.query for arrived in server.requests] == [
        [("RequestedChannels", value) for value in query]
    ] * 2


async def test_a_recording_with_one_channel_says_that_it_has_no_two(
    client: Client, server: ScriptedServer, target: Path
) -> None:
    server.always(refusal(400, 16113, "Cannot download a dual-channel presentation of a mono recording"))
    with pytest.raises(BadRequest) as caught:
        await client.recordings(RECORDING).download(target, channels=2)

    assert caught.value.code == 16113
    assert_holds(target, BEFORE)


async def test_records_are_asked_for_beside_their_sound(server: ScriptedServer) -> None:
    server.always(answer(200, {"sid": RECORDING, "account_sid": ACCOUNT, "duration": "12"}))
    for form in ("json", "xml"):
        async with client_for(server.url, format=form) as client:
            record = await client.recordings(RECORDING).fetch(include_soft_deleted=True)
        assert (record.sid, record.duration) == (RECORDING, 12)

    assert paths(server) == [f"{SOUND_PATH}.json", f"{SOUND_PATH}.xml"]
    assert [arrived.query for arrived in server.requests] == [[("IncludeSoftDeleted", "true")]] * 2


async def test_recordings_of_calls_and_conferences_have_no_sound_of_their_own(client: Client) -> None:
    for place in (client.calls("CA1"), client.conferences("CF1")):
        assert not hasattr(place.recordings(RECORDING), "open")
        assert not hasattr(place.recordings(RECORDING), "download")


async def test_progress_tells_bytes_and_total_while_the_old_file_stays(
    client: Client, server: ScriptedServer, target: Path
) -> None:
    told: list[tuple[int, int | None]] = []

    def progress(done: int, total: int | None) -> None:
        told.append((done, total))
        assert target.read_bytes() == BEFORE

    server.play(WHOLE)
    await client.recordings(RECORDING).download(target, progress=progress)

    assert_holds(target, SOUND)
    assert len(told) > 1
    assert told == sorted(set(told))
    assert told[-1] == (len(SOUND), len(SOUND))
    assert {total for _, total in told} == {len(SOUND)}


async def test_progress_without_a_total_where_the_server_tells_none(
    client: Client, server: ScriptedServer, target: Path
) -> None:
    told: list[int | None] = []
    server.play(answer(200, gzip.compress(SOUND), Content_Encoding="gzip"))
    await client.recordings(RECORDING).download(target, progress=lambda _, total: told.append(total))

    assert_holds(target, SOUND)
    assert {*told} == {None}


async def test_a_break_begins_the_sound_and_its_progress_again(
    client: Client, server: ScriptedServer, target: Path
) -> None:
    told: list[int] = []
    long = answer(200, SOUND * 10)  # Of which more arrives than is dropped with the connection.
    server.play(truncated(long), truncated(long), long)
    await client.recordings(RECORDING).download(
        target, format="mp3", progress=lambda done, _: told.append(done)
    )

    assert_holds(target, SOUND * 10)
    assert paths(server) == [f"{SOUND_PATH}.mp3"] * 3
    assert sum(later < earlier for earlier, later in pairwise(told)) == 2
    assert told[-1] == len(SOUND) * 10


async def test_sound_that_breaks_off_each_time_leaves_the_old_file(
    client: Client, server: ScriptedServer, target: Path
) -> None:
    server.always(truncated(WHOLE))
    with pytest.raises(ConnectionLost):
        await client.recordings(RECORDING).download(target)

    assert_holds(target, BEFORE)
    assert len(server.requests) == 3


async def test_an_error_of_the_progress_leaves_the_old_file(
    client: Client, server: ScriptedServer, target: Path
) -> None:
    server.play(WHOLE)
    with pytest.raises(ZeroDivisionError):
        await client.recordings(RECORDING).download(target, progress=lambda done, _: done / 0)

    assert_holds(target, BEFORE)


@pytest.mark.parametrize("size", [NearlyFull.room + 1, len(SOUND)], ids=["at the end", "in the middle"])
async def test_a_full_disk_is_an_error_and_leaves_the_old_file(
    size: int, client: Client, server: ScriptedServer, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A short file stays in its buffer until it is closed."""
    server.play(answer(200, SOUND[:size]))
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", nearly_full)
        with pytest.raises(OSError, match="No space left") as caught:
            await client.recordings(RECORDING).download(target)

    assert caught.value.errno == errno.ENOSPC
    assert_holds(target, BEFORE)


async def test_a_transcription_is_bare_text(client: Client, server: ScriptedServer) -> None:
    server.play(answer(200, TEXT.encode(), Content_Type="text/plain"))

    assert await client.transcriptions(TRANSCRIPTION).text() == TEXT

    assert paths(server) == [TEXT_PATH]
    assert server.requests[0].authorization is not None


@pytest.mark.parametrize(
    ("content", "text"),
    [(b"", ""), (b'{"a": 1}', '{"a": 1}'), (b"<a>", "<a>"), (b"caf\xe9", "caf\N{REPLACEMENT CHARACTER}")],
)
async def test_a_text_is_never_parsed(
    content: bytes, text: str, client: Client, server: ScriptedServer
) -> None:
    server.play(answer(200, content))
    assert await client.transcriptions(TRANSCRIPTION).text() == text


async def test_a_text_is_waited_for_and_followed(
    server: ScriptedServer, other: ScriptedServer, clock: ManualClock
) -> None:
    server.play(refusal(404, 20404), refusal(503), redirect(f"{other.url}/text"))
    other.play(answer(200, TEXT.encode()))
    async with client_for(server.url, clock=clock) as client:
        assert await client.transcriptions(TRANSCRIPTION).text() == TEXT

    assert paths(server) == [TEXT_PATH] * 3
    assert len(clock.waits) == 2
    assert [(arrived.path, arrived.authorization) for arrived in other.requests] == [("/text", None)]


async def test_a_text_that_never_comes_is_not_found(server: ScriptedServer) -> None:
    server.always(refusal(404, 20404))
    async with client_for(server.url, retry=Retry(attempts=2)) as client:
        with pytest.raises(NotFound, match=f"Transcriptions/{TRANSCRIPTION}"):
            await client.transcriptions(TRANSCRIPTION).text()


async def test_a_text_that_breaks_off_is_read_again(client: Client, server: ScriptedServer) -> None:
    whole = answer(200, TEXT.encode() * 1000)
    server.play(truncated(whole), truncated(whole), whole)

    assert await client.transcriptions(TRANSCRIPTION).text() == TEXT * 1000


async def test_a_text_that_always_breaks_off_is_an_error(client: Client, server: ScriptedServer) -> None:
    server.always(truncated(answer(200, TEXT.encode() * 1000)))
    with pytest.raises(ConnectionLost):
        await client.transcriptions(TRANSCRIPTION).text()

    assert len(server.requests) == 3


async def test_where_the_data_of_a_payload_are_is_told_and_not_followed(
    server: ScriptedServer, other: ScriptedServer
) -> None:
    location = f"{other.url}/signed?Signature=a%2Fb"
    in_xml = record_answer("xml", "data", {"redirect_to": location}, status=307, Location=location)
    server.play(redirect(location), in_xml)
    async with client_for(server.url) as client, client_for(server.url, format="xml") as xml_client:
        told = await data_of(client).fetch(), await data_of(xml_client).fetch()

    assert [data.redirect_to for data in told] == [location] * 2
    assert "Signature" not in repr(told)
    assert paths(server) == [f"{DATA_PATH}.json", DATA_PATH]
    assert not other.requests


async def test_data_of_a_payload_come_from_another_host_without_the_credentials(
    client: Client, server: ScriptedServer, other: ScriptedServer, target: Path
) -> None:
    server.always(redirect(f"{other.url}/signed?Signature=a%2Fb"))
    other.always(answer(200, SOUND))
    async with data_of(client).open() as body:
        assert await body.read() == SOUND
    await data_of(client).download(target)

    assert_holds(target, SOUND)
    assert paths(server) == [DATA_PATH] * 2
    assert all(arrived.authorization for arrived in server.requests)
    assert [arrived.query for arrived in other.requests] == [[("Signature", "a/b")]] * 2
    assert [arrived.authorization for arrived in other.requests] == [None, None]


async def test_data_that_break_off_are_asked_for_anew(
    client: Client, server: ScriptedServer, other: ScriptedServer, target: Path
) -> None:
    """An address that is signed for a short time is not used twice."""
    server.always(redirect(other.url))
    other.play(truncated(WHOLE), WHOLE)
    await data_of(client).download(target)

    assert_holds(target, SOUND)
    assert (len(server.requests), len(other.requests)) == (2, 2)


@pytest.mark.parametrize("wrong", [{"format": "ogg"}, {"format": "../x"}, {"format": None}, {"channels": 3}])
async def test_what_no_recording_has_is_refused_before_anything_is_asked(
    client: Client, server: ScriptedServer, target: Path, wrong: Any
) -> None:
    with pytest.raises(InvalidArgument):
        await client.recordings(RECORDING).download(target, **wrong)

    assert server.requests == []
