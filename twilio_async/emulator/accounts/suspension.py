"""Suspension: an account that may make nothing new, and what becomes of its messages.

Source: https://www.twilio.com/docs/api/errors/30002
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from twilio_async.emulator.accounts.directory import Account
    from twilio_async.emulator.memory.store import Store

_ACCOUNT_SUSPENDED = 30002


def suspend(store: Store, account: Account) -> None:
    """Suspend an account, and with a main account its subaccounts.

    Creating is refused with 403 / 20005, and messages that are not sent yet fail with 30002.
    """
    account.status, account.updated_at = "suspended", store.clock()
    for one in {account, *store.directory.of_owner(account.sid)}:
        store.messaging.fail_waiting(one.sid, _ACCOUNT_SUSPENDED)
