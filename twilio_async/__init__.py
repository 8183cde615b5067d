"""An asyncio client for the Twilio REST API.

async with Client() as client:
    message = await client.messages.create(to="+15558675310", from_="+15017122661", body="Hi")
"""

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
from twilio_async.resources.messages import (
    Feedback,
    FeedbackOutcome,
    Media,
    Message,
    MessageDirection,
    MessageStatus,
)
from twilio_async.resources.sms import SmsMessage
from twilio_async.resources.v2008 import LegacySmsMessage, SmsFlags
from twilio_async.retry import Retry, RetryEvent
from twilio_async.transport import Body, Timeout
from twilio_async.version import __version__
from twilio_async.wire import Response

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
    "Feedback",
    "FeedbackOutcome",
    "InvalidArgument",
    "LegacySmsMessage",
    "Limits",
    "LinkError",
    "Listing",
    "Media",
    "Message",
    "MessageDirection",
    "MessageStatus",
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
    "SmsFlags",
    "SmsMessage",
    "Timeout",
    "TransportError",
    "TwilioError",
    "Unsubscribed",
    "__version__",
]
