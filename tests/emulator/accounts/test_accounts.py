"""Accounts and subaccounts: opening, finding, suspending, closing."""

import pytest
from aiohttp import encode_basic_auth

from tests.support.clock import ManualClock
from tests.support.emulator_api import FROM, TO, Answer, Api
from twilio_async.emulator import Account, Emulator

ACCOUNTS = "/2010-04-01/Accounts"


@pytest.fixture
def sub(emulator: Emulator) -> Account:
    return emulator.scenes.add_account(friendly_name="Parcels")


async def names(api: Api, query: str = "") -> list[str]:
    listed = await api.get(f"{ACCOUNTS}.json{query}")
    return [account["friendly_name"] for account in listed.json["accounts"]]


async def update(api: Api, sid: str, **parameters: str) -> Answer:
    return await api.post(f"{ACCOUNTS}/{sid}.json", parameters)


async def test_a_subaccount_is_opened_and_works(api: Api, emulator: Emulator) -> None:
    created = await api.post(f"{ACCOUNTS}.json", FriendlyName="Parcels")
    api.use(created.json["sid"], created.json["auth_token"])
    sent = await api.post(f"{ACCOUNTS}/{created.json['sid']}/Messages.json", To=TO, From=FROM, Body="Hi")

    assert (created.status, sent.status) == (201, 201)
    assert (created.json["status"], created.json["type"]) == ("active", "Full")
    assert created.json["owner_account_sid"] == emulator.account_sid
    assert created.json["uri"] == f"{ACCOUNTS}/{created.json['sid']}.json"
    assert emulator.executed == {"POST Accounts": 1, "POST Messages": 1}


async def test_an_account_without_a_name(api: Api) -> None:
    created = await api.post(f"{ACCOUNTS}/")

    assert created.fields["FriendlyName"] == "SubAccount Created at 2026-03-01 12:00 PM"


@pytest.mark.parametrize("path", [ACCOUNTS, f"{ACCOUNTS}/", f"{ACCOUNTS}.xml"])
async def test_the_list_in_xml(api: Api, sub: Account, path: str) -> None:
    listed = (await api.get(path)).xml

    assert listed.tag == "Accounts"
    assert [account.findtext("Sid") for account in listed] == [sub.sid, api.account_sid]
    assert listed.get("pagesize") == "50"


async def test_lists_are_filtered(api: Api, sub: Account, clock: ManualClock) -> None:
    clock.advance(1)
    await api.post(f"{ACCOUNTS}.json", FriendlyName="Letters")
    await update(api, sub.sid, Status="suspended")

    assert await names(api) == ["Letters", "Parcels", "The main account"]
    assert await names(api, "?FriendlyName=Letters") == ["Letters"]
    assert await names(api, "?Status=active") == ["Letters", "The main account"]
    assert await names(api, "?Status=SUSPENDED") == ["Parcels"]
    assert await names(api, "?FriendlyName=Letters&Status=suspended") == []
    assert await names(api, "?PageSize=1") == ["Letters"]
    assert (await api.get(f"{ACCOUNTS}.json?Status=open")).code == 20422


async def test_a_subaccount_sees_and_opens_no_other(api: Api, emulator: Emulator, sub: Account) -> None:
    emulator.scenes.add_account(friendly_name="Letters")
    api.use(sub.sid, sub.auth_token)

    assert await names(api) == ["Parcels"]
    assert (await api.post(f"{ACCOUNTS}.json", FriendlyName="Stamps")).status == 401
    assert (await api.delete(f"{ACCOUNTS}.json")).status == 405


async def test_accounts_of_nobody(api: Api) -> None:
    api.authorization = encode_basic_auth("AC" + "0" * 32, "secret")

    assert (await api.get(f"{ACCOUNTS}.json")).status == 401
    assert (await api.get(f"{ACCOUNTS}/{api.account_sid}/Accounts.json")).status == 404


