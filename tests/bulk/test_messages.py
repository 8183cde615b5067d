"""Messages to send: what is refused when one is made, what Twilio is asked for, and their text in JSON."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from inspect import signature
from typing import Any

import pytest
from hypothesis import given, strategies as st

from tests.bulk.samples import SERVICE, outbound
from tests.support.clients import FROM, TO
from twilio_async import InvalidArgument
from twilio_async.api.v2010.messages import Messages
from twilio_async.bulk import OutboundMessage
from twilio_async.bulk.doubts.matching import is_recognisable

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FULL: dict[str, Any] = {
    "to": TO,
    "from_": FROM,
    "messaging_service_sid": SERVICE,
    "body": "Schöne Grüße 😀",
    "media_url": ["https://example.com/a.png"],
    "content_sid": "HX" + "0a" * 16,
    "content_variables": {"2": "b", "1": "a"},
    "send_at": NOON,
    "max_price": Decimal("0.10"),
    "validity_period": 60,
    "persistent_action": ["geo:1,2"],
    "smart_encoded": False,
    "key": "row 1",
    "not_before": NOON,
    "not_after": NOON.astimezone(timezone(timedelta(hours=2, seconds=17))) + timedelta(hours=1),
}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"from_": None}, "sender"),
        ({"from_": ""}, "sender"),
        ({"body": None}, "content"),
        ({"body": ""}, "content"),
        ({"to": ""}, "recipient: give to, a number in E.164 form or an address of a channel"),
        ({"to": "  "}, "recipient"),
        ({"to": None}, "recipient"),
        ({"to": 15558675310}, "to must be a text, not int"),
        ({"body": b"Hi"}, "body must be a text, not bytes"),
        ({"body": "\ud83d"}, "surrogate"),
        ({"status_callback": "https://example.com/\ud83d"}, "status_callback holds half of a surrogate"),
        ({"media_url": ["https://example.com/a.png", "\ud83d"]}, "media_url holds half of a surrogate"),
        ({"content_variables": {"1": "\ud83d"}}, "content_variables holds half of a surrogate"),
        ({"key": 7}, "key must be a text, not int"),
        ({"not_before": NOON.replace(tzinfo=None)}, "not_before must be an aware datetime"),
        ({"not_after": "2026-03-01"}, "not_after must be an aware datetime"),
        ({"not_before": NOON, "not_after": NOON - timedelta(seconds=1)}, "never leave"),
        ({"send_at": NOON}, "messaging_service_sid"),
        ({"content_variables": 7}, "content_variables"),
        ({"max_price": "1,5"}, "max_price must be a Decimal, such as Decimal"),
        ({"max_price": 0.1}, "max_price must be a Decimal"),
        ({"max_price": Decimal("NaN")}, "max_price must be a Decimal"),
        ({"media_url": 5}, "media_url must be a text, not int"),
        ({"media_url": [5]}, "media_url must be a text, not int"),
        ({"status_callback": 5}, "status_callback must be a text, not int"),
        ({"persistent_action": [None]}, "persistent_action must be a text, not NoneType"),
    ],
)
def test_what_cannot_be_sent_is_refused_when_it_is_made(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidArgument, match=said):
        outbound(**fields)


def test_a_single_action_is_sent_whole() -> None:
    message = outbound(persistent_action="geo:1,2")

    assert message.parameters()["persistent_action"] == "geo:1,2"
    assert OutboundMessage.from_json(message.to_json()) == message


def test_an_unknown_parameter_is_an_error() -> None:
    with pytest.raises(TypeError):
        outbound(boddy="Hi")


def test_its_parameters_are_those_of_create() -> None:
    parameters = OutboundMessage(**FULL).parameters()

    assert parameters.keys() <= signature(Messages.create).parameters.keys()
    assert parameters["content_variables"] == '{"1":"a","2":"b"}'
    assert parameters["schedule_type"] == "fixed"
    assert parameters["smart_encoded"] is False
    assert outbound().parameters() == {"to": "+15550000000", "from_": FROM, "body": "Hi"}


def test_it_comes_back_from_json() -> None:
    message = OutboundMessage(**FULL)

    assert OutboundMessage.from_json(message.to_json()) == message
    assert hash(message) == hash(OutboundMessage(**FULL))


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.none() | st.text("ab1", min_size=1))
def test_any_text_comes_back_from_json(body: str, key: str | None) -> None:
    message = outbound(body=body, key=key)

    assert OutboundMessage.from_json(message.to_json()) == message


@pytest.mark.parametrize(
    "text",
    ["", "7", "[]", "{}", '{"to": "+1555"}', '{"to":"a","from_":"b","body":"c","max_price":"x"}', "nul"],
)
def test_what_is_no_message_is_refused(text: str) -> None:
    with pytest.raises(InvalidArgument):
        OutboundMessage.from_json(text)


def test_its_digest_is_of_recipient_sender_and_content() -> None:
    same = [outbound(), outbound(key="a"), outbound(not_after=NOON), outbound(max_price=Decimal(1))]
    others = [
        outbound(1),
        outbound(from_="+15005550001"),
        outbound(from_=None, messaging_service_sid=SERVICE),
        outbound(body="Ho"),
        outbound(media_url="https://example.com/a.png"),
        outbound(content_sid="HX" + "0a" * 16),
        outbound(content_sid="HX" + "0a" * 16, content_variables={"1": "a"}),
    ]

    assert len({message.digest() for message in same}) == 1
    assert len({message.digest() for message in [same[0], *others]}) == 1 + len(others)
    variables = [{"1": "a", "2": "b"}, {"2": "b", "1": "a"}]
    assert len({outbound(content_variables=each).digest() for each in variables}) == 1


@pytest.mark.parametrize(
    ("fields", "is_known_again"),
    [
        ({}, True),
        ({"media_url": "https://example.com/a.png"}, True),
        ({"content_retention": "retain"}, True),
        ({"content_sid": "HX" + "0a" * 16}, False),
        ({"shorten_urls": True}, False),
        ({"smart_encoded": True}, False),
        ({"content_retention": "discard"}, False),
        ({"address_retention": "obfuscate"}, False),
        ({"to": "+1 (555) 000-0001"}, True),
        ({"to": "(555) 000-0001"}, False),
        ({"to": "whatsapp:+15550000001"}, True),
        ({"to": "whatsapp:+1 555 000-0001"}, False),
    ],
)
def test_what_twilio_changes_or_hides_cannot_be_known_again(
    fields: dict[str, Any], is_known_again: bool
) -> None:
    assert is_recognisable(outbound(**fields)) is is_known_again


def test_its_repr_hides_recipient_sender_and_content() -> None:
    shown = repr(outbound(**FULL, status_callback="https://example.com/secret"))

    assert "key='row 1'" in shown
    for hidden in (TO, FROM, "Grüße", "example.com", "secret", '"a"'):
        assert hidden not in shown
