"""What the library gives to the tests of others: the fixture, and the same as a context manager."""

from twilio_async.emulator import Fault
from twilio_async.testing import TwilioEmulator

TO, FROM = "+15558675310", "+15017122661"


async def test_the_fixture_is_a_server_with_a_client(twilio_emulator: TwilioEmulator) -> None:
    message = await twilio_emulator.client.messages.create(to=TO, from_=FROM, body="Hi")

    assert [(sent.sid, sent.body) for sent in twilio_emulator.messages] == [(message.sid, "Hi")]


async def test_each_test_has_a_server_of_its_own(twilio_emulator: TwilioEmulator) -> None:
    assert twilio_emulator.messages == []


async def test_more_clients_can_be_bound() -> None:
    async with TwilioEmulator(seed=7) as twilio, twilio.bind(format="xml") as client:
        twilio.scenes.seed_messages(3)
        twilio.faults.script(Fault.rate_limited(retry_after=0))

        messages = await client.messages.list()

    assert [message.sid for message in messages] == [message.sid for message in reversed(twilio.messages)]


async def test_a_client_is_closed_with_its_server() -> None:
    async with TwilioEmulator() as twilio:
        await twilio.client.messages.list()
    # The check after every test finds what would be left open.
