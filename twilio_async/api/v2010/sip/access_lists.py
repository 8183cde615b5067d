"""Lists of those who may call by SIP: users with their passwords, and IP addresses.

Source: https://www.twilio.com/docs/voice/sip/api/sip-credentiallist-resource
Source: https://www.twilio.com/docs/voice/sip/api/sip-credential-resource
Source: https://www.twilio.com/docs/voice/sip/api/sip-ipaccesscontrollist-resource
Source: https://www.twilio.com/docs/voice/sip/api/sip-ipaddress-resource
"""

from typing import Unpack

from attrs import define

from twilio_async.core.codec.models import hidden
from twilio_async.core.lists.listing import Listing, Paging
from twilio_async.declare.base import Below, Collection, Deletable, Fetchable
from twilio_async.declare.endpoints import listing, post
from twilio_async.declare.records import LinkedRecord


@define(kw_only=True)
class SipCredential(LinkedRecord):
    """A user of a list; Twilio never tells the password. Dates are in UTC."""

    credential_list_sid: str | None = None
    username: str | None = hidden()


class SipCredentialContext(Fetchable[SipCredential], Deletable):
    """One user of a list."""

    __slots__ = ()

    @post()
    async def update(self, *, password: str | None = None) -> SipCredential:
        """Change the password.

        Args:
            password: At least 12 characters with a digit and both cases.
        """
        ...


class SipCredentials(Collection[SipCredentialContext], sids="CR"):
    """The users (CR...) of a list."""

    __slots__ = ()

    @post()
    async def create(self, *, username: str, password: str) -> SipCredential:
        """Add a user.

        Args:
            username: The name, 32 characters at most.
            password: At least 12 characters with a digit and both cases.
        """
        ...

    @listing("credentials")
    def list(self, **paging: Unpack[Paging]) -> Listing[SipCredential]:
        """The users of the list."""
        ...


@define(kw_only=True)
class SipCredentialList(LinkedRecord):
    """A list of users. Dates are in UTC."""

    friendly_name: str | None = None
    subresource_uris: dict[str, str] | None = None


class SipCredentialListContext(Fetchable[SipCredentialList], Deletable):
    """One list of users. Twilio deletes none that a domain uses."""

    __slots__ = ()
    credentials = Below(SipCredentials, "Credentials")

    @post()
    async def update(self, *, friendly_name: str) -> SipCredentialList:
        """Rename the list.

        Args:
            friendly_name: Its new name, 64 characters at most.
        """
        ...


class SipCredentialLists(Collection[SipCredentialListContext], sids="CL"):
    """The account's lists of users (CL...)."""

    __slots__ = ()

    @post()
    async def create(self, *, friendly_name: str) -> SipCredentialList:
        """Make a list without users.

        Args:
            friendly_name: Its name, 64 characters at most.
        """
        ...

    @listing("credential_lists")
    def list(self, **paging: Unpack[Paging]) -> Listing[SipCredentialList]:
        """The account's lists of users."""
        ...


@define(kw_only=True)
class SipIpAddress(LinkedRecord):
    """An IPv4 address of a list, or the network that its first `cidr_prefix_length` bits name.

    Dates are in UTC.
    """

    friendly_name: str | None = None
    ip_address: str | None = None
    cidr_prefix_length: int | None = None
    ip_access_control_list_sid: str | None = None


class SipIpAddressContext(Fetchable[SipIpAddress], Deletable):
    """One address of a list."""

    __slots__ = ()

    @post()
    async def update(
        self,
        *,
        ip_address: str | None = None,
        cidr_prefix_length: int | None = None,
        friendly_name: str | None = None,
    ) -> SipIpAddress:
        """Change the address or its name.

        Args:
            ip_address: The IPv4 address.
            cidr_prefix_length: How many of its bits name the network.
            friendly_name: Its name, 255 characters at most.
        """
        ...


class SipIpAddresses(Collection[SipIpAddressContext], sids="IP"):
    """The addresses (IP...) of a list."""

    __slots__ = ()

    @post()
    async def create(
        self, *, friendly_name: str, ip_address: str, cidr_prefix_length: int | None = None
    ) -> SipIpAddress:
        """Let calls from an address in.

        Args:
            friendly_name: Its name, 255 characters at most.
            ip_address: The IPv4 address.
            cidr_prefix_length: How many of its bits name the network; all where not given.
        """
        ...

    @listing("ip_addresses")
    def list(self, **paging: Unpack[Paging]) -> Listing[SipIpAddress]:
        """The addresses of the list."""
        ...


@define(kw_only=True)
class SipIpAccessControlList(LinkedRecord):
    """A list of addresses. Dates are in UTC."""

    friendly_name: str | None = None
    subresource_uris: dict[str, str] | None = None


class SipIpAccessControlListContext(Fetchable[SipIpAccessControlList], Deletable):
    """One list of addresses. Twilio deletes none that a domain uses."""

    __slots__ = ()
    ip_addresses = Below(SipIpAddresses, "IpAddresses")

    @post()
    async def update(self, *, friendly_name: str) -> SipIpAccessControlList:
        """Rename the list.

        Args:
            friendly_name: Its new name, 255 characters at most.
        """
        ...


class SipIpAccessControlLists(Collection[SipIpAccessControlListContext], sids="AL"):
    """The account's lists of addresses (AL...)."""

    __slots__ = ()

    @post()
    async def create(self, *, friendly_name: str) -> SipIpAccessControlList:
        """Make a list without addresses.

        Args:
            friendly_name: Its name, 255 characters at most.
        """
        ...

    @listing("ip_access_control_lists")
    def list(self, **paging: Unpack[Paging]) -> Listing[SipIpAccessControlList]:
        """The account's lists of addresses."""
        ...
