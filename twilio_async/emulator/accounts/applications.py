"""Applications, and the apps that connect accounts: one's own and those that one has authorized.

After https://www.twilio.com/docs/usage/api/applications and https://www.twilio.com/docs/iam/connect.
Connect apps come into being on Twilio's site only: see `Emulator.add_connect_app`.
"""

from collections.abc import Mapping
from typing import ClassVar, Final

from twilio_async.emulator.list_resource import Plain
from twilio_async.emulator.memory.instances import Item
from twilio_async.emulator.numbers.webhooks import WEBHOOKS, check_fallbacks
from twilio_async.emulator.requests import Call

CONNECT_APPS: Final = "ConnectApps"
AUTHORIZED_CONNECT_APPS: Final = "AuthorizedConnectApps"

CONNECT_APP: Final[Mapping[str, object]] = {
    "authorize_redirect_url": "",
    "company_name": "",
    "deauthorize_callback_method": "POST",
    "deauthorize_callback_url": "",
    "description": "",
    "homepage_url": "",
    "permissions": ("get-all",),
}
"""The fields of a connect app for which nothing has been said."""


class Applications(Plain):
    """Sets of webhooks that numbers share."""

    defaults: ClassVar[Mapping[str, object]] = {
        **WEBHOOKS,
        "message_status_callback": "",
        "sms_status_callback": "",
    }

    def prepare(self, call: Call, item: Item | None, values: dict[str, object]) -> None:
        """A fallback needs what it stands in for."""
        del call
        check_fallbacks(item, values)


class AuthorizedConnectApps(Plain):
    """They are known by the sid of the app."""

    def values(self, call: Call, item: Item) -> dict[str, object]:
        """What is known of the app."""
        return {**super().values(call, item), "connect_app_sid": item.sid}
