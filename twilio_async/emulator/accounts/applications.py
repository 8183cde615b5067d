"""Applications, and the apps that connect accounts: one's own and those that one has authorized.

Connect apps come into being on Twilio's site only: see `Scenes.add_connect_app`.

Source: https://www.twilio.com/docs/usage/api/applications and https://www.twilio.com/docs/iam/connect
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from twilio_async.emulator.list_resource import ListResource
from twilio_async.emulator.numbers.webhooks import WEBHOOKS, check_fallbacks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from twilio_async.emulator.memory.instances import Instance
    from twilio_async.emulator.requests import ApiRequest

APPLICATIONS = "Applications"
CONNECT_APPS = "ConnectApps"
AUTHORIZED_CONNECT_APPS = "AuthorizedConnectApps"

CONNECT_APP: Mapping[str, object] = {
    "authorize_redirect_url": "",
    "company_name": "",
    "deauthorize_callback_method": "POST",
    "deauthorize_callback_url": "",
    "description": "",
    "homepage_url": "",
    "permissions": ("get-all",),
}
"""The fields of a connect app about which nothing has been said."""


class ApplicationList(ListResource):
    """The applications of an account: sets of webhooks that numbers share."""

    defaults: ClassVar[Mapping[str, object]] = {
        **WEBHOOKS,
        "message_status_callback": "",
        "sms_status_callback": "",
    }

    def prepare(self, request: ApiRequest, instance: Instance | None, fields: dict[str, object]) -> None:
        """A fallback needs what it stands in for."""
        del request
        check_fallbacks(instance, fields)


class AuthorizedConnectAppList(ListResource):
    """The apps of others that an account has authorized, known by the sid of the app."""

    def values(self, instance: Instance, request: ApiRequest) -> dict[str, object]:
        """All that is known of the app."""
        return {**super().values(instance, request), "connect_app_sid": instance.sid}


OPERATIONS = (
    *ApplicationList(APPLICATIONS).operations(),
    *ListResource(CONNECT_APPS).operations(),
    *AuthorizedConnectAppList(AUTHORIZED_CONNECT_APPS).operations(),
)
