"""Generation 2008-08-01: calls, recordings, transcriptions, notifications and accounts."""

from __future__ import annotations

import pickle
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from tests.support.clients import ACCOUNT, KEY, SECRET, client_for
from tests.support.legacy_records import (
    ACCOUNTS,
    CALL,
    CALLS,
    HERE,
    LISTED,
    MADE,
    NOTIFICATIONS,
    RECORDING,
    RECORDINGS,
    ROOT,
    SUBACCOUNT,
    TRANSCRIPTION,
    TRANSCRIPTIONS,
    Sample,
    Way,
)
from tests.support.paged_lists import Book
from tests.support.pages import page_answer, record_answer
from tests.support.server import ScriptedServer, answer
from twilio_async import Client, DecodeError, InvalidArgument
from twilio_async.api.v2008.accounts import LegacyAccountStatus
from twilio_async.api.v2008.calls import CallFlags, LegacyCall, LegacyCallStatus

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

record, page = partial(record_answer, "2008"), partial(page_answer, "2008")

SAMPLES = pytest.mark.parametrize(
    "sample",
    [CALLS, RECORDINGS, TRANSCRIPTIONS, NOTIFICATIONS, ACCOUNTS],
    ids=lambda sample: sample.element,
)
LISTS: list[tuple[Sample, Way, str]] = [
    (CALLS, lambda v2008: v2008.calls, f"{HERE}/Calls"),
    (RECORDINGS, lambda v2008: v2008.recordings, f"{HERE}/Recordings"),
    (RECORDINGS, lambda v2008: v2008.calls(CALL).recordings, f"{HERE}/Calls/{CALL}/Recordings"),
    (TRANSCRIPTIONS, lambda v2008: v2008.transcriptions, f"{HERE}/Transcriptions"),
    (
        TRANSCRIPTIONS,
        lambda v2008: v2008.recordings(RECORDING).transcriptions,
        f"{HERE}/Recordings/{RECORDING}/Transcriptions",
    ),
    (ACCOUNTS, lambda v2008: v2008.accounts, ROOT),
    (CALLS, lambda v2008: v2008.accounts(SUBACCOUNT).calls, f"{ROOT}/{SUBACCOUNT}/Calls"),
    (
        LISTED,
        lambda v2008: v2008.notifications,
        f"{HERE}/Notifications",
    ),
    (
        LISTED,
        lambda v2008: v2008.calls(CALL).notifications,
        f"{HERE}/Calls/{CALL}/Notifications",
    ),
]
FILTERS: list[tuple[Way, list[tuple[str, str]]]] = [
    (
        lambda v2008: v2008.calls.list(
            called="5550100143",
            caller="5550100199",
            status=LegacyCallStatus.COMPLETE,
            start_time=date(2009, 7, 6),
            start_time_before=date(2009, 7, 7),
            start_time_after=date(2009, 7, 1),
        ),
        [
            ("Called", "5550100143"),
            ("Caller", "5550100199"),
            ("Status", "2"),
            ("StartTime", "2009-07-06"),
            ("StartTime<", "2009-07-07"),
            ("StartTime>", "2009-07-01"),
        ],
    ),
    (lambda v2008: v2008.calls.list(status=0), [("Status", "0")]),
    (
        lambda v2008: v2008.recordings.list(
            call_sid=CALL,
            date_created=date(2009, 7, 6),
            date_created_before=date(2009, 7, 7),
            date_created_after=date(2009, 7, 1),
        ),
        [
            ("CallSid", CALL),
            ("DateCreated", "2009-07-06"),
            ("DateCreated<", "2009-07-07"),
            ("DateCreated>", "2009-07-01"),
        ],
    ),
    (
        lambda v2008: v2008.notifications.list(
            log=0,
            message_date=date(2009, 7, 6),
            message_date_before=date(2009, 7, 7),
            message_date_after=date(2009, 7, 1),
        ),
        [
            ("Log", "0"),
            ("MessageDate", "2009-07-06"),
            ("MessageDate<", "2009-07-07"),
            ("MessageDate>", "2009-07-01"),
        ],
    ),
]


@pytest.fixture
async def client(server: ScriptedServer) -> AsyncIterator[Client]:
    async with client_for(server.url) as running:
        yield running


@SAMPLES
async def test_a_record_and_all_that_it_says(sample: Sample, client: Client, server: ScriptedServer) -> None:
    server.play(record(sample.element, sample.fields))

    model = await sample.fetch(client.v2008)

    assert model == sample.model
    assert not model.extra
    assert None not in model.to_dict().values()
    assert [(arrived.method, arrived.path) for arrived in server.requests] == [("GET", sample.path)]


@SAMPLES
async def test_what_is_empty_or_missing_is_none(
    sample: Sample, client: Client, server: ScriptedServer
) -> None:
    sid = {"Sid": sample.fields["Sid"]}
    server.play(
        record(sample.element, dict.fromkeys(sample.fields, "") | sid),
        record(sample.element, sid),
    )

    for _ in range(2):
        model = await sample.fetch(client.v2008)
        written = model.to_dict()

        assert isinstance(model, type(sample.model))
        assert written == dict.fromkeys(written) | {"sid": sid["Sid"]}


