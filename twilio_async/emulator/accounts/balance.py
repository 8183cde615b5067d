"""The balance of an account: what is left of its credit, which is 100 dollars if no scene says otherwise.

Source: https://www.twilio.com/docs/usage/api
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_async.emulator.accounts.usage_ledger import spent
from twilio_async.emulator.routing import operation

if TYPE_CHECKING:
    from twilio_async.emulator.accounts.directory import Account
    from twilio_async.emulator.requests import ApiRequest, Values
    from twilio_async.emulator.wire.replies import Reply


def _values(account: Account, request: ApiRequest) -> Values:
    balance = account.credit - spent(request.store, account)
    return {"account_sid": account.sid, "balance": f"{balance:.2f}", "currency": "USD"}


def fetch(request: ApiRequest) -> Reply:
    """GET Balance."""
    return request.reply(request.account, _values)


OPERATIONS = (operation("GET", "Balance", fetch),)
