"""Whichever way a record is decoded, it becomes the same; what repeats, and what is new, is decoded fast."""

from __future__ import annotations

import sys
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

import attrs
import orjson
import pytest
from hypothesis import given, settings, strategies as st

from tests.support.damage import altered_records, scalars, trees
from tests.support.every_type import FULL, AllOptional, AllRequired
from tests.support.pages import FORMS, page_body, record_body
from tests.support.record_strategies import RECORD_KINDS, Record, RecordKind, kinds_and_records
from twilio_async import Model
from twilio_async.core.codec.answers import decode_page, decode_record
from twilio_async.core.codec.unreadable import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NOON = "Thu, 01 Jan 2026 12:00:00 +0000"
UNLEARNABLE = "x" * 100
"""A key that no shape of records has, so that a record with it is read field by field."""
TRAPS = [
    *("", " ", "1 ", " 1", "+1", "-0", "01", "1_000", "1.0", "1e3", "1E400", "0x1", "\u0663", "9" * 25),
    *("true", "TRUE", "false", "null", "None", "NaN", "nan", "-Infinity", "inf", "red", "RED", "purple"),
    *("2026-01-01", "20260101", "12:30", "Thu, 01 Jan 2026 00:00:10 GMT", "Thu,  1 Jan 2026 00:00:10 +0000"),
    *(
        "Thu, 01 Jan 0001 00:00:10 +2300",
        "Fri, 31 Dec 9999 23:59:59 -2300",
        "Thu, 01 Jan 2026 24:00:00 +0000",
    ),
    *("\x00", "\ufffd", "a" * 500, "1" * 500),
    *(None, True, False, 0, 1, -1, 2**31, 2**63 - 1, 2**63, 2**64 - 1, -(2**63), 0.0, -0.0, 1.0, 1.5, 1e300),
    *(
        [],
        {},
        [1],
        ["red"],
        [None],
        {"name": None},
        {"name": "n"},
        {"name": "n", "VOICE": 1},
        {"a": {"b": 1}},
    ),
    *([{"name": "n", "new": [1]}], [{"voice": True}], {"a": None}, {"a": 1}, [[[[[[1]]]]]]),
]


def page_of(*records: Mapping[str, Any], **envelope: Any) -> bytes:
    return page_body("json", "records", records, **envelope)


def decode_records(model: Any, body: bytes) -> list[Any]:
    """The records of a page."""
    records: list[Any] = decode_page(model, "records", body)[1]
    return records


def slowly(model: type[Model], record: Mapping[str, Any]) -> Any:
    """What reading field by field makes of a record; None of what is none."""
    try:
        made = decode_record(model, orjson.dumps({**record, UNLEARNABLE: None}))
    except Unreadable:
        return None
    extra = {key: value for key, value in made.extra.items() if key != UNLEARNABLE}
    return attrs.evolve(made, extra=extra or None)


def in_every_way(model: type[Model], record: Mapping[str, Any]) -> list[Any]:
    """What is made of a record alone, on a page, and beside another one; None of what is none."""
    alone = orjson.dumps(record)
    page, mixed = (page_of(*records) for records in ([record] * 2, [FULL, record]))
    ways: list[Callable[[], Any]] = [
        lambda: decode_record(model, alone),
        lambda: decode_page(model, "records", page)[1][1],
        lambda: decode_page(model, "records", mixed)[1][1],
    ]
    made: list[Any] = []
    for way in [*ways, *ways]:  # The first time may be the first time that there is such a record.
        try:
            made.append(way())
        except Unreadable:
            made.append(None)
    return made


def calls(work: Callable[[], object], kind: str, name: str = "") -> int:
    """How many functions are called, those in Python ("call"), or those in C ("c_call") of this name."""
    count = 0

    def profile(_: object, event: str, function: Any) -> None:
        nonlocal count
        count += event == kind and (not name or function.__name__ == name)

    sys.setprofile(profile)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def assert_same(model: type[Model], record: Mapping[str, Any]) -> None:
    expected = slowly(model, record)

    for made in in_every_way(model, record):
        assert made == expected
        assert repr(made) == repr(expected)  # Equal values may be of unequal types.


@pytest.mark.parametrize("value", TRAPS, ids=repr)
@pytest.mark.parametrize("model", [AllOptional, AllRequired])
def test_a_value_becomes_the_same_in_every_way(model: type[Model], value: Any) -> None:
    for name in FULL:
        assert_same(model, FULL | {name: value})


@settings(max_examples=100)
@given(
    st.sampled_from([AllOptional, AllRequired]),
    st.dictionaries(st.sampled_from(sorted(FULL)), scalars() | trees(), max_size=4),
    st.sets(st.sampled_from(sorted(FULL)), max_size=2),
    st.dictionaries(st.sampled_from(["new", "TEXT", "At", "from_", "_extra", "http_response"]), trees()),
)
def test_any_record_becomes_the_same_in_every_way(
    model: type[Model], changes: Record, without: set[str], new: Record
) -> None:
    record = {name: value for name, value in (FULL | changes | new).items() if name not in without}

    assert_same(model, record)


