"""All operations of the plain resources."""

from collections.abc import Iterator

from twilio_async.emulator.accounts import applications
from twilio_async.emulator.accounts.accounts import NUMBERS, account_operations
from twilio_async.emulator.accounts.keys import KEYS, SIGNING_KEYS, Keys
from twilio_async.emulator.accounts.tokens import token_operations
from twilio_async.emulator.accounts.usage_records import record_operations
from twilio_async.emulator.accounts.usage_triggers import UsageTriggers
from twilio_async.emulator.list_resource import Plain
from twilio_async.emulator.messaging.short_codes import SHORT_CODES, ShortCodes
from twilio_async.emulator.numbers import add_ons
from twilio_async.emulator.numbers.addresses import ADDRESSES, Addresses, DependentNumbers
from twilio_async.emulator.numbers.available_numbers import number_operations
from twilio_async.emulator.numbers.caller_ids import CallerIds
from twilio_async.emulator.numbers.incoming_numbers import IncomingNumbers
from twilio_async.emulator.numbers.sandbox import SANDBOX, Sandbox
from twilio_async.emulator.routing import Operation
from twilio_async.emulator.voice.queues import QUEUES, Queues
from twilio_async.emulator.voice.sip import SIP


def plain_operations() -> Iterator[Operation]:
    """Those of accounts and of everything below them that is neither message nor voice."""
    yield from account_operations()
    yield from number_operations()
    yield from token_operations()
    yield from record_operations()
    for collection in _collections():
        yield from collection.operations()


def _collections() -> Iterator[Plain]:
    yield Addresses(ADDRESSES)
    yield DependentNumbers(f"{ADDRESSES}/{{AddressSid}}/DependentPhoneNumbers")
    yield applications.Applications("Applications")
    yield Plain(applications.CONNECT_APPS)
    yield applications.AuthorizedConnectApps(applications.AUTHORIZED_CONNECT_APPS)
    yield from (IncomingNumbers(NUMBERS + below) for below in ("", "/Local", "/Mobile", "/TollFree"))
    yield add_ons.AssignedAddOns(add_ons.ASSIGNED)
    yield Plain(add_ons.EXTENSIONS)
    yield add_ons.Results(add_ons.RESULTS)
    yield add_ons.Payloads(add_ons.PAYLOADS)
    yield CallerIds("OutgoingCallerIds")
    yield from (Keys(path) for path in (KEYS, SIGNING_KEYS))
    yield Queues(QUEUES)
    yield Sandbox(SANDBOX)
    yield ShortCodes(SHORT_CODES)
    yield from SIP
    yield UsageTriggers("Usage/Triggers")
