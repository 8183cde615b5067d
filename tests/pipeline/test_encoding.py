"""Compressed bytes come out as they were, in pieces of bounded size, or it is said that they do not."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st

from twilio_async.core.http.encoding import ENCODINGS, PIECE, Damaged, Inflater

if TYPE_CHECKING:
    from collections.abc import Callable

COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "deflate without a header": lambda content: zlib.compress(content, wbits=-zlib.MAX_WBITS),
}
CONTENTS = st.one_of(
    st.binary(max_size=3000), st.integers(0, 40).map(lambda times: bytes(range(256)) * times * 100)
)


def inflated(name: str, compressed: bytes, step: int) -> bytes:
    """What comes out where `step` bytes go in at a time."""
    inflater = Inflater(name.partition(" ")[0])
    pieces: list[bytes] = []
    for start in range(0, len(compressed), step):
        inflater.feed(compressed[start : start + step])
        while piece := inflater.pull():
            assert len(piece) <= PIECE
            pieces.append(piece)
    inflater.finish()
    return b"".join(pieces)


def test_all_encodings_are_tried() -> None:
    assert {name.partition(" ")[0] for name in COMPRESS} == ENCODINGS


@given(st.sampled_from([*COMPRESS]), CONTENTS, st.integers(1, 5000))
def test_what_was_compressed_comes_out_as_it_was(name: str, content: bytes, step: int) -> None:
    assert inflated(name, COMPRESS[name](content), step) == content


@given(st.sampled_from([*COMPRESS]), CONTENTS, st.integers(1, 5000), st.data())
def test_an_early_end_is_never_taken_for_the_end(
    name: str, content: bytes, step: int, data: st.DataObject
) -> None:
    compressed = COMPRESS[name](content)
    cut = compressed[: data.draw(st.integers(1, len(compressed) - 1))]

    with pytest.raises(Damaged, match=r"deflate|gzip"):
        inflated(name, cut, step)


@given(CONTENTS, CONTENTS, st.integers(1, 5000))
def test_gzip_streams_may_follow_each_other(first: bytes, second: bytes, step: int) -> None:
    both = gzip.compress(first) + gzip.compress(second)
    assert inflated("gzip", both, step) == first + second


@pytest.mark.parametrize("damage", [b"\0", b"<html>", b"\x1f\x8b"])
def test_what_follows_a_stream_and_is_none_is_damage(damage: bytes) -> None:
    with pytest.raises(Damaged):
        inflated("gzip", gzip.compress(b"sound") + damage, 10)


@pytest.mark.parametrize("place", [0, 12, -5])
def test_damaged_bytes_are_noticed(place: int) -> None:
    compressed = bytearray(gzip.compress(bytes(range(256)) * 10))
    compressed[place] ^= 0xFF

    with pytest.raises(Damaged, match="damaged"):
        inflated("gzip", bytes(compressed), 100)


def test_nothing_at_all_is_no_damage() -> None:
    Inflater("gzip").finish()
