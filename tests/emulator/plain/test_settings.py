"""What an account sets up: addresses, applications, connect apps, queues, the sandbox."""

import pytest

from tests.emulator.conftest import Api, Clock
from twilio_async.emulator import Emulator

URL = "https://example.com/hook"
ADDRESS = {
    "CustomerName": "Parcels",
    "Street": "1 Main St",
    "City": "Springfield",
    "Region": "IL",
    "PostalCode": "62701",
    "IsoCountry": "US",
}


async def test_an_address(api: Api, clock: Clock) -> None:
    created = await api.post("Addresses.json", ADDRESS, EmergencyEnabled="true", AutoCorrectAddress="false")
    path = f"Addresses/{created.json['sid']}.json"
    clock.advance(60)
    changed = await api.post(path, Street="2 Main St", StreetSecondary="Apt 3")

    assert (created.status, created.json["street"], created.json["emergency_enabled"]) == (
        201,
        "1 Main St",
        True,
    )
    assert (changed.json["street"], changed.json["street_secondary"]) == ("2 Main St", "Apt 3")
    assert changed.json["date_created"] != changed.json["date_updated"]
    assert (await api.get(path)).json == changed.json
    assert (await api.post(path, IsoCountry="CA")).code == 20001
    assert (await api.post("Addresses.json", ADDRESS | {"IsoCountry": "usa"})).code == 20001


@pytest.mark.parametrize("missing", sorted(ADDRESS))
async def test_an_address_needs_its_parts(api: Api, missing: str) -> None:
    form = {name: value for name, value in ADDRESS.items() if name != missing}
    absent, empty = (
        await api.post("Addresses.json", form),
        await api.post("Addresses.json", form | {missing: ""}),
    )

    assert (absent.status, absent.code, empty.status) == (400, 20001, 400)
    assert missing in absent.json["message"]


async def test_addresses_are_filtered(api: Api) -> None:
    for name in ("Parcels", "Letters"):
        form = ADDRESS | {"CustomerName": name, "EmergencyEnabled": str(name == "Letters").lower()}
        assert (await api.post("Addresses.json", form)).status == 201

    async def names(query: str) -> list[str]:
        listed = await api.get(f"Addresses.json?{query}")
        return [address["customer_name"] for address in listed.json["addresses"]]

    assert await names("IsoCountry=US") == ["Letters", "Parcels"]
    assert await names("CustomerName=Parcels") == ["Parcels"]
    assert await names("EmergencyEnabled=true") == ["Letters"]
    assert await names("EmergencyEnabled=false&IsoCountry=CA") == []


async def test_an_address_stays_while_a_number_depends_on_it(api: Api) -> None:
    address_sid = (await api.post("Addresses.json", ADDRESS)).json["sid"]
    number = await api.post("IncomingPhoneNumbers.json", PhoneNumber="+15555550123", AddressSid=address_sid)
    await api.post("IncomingPhoneNumbers.json", PhoneNumber="+15555550124")
    path = f"Addresses/{address_sid}"
    dependents = (await api.get(f"{path}/DependentPhoneNumbers.json")).json["dependent_phone_numbers"]
    refused = await api.delete(f"{path}.json")
    await api.delete(f"IncomingPhoneNumbers/{number.json['sid']}.json")
    deleted = await api.delete(f"{path}.json")

    assert [each["sid"] for each in dependents] == [number.json["sid"]]
    assert (refused.status, refused.code, deleted.status) == (409, 20409, 204)
    assert (await api.get(f"{path}/DependentPhoneNumbers.json")).status == 404


async def test_an_application(api: Api) -> None:
    created = await api.post(
        "Applications.json", FriendlyName="Parcels", VoiceUrl=URL, ApiVersion="2008-08-01"
    )
    path = f"Applications/{created.json['sid']}"
    changed = await api.post(path, PublicApplicationConnectEnabled="TRUE", VoiceMethod="GET")

    assert (created.json["voice_method"], created.json["sms_url"]) == ("POST", "")
    assert (created.json["api_version"], created.json["voice_caller_id_lookup"]) == ("2008-08-01", False)
    assert (changed.xml.tag, changed.fields["VoiceMethod"]) == ("Application", "GET")
    assert changed.fields["PublicApplicationConnectEnabled"] == "true"
    assert (await api.get("Applications.json?FriendlyName=Letters")).json["applications"] == []
    assert (await api.post(path, SmsFallbackUrl=URL)).status == 400
    assert (await api.delete(path)).status == 204
    assert (await api.post(path, VoiceMethod="GET")).status == 404


