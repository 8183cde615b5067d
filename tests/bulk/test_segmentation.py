"""Segments: cases with published results, laws, and the emulator's own count, which shares no line."""

from hashlib import shake_256

import pytest
from hypothesis import given, strategies as st

from tests.bulk.samples import outbound
from twilio_async.bulk import Segments, segments
from twilio_async.bulk.segmentation import segments_of
from twilio_async.bulk.segmentation.smart_encoding import smart_encoded
from twilio_async.emulator.messaging.segments import count_segments

EXTENSION = "\f^{}\\[~]|€"
FAMILY = "👨‍👩‍👧‍👦"
"""Four people, joined: 11 UTF-16 units."""
FLAG, RAINBOW = "🇮🇹", "🏳️🌈"
TEXTS = st.text(st.sampled_from("ab @é€{\n\r\f`ê😀\u200d"), max_size=400)
"""Texts of all widths, in which each has its chance at the end of a segment."""

PUBLISHED = [
    ("1234567890" * 16, 1, "GSM-7", 160),
    ("1234567890" * 16 + "1", 2, "GSM-7", 161),
    ("1234567890" * 30 + "1234567", 3, "GSM-7", 307),
    ("😜" + "1" * 68, 1, "UCS-2", 70),
    ("😜" + "1" * 69, 2, "UCS-2", 71),
    ("😜" + "1" * 133, 3, "UCS-2", 135),
    (FLAG + "1" * 66, 1, "UCS-2", 70),
    (FLAG + "1" * 67, 2, "UCS-2", 71),
    (RAINBOW + "1" * 65, 1, "UCS-2", 70),
    (RAINBOW + "1" * 66, 2, "UCS-2", 71),
    ("😀" + "]" * 68, 1, "UCS-2", 70),
    ("😀" + "]" * 69, 2, "UCS-2", 71),
    ("e\u0301\u0301\u0301" + "a" * 66, 1, "UCS-2", 70),
    ("e\u0301\u0301\u0301" + "a" * 67, 2, "UCS-2", 71),
    ("\rabcde\r\n123", 1, "GSM-7", 11),
    ("\nabcde\n\n123\n", 1, "GSM-7", 12),
]
"""The cases of Twilio's own calculator of segments."""


@pytest.mark.parametrize(("body", "count", "encoding", "units"), PUBLISHED)
def test_published_cases(body: str, count: int, encoding: str, units: int) -> None:
    assert segments(body) == Segments(count, encoding, units)  # type: ignore[arg-type]


@pytest.mark.parametrize("character", EXTENSION)
def test_a_character_of_the_extension_takes_two_septets(character: str) -> None:
    assert segments(character + "1" * 158) == Segments(1, "GSM-7", 160)
    assert segments(character + "1" * 159) == Segments(2, "GSM-7", 161)


@pytest.mark.parametrize("character", "ÁÚúçíÍóÓ`\tê\u00a0😀"[:-1])
def test_one_character_beyond_gsm_makes_all_ucs2(character: str) -> None:
    assert segments(character * 70) == Segments(1, "UCS-2", 70)
    assert segments(character * 71) == Segments(2, "UCS-2", 71)
    assert segments("a" * 69 + character).encoding == "UCS-2"


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("", 1),
        ("x" * 306, 2),
        ("x" * 307, 3),
        ("\r\n" * 80, 1),
        ("\r\n" * 81, 2),
        ("x" * 152 + "€" + "x" * 152, 3),
        ("x" * 151 + "€" + "x" * 153, 2),
        ("€" * 76 + "x" + "€" * 76, 2),
        ("€" * 153, 3),
        ("ê" * 134, 2),
        ("ê" * 135, 3),
        ("ê" * 66 + "😀" + "ê" * 66, 3),
        ("ê" * 65 + "😀" + "ê" * 67, 2),
        ("😀" * 66, 2),
        ("😀" * 67, 3),
        (FAMILY * 6, 1),
        (FAMILY * 7, 2),
    ],
)
def test_what_takes_two_units_is_never_cut_in_two(body: str, count: int) -> None:
    assert segments(body).count == count


def test_the_emulator_counts_the_same() -> None:
    alphabets = ["abcde €{}[]", "xé€|\f\r\n", "ab😀ê", "😀a", "a^", "a👨\u200d👩`", "abcdefgh"]
    sizes = [3, 69, 70, 71, 134, 135, 136, 160, 161, 162, 306, 307]
    chance = iter(shake_256(b"texts").digest(70_000))
    texts = ["".join(alphabet[next(chance) % len(alphabet)] for _ in range(600)) for alphabet in alphabets]
    for _ in range(20_000):
        text, start, size = texts[next(chance) % len(texts)], next(chance), sizes[next(chance) % len(sizes)]
        body = text[start : start + size]

        assert segments(body).count == count_segments(body)


@given(TEXTS)
def test_it_is_the_count_of_greedy_packing(body: str) -> None:
    found = segments(body)
    is_gsm = not set(body) & set("`ê😀\u200d")
    wide = EXTENSION if is_gsm else "😀"
    single, part = (160, 153) if is_gsm else (70, 67)
    widths = [1 + (character in wide) for character in body]
    packed = [0]
    for width in widths:
        if packed[-1] + width > part:
            packed.append(0)
        packed[-1] += width

    assert found.units == sum(widths)
    assert found.encoding == ("GSM-7" if is_gsm else "UCS-2")
    assert found.count == (1 if sum(widths) <= single else len(packed))


@given(TEXTS, TEXTS)
def test_a_longer_text_takes_no_less(body: str, more: str) -> None:
    whole, first, second = segments(body + more), segments(body), segments(more)

    assert whole.count >= max(first.count, 1)
    if first.encoding == second.encoding:
        assert whole.count <= first.count + second.count + 1


def test_smart_encoding_replaces_look_alikes() -> None:
    body = "\u201cHello\u201d \u2014 it\u2019s 5 o\u2018clock\u2026"

    assert smart_encoded(body) == "\"Hello\" - it's 5 o'clock..."
    assert segments(body).encoding == "UCS-2"
    assert segments(body, smart_encoded=True) == Segments(1, "GSM-7", 27)
    assert smart_encoded("\uff21\uff3a\uff01\uff5e\uff71 \u1d00\u00bd\u200b😀") == "AZ!~\uff71 A1/2😀"
    assert segments("😀…", smart_encoded=True) == Segments(1, "UCS-2", 5)


@given(st.text(st.characters(max_codepoint=0x7E, min_codepoint=0x20, exclude_characters="`")))
def test_smart_encoding_leaves_what_gsm_has(body: str) -> None:
    assert smart_encoded(body) == body


def test_a_message_counts_by_its_text_where_it_is_an_sms() -> None:
    assert segments_of(outbound(body="x" * 161)) == 2
    assert segments_of(outbound(body="…" * 71, smart_encoded=True)) == 2
    assert segments_of(outbound(body="x" * 161, media_url="https://example.com/a.png")) == 1
    assert segments_of(outbound(body="x" * 161, to="whatsapp:+15558675310")) == 1
    assert segments_of(outbound(body=None, content_sid="HX" + "0a" * 16)) == 1
