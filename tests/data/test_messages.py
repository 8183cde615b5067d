"""Messages and feedback, against the emulator, in both forms."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.clients import FROM, TO
from tests.support.clock import START
from twilio_async import (
    BadRequest,
    Client,
    FeedbackOutcome,
    Message,
    MessageDirection,
    MessageStatus,
    NotFound,
)

if TYPE_CHECKING:
    from tests.support.clock import ManualClock
    from twilio_async.emulator import Emulator

SERVICE = "MG" + "0d" * 16
ALL: dict[str, Any] = {
    "to": TO,
    "from_": FROM,
    "messaging_service_sid": SERVICE,
    "body": "Hi & <b>bye</b> 😀",
    "media_url": ["https://example.com/1.png", "https://example.com/2.png"],
    "content_sid": "HX" + "0e" * 16,
    "content_variables": {"1": "Bücher", "2": "17"},
    "send_at": datetime(2026, 3, 1, 16, 30, tzinfo=timezone(timedelta(hours=2))),
    "schedule_type": "fixed",
    "status_callback": "https://example.com/cb?a=b&c=d",
    "application_sid": "AP" + "0f" * 16,
    "fallback_from": FROM,
    "max_price": Decimal("0.50"),
    "provide_feedback": True,
    "attempt": 2,
    "validity_period": 3600,
    "force_delivery": False,
    "content_retention": "retain",
    "address_retention": "obfuscate",
    "smart_encoded": True,
    "persistent_action": ["geo:1,2", "tel:3"],
    "traffic_type": "free",
    "shorten_urls": False,
    "send_as_mms": True,
    "risk_check": "disable",
}
FORM = [
    ("To", TO),
    ("From", FROM),
    ("MessagingServiceSid", SERVICE),
    ("Body", "Hi & <b>bye</b> 😀"),
    ("MediaUrl", "https://example.com/1.png"),
    ("MediaUrl", "https://example.com/2.png"),
    ("ContentSid", "HX" + "0e" * 16),
    ("ContentVariables", '{"1":"Bücher","2":"17"}'),
    ("SendAt", "2026-03-01T14:30:00Z"),
    ("ScheduleType", "fixed"),
    ("StatusCallback", "https://example.com/cb?a=b&c=d"),
    ("ApplicationSid", "AP" + "0f" * 16),
    ("FallbackFrom", FROM),
    ("MaxPrice", "0.50"),
    ("ProvideFeedback", "true"),
    ("Attempt", "2"),
    ("ValidityPeriod", "3600"),
    ("ForceDelivery", "false"),
    ("ContentRetention", "retain"),
    ("AddressRetention", "obfuscate"),
    ("SmartEncoded", "true"),
    ("PersistentAction", "geo:1,2"),
    ("PersistentAction", "tel:3"),
    ("TrafficType", "free"),
    ("ShortenUrls", "false"),
    ("SendAsMms", "true"),
    ("RiskCheck", "disable"),
]


async def send(client: Client, body: str = "Hi", to: str = TO) -> Message:
    return await client.messages.create(to=to, from_=FROM, body=body)


async def test_every_parameter_arrives_under_its_name(client: Client, emulator: Emulator) -> None:
    message = await client.messages.create(**ALL)

    assert list(emulator.requests[-1].form_pairs) == FORM
    assert message.status is MessageStatus.SCHEDULED
    assert message.body == ALL["body"]


async def test_none_counts_as_not_given(client: Client, emulator: Emulator) -> None:
    arguments: dict[str, Any] = dict.fromkeys(ALL) | {"to": TO, "from_": FROM, "body": "Hi"}
    await client.messages.create(**arguments)

    assert list(emulator.requests[-1].form_pairs) == [("To", TO), ("From", FROM), ("Body", "Hi")]


async def test_one_address_of_a_file_is_a_text(client: Client, emulator: Emulator) -> None:
    await client.messages.create(to=TO, from_=FROM, media_url="https://example.com/1.png")

    assert emulator.requests[-1].form_pairs[-1] == ("MediaUrl", "https://example.com/1.png")


async def test_a_created_message_is_typed(client: Client, emulator: Emulator) -> None:
    message = await send(client, "Hi & <bye>")
    path = f"/2010-04-01/Accounts/{emulator.account_sid}/Messages/{emulator.messages[0].sid}"

    assert message == Message(
        sid=emulator.messages[0].sid,
        account_sid=emulator.account_sid,
        from_=FROM,
        to=TO,
        body="Hi & <bye>",
        status=MessageStatus.QUEUED,
        direction=MessageDirection.OUTBOUND_API,
        num_segments=1,
        num_media=0,
        price_unit="USD",
        date_created=START,
        date_updated=START,
        api_version="2010-04-01",
        uri=f"{path}.json",
        subresource_uris={"media": f"{path}/Media.json"},
    )
    assert message.http_response is not None
    assert message.http_response.status == 201
    assert (message.http_response.request_id or "").startswith("RQ")


async def test_fetch_shows_how_far_it_has_come(client: Client, clock: ManualClock) -> None:
    sid = (await send(client)).sid
    clock.advance(3600)
    message = await client.messages(sid).fetch()

    assert message.status == "delivered"
    assert message.date_sent is not None
    assert START <= message.date_sent < START + timedelta(hours=1)
    assert message.price is not None
    assert message.price < 0
    assert type(message.price) is Decimal


async def test_both_forms_give_equal_models(client: Client, emulator: Emulator, clock: ManualClock) -> None:
    emulator.scenes.seed_messages(40)
    await send(client, " blank at both ends ")
    clock.advance(60)
    async with Client(emulator.account_sid, emulator.auth_token, base_url=emulator.url) as other:
        expected = await other.messages.list()

    assert await client.messages.list() == expected
    assert [await client.messages(one.sid).fetch() for one in expected[:5]] == expected[:5]
    assert len(expected) == 41


async def test_redact_and_delete(client: Client, emulator: Emulator, clock: ManualClock) -> None:
    sid = (await send(client, "secret")).sid
    redacted = await client.messages(sid).update(body="")
    clock.advance(1)
    await client.messages(sid).delete()

    in_json = emulator.requests[0].path.endswith(".json")
    assert redacted.body == ("" if in_json else None)
    assert list(emulator.requests[-2].form_pairs) == [("Body", "")]
    assert emulator.messages == []
    with pytest.raises(NotFound) as caught:
        await client.messages(sid).fetch()
    assert (caught.value.status, caught.value.code) == (404, 20404)


async def test_cancel_a_scheduled_message(client: Client) -> None:
    send_at = START + timedelta(hours=1)
    scheduled = await client.messages.create(
        to=TO, messaging_service_sid=SERVICE, body="Hi", send_at=send_at, schedule_type="fixed"
    )
    canceled = await client.messages(scheduled.sid).update(status="canceled")

    assert canceled.status is MessageStatus.CANCELED
    with pytest.raises(BadRequest) as caught:
        await client.messages(scheduled.sid).update(status="canceled")
    assert caught.value.code == 30409


async def test_feedback(client: Client, emulator: Emulator) -> None:
    sid = (await send(client)).sid
    feedback = await client.messages(sid).feedback.create(outcome="unconfirmed")
    default = await client.messages(sid).feedback.create()

    assert feedback.outcome is FeedbackOutcome.UNCONFIRMED
    assert default.outcome is FeedbackOutcome.CONFIRMED
    assert (feedback.message_sid, feedback.account_sid) == (sid, emulator.account_sid)
    assert feedback.date_created == START


@pytest.fixture
async def daily(client: Client, clock: ManualClock) -> list[str]:
    """The SIDs of five messages, newest first, one a day from 1 March noon on."""
    made: list[str] = []
    for index in range(5):
        made.append((await send(client, to=TO if index % 2 else "+15550100001")).sid)
        clock.advance(86_400)
    return made[::-1]


PLUS_TWO = timezone(timedelta(hours=2))


@pytest.mark.parametrize(
    ("filters", "query", "chosen"),
    [
        ({"to": TO}, [("To", TO)], [1, 3]),
        ({"from_": FROM}, [("From", FROM)], [0, 1, 2, 3, 4]),
        ({"date_sent": date(2026, 3, 2)}, [("DateSent", "2026-03-02")], [3]),
        ({"date_sent_after": date(2026, 3, 3)}, [("DateSent>", "2026-03-03")], [0, 1, 2]),
        ({"date_sent_before": date(2026, 3, 3)}, [("DateSent<", "2026-03-03")], [3, 4]),
        (
            {"date_sent_after": datetime(2026, 3, 3, 14, 0, 1, tzinfo=PLUS_TWO)},
            [("DateSent>", "2026-03-03T12:00:01Z")],
            [0, 1, 2],
        ),
        (
            {"date_sent_after": datetime(2026, 3, 3, 14, 0, 2, tzinfo=PLUS_TWO)},
            [("DateSent>", "2026-03-03T12:00:02Z")],
            [0, 1],
        ),
        (
            {"date_sent_before": datetime(2026, 3, 3, 12, 0, 1, tzinfo=UTC)},
            [("DateSent<", "2026-03-03T12:00:01Z")],
            [2, 3, 4],
        ),
        (
            {"date_sent_after": date(2026, 3, 2), "date_sent_before": date(2026, 3, 4), "to": TO},
            [("DateSent>", "2026-03-02"), ("DateSent<", "2026-03-04"), ("To", TO)],
            [3],
        ),
        ({"to": None, "date_sent": None}, [], [0, 1, 2, 3, 4]),
    ],
)
@pytest.mark.parametrize("page_size", [1, None])
async def test_filters_travel_in_utc_and_hold_on_every_page(
    *,
    client: Client,
    emulator: Emulator,
    daily: list[str],
    filters: dict[str, Any],
    query: list[tuple[str, str]],
    chosen: list[int],
    page_size: int | None,
) -> None:
    before = len(emulator.requests)
    found = [message.sid async for message in client.messages.list(**filters, page_size=page_size)]

    assert found == [daily[index] for index in chosen]
    for request in list(emulator.requests)[before:]:
        paging = {"PageSize", "Page", "PageToken"}
        assert [pair for pair in request.query if pair[0] not in paging] == query


async def test_a_subaccount_has_the_same_tree(client: Client, emulator: Emulator) -> None:
    subaccount = emulator.scenes.add_account()
    message = await client.accounts(subaccount.sid).messages.create(to=TO, from_=FROM, body="Hi")
    own = await client.messages.list()
    listed = await client.accounts(subaccount.sid).messages.list()

    assert message.account_sid == subaccount.sid
    assert own == []
    assert [one.sid for one in listed] == [message.sid]
    assert client.accounts(client.account_sid).messages.list(limit=0) is not None
