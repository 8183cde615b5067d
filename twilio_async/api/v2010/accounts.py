"""Accounts: the main one and its subaccounts.

Source: https://www.twilio.com/docs/iam/api/account
"""

from typing import Literal, Unpack

from attrs import define

from twilio_async.api.v2010.account import AccountResources
from twilio_async.core.auth.credentials import account_sid
from twilio_async.core.codec.models import hidden
from twilio_async.core.codec.scalars import OpenEnum
from twilio_async.core.lists.listing import Listing, Paging
from twilio_async.declare.base import Collection, Fetchable, R
from twilio_async.declare.endpoints import listing, post
from twilio_async.declare.records import Record
from twilio_async.errors import ConfigurationError, InvalidArgument


class AccountStatus(OpenEnum):
    """Whether an account works."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class AccountType(OpenEnum):
    """Whether an account has been paid for."""

    TRIAL = "Trial"
    FULL = "Full"


@define(kw_only=True)
class Account(Record):
    """An account; that of a subaccount names its owner."""

    owner_account_sid: str | None = None
    auth_token: str | None = hidden()
    friendly_name: str | None = None
    status: AccountStatus
    type: AccountType | None = None
    uri: str | None = None
    subresource_uris: dict[str, str] | None = None


class AccountContext(Fetchable[Account], AccountResources):
    """One account, and everything below it."""

    __slots__ = ()

    @post()
    async def update(
        self,
        *,
        friendly_name: str | None = None,
        status: Literal["active", "suspended", "closed"] | None = None,
    ) -> Account:
        """Rename the account, or change its status; only the main account's token may do that.

        Args:
            friendly_name: Its new name.
            status: "suspended" stops a subaccount, "active" brings it back; "closed" is final and gives its
                numbers away.
        """
        ...


class AnyAccounts(Collection[R], sids="AC"):
    """Accounts, in whichever generation."""

    __slots__ = ()

    def __call__(self, sid: str) -> R:
        """Another account by the same session, such as a subaccount.

        Raises:
            InvalidArgument: It is no account's SID, or the credentials are an API key, which Twilio accepts
                for its own account only.
        """
        self._check_kind(sid)
        try:
            sid = account_sid(sid)
        except ConfigurationError:
            shown = repr(sid) if f"{sid}".startswith("AC") else "this"  # It may be a secret.
            raise InvalidArgument(f"{shown} is no account's SID: give AC and 32 hex digits") from None
        credentials = self._session.credentials
        if not credentials.reaches(sid):
            raise InvalidArgument(
                f"an API key of {credentials.account_sid} does not reach {sid}: use the main account's auth "
                "token, or a key of that account"
            )
        return super().__call__(sid)


class Accounts(AnyAccounts[AccountContext]):
    """The main account and its subaccounts (AC...)."""

    __slots__ = ()

    @post()
    async def create(self, *, friendly_name: str | None = None) -> Account:
        """Open a subaccount.

        Args:
            friendly_name: Its name; Twilio makes one of the date where it is not given.
        """
        ...

    @listing("accounts")
    def list(
        self,
        *,
        friendly_name: str | None = None,
        status: Literal["active", "suspended", "closed"] | None = None,
        **paging: Unpack[Paging],
    ) -> Listing[Account]:
        """The accounts that the credentials reach.

        Args:
            friendly_name: With exactly this name.
            status: With this status.
            **paging: See `Paging`.
        """
        ...
