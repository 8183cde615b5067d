"""Findings of add-ons about recordings."""

import pytest
from aiohttp import ClientSession

from tests.support.emulator_api import Api
from twilio_async.emulator import Emulator


@pytest.fixture
def recording(emulator: Emulator) -> str:
    """The sid of a recording."""
    call = emulator.scenes.add_call(to="+15550100000", from_="+15558675310")
    return emulator.scenes.add_recording(call.sid).sid


async def test_the_data_of_a_result(
    api: Api, emulator: Emulator, session: ClientSession, recording: str
) -> None:
    result = emulator.scenes.add_add_on_result(recording, b'{"words": 2}')
    path = f"Recordings/{recording}/AddOnResults/{result}/Payloads"
    payload = (await api.get(f"{path}.json")).json["payloads"][0]
    redirect = await api.get(f"{path}/{payload['sid']}/Data.json")
    as_xml = await api.get(f"{path}/{payload['sid']}/Data")

    assert (payload["content_type"], payload["reference_sid"]) == ("application/json", recording)
    assert (payload["add_on_result_sid"], payload["label"]) == (result, "findings")
    assert redirect.status == as_xml.status == 307
    assert redirect.json == {"redirect_to": redirect.headers["Location"]}
    assert as_xml.fields["RedirectTo"] == as_xml.headers["Location"]
    async with session.get(redirect.headers["Location"]) as response:
        assert await response.read() == b'{"words": 2}'


async def test_results_are_deleted(api: Api, emulator: Emulator, recording: str) -> None:
    first, second = (emulator.scenes.add_add_on_result(recording, b"{}") for _ in range(2))
    path = f"Recordings/{recording}/AddOnResults"
    payloads = f"{path}/{first}/Payloads"
    payload = (await api.get(f"{payloads}.json")).json["payloads"][0]["sid"]

    assert (await api.get(f"{path}/{first}.json")).json["status"] == "completed"
    assert (await api.delete(f"{payloads}/{payload}.json")).status == 204
    assert (await api.get(f"{payloads}/{payload}/Data.json")).status == 404
    assert (await api.get(f"{payloads}.json")).json["payloads"] == []
    assert (await api.delete(f"{path}/{first}.json")).status == 204
    assert (await api.get(f"{payloads}.json")).status == 404
    listed = (await api.get(f"{path}.json")).json["add_on_results"]
    assert [result["sid"] for result in listed] == [second]


async def test_results_go_with_the_recording(api: Api, emulator: Emulator, recording: str) -> None:
    result = emulator.scenes.add_add_on_result(recording, b"{}")
    await api.delete(f"Recordings/{recording}.json")

    assert (await api.get(f"Recordings/{recording}/AddOnResults/{result}.json")).status == 404
    with pytest.raises(KeyError):
        emulator.scenes.add_add_on_result("RE" + "0" * 32, b"{}")
