"""SIP domains: addresses under sip.twilio.com that your SIP equipment sends calls to.

Source: https://www.twilio.com/docs/voice/sip/api/sip-domain-resource
"""

from typing import TypedDict, Unpack

from attrs import define

from twilio_async.api.v2010.sip.mappings import (
    SipAuth,
    SipCredentialListMappings,
    SipIpAccessControlListMappings,
)
from twilio_async.core.lists.listing import Listing, Paging
from twilio_async.declare.base import Below, Collection, Deletable, Fetchable
from twilio_async.declare.endpoints import HttpMethod, listing, post
from twilio_async.declare.records import LinkedRecord


@define(kw_only=True)
class SipDomain(LinkedRecord):
    """A SIP domain. Dates are in UTC.

    `auth_type` names the kinds of lists that it goes by, "IP_ACL" and "CREDENTIAL_LIST", with commas.
    """

    domain_name: str | None = None
    friendly_name: str | None = None
    auth_type: str | None = None
    voice_url: str | None = None
    voice_method: str | None = None
    voice_fallback_url: str | None = None
    voice_fallback_method: str | None = None
    voice_status_callback_url: str | None = None
    voice_status_callback_method: str | None = None
    sip_registration: bool | None = None
    secure: bool | None = None
    emergency_calling_enabled: bool | None = None
    emergency_caller_sid: str | None = None
    byoc_trunk_sid: str | None = None
    api_version: str | None = None
    subresource_uris: dict[str, str] | None = None


class SipDomainSettings(TypedDict, total=False):
    """Settings of a domain, when it is made and later.

    Attributes:
        friendly_name: Its name for people, 64 characters at most.
        voice_url: Where Twilio asks for TwiML when a call comes in.
        voice_method: How it asks.
        voice_fallback_url: Where it asks when `voice_url` fails.
        voice_fallback_method: How it asks there.
        voice_status_callback_url: Where it tells the end of the call.
        voice_status_callback_method: How it does.
        sip_registration: Whether endpoints may register to be called; not where not given.
        secure: Whether calls must come by TLS, with SRTP for their sound.
        emergency_calling_enabled: Whether emergency numbers can be called.
        emergency_caller_sid: The number (PN...) that emergency services call back.
        byoc_trunk_sid: The trunk (BY...) of your own carrier to use.
    """

    friendly_name: str | None
    voice_url: str | None
    voice_method: HttpMethod | None
    voice_fallback_url: str | None
    voice_fallback_method: HttpMethod | None
    voice_status_callback_url: str | None
    voice_status_callback_method: HttpMethod | None
    sip_registration: bool | None
    secure: bool | None
    emergency_calling_enabled: bool | None
    emergency_caller_sid: str | None
    byoc_trunk_sid: str | None


class SipDomainContext(Fetchable[SipDomain], Deletable):
    """One domain."""

    __slots__ = ()
    auth = Below(SipAuth, "Auth")
    credential_list_mappings = Below(SipCredentialListMappings, "CredentialListMappings")
    ip_access_control_list_mappings = Below(SipIpAccessControlListMappings, "IpAccessControlListMappings")

    @post()
    async def update(
        self, *, domain_name: str | None = None, **settings: Unpack[SipDomainSettings]
    ) -> SipDomain:
        """Change the domain.

        Args:
            domain_name: Its new address: letters, digits and hyphens, and `.sip.twilio.com` at the end.
            **settings: See `SipDomainSettings`.
        """
        ...


class SipDomains(Collection[SipDomainContext], sids="SD"):
    """The account's domains (SD...)."""

    __slots__ = ()

    @post()
    async def create(self, *, domain_name: str, **settings: Unpack[SipDomainSettings]) -> SipDomain:
        """Make a domain. It takes calls once a list of users or addresses is mapped to it.

        Args:
            domain_name: Its address: letters, digits and hyphens, and `.sip.twilio.com` at the end.
            **settings: See `SipDomainSettings`.
        """
        ...

    @listing("domains")
    def list(self, **paging: Unpack[Paging]) -> Listing[SipDomain]:
        """The account's domains."""
        ...
