"""The operations of both generations as data: which function does what, with which parameters.

One list for each family; a family says here what the table of the API cannot say.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from twilio_async.emulator.messaging import media, messages, sms_messages as sms
from twilio_async.emulator.plain_operations import plain_operations
from twilio_async.emulator.routing import Operation, Table, operation
from twilio_async.emulator.voice_operations import voice_operations, voice_operations_2008
from twilio_async.emulator.wire.paging import PAGING, PAGING_2008


def _messages() -> Iterator[Operation]:
    yield operation(
        "POST", "Messages", messages.create, messages.CREATE_PARAMETERS, with_test_credentials=True
    )
    yield operation("GET", "Messages", messages.list_, (*messages.LIST_PARAMETERS, *PAGING))
    yield operation("GET", "Messages/{Sid}", messages.fetch)
    yield operation("POST", "Messages/{Sid}", messages.update, messages.UPDATE_PARAMETERS)
    yield operation("DELETE", "Messages/{Sid}", messages.delete)
    yield operation("POST", "Messages/{Sid}/Feedback", messages.give_feedback, messages.FEEDBACK_PARAMETERS)
    yield operation("GET", "Messages/{Sid}/Media", media.list_, (*media.LIST_PARAMETERS, *PAGING))
    yield operation("GET", "Messages/{Sid}/Media/{Sid}", media.fetch)
    yield operation("DELETE", "Messages/{Sid}/Media/{Sid}", media.delete)


def _sms() -> Iterator[Operation]:
    yield operation("POST", "SMS/Messages", sms.create, sms.CREATE_PARAMETERS)
    yield operation("GET", "SMS/Messages", sms.list_, (*messages.LIST_PARAMETERS, *PAGING))
    yield operation("GET", "SMS/Messages/{Sid}", sms.fetch)


def _sms_2008() -> Iterator[Operation]:
    yield operation("POST", "SMS/Messages", sms.create_2008, sms.CREATE_PARAMETERS_2008)
    yield operation("GET", "SMS/Messages", sms.list_2008, (*messages.LIST_PARAMETERS, *PAGING_2008))
    yield operation("GET", "SMS/Messages/{Sid}", sms.fetch_2008)


TABLES: Final[Mapping[str, Table]] = {
    "2010-04-01": Table([*_messages(), *_sms(), *plain_operations(), *voice_operations()]),
    "2008-08-01": Table([*_sms_2008(), *voice_operations_2008()]),
}
