"""The older SMS resources: of 2010-04-01 in both forms, and of 2008-08-01."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.clients import FROM, TO, client_for, client_of
from tests.support.clock import START
from tests.support.pages import record_answer
from twilio_async import Client, LegacySmsMessage, MessageStatus, SmsFlags, SmsMessage
from twilio_async.emulator import Emulator

if TYPE_CHECKING:
    from tests.support.clock import ManualClock
    from tests.support.server import ScriptedServer


async def test_create_and_fetch(client: Client, emulator: Emulator) -> None:
    made = await client.sms.messages.create(
        to=TO,
        from_=FROM,
        body="Hi & <bye>",
        status_callback="https://example.com/cb",
        application_sid="AP" + "0f" * 16,
    )

    assert list(emulator.requests[-1].form_pairs) == [
        ("To", TO),
        ("From", FROM),
        ("Body", "Hi & <bye>"),
        ("StatusCallback", "https://example.com/cb"),
        ("ApplicationSid", "AP" + "0f" * 16),
    ]
    assert isinstance(made, SmsMessage)
    assert (made.body, made.status, made.date_created) == ("Hi & <bye>", "queued", START)
    assert await client.sms.messages(made.sid).fetch() == made


async def test_create_and_fetch_in_2008(client: Client, emulator: Emulator) -> None:
    made = await client.v2008.sms.messages.create(
        to="5558675310", from_="5005550006", body="Hi", status_callback="https://example.com/cb"
    )

    request = emulator.requests[-1]
    assert request.path == f"/2008-08-01/Accounts/{emulator.account_sid}/SMS/Messages"
    assert [name for name, _ in request.form_pairs] == ["To", "From", "Body", "StatusCallback"]
    assert isinstance(made, LegacySmsMessage)
    assert (made.to, made.from_) == ("5558675310", "5005550006")
    assert (made.status, made.flags, made.date_created) == (MessageStatus.QUEUED, SmsFlags.API, START)
    assert await client.v2008.sms.messages(made.sid).fetch() == made


async def test_local_offsets_of_2008_become_utc(server: ScriptedServer) -> None:
    record = {
        "sid": "SM" + "0" * 31 + "1",
        "date_created": "Mon, 12 Oct 2009 09:15:02 -0700",
        "date_sent": "Mon, 12 Oct 2009 23:59:59 -0800",
        "date_updated": None,
        "flags": "3",
    }
    server.always(record_answer("2008", "sms_message", record))
    async with client_for(server.url) as client:
        sms = await client.v2008.sms.messages("SM" + "0" * 31 + "1").fetch()

    assert sms.date_created == datetime(2009, 10, 12, 16, 15, 2, tzinfo=UTC)
    assert sms.date_sent == datetime(2009, 10, 13, 7, 59, 59, tzinfo=UTC)
    assert sms.date_updated is None
    assert sms.flags == SmsFlags.INBOUND | SmsFlags.REPLY


@pytest.fixture
async def daily(client: Client, clock: ManualClock) -> list[str]:
    """The SIDs of four messages, newest first, one a day from 1 March noon on."""
    made: list[str] = []
    for index in range(4):
        sms = await client.sms.messages.create(
            to=TO if index else "+15550100001", from_=FROM, body=f"{index}"
        )
        made.append(sms.sid)
        clock.advance(86_400)
    return made[::-1]


@pytest.mark.parametrize(
    ("filters", "query", "chosen"),
    [
        ({}, [], [0, 1, 2, 3]),
        ({"to": "+15550100001"}, [("To", "+15550100001")], [3]),
        ({"from_": FROM}, [("From", FROM)], [0, 1, 2, 3]),
        ({"date_sent": date(2026, 3, 2)}, [("DateSent", "2026-03-02")], [2]),
        ({"date_sent_after": date(2026, 3, 3)}, [("DateSent>", "2026-03-03")], [0, 1]),
        ({"date_sent_before": date(2026, 3, 3)}, [("DateSent<", "2026-03-03")], [2, 3]),
    ],
)
@pytest.mark.parametrize("page_size", [1, 3, None])
async def test_filters_of_both_generations(
    *,
    client: Client,
    emulator: Emulator,
    daily: list[str],
    filters: dict[str, Any],
    query: list[tuple[str, str]],
    chosen: list[int],
    page_size: int | None,
) -> None:
    expected = [daily[index] for index in chosen]
    before = len(emulator.requests)
    modern = [sms.sid async for sms in client.sms.messages.list(**filters, page_size=page_size)]
    legacy = [sms.sid async for sms in client.v2008.sms.messages.list(**filters, page_size=page_size)]

    assert modern == legacy == expected
    paging = {"PageSize", "Page", "PageToken", "num"}
    for request in list(emulator.requests)[before:]:
        assert [pair for pair in request.query if pair[0] not in paging] == query


@pytest.mark.parametrize("page_style", ["modern", "legacy"])
@pytest.mark.parametrize("next_page_uris", [True, False])
@pytest.mark.parametrize("format", ["json", "xml"])
async def test_a_long_history_in_every_way_of_paging(
    page_style: Any, next_page_uris: bool, format: str, clock: ManualClock
) -> None:
    async with (
        Emulator(page_style=page_style, next_page_uris=next_page_uris) as emulator,
        client_of(emulator, clock=clock, format=format) as client,
    ):
        emulator.scenes.seed_messages(230)
        newest_first = [message.sid for message in emulator.messages][::-1]

        for listing in (
            client.messages.list(page_size=50),
            client.sms.messages.list(page_size=50),
            client.v2008.sms.messages.list(page_size=50),
        ):
            assert [item.sid async for item in listing] == newest_first
            cut = [item.sid for item in await listing]
            assert cut == newest_first


@pytest.mark.parametrize("page_style", ["modern", "legacy"])
async def test_new_messages_under_way_repeat_nothing(page_style: Any, clock: ManualClock) -> None:
    """New messages shift pages that are counted; what was listed once is not listed again."""
    async with (
        Emulator(page_style=page_style) as emulator,
        client_of(emulator, clock=clock) as client,
    ):
        emulator.scenes.seed_messages(60)
        newest_first = [message.sid for message in emulator.messages][::-1]
        for listing in (
            client.sms.messages.list(page_size=10),
            client.v2008.sms.messages.list(page_size=10),
        ):
            seen: list[str] = []
            async for sms in listing:
                seen.append(sms.sid)
                if len(seen) % 20 == 5:
                    await client.messages.create(to=TO, from_=FROM, body="new")
            assert seen[-60:] == newest_first
            assert len(set(seen)) == len(seen)


async def test_the_offset_of_2008_and_2010_name_one_instant(client: Client, clock: ManualClock) -> None:
    sid = (await client.sms.messages.create(to=TO, from_=FROM, body="Hi")).sid
    clock.advance(60)
    modern = await client.sms.messages(sid).fetch()
    legacy = await client.v2008.sms.messages(sid).fetch()

    assert modern.date_sent == legacy.date_sent == (modern.date_created or START) + timedelta(seconds=1)
    assert (modern.date_created, modern.date_updated) == (legacy.date_created, legacy.date_updated)
