"""API generation 2008-08-01: XML only, numbered pages, bare ten-digit US numbers, statuses that are numbers.

Each family of resources is imported when it is first used.

Source: Twilio's documentation of API 2008-08-01 (`docs/api/2008-08-01/rest`)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_async.declare.base import Below, Resource

if TYPE_CHECKING:
    from twilio_async.api.v2008.accounts import LegacyAccounts
    from twilio_async.api.v2008.calls import LegacyCalls
    from twilio_async.api.v2008.notifications import LegacyNotifications
    from twilio_async.api.v2008.recordings import LegacyRecordings, LegacyTranscriptions
    from twilio_async.api.v2008.sms import LegacySms
    from twilio_async.core.apis import Api


class LegacyAccountResources(Resource):
    """The resources below one account."""

    __slots__ = ()
    calls: Below[LegacyCalls] = Below("v2008.calls:LegacyCalls", "Calls")
    notifications: Below[LegacyNotifications] = Below(
        "v2008.notifications:LegacyNotifications", "Notifications"
    )
    recordings: Below[LegacyRecordings] = Below("v2008.recordings:LegacyRecordings", "Recordings")
    sms: Below[LegacySms] = Below("v2008.sms:LegacySms", "SMS")
    transcriptions: Below[LegacyTranscriptions] = Below(
        "v2008.recordings:LegacyTranscriptions", "Transcriptions"
    )


class V2008(LegacyAccountResources):
    """The client's own account in generation 2008-08-01, and from it the other accounts."""

    __slots__ = ()

    def _all_accounts(self) -> tuple[Api, str]:
        return self._api, self._path.rpartition("/")[0]

    accounts: Below[LegacyAccounts] = Below("v2008.accounts:LegacyAccounts", _all_accounts)
    """The accounts; `accounts(sid)` has what is below another one."""
