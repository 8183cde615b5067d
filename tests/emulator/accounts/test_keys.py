"""API keys: the secret is told once, the key opens the account until it is deleted."""

import pytest

from tests.support.clock import ManualClock
from tests.support.emulator_api import Api
from twilio_async.emulator import Emulator

COLLECTIONS = pytest.mark.parametrize(
    ("path", "list_key"), [("Keys", "keys"), ("SigningKeys", "signing_keys")]
)


@COLLECTIONS
async def test_a_key_is_made_and_works(api: Api, path: str, list_key: str) -> None:
    created = await api.post(f"{path}.json", FriendlyName="Robot")
    sid, secret = created.json["sid"], created.json["secret"]
    shown = (await api.get(f"{path}/{sid}.json")).json
    listed = (await api.get(f"{path}.json")).json[list_key]
    api.use(sid, secret)

    assert (created.status, created.json["friendly_name"]) == (201, "Robot")
    assert list(shown) == ["sid", "friendly_name", "date_created", "date_updated"]
    assert listed[0] == shown
    assert (await api.send()).status == 201


@COLLECTIONS
async def test_a_deleted_key_opens_nothing(api: Api, emulator: Emulator, path: str, list_key: str) -> None:
    created = (await api.post(f"{path}.json")).json
    deleted = await api.delete(f"{path}/{created['sid']}.json")
    listed = (await api.get(f"{path}.json")).json[list_key]
    api.use(created["sid"], created["secret"])
    refused = await api.send()
    api.use(emulator.account_sid, emulator.auth_token)

    assert (deleted.status, refused.status) == (204, 401)
    assert created["sid"] not in {key["sid"] for key in listed}
    assert (await api.get(f"{path}/{created['sid']}.json")).status == 404


async def test_a_key_is_renamed(api: Api, emulator: Emulator, clock: ManualClock) -> None:
    clock.advance(60)
    renamed = await api.post(f"Keys/{emulator.api_key}.json", FriendlyName="Robot")
    api.use(emulator.api_key, emulator.api_secret)

    assert (renamed.status, renamed.json["friendly_name"]) == (200, "Robot")
    assert renamed.json["date_updated"] == "Sun, 01 Mar 2026 12:01:00 +0000"
    assert (await api.send()).status == 201


@pytest.mark.parametrize("path", ["Keys.json", "SigningKeys.json", "", "/2010-04-01/Accounts.json"])
async def test_a_standard_key_opens_neither_accounts_nor_keys(
    api: Api, emulator: Emulator, path: str
) -> None:
    created = (await api.post("Keys.json")).json
    api.use(created["sid"], created["secret"])
    by_standard_key = await api.get(path)
    api.use(emulator.api_key, emulator.api_secret)

    assert (by_standard_key.status, (await api.get(path)).status) == (401, 200)


async def test_a_key_in_xml(api: Api) -> None:
    assert (await api.post("Keys")).xml.tag == "Key"
    assert (await api.get("SigningKeys")).xml.tag == "SigningKeys"
