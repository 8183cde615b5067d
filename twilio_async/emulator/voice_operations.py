"""The voice operations of both generations, for the table that requests are looked up in."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from twilio_async.emulator import description as catalog
from twilio_async.emulator.accounts import accounts_2008
from twilio_async.emulator.requests import Call, Reply
from twilio_async.emulator.routing import Operation, documented, operation
from twilio_async.emulator.voice import (
    call_attachments as attachments,
    call_events as events,
    calls,
    calls_2008,
    conferences,
    notifications,
    notifications_2008,
    participants,
    queue_members,
)
from twilio_async.emulator.voice.recordings import (
    recordings,
    recordings_2008,
    transcriptions,
    transcriptions_2008,
)
from twilio_async.emulator.wire.paging import PAGING_2008

_RUNS: Final[Mapping[str, Callable[[Call], Reply]]] = {
    "GET Calls": calls.list_,
    "GET Calls/{Sid}": calls.fetch,
    "POST Calls/{Sid}": calls.update,
    "DELETE Calls/{Sid}": calls.delete,
    "GET Calls/{CallSid}/Events": events.list_,
    "GET Calls/{CallSid}/Notifications": notifications.list_of_call,
    "GET Calls/{CallSid}/Notifications/{Sid}": notifications.fetch_of_call,
    "GET Conferences": conferences.list_,
    "GET Conferences/{Sid}": conferences.fetch,
    "POST Conferences/{Sid}": conferences.update,
    "GET Conferences/{ConferenceSid}/Participants": participants.list_,
    "POST Conferences/{ConferenceSid}/Participants": participants.create,
    "GET Conferences/{ConferenceSid}/Participants/{CallSid}": participants.fetch,
    "POST Conferences/{ConferenceSid}/Participants/{CallSid}": participants.update,
    "DELETE Conferences/{ConferenceSid}/Participants/{CallSid}": participants.delete,
    "GET Notifications": notifications.list_,
    "GET Notifications/{Sid}": notifications.fetch,
    "GET Queues/{QueueSid}/Members": queue_members.list_,
    "GET Queues/{QueueSid}/Members/{CallSid}": queue_members.fetch,
    "POST Queues/{QueueSid}/Members/{CallSid}": queue_members.update,
    "GET Recordings": recordings.list_,
    "GET Recordings/{Sid}": recordings.fetch,
    "DELETE Recordings/{Sid}": recordings.delete,
    "GET Recordings/{RecordingSid}/Transcriptions": transcriptions.list_of_recording,
    "GET Recordings/{RecordingSid}/Transcriptions/{Sid}": transcriptions.fetch,
    "DELETE Recordings/{RecordingSid}/Transcriptions/{Sid}": transcriptions.delete,
    "GET Transcriptions": transcriptions.list_,
    "GET Transcriptions/{Sid}": transcriptions.fetch,
    "DELETE Transcriptions/{Sid}": transcriptions.delete,
}


def voice_operations() -> Iterator[Operation]:
    """The operations of 2010-04-01."""
    for name, run in _RUNS.items():
        method, _, pattern = name.partition(" ")
        yield documented(catalog.endpoint(method, pattern), run)
    yield documented(
        catalog.endpoint("POST", "Calls"), calls.create, (calls.IF_MACHINE,), with_test_credentials=True
    )
    for path in recordings.SUBJECTS:
        for endpoint in catalog.endpoints(path):
            yield documented(endpoint, recordings.of_subject(endpoint))
    for path in attachments.PATHS:
        for endpoint in catalog.endpoints(path):
            yield documented(endpoint, attachments.run(endpoint))
    yield operation("DELETE", "Notifications/{Sid}", notifications.delete)


def voice_operations_2008() -> Iterator[Operation]:
    """The operations of 2008-08-01, with its accounts."""
    yield operation("GET", "Accounts", accounts_2008.list_, PAGING_2008)
    yield operation("GET", "Accounts/{Sid}", accounts_2008.fetch)
    yield operation("POST", "Accounts/{Sid}", accounts_2008.update, (accounts_2008.FRIENDLY_NAME,))
    yield operation("GET", "Calls", calls_2008.list_, (*calls_2008.LIST_PARAMETERS, *PAGING_2008))
    yield operation("POST", "Calls", calls_2008.create, calls_2008.CREATE_PARAMETERS)
    yield operation("GET", "Calls/{Sid}", calls_2008.fetch)
    yield operation("POST", "Calls/{Sid}", calls_2008.redirect, calls_2008.REDIRECT_PARAMETERS)
    filters = notifications_2008.LIST_PARAMETERS
    yield operation("GET", "Notifications", notifications_2008.list_, (*filters, *PAGING_2008))
    yield operation("GET", "Notifications/{Sid}", notifications_2008.fetch)
    yield operation(
        "GET", "Calls/{Sid}/Notifications", notifications_2008.list_of_call, (*filters, *PAGING_2008)
    )
    filters = recordings_2008.LIST_PARAMETERS
    yield operation("GET", "Recordings", recordings_2008.list_, (*filters, *PAGING_2008))
    yield operation("GET", "Recordings/{Sid}", recordings_2008.fetch)
    yield operation("DELETE", "Recordings/{Sid}", recordings.delete)
    yield operation("GET", "Calls/{Sid}/Recordings", recordings_2008.list_of_call, (*filters, *PAGING_2008))
    yield operation("GET", "Transcriptions", transcriptions_2008.list_, PAGING_2008)
    yield operation("GET", "Transcriptions/{Sid}", transcriptions_2008.fetch)
    yield operation(
        "GET", "Recordings/{Sid}/Transcriptions", transcriptions_2008.list_of_recording, PAGING_2008
    )
