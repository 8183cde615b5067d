"""Estimates: what messages will take."""

from decimal import Decimal
from typing import Any, cast

import pytest

from tests.bulk.samples import SERVICE, outbound
from twilio_async import InvalidArgument
from twilio_async.bulk import estimate


def test_messages_segments_encodings_hours_and_cost() -> None:
    messages = (
        *(outbound(number) for number in range(3_600)),
        *(outbound(number, body="x" * 161, from_="+18005550100") for number in range(5_400)),
        *(outbound(number, body="ê" * 71, from_=None, messaging_service_sid=SERVICE) for number in range(10)),
        outbound(body=None, content_sid="HX" + "0a" * 16, from_=None, messaging_service_sid=SERVICE),
    )
    found = estimate(iter(messages), price=Decimal("0.0079"))

    assert found.messages == 9_011
    assert found.segments == 3_600 + 2 * 5_400 + 2 * 10 + 1
    assert found.encodings == {"GSM-7": 9_000, "UCS-2": 10, "other": 1}
    assert found.hours == pytest.approx(1.0)
    assert found.cost == Decimal("0.0079") * found.segments


def test_the_pace_of_the_user_counts() -> None:
    messages = [outbound(number) for number in range(3_600)]

    assert estimate(messages, pace=10).hours == pytest.approx(0.1)
    assert estimate(messages, pace={messages[0].sender: None}).hours == 0
    assert estimate([]).hours == 0
    assert estimate(messages).cost is None
    for wrong in (0, float("nan"), True, "10", {messages[0].sender: "10"}):
        with pytest.raises(InvalidArgument, match="segments a second above 0"):
            estimate(messages, pace=cast("Any", wrong))
