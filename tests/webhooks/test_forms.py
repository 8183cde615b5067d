"""Forms that are signed as nearly all are: the short way to their event leads where the long one does."""

import asyncio
import hmac
from base64 import b64encode
from itertools import chain
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import example, given, strategies as st
from multidict import CIMultiDict

from twilio_async.webhooks import (
    IncomingMessage,
    MessageStatusCallback,
    Receiver,
    Validator,
    WebhookEvent,
    signature,
)
from twilio_async.webhooks.requests import Origin, Refused, WebhookRequest

from .senders import CALL, INCOMING, TOKEN

PUBLIC = "https://example.com/hooks"
TARGET = "/status?campaign=42&a=%20b"
FORM = "application/x-www-form-urlencoded"
STATUS = {
    "AccountSid": "AC" + "0d" * 16,
    "MessageSid": "SM" + "1a" * 16,
    "MessageStatus": "undelivered",
    "ErrorCode": "30003",
    "From": "+15550100000",
    "To": "+15558675310",
}
NAMES = [*STATUS, *INCOMING, *CALL, "messageSid", "MediaUrl0", "MediaUrl10", "NumSegments", "Own", "a=b", ""]
PAIRS = st.lists(st.tuples(st.sampled_from(NAMES), st.one_of(st.sampled_from(["", "1", "x"]), st.text())))
receiver = Receiver(TOKEN, public_url=PUBLIC)


def signed(body: bytes) -> str:
    pairs = parse_qsl(body.decode(), keep_blank_values=True, errors="replace")
    return signature(TOKEN, PUBLIC + TARGET, pairs)


def short(body: bytes, given: str, expected: Any = WebhookEvent) -> Any:
    """The event by the short way, or None."""
    return receiver.event_of_form(TARGET, body, given, "token-1", expected)


def long(body: bytes, given: str) -> WebhookEvent:
    """The event by the long way."""
    headers = {
        "Content-Type": FORM,
        "X-Twilio-Signature": given,
        "I-Twilio-Idempotency-Token": "token-1",
    }

    async def read(_: int) -> bytes:
        return body

    def origin() -> Origin:
        return Origin(is_secure=False, peer=None)

    request = WebhookRequest("POST", TARGET, headers.get, CIMultiDict(headers).getall, origin)
    return asyncio.run(receiver.event(request, read, WebhookEvent))


def told(event: WebhookEvent) -> Any:
    return type(event), event, event.extra, [*event.params.items()], event.idempotency_token


@pytest.mark.parametrize("params", [STATUS, INCOMING, CALL, STATUS | {"Own": "1"}, STATUS | {"To": ""}])
def test_what_twilio_sends_takes_the_short_way(params: dict[str, str]) -> None:
    body = urlencode(params).encode()

    assert told(short(body, signed(body))) == told(long(body, signed(body)))


@given(PAIRS.map(urlencode).map(str.encode) | st.text("ab&=%+2BF").map(str.encode))
@example(urlencode(STATUS | {"ErrorCode": "none"}).encode())
@example(b"MessageSid=SM1&Message%53id=SM2&MessageStatus=sent")
@example(b"MessageSid=SM1&MessageStatus=sent&")
@example(b"MessageSid=SM1&MessageStatus=a%3Db=c")
def test_both_ways_lead_to_one_event(body: bytes) -> None:
    event = short(body, signed(body))

    assert event is None or told(event) == told(long(body, signed(body)))


@given(st.binary(), st.text())
def test_nothing_else_takes_the_short_way(body: bytes, given: str) -> None:
    right = urlencode(STATUS).encode()

    assert short(body, signed(right)) is None
    assert short(right, given) is None
    assert short(right + b"&Own=1", signed(right)) is None


def test_events_have_no_list_in_common() -> None:
    body = urlencode(INCOMING | {"NumMedia": "2"}).encode()
    first, second = (short(body, signed(body), IncomingMessage) for _ in range(2))

    assert first == second
    assert first.num_media == 2
    assert first.media_urls is not second.media_urls


def test_a_class_that_is_not_expected_is_refused() -> None:
    body = urlencode(INCOMING).encode()

    with pytest.raises(Refused, match="a MessageStatusCallback is expected here"):
        short(body, signed(body), MessageStatusCallback)


@pytest.mark.parametrize("length", [1, 32, 63, 64, 65, 200])
def test_a_token_of_any_length_signs_as_hmac_does(length: int) -> None:
    token, params = "é" * length, {"b": "1", "a": "2"}
    text = PUBLIC + "".join(chain.from_iterable(sorted(params.items())))

    expected = b64encode(hmac.digest(token.encode(), text.encode(), "sha1")).decode()
    assert signature(token, PUBLIC, params) == expected
    assert Validator(token).signs(text, expected)
