"""The sandbox of an account."""

from tests.support.emulator_api import Api

URL = "https://example.com/hook"


async def test_the_sandbox(api: Api) -> None:
    first = (await api.get("Sandbox.json")).json
    changed = await api.ask("PUT", "Sandbox", {"VoiceUrl": URL, "SmsMethod": "GET"})
    again = (await api.get("Sandbox.json")).json

    assert (len(first["pin"]), first["account_sid"], first["voice_method"]) == (8, api.account_sid, "POST")
    assert (changed.status, changed.xml.tag, changed.fields["VoiceUrl"]) == (200, "TwilioSandbox", URL)
    assert (again["pin"], again["voice_url"], again["sms_method"]) == (first["pin"], URL, "GET")
    assert again["uri"] == f"/2010-04-01/Accounts/{api.account_sid}/Sandbox.json"
    assert (await api.delete("Sandbox.json")).status == 405
