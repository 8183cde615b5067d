"""Everything below an account of generation 2008-08-01, by the names of the addresses.

Each family of resources is imported when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_async.resources.base import Api, Below, Resource

if TYPE_CHECKING:
    from twilio_async.resources.v2008.accounts import LegacyAccounts
    from twilio_async.resources.v2008.calls import LegacyCalls
    from twilio_async.resources.v2008.notifications import LegacyNotifications
    from twilio_async.resources.v2008.recordings import LegacyRecordings
    from twilio_async.resources.v2008.sms import LegacySms
    from twilio_async.resources.v2008.transcriptions import LegacyTranscriptions


class LegacyAccountResources(Resource):
    """What is below one account."""

    __slots__ = ()
    calls: Below[LegacyCalls] = Below("v2008.calls:LegacyCalls", "Calls")
    notifications: Below[LegacyNotifications] = Below(
        "v2008.notifications:LegacyNotifications", "Notifications"
    )
    recordings: Below[LegacyRecordings] = Below("v2008.recordings:LegacyRecordings", "Recordings")
    sms: Below[LegacySms] = Below("v2008.sms:LegacySms", "SMS")
    transcriptions: Below[LegacyTranscriptions] = Below(
        "v2008.transcriptions:LegacyTranscriptions", "Transcriptions"
    )


class V2008(LegacyAccountResources):
    """The client's own account in generation 2008-08-01, and from it the other accounts."""

    __slots__ = ()

    def _all_accounts(self) -> tuple[Api, str]:
        return self._api, self._path.rpartition("/")[0]

    accounts: Below[LegacyAccounts] = Below("v2008.accounts:LegacyAccounts", _all_accounts)
    """The accounts; `accounts(sid)` has what is below another one."""
