"""Tests of a program that sends SMS, against a Twilio of their own on this machine.

    pytest test_with_emulator.py

Needs pytest and pytest-asyncio. The fixture `twilio_emulator` comes with this library: a real HTTP server,
fresh for each test, with a client.
"""

import pytest

from twilio_async import Client, TwilioError, Unsubscribed
from twilio_async.emulator import Fault
from twilio_async.testing import TwilioEmulator

pytestmark = pytest.mark.asyncio
SHOP, CUSTOMER, UNSUBSCRIBED = "+15017122661", "+15558675310", "+15005550004"


async def announce(client: Client, number: str, parcel: str) -> str:
    """The program under test: tell a customer of a parcel.

    Returns:
        "told"; "unwanted" where the customer wants no messages; or "look", where somebody has to look whether
        the message was sent, since a second one would be a nuisance.

    Raises:
        TwilioError: The message was certainly not sent.
    """
    try:
        await client.messages.create(to=number, from_=SHOP, body=f"Parcel {parcel} is here.")
    except Unsubscribed:
        return "unwanted"
    except TwilioError as error:
        if error.executed == "no":
            raise
        return "look"
    return "told"


async def test_a_customer_is_told(twilio_emulator: TwilioEmulator) -> None:
    assert await announce(twilio_emulator.client, CUSTOMER, "A7") == "told"

    [message] = twilio_emulator.messages
    assert (message.to, message.from_, message.body) == (CUSTOMER, SHOP, "Parcel A7 is here.")


async def test_a_customer_who_wants_no_messages_gets_none(twilio_emulator: TwilioEmulator) -> None:
    assert await announce(twilio_emulator.client, UNSUBSCRIBED, "A7") == "unwanted"

    assert twilio_emulator.messages == []


@pytest.mark.parametrize("fault", [Fault.server_error(executed=True), Fault.close_after_executing()])
async def test_what_may_have_been_sent_is_not_sent_again(
    twilio_emulator: TwilioEmulator, fault: Fault
) -> None:
    twilio_emulator.faults.script(fault)

    assert await announce(twilio_emulator.client, CUSTOMER, "A7") == "look"

    assert len(twilio_emulator.messages) == 1


async def test_a_request_that_was_one_too_many_is_repeated(twilio_emulator: TwilioEmulator) -> None:
    twilio_emulator.faults.script(Fault.rate_limited())

    assert await announce(twilio_emulator.client, CUSTOMER, "A7") == "told"

    assert len(twilio_emulator.messages) == 1
