"""An asyncio client for the Twilio REST API.

async with Client() as client:
    message = await client.messages.create(to="+15558675310", from_="+15017122661", body="Hi")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from twilio_async.body import Body
from twilio_async.client import Client
from twilio_async.clock import Clock
from twilio_async.codec import Model, OpenEnum
from twilio_async.credentials import ApiKey, AuthToken, ClientCredentials, Credentials
from twilio_async.errors import (
    ApiError,
    AuthenticationError,
    BadRequest,
    ConfigurationError,
    Conflict,
    ConnectError,
    ConnectionLost,
    DecodeError,
    InvalidArgument,
    LinkError,
    NotFound,
    PermissionDenied,
    QueueFull,
    RateLimited,
    RequestTimeout,
    ServerError,
    TransportError,
    TwilioError,
    Unsubscribed,
)
from twilio_async.limits import Limits
from twilio_async.listing import Listing, Page, Paging
from twilio_async.retry import Retry, RetryEvent
from twilio_async.transport import Timeout
from twilio_async.version import __version__
from twilio_async.wire import Response

if TYPE_CHECKING:
    from twilio_async.resources.accounts import (
        Account as Account,
        AccountStatus as AccountStatus,
        AccountType as AccountType,
    )
    from twilio_async.resources.add_on_results import (
        AddOnPayload as AddOnPayload,
        AddOnPayloadData as AddOnPayloadData,
        AddOnResult as AddOnResult,
        AddOnStatus as AddOnStatus,
    )
    from twilio_async.resources.addresses import (
        Address as Address,
        DependentPhoneNumber as DependentPhoneNumber,
    )
    from twilio_async.resources.applications import (
        Application as Application,
        ApplicationSettings as ApplicationSettings,
        SmsWebhookSettings as SmsWebhookSettings,
        WebhookSettings as WebhookSettings,
    )
    from twilio_async.resources.available_phone_numbers import (
        AddressRequirement as AddressRequirement,
        AvailablePhoneNumber as AvailablePhoneNumber,
        AvailablePhoneNumberCountry as AvailablePhoneNumberCountry,
        PhoneNumberCapabilities as PhoneNumberCapabilities,
    )
    from twilio_async.resources.balance import (
        Balance as Balance,
    )
    from twilio_async.resources.calls import (
        AnsweredBy as AnsweredBy,
        Call as Call,
        CallDirection as CallDirection,
        CallEvent as CallEvent,
        CallStatus as CallStatus,
        DialSettings as DialSettings,
    )
    from twilio_async.resources.conferences import (
        Conference as Conference,
        ConferenceEnd as ConferenceEnd,
        ConferenceStatus as ConferenceStatus,
        Participant as Participant,
        ParticipantStatus as ParticipantStatus,
    )
    from twilio_async.resources.connect_apps import (
        AuthorizedConnectApp as AuthorizedConnectApp,
        ConnectApp as ConnectApp,
        ConnectAppPermission as ConnectAppPermission,
    )
    from twilio_async.resources.incoming_phone_numbers import (
        AssignedAddOn as AssignedAddOn,
        AssignedAddOnExtension as AssignedAddOnExtension,
        EmergencyAddressStatus as EmergencyAddressStatus,
        EmergencyStatus as EmergencyStatus,
        IncomingPhoneNumber as IncomingPhoneNumber,
        PhoneNumber as PhoneNumber,
        PhoneNumberFilters as PhoneNumberFilters,
        PhoneNumberOrigin as PhoneNumberOrigin,
        PhoneNumberSettings as PhoneNumberSettings,
        VoiceReceiveMode as VoiceReceiveMode,
    )
    from twilio_async.resources.keys import (
        Key as Key,
        NewKey as NewKey,
    )
    from twilio_async.resources.messages import (
        Feedback as Feedback,
        FeedbackOutcome as FeedbackOutcome,
        Media as Media,
        Message as Message,
        MessageDirection as MessageDirection,
        MessageStatus as MessageStatus,
    )
    from twilio_async.resources.notifications import (
        Notification as Notification,
        NotificationDetails as NotificationDetails,
    )
    from twilio_async.resources.outgoing_caller_ids import (
        OutgoingCallerId as OutgoingCallerId,
        ValidationRequest as ValidationRequest,
    )
    from twilio_async.resources.payments import (
        CallPayment as CallPayment,
    )
    from twilio_async.resources.queues import (
        Queue as Queue,
        QueueMember as QueueMember,
    )
    from twilio_async.resources.recordings import (
        CallRecording as CallRecording,
        ConferenceRecording as ConferenceRecording,
        CreationDays as CreationDays,
        Recording as Recording,
        RecordingSettings as RecordingSettings,
        RecordingSource as RecordingSource,
        RecordingStatus as RecordingStatus,
        RecordingTrack as RecordingTrack,
    )
    from twilio_async.resources.sandbox import (
        Sandbox as Sandbox,
    )
    from twilio_async.resources.sip.credential_lists import (
        SipCredential as SipCredential,
        SipCredentialList as SipCredentialList,
    )
    from twilio_async.resources.sip.domains import (
        SipDomain as SipDomain,
        SipDomainSettings as SipDomainSettings,
    )
    from twilio_async.resources.sip.ip_access_control_lists import (
        SipIpAccessControlList as SipIpAccessControlList,
        SipIpAddress as SipIpAddress,
    )
    from twilio_async.resources.sip.mappings import (
        SipAuthMapping as SipAuthMapping,
        SipMapping as SipMapping,
    )
    from twilio_async.resources.sms import (
        ShortCode as ShortCode,
        SmsMessage as SmsMessage,
    )
    from twilio_async.resources.streams import (
        RealtimeTranscription as RealtimeTranscription,
        Siprec as Siprec,
        Stream as Stream,
        StreamSettings as StreamSettings,
        StreamStatus as StreamStatus,
    )
    from twilio_async.resources.tokens import (
        IceServer as IceServer,
        Token as Token,
    )
    from twilio_async.resources.transcriptions import (
        Transcription as Transcription,
        TranscriptionStatus as TranscriptionStatus,
    )
    from twilio_async.resources.usage import (
        TriggerBy as TriggerBy,
        TriggerRecurrence as TriggerRecurrence,
        UsageRecord as UsageRecord,
        UsageTrigger as UsageTrigger,
    )
    from twilio_async.resources.user_defined_messages import (
        UserDefinedMessage as UserDefinedMessage,
        UserDefinedMessageSubscription as UserDefinedMessageSubscription,
    )
    from twilio_async.resources.v2008.accounts import (
        LegacyAccount as LegacyAccount,
        LegacyAccountStatus as LegacyAccountStatus,
    )
    from twilio_async.resources.v2008.calls import (
        CallFlags as CallFlags,
        LegacyCall as LegacyCall,
        LegacyCallStatus as LegacyCallStatus,
    )
    from twilio_async.resources.v2008.notifications import (
        LegacyNotification as LegacyNotification,
        LegacyNotificationDetails as LegacyNotificationDetails,
    )
    from twilio_async.resources.v2008.recordings import (
        LegacyRecording as LegacyRecording,
    )
    from twilio_async.resources.v2008.sms import (
        LegacySmsMessage as LegacySmsMessage,
        SmsFlags as SmsFlags,
    )
    from twilio_async.resources.v2008.transcriptions import (
        LegacyTranscription as LegacyTranscription,
    )

__all__ = [
    "ApiError",
    "ApiKey",
    "AuthToken",
    "AuthenticationError",
    "BadRequest",
    "Body",
    "Client",
    "ClientCredentials",
    "Clock",
    "ConfigurationError",
    "Conflict",
    "ConnectError",
    "ConnectionLost",
    "Credentials",
    "DecodeError",
    "InvalidArgument",
    "Limits",
    "LinkError",
    "Listing",
    "Model",
    "NotFound",
    "OpenEnum",
    "Page",
    "Paging",
    "PermissionDenied",
    "QueueFull",
    "RateLimited",
    "RequestTimeout",
    "Response",
    "Retry",
    "RetryEvent",
    "ServerError",
    "Timeout",
    "TransportError",
    "TwilioError",
    "Unsubscribed",
    "__version__",
]

_MODELS = {
    "accounts": "Account AccountStatus AccountType",
    "add_on_results": "AddOnPayload AddOnPayloadData AddOnResult AddOnStatus",
    "addresses": "Address DependentPhoneNumber",
    "applications": "Application ApplicationSettings SmsWebhookSettings WebhookSettings",
    "available_phone_numbers": (
        "AddressRequirement AvailablePhoneNumber AvailablePhoneNumberCountry PhoneNumberCapabilities"
    ),
    "balance": "Balance",
    "calls": "AnsweredBy Call CallDirection CallEvent CallStatus DialSettings",
    "conferences": "Conference ConferenceEnd ConferenceStatus Participant ParticipantStatus",
    "connect_apps": "AuthorizedConnectApp ConnectApp ConnectAppPermission",
    "incoming_phone_numbers": (
        "AssignedAddOn AssignedAddOnExtension EmergencyAddressStatus EmergencyStatus "
        "IncomingPhoneNumber PhoneNumber PhoneNumberFilters PhoneNumberOrigin PhoneNumberSettings "
        "VoiceReceiveMode"
    ),
    "keys": "Key NewKey",
    "messages": "Feedback FeedbackOutcome Media Message MessageDirection MessageStatus",
    "notifications": "Notification NotificationDetails",
    "outgoing_caller_ids": "OutgoingCallerId ValidationRequest",
    "payments": "CallPayment",
    "queues": "Queue QueueMember",
    "recordings": (
        "CallRecording ConferenceRecording CreationDays Recording RecordingSettings RecordingSource "
        "RecordingStatus RecordingTrack"
    ),
    "sandbox": "Sandbox",
    "sip.credential_lists": "SipCredential SipCredentialList",
    "sip.domains": "SipDomain SipDomainSettings",
    "sip.ip_access_control_lists": "SipIpAccessControlList SipIpAddress",
    "sip.mappings": "SipAuthMapping SipMapping",
    "sms": "ShortCode SmsMessage",
    "streams": "RealtimeTranscription Siprec Stream StreamSettings StreamStatus",
    "tokens": "IceServer Token",
    "transcriptions": "Transcription TranscriptionStatus",
    "usage": "TriggerBy TriggerRecurrence UsageRecord UsageTrigger",
    "user_defined_messages": "UserDefinedMessage UserDefinedMessageSubscription",
    "v2008.accounts": "LegacyAccount LegacyAccountStatus",
    "v2008.calls": "CallFlags LegacyCall LegacyCallStatus",
    "v2008.notifications": "LegacyNotification LegacyNotificationDetails",
    "v2008.recordings": "LegacyRecording",
    "v2008.sms": "LegacySmsMessage SmsFlags",
    "v2008.transcriptions": "LegacyTranscription",
}
"""Records, enumerations and settings by the module below `resources` that has them.

They are imported when they are first used: all of them together take longer than the rest.
"""

if not TYPE_CHECKING:  # Else a name that does not exist would be one to a type checker.
    _HOMES = {name: home for home, names in _MODELS.items() for name in names.split()}
    __all__ += list(_HOMES)

    def __getattr__(name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = getattr(import_module(f"{__name__}.resources.{_HOMES[name]}"), name)
        return globals()[name]

    def __dir__() -> list[str]:
        return __all__
