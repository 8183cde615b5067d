"""Accounts that are suspended, by a scene, by the API, or since nothing is left of their balance."""

import pytest

from tests.support.clock import ManualClock
from tests.support.emulator_api import Api
from twilio_async.emulator import Emulator


async def test_a_suspended_account_makes_nothing_new_and_can_be_read(api: Api, emulator: Emulator) -> None:
    sid = (await api.send()).json["sid"]
    emulator.scenes.suspend()
    refused = await api.send()

    assert (refused.status, refused.code) == (403, 20005)
    assert (
        await api.post("Calls.json", To="+15558675310", From="+15550100000", Url="http://x")
    ).status == 403
    assert (await api.get(f"Messages/{sid}.json")).status == 200
    assert (await api.get(f"/2010-04-01/Accounts/{emulator.account_sid}.json")).json["status"] == "suspended"
    emulator.scenes.reactivate()
    assert (await api.send()).status == 201


async def test_what_was_not_sent_fails_with_the_account(
    api: Api, emulator: Emulator, clock: ManualClock
) -> None:
    sent = (await api.send()).json["sid"]
    clock.advance(1)
    waiting = (await api.send()).json["sid"]
    emulator.scenes.suspend()
    answers = [(await api.get(f"Messages/{sid}.json")).json for sid in (sent, waiting)]

    assert [(answer["status"], answer["error_code"]) for answer in answers] == [
        ("sent", None),
        ("failed", 30002),
    ]
    clock.advance(10)
    assert (await api.get(f"Messages/{sent}.json")).json["status"] == "delivered"


async def test_a_suspended_owner_holds_up_its_subaccounts(api: Api, emulator: Emulator) -> None:
    account = emulator.scenes.add_account()
    api.account_sid = account.sid
    waiting = (await api.send()).json["sid"]
    emulator.scenes.suspend()

    assert (await api.send()).code == 20005
    assert (await api.get(f"Messages/{waiting}.json")).json["error_code"] == 30002


async def test_a_subaccount_that_the_api_suspends(api: Api, emulator: Emulator) -> None:
    account = emulator.scenes.add_account()
    path = f"/2010-04-01/Accounts/{account.sid}"
    waiting = (
        await api.post(f"{path}/Messages.json", To="+15558675310", From="+15550100000", Body="Hi")
    ).json
    await api.post(f"{path}.json", Status="suspended")

    assert (await api.get(f"{path}/Messages/{waiting['sid']}.json")).json["error_code"] == 30002
    assert (await api.send()).status == 201


async def test_a_balance_that_is_gone(api: Api, emulator: Emulator, clock: ManualClock) -> None:
    await api.send()
    clock.advance(5)
    emulator.scenes.set_balance("12.50")
    assert (await api.get("Balance.json")).json["balance"] == "12.50"
    assert (await api.send()).status == 201
    emulator.scenes.set_balance(0)
    assert (await api.get("Balance.json")).json["balance"] == "0.00"
    assert (await api.send()).code == 20005


def test_accounts_that_do_not_exist() -> None:
    with pytest.raises(KeyError):
        Emulator().scenes.suspend("AC" + "0" * 32)
