"""SMS/Messages of both generations."""

import pytest
from aiohttp import ClientSession

from tests.support.clock import ManualClock
from tests.support.emulator_api import FROM, TO, Api
from twilio_async.emulator import Emulator

MEDIA = {"MediaUrl": "https://example.com/parcel.png"}


@pytest.fixture
def old(api: Api) -> str:
    return f"/2008-08-01/Accounts/{api.account_sid}/SMS/Messages"


async def test_sms_messages_are_the_sms_among_the_messages(api: Api, clock: ManualClock) -> None:
    created = await api.post("SMS/Messages.json", To=TO, From=FROM, Body="Hi")
    mms = (await api.send(**MEDIA)).json["sid"]
    clock.advance(3)
    sid = created.json["sid"]
    listed = (await api.get(f"SMS/Messages.json?To=%2B{TO[1:]}")).json["sms_messages"]

    assert created.status == 201
    assert [message["sid"] for message in listed] == [sid]
    assert listed[0]["status"] == "sent"
    assert listed[0]["price"] == "-0.00790"
    assert (await api.get(f"SMS/Messages/{mms}.json")).status == 404
    assert [message["sid"] for message in (await api.get("SMS/Messages.json")).json["sms_messages"]] == [sid]
    assert " ".join((await api.get(f"SMS/Messages/{sid}")).fields) == (
        "Sid DateCreated DateUpdated DateSent AccountSid To From Body Status Direction Price ApiVersion Uri"
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"To": ""}, 21604),
        ({"From": ""}, 21603),
        ({"Body": ""}, 21602),
        ({"Body": "x" * 161}, 21605),
        ({"MediaUrl": "https://example.com/parcel.png"}, 20001),
    ],
)
async def test_a_bad_sms_is_refused(api: Api, changes: dict[str, str], code: int) -> None:
    answer = await api.post("SMS/Messages.json", {"To": TO, "From": FROM, "Body": "Hi"} | changes)

    assert (answer.status, answer.code) == (400, code)


async def test_2008_create_and_fetch(api: Api, old: str, clock: ManualClock) -> None:
    created = await api.post(old, To="555-867-5310", From="5550100000", Body="Parcel 17 is ready")
    clock.advance(5)
    fetched = await api.get(f"{old}/{created.fields['Sid']}")

    assert created.status == 201
    assert created.headers["Location"] == f"{old}/{created.fields['Sid']}"
    assert created.body.startswith(b"<TwilioResponse><SMSMessage><Sid>SM")
    assert created.fields["Status"] == "queued"
    assert created.fields["DateSent"] is None
    assert fetched.fields == {
        "Sid": created.fields["Sid"],
        "DateCreated": "Sun, 01 Mar 2026 05:00:00 -0700",
        "DateUpdated": "Sun, 01 Mar 2026 05:00:03 -0700",
        "DateSent": "Sun, 01 Mar 2026 05:00:01 -0700",
        "AccountSid": api.account_sid,
        "To": "5558675310",
        "From": "5550100000",
        "Body": "Parcel 17 is ready",
        "Status": "sent",
        "Flags": "4",
    }


async def test_2008_pages_are_numbered(api: Api, old: str, emulator: Emulator) -> None:
    emulator.scenes.seed_messages(5)
    first, last = (await api.get(f"{old}?num=2")).xml, (await api.get(f"{old}?PageSize=2&Page=2")).xml
    newest = emulator.messages[-1]

    assert dict(first.attrib) == {
        "page": "0",
        "numpages": "3",
        "pagesize": "2",
        "total": "5",
        "start": "0",
        "end": "1",
    }
    assert (last.get("start"), last.get("end"), len(last)) == ("4", "4", 1)
    assert first.findtext("SMSMessage/Sid") == newest.sid
    assert {message.findtext("Flags") for message in (await api.get(old)).xml} <= {"1", "4"}
    assert {message.findtext("Status") for message in (await api.get(old)).xml} <= {"sent", "failed"}


async def test_2008_late_edition_has_page_uris(session: ClientSession, clock: ManualClock) -> None:
    async with Emulator(clock=clock.utc, next_page_uris=True) as emulator:
        api = Api(session, emulator)
        emulator.scenes.seed_messages(3)
        base = f"/2008-08-01/Accounts/{api.account_sid}/SMS/Messages"
        page = (await api.get(f"{base}?num=1&Page=1&DateSent>=2026-01-01")).xml

    assert page.get("previouspageuri") == f"{base}?DateSent%3E=2026-01-01&Page=0&num=1"
    assert page.get("nextpageuri") == f"{base}?DateSent%3E=2026-01-01&Page=2&num=1"
    assert page.get("lastpageuri") == page.get("nextpageuri")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("To=5558675310", 2),
        ("From=5550100000&DateSent=2026-03-01", 1),
        ("DateSent>=2026-03-02", 1),
        ("DateSent<=2026-03-02", 1),
        ("DateSent%3E=2026-03-03", 0),
    ],
)
async def test_2008_filters(api: Api, old: str, clock: ManualClock, query: str, count: int) -> None:
    for _ in range(2):
        await api.post(old, To=TO, From=FROM, Body="Hi")
        clock.advance(86_400)

    assert (await api.get(f"{old}?{query}")).xml.get("total") == str(count)


async def test_2008_foreign_numbers_stay_as_they_are(api: Api, old: str) -> None:
    assert (await api.post(old, To="whatsapp:+15558675310", From="PARCELS", Body="Hi")).fields[
        "From"
    ] == "PARCELS"


async def test_2008_errors_have_their_own_order(api: Api, old: str, emulator: Emulator) -> None:
    bad = await api.post(old, To=TO, From=FROM)
    missing = await api.get(f"{old}/SM{'0' * 32}")
    wrong = await api.delete(old)
    json = await api.get(f"{old}.json")
    api.use(emulator.api_key, emulator.api_secret)
    key = await api.get(old)

    assert bad.body == (
        b"<TwilioResponse><RestException><Status>400</Status><Message>Message body is required.</Message>"
        b"<Code>21602</Code><MoreInfo>http://www.twilio.com/docs/errors/21602</MoreInfo></RestException>"
        b"</TwilioResponse>"
    )
    assert missing.fields == {"Status": "404", "Message": "The requested resource was not found"}
    assert (wrong.status, json.status, key.status) == (405, 404, 401)
