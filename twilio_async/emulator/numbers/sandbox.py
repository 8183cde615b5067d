"""The sandbox of an account: a shared number for trials, from before 2012.

After https://www.twilio.com/docs/api/rest/sandbox.
"""

from collections.abc import Mapping
from typing import ClassVar, Final

from twilio_async.emulator.list_resource import Plain
from twilio_async.emulator.memory.instances import Item
from twilio_async.emulator.requests import Call

SANDBOX: Final = "Sandbox"


class Sandbox(Plain):
    """Each account has one."""

    defaults: ClassVar[Mapping[str, object]] = {
        "phone_number": "+15555550100",
        "voice_url": "http://demo.twilio.com/docs/voice.xml",
        "voice_method": "POST",
        "sms_url": "",
        "sms_method": "POST",
        "status_callback": "",
        "status_callback_method": "POST",
    }

    def item(self, call: Call) -> Item:
        """The account's sandbox, set up when it is first looked at."""
        found = call.store.items.of(call.account.sid, SANDBOX).get(SANDBOX)
        if found is None:
            values = {**self.defaults, "pin": call.store.new_digits(8)}
            found = call.store.add_item(SANDBOX, SANDBOX, call.account.sid, (), values)
        return found

    def values(self, call: Call, item: Item) -> dict[str, object]:
        """What is known of the sandbox; it has no sid."""
        uri = f"{call.view.account_path}/{SANDBOX}{call.view.suffix}"
        return {**super().values(call, item), "uri": uri}
