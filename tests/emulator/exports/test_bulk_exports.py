"""BulkExport over HTTP: the days that can be loaded, their files, and the jobs that make them."""

import gzip
from datetime import date, datetime
from email.utils import format_datetime
from typing import Any

import orjson
import pytest
from aiohttp import ClientSession
from yarl import URL

from tests.support.clock import ManualClock
from tests.support.emulator_api import Api
from twilio_async.emulator import Emulator, Fault

SINCE, UNTIL = date(2026, 2, 1), date(2026, 3, 1)
DAYS = [f"2026-02-{number:02d}" for number in range(1, 28)]
"""The days that can be loaded on the first of March: all that are two days ago or more."""
JOB = {"StartDay": "2026-01-30", "EndDay": "2026-01-31", "FriendlyName": "January"}
MESSAGES_LACK = {"price_unit", "api_version", "error_message", "uri", "subresource_uris"}


@pytest.fixture
def emulator_of_hundreds(emulator: Emulator) -> Emulator:
    emulator.scenes.add_history(messages=560, calls=280, since=SINCE, until=UNTIL, undated=7)
    return emulator


async def load(session: ClientSession, api: Api, resource_type: str, day: str) -> list[dict[str, Any]]:
    """The rows of the file of a day."""
    answer = await api.get(f"/v1/Exports/{resource_type}/Days/{day}")
    assert answer.status == 307
    async with session.get(answer.headers["Location"]) as response:
        assert (response.status, response.content_type) == (200, "application/gzip")
        content = gzip.decompress(await response.read())
    return [orjson.loads(line) for line in content.splitlines()]


async def listed_days(api: Api, resource_type: str, size: int) -> list[list[dict[str, Any]]]:
    found: list[list[dict[str, Any]]] = []
    following: str | None = f"/v1/Exports/{resource_type}/Days?PageSize={size}"
    while following:
        page = (await api.get(URL(following).raw_path_qs)).json
        assert page["meta"]["key"] == "days"
        assert page["meta"]["page_size"] == size
        found.append(page["days"])
        following = page["meta"]["next_page_url"]
    return found


async def test_the_days_of_a_history_are_there_at_once(api: Api, emulator_of_hundreds: Emulator) -> None:
    pages = await listed_days(api, "Messages", 10)
    days = [day for page in pages for day in page]

    assert [len(page) for page in pages] == [10, 10, 7]
    assert sorted(day["day"] for day in days) == DAYS
    assert {day["resource_type"] for day in days} == {"Messages"}
    assert days[0].keys() == {"resource_type", "day", "size", "create_date", "friendly_name"}
    assert len((await listed_days(api, "Calls", 50))[0]) == 27
    assert await listed_days(api, "Conferences", 50) == [[]]
    assert emulator_of_hundreds.executed["GET Exports/Days"] == 5
    assert (await api.get("/v1/Exports/Messages/Days")).json["meta"] == {
        "key": "days",
        "page": 0,
        "page_size": 50,
        "first_page_url": f"{emulator_of_hundreds.url}/v1/Exports/Messages/Days?PageSize=50&Page=0",
        "previous_page_url": None,
        "url": f"{emulator_of_hundreds.url}/v1/Exports/Messages/Days?PageSize=50&Page=0",
        "next_page_url": None,
    }


@pytest.mark.usefixtures("emulator_of_hundreds")
@pytest.mark.parametrize(
    ("resource_type", "filter_", "lacking"),
    [("Messages", "DateSent", MESSAGES_LACK), ("Calls", "StartTime", {"uri", "subresource_uris"})],
)
async def test_a_file_has_what_the_list_of_its_day_has(
    session: ClientSession, api: Api, resource_type: str, filter_: str, lacking: set[str]
) -> None:
    rows = await load(session, api, resource_type, "2026-02-05")
    listed = (await api.get(f"{resource_type}.json?{filter_}=2026-02-05&PageSize=1000")).json

    assert [in_rfc_2822(row) for row in rows] == [
        {key: value for key, value in record.items() if key not in lacking}
        for record in listed[resource_type.lower()]
    ]


def in_rfc_2822(row: dict[str, Any]) -> dict[str, Any]:
    """A row with its moments as lists have them."""
    moments = {
        key: format_datetime(datetime.fromisoformat(value))
        for key, value in row.items()
        if value is not None and (key.startswith("date_") or key.endswith("_time")) and key != "queue_time"
    }
    return row | moments


async def test_unsent_messages_are_in_the_file_of_the_day_of_their_creation(
    session: ClientSession, api: Api, emulator: Emulator
) -> None:
    emulator.scenes.add_history(messages=50, undated=5, since=SINCE, until=date(2026, 2, 11))
    rows = await load(session, api, "Messages", "2026-02-10")

    assert sum(row["date_sent"] is None for row in rows) == 5
    assert {row["date_created"][:10] for row in rows} == {"2026-02-10"}


async def test_a_job_makes_days_of_what_was_sent(
    session: ClientSession, api: Api, emulator: Emulator, clock: ManualClock
) -> None:
    sent = (await api.send(Body="100 % & more")).json["sid"]
    assert await listed_days(api, "Messages", 50) == [[]]
    clock.advance(2 * 86_400)
    job = {"StartDay": "2026-02-28", "EndDay": "2026-03-01", "FriendlyName": "Spring"}
    made = await api.post("/v1/Exports/Messages/Jobs", job)
    days = (await listed_days(api, "Messages", 50))[0]
    rows = await load(session, api, "Messages", "2026-03-01")

    assert (made.status, made.json["resource_type"], made.json["details"][0]["count"]) == (201, "Messages", 2)
    assert (await api.get(f"/v1/Exports/Jobs/{made.json['job_sid']}")).json["friendly_name"] == "Spring"
    assert [(day["day"], day["friendly_name"]) for day in days] == [
        ("2026-03-01", "Spring"),
        ("2026-02-28", "Spring"),
    ]
    assert [(row["sid"], row["body"], row["status"]) for row in rows] == [(sent, "100 % & more", "delivered")]
    assert await load(session, api, "Messages", "2026-02-28") == []
    assert made.json["details"][0]["days"] == ["2026-02-28", "2026-03-01"]
    assert emulator.executed["POST Exports/Jobs"] == 1


