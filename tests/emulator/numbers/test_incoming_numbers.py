"""Phone numbers of an account: buying, finding, moving, giving back."""

import pytest

from tests.support.emulator_api import Answer, Api
from twilio_async.emulator import Account, Emulator

NUMBER = "+15555550123"


PATH = "IncomingPhoneNumbers"


@pytest.fixture
def sub(emulator: Emulator) -> Account:
    return emulator.scenes.add_account(friendly_name="Parcels")


async def buy(api: Api, number: str = NUMBER, **parameters: str) -> str:
    answer = await api.post(f"{PATH}.json", {"PhoneNumber": number} | parameters)
    assert answer.status == 201
    sid: str = answer.json["sid"]
    return sid


async def numbers(api: Api, path: str = f"{PATH}.json") -> list[str]:
    answer = await api.get(path)
    return [number["phone_number"] for number in answer.json["incoming_phone_numbers"]]


def below(account: Account, path: str) -> str:
    return f"/2010-04-01/Accounts/{account.sid}/{path}"


async def test_a_number_is_bought(api: Api) -> None:
    bought = await api.post(f"{PATH}.json", PhoneNumber="(555) 555-0123", SmsUrl="https://example.com/sms")
    number = bought.json

    assert (bought.status, number["phone_number"], number["friendly_name"]) == (201, NUMBER, "(555) 555-0123")
    assert (number["voice_method"], number["sms_fallback_method"]) == ("POST", "POST")
    assert (number["voice_url"], number["sms_url"]) == ("", "https://example.com/sms")
    assert (number["type"], number["origin"], number["status"]) == ("local", "twilio", "in-use")
    assert number["uri"] == f"/2010-04-01/Accounts/{api.account_sid}/{PATH}/{number['sid']}.json"


async def test_a_number_in_xml(api: Api) -> None:
    sid = await buy(api, "+15555550100")
    shown = (await api.get(f"{PATH}/{sid}")).xml

    assert shown.tag == "IncomingPhoneNumber"
    assert shown.findtext("Capabilities/SMS") == "true"
    assert shown.findtext("Capabilities/Fax") == "false"
    assert shown.findtext("VoiceCallerIdLookup") == "false"


@pytest.mark.parametrize(
    "path", ["US/Local", "US/Local.json?AreaCode=999", "US/TollFree", "GB/Mobile", "FR/Local"]
)
async def test_what_is_bought_is_what_was_offered(api: Api, path: str) -> None:
    name, _, query = path.partition(".json")
    offers = (await api.get(f"AvailablePhoneNumbers/{name}.json{query}")).json["available_phone_numbers"]

    for offer in offers[:12]:
        bought = (await api.post(f"{PATH}.json", PhoneNumber=offer["phone_number"])).json
        fields = ("phone_number", "friendly_name", "capabilities", "beta", "address_requirements")
        assert {key: bought[key] for key in fields} == {key: offer[key] for key in fields}


async def test_a_number_from_elsewhere(api: Api) -> None:
    bought = (await api.post(f"{PATH}.json", PhoneNumber="+15551230100")).json

    assert (bought["friendly_name"], bought["type"], bought["beta"]) == ("(555) 123-0100", "local", False)
    assert bought["capabilities"] == {"voice": True, "sms": True, "mms": True, "fax": False}


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({}, 21421),
        ({"PhoneNumber": ""}, 21421),
        ({"PhoneNumber": "many"}, 21421),
        ({"PhoneNumber": "+15005550001"}, 21421),
        ({"PhoneNumber": "+15005550000"}, 21422),
        ({"AreaCode": "12"}, 21451),
        ({"AreaCode": "one"}, 21451),
        ({"AreaCode": "533"}, 21452),
        ({"PhoneNumber": NUMBER, "VoiceUrl": "nowhere"}, 21402),
        ({"PhoneNumber": NUMBER, "VoiceMethod": "PATCH"}, 21403),
        ({"PhoneNumber": NUMBER, "VoiceFallbackUrl": "https://example.com"}, 21405),
        ({"PhoneNumber": NUMBER, "SmsFallbackUrl": "https://example.com"}, 21406),
    ],
)
async def test_what_cannot_be_bought(api: Api, form: dict[str, str], code: int) -> None:
    answer = await api.post(f"{PATH}.json", form)

    assert (answer.status, answer.code) == (400, code)
    assert await numbers(api) == []