@SAMPLES
async def test_a_record_without_a_sid_is_a_decode_error(
    sample: Sample, client: Client, server: ScriptedServer
) -> None:
    others = {name: text for name, text in sample.fields.items() if name != "Sid"}
    for fields in (others, others | {"Sid": ""}):
        server.always(record(sample.element, fields))

        with pytest.raises(DecodeError, match=rf"{type(sample.model).__name__}\.sid\b"):
            await sample.fetch(client.v2008)


@SAMPLES
def test_personal_data_and_secrets_stay_out_of_the_repr(sample: Sample) -> None:
    hidden = ("5550100143", "5550100199", "Parcel 17", "LogLevel", "example.com", "<h1>", "5ec7e7")

    assert not [text for text in hidden if text in repr(sample.model)]


@pytest.mark.parametrize(("sample", "way", "path"), LISTS)
async def test_lists_stream_over_numbered_pages(
    sample: Sample, way: Way, path: str, client: Client, server: ScriptedServer
) -> None:
    sid = sample.fields["Sid"]
    sids = [sid, *(f"{sid[:2]}{index:032x}" for index in range(4))]
    fields = {name: text for name, text in sample.fields.items() if name != "Sid"}
    server.always(Book("numbers", sids, key=f"{sample.element}s", fields=fields))

    listed = [item async for item in way(client.v2008).list(page_size=2)]

    assert [item.sid for item in listed] == sids
    assert listed[0] == sample.model
    assert {arrived.path for arrived in server.requests} == {path}
    assert [dict(arrived.query) for arrived in server.requests] == [
        {"num": "2"},
        {"num": "2", "Page": "1"},
        {"num": "2", "Page": "2"},
    ]


async def test_links_to_the_next_page_are_followed_where_there_are_any(
    client: Client, server: ScriptedServer
) -> None:
    others = {**CALLS.fields, "Sid": "CA" + "1c" * 16, "EndTime": "", "Price": ""}
    server.play(
        page(
            "Calls",
            [CALLS.fields],
            page=0,
            num_pages=2,
            total=2,
            next_page_uri=f"{HERE}/Calls?Page=1&PageSize=1&AfterSid={CALL}",
        ),
        page("Calls", [others], page=1, num_pages=2, total=2, next_page_uri=None),
    )

    first, second = await client.v2008.calls.list(page_size=1)

    assert first == CALLS.model
    assert (second.sid, second.end_time, second.price) == ("CA" + "1c" * 16, None, None)
    assert server.requests[1].query == [("Page", "1"), ("PageSize", "1"), ("AfterSid", CALL)]


@pytest.mark.parametrize(("way", "query"), FILTERS)
async def test_filters(
    way: Way, query: list[tuple[str, str]], client: Client, server: ScriptedServer
) -> None:
    server.always(lambda arrived: page(arrived.path.rpartition("/")[2], [], page=0, num_pages=1))

    assert await way(client.v2008) == []
    assert server.requests[0].query == [*query, ("num", "1000")]


async def test_days_are_no_instants(client: Client, server: ScriptedServer) -> None:
    with pytest.raises(InvalidArgument, match="start_time takes a day"):
        await client.v2008.calls.list(start_time=MADE)
    assert not server.requests


async def test_a_call_is_made_and_redirected(client: Client, server: ScriptedServer) -> None:
    queued = {**CALLS.fields, "Status": "0", "StartTime": "", "EndTime": "", "Price": ""}
    for name in ("DateCreated", "DateUpdated", "Duration"):
        del queued[name]
    server.play(record("Call", queued), record("Call", {**queued, "Status": "1"}))

    made = await client.v2008.calls.create(
        caller="5550100199",
        called="5550100143",
        url="http://example.com/voice",
        method="GET",
        send_digits="w1#",
        if_machine="Hangup",
        timeout=20,
    )
    redirected = await client.v2008.calls(CALL).redirect(
        current_url="http://example.com/on?a=1", current_method="POST"
    )

    assert isinstance(made, LegacyCall)
    assert (made.sid, made.status, made.date_created) == (CALL, LegacyCallStatus.NOT_YET_DIALED, None)
    assert redirected.status is LegacyCallStatus.IN_PROGRESS
    assert [(arrived.method, arrived.path) for arrived in server.requests] == [
        ("POST", f"{HERE}/Calls"),
        ("POST", f"{HERE}/Calls/{CALL}"),
    ]
    assert [arrived.form for arrived in server.requests] == [
        [
            ("Caller", "5550100199"),
            ("Called", "5550100143"),
            ("Url", "http://example.com/voice"),
            ("Method", "GET"),
            ("SendDigits", "w1#"),
            ("IfMachine", "Hangup"),
            ("Timeout", "20"),
        ],
        [("CurrentUrl", "http://example.com/on?a=1"), ("CurrentMethod", "POST")],
    ]