async def test_jobs_are_listed_until_they_are_deleted_and_their_days_stay(api: Api) -> None:
    sids = [(await api.post("/v1/Exports/Calls/Jobs", JOB)).json["job_sid"] for _ in range(3)]
    first = (await api.get("/v1/Exports/Calls/Jobs?PageSize=2")).json
    rest = (await api.get(URL(first["meta"]["next_page_url"]).raw_path_qs)).json
    deleted = await api.delete(f"/v1/Exports/Jobs/{sids[1]}")

    assert [job["job_sid"] for job in [*first["jobs"], *rest["jobs"]]] == sids[::-1]
    assert (first["meta"]["key"], rest["meta"]["next_page_url"]) == ("jobs", None)
    assert (deleted.status, deleted.body) == (204, b"")
    assert (await api.get(f"/v1/Exports/Jobs/{sids[1]}")).status == 404
    assert len((await api.get("/v1/Exports/Calls/Jobs")).json["jobs"]) == 2
    assert (await api.get("/v1/Exports/Messages/Jobs")).json["jobs"] == []
    assert (await api.get("/v1/Exports/Calls/Jobs?PageToken=PTnone")).code == 20001
    assert len((await listed_days(api, "Calls", 50))[0]) == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"EndDay": "2026-02-28"}, "two days ago"),
        ({"EndDay": "2026-01-29"}, "on or after StartDay"),
        ({"StartDay": "2024-01-01"}, "366 days"),
        ({"StartDay": "January"}, "Invalid date"),
        ({"FriendlyName": ""}, "FriendlyName"),
        ({"Color": "red"}, "Color"),
    ],
)
async def test_a_job_that_cannot_be(api: Api, changes: dict[str, str], words: str) -> None:
    answer = await api.post("/v1/Exports/Calls/Jobs", JOB | changes)

    assert (answer.status, answer.code) == (400, 20001)
    assert words in answer.json["message"]


@pytest.mark.usefixtures("emulator_of_hundreds")
async def test_what_there_is_not(api: Api) -> None:
    for path in (
        "/v1/Exports/Messages/Days/2026-02-28",
        "/v1/Exports/Messages/Days/2026-01-31",
        "/v1/Exports/Messages/Days/yesterday",
        "/v1/Exports/Conferences/Days/2026-02-03",
        "/v1/Exports/Faxes/Days",
        "/v1/Exports/Jobs/JS" + "0" * 32,
        "/v1/Exports/Messages",
    ):
        answer = await api.get(path)
        assert (answer.status, answer.code) == (404, 20404)
    assert (await api.delete("/v1/Exports/Messages/Days")).status == 405
    assert (await api.get("/v1/Exports/Messages/Days?PageSize=1001")).code == 20007


async def test_credentials_and_whose_days_they_show(api: Api, emulator_of_hundreds: Emulator) -> None:
    account = emulator_of_hundreds.scenes.add_account()
    api.use(account.sid, account.auth_token)
    theirs = await listed_days(api, "Messages", 50)
    job = (await api.post("/v1/Exports/Calls/Jobs", JOB)).json["job_sid"]
    api.use(emulator_of_hundreds.account_sid, emulator_of_hundreds.auth_token)
    hidden = await api.get(f"/v1/Exports/Jobs/{job}")
    api.use(emulator_of_hundreds.test_account_sid, emulator_of_hundreds.test_auth_token)
    tested = await api.get("/v1/Exports/Calls/Days")
    api.authorization = None
    refused = await api.get("/v1/Exports/Calls/Days")

    assert theirs == [[]]
    assert (hidden.status, tested.status, refused.status, refused.code) == (404, 403, 401, 20003)


@pytest.mark.usefixtures("emulator_of_hundreds")
async def test_the_address_of_a_file_is_signed(session: ClientSession, api: Api, clock: ManualClock) -> None:
    answer = await api.get("/v1/Exports/Calls/Days/2026-02-03")
    address = answer.headers["Location"]
    credentials = {"Authorization": api.authorization or ""}

    assert answer.json == {"redirect_to": address}
    async with session.get(address, headers=credentials) as response:
        assert response.status == 400
    async with session.get(address.replace("2026-02-03", "2026-02-04")) as response:
        assert response.status == 403
    clock.advance(5 * 3600)
    async with session.get(address) as response:
        assert response.status == 403


@pytest.mark.usefixtures("emulator_of_hundreds")
async def test_faults_meet_exports_too(api: Api, emulator: Emulator) -> None:
    emulator.faults.script(Fault.server_error(503), match=lambda _, path: "/Days/" in path)

    assert (await api.get("/v1/Exports/Calls/Days/2026-02-03")).code == 20503
    assert (await api.get("/v1/Exports/Calls/Days/2026-02-03")).status == 307


async def test_a_large_day_is_loaded(session: ClientSession, api: Api, emulator: Emulator) -> None:
    emulator.scenes.add_history(messages=20_000, since=SINCE, until=UNTIL, busy_day=date(2026, 2, 9))
    rows = await load(session, api, "Messages", "2026-02-09")

    assert len({row["sid"] for row in rows}) == len(rows) == 18_000
