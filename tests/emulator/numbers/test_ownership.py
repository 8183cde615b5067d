"""A strict emulator: senders and callers have to be numbers that the account has."""

from collections.abc import AsyncIterator

import pytest

from tests.support.clock import ManualClock
from tests.support.emulator_api import FROM, TO, Api
from twilio_async.emulator import Emulator


@pytest.fixture
async def emulator(clock: ManualClock) -> AsyncIterator[Emulator]:
    async with Emulator(clock=clock.utc, strict=True) as running:
        yield running


async def code_of_sending(api: Api, sender: str) -> object:
    answer = await api.send(From=sender)
    return None if answer.status == 201 else answer.code


async def test_who_may_send(api: Api, emulator: Emulator) -> None:
    other = emulator.scenes.add_account()
    assert await code_of_sending(api, FROM) == 21659
    assert (await api.post("IncomingPhoneNumbers.json", PhoneNumber=FROM)).status == 201
    assert await code_of_sending(api, FROM) is None
    emulator.scenes.add_short_code("55501")
    assert await code_of_sending(api, "55501") is None
    assert await code_of_sending(api, "PARCELS") is None
    assert await code_of_sending(api, "whatsapp:+15550100000") is None
    api.account_sid = other.sid
    assert await code_of_sending(api, FROM) == 21660


async def test_a_number_that_sends_no_text(api: Api) -> None:
    path = "AvailablePhoneNumbers/US/Local.json?SmsEnabled=false"
    number = (await api.get(path)).json["available_phone_numbers"][0]["phone_number"]
    await api.post("IncomingPhoneNumbers.json", PhoneNumber=number)

    assert await code_of_sending(api, number) == 21606


async def test_which_service_may_send(api: Api, emulator: Emulator) -> None:
    form = {"To": TO, "Body": "Hi"}
    service = emulator.scenes.add_messaging_service()

    assert (await api.post("Messages.json", form, MessagingServiceSid=service)).status == 201
    assert (await api.post("Messages.json", form, MessagingServiceSid="MG" + "5" * 32)).code == 21705


async def test_who_may_call(api: Api) -> None:
    call = {"To": TO, "From": FROM, "Url": "https://example.com/voice"}
    assert (await api.post("Calls.json", call)).code == 21210
    await api.post("OutgoingCallerIds.json", PhoneNumber=FROM)
    assert (await api.post("Calls.json", call)).status == 201
    assert (await api.post("Calls.json", call | {"From": "client:ann"})).status == 201
