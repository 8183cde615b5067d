"""Accounts in generation 2008-08-01.

Source: Twilio's documentation of API 2008-08-01 (`docs/api/2008-08-01/rest/account`)
"""

from typing import Unpack

from attrs import define

from twilio_async.api.v2008.account import LegacyAccountResources
from twilio_async.api.v2010.accounts import AnyAccounts
from twilio_async.core.codec.models import hidden
from twilio_async.core.codec.scalars import OpenIntEnum
from twilio_async.core.lists.listing import Listing, Paging
from twilio_async.declare.base import Fetchable
from twilio_async.declare.endpoints import listing, post
from twilio_async.declare.records import Record


class LegacyAccountStatus(OpenIntEnum):
    """Whether an account works. Several numbers mean that it is suspended."""

    INACTIVE = 1
    ACTIVE = 2
    SUSPENDED = 4
    SUSPENDED_16 = 16
    SUSPENDED_32 = 32


@define(kw_only=True)
class LegacyAccount(Record):
    """An account; `status_text` is its status in words. Dates are in UTC, whatever offset the wire had."""

    auth_token: str | None = hidden()
    friendly_name: str | None = None
    status: LegacyAccountStatus | None = None
    status_text: str | None = None


class LegacyAccountContext(Fetchable[LegacyAccount], LegacyAccountResources):
    """One account, and everything below it."""

    __slots__ = ()

    @post()
    async def update(self, *, friendly_name: str) -> LegacyAccount:
        """Rename the account.

        Args:
            friendly_name: Its new name.
        """
        ...


class LegacyAccounts(AnyAccounts[LegacyAccountContext]):
    """The accounts (AC...). This generation lists none but one's own."""

    __slots__ = ()

    @listing("accounts")
    def list(self, **paging: Unpack[Paging]) -> Listing[LegacyAccount]:
        """The account of the credentials."""
        ...
