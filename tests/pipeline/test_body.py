"""The beginning of a streamed answer is judged, however its bytes travel, and comes to the reader too."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given, strategies as st

from twilio_async.core.codec.unreadable import Unreadable
from twilio_async.core.decoding import AS_IT_CAME
from twilio_async.core.http.body import Body, Broken, Content, StreamedResponse
from twilio_async.core.wire import Failure, Request
from twilio_async.declare import contents

REQUEST = Request("GET", "/", AS_IT_CAME)
SENTENCE = (
    b"Your parcel has left our house and will be with you tomorrow between nine and ten in the morning."
)


class Pieces:
    """A source of these bytes, `step` at a time."""

    def __init__(self, content: bytes, step: int) -> None:
        self._left = content
        self._step = step
        self.is_closed = False

    async def read(self, size: int) -> bytes:
        step = min(size, self._step)
        piece, self._left = self._left[:step], self._left[step:]
        return piece

    def close(self) -> None:
        self.is_closed = True


class Breaking(Pieces):
    """A source that breaks where others end."""

    async def read(self, size: int) -> bytes:
        piece = await super().read(size)
        if not piece:
            raise Broken(Failure("lost", "the network is gone", sent=True))
        return piece


@given(st.integers(1, 200), st.sampled_from(["", "gzip"]))
async def test_a_beginning_is_long_enough_and_comes_again(step: int, encoding: str) -> None:
    content = Content(
        Pieces(gzip.compress(SENTENCE) if encoding else SENTENCE, step), {"Content-Encoding": encoding}
    )
    await content.begin()
    seen = content.beginning

    assert SENTENCE.startswith(seen)
    assert len(seen) >= 64
    assert await Body(content, REQUEST, 1).read() == SENTENCE


@pytest.mark.parametrize("length", [0, 1, 63])
async def test_what_is_short_is_seen_whole(length: int) -> None:
    content = Content(Pieces(SENTENCE[:length], 10), {})
    await content.begin()

    assert content.beginning == SENTENCE[:length]
    assert await content.rest() == SENTENCE[:length]


async def test_a_beginning_that_breaks_off_is_a_failure() -> None:
    with pytest.raises(Broken) as caught:
        await Content(Breaking(SENTENCE[:20], 10), {}).begin()

    assert caught.value.failure == Failure("lost", "the network is gone", sent=True)


async def test_a_file_that_is_none_is_told_and_left() -> None:
    source = Pieces(SENTENCE, 10)
    page = Content(source, {"Content-Type": "text/html"})
    await page.begin()

    with pytest.raises(Unreadable, match="a page or an error came in the file's place, as text/html"):
        contents.MEDIA.read(StreamedResponse(200, {}, content=page))
    assert source.is_closed


@pytest.mark.parametrize(
    ("headers", "content_type", "length"),
    [
        ({}, "application/octet-stream", None),
        ({"Content-Type": "Audio/X-WAV; rate=8000", "Content-Length": "17"}, "audio/x-wav", 17),
        ({"Content-Type": "wav", "Content-Length": ""}, "application/octet-stream", None),
        ({"Content-Length": "17", "Content-Encoding": "gzip"}, "application/octet-stream", None),
        ({"Content-Length": "17", "Content-Encoding": "Identity"}, "application/octet-stream", 17),
    ],
)
def test_a_body_tells_its_type_and_its_length(
    headers: dict[str, str], content_type: str, length: int | None
) -> None:
    body = Body(Content(Pieces(b"", 1), headers), REQUEST, 1)

    assert (body.content_type, body.length) == (content_type, length)