@pytest.mark.parametrize(
    ("text", "status"), [(str(status.value), status) for status in LegacyCallStatus] + [("9", 9)]
)
@pytest.mark.parametrize(
    ("bits", "flags"),
    [
        ("0", CallFlags(0)),
        ("1", CallFlags.INBOUND),
        ("6", CallFlags.API | CallFlags.DIAL),
        ("12", CallFlags.DIAL | 8),
    ],
)
async def test_statuses_and_flags(
    *, text: str, status: int, bits: str, flags: CallFlags, client: Client, server: ScriptedServer
) -> None:
    server.play(record("Call", {**CALLS.fields, "Status": text, "Flags": bits}))

    call = await client.v2008.calls(CALL).fetch()

    assert isinstance(call.status, LegacyCallStatus)
    assert (call.status, call.flags) == (status, flags)
    assert not call.extra
    assert orjson.loads(orjson.dumps(call.to_dict()))["status"] == int(text)
    assert pickle.loads(pickle.dumps(call)) == call  # noqa: S301 - its own pickle


async def test_a_status_that_is_no_number_is_extra(client: Client, server: ScriptedServer) -> None:
    server.play(record("Call", {**CALLS.fields, "Status": "in-progress", "Flags": "many"}))

    call = await client.v2008.calls(CALL).fetch()

    assert (call.status, call.flags) == (None, None)
    assert call.extra == {"status": "in-progress", "flags": "many"}
    assert call.price == Decimal("-0.03000")


@pytest.mark.parametrize("number", [1, 2, 4, 16, 32, 64])
async def test_statuses_of_accounts(number: int, client: Client, server: ScriptedServer) -> None:
    server.play(record("Account", {**ACCOUNTS.fields, "Status": str(number)}))

    account = await client.v2008.accounts(SUBACCOUNT).fetch()

    assert account.status == LegacyAccountStatus(number) == number
    assert (account.status in set(LegacyAccountStatus)) == (number != 64)


@pytest.mark.parametrize("text", ["1255364102", "Mon, 12 Oct 2009 09:15:02 -0700"])
async def test_transcriptions_have_dates_of_either_form(
    text: str, client: Client, server: ScriptedServer
) -> None:
    server.play(record("Transcription", {**TRANSCRIPTIONS.fields, "DateCreated": text}))

    assert (await client.v2008.transcriptions(TRANSCRIPTION).fetch()).date_created == MADE


async def test_the_text_of_a_transcription(client: Client, server: ScriptedServer) -> None:
    server.play(answer(200, "Parcel 17 & <18>, please ☎".encode(), Content_Type="text/plain"))

    assert await client.v2008.transcriptions(TRANSCRIPTION).text() == "Parcel 17 & <18>, please ☎"
    assert server.requests[0].path == f"{HERE}/Transcriptions/{TRANSCRIPTION}.txt"


async def test_the_sound_of_a_recording_and_its_deletion(
    client: Client, server: ScriptedServer, tmp_path: Any
) -> None:
    server.play(
        answer(200, b"RIFF", Content_Type="audio/x-wav"), answer(200, b"ID3", Content_Type="audio/mpeg")
    )
    server.play(answer(204))
    recording = client.v2008.recordings(RECORDING)

    async with recording.open() as body:
        assert await body.read() == b"RIFF"
    target = await recording.download(tmp_path / "parcel.mp3", format="mp3")
    await recording.delete()

    assert target.read_bytes() == b"ID3"
    assert [(arrived.method, arrived.path.removeprefix(HERE)) for arrived in server.requests] == [
        ("GET", f"/Recordings/{RECORDING}.wav"),
        ("GET", f"/Recordings/{RECORDING}.mp3"),
        ("DELETE", f"/Recordings/{RECORDING}.xml"),
    ]


async def test_an_account_is_renamed(client: Client, server: ScriptedServer) -> None:
    server.play(record("Account", ACCOUNTS.fields))

    assert await client.v2008.accounts(SUBACCOUNT).update(friendly_name="Parcels & co") == ACCOUNTS.model
    assert (server.requests[0].method, server.requests[0].path) == ("POST", f"{ROOT}/{SUBACCOUNT}")
    assert server.requests[0].form == [("FriendlyName", "Parcels & co")]


async def test_accounts_out_of_reach_are_refused(client: Client, server: ScriptedServer) -> None:
    with pytest.raises(InvalidArgument, match="no account's SID"):
        client.v2008.accounts("parcels")
    async with client_for(server.url, auth_token=None, api_key=KEY, api_secret=SECRET) as by_key:
        assert by_key.v2008.accounts(ACCOUNT).sms is not None
        with pytest.raises(InvalidArgument, match="does not reach"):
            by_key.v2008.accounts(SUBACCOUNT)
