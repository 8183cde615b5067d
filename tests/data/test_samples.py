"""Documents as Twilio writes them, read through the client."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from tests.support.clients import ACCOUNT, FROM, TO, client_for
from tests.support.server import ScriptedServer, answer
from twilio_async import (
    AuthenticationError,
    BadRequest,
    Client,
    LegacySmsMessage,
    Message,
    MessageDirection,
    MessageStatus,
    Model,
    SmsFlags,
)
from twilio_async.core.wire import is_list

Way: TypeAlias = Callable[[Client], Awaitable[Any]]
"""From the client to records."""

SAMPLES = Path(__file__).parent.parent / "samples"
CALL = "CA" + "0" * 30 + "17"
SID = "SM" + "0" * 30 + "17"
NEXT = "SM" + "0" * 30 + "18"
PATH = f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{SID}"
MESSAGE = Message(
    sid=SID,
    account_sid=ACCOUNT,
    from_=FROM,
    to=TO,
    body="Parcel 17 & <18> are ready 😀",
    status=MessageStatus.DELIVERED,
    direction=MessageDirection.OUTBOUND_API,
    num_segments=1,
    num_media=0,
    price=Decimal("-0.00790"),
    price_unit="USD",
    date_created=datetime(2011, 4, 12, 16, 15, 2, tzinfo=UTC),
    date_sent=datetime(2011, 4, 12, 16, 15, 6, tzinfo=UTC),
    date_updated=datetime(2011, 4, 12, 16, 15, 7, tzinfo=UTC),
    api_version="2010-04-01",
    uri=f"{PATH}.json",
    subresource_uris={"media": f"{PATH}/Media.json"},
)


def play(server: ScriptedServer, *names: str, status: int = 200) -> None:
    for name in names:
        server.play(answer(status, (SAMPLES / name).read_bytes()))


RECORDS: list[tuple[str, Way, int]] = [
    ("call_events.json", lambda client: client.calls(CALL).events.list(), 1),
    ("calls_2008.xml", lambda client: client.v2008.calls.list(), 2),
    ("calls_2011.xml", lambda client: client.calls.list(), 2),
    ("message.json", lambda client: client.messages(SID).fetch(), 1),
    ("message.xml", lambda client: client.messages(SID).fetch(), 1),
    ("message_created.xml", lambda client: client.messages.create(to=TO, from_=FROM, body="Hello."), 1),
    ("recordings_2011.xml", lambda client: client.recordings.list(), 2),
    ("sms_messages_2008.xml", lambda client: client.v2008.sms.messages.list(), 2),
    ("sms_messages_totals.xml", lambda client: client.sms.messages.list(limit=2, page_size=2), 2),
]
"""The samples of records, how to get them, and how many there are."""


@pytest.mark.parametrize(("name", "way", "count"), RECORDS)
async def test_nothing_that_a_record_lacked_once_is_missed(
    name: str, way: Way, count: int, server: ScriptedServer
) -> None:
    play(server, name)
    async with client_for(server.url) as client:
        read = await way(client)

    records = read if is_list(read) else [read]
    assert len(records) == count
    assert all(isinstance(record, Model) for record in records)
    assert {name for record in records for name in record.extra} <= {"annotation"}


def test_every_sample_is_read() -> None:
    names = {path.name for path in SAMPLES.iterdir()}

    assert {name for name in names if not name.startswith("error")} == {name for name, _, _ in RECORDS}


async def test_what_twilio_asked_and_was_answered(server: ScriptedServer) -> None:
    play(server, "call_events.json")
    async with client_for(server.url) as client:
        (event,) = await client.calls(CALL).events.list()

    assert (event.request["method"], event.request["parameters"]["timeout"]) == ("POST", "55")
    assert (event.response["response_code"], event.response["content_type"]) == (201, "application/json")
    assert event.to_dict().keys() == {"request", "response"}
    assert event.http_response is None
    assert TO not in repr(event)


@pytest.mark.parametrize("name", ["message.json", "message.xml"])
async def test_a_message(name: str, server: ScriptedServer) -> None:
    play(server, name)
    async with client_for(server.url) as client:
        assert await client.messages(SID).fetch() == MESSAGE


async def test_a_page_with_totals(server: ScriptedServer) -> None:
    play(server, "sms_messages_totals.xml")
    async with client_for(server.url, format="xml") as client:
        (page,) = [page async for page in client.sms.messages.list(limit=2, page_size=2).pages()]

    first, second = page.items
    assert (page.total, first.sid, second.sid) == (3, SID, NEXT)
    assert page.cursor is not None
    assert (first.price, second.price) == (Decimal("-0.01000"), None)
    assert (second.body, second.direction, second.date_sent) == ("OK & thanks <3", "inbound", None)
    assert first.uri == f"/2010-04-01/Accounts/{ACCOUNT}/SMS/Messages/{SID}.json"


async def test_a_page_of_2008(server: ScriptedServer) -> None:
    play(server, "sms_messages_2008.xml")
    async with client_for(server.url) as client:
        first, second = await client.v2008.sms.messages.list()

    assert first == LegacySmsMessage(
        sid=SID,
        account_sid=ACCOUNT,
        to="5558675310",
        from_="5005550006",
        body="Parcel 17 is ready",
        status=MessageStatus.SENT,
        flags=SmsFlags.API,
        date_created=datetime(2009, 10, 12, 16, 15, 2, tzinfo=UTC),
        date_updated=datetime(2009, 10, 12, 16, 15, 7, tzinfo=UTC),
        date_sent=datetime(2009, 10, 12, 16, 15, 6, tzinfo=UTC),
    )
    assert (second.body, second.flags, second.date_sent) == ("OK & thanks <3", SmsFlags.INBOUND, None)


async def test_refusals_in_each_form(server: ScriptedServer) -> None:
    play(server, "error_2008.xml", "error_problem.json", status=400)
    play(server, "error_401.xml", status=401)
    async with client_for(server.url) as client:
        with pytest.raises(BadRequest) as legacy:
            await client.v2008.sms.messages(SID).fetch()
        with pytest.raises(BadRequest) as problem:
            await client.messages.list()
        with pytest.raises(AuthenticationError) as refused:
            await client.messages(SID).fetch()

    assert (legacy.value.code, legacy.value.message) == (21201, "No called number is specified")
    assert legacy.value.more_info == "http://www.twilio.com/docs/errors/21201"
    assert (problem.value.code, problem.value.message) == (20001, "The parameter 'PageSize' is out of range")
    assert problem.value.details["errors"][0]["pointer"] == "#/PageSize"
    assert (refused.value.code, refused.value.message) == (20003, "Authenticate")
    assert refused.value.details == {"detail": "Your AccountSid or AuthToken was incorrect."}
