"""Usage adds up: messages and calls by category and time, triggers, the balance."""

from decimal import Decimal
from typing import Any

import pytest

from tests.support.clock import ManualClock
from tests.support.emulator_api import FROM, TO, Api
from twilio_async.emulator import Emulator

DAY = 86_400


RECORDS = "Usage/Records"


async def records(api: Api, name: str = "", **filters: str) -> list[dict[str, Any]]:
    query = "&".join(f"{key}={value}" for key, value in filters.items())
    answer = await api.get(f"{RECORDS}{'/' * bool(name)}{name}.json?{query}")
    assert answer.status == 200
    found: list[dict[str, Any]] = answer.json["usage_records"]
    return found


async def counts(api: Api, name: str = "", **filters: str) -> dict[str, str]:
    return {record["category"]: record["count"] for record in await records(api, name, **filters)}


@pytest.fixture
async def three_days(api: Api, clock: ManualClock) -> None:
    """A text on 28 February, two on 1 March, and a call on 2 March; then it is 3 March."""
    clock.advance(-DAY)
    await api.send()
    clock.advance(DAY)
    await api.send()
    await api.send(Body="x" * 161)
    clock.advance(DAY)
    await api.post("Calls.json", To=TO, From=FROM, Url="https://example.com/voice")
    clock.advance(DAY)


@pytest.mark.usefixtures("three_days")
async def test_all_of_the_time(api: Api) -> None:
    found = {record["category"]: record for record in await records(api)}

    assert list(found) == sorted(found)
    assert (found["sms"]["count"], found["sms"]["usage"], found["sms"]["price"]) == ("3", "4", "0.0316")
    assert (found["sms-outbound"]["count"], found["sms-inbound"]["count"]) == ("3", "0")
    assert (found["calls"]["count"], found["calls-outbound"]["usage"]) == ("1", "1")
    assert Decimal(found["totalprice"]["usage"]) == Decimal("0.0316") + Decimal(str(found["calls"]["price"]))
    assert (found["sms"]["start_date"], found["sms"]["end_date"]) == ("2026-02-28", "2026-03-03")
    assert (found["sms"]["count_unit"], found["calls"]["usage_unit"]) == ("messages", "minutes")
    assert found["sms"]["subresource_uris"]["daily"].endswith("/Usage/Records/Daily.json?Category=sms")


@pytest.mark.usefixtures("three_days")
@pytest.mark.parametrize(
    ("name", "spans"),
    [
        ("", [("2026-02-28", "2026-03-03", "3")]),
        ("AllTime", [("2026-02-28", "2026-03-03", "3")]),
        (
            "Daily",
            [
                ("2026-03-03", "2026-03-03", "0"),
                ("2026-03-02", "2026-03-02", "0"),
                ("2026-03-01", "2026-03-01", "2"),
                ("2026-02-28", "2026-02-28", "1"),
            ],
        ),
        ("Monthly", [("2026-03-01", "2026-03-03", "2"), ("2026-02-28", "2026-02-28", "1")]),
        ("Yearly", [("2026-02-28", "2026-03-03", "3")]),
        ("ThisMonth", [("2026-03-01", "2026-03-03", "2")]),
        ("LastMonth", [("2026-02-01", "2026-02-28", "1")]),
        ("Today", [("2026-03-03", "2026-03-03", "0")]),
        ("Yesterday", [("2026-03-02", "2026-03-02", "0")]),
    ],
)
async def test_the_nine_lists(api: Api, name: str, spans: list[tuple[str, str, str]]) -> None:
    found = await records(api, name, Category="sms")

    assert [(each["start_date"], each["end_date"], each["count"]) for each in found] == spans
    assert all(each["uri"].split(".json")[0].endswith(f"{RECORDS}/{name}".rstrip("/")) for each in found)


@pytest.mark.usefixtures("three_days")
@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"StartDate": "2026-03-01"}, "2"),
        ({"EndDate": "2026-02-28"}, "1"),
        ({"StartDate": "2026-03-01", "EndDate": "2026-03-01"}, "2"),
        ({"StartDate": "-1day"}, "0"),
        ({"StartDate": "-30days", "EndDate": "-1days"}, "3"),
    ],
)
async def test_dates(api: Api, filters: dict[str, str], count: str) -> None:
    assert (await counts(api, **filters))["sms"] == count


@pytest.mark.usefixtures("three_days")
async def test_filters_that_leave_nothing(api: Api) -> None:
    assert await counts(api, StartDate="2026-03-05") == {}
    assert await counts(api, "Yesterday", EndDate="2026-03-01") == {}
    assert await counts(api, Category="pigeons") == {}


@pytest.mark.parametrize("query", ["StartDate=yesterday", "EndDate=2026-02-30", "IncludeSubaccounts=some"])
async def test_filters_that_are_refused(api: Api, query: str) -> None:
    assert (await api.get(f"{RECORDS}.json?{query}")).code == 20001


@pytest.mark.parametrize("name", ["", "/Daily"])
async def test_an_end_before_the_beginning_is_not_found(api: Api, name: str) -> None:
    path = f"{RECORDS}{name}.json"
    answer = await api.get(f"{path}?StartDate=2026-03-02&EndDate=2026-03-01")

    assert (answer.status, answer.code) == (404, 20404)
    assert answer.json["message"].endswith(f"/{path} was not found")


