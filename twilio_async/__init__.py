"""An asyncio client for the Twilio REST API.

async with Client() as client:
    message = await client.messages.create(to="+15558675310", from_="+15017122661", body="Hi")

Each name is imported when it is first used: a program that uses one of them does not wait for all, and one
that uses none (every run of pytest, by the plugin) pays nothing.
"""

from typing import TYPE_CHECKING

from twilio_async.lazy import lazy_names
from twilio_async.version import __version__ as __version__

if TYPE_CHECKING:
    from twilio_async.api.bulkexports.rows import (
        BulkExportPage as BulkExportPage,
    )
    from twilio_async.api.bulkexports.v1 import (
        BulkExport as BulkExport,
        BulkExportDay as BulkExportDay,
        BulkExportFile as BulkExportFile,
        BulkExportJob as BulkExportJob,
        BulkExportJobDays as BulkExportJobDays,
        BulkExportStatus as BulkExportStatus,
    )
    from twilio_async.api.v2008.accounts import (
        LegacyAccount as LegacyAccount,
        LegacyAccountStatus as LegacyAccountStatus,
    )
    from twilio_async.api.v2008.calls import (
        CallFlags as CallFlags,
        LegacyCall as LegacyCall,
        LegacyCallStatus as LegacyCallStatus,
    )
    from twilio_async.api.v2008.notifications import (
        LegacyNotification as LegacyNotification,
        LegacyNotificationDetails as LegacyNotificationDetails,
    )
    from twilio_async.api.v2008.recordings import (
        LegacyRecording as LegacyRecording,
        LegacyTranscription as LegacyTranscription,
    )
    from twilio_async.api.v2008.sms import (
        LegacySmsMessage as LegacySmsMessage,
        SmsFlags as SmsFlags,
    )
    from twilio_async.api.v2010.accounts import (
        Account as Account,
        AccountStatus as AccountStatus,
        AccountType as AccountType,
    )
    from twilio_async.api.v2010.add_on_results import (
        AddOnPayload as AddOnPayload,
        AddOnPayloadData as AddOnPayloadData,
        AddOnResult as AddOnResult,
        AddOnStatus as AddOnStatus,
    )
    from twilio_async.api.v2010.addresses import (
        Address as Address,
        DependentPhoneNumber as DependentPhoneNumber,
    )
    from twilio_async.api.v2010.applications import (
        Application as Application,
        ApplicationSettings as ApplicationSettings,
        SmsWebhookSettings as SmsWebhookSettings,
        WebhookSettings as WebhookSettings,
    )
    from twilio_async.api.v2010.available_phone_numbers import (
        AddressRequirement as AddressRequirement,
        AvailablePhoneNumber as AvailablePhoneNumber,
        AvailablePhoneNumberCountry as AvailablePhoneNumberCountry,
        PhoneNumberCapabilities as PhoneNumberCapabilities,
    )
    from twilio_async.api.v2010.calls import (
        AnsweredBy as AnsweredBy,
        Call as Call,
        CallDirection as CallDirection,
        CallEvent as CallEvent,
        CallStatus as CallStatus,
        DialSettings as DialSettings,
    )
    from twilio_async.api.v2010.conferences import (
        Conference as Conference,
        ConferenceEnd as ConferenceEnd,
        ConferenceStatus as ConferenceStatus,
        Participant as Participant,
        ParticipantStatus as ParticipantStatus,
    )
    from twilio_async.api.v2010.connect_apps import (
        AuthorizedConnectApp as AuthorizedConnectApp,
        ConnectApp as ConnectApp,
        ConnectAppPermission as ConnectAppPermission,
    )
    from twilio_async.api.v2010.incoming_phone_numbers import (
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
    from twilio_async.api.v2010.keys import (
        Key as Key,
        NewKey as NewKey,
    )
    from twilio_async.api.v2010.messages import (
        Feedback as Feedback,
        FeedbackOutcome as FeedbackOutcome,
        Media as Media,
        Message as Message,
        MessageDirection as MessageDirection,
        MessageStatus as MessageStatus,
    )
    from twilio_async.api.v2010.notifications import (
        Notification as Notification,
        NotificationDetails as NotificationDetails,
    )
    from twilio_async.api.v2010.outgoing_caller_ids import (
        OutgoingCallerId as OutgoingCallerId,
        ValidationRequest as ValidationRequest,
    )
    from twilio_async.api.v2010.payments import (
        CallPayment as CallPayment,
    )
    from twilio_async.api.v2010.queues import (
        Queue as Queue,
        QueueMember as QueueMember,
    )
    from twilio_async.api.v2010.recordings import (
        CallRecording as CallRecording,
        ConferenceRecording as ConferenceRecording,
        CreationDays as CreationDays,
        Recording as Recording,
        RecordingSettings as RecordingSettings,
        RecordingSource as RecordingSource,
        RecordingStatus as RecordingStatus,
        RecordingTrack as RecordingTrack,
    )
    from twilio_async.api.v2010.sandbox import (
        Sandbox as Sandbox,
    )
    from twilio_async.api.v2010.sip.access_lists import (
        SipCredential as SipCredential,
        SipCredentialList as SipCredentialList,
        SipIpAccessControlList as SipIpAccessControlList,
        SipIpAddress as SipIpAddress,
    )
    from twilio_async.api.v2010.sip.domains import (
        SipDomain as SipDomain,
        SipDomainSettings as SipDomainSettings,
    )
    from twilio_async.api.v2010.sip.mappings import (
        SipAuthMapping as SipAuthMapping,
        SipMapping as SipMapping,
    )
    from twilio_async.api.v2010.sms import (
        ShortCode as ShortCode,
        SmsMessage as SmsMessage,
    )
    from twilio_async.api.v2010.streams import (
        RealtimeTranscription as RealtimeTranscription,
        Siprec as Siprec,
        Stream as Stream,
        StreamSettings as StreamSettings,
        StreamStatus as StreamStatus,
    )
    from twilio_async.api.v2010.tokens import (
        IceServer as IceServer,
        Token as Token,
    )
    from twilio_async.api.v2010.transcriptions import (
        Transcription as Transcription,
        TranscriptionStatus as TranscriptionStatus,
    )
    from twilio_async.api.v2010.usage import (
        Balance as Balance,
        TriggerBy as TriggerBy,
        TriggerRecurrence as TriggerRecurrence,
        UsageRecord as UsageRecord,
        UsageTrigger as UsageTrigger,
    )
    from twilio_async.api.v2010.user_defined_messages import (
        UserDefinedMessage as UserDefinedMessage,
        UserDefinedMessageSubscription as UserDefinedMessageSubscription,
    )
    from twilio_async.client import (
        Client as Client,
    )
    from twilio_async.core.auth.credentials import (
        ApiKey as ApiKey,
        AuthToken as AuthToken,
        ClientCredentials as ClientCredentials,
        Credentials as Credentials,
    )
    from twilio_async.core.clock import (
        Clock as Clock,
    )
    from twilio_async.core.codec.models import (
        Model as Model,
    )
    from twilio_async.core.codec.scalars import (
        OpenEnum as OpenEnum,
    )
    from twilio_async.core.http.body import (
        Body as Body,
    )
    from twilio_async.core.http.transport import (
        Timeout as Timeout,
    )
    from twilio_async.core.limits import (
        Limits as Limits,
    )
    from twilio_async.core.lists.listing import (
        Listing as Listing,
        Page as Page,
        Paging as Paging,
    )
    from twilio_async.core.retry import (
        Retry as Retry,
        RetryEvent as RetryEvent,
    )
    from twilio_async.core.wire import (
        Response as Response,
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

_NAMES = {
    "core.http.body": "Body",
    "client": "Client",
    "core.clock": "Clock",
    "core.codec.models": "Model",
    "core.codec.scalars": "OpenEnum",
    "core.auth.credentials": "ApiKey AuthToken ClientCredentials Credentials",
    "errors": (
        "ApiError AuthenticationError BadRequest ConfigurationError Conflict ConnectError ConnectionLost "
        "DecodeError InvalidArgument LinkError NotFound PermissionDenied QueueFull RateLimited "
        "RequestTimeout ServerError TransportError TwilioError Unsubscribed"
    ),
    "core.limits": "Limits",
    "core.lists.listing": "Listing Page Paging",
    "api.bulkexports.rows": "BulkExportPage",
    "api.bulkexports.v1": (
        "BulkExport BulkExportDay BulkExportFile BulkExportJob BulkExportJobDays BulkExportStatus"
    ),
    "api.v2010.accounts": "Account AccountStatus AccountType",
    "api.v2010.add_on_results": "AddOnPayload AddOnPayloadData AddOnResult AddOnStatus",
    "api.v2010.addresses": "Address DependentPhoneNumber",
    "api.v2010.applications": "Application ApplicationSettings SmsWebhookSettings WebhookSettings",
    "api.v2010.available_phone_numbers": (
        "AddressRequirement AvailablePhoneNumber AvailablePhoneNumberCountry PhoneNumberCapabilities"
    ),
    "api.v2010.calls": "AnsweredBy Call CallDirection CallEvent CallStatus DialSettings",
    "api.v2010.conferences": "Conference ConferenceEnd ConferenceStatus Participant ParticipantStatus",
    "api.v2010.connect_apps": "AuthorizedConnectApp ConnectApp ConnectAppPermission",
    "api.v2010.incoming_phone_numbers": (
        "AssignedAddOn AssignedAddOnExtension EmergencyAddressStatus EmergencyStatus IncomingPhoneNumber "
        "PhoneNumber PhoneNumberFilters PhoneNumberOrigin PhoneNumberSettings VoiceReceiveMode"
    ),
    "api.v2010.keys": "Key NewKey",
    "api.v2010.messages": "Feedback FeedbackOutcome Media Message MessageDirection MessageStatus",
    "api.v2010.notifications": "Notification NotificationDetails",
    "api.v2010.outgoing_caller_ids": "OutgoingCallerId ValidationRequest",
    "api.v2010.payments": "CallPayment",
    "api.v2010.queues": "Queue QueueMember",
    "api.v2010.recordings": (
        "CallRecording ConferenceRecording CreationDays Recording RecordingSettings RecordingSource "
        "RecordingStatus RecordingTrack"
    ),
    "api.v2010.sandbox": "Sandbox",
    "api.v2010.sip.access_lists": ("SipCredential SipCredentialList SipIpAccessControlList SipIpAddress"),
    "api.v2010.sip.domains": "SipDomain SipDomainSettings",
    "api.v2010.sip.mappings": "SipAuthMapping SipMapping",
    "api.v2010.sms": "ShortCode SmsMessage",
    "api.v2010.streams": "RealtimeTranscription Siprec Stream StreamSettings StreamStatus",
    "api.v2010.tokens": "IceServer Token",
    "api.v2010.transcriptions": "Transcription TranscriptionStatus",
    "api.v2010.usage": "Balance TriggerBy TriggerRecurrence UsageRecord UsageTrigger",
    "api.v2010.user_defined_messages": "UserDefinedMessage UserDefinedMessageSubscription",
    "api.v2008.accounts": "LegacyAccount LegacyAccountStatus",
    "api.v2008.calls": "CallFlags LegacyCall LegacyCallStatus",
    "api.v2008.notifications": "LegacyNotification LegacyNotificationDetails",
    "api.v2008.recordings": "LegacyRecording LegacyTranscription",
    "api.v2008.sms": "LegacySmsMessage SmsFlags",
    "core.retry": "Retry RetryEvent",
    "core.http.transport": "Timeout",
    "core.wire": "Response",
}
"""The public names by their modules, as type checkers see them above."""

if not TYPE_CHECKING:  # Else a name that does not exist would be one to a type checker.
    __all__, __getattr__, __dir__ = lazy_names(globals(), _NAMES, "__version__")
