"""Lists of the IP addresses that SIP calls may come from.

Source: https://www.twilio.com/docs/voice/sip/api/sip-ipaccesscontrollist-resource
Source: https://www.twilio.com/docs/voice/sip/api/sip-ipaddress-resource
"""

from typing import Unpack

from attrs import define

from twilio_async.core.lists.listing import Listing, Paging
from twilio_async.declare.base import Below, Collection, Deletable, Fetchable
from twilio_async.declare.endpoints import listing, post
from twilio_async.declare.records import LinkedRecord


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