async def test_a_number_has_one_owner(api: Api, sub: Account) -> None:
    await buy(api)
    answer = await api.post(below(sub, f"{PATH}.json"), PhoneNumber=NUMBER)

    assert (answer.status, answer.code) == (400, 21422)


async def test_any_number_of_an_area(api: Api) -> None:
    first = await api.post(f"{PATH}.json", AreaCode="510")
    second = await api.post(f"{PATH}.json", AreaCode="510")

    assert first.json["phone_number"][:5] == second.json["phone_number"][:5] == "+1510"
    assert first.json["phone_number"] != second.json["phone_number"]


@pytest.mark.parametrize(
    ("country", "path", "kind"),
    [("US", "Local", "local"), ("GB", "Mobile", "mobile"), ("US", "TollFree", "toll-free")],
)
async def test_numbers_by_type(api: Api, country: str, path: str, kind: str) -> None:
    offers = await api.get(f"AvailablePhoneNumbers/{country}/{path}.json")
    number = offers.json["available_phone_numbers"][0]["phone_number"]
    by_type = await api.post(f"{PATH}/{path}.json", PhoneNumber=number)
    sid = by_type.json["sid"]
    shown = await api.get(f"{PATH}/{sid}.json")
    await api.delete(f"{PATH}/{sid}.json")
    in_general = await api.post(f"{PATH}.json", PhoneNumber=number)

    assert (by_type.status, in_general.status) == (201, 201)
    assert "type" not in by_type.json
    assert shown.json["type"] == in_general.json["type"] == kind
    listed = {each: await numbers(api, f"{PATH}/{each}.json") for each in ("Local", "Mobile", "TollFree")}
    assert listed == {each: [number] if each == path else [] for each in listed}
    assert (await api.post(f"{PATH}/{path}.json")).code == 21421


@pytest.mark.parametrize(
    ("query", "chosen"),
    [
        ("", [2, 1, 0]),
        ("?PhoneNumber=555", [2, 1, 0]),
        ("?PhoneNumber=%2B1555", [1, 0]),
        ("?PhoneNumber=010*", [2, 0]),
        ("?PhoneNumber=%2B15555550199", [1]),
        ("?PhoneNumber=PARCEL", []),
        ("?FriendlyName=Parcels", [1]),
        ("?Beta=true", [1]),
        ("?Beta=false", [2, 0]),
        ("?Origin=twilio&FriendlyName=Parcels", [1]),
        ("?Origin=hosted", []),
    ],
)
async def test_filters(api: Api, query: str, chosen: list[int]) -> None:
    bought = ["+15555550100", "+15555550199", "+15005550101"]
    for number in bought:
        await buy(api, number, FriendlyName="Parcels" if number.endswith("99") else "Letters")

    assert await numbers(api, f"{PATH}.json{query}") == [bought[index] for index in chosen]


async def test_a_number_is_changed(api: Api) -> None:
    sid = await buy(api)
    path = f"{PATH}/{sid}.json"
    changed = await api.post(path, VoiceUrl="https://example.com/voice", VoiceMethod="GET", FriendlyName="Hi")
    fallback = await api.post(path, VoiceFallbackUrl="https://example.com/fallback")
    cleared = await api.post(path, VoiceUrl="")

    assert (changed.json["voice_method"], changed.json["friendly_name"]) == ("GET", "Hi")
    assert fallback.json["voice_fallback_url"] == "https://example.com/fallback"
    assert cleared.json["voice_url"] == ""
    assert (await api.post(path, VoiceUrl="nowhere")).code == 21402


