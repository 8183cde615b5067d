"""Models: tolerant of what Twilio sends, whole as dicts and pickles, silent about people."""

from __future__ import annotations

import pickle
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from hypothesis import given, settings, strategies as st

from tests.support.damage import altered_records, scalars
from tests.support.record_strategies import MESSAGES, RECORD_KINDS, Record, RecordKind, kinds_and_records
from twilio_async import (
    LegacySmsMessage,
    Message,
    MessageDirection,
    MessageStatus,
    OpenEnum,
    SmsFlags,
)
from twilio_async.core.codec.answers import structure

if TYPE_CHECKING:
    from twilio_async import Model

BODY = "the parcel <b>17</b>"
NUMBER = "+15558675310"
MISFIT = {
    "num_media": "many",
    "price": "free",
    "date_sent": "yesterday",
    "direction": ["inbound"],
    "body": {"a": 1},
}
LEAST = {"sid": "SM1", "status": "queued"}
"""What each message has."""


def message(**fields: Any) -> Message:
    return structure(Message, LEAST | fields, "Message")


@st.composite
def altered(draw: st.DrawFn) -> tuple[RecordKind, Record]:
    kind = draw(st.sampled_from(RECORD_KINDS))
    return kind, draw(altered_records(kind, readable=True))


def assert_whole(model: Model) -> None:
    written = model.to_dict()

    assert structure(type(model), orjson.loads(orjson.dumps(written)), "again") == model
    assert pickle.loads(pickle.dumps(model)) == model  # noqa: S301 - our own


@given(kinds_and_records())
def test_to_dict_holds_every_field_and_gives_the_model_back(drawn: tuple[RecordKind, Record]) -> None:
    kind, record = drawn
    model = structure(kind.model, record, "record")

    assert model.to_dict().keys() == record.keys()
    assert_whole(model)


@settings(max_examples=150)
@given(altered())
def test_no_value_makes_a_record_fail_or_get_lost(drawn: tuple[RecordKind, Record]) -> None:
    kind, record = drawn
    model = structure(kind.model, record, "record")

    assert model.to_dict().keys() >= record.keys()
    assert_whole(model)


@given(st.sampled_from(sorted(MISFIT)), scalars())
def test_a_scalar_in_any_field_is_converted_or_kept(name: str, value: Any) -> None:
    kept = message(**{name: value})

    assert kept.to_dict()[name] is not None or value in (None, "")


def test_what_does_not_fit_is_kept_as_it_came() -> None:
    kept = message(**MISFIT)

    assert kept.extra == MISFIT
    assert (kept.num_media, kept.price, kept.date_sent, kept.direction, kept.body) == (None,) * 5


def test_fields_that_twilio_adds_are_in_extra() -> None:
    kept = message(carrier_fee="0.01", nested={"a": [1, None]})

    assert kept.extra == {"carrier_fee": "0.01", "nested": {"a": [1, None]}}
    assert kept.to_dict() == {
        **dict.fromkeys(message().to_dict()),
        **LEAST,
        "carrier_fee": "0.01",
        "nested": {"a": [1, None]},
    }


def test_absent_fields_are_none() -> None:
    written = message().to_dict()

    assert written == dict.fromkeys(written) | LEAST
    assert message() == Message(sid="SM1", status=MessageStatus.QUEUED)


def test_numbers_may_be_text_and_text_numbers() -> None:
    as_text = message(num_media="2", error_code="30008", price="-0.00750", body="17", api_version="2010")
    as_numbers = message(num_media=2, error_code=30008, price=-0.0075, body=17, api_version=2010)

    assert as_text == as_numbers
    assert as_numbers.price == Decimal("-0.0075")
    assert as_numbers.body == "17"


def test_a_count_beyond_json_is_kept_as_it_came() -> None:
    kept = message(num_media="9" * 30)

    assert orjson.loads(orjson.dumps(kept.to_dict()))["num_media"] == "9" * 30


@pytest.mark.parametrize("name", ["price", "num_media", "error_code", "direction"])
@pytest.mark.parametrize(("before", "value"), [(1, True), (True, 1)])
def test_what_a_value_becomes_does_not_depend_on_what_came_before(
    name: str, before: object, value: object
) -> None:
    def read_after(earlier: object) -> str:
        for number in range(5000):  # More than is remembered.
            message(**{name: f"{number}00"})
        message(**{name: earlier})
        return repr(message(**{name: value}).to_dict()[name])

    assert read_after(before) == read_after(None)


def test_a_repr_shows_no_number_and_no_body() -> None:
    shown = [
        repr(
            structure(
                kind.model,
                dict.fromkeys(kind.required, "SM1") | {"from": NUMBER, "to": NUMBER, "body": BODY, "x": BODY},
                "m",
            )
        )
        for kind in RECORD_KINDS
    ]

    assert not any(NUMBER in text or "parcel" in text for text in shown)
    assert "from_='***'" in shown[0]
    assert "sid='SM1'" in shown[0]
    assert "body=None" in repr(message())


def test_an_enumeration_takes_the_words_of_tomorrow() -> None:
    text = "teleported"
    status = message(status=text).status

    assert isinstance(status, MessageStatus)
    assert [status, str(status), status.value] == [text] * 3
    assert repr(status) == "<MessageStatus.TELEPORTED: 'teleported'>"
    assert status not in list(MessageStatus)


@given(st.sampled_from([MessageStatus, MessageDirection]), st.text(min_size=1))
def test_an_enumeration_equals_its_text_in_every_way(kind: type[OpenEnum], text: str) -> None:
    member = kind(text)

    assert member == text
    assert hash(member) == hash(text)
    assert len({text, member}) == 1
    assert kind(member) == kind(text) == member
    assert orjson.loads(orjson.dumps(member)) == text


@given(st.sampled_from([*MessageStatus, MessageStatus("teleported"), MessageDirection("side-ways")]))
def test_an_enumeration_pickles(member: OpenEnum) -> None:
    again = pickle.loads(pickle.dumps(member))  # noqa: S301 - our own

    assert again == member
    assert type(again) is type(member)


def test_known_words_are_members() -> None:
    assert message(status="delivered").status is MessageStatus.DELIVERED
    assert message(direction="outbound-api").direction is MessageDirection.OUTBOUND_API


@pytest.mark.parametrize("number", range(16))
def test_flags_are_flags_known_or_not(number: int) -> None:
    sms = structure(LegacySmsMessage, {"sid": "SM1", "flags": str(number)}, "SmsMessage")

    assert sms.flags == number
    assert isinstance(sms.flags, SmsFlags)
    assert (SmsFlags.API in sms.flags) == bool(number & 4)
    assert sms.to_dict()["flags"] == number


@given(st.data())
def test_models_are_equal_by_their_fields(data: st.DataObject) -> None:
    record = data.draw(MESSAGES.records)

    assert message(**record) == message(**record)
    assert message(**record) != message(**(record | {"sid": "SM1"}))
