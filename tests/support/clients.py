"""Clients with invented credentials, bound to a server of the tests."""

from typing import Any

from tests.support.clock import ManualClock
from twilio_async import Client, Message
from twilio_async.emulator import Emulator

ACCOUNT = "AC" + "0a" * 16
TOKEN = "5ec7e7" * 5 + "aa"
KEY = "SK" + "0b" * 16
SECRET = "key-5ec7e7-" * 3
MESSAGE = "SM" + "0c" * 16
RECORDING = "RE" + "0d" * 16
TRANSCRIPTION = "TR" + "0e" * 16
TO = "+15558675310"
FROM = "+15005550006"
RECORD = {"sid": MESSAGE, "account_sid": ACCOUNT, "to": TO, "from": FROM, "body": "Hi", "status": "queued"}
"""A message as JSON has it."""


def client_for(url: str, **options: Any) -> Client:
    """A client of the server at `url`, on a clock of its own that is moved by hand where none is given."""
    defaults: dict[str, Any] = {
        "account_sid": ACCOUNT,
        "auth_token": TOKEN,
        "base_url": url,
        "clock": ManualClock(),
    }
    return Client(**(defaults | options))


async def send(client: Client) -> Message:
    """A call that is never repeated where it may have been executed."""
    return await client.messages.create(to=TO, from_=FROM, body="Hi")


async def fetch(client: Client) -> Message:
    """A call that may be repeated."""
    return await client.messages(MESSAGE).fetch()


def client_of(emulator: Emulator, **options: Any) -> Client:
    """A client of the emulator's main account."""
    given: dict[str, Any] = {"account_sid": emulator.account_sid, "auth_token": emulator.auth_token}
    return client_for(emulator.url, **(given | options))