async def test_a_new_name(api: Api, sub: Account, clock: ManualClock) -> None:
    clock.advance(60)
    renamed = await update(api, sub.sid, FriendlyName="Letters")

    assert (renamed.status, renamed.json["friendly_name"]) == (200, "Letters")
    assert renamed.json["date_updated"] == "Sun, 01 Mar 2026 12:01:00 +0000"
    assert (await update(api, sub.sid, FriendlyName="")).code == 20002
    assert (await update(api, sub.sid, FriendlyName="x" * 65)).code == 20002


async def test_a_suspended_account_creates_nothing(api: Api, sub: Account) -> None:
    below = f"{ACCOUNTS}/{sub.sid}"
    suspended = await update(api, sub.sid, Status="SUSPENDED")
    refused = await api.post(f"{below}/Messages.json", To=TO, From=FROM, Body="Hi")
    listed = await api.get(f"{below}/Messages.json")
    await update(api, sub.sid, Status="active")
    again = await api.post(f"{below}/Messages.json", To=TO, From=FROM, Body="Hi")

    assert suspended.json["status"] == "suspended"
    assert (refused.status, refused.code) == (403, 20005)
    assert (listed.status, again.status) == (200, 201)


async def test_closing_is_final_and_gives_numbers_back(api: Api, sub: Account) -> None:
    below = f"{ACCOUNTS}/{sub.sid}"
    await api.post(f"{below}/IncomingPhoneNumbers.json", PhoneNumber="+15555550123")
    closed = await update(api, sub.sid, Status="closed")
    reopened = await update(api, sub.sid, Status="active")
    numbers = await api.get(f"{below}/IncomingPhoneNumbers.json")
    bought = await api.post("IncomingPhoneNumbers.json", PhoneNumber="+15555550123")

    assert closed.json["status"] == "closed"
    assert (reopened.status, reopened.code) == (400, 20001)
    assert numbers.json["incoming_phone_numbers"] == []
    assert bought.status == 201
    assert sub.status == "closed"


async def test_who_may_not_change_a_status(api: Api, sub: Account) -> None:
    main = await update(api, api.account_sid, Status="closed", FriendlyName="Gone")
    same = await update(api, api.account_sid, Status="active")
    api.use(sub.sid, sub.auth_token)
    own = await update(api, sub.sid, Status="suspended")

    assert (main.status, main.code) == (400, 20001)
    assert (same.status, same.json["friendly_name"]) == (200, "The main account")
    assert own.status == 401
    assert sub.status == "active"


@pytest.fixture
def old(api: Api) -> str:
    return f"/2008-08-01/Accounts/{api.account_sid}"


async def test_accounts_show_and_name_oneself(
    api: Api, old: str, emulator: Emulator, clock: ManualClock
) -> None:
    emulator.scenes.add_account()
    listed = (await api.get("/2008-08-01/Accounts")).xml
    clock.advance(60)
    renamed = await api.ask("PUT", old, {"FriendlyName": "Parcels & Co"})
    unchanged = await api.post(old)

    assert (listed.tag, listed.get("total")) == ("Accounts", "1")
    assert listed.findtext("Account/Sid") == api.account_sid
    assert list((await api.get(old)).fields.items()) == [
        ("Sid", api.account_sid),
        ("FriendlyName", "Parcels & Co"),
        ("Status", "2"),
        ("StatusText", "Active"),
        ("DateCreated", "Sun, 01 Mar 2026 05:00:00 -0700"),
        ("DateUpdated", "Sun, 01 Mar 2026 05:01:00 -0700"),
        ("AuthToken", emulator.auth_token),
    ]
    assert (renamed.status, unchanged.fields) == (200, renamed.fields)
    assert (await api.get(f"Accounts/{api.account_sid}")).status == 404
    assert (await api.get(f"/2010-04-01/Accounts/{api.account_sid}")).fields["FriendlyName"] == "Parcels & Co"
