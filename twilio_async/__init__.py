"""An asyncio client for the Twilio REST API.

async with Client() as client:
    message = await client.messages.create(to="+15558675310", from_="+15017122661", body="Hi")

Each name is imported when it is first used: a program that uses one of them does not wait for all, and one
that uses none (every run of pytest, by the plugin) pays nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from twilio_async.version import __version__ as __version__

if TYPE_CHECKING:
    from twilio_async.body import (
        Body as Body,
    )
    from twilio_async.client import (
        Client as Client,
    )
    from twilio_async.clock import (
        Clock as Clock,
    )
    from twilio_async.codec.models import (
        Model as Model,
    )
    from twilio_async.codec.scalars import (
        OpenEnum as OpenEnum,
    )
    from twilio_async.credentials import (
        ApiKey as ApiKey,
        AuthToken as AuthToken,
        ClientCredentials as ClientCredentials,
        Credentials as Credentials,
    )
    from twilio_async.errors import (
        ApiError as ApiError,
        AuthenticationError as AuthenticationError,
        BadRequest as BadRequest,
        ConfigurationError as ConfigurationError,
        Conflict as Conflict,
        ConnectError as ConnectError,
        ConnectionLost as ConnectionLost,
        DecodeError as DecodeError,
        InvalidArgument as InvalidArgument,
        LinkError as LinkError,
        NotFound as NotFound,
        PermissionDenied as PermissionDenied,
        QueueFull as QueueFull,
        RateLimited as RateLimited,
        RequestTimeout as RequestTimeout,
        ServerError as ServerError,
        TransportError as TransportError,
        TwilioError as TwilioError,
        Unsubscribed as Unsubscribed,
    )
    from twilio_async.limits import (
        Limits as Limits,
    )
    from twilio_async.listing import (
        Listing as Listing,
        Page as Page,
        Paging as Paging,
    )
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
    from twilio_async.retry import (
        Retry as Retry,
        RetryEvent as RetryEvent,
    )
    from twilio_async.transport import (
        Timeout as Timeout,
    )
    from twilio_async.wire import (
        Response as Response,
    )

_NAMES = {
    "body": "Body",
    "client": "Client",
    "clock": "Clock",
    "codec.models": "Model",
    "codec.scalars": "OpenEnum",
    "credentials": "ApiKey AuthToken ClientCredentials Credentials",
    "errors": (
        "ApiError AuthenticationError BadRequest ConfigurationError Conflict ConnectError ConnectionLost "
        "DecodeError InvalidArgument LinkError NotFound PermissionDenied QueueFull RateLimited "
        "RequestTimeout ServerError TransportError TwilioError Unsubscribed"
    ),
    "limits": "Limits",
    "listing": "Listing Page Paging",
    "resources.accounts": "Account AccountStatus AccountType",
    "resources.add_on_results": "AddOnPayload AddOnPayloadData AddOnResult AddOnStatus",
    "resources.addresses": "Address DependentPhoneNumber",
    "resources.applications": "Application ApplicationSettings SmsWebhookSettings WebhookSettings",
    "resources.available_phone_numbers": (
        "AddressRequirement AvailablePhoneNumber AvailablePhoneNumberCountry PhoneNumberCapabilities"
    ),
    "resources.balance": "Balance",
    "resources.calls": "AnsweredBy Call CallDirection CallEvent CallStatus DialSettings",
    "resources.conferences": "Conference ConferenceEnd ConferenceStatus Participant ParticipantStatus",
    "resources.connect_apps": "AuthorizedConnectApp ConnectApp ConnectAppPermission",
    "resources.incoming_phone_numbers": (
        "AssignedAddOn AssignedAddOnExtension EmergencyAddressStatus EmergencyStatus IncomingPhoneNumber "
        "PhoneNumber PhoneNumberFilters PhoneNumberOrigin PhoneNumberSettings VoiceReceiveMode"
    ),
    "resources.keys": "Key NewKey",
    "resources.messages": "Feedback FeedbackOutcome Media Message MessageDirection MessageStatus",
    "resources.notifications": "Notification NotificationDetails",
    "resources.outgoing_caller_ids": "OutgoingCallerId ValidationRequest",
    "resources.payments": "CallPayment",
    "resources.queues": "Queue QueueMember",
    "resources.recordings": (
        "CallRecording ConferenceRecording CreationDays Recording RecordingSettings RecordingSource "
        "RecordingStatus RecordingTrack"
    ),
    "resources.sandbox": "Sandbox",
    "resources.sip.credential_lists": "SipCredential SipCredentialList",
    "resources.sip.domains": "SipDomain SipDomainSettings",
    "resources.sip.ip_access_control_lists": "SipIpAccessControlList SipIpAddress",
    "resources.sip.mappings": "SipAuthMapping SipMapping",
    "resources.sms": "ShortCode SmsMessage",
    "resources.streams": "RealtimeTranscription Siprec Stream StreamSettings StreamStatus",
    "resources.tokens": "IceServer Token",
    "resources.transcriptions": "Transcription TranscriptionStatus",
    "resources.usage": "TriggerBy TriggerRecurrence UsageRecord UsageTrigger",
    "resources.user_defined_messages": "UserDefinedMessage UserDefinedMessageSubscription",
    "resources.v2008.accounts": "LegacyAccount LegacyAccountStatus",
    "resources.v2008.calls": "CallFlags LegacyCall LegacyCallStatus",
    "resources.v2008.notifications": "LegacyNotification LegacyNotificationDetails",
    "resources.v2008.recordings": "LegacyRecording",
    "resources.v2008.sms": "LegacySmsMessage SmsFlags",
    "resources.v2008.transcriptions": "LegacyTranscription",
    "retry": "Retry RetryEvent",
    "transport": "Timeout",
    "wire": "Response",
}
"""What each module has for programs, as type checkers see it above."""

if not TYPE_CHECKING:  # Else a name that does not exist would be one to a type checker.
    _HOMES = {name: module for module, names in _NAMES.items() for name in names.split()}
    __all__ = ["__version__", *_HOMES]  # noqa: PLE0604 - they are texts

    def __getattr__(name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        return globals()[name]

    def __dir__() -> list[str]:
        return __all__
