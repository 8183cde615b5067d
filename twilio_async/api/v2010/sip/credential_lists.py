"""Lists of the user names and passwords by which SIP endpoints call and register.

Source: https://www.twilio.com/docs/voice/sip/api/sip-credentiallist-resource
Source: https://www.twilio.com/docs/voice/sip/api/sip-credential-resource
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
