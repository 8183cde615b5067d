"""Credentials and the accounts that they reach: auth tokens, API keys, OAuth, test credentials."""

from base64 import b64encode, urlsafe_b64decode
from typing import Any

import orjson
import pytest
from aiohttp import encode_basic_auth

from tests.support.clock import ManualClock
from tests.support.emulator_api import FROM, TO, Api
from twilio_async.emulator import Emulator

TEST_SENDER = "+15005550006"


def token_form(emulator: Emulator, **changes: str) -> dict[str, str]:
    form = {"grant_type": "client_credentials", "client_id": emulator.client_id}
    return form | {"client_secret": emulator.client_secret} | changes


async def test_the_account_shows_itself(api: Api, emulator: Emulator) -> None:
    json, xml = await api.get(f"/2010-04-01/Accounts/{api.account_sid}.json"), await api.get("")

    assert (json.json["sid"], json.json["status"]) == (emulator.account_sid, "active")
    assert json.json["owner_account_sid"] == emulator.account_sid
    assert xml.fields["AuthToken"] == emulator.auth_token
    assert xml.xml.find("SubresourceUris/SMSMessages") is not None
    assert emulator.executed == {"GET Accounts/{Sid}": 2}


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Basic",
        "Basic !!!",
        "Basic " + b64encode(b"\xff\xff").decode(),
        "Digest abc",
        "Bearer abc",
        encode_basic_auth("AC" + "0" * 32, "secret"),
        encode_basic_auth("AC" + "e0" * 16, "wrong"),
        encode_basic_auth("SK" + "e1" * 16, "wrong"),
    ],
)
async def test_wrong_credentials(api: Api, authorization: str | None) -> None:
    api.authorization = authorization
    answer = await api.get("Messages.json")

    assert answer.status == 401
    assert answer.json == {
        "code": 20003,
        "detail": "Your AccountSid or AuthToken was incorrect.",
        "message": "Authenticate",
        "more_info": "https://www.twilio.com/docs/errors/20003",
        "status": 401,
    }
    assert answer.headers["WWW-Authenticate"].startswith("Basic realm=")


async def test_wrong_credentials_as_xml(api: Api) -> None:
    api.authorization = None
    answer = await api.get("Messages")

    assert len(answer.body) == 293
    assert list(answer.fields) == ["Code", "Detail", "Message", "MoreInfo", "Status"]


async def test_an_unknown_account(api: Api) -> None:
    assert (await api.get(f"/2010-04-01/Accounts/AC{'0' * 32}/Messages.json")).status == 404


async def test_an_api_key_reaches_its_account_and_no_subaccount(api: Api, emulator: Emulator) -> None:
    sub = emulator.scenes.add_account()
    api.use(emulator.api_key, emulator.api_secret)

    assert (await api.send()).status == 201
    assert (await api.get(f"/2010-04-01/Accounts/{sub.sid}/Messages.json")).status == 401


async def test_subaccounts_are_reached_from_above_only(api: Api, emulator: Emulator) -> None:
    sub = emulator.scenes.add_account(friendly_name="Parcels")
    below = f"/2010-04-01/Accounts/{sub.sid}"
    created = await api.post(f"{below}/Messages.json", To=TO, From=FROM, Body="Hi")
    shown = await api.get(f"{below}.json")
    api.use(sub.sid, sub.auth_token)

    assert created.json["account_sid"] == sub.sid
    assert (shown.json["friendly_name"], shown.json["owner_account_sid"]) == ("Parcels", emulator.account_sid)
    assert len((await api.get(f"{below}/Messages.json")).json["messages"]) == 1
    assert (await api.get("Messages.json")).status == 401
    with pytest.raises(ValueError, match="exists already"):
        Emulator(test_account_sid=emulator.account_sid)


async def test_an_oauth_token_works_until_it_expires(
    api: Api, emulator: Emulator, clock: ManualClock
) -> None:
    api.authorization = None
    issued = await api.post("/v2/token", token_form(emulator))
    api.authorization = f"Bearer {issued.json['access_token']}"
    before = await api.send()
    old = await api.get(f"/2008-08-01/Accounts/{api.account_sid}/SMS/Messages")
    clock.advance(3600)
    after = await api.send()

    assert issued.status == 200
    assert {key: issued.json[key] for key in ("token_type", "expires_in", "id_token", "refresh_token")} == {
        "token_type": "Bearer",
        "expires_in": 3600,
        "id_token": None,
        "refresh_token": None,
    }
    assert (before.status, old.status, after.status) == (201, 401, 401)
    assert emulator.requests[1].authorization_scheme == "Bearer"
    assert claims(issued.json["access_token"])["exp"] == int(clock.utc().timestamp())


def claims(token: str) -> dict[str, Any]:
    content: dict[str, Any] = orjson.loads(urlsafe_b64decode(token.split(".")[1] + "=="))
    return content


async def test_oauth_refusals(api: Api, emulator: Emulator) -> None:
    api.authorization = None

    assert (await api.get("/v2/token")).status == 405
    assert (await api.post("/v2/token", token_form(emulator, client_secret="wrong"))).status == 401
    assert (await api.post("/v2/token", token_form(emulator, client_id="wrong"))).status == 401
    assert (await api.post("/v2/token", token_form(emulator, grant_type="password"))).code == 20422
    assert (await api.post("/v2/token", client_id=emulator.client_id)).code == 20001
    assert not emulator.executed


async def test_test_credentials_only_pretend_to_send(api: Api, emulator: Emulator) -> None:
    api.use(emulator.test_account_sid, emulator.test_auth_token)
    api.account_sid = emulator.test_account_sid
    sent = await api.send(From=TEST_SENDER, Body="Hi")
    elsewhere = await api.get("Messages.json")

    assert (sent.status, sent.json["status"]) == (201, "queued")
    assert emulator.messages == []
    assert not emulator.executed
    assert (elsewhere.status, elsewhere.code) == (403, 20008)
    assert (await api.send(From="+15550100000")).code == 21606
    assert (await api.send(From=TEST_SENDER, To="+15005550004")).code == 21610
    assert (await api.get(f"/2010-04-01/Accounts/{emulator.account_sid}.json")).status == 401


@pytest.mark.parametrize(
    "authorization",
    [
        "Basic \u00e4\u00f6\u00fc=",
        "Basic " + b64encode(b"\xff\xfe:\xff").decode(),
        "Basic \ud800",
        "Bearer \u00e4",
        "B\u00e4sic QQ==",
        "Basic",
        "",
    ],
)
async def test_credentials_that_are_no_text(api: Api, authorization: str) -> None:
    header = authorization.encode("utf-8", "surrogatepass").decode("latin-1")
    api.authorization = header
    answer = await api.get("Calls.json")

    assert (answer.status, answer.code) == (401, 20003)
