"""Applications and the apps that connect accounts."""

from tests.support.emulator_api import Api
from twilio_async.emulator import Emulator

URL = "https://example.com/hook"


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
