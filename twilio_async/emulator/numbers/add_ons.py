"""Add-ons: those assigned to a phone number, and what they found out about recordings.

After https://www.twilio.com/docs/phone-numbers/api/assignedaddon-resource and
https://www.twilio.com/docs/voice/api/recording. Results come from add-on partners only: see
`Emulator.add_add_on_result`.
"""

from collections.abc import Iterator, Mapping
from typing import ClassVar, Final

from twilio_async.emulator import description as catalog
from twilio_async.emulator.accounts.accounts import NUMBERS
from twilio_async.emulator.description import Endpoint
from twilio_async.emulator.list_resource import Plain, concrete
from twilio_async.emulator.memory.instances import Item
from twilio_async.emulator.memory.store import Store
from twilio_async.emulator.messaging.message_records import Account, Media
from twilio_async.emulator.requests import Call, Reply
from twilio_async.emulator.routing import Operation, documented
from twilio_async.emulator.voice.lookups import recording
from twilio_async.emulator.wire.documents import View
from twilio_async.emulator.wire.errors import conflict
from twilio_async.emulator.wire.fields import resource

ASSIGNED: Final = f"{NUMBERS}/{{ResourceSid}}/AssignedAddOns"
EXTENSIONS: Final = f"{ASSIGNED}/{{AssignedAddOnSid}}/Extensions"
RESULTS: Final = "Recordings/{ReferenceSid}/AddOnResults"
PAYLOADS: Final = f"{RESULTS}/{{AddOnResultSid}}/Payloads"
DATA: Final = f"{PAYLOADS}/{{PayloadSid}}/Data"


class AssignedAddOns(Plain):
    """Add-ons of a number, known by the sid of the installation; each has one extension."""

    defaults: ClassVar[Mapping[str, object]] = {
        "friendly_name": "An add-on",
        "description": "What the add-on does with calls and messages of the number.",
        "configuration": {},
        "unique_name": "an_add_on",
    }

    def prepare(self, call: Call, item: Item | None, values: dict[str, object]) -> None:
        """An add-on is assigned to a number once."""
        del item, values
        if self.items(call).get(call.arguments.named("InstalledAddOnSid")) is not None:
            raise conflict("The add-on is assigned to the number already")

    def new_sid(self, endpoint: Endpoint, call: Call) -> str:
        """The sid of the installation."""
        del endpoint
        return str(call.arguments.named("InstalledAddOnSid"))

    def created(self, call: Call, item: Item) -> None:
        """Give the add-on its extension."""
        names = (*item.names, item.sid)
        call.store.add_item(
            concrete(EXTENSIONS, names),
            call.store.new_sid("XF"),
            item.account_sid,
            names,
            {
                "friendly_name": "An extension",
                "product_name": "Programmable Voice",
                "unique_name": "voice",
                "enabled": True,
            },
        )


class Results(Plain):
    """What add-ons found out about a recording."""

    def require_parents(self, call: Call) -> None:
        """The recording is held by the voice part."""
        recording(call, call.names[0])

    def removed(self, call: Call, item: Item) -> None:
        """Take the data of the findings with it."""
        call.store.remove_files(item.sid)


class Payloads(Results):
    """The findings of a result, each with its data."""

    def require_parents(self, call: Call) -> None:
        """The recording and the result."""
        super().require_parents(call)
        results = call.store.items.of(call.account.sid, concrete(RESULTS, call.names))
        call.found(results.get(call.names[1]))

    def removed(self, call: Call, item: Item) -> None:
        """Take the data with it: a result has one payload."""
        call.store.remove_files(item.names[1])

    def operations(self) -> Iterator[Operation]:
        """The data as well."""
        yield from super().operations()
        yield documented(catalog.endpoint("GET", DATA), self.redirect)

    def redirect(self, call: Call) -> Reply:
        """GET Payloads/{PayloadSid}/Data: 307 to the data, with its address in the answer too."""
        self.require_parents(call)
        url = call.sign(call.found(call.store.find_media(call.names[1], call.names[2])))
        return call.item(_DATA, url, catalog.endpoint("GET", DATA).status, location=url)


def _data_values(url: str, _: View) -> Mapping[str, object]:
    return {"redirect_to": url}


_DATA: Final = resource(catalog.record("payload_data"), _data_values)


def add_result(store: Store, account: Account, recording_sid: str, content: bytes, content_type: str) -> Item:
    """Enter a completed result with one payload."""
    add_on = {"add_on_sid": store.new_sid("XB"), "add_on_configuration_sid": store.new_sid("XE")}
    names: tuple[str, ...] = (recording_sid,)
    result = store.add_item(
        concrete(RESULTS, names),
        store.new_sid("XR"),
        account.sid,
        names,
        {**add_on, "status": "completed", "date_completed": store.clock()},
    )
    names = (recording_sid, result.sid)
    payload = store.add_item(
        concrete(PAYLOADS, names),
        store.new_sid("XH"),
        account.sid,
        names,
        {**add_on, "label": "findings", "content_type": content_type},
    )
    store.add_file(
        Media(
            sid=payload.sid,
            account_sid=account.sid,
            message_sid=result.sid,
            content_type=content_type,
            content=content,
            serial=payload.serial,
            created_at=payload.created_at,
        )
    )
    return result
