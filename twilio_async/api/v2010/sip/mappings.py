"""Which lists of users and addresses a SIP domain goes by, for calls and for registrations.

A mapping has the SID of the list that it maps. Those that hang on the domain itself are for calls.

Source: https://www.twilio.com/docs/voice/sip/api/sip-credentiallistmapping-resource
Source: https://www.twilio.com/docs/voice/sip/api/sip-domain-registration-credentiallistmapping-resource
"""

from typing import Unpack

from attrs import define

from twilio_async.core.lists.listing import Listing, Paging
from twilio_async.declare.base import Below, Collection, Deletable, Fetchable, Resource
from twilio_async.declare.endpoints import listing, post
from twilio_async.declare.records import Record


@define(kw_only=True)
class SipAuthMapping(Record):
    """A list that a domain goes by; `sid` is the list's. Dates are in UTC."""

    account_sid: str
    friendly_name: str | None = None


@define(kw_only=True)
class SipMapping(SipAuthMapping):
    """A list that a domain goes by for calls; `sid` is the list's."""

    domain_sid: str | None = None
    uri: str | None = None


class SipAuthMappingContext(Fetchable[SipAuthMapping], Deletable):
    """One mapping. Deleting it leaves the list."""

    __slots__ = ()


class SipAuthMappings(Collection[SipAuthMappingContext]):
    """Mappings below `/Auth`."""

    __slots__ = ()

    @listing("contents")
    def list(self, **paging: Unpack[Paging]) -> Listing[SipAuthMapping]:
        """The lists that the domain goes by."""
        ...


class SipAuthCredentialListMappings(SipAuthMappings, sids="CL"):
    """The lists of users (CL...) that the domain goes by."""

    __slots__ = ()

    @post()
    async def create(self, *, credential_list_sid: str) -> SipAuthMapping:
        """Let the users of a list in.

        Args:
            credential_list_sid: The list (CL...).
        """
        ...


class SipAuthIpAccessControlListMappings(SipAuthMappings, sids="AL"):
    """The lists of addresses (AL...) that the domain goes by."""

    __slots__ = ()

    @post()
    async def create(self, *, ip_access_control_list_sid: str) -> SipAuthMapping:
        """Let calls from the addresses of a list in.

        Args:
            ip_access_control_list_sid: The list (AL...).
        """
        ...


class SipAuthCalls(Resource):
    """Who may call."""

    __slots__ = ()
    credential_list_mappings = Below(SipAuthCredentialListMappings, "CredentialListMappings")
    ip_access_control_list_mappings = Below(SipAuthIpAccessControlListMappings, "IpAccessControlListMappings")


class SipAuthRegistrations(Resource):
    """Who may register to be called."""

    __slots__ = ()
    credential_list_mappings = Below(SipAuthCredentialListMappings, "CredentialListMappings")


class SipAuth(Resource):
    """The resources below `/Auth`."""

    __slots__ = ()
    calls = Below(SipAuthCalls, "Calls")
    registrations = Below(SipAuthRegistrations, "Registrations")


class SipMappingContext(Fetchable[SipMapping], Deletable):
    """One mapping. Deleting it leaves the list."""

    __slots__ = ()


class SipCredentialListMappings(Collection[SipMappingContext], sids="CL"):
    """The lists of users (CL...) that the domain goes by for calls."""

    __slots__ = ()

    @post()
    async def create(self, *, credential_list_sid: str) -> SipMapping:
        """Let the users of a list call.

        Args:
            credential_list_sid: The list (CL...).
        """
        ...

    @listing("credential_list_mappings")
    def list(self, **paging: Unpack[Paging]) -> Listing[SipMapping]:
        """The lists of users that the domain goes by."""
        ...


class SipIpAccessControlListMappings(Collection[SipMappingContext], sids="AL"):
    """The lists of addresses (AL...) that the domain goes by for calls."""

    __slots__ = ()

    @post()
    async def create(self, *, ip_access_control_list_sid: str) -> SipMapping:
        """Let calls from the addresses of a list in.

        Args:
            ip_access_control_list_sid: The list (AL...).
        """
        ...

    @listing("ip_access_control_list_mappings")
    def list(self, **paging: Unpack[Paging]) -> Listing[SipMapping]:
        """The lists of addresses that the domain goes by."""
        ...
