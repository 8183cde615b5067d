"""Histories from a formula, over HTTP: lists, filters, single records, and what stands above them."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from aiohttp import ClientSession
from hypothesis import HealthCheck, given, settings, strategies as st

from tests.support.clock import START, ManualClock
from tests.support.emulator_api import FROM, TO, Api
from twilio_async.emulator import Emulator, Fault

FIVE_MILLIONS = 5_000_000
SINCE, UNTIL = date(2026, 2, 1), date(2026, 2, 11)
DAYS = [date(2026, 2, number) for number in range(1, 11)]


@pytest.fixture
def emulator_of_hundreds(emulator: Emulator) -> Emulator:
    emulator.scenes.add_history(messages=700, calls=500, since=SINCE, until=UNTIL, undated=9)
    return emulator


async def walk(api: Api, resource: str, query: str = "", size: int = 70) -> list[dict[str, Any]]:
    """All records of a list, page by page."""
    return [record async for page in pages(api, resource, query, size) for record in page]


async def pages(api: Api, resource: str, query: str, size: int) -> AsyncIterator[list[dict[str, Any]]]:
    following: str | None = f"{resource}.json?PageSize={size}{query}"
    while following:
        page = (await api.get(following)).json
        yield page[resource.lower()]
        following = page["next_page_uri"]


def sids(records: list[dict[str, Any]]) -> list[str]:
    return [record["sid"] for record in records]


def moment(record: dict[str, Any], field: str) -> datetime:
    return parsedate_to_datetime(record[field])


async def test_the_pages_cover_all_records_once_and_newest_first(
    api: Api, emulator_of_hundreds: Emulator
) -> None:
    messages, calls = await walk(api, "Messages"), await walk(api, "Calls")

    assert len(set(sids(messages))) == len(messages) == 709
    assert len(set(sids(calls))) == len(calls) == 500
    for records, field in ((messages, "date_created"), (calls, "start_time")):
        moments = [moment(record, field) for record in records]
        assert moments == sorted(moments, reverse=True)
        assert {each.date() for each in moments} == set(DAYS)
    assert {record["status"] for record in calls} == {"completed", "busy", "no-answer", "failed"}
    assert (emulator_of_hundreds.messages, emulator_of_hundreds.calls) == ([], [])


@pytest.mark.parametrize(("resource", "filter_"), [("Messages", "DateSent"), ("Calls", "StartTime")])
@pytest.mark.usefixtures("emulator_of_hundreds")
async def test_each_record_is_on_exactly_one_day(api: Api, resource: str, filter_: str) -> None:
    field = "date_sent" if filter_ == "DateSent" else "start_time"
    dated = [record for record in await walk(api, resource) if record[field] is not None]
    by_day = [await walk(api, resource, f"&{filter_}={day}") for day in DAYS]

    assert [sid for records in reversed(by_day) for sid in sids(records)] == sids(dated)
    assert {len(records) for records in by_day} == {len(dated) // len(DAYS)}
    for day, records in zip(DAYS, by_day, strict=True):
        assert {moment(record, field).date() for record in records} == {day}


@pytest.mark.usefixtures("emulator_of_hundreds")
async def test_listed_and_fetched_records_are_the_same(api: Api) -> None:
    for resource in ("Messages", "Calls"):
        for record in (await walk(api, resource))[::60]:
            assert (await api.get(f"{resource}/{record['sid']}.json")).json == record
        newest = (await api.get(f"{resource}.xml?PageSize=3")).xml[0]
        first = (await api.get(f"{resource}.json?PageSize=3")).json[resource.lower()][0]
        shown = {str(child.tag): child.text for child in newest}
        assert (shown["Sid"], shown["DateUpdated"]) == (first["sid"], first["date_updated"])
    assert (await api.get(f"Messages/SM{'0' * 32}.json")).status == 404
    assert (await api.get("Messages.json?Page=1&PageToken=PASM" + "0" * 32)).status == 400


@pytest.mark.usefixtures("emulator_of_hundreds")
async def test_pages_are_walked_back(api: Api) -> None:
    first = (await api.get("Messages.json?PageSize=20&DateSent=2026-02-05")).json
    second = (await api.get(first["next_page_uri"])).json
    back = (await api.get(second["previous_page_uri"])).json

    assert back["messages"] == first["messages"]


@pytest.mark.usefixtures("emulator_of_hundreds")
async def test_undated_messages_are_new_and_pass_no_filter(api: Api) -> None:
    everything = await walk(api, "Messages")
    undated = [record for record in everything if record["date_sent"] is None]
    filtered = await walk(api, "Messages", "&DateSent%3E=2020-01-01")

    assert sids(filtered) == [sid for sid in sids(everything) if sid not in set(sids(undated))]
    assert len(undated) == 9
    assert {record["status"] for record in undated} == {"queued", "scheduled", "failed"}
    assert {record["price"] for record in undated} == {None}
    assert min(moment(record, "date_created") for record in undated) >= datetime(2026, 2, 10, tzinfo=UTC)


async def test_undated_messages_reach_the_present(api: Api, emulator: Emulator) -> None:
    emulator.scenes.add_history(messages=100, undated=50, since=date(2026, 2, 25), until=date(2027, 1, 1))
    records = await walk(api, "Messages")
    created = [moment(record, "date_created") for record in records if record["date_sent"] is None]

    assert START - timedelta(hours=1) < max(created) < START
    assert START - timedelta(days=1, seconds=3) <= min(created)
    assert {record["status"] for record in records if record["date_sent"]} <= {
        "delivered",
        "undelivered",
        "failed",
        "received",
    }


@pytest.mark.usefixtures("emulator_of_hundreds")
async def test_what_is_sent_stands_above_and_what_is_deleted_or_changed_stays_so(api: Api) -> None:
    before = await walk(api, "Messages")
    sent = (await api.send()).json["sid"]
    gone, changed = before[100]["sid"], before[200]["sid"]
    assert (await api.delete(f"Messages/{gone}.json")).status == 204
    assert (await api.post(f"Messages/{changed}.json", Body="")).json["body"] == ""
    after = await walk(api, "Messages")

    assert sids(after) == [sent, *(sid for sid in sids(before) if sid != gone)]
    assert [record["sid"] for record in after if record["body"] == ""] == [changed]
    assert (await api.get(f"Messages/{changed}.json")).json["body"] == ""
    assert (await api.get(f"Messages/{gone}.json")).status == 404
    assert (await api.get(f"Messages.json?PageSize=1&Page=1&PageToken=PA{gone}")).json["messages"] == [
        before[101]
    ]
    assert (await api.delete(f"Messages/{changed}.json")).status == 204
    assert changed not in sids(await walk(api, "Messages"))


@pytest.mark.usefixtures("emulator_of_hundreds")
async def test_a_scheduled_message_can_be_canceled_and_a_call_deleted(api: Api) -> None:
    scheduled = next(one for one in await walk(api, "Messages") if one["status"] == "scheduled")["sid"]
    answer = await api.post(f"Messages/{scheduled}.json", Status="canceled")
    call = (await walk(api, "Calls"))[0]["sid"]

    assert answer.json["status"] == "canceled"
    assert (await api.get(f"Messages/{scheduled}.json")).json["status"] == "canceled"
    assert (await api.delete(f"Calls/{call}.json")).status == 204
    assert (await api.get(f"Calls/{call}.json")).status == 404


async def test_a_history_repeats_itself_with_the_seed(session: ClientSession, clock: ManualClock) -> None:
    async def listed(seed: int) -> list[dict[str, Any]]:
        async with Emulator(clock=clock.utc, seed=seed) as emulator:
            emulator.scenes.add_history(messages=20, calls=20, undated=3, since=SINCE, until=UNTIL)
            api = Api(session, emulator)
            return [*await walk(api, "Messages"), *await walk(api, "Calls")]

    first = await listed(1)
    assert first == await listed(1) != await listed(2)


async def test_a_busy_day(api: Api, emulator: Emulator) -> None:
    emulator.scenes.add_history(messages=1000, since=SINCE, until=UNTIL, busy_day=date(2026, 2, 4))
    counts = [len(await walk(api, "Messages", f"&DateSent={day}", 1000)) for day in DAYS]

    assert counts[3] == 900
    assert sum(counts) == 1000
    assert min(counts) >= 11


async def test_five_millions_are_there_at_once(session: ClientSession) -> None:
    async with Emulator() as emulator:
        emulator.scenes.add_history(
            messages=FIVE_MILLIONS, calls=FIVE_MILLIONS, since=date(2025, 1, 1), until=date(2025, 4, 11)
        )
        api = Api(session, emulator)
        for resource, filter_ in (("Messages", "DateSent"), ("Calls", "StartTime")):
            oldest = await walk(api, resource, f"&{filter_}%3C=2025-01-01T00:00:00Z", 1000)
            query = f"&{filter_}%3E=2025-02-20T12:00:00Z&{filter_}%3C=2025-02-20T13:00:00Z"
            hour = await walk(api, resource, query, 1000)
            first = (await api.get(f"{resource}.json?PageSize=1000")).json
            deep = (await api.get(f"{resource}/{hour[0]['sid']}.json")).json
            behind = f"{resource}.json?PageSize=1&Page=9&PageToken=PA{oldest[-1]['sid']}"

            assert len(oldest) == 1
            assert len(set(sids(hour))) == len(hour) == 2084
            assert len(first[resource.lower()]) == 1000
            assert deep == hour[0]
            assert (await api.get(behind)).json[resource.lower()] == []


async def test_subaccounts_have_histories_of_their_own(api: Api, emulator_of_hundreds: Emulator) -> None:
    account = emulator_of_hundreds.scenes.add_account()
    emulator_of_hundreds.scenes.add_history(messages=30, since=SINCE, until=UNTIL, account_sid=account.sid)
    theirs = (await api.get(f"/2010-04-01/Accounts/{account.sid}/Messages.json")).json["messages"]

    assert len(theirs) == 30
    assert {record["account_sid"] for record in theirs} == {account.sid}
    assert not set(sids(theirs)) & set(sids(await walk(api, "Messages")))
    with pytest.raises(ValueError, match="already"):
        emulator_of_hundreds.scenes.add_history(messages=1, since=SINCE)
    with pytest.raises(KeyError):
        emulator_of_hundreds.scenes.add_history(messages=1, account_sid="AC0")
    with pytest.raises(ValueError, match="before the present"):
        emulator_of_hundreds.scenes.add_history(messages=1, since=date(2030, 1, 1), account_sid=account.sid)


async def test_numbered_pages_and_totals(session: ClientSession, clock: ManualClock) -> None:
    async with Emulator(clock=clock.utc, page_style="legacy") as emulator:
        emulator.scenes.add_history(messages=95, since=SINCE, until=UNTIL)
        api = Api(session, emulator)
        page = (await api.get("Messages.json?PageSize=10&Page=9")).json
        filtered = (await api.get("Messages.json?PageSize=10&DateSent=2026-02-03")).json

    assert (page["total"], page["num_pages"], len(page["messages"])) == (95, 10, 5)
    assert filtered["total"] == 10


moments = st.integers(0, 11 * 86_400).map(
    lambda passed: datetime(2026, 1, 31, tzinfo=UTC) + timedelta(seconds=passed)
)
texts = st.tuples(moments, st.booleans()).map(
    lambda drawn: drawn[0].date().isoformat() if drawn[1] else drawn[0].isoformat().replace("+00:00", "Z")
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(after=st.none() | texts, before=st.none() | texts, size=st.integers(1, 60))
def test_any_filter_leaves_what_it_says(after: str | None, before: str | None, size: int) -> None:
    """Both bounds are inclusive, in whole seconds; a day is its midnight."""
    asyncio.run(check_filter(after, before, size))


async def check_filter(after: str | None, before: str | None, size: int) -> None:
    query = "".join(
        f"&{name}={value}" for name, value in (("DateSent%3E", after), ("DateSent%3C", before)) if value
    )
    async with Emulator(clock=ManualClock().utc) as emulator, ClientSession() as session:
        emulator.scenes.add_history(messages=120, undated=10, since=SINCE, until=UNTIL, busy_day=DAYS[4])
        api = Api(session, emulator)
        everything = await walk(api, "Messages", size=1000)
        found = await walk(api, "Messages", query, size)

    def is_selected(record: dict[str, Any]) -> bool:
        if record["date_sent"] is None:
            return not query
        sent = moment(record, "date_sent")
        return (after is None or sent >= instant(after)) and (before is None or sent <= instant(before))

    assert sids(found) == sids([record for record in everything if is_selected(record)])


def instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("DateSent%3E=2026-02-05T12:00:00Z", DAYS[4:]),
        ("DateSent%3C=2026-02-05T12:00:00Z", DAYS[:5]),
        ("DateSent=2026-02-05T12:00:00Z", DAYS[4:5]),
        ("DateSent%3E=2026-02-05&DateSent%3C=2026-02-06T00:00:00Z", DAYS[4:6]),
        ("DateSent%3C=2026-02-05T23:30:00-02:00", DAYS[:6]),
        ("DateSent=2026-02-05", DAYS[4:5]),
    ],
)
async def test_filters_that_take_days_only(
    session: ClientSession, clock: ManualClock, query: str, days: list[date]
) -> None:
    async with Emulator(clock=clock.utc, days_only=True) as emulator:
        emulator.scenes.add_history(messages=100, since=SINCE, until=UNTIL)
        found = await walk(Api(session, emulator), "Messages", f"&{query}")

    per_day = [sum(moment(one, "date_sent").date() == day for one in found) for day in days]
    assert per_day == [10] * len(days)
    assert len(found) == 10 * len(days)


async def test_a_day_before_which_is_its_midnight_where_filters_take_days(
    session: ClientSession, clock: ManualClock
) -> None:
    async with Emulator(clock=clock.utc, days_only=True) as emulator:
        emulator.scenes.add_history(messages=100, since=SINCE, until=UNTIL)
        found = await walk(Api(session, emulator), "Messages", "&DateSent%3C=2026-02-02")

    assert len(found) == 11


@pytest.mark.parametrize(("sign", "time"), [("", "01"), ("%3E", "23"), ("%3C", "01")])
async def test_conferences_and_notifications_take_days_whatever_comes(
    api: Api, emulator: Emulator, sign: str, time: str
) -> None:
    call = emulator.scenes.add_call(to=FROM, from_=TO)
    emulator.scenes.add_notification(call.sid)
    await api.post("Conferences/Room/Participants.json", To=TO, From=FROM)
    bound = f"{sign}=2026-03-01T{time}:00:00Z"

    assert len((await api.get(f"Notifications.json?MessageDate{bound}")).json["notifications"]) == 1
    assert len((await api.get(f"Conferences.json?DateCreated{bound}")).json["conferences"]) == 1


async def test_usage_counts_a_history(api: Api, emulator: Emulator) -> None:
    emulator.scenes.add_history(messages=80, since=SINCE, until=UNTIL)
    records = (await api.get("Usage/Records/AllTime.json?PageSize=1000")).json["usage_records"]
    counts = {record["category"]: record["count"] for record in records}
    received = [one for one in await walk(api, "Messages") if one["status"] == "received"]

    assert counts["sms-inbound"] == str(len(received))
    assert counts["sms-outbound"] == str(80 - len(received))


async def test_a_fault_on_a_page_of_a_list(api: Api, emulator_of_hundreds: Emulator) -> None:
    emulator_of_hundreds.faults.script(
        Fault.server_error(503), page=2, match=lambda _, path: path.endswith("/Messages.json")
    )
    emulator_of_hundreds.faults.script(Fault.rate_limited(), page=0)
    statuses = [(await api.get("Calls.json")).status, (await api.send()).status]
    following: str | None = "Messages.json?PageSize=200"
    while following:
        answer = await api.get(following)
        statuses.append(answer.status)
        following = answer.json["next_page_uri"] if answer.status == 200 else following

    assert statuses == [429, 201, 200, 200, 503, 200, 200]