async def test_an_application_stands_for_a_url(api: Api) -> None:
    sid = await buy(api, VoiceApplicationSid="AP" + "0" * 32)
    changed = await api.post(f"{PATH}/{sid}.json", VoiceFallbackUrl="https://example.com/fallback")

    assert changed.status == 200


async def test_a_number_is_given_back(api: Api) -> None:
    sid = await buy(api)
    deleted = await api.delete(f"{PATH}/{sid}.json")

    assert (deleted.status, deleted.body) == (204, b"")
    assert (await api.get(f"{PATH}/{sid}.json")).status == 404
    assert (await api.delete(f"{PATH}/{sid}.json")).status == 404
    assert await buy(api) != sid


async def test_a_number_moves_to_another_account(api: Api, emulator: Emulator, sub: Account) -> None:
    sid = await buy(api, VoiceUrl="https://example.com/voice")
    await api.post(f"{PATH}/{sid}/AssignedAddOns.json", InstalledAddOnSid="XE" + "0" * 32)
    moved = await api.post(f"{PATH}/{sid}.json", AccountSid=sub.sid, FriendlyName="Moved")
    other = emulator.scenes.add_account()
    again = await api.post(below(sub, f"{PATH}/{sid}.json"), AccountSid=other.sid)

    assert (moved.json["account_sid"], moved.json["friendly_name"]) == (sub.sid, "Moved")
    assert moved.json["uri"] == below(sub, f"{PATH}/{sid}.json")
    assert moved.json["voice_url"] == "https://example.com/voice"
    assert (await api.get(f"{PATH}/{sid}.json")).status == 404
    assert (await api.get(below(sub, f"{PATH}/{sid}.json"))).status == 404
    assert again.json["account_sid"] == other.sid
    add_ons = (await api.get(below(other, f"{PATH}/{sid}/AssignedAddOns.json"))).json["assigned_add_ons"]
    assert [add_on["account_sid"] for add_on in add_ons] == [other.sid]


async def test_a_move_to_where_it_is(api: Api) -> None:
    sid = await buy(api)
    moved = await api.post(f"{PATH}/{sid}.json", AccountSid=api.account_sid)

    assert (moved.status, moved.json["account_sid"]) == (200, api.account_sid)


async def test_who_may_not_move_a_number(api: Api, emulator: Emulator, sub: Account) -> None:
    sid = await buy(api)
    path = f"{PATH}/{sid}.json"
    unknown = await api.post(path, AccountSid="AC" + "0" * 32)
    await api.post(f"/2010-04-01/Accounts/{sub.sid}.json", Status="suspended")
    suspended = await api.post(path, AccountSid=sub.sid)
    api.use(emulator.api_key, emulator.api_secret)
    by_key = await api.post(path, AccountSid=sub.sid)

    assert (unknown.status, by_key.status) == (404, 401)
    assert (suspended.status, suspended.code) == (403, 20005)
    assert await numbers(api) == [NUMBER]


async def test_test_credentials_pretend_to_buy(api: Api, emulator: Emulator) -> None:
    api.use(emulator.test_account_sid, emulator.test_auth_token)
    api.account_sid = emulator.test_account_sid

    async def ask(**parameters: str) -> Answer:
        return await api.post(f"{PATH}.json", parameters)

    assert (await ask(PhoneNumber="+15005550006")).json["phone_number"] == "+15005550006"
    assert (await ask(PhoneNumber="+15005550006")).status == 201
    assert (await ask(AreaCode="500")).json["phone_number"] == "+15005550006"
    assert (await ask(PhoneNumber="+15005550001")).code == 21421
    assert (await ask(PhoneNumber="+15005550000")).code == 21422
    assert (await ask(PhoneNumber=NUMBER)).code == 21422
    assert (await ask(AreaCode="533")).code == 21452
    assert (await api.get(f"{PATH}.json")).code == 20008
    assert not emulator.executed