async def test_connect_apps(api: Api, emulator: Emulator) -> None:
    sid = emulator.scenes.add_connect_app(friendly_name="Parcels")
    path = f"ConnectApps/{sid}"
    form = [("Permissions", "get-all"), ("Permissions", "post-all"), ("CompanyName", "Parcel Company")]
    changed = await api.ask("POST", path, form)

    assert [permission.text for permission in changed.xml.iterfind("Permissions/Permission")] == [
        "get-all",
        "post-all",
    ]
    shown = (await api.get(f"{path}.json")).json
    assert (shown["permissions"], shown["company_name"]) == (["get-all", "post-all"], "Parcel Company")
    assert (await api.post(path, Permissions="all")).fields["Code"] == "20422"
    assert (await api.post("ConnectApps")).status == 405
    assert (await api.delete(path)).status == 204
    assert (await api.get("ConnectApps.json")).json["connect_apps"] == []


async def test_authorized_connect_apps(api: Api, emulator: Emulator) -> None:
    sid = emulator.scenes.add_authorized_connect_app(company_name="Parcel Company")
    shown = (await api.get(f"AuthorizedConnectApps/{sid}.json")).json

    assert (shown["connect_app_sid"], shown["connect_app_company_name"]) == (sid, "Parcel Company")
    assert shown["uri"].endswith(f"/AuthorizedConnectApps/{sid}.json")
    assert (await api.delete(f"AuthorizedConnectApps/{sid}.json")).status == 405


async def test_a_queue(api: Api, emulator: Emulator, clock: Clock) -> None:
    created = await api.post("Queues.json", FriendlyName="Support")
    sid, path = created.json["sid"], f"Queues/{created.json['sid']}.json"
    call_sid = emulator.scenes.add_call(to="+15550100000", from_="+15558675310").sid
    emulator.scenes.enqueue(sid, call_sid)
    clock.advance(4)
    waiting = (await api.get(path)).json
    refused = await api.delete(path)
    await api.post(f"Queues/{sid}/Members/{call_sid}.json", Url=URL)
    changed = await api.post(path, MaxSize="5000")

    assert (created.json["max_size"], created.json["current_size"]) == (1000, 0)
    assert (waiting["current_size"], waiting["average_wait_time"]) == (1, 4)
    assert (refused.status, refused.code) == (409, 20409)
    assert (changed.json["max_size"], changed.json["current_size"]) == (5000, 0)
    assert (await api.post(path, MaxSize="5001")).code == 20001
    assert (await api.post(path, MaxSize="0")).code == 20001
    assert (await api.delete(path)).status == 204
    assert (await api.get(f"Queues/{sid}/Members.json")).status == 404


async def test_the_sandbox(api: Api) -> None:
    first = (await api.get("Sandbox.json")).json
    changed = await api.ask("PUT", "Sandbox", {"VoiceUrl": URL, "SmsMethod": "GET"})
    again = (await api.get("Sandbox.json")).json

    assert (len(first["pin"]), first["account_sid"], first["voice_method"]) == (8, api.account_sid, "POST")
    assert (changed.status, changed.xml.tag, changed.fields["VoiceUrl"]) == (200, "TwilioSandbox", URL)
    assert (again["pin"], again["voice_url"], again["sms_method"]) == (first["pin"], URL, "GET")
    assert again["uri"] == f"/2010-04-01/Accounts/{api.account_sid}/Sandbox.json"
    assert (await api.delete("Sandbox.json")).status == 405


async def test_a_token(api: Api) -> None:
    token = await api.post("Tokens.json", Ttl="600")
    other = await api.post("Tokens")

    assert (token.status, token.json["ttl"], other.fields["Ttl"]) == (201, "600", "86400")
    assert {server.get("username") for server in token.json["ice_servers"]} == {
        None,
        token.json["username"],
    }
    assert [server.tag for server in other.xml.iterfind("IceServers/*")] == ["IceServer"] * 3
    assert (await api.post("Tokens.json", Ttl="soon")).code == 20001