@st.composite
def altered_pages(draw: st.DrawFn) -> tuple[RecordKind, list[Record]]:
    kind = draw(st.sampled_from(RECORD_KINDS))
    whole, altered = kind.records, altered_records(kind, readable=True)
    return kind, draw(st.lists(whole | altered, min_size=1, max_size=5))


@settings(max_examples=100)
@given(altered_pages())
def test_a_page_is_its_records(drawn: tuple[RecordKind, list[Record]]) -> None:
    kind, records = drawn
    _, page = decode_page(kind.model, kind.key, page_body("json", kind.key, records))

    assert page == [slowly(kind.model, record) for record in records]


@given(kinds_and_records())
def test_a_page_of_xml_is_its_records(drawn: tuple[RecordKind, Record]) -> None:
    kind, record = drawn
    for form in FORMS[1:]:
        _, page = decode_page(kind.model, kind.key, page_body(form, kind.key, [record] * 3, page=0))

        assert page == [decode_record(kind.model, record_body(form, kind.name, record))] * 3


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b'{"text": "a", "text": "b"}', "b"),
        (b'{"text": 1, "text": "b"}', "b"),
        (b'{"text": "a", "text": null}', None),
        (b'{"t\\u0065xt": "b"}', "b"),
        (b' \t\r\n{"text" : "b"}\n', "b"),
    ],
)
def test_a_key_is_what_json_says_it_is(body: bytes, text: str | None) -> None:
    for _ in range(2):
        assert decode_record(AllOptional, body).text == text


def new_model() -> Any:
    """A model of which no record was met yet."""
    fields: dict[str, Any] = {
        "sid": attrs.field(type=str),
        "price": attrs.field(default=None, type=cast("Any", Decimal | None)),
        "sent": attrs.field(default=None, type=cast("Any", datetime | None)),
    }
    return attrs.make_class("Fresh", fields, bases=(Model,), kw_only=True)


ENVELOPES: list[dict[str, Any]] = [
    {"page": 0, "next_page_uri": None, "meta": {"key": "records"}},
    {"page": 0, "next_page_uri": "/2", "meta": {"key": "records"}},
    {"page": 1},
    {},
    {"page": [], "x" * 100: 1, "": "", "Page": {"a": [{"b": {"c": [1]}}]}},
    {"page": 2**64 - 1},
    {str(number): number for number in range(50)},
]


def test_the_envelope_is_all_that_is_beside_the_records() -> None:
    model = new_model()
    for envelope in [*ENVELOPES, *ENVELOPES]:
        body = page_of({"sid": "SM1"}, **envelope)
        tree = page_of({"sid": "SM1"}, {"sid": "SM2"}, **envelope)

        assert decode_page(model, "records", body) == (envelope, [model(sid="SM1")])
        assert decode_page(None, "records", tree) == (envelope, [{"sid": "SM1"}, {"sid": "SM2"}])


def test_a_page_tells_where_its_records_are() -> None:
    body = page_of({"sid": "SM1"}, meta={"key": "records"})
    envelope = {"meta": {"key": "records"}}

    assert decode_page(None, None, body) == (envelope, [{"sid": "SM1"}])
    assert decode_page(new_model(), None, body)[0] == envelope


def test_what_twilio_adds_is_decoded_as_fast_as_the_rest() -> None:
    model = new_model()
    records = [{"sid": f"SM{number}", "price": "-0.5", "sent": NOON} for number in range(1000)]
    added = [record | {"fee": "0.01", "carrier": {"name": "Ace"}} for record in records]
    usual, extended = page_of(*records, page=0), page_of(*added, page=0, token="PA1")
    for body in (usual, usual, extended, extended):
        decode_page(model, "records", body)

    before = calls(lambda: decode_page(model, "records", usual), "call")
    after = calls(lambda: decode_page(model, "records", extended), "call")

    assert before < 3 * len(records)
    assert after < 3 * len(records)
    assert decode_records(model, extended)[-1].extra == {"fee": "0.01", "carrier": {"name": "Ace"}}


def test_a_value_that_does_not_fit_costs_only_its_own_record() -> None:
    model = new_model()
    records = [{"sid": f"SM{number}", "price": "-0.5", "sent": NOON} for number in range(1000)]
    records[500] |= {"price": "free"}
    body = page_of(*records)
    for _ in range(2):
        decode_page(model, "records", body)

    assert calls(lambda: decode_page(model, "records", body), "call") < 2 * len(records)
    assert decode_records(model, body)[500].extra == {"price": "free"}


@pytest.mark.parametrize("decode", [decode_record, decode_records])
def test_ever_new_keys_are_not_learned(decode: Callable[[Any, bytes], object]) -> None:
    model = new_model()

    def answer(number: int) -> None:
        names = {f"a{number}_{index}": index for index in range(10)}
        record = {"sid": "SM1"} | names
        decode(model, orjson.dumps(record | {"records": [record]} | names))

    def answers(first: int) -> None:
        for number in range(first, first + 50):
            answer(number)

    answers(0)

    assert calls(lambda: answers(50), "c_call", "defstruct") == 0
