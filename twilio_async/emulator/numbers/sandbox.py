"""The sandbox of an account: a shared number for trials, from before 2012.

Source: https://www.twilio.com/docs/api/rest/sandbox
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from twilio_async.emulator.list_resource import ListResource

if TYPE_CHECKING:
    from collections.abc import Mapping

    from twilio_async.emulator.memory.instances import Instance
    from twilio_async.emulator.requests import ApiRequest

_SANDBOX = "Sandbox"


class TrialSandbox(ListResource):
    """The sandbox, of which each account has one; it has no sid."""

    defaults: ClassVar[Mapping[str, object]] = {
        "phone_number": "+15555550100",
        "voice_url": "http://demo.twilio.com/docs/voice.xml",
        "voice_method": "POST",
        "sms_url": "",
        "sms_method": "POST",
        "status_callback": "",
        "status_callback_method": "POST",
    }

    def instance(self, request: ApiRequest) -> Instance:
        """The account's sandbox, set up when it is first looked at."""
        store, account_sid = request.store, request.account.sid
        found = store.instances.of(account_sid, _SANDBOX).get(_SANDBOX)
        if found is None:
            fields = {**self.defaults, "pin": store.identifiers.digits(8)}
            found = store.instances.add(_SANDBOX, _SANDBOX, account_sid, (), fields)
        return found

    def values(self, instance: Instance, request: ApiRequest) -> dict[str, object]:
        """All that is known of the sandbox."""
        uri = f"{request.account_path}/{_SANDBOX}{request.suffix}"
        return {**super().values(instance, request), "uri": uri}


OPERATIONS = tuple(TrialSandbox(_SANDBOX).operations())
