"""Short codes, which are leased and not bought."""

import pytest

from tests.support.clock import ManualClock
from tests.support.emulator_api import Api
from twilio_async.emulator import Emulator


async def test_short_codes(api: Api, emulator: Emulator, clock: ManualClock) -> None:
    first = emulator.scenes.add_short_code("55501", friendly_name="Parcels")
    clock.advance(1)
    second = emulator.scenes.add_short_code("55602")

    async def sids(query: str) -> list[str]:
        listed = await api.get(f"SMS/ShortCodes.json{query}")
        return [code["sid"] for code in listed.json["short_codes"]]

    assert await sids("") == [second, first]
    assert await sids("?ShortCode=555") == [first]
    assert await sids("?ShortCode=55*0") == [second, first]
    assert await sids("?FriendlyName=Parcels") == [first]
    changed = await api.post(f"SMS/ShortCodes/{first}", SmsUrl="https://example.com/sms", SmsMethod="GET")
    assert (changed.xml.tag, changed.fields["ShortCode"], changed.fields["SmsMethod"]) == (
        "ShortCode",
        "55501",
        "GET",
    )
    assert (await api.post("SMS/ShortCodes.json")).status == 405
    with pytest.raises(KeyError):
        emulator.scenes.add_short_code("55501", account_sid="AC" + "0" * 32)
