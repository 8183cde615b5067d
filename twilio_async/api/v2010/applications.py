"""Applications: webhooks under one name, for phone numbers to share; and what all webhooks have in common.

Source: https://www.twilio.com/docs/usage/api/applications
"""

from typing import TypedDict, Unpack

from attrs import define

from twilio_async.core.lists.listing import Listing, Paging
from twilio_async.declare.base import Collection, Deletable, Fetchable
from twilio_async.declare.endpoints import HttpMethod, listing, post
from twilio_async.declare.records import LinkedRecord


@define(kw_only=True)
class SmsWebhooks(LinkedRecord):
    """Where Twilio asks what to do with an incoming text message."""

    api_version: str | None = None
    sms_url: str | None = None
    sms_method: str | None = None
    sms_fallback_url: str | None = None
    sms_fallback_method: str | None = None


@define(kw_only=True)
class Webhooks(SmsWebhooks):
    """Where Twilio asks what to do with an incoming call or text message."""

    voice_url: str | None = None
    voice_method: str | None = None
    voice_fallback_url: str | None = None
    voice_fallback_method: str | None = None
    voice_caller_id_lookup: bool | None = None
    status_callback: str | None = None
    status_callback_method: str | None = None


@define(kw_only=True)
class Application(Webhooks):
    """Webhooks under one name. Dates are in UTC."""

    friendly_name: str | None = None
    sms_status_callback: str | None = None
    message_status_callback: str | None = None
    public_application_connect_enabled: bool | None = None


class SmsWebhookSettings(TypedDict, total=False):
    """A name, and where Twilio asks about text messages.

    Attributes:
        friendly_name: Its name, 64 characters at most.
        api_version: The generation of the API that the webhooks are of: "2010-04-01" or "2008-08-01".
        sms_url: Where Twilio asks for TwiML when a text message comes in.
        sms_method: How it asks; POST where not given.
        sms_fallback_url: Where it asks when `sms_url` fails.
        sms_fallback_method: How it asks there; POST where not given.
    """

    friendly_name: str | None
    api_version: str | None
    sms_url: str | None
    sms_method: HttpMethod | None
    sms_fallback_url: str | None
    sms_fallback_method: HttpMethod | None


class WebhookSettings(SmsWebhookSettings, total=False):
    """A name, and where Twilio asks about calls and text messages; see `SmsWebhookSettings` too.

    Attributes:
        voice_url: Where Twilio asks for TwiML when a call comes in.
        voice_method: How it asks; POST where not given.
        voice_fallback_url: Where it asks when `voice_url` fails.
        voice_fallback_method: How it asks there; POST where not given.
        voice_caller_id_lookup: Whether the caller's name is looked up, for a charge; no where not given.
        status_callback: Where Twilio sends the status of calls.
        status_callback_method: How it does; POST where not given.
    """

    voice_url: str | None
    voice_method: HttpMethod | None
    voice_fallback_url: str | None
    voice_fallback_method: HttpMethod | None
    voice_caller_id_lookup: bool | None
    status_callback: str | None
    status_callback_method: HttpMethod | None


class ApplicationSettings(WebhookSettings, total=False):
    """Settings of an application; see `WebhookSettings` too.

    Attributes:
        message_status_callback: Where Twilio posts the status of messages that the application sends.
        sms_status_callback: Where it posts that of text messages; the predecessor of
            `message_status_callback`.
        public_application_connect_enabled: Whether other accounts may dial the application.
    """

    message_status_callback: str | None
    sms_status_callback: str | None
    public_application_connect_enabled: bool | None


class ApplicationContext(Fetchable[Application], Deletable):
    """One application."""

    __slots__ = ()

    @post()
    async def update(self, **settings: Unpack[ApplicationSettings]) -> Application:
        """Change the application for all numbers that use it; what is not given stays.

        Args:
            **settings: See `ApplicationSettings`.
        """
        ...


class Applications(Collection[ApplicationContext], sids="AP"):
    """The account's applications (AP...), 1,000 at most."""

    __slots__ = ()

    @post()
    async def create(self, **settings: Unpack[ApplicationSettings]) -> Application:
        """Make an application.

        Args:
            **settings: See `ApplicationSettings`.
        """
        ...

    @listing("applications")
    def list(self, *, friendly_name: str | None = None, **paging: Unpack[Paging]) -> Listing[Application]:
        """The account's applications.

        Args:
            friendly_name: With exactly this name.
            **paging: See `Paging`.
        """
        ...
