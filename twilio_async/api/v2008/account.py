"""Everything below an account of generation 2008-08-01, by the names of the addresses.

Each family of resources is imported when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_async.declare.base import Below, Resource

if TYPE_CHECKING:
    from twilio_async.api.v2008.calls import LegacyCalls
    from twilio_async.api.v2008.notifications import LegacyNotifications
    from twilio_async.api.v2008.recordings import LegacyRecordings, LegacyTranscriptions
    from twilio_async.api.v2008.sms import LegacySms


class LegacyAccountResources(Resource):
    """The resources below one account."""

    __slots__ = ()
    calls: Below[LegacyCalls] = Below("calls:LegacyCalls", "Calls")
    notifications: Below[LegacyNotifications] = Below("notifications:LegacyNotifications", "Notifications")
    recordings: Below[LegacyRecordings] = Below("recordings:LegacyRecordings", "Recordings")
    sms: Below[LegacySms] = Below("sms:LegacySms", "SMS")
    transcriptions: Below[LegacyTranscriptions] = Below("recordings:LegacyTranscriptions", "Transcriptions")
