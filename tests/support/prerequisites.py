"""Prerequisites of each operation of the table: values of parameters, parents, staged records."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias

from attrs import define, field

from tests.support.api_table import OPERATIONS, Operation, Parameter
from tests.support.clock import ManualClock
from tests.support.emulator_api import FROM, TO, Answer, Api
from twilio_async.emulator import Emulator

URL = "https://example.com/voice"
NUMBER = "+15555550123"

_BY_NAME = {
    "From": FROM,
    "PhoneNumber": NUMBER,
    "DomainName": "parcels.sip.twilio.com",
    "IpAddress": "192.0.2.1",
    "TriggerValue": "100",
    "Password": "Long-enough-1",
}
_BY_KIND = {
    "string": "text",
    "phone-number": TO,
    "endpoint": TO,
    "uri": URL,
    "iso-country-code": "US",
}
_ALSO = {
    "CreateCall": {"Url": URL},
    "CreateMessage": {"From": FROM, "Body": "Hi"},
    "CreateIncomingPhoneNumber": {"PhoneNumber": NUMBER},
    "UpdateCall": {"Status": "completed"},
    "UpdateCallRecording": {"Status": "paused"},
    "UpdateConferenceRecording": {"Status": "paused"},
}
"""Parameters of operations that need one of several, or another value than the first that there is."""

_MAPPED = {
    "CredentialListSid": "SIP/CredentialLists",
    "IpAccessControlListSid": "SIP/IpAccessControlLists",
}
_IN_PROGRESS = 3
_DELIVERED = 10
_AFTER_THE_CALL = 60


def is_instance(operation: Operation) -> bool:
    """Whether it is about one of a collection."""
    return operation.path.endswith("}")


def sample(parameter: Parameter) -> str:
    """A value that the parameter accepts."""
    (name,), kind = parameter.wire, parameter.kind
    if kind.name == "enumeration":
        return kind.words[0]
    if kind.name == "sid":
        return kind.words[0] + "0" * 32
    return _BY_NAME.get(name) or _BY_KIND[kind.name]


_CREATIONS = {each.below: each for each in OPERATIONS if each.method == "POST" and not is_instance(each)}


@define
class Prerequisites:
    """The records of one emulator that operations need, each made when it is first asked for."""

    api: Api
    emulator: Emulator
    clock: ManualClock
    _made: dict[str, list[str]] = field(factory=dict[str, list[str]])

    async def form_for(self, operation: Operation) -> dict[str, str]:
        """The parameters without which the operation is refused; what it acts on is there afterwards."""
        await self._names(operation.below)
        if operation.list_key and (operation.below in _CREATIONS or operation.below in _MAKERS):
            await self.instance(operation.below)
        if operation.name == "ListDependentPhoneNumber":
            address_sid = (await self.instance("Addresses"))[0]
            await self.api.post("IncomingPhoneNumbers.json", PhoneNumber=NUMBER, AddressSid=address_sid)
        if operation.name == "DeleteCall":
            self.clock.advance(_AFTER_THE_CALL)
        form = {parameter.wire[0]: sample(parameter) for parameter in operation.required}
        form |= _ALSO.get(operation.name, {})
        for name in form.keys() & _MAPPED.keys():
            form[name] = (await self.instance(_MAPPED[name]))[-1]
        return form

    async def ask(self, operation: Operation, form: Mapping[str, str], suffix: str = ".json") -> Answer:
        """Ask for an operation with these parameters."""
        names = iter(await self._names(operation.below))
        parts = operation.below.split("/")
        below = "/".join(next(names) if part.startswith("{") else part for part in parts)
        path = below + suffix
        if parts[0] == "Accounts":
            path = f"/2010-04-01/{path}"
        if operation.method == "POST":
            return await self.api.post(path, form)
        query = "&".join(f"{name}={value}" for name, value in form.items())
        return await self.api.ask(operation.method, f"{path}?{query}" if query else path)

    async def instance(self, collection: str) -> list[str]:
        """The values in the path to a record of a collection, which is made when first asked for."""
        if collection not in self._made:
            parents = await self._names(collection)
            maker = _MAKERS.get(collection)
            sid = await (self._create(collection) if maker is None else maker(self, parents))
            self._made[collection] = [*parents, sid]
        return self._made[collection]

    async def first(self, path: str, list_key: str, key: str = "sid") -> str:
        """A field of the first record of a list."""
        listed = (await self.api.get(f"{path}.json")).json[list_key]
        value: str = listed[0][key]
        return value

    async def _create(self, collection: str) -> str:
        operation = _CREATIONS[collection]
        answer = await self.ask(operation, await self.form_for(operation))
        sid: str = answer.json["sid"]
        return sid

    async def _names(self, pattern: str) -> list[str]:
        above = pattern.rpartition("/{")[0]
        return await self.instance(above) if above else []


Maker: TypeAlias = Callable[[Prerequisites, list[str]], Awaitable[str]]


async def _call(prerequisites: Prerequisites, _: list[str]) -> str:
    call = await prerequisites.api.post("Calls.json", To=TO, From=FROM, Url=URL)
    prerequisites.clock.advance(_IN_PROGRESS)
    sid: str = call.json["sid"]
    return sid


async def _message(prerequisites: Prerequisites, _: list[str]) -> str:
    message = await prerequisites.api.send()
    prerequisites.clock.advance(_DELIVERED)
    sid: str = message.json["sid"]
    return sid


async def _conference(prerequisites: Prerequisites, _: list[str]) -> str:
    await prerequisites.api.post(
        "Conferences/room/Participants.json", To=TO, From=FROM, ConferenceRecord="true"
    )
    prerequisites.clock.advance(_IN_PROGRESS)
    return await prerequisites.first("Conferences", "conferences")


async def _participant(prerequisites: Prerequisites, names: list[str]) -> str:
    return await prerequisites.first(f"Conferences/{names[0]}/Participants", "participants", "call_sid")


async def _conference_recording(prerequisites: Prerequisites, names: list[str]) -> str:
    return await prerequisites.first(f"Conferences/{names[0]}/Recordings", "recordings")


async def _notification(prerequisites: Prerequisites, _: list[str]) -> str:
    return prerequisites.emulator.scenes.add_notification((await prerequisites.instance("Calls"))[0]).sid


async def _recording(prerequisites: Prerequisites, _: list[str]) -> str:
    return prerequisites.emulator.scenes.add_recording((await prerequisites.instance("Calls"))[0]).sid


async def _transcription(prerequisites: Prerequisites, _: list[str]) -> str:
    return prerequisites.emulator.scenes.add_transcription(
        (await prerequisites.instance("Recordings"))[0], "Hello."
    ).sid


async def _member(prerequisites: Prerequisites, names: list[str]) -> str:
    call_sid = (await prerequisites.instance("Calls"))[0]
    prerequisites.emulator.scenes.enqueue(names[0], call_sid)
    return call_sid


async def _media(prerequisites: Prerequisites, names: list[str]) -> str:
    return prerequisites.emulator.scenes.add_media(names[0], b"GIF89a", "image/gif").sid


async def _caller_id(prerequisites: Prerequisites, _: list[str]) -> str:
    await prerequisites.api.post("OutgoingCallerIds.json", PhoneNumber=NUMBER)
    return await prerequisites.first("OutgoingCallerIds", "outgoing_caller_ids")


async def _result(prerequisites: Prerequisites, names: list[str]) -> str:
    return prerequisites.emulator.scenes.add_add_on_result(names[0], b"{}")


async def _payload(prerequisites: Prerequisites, names: list[str]) -> str:
    return await prerequisites.first(f"Recordings/{names[0]}/AddOnResults/{names[1]}/Payloads", "payloads")


async def _extension(prerequisites: Prerequisites, names: list[str]) -> str:
    path = f"IncomingPhoneNumbers/{names[0]}/AssignedAddOns/{names[1]}/Extensions"
    return await prerequisites.first(path, "extensions")


async def _short_code(prerequisites: Prerequisites, _: list[str]) -> str:
    return prerequisites.emulator.scenes.add_short_code("55501")


async def _connect_app(prerequisites: Prerequisites, _: list[str]) -> str:
    return prerequisites.emulator.scenes.add_connect_app()


async def _authorized_connect_app(prerequisites: Prerequisites, _: list[str]) -> str:
    return prerequisites.emulator.scenes.add_authorized_connect_app()


async def _country(_: Prerequisites, __: list[str]) -> str:
    return "GB"


_MAKERS: Mapping[str, Maker] = {
    "AuthorizedConnectApps": _authorized_connect_app,
    "AvailablePhoneNumbers": _country,
    "Calls": _call,
    "Calls/{CallSid}/Notifications": _notification,
    "Conferences": _conference,
    "Conferences/{ConferenceSid}/Participants": _participant,
    "Conferences/{ConferenceSid}/Recordings": _conference_recording,
    "ConnectApps": _connect_app,
    "IncomingPhoneNumbers/{ResourceSid}/AssignedAddOns/{AssignedAddOnSid}/Extensions": _extension,
    "Messages": _message,
    "Messages/{MessageSid}/Media": _media,
    "Notifications": _notification,
    "OutgoingCallerIds": _caller_id,
    "Queues/{QueueSid}/Members": _member,
    "Recordings": _recording,
    "Recordings/{ReferenceSid}/AddOnResults": _result,
    "Recordings/{ReferenceSid}/AddOnResults/{AddOnResultSid}/Payloads": _payload,
    "Recordings/{RecordingSid}/Transcriptions": _transcription,
    "SMS/ShortCodes": _short_code,
    "Transcriptions": _transcription,
}
"""Makers of the records that are not created in their own collection, or need more than that."""
