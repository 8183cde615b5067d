"""Credentials of an account that act for one below it."""

from typing import Any

from twilio_async import Credentials


class SubaccountCredentials(Credentials):
    """The credentials of an account, for a client that acts for a subaccount which they reach."""

    def __init__(self, own: Credentials, account_sid: str) -> None:
        self._own = own
        self.account_sid = account_sid
        self.source = own.source

    async def authorization(self, fetch: Any, now: float) -> str:
        """The header of the account that the credentials belong to."""
        return await self._own.authorization(fetch, now)

    def reaches(self, account: str) -> bool:
        """Whatever they reach themselves."""
        return self._own.reaches(account)
