"""Notifications: of the account and of a call, in brief and in full, and gone when deleted."""

import pytest

from tests.support.clock import ManualClock
from tests.support.emulator_api import Api
from twilio_async.emulator import Emulator


@pytest.fixture
def call_sid(emulator: Emulator) -> str:
    return emulator.scenes.add_call(to="+15550100000", from_="+15558675310").sid


async def test_an_instance_shows_more_than_the_list(api: Api, emulator: Emulator, call_sid: str) -> None:
    sid = emulator.scenes.add_notification(call_sid).sid
    single = (await api.get(f"Notifications/{sid}.json")).json
    listed = (await api.get("Notifications.json")).json["notifications"]

    brief = {
        "account_sid": api.account_sid,
        "api_version": "2010-04-01",
        "call_sid": call_sid,
        "date_created": "Sun, 01 Mar 2026 12:00:00 +0000",
        "date_updated": "Sun, 01 Mar 2026 12:00:00 +0000",
        "error_code": "11200",
        "log": "0",
        "message_date": "Sun, 01 Mar 2026 12:00:00 +0000",
        "message_text": "An attempt to retrieve content failed",
        "more_info": "https://www.twilio.com/docs/errors/11200",
        "request_method": "POST",
        "request_url": "https://example.com/voice",
        "sid": sid,
        "uri": f"/2010-04-01/Accounts/{api.account_sid}/Notifications/{sid}.json",
    }
    full = {"request_variables": "", "response_headers": "", "response_body": "Not Found"}
    assert listed == [brief]
    assert single == brief | full
    assert (await api.get(f"Calls/{call_sid}/Notifications/{sid}.json")).json == single
    assert (await api.get(f"Notifications/{sid}")).fields["ResponseBody"] == "Not Found"


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", [1, 0]),
        ("Log=1", [1]),
        ("Log=0", [0]),
        ("MessageDate=2026-03-01", [0]),
        ("MessageDate%3E=2026-03-02", [1]),
        ("MessageDate<=2026-03-02", [0]),
        ("Log=0&MessageDate>=2026-03-02", []),
    ],
)
async def test_notifications_are_filtered(
    api: Api, emulator: Emulator, clock: ManualClock, call_sid: str, *, query: str, numbers: list[int]
) -> None:
    sids = [emulator.scenes.add_notification(call_sid).sid]
    clock.advance(86_400)
    sids.append(
        emulator.scenes.add_notification(call_sid, error_code=12200, message_text="Schema", log=1).sid
    )

    for path in ("Notifications.json", f"Calls/{call_sid}/Notifications.json"):
        listed = (await api.get(f"{path}?{query}")).json["notifications"]
        assert [found["sid"] for found in listed] == [sids[number] for number in numbers]


async def test_notifications_of_a_call_are_its_own(api: Api, emulator: Emulator, call_sid: str) -> None:
    sid = emulator.scenes.add_notification(call_sid).sid
    other = emulator.scenes.add_call(to="+15550100000", from_="+15558675310").sid

    assert (await api.get(f"Calls/{other}/Notifications.json")).json["notifications"] == []
    assert (await api.get(f"Calls/{other}/Notifications/{sid}.json")).status == 404
    with pytest.raises(KeyError):
        emulator.scenes.add_notification("CA" + "0" * 32)


async def test_a_notification_is_deleted_as_of_old(api: Api, emulator: Emulator, call_sid: str) -> None:
    path = f"Notifications/{emulator.scenes.add_notification(call_sid).sid}.json"
    deleted = await api.delete(path)

    assert (deleted.status, deleted.body) == (204, b"")
    assert [(await api.get(path)).status, (await api.delete(path)).status] == [404, 404]
