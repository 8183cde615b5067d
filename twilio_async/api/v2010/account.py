"""Everything below an account of generation 2010-04-01, by the names of the addresses.

Each family of resources is imported when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_async.declare.base import Below, Resource

if TYPE_CHECKING:
    from twilio_async.api.v2010.addresses import Addresses
    from twilio_async.api.v2010.applications import Applications
    from twilio_async.api.v2010.available_phone_numbers import AvailablePhoneNumbers
    from twilio_async.api.v2010.calls import Calls
    from twilio_async.api.v2010.conferences import Conferences
    from twilio_async.api.v2010.connect_apps import AuthorizedConnectApps, ConnectApps
    from twilio_async.api.v2010.incoming_phone_numbers import IncomingPhoneNumbers
    from twilio_async.api.v2010.keys import Keys, SigningKeys
    from twilio_async.api.v2010.messages import Messages
    from twilio_async.api.v2010.notifications import Notifications
    from twilio_async.api.v2010.outgoing_caller_ids import OutgoingCallerIds
    from twilio_async.api.v2010.queues import Queues
    from twilio_async.api.v2010.recordings import Recordings
    from twilio_async.api.v2010.sandbox import SandboxResource
    from twilio_async.api.v2010.sip import Sip
    from twilio_async.api.v2010.sms import Sms
    from twilio_async.api.v2010.tokens import Tokens
    from twilio_async.api.v2010.transcriptions import Transcriptions
    from twilio_async.api.v2010.usage import BalanceResource, Usage


class AccountResources(Resource):
    """The resources below one account."""

    __slots__ = ()
    addresses: Below[Addresses] = Below("addresses:Addresses", "Addresses")
    applications: Below[Applications] = Below("applications:Applications", "Applications")
    authorized_connect_apps: Below[AuthorizedConnectApps] = Below(
        "connect_apps:AuthorizedConnectApps", "AuthorizedConnectApps"
    )
    available_phone_numbers: Below[AvailablePhoneNumbers] = Below(
        "available_phone_numbers:AvailablePhoneNumbers", "AvailablePhoneNumbers"
    )
    balance: Below[BalanceResource] = Below("usage:BalanceResource", "Balance")
    calls: Below[Calls] = Below("calls:Calls", "Calls")
    conferences: Below[Conferences] = Below("conferences:Conferences", "Conferences")
    connect_apps: Below[ConnectApps] = Below("connect_apps:ConnectApps", "ConnectApps")
    incoming_phone_numbers: Below[IncomingPhoneNumbers] = Below(
        "incoming_phone_numbers:IncomingPhoneNumbers", "IncomingPhoneNumbers"
    )
    keys: Below[Keys] = Below("keys:Keys", "Keys")
    messages: Below[Messages] = Below("messages:Messages", "Messages")
    notifications: Below[Notifications] = Below("notifications:Notifications", "Notifications")
    outgoing_caller_ids: Below[OutgoingCallerIds] = Below(
        "outgoing_caller_ids:OutgoingCallerIds", "OutgoingCallerIds"
    )
    queues: Below[Queues] = Below("queues:Queues", "Queues")
    recordings: Below[Recordings] = Below("recordings:Recordings", "Recordings")
    sandbox: Below[SandboxResource] = Below("sandbox:SandboxResource", "Sandbox")
    signing_keys: Below[SigningKeys] = Below("keys:SigningKeys", "SigningKeys")
    sip: Below[Sip] = Below("sip:Sip", "SIP")
    sms: Below[Sms] = Below("sms:Sms", "SMS")
    tokens: Below[Tokens] = Below("tokens:Tokens", "Tokens")
    transcriptions: Below[Transcriptions] = Below("transcriptions:Transcriptions", "Transcriptions")
    usage: Below[Usage] = Below("usage:Usage", "Usage")
