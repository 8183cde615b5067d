"""Scenes of accounts: subaccounts, suspensions, balances, and apps of others."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from twilio_async.emulator.accounts.applications import AUTHORIZED_CONNECT_APPS, CONNECT_APP, CONNECT_APPS
from twilio_async.emulator.accounts.suspension import suspend
from twilio_async.emulator.accounts.usage_ledger import spent
from twilio_async.emulator.memory.checks import expect
from twilio_async.emulator.scenes.stage import Stage

if TYPE_CHECKING:
    from twilio_async.emulator.accounts.directory import Account


class AccountScenes(Stage):
    """What happens to accounts without the API."""

    def add_account(self, *, friendly_name: str = "A subaccount") -> Account:
        """Open a subaccount of the main account; gives its sid and auth token."""
        expect(str, friendly_name=friendly_name)
        return self._store.open_account(friendly_name, self._account_sid)

    def suspend(self, account_sid: str | None = None) -> None:
        """Suspend an account, the main one as well: it makes nothing new, and what is not sent yet fails.

        Raises:
            KeyError: There is no such account.
        """
        suspend(self._store, self._account(account_sid))

    def reactivate(self, account_sid: str | None = None) -> None:
        """Let a suspended account go on.

        Raises:
            KeyError: There is no such account.
        """
        account = self._account(account_sid)
        account.status, account.updated_at = "active", self._store.clock()

    def set_balance(self, dollars: Decimal | float | str, account_sid: str | None = None) -> None:
        """Set the balance of an account; one that has nothing left is suspended, as Twilio does.

        Raises:
            KeyError: There is no such account.
            ValueError: The balance is no number.
        """
        account, balance = self._account(account_sid), _dollars(dollars)
        account.credit = balance + spent(self._store, account)
        if balance <= 0:
            suspend(self._store, account)

    def add_connect_app(self, *, friendly_name: str = "A connect app", account_sid: str | None = None) -> str:
        """Register an app that other accounts can authorize; gives its sid.

        Raises:
            KeyError: There is no such account.
        """
        expect(str, friendly_name=friendly_name)
        fields = {**CONNECT_APP, "friendly_name": friendly_name}
        return self._add_instance(CONNECT_APPS, "CN", account_sid, fields)

    def add_authorized_connect_app(
        self,
        *,
        friendly_name: str = "A connect app",
        company_name: str = "A company",
        account_sid: str | None = None,
    ) -> str:
        """Authorize the app of somebody else; gives its sid.

        Raises:
            KeyError: There is no such account.
        """
        expect(str, friendly_name=friendly_name, company_name=company_name)
        fields: dict[str, object] = {
            "connect_app_friendly_name": friendly_name,
            "connect_app_company_name": company_name,
            "connect_app_description": "",
            "connect_app_homepage_url": "",
            "permissions": ["get-all"],
        }
        return self._add_instance(AUTHORIZED_CONNECT_APPS, "CN", account_sid, fields)


def _dollars(amount: Decimal | float | str) -> Decimal:
    try:
        dollars = Decimal(str(amount))
    except InvalidOperation:
        dollars = Decimal("NaN")
    if not dollars.is_finite():
        raise ValueError(f"a balance is a number of dollars, such as '12.50', not {amount!r}")
    return dollars
