"""Lists of 2010-04-01: paging by tokens and by numbers, and filters."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from tests.support.clock import ManualClock
from tests.support.emulator_api import FROM, TO, Api
from twilio_async.emulator import Emulator

OTHER = "+15550100001"


@pytest.fixture
async def five(api: Api, clock: ManualClock) -> list[str]:
    """The sids of five messages, newest first, one a day from 1 March noon on."""
    sids: list[str] = []
    for index in range(5):
        sids.append((await api.send(To=TO if index % 2 else OTHER)).json["sid"])
        clock.advance(86_400)
    return sids[::-1]


async def walk(api: Api, path: str, link: str = "next_page_uri") -> AsyncIterator[list[str]]:
    following: str | None = path
    while following:
        page = (await api.get(following)).json
        yield [message["sid"] for message in page["messages"]]
        following = page[link]


async def test_the_envelope_of_a_page(api: Api, five: list[str]) -> None:
    page = (await api.get("Messages.json?PageSize=2&To=%2B15558675310")).json

    base = f"/2010-04-01/Accounts/{api.account_sid}/Messages.json?To=%2B15558675310&PageSize=2&Page="
    assert [message["sid"] for message in page.pop("messages")] == [five[1], five[3]]
    assert page == {
        "page": 0,
        "page_size": 2,
        "start": 0,
        "end": 1,
        "uri": f"{base}0",
        "first_page_uri": f"{base}0",
        "previous_page_uri": None,
        "next_page_uri": None,
    }


async def test_pages_are_walked_to_the_end_and_back(api: Api, five: list[str]) -> None:
    forth = [page async for page in walk(api, "Messages.json?PageSize=2")]
    second = (await api.get((await api.get("Messages.json?PageSize=2")).json["next_page_uri"])).json
    last = (await api.get(second["next_page_uri"])).json
    back = (await api.get(last["previous_page_uri"])).json

    assert forth == [five[:2], five[2:4], five[4:]]
    assert second["next_page_uri"].endswith(f"Messages.json?PageSize=2&Page=2&PageToken=PA{five[3]}")
    assert last["previous_page_uri"].endswith(f"?PageSize=2&Page=1&PageToken=PB{five[4]}")
    assert (last["page"], last["start"], last["end"], last["next_page_uri"]) == (2, 4, 4, None)
    assert [message["sid"] for message in back["messages"]] == five[1:4][-2:]
    assert back["next_page_uri"] == second["next_page_uri"]


async def test_new_and_deleted_messages_disturb_no_walk(api: Api, five: list[str]) -> None:
    following = (await api.get("Messages.json?PageSize=2")).json["next_page_uri"]
    await api.send()
    await api.delete(f"Messages/{five[1]}.json")
    await api.delete(f"Messages/{five[2]}.json")

    assert [page async for page in walk(api, following)] == [five[3:]]


async def test_default_and_empty_page(api: Api) -> None:
    page = (await api.get("Messages.json")).json

    assert (page["page_size"], page["start"], page["end"], page["messages"]) == (50, 0, 0, [])


@pytest.mark.parametrize(
    ("query", "code", "message"),
    [
        ("Page=1", 20001, "PageToken is required for paging."),
        ("Page=1&PageToken=PASM1", 20001, "Invalid PageToken."),
        ("Page=-1", 20001, "Invalid Parameter Page"),
        ("PageSize=1001", 20007, "Page size must not be greater than 1000"),
        ("PageSize=0", 20001, "Invalid Parameter PageSize"),
        ("PageSize=many", 20001, "Invalid Parameter PageSize"),
        ("num=5", 20001, "Unknown parameter num"),
        ("DateSent=yesterday", 20001, "Invalid date value."),
        ("DateSent=2026-13-01", 20001, "Invalid date value."),
        ("DateSent=2026-03-01T00:00:00", 20001, "Invalid date value."),
        ("DateSent=%3E%3D2026-03-01", 20001, "Invalid date value."),
        ("DateSent%3E%3D2026-03-01", 20001, "Unknown parameter DateSent>=2026-03-01"),
    ],
)
async def test_a_bad_list_request(api: Api, query: str, code: int, message: str) -> None:
    answer = await api.get(f"Messages.json?{query}")

    assert (answer.status, answer.code, answer.json["message"]) == (400, code, message)


@pytest.mark.parametrize(
    ("query", "chosen"),
    [
        ("DateSent=2026-03-02", [3]),
        ("DateSent%3E=2026-03-03", [0, 1, 2]),
        ("DateSent>=2026-03-03", [0, 1, 2]),
        ("DateSent%3E%3D=2026-03-03", [0, 1, 2]),
        ("DateSent%3C=2026-03-03", [3, 4]),
        ("DateSent<=2026-03-03", [3, 4]),
        ("DateSent%3C%3D=2026-03-03", [3, 4]),
        ("DateSent%3E=2026-03-02&DateSent%3C=2026-03-04", [2, 3]),
        ("DateSent%3C=2026-03-03T12:00:01Z", [2, 3, 4]),
        ("DateSent%3E=2026-03-03T14:00:01%2B02:00", [0, 1, 2]),
        ("DateSent=2026-03-03T12:00:01Z", [2]),
        ("DateSent=2026-03-03T12:00:02Z", []),
        ("DateSent%3E=2026-03-05&DateSent%3C=2026-03-01", []),
        ("To=%2B15550100001", [0, 2, 4]),
        ("To=5550100001&From=%2B15550100000", [0, 2, 4]),
        ("From=%2B15550100001", []),
        ("From=PARCELS", []),
        ("To=%2B15550100001&DateSent%3E=2026-03-03", [0, 2]),
    ],
)
@pytest.mark.parametrize("page_size", [1, 50])
async def test_filters(api: Api, five: list[str], query: str, chosen: list[int], page_size: int) -> None:
    pages = [page async for page in walk(api, f"Messages.json?{query}&PageSize={page_size}")]

    assert [sid for page in pages for sid in page] == [five[index] for index in chosen]


async def test_page_uris_repeat_the_filters_encoded(api: Api, five: list[str]) -> None:
    page = (await api.get("Messages.json?DateSent>=2026-03-01&PageSize=1")).json

    assert (
        f"/Messages.json?DateSent%3E=2026-03-01&PageSize=1&Page=1&PageToken=PA{five[0]}"
        in page["next_page_uri"]
    )


async def test_a_message_not_yet_sent_has_no_date_to_be_found_by(api: Api, clock: ManualClock) -> None:
    await api.send()
    before = (await api.get("Messages.json?DateSent%3E=2026-03-01")).json["messages"]
    clock.advance(1)
    after = (await api.get("Messages.json?DateSent%3E=2026-03-01")).json["messages"]

    assert (len(before), len(after)) == (0, 1)


async def test_a_list_as_xml(api: Api, five: list[str]) -> None:
    answer = await api.get("Messages.xml?PageSize=2")

    base = f"/2010-04-01/Accounts/{api.account_sid}/Messages"
    assert answer.xml.tag == "Messages"
    assert dict(answer.xml.attrib) == {
        "page": "0",
        "pagesize": "2",
        "uri": f"{base}?PageSize=2&Page=0",
        "firstpageuri": f"{base}?PageSize=2&Page=0",
        "previouspageuri": "",
        "nextpageuri": f"{base}?PageSize=2&Page=1&PageToken=PA{five[1]}",
    }
    assert [item.findtext("Sid") for item in answer.xml.iterfind("Message")] == five[:2]


async def test_a_history_with_holes_stays_in_order(api: Api, emulator: Emulator) -> None:
    first = (await api.send()).json["sid"]
    emulator.scenes.seed_messages(25)
    pages = [page async for page in walk(api, "Messages.json?PageSize=10")]

    assert [len(page) for page in pages] == [10, 10, 6]
    assert pages[0][0] == first


async def test_legacy_pages_are_numbered(clock: ManualClock, session: ClientSession) -> None:
    async with Emulator(clock=clock.utc, page_style="legacy") as emulator:
        api = Api(session, emulator)
        emulator.scenes.seed_messages(5)
        first = (await api.get("Messages.json?PageSize=2")).json
        last = (await api.get(first["last_page_uri"])).json
        beyond = (await api.get("Messages.json?PageSize=2&Page=7")).json
        xml = (await api.get("SMS/Messages?PageSize=2&Page=1")).xml

    base = f"/2010-04-01/Accounts/{api.account_sid}/Messages.json"
    assert {key: first[key] for key in first if key != "messages"} == {
        "page": 0,
        "num_pages": 3,
        "page_size": 2,
        "total": 5,
        "start": 0,
        "end": 1,
        "uri": f"{base}?Page=0&PageSize=2",
        "first_page_uri": f"{base}?Page=0&PageSize=2",
        "previous_page_uri": None,
        "next_page_uri": f"{base}?Page=1&PageSize=2",
        "last_page_uri": f"{base}?Page=2&PageSize=2",
    }
    assert (last["start"], last["end"], last["next_page_uri"]) == (4, 4, None)
    assert (beyond["messages"], beyond["next_page_uri"], beyond["total"]) == ([], None, 5)
    assert " ".join(str(name) for name in xml.attrib) == (
        "page numpages pagesize total start end uri firstpageuri previouspageuri nextpageuri lastpageuri"
    )
    assert (xml.get("start"), xml.get("end"), len(xml)) == ("2", "3", 2)


async def test_legacy_totals_count_what_the_filters_leave(clock: ManualClock, session: ClientSession) -> None:
    async with Emulator(clock=clock.utc, page_style="legacy") as emulator:
        api = Api(session, emulator)
        for to in (TO, OTHER, TO):
            await api.send(To=to)
        page = (await api.get(f"Messages.json?To=%2B{TO[1:]}&From=%2B{FROM[1:]}&PageSize=1&Page=1")).json

    assert (page["total"], page["num_pages"], len(page["messages"])) == (2, 2, 1)
    assert page["messages"][0]["sid"] == emulator.messages[0].sid
