"""The sandbox: a number that trial accounts of old shared, each with a PIN. Old connectors still ask for it.

Source: https://www.twilio.com/docs/api/rest/sandbox (until 2016)
"""

from attrs import define

from twilio_async.core.codec.models import hidden
from twilio_async.declare.base import Fetchable
from twilio_async.declare.endpoints import HttpMethod, post
from twilio_async.declare.records import Dated


@define(kw_only=True)
class Sandbox(Dated):
    """The account's part of the shared number: callers reach it with `pin`. Dates are in UTC."""

    account_sid: str
    pin: str | None = hidden()
    phone_number: str | None = hidden()
    application_sid: str | None = None
    api_version: str | None = None
    voice_url: str | None = None
    voice_method: str | None = None
    sms_url: str | None = None
    sms_method: str | None = None
    status_callback: str | None = None
    status_callback_method: str | None = None
    uri: str | None = None


class SandboxResource(Fetchable[Sandbox]):
    """The account's sandbox; accounts that were upgraded before February 2010 have none (`NotFound`)."""

    __slots__ = ()

    @post()
    async def update(
        self,
        *,
        voice_url: str | None = None,
        voice_method: HttpMethod | None = None,
        sms_url: str | None = None,
        sms_method: HttpMethod | None = None,
    ) -> Sandbox:
        """Change where Twilio asks what to do; what is not given stays.

        Args:
            voice_url: Where it asks for TwiML when a call comes in.
            voice_method: How it asks; POST where not given.
            sms_url: Where it asks for TwiML when a text message comes in.
            sms_method: How it asks; POST where not given.
        """
        ...