async def test_subaccounts_are_included(api: Api, emulator: Emulator, clock: ManualClock) -> None:
    sub = emulator.scenes.add_account()
    await api.send()
    below = f"/2010-04-01/Accounts/{sub.sid}"
    await api.post(f"{below}/Messages.json", To=TO, From=FROM, Body="Hi")
    clock.advance(60)
    own = (await api.get(f"{below}/{RECORDS}.json?Category=sms")).json["usage_records"]

    assert (await counts(api))["sms"] == "2"
    assert (await counts(api, IncludeSubaccounts="false"))["sms"] == "1"
    assert [record["count"] for record in own] == ["1"]


async def test_what_counts(api: Api, clock: ManualClock) -> None:
    await api.send(MediaUrl="https://example.com/cat.jpg")
    form = {"MessagingServiceSid": "MG" + "0" * 32, "ScheduleType": "fixed"}
    await api.send(SendAt="2026-03-02T12:00:00Z", **form)
    canceled = (await api.send(SendAt="2026-03-02T12:00:00Z", **form)).json["sid"]
    await api.post(f"Messages/{canceled}.json", Status="canceled")
    at_first = await counts(api)
    clock.advance(60)
    later = await counts(api)
    clock.advance(2 * DAY)

    assert (at_first["sms"], at_first["mms"]) == ("0", "0")
    assert (later["sms"], later["mms"], later["mms-outbound"]) == ("0", "1", "1")
    assert (await counts(api))["sms"] == "1"


async def test_a_seeded_history_adds_up(api: Api, emulator: Emulator) -> None:
    emulator.scenes.seed_messages(200, days=5)
    emulator.scenes.seed_calls(100, days=5)
    daily = await records(api, "Daily", PageSize="1000")
    total = await counts(api)

    assert (total["sms"], total["calls"]) == (
        str(sum(int(record["count"]) for record in daily if record["category"] == "sms")),
        str(sum(int(record["count"]) for record in daily if record["category"] == "calls")),
    )
    assert int(total["sms"]) == int(total["sms-inbound"]) + int(total["sms-outbound"]) == 200
    assert 0 < int(total["calls"]) <= 100


@pytest.mark.usefixtures("three_days")
async def test_records_in_xml_and_in_pages(api: Api) -> None:
    listed = (await api.get(f"{RECORDS}/Daily?PageSize=7")).xml
    pages = [await api.get(f"{RECORDS}/Daily.json?PageSize=7")]
    while pages[-1].json["next_page_uri"]:
        pages.append(await api.get(pages[-1].json["next_page_uri"]))

    assert (listed.tag, listed[0].tag, len(listed)) == ("UsageRecords", "UsageRecord", 7)
    shown = [record for page in pages for record in page.json["usage_records"]]
    assert shown == await records(api, "Daily")


@pytest.mark.usefixtures("three_days")
async def test_the_balance_falls(api: Api) -> None:
    balance = await api.get("Balance.json")
    price = Decimal((await counts(api))["totalprice"])

    assert balance.json == {
        "account_sid": api.account_sid,
        "balance": f"{100 - price:.2f}",
        "currency": "USD",
    }


@pytest.mark.usefixtures("three_days")
@pytest.mark.parametrize(
    ("parameters", "limit", "current"),
    [
        ({}, "100", "4"),
        ({"TriggerBy": "count"}, "100", "3"),
        ({"TriggerBy": "price"}, "100", "0.03160"),
        ({"Recurring": "daily"}, "100", "0"),
        ({"Recurring": "monthly"}, "100", "3"),
        ({"Recurring": "yearly"}, "100", "4"),
        ({"Recurring": "alltime"}, "100", "4"),
        ({"TriggerValue": "+100"}, "104", "4"),
        ({"UsageCategory": "pigeons"}, "100", "0"),
    ],
)
async def test_a_trigger(api: Api, parameters: dict[str, str], limit: str, current: str) -> None:
    form = {"CallbackUrl": "https://example.com", "TriggerValue": "100", "UsageCategory": "sms"} | parameters
    created = await api.post("Usage/Triggers.json", form)

    assert created.status == 201
    assert (created.json["trigger_value"], created.json["current_value"]) == (limit, current)
    assert created.json["usage_record_uri"].endswith(f"Records.json?Category={form['UsageCategory']}")


async def test_triggers_are_changed_and_filtered(api: Api) -> None:
    form = {"CallbackUrl": "https://example.com", "TriggerValue": "100", "UsageCategory": "sms"}
    sid = (await api.post("Usage/Triggers.json", form)).json["sid"]
    changed = await api.post(f"Usage/Triggers/{sid}", FriendlyName="Texts")

    assert changed.fields["FriendlyName"] == "Texts"
    assert (await api.get("Usage/Triggers.json?UsageCategory=calls")).json["usage_triggers"] == []
    assert len((await api.get("Usage/Triggers.json?TriggerBy=usage")).json["usage_triggers"]) == 1
    assert (await api.post("Usage/Triggers.json", form | {"TriggerValue": "many"})).code == 20001
    assert (await api.delete(f"Usage/Triggers/{sid}")).status == 204
