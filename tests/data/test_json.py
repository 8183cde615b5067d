"""JSON as servers write it: one character costs no page, and nothing too deep or too large gets in."""

from __future__ import annotations

import json
import pickle
from functools import partial
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from hypothesis import given, strategies as st

from tests.support.clients import RECORD
from tests.support.damage import trees
from tests.support.pages import page_body
from twilio_async import Message
from twilio_async.core.codec.answers import decode_page, decode_record
from twilio_async.core.codec.tree import parse
from twilio_async.core.codec.unreadable import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

MARK = b"\xef\xbb\xbf"
TEXTS = st.lists(st.sampled_from('\ud83d\ude00\\u"d\x01\n\x7f😀é') | st.text(max_size=3)).map("".join)
"""Texts in which halves of surrogate pairs meet what is special to JSON."""


def whole(text: str) -> str:
    """The text with U+FFFD for each half of a surrogate pair."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def page_with(broken: bytes) -> bytes:
    """A page of three messages, the second of which has this in its body."""
    records = [RECORD, RECORD | {"body": "HERE"}, RECORD]
    return page_body("json", "messages", records, page=0).replace(b"HERE", broken)


@given(trees())
def test_json_is_read_as_what_it_says(tree: Any) -> None:
    assert parse(json.dumps(tree).encode()) == parse(orjson.dumps(tree)) == tree


@given(TEXTS)
def test_half_of_a_pair_is_replaced_and_nothing_else(text: str) -> None:
    written = json.dumps({"a": text, text: [text]}).encode()

    assert parse(written) == {"a": whole(text), whole(text): [whole(text)]}


@given(st.binary(max_size=30), TEXTS)
def test_bytes_that_are_no_text_are_replaced(raw: bytes, text: str) -> None:
    written = orjson.dumps(whole(text))[1:-1] + raw.translate(None, b'"\\')
    expected = whole(text) + raw.translate(None, b'"\\').decode(errors="replace")

    assert parse(b'["%b"]' % written) == [expected]


@given(trees())
def test_a_byte_order_mark_is_no_part_of_an_answer(tree: Any) -> None:
    assert parse(MARK + json.dumps(tree).encode()) == tree
    assert parse(MARK + b"\n" + json.dumps(tree, indent=1).encode()) == tree


@pytest.mark.parametrize(
    ("broken", "body"),
    [
        (rb"Hi \ud83d", "Hi \ufffd"),
        (rb"Hi \ude00 there", "Hi \ufffd there"),
        (rb"Hi \ud83d\ud83d\ude00", "Hi \ufffd😀"),
        (rb"Hi \\ud83d \ud83d", "Hi \\ud83d \ufffd"),
        (b"Hi \xff", "Hi \ufffd"),
        (b"Hi \xf0\x9f\x98", "Hi \ufffd"),
        (b"Hi\n\x00\x1f\ttoo", "Hi\n\x00\x1f\ttoo"),
        (rb"Hi \"\ud83d" + b'\n"', None),
    ],
)
def test_one_character_does_not_cost_a_page(broken: bytes, body: str | None) -> None:
    written = page_with(broken)
    if body is None:
        with pytest.raises(Unreadable):
            decode_page(Message, "messages", written)
        return
    for written in (page_with(broken), MARK + page_with(broken)):
        envelope, messages = decode_page(Message, "messages", written)

        assert [message.body for message in messages] == ["Hi", body, "Hi"]
        assert envelope == {"page": 0}


@pytest.mark.parametrize("depth", [1, 5, 6, 32, 61])
def test_what_is_nested_as_no_record_yet_is_read(depth: int) -> None:
    nested = b"[" * depth + b"]" * depth
    body = page_body("json", "messages", [RECORD | {"new": "HERE"}]).replace(b'"HERE"', nested)
    for _ in range(2):
        (message,) = decode_page(Message, "messages", body)[1]
        assert orjson.dumps(message.extra["new"]) == nested
        assert pickle.loads(pickle.dumps(message)) == message  # noqa: S301 - our own


@pytest.mark.parametrize("depth", [62, 65, 500, 1_000, 100_000])
@pytest.mark.parametrize(("opening", "closing"), [(b"[", b"]"), (b'{"a":', b"}"), (b'{"a":[', b"]}")])
@pytest.mark.parametrize("name", ["body", "price", "subresource_uris", "new"])
def test_what_is_nested_beyond_any_record_is_unreadable(
    depth: int, opening: bytes, closing: bytes, name: str
) -> None:
    nested = opening * depth + b"1" + closing * depth
    body = page_body("json", "messages", [RECORD | {name: "HERE"}]).replace(b'"HERE"', nested)
    decoders: list[Callable[[bytes], object]] = [parse, partial(decode_page, Message, "messages")]
    for decode in decoders:
        for _ in range(2):
            with pytest.raises(Unreadable, match="nested"):
                decode(body)


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("9223372036854775808", 2**63),
        ("18446744073709551615", 2**64 - 1),
        ("18446744073709551616", 2.0**64),
        ("-18446744073709551616", -(2.0**64)),
        ("9" * 300, 1e300),
    ],
)
def test_an_integer_beyond_64_bits_is_a_float(number: str, value: float) -> None:
    body = json.dumps(RECORD | {"num_media": 0, "new": {"a": [0]}}).replace(" 0", f" {number}").encode()
    for _ in range(2):
        message = decode_record(Message, body.replace(b"[0]", f"[{number}]".encode()))
        (kept,) = message.extra["new"]["a"]

        assert (kept, type(kept)) == (value, type(value))
        assert message.num_media is None
        assert orjson.loads(orjson.dumps(message.to_dict()))["num_media"] == value


@pytest.mark.parametrize(
    "number", ["9" * 400, "9" * 10_000, "9" * 1_000_000, "1e999", "-1e999", "NaN", "Infinity"]
)
def test_a_number_beyond_floats_is_unreadable(number: str) -> None:
    for name in ("num_media", "price", "body", "new"):
        body = json.dumps(RECORD | {name: "HERE"}).replace('"HERE"', number).encode()
        for _ in range(2):
            with pytest.raises(Unreadable, match="JSON"):
                decode_record(Message, body)


@pytest.mark.parametrize("place", ["record", "subresource_uris", "new"])
def test_a_million_keys_are_unreadable(place: str) -> None:
    many = dict.fromkeys(map(str, range(1_000_000)), "")
    body = orjson.dumps(RECORD | many if place == "record" else RECORD | {place: many})

    with pytest.raises(Unreadable, match="keys"):
        decode_record(Message, body)


@pytest.mark.parametrize(
    "body",
    [
        *(
            b"",
            b" ",
            b"Bad gateway",
            b"{",
            b"[1,]",
            b"{'a': 1}",
            b'{"a": 1} {',
            b"\xff\xfe[\x001\x00]\x00",
            MARK,
        ),
        *(b'"' + b'\\"' * 1_000_000, b'{"' * 100_000, b'"\x00' * 100_000, b"\\ud83d" * 100_000),
    ],
    ids=lambda body: repr(body[:9]),
)
def test_what_is_no_json_is_unreadable(body: bytes) -> None:
    for decode in (
        lambda: decode_record(Message, body),
        lambda: decode_page(Message, "messages", body),
        lambda: decode_page(None, None, body),
    ):
        with pytest.raises(Unreadable) as caught:
            decode()
        assert len(str(caught.value)) < 200


def test_an_error_does_not_quote_the_answer() -> None:
    for body in (
        b'{"body": "the secret" \x00}',
        b'["the secret", "\xff"',
        b'"the secret"',
        b'["the secret"]',
    ):
        with pytest.raises(Unreadable) as caught:
            decode_record(Message, body)
        assert "secret" not in str(caught.value)
