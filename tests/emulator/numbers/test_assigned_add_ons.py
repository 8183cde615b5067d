"""Add-ons that are assigned to a number."""

from tests.support.emulator_api import Api

INSTALLED = "XE" + "0" * 32


async def test_an_add_on_is_assigned_to_a_number(api: Api) -> None:
    number = await api.post("IncomingPhoneNumbers.json", PhoneNumber="+15555550123")
    path = f"IncomingPhoneNumbers/{number.json['sid']}/AssignedAddOns"
    assigned = await api.post(f"{path}.json", InstalledAddOnSid=INSTALLED)
    doubled = await api.post(f"{path}.json", InstalledAddOnSid=INSTALLED)
    extensions = (await api.get(f"{path}/{INSTALLED}/Extensions.json")).json["extensions"]
    shown = await api.get(f"{path}/{INSTALLED}/Extensions/{extensions[0]['sid']}.json")

    assert (assigned.status, assigned.json["sid"], doubled.status) == (201, INSTALLED, 409)
    assert assigned.json["resource_sid"] == number.json["sid"]
    assert assigned.json["subresource_uris"]["extensions"].endswith(f"{INSTALLED}/Extensions.json")
    assert shown.json == extensions[0]
    assert (shown.json["enabled"], shown.json["assigned_add_on_sid"]) == (True, INSTALLED)
    assert (await api.delete(f"{path}/{INSTALLED}.json")).status == 204
    assert (await api.get(f"{path}/{INSTALLED}/Extensions.json")).status == 404
    assert (await api.post(f"{path}.json", InstalledAddOnSid=INSTALLED)).status == 201
