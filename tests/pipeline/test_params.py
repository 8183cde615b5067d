"""Names and values on the wire."""

from collections import UserDict
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from typing import Any
from urllib.parse import urlencode

import orjson
import pytest
from hypothesis import example, given, strategies as st

from twilio_async import InvalidArgument, MessageStatus
from twilio_async.core.params import form, numbered, wire_name, wire_texts

WORDS = st.lists(st.from_regex(r"[a-z][a-z0-9]*", fullmatch=True), min_size=1, max_size=5)
OFFSETS = st.integers(-24 * 60 + 1, 24 * 60 - 1).map(lambda minutes: timezone(timedelta(minutes=minutes)))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


class Text(StrEnum):
    VALUE = "the value"


class Number(IntEnum):
    SEVEN = 7


class Plain(Enum):
    VALUE = "the value"


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("to", "To"),
        ("from_", "From"),
        ("body", "Body"),
        ("status_callback", "StatusCallback"),
        ("messaging_service_sid", "MessagingServiceSid"),
        ("date_sent", "DateSent"),
        ("date_sent_before", "DateSent<"),
        ("date_sent_after", "DateSent>"),
        ("send_before", "SendBefore"),
    ],
)
def test_names_are_twilios(name: str, wire: str) -> None:
    assert wire_name(name, ["to", "from_", "date_sent", "date_sent_before", "date_sent_after"]) == wire


@given(WORDS)
def test_a_name_is_its_words_capitalized(words: list[str]) -> None:
    name = "_".join(words)

    assert wire_name(name, ()) == wire_name(f"{name}_", ()) == "".join(word.capitalize() for word in words)


@given(WORDS)
def test_an_inequality_needs_the_name_it_compares(words: list[str]) -> None:
    name = "_".join(words)

    assert wire_name(f"{name}_after", [name]) == wire_name(name, ()) + ">"
    assert wire_name(f"{name}_before", [name]) == wire_name(name, ()) + "<"
    assert wire_name(f"{name}_after", []) == wire_name(name, ()) + "After"


@given(st.datetimes(timezones=OFFSETS))
@example(datetime.min.replace(tzinfo=timezone(timedelta(hours=1))))
@example(datetime.max.replace(tzinfo=timezone(timedelta(hours=-1))))
def test_an_instant_is_written_in_utc(moment: datetime) -> None:
    try:
        utc = moment.astimezone(UTC)
    except OverflowError:
        with pytest.raises(InvalidArgument, match="send_at"):
            wire_texts("send_at", moment)
        return
    (text,) = wire_texts("send_at", moment)

    assert text.endswith("Z")
    assert datetime.fromisoformat(text) == utc.replace(microsecond=0)


@given(st.datetimes())
def test_a_naive_datetime_is_refused(moment: datetime) -> None:
    with pytest.raises(InvalidArgument, match=r"send_at.*naive.*zone"):
        wire_texts("send_at", moment)


@given(st.dates())
def test_a_day_is_written_as_iso(day: date) -> None:
    assert wire_texts("date_sent", day) == [day.isoformat()]


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20))
def test_a_decimal_is_written_without_an_exponent(number: Decimal) -> None:
    (text,) = wire_texts("price", number)

    assert "e" not in text.lower()
    assert Decimal(text) == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_keeps_its_value(number: float) -> None:
    (text,) = wire_texts("price", number)

    assert "e" not in text.lower()
    assert float(text) == number


@pytest.mark.parametrize(
    "number", [float("nan"), float("inf"), Decimal("NaN"), Decimal("-Infinity"), Decimal("sNaN")]
)
def test_what_is_no_finite_number_is_refused(number: float | Decimal) -> None:
    with pytest.raises(InvalidArgument, match="price"):
        wire_texts("price", number)


@given(st.dictionaries(st.text(), JSON))
def test_a_mapping_is_written_as_json(content: dict[str, Any]) -> None:
    (text,) = wire_texts("content_variables", content)

    assert orjson.loads(text) == content
    assert wire_texts("content_variables", UserDict(content)) == [text]


@pytest.mark.parametrize(("content", "text"), [({1: "x"}, '{"1":"x"}'), ({"x": 2**70}, f'{{"x":{2**70}}}')])
def test_numbers_are_written_whole_and_as_names(content: dict[Any, Any], text: str) -> None:
    assert wire_texts("content_variables", content) == [text]


@pytest.mark.parametrize("content", [{(1, 2): "x"}, {"x": object()}, {"x": "\ud800"}])
def test_a_mapping_that_is_no_json_is_refused(content: dict[Any, Any]) -> None:
    with pytest.raises(InvalidArgument, match="content_variables"):
        wire_texts("content_variables", content)


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        (True, ["true"]),
        (False, ["false"]),
        (0, ["0"]),
        (Text.VALUE, ["the value"]),
        (Number.SEVEN, ["7"]),
        (Plain.VALUE, ["the value"]),
        (MessageStatus.CANCELED, ["canceled"]),
        ("", [""]),
        ([], []),
        (["a", "b"], ["a", "b"]),
        (("a", 1, True), ["a", "1", "true"]),
        ((item for item in "ab"), ["a", "b"]),
    ],
)
def test_other_values_are_written_plainly(value: object, texts: list[str]) -> None:
    written = wire_texts("name", value)

    assert written == texts
    assert all(type(text) is str for text in written)


@pytest.mark.parametrize("value", [b"bytes", bytearray(b"x"), object(), timedelta(1), 1j, [object()]])
def test_a_type_that_no_parameter_has_is_refused(value: object) -> None:
    with pytest.raises(InvalidArgument, match="media_url"):
        wire_texts("media_url", value)


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.booleans(), max_size=99))
def test_numbered_pairs_are_counted_from_one(content: dict[str, Any]) -> None:
    pairs = dict(numbered("parameters", content))

    assert len(pairs) == 2 * len(content)
    for number, (name, value) in enumerate(content.items(), 1):
        assert pairs[f"Parameter{number}.Name"] == name
        assert [pairs[f"Parameter{number}.Value"]] == wire_texts("parameters", value)


@pytest.mark.parametrize("content", ["a", ["a"], [("a", "b")], 7, dict.fromkeys(map(str, range(100)), "x")])
def test_what_cannot_be_numbered_is_refused(content: object) -> None:
    with pytest.raises(InvalidArgument, match="parameters takes"):
        numbered("parameters", content)


@given(st.lists(st.tuples(st.text(), st.text())))
def test_a_form_is_written_as_the_standard_library_writes_it(pairs: list[tuple[str, str]]) -> None:
    assert form(pairs) == urlencode(pairs)
