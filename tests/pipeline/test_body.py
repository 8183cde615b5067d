"""The beginning of a streamed answer is judged, however its bytes travel, and comes to the reader too."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given, strategies as st

from twilio_async.core.http.body import Body, Broken, Content
from twilio_async.core.wire import Failure, Request, Response

ANSWER = Response(200, {})
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


def asking(looked: list[bytes], flaw: Failure | None = None) -> Request:
    """A request whose judge writes down what it sees, and says this."""

    def judge(answer: Response, beginning: bytes) -> Failure | None:
        assert answer is ANSWER
        looked.append(beginning)
        return flaw

    return Request("GET", "/", stream=True, judge=judge)


async def begin(content: Content, request: Request) -> Response | Failure:
    return await content.begun(request, ANSWER)


@given(st.integers(1, 200), st.sampled_from(["", "gzip"]))
async def test_a_beginning_is_long_enough_and_comes_again(step: int, encoding: str) -> None:
    looked: list[bytes] = []
    content = Content(
        Pieces(gzip.compress(SENTENCE) if encoding else SENTENCE, step), {"Content-Encoding": encoding}
    )
    request = asking(looked)

    assert await begin(content, request) is ANSWER
    assert await Body(content, request, 1).read() == SENTENCE
    (seen,) = looked
    assert SENTENCE.startswith(seen)
    assert len(seen) >= 64


@pytest.mark.parametrize("length", [0, 1, 63])
async def test_what_is_short_is_seen_whole(length: int) -> None:
    looked: list[bytes] = []
    content = Content(Pieces(SENTENCE[:length], 10), {})

    assert await begin(content, asking(looked)) is ANSWER
    assert looked == [SENTENCE[:length]]
    assert await content.rest() == SENTENCE[:length]


async def test_what_is_wrong_is_told_with_its_answer_and_left() -> None:
    source = Pieces(SENTENCE, 10)
    outcome = await begin(Content(source, {}), asking([], Failure("unreadable", "no parcel", sent=True)))

    assert outcome == Failure("unreadable", "no parcel", sent=True, response=ANSWER)
    assert source.is_closed


async def test_a_beginning_that_breaks_off_is_a_failure() -> None:
    looked: list[bytes] = []
    source = Breaking(SENTENCE[:20], 10)
    outcome = await begin(Content(source, {}), asking(looked))

    assert outcome == Failure("lost", "the network is gone", sent=True, response=ANSWER)
    assert looked == []
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
    body = Body(Content(Pieces(b"", 1), headers), Request("GET", "/"), 1)

    assert (body.content_type, body.length) == (content_type, length)
