"""Addresses, and the numbers that depend on one."""

import pytest

from tests.support.clock import ManualClock
from tests.support.emulator_api import Api

ADDRESS = {
    "CustomerName": "Parcels",
    "Street": "1 Main St",
    "City": "Springfield",
    "Region": "IL",
    "PostalCode": "62701",
    "IsoCountry": "US",
}


async def test_an_address(api: Api, clock: ManualClock) -> None:
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
