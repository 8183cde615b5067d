"""Accounts, subaccounts and balances of 2010-04-01, the account of 2008-08-01, and the version document.

Source: https://www.twilio.com/docs/iam/api/account, https://www.twilio.com/docs/iam/api/subaccounts,
https://www.twilio.com/docs/usage/api and https://www.twilio.com/docs/api/2008-08-01/rest/account
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_async.emulator.accounts.suspension import suspend
from twilio_async.emulator.accounts.usage_ledger import spent
from twilio_async.emulator.memory.history import History, Selection
from twilio_async.emulator.numbers.incoming_numbers import NUMBERS
from twilio_async.emulator.routing import operation, operation_2008
from twilio_async.emulator.wire.errors import INVALID_PARAMETER, bad_request, unauthenticated
from twilio_async.emulator.wire.names import snake_case

if TYPE_CHECKING:
    from twilio_async.emulator.accounts.directory import Account
    from twilio_async.emulator.requests import ApiRequest, Values
    from twilio_async.emulator.wire.replies import Reply

_LONGEST_NAME = 64
_STATUSES_2008 = {"active": "2", "suspended": "4", "closed": "1"}
_SUBRESOURCES = {
    snake_case(path.replace("/", "")): path
    for path in (
        "Addresses",
        "Applications",
        "AuthorizedConnectApps",
        "AvailablePhoneNumbers",
        "Balance",
        "Calls",
        "Conferences",
        "ConnectApps",
        NUMBERS,
        "Keys",
        "Messages",
        "Notifications",
        "OutgoingCallerIds",
        "Queues",
        "Recordings",
        "Sandbox",
        "SIP",
        "SMS/Messages",
        "SMS/ShortCodes",
        "SigningKeys",
        "Transcriptions",
        "Usage",
    )
}


def _values(account: Account, request: ApiRequest) -> Values:
    path = f"/2010-04-01/Accounts/{account.sid}"
    return {
        "sid": account.sid,
        "friendly_name": account.friendly_name,
        "owner_account_sid": account.owner_sid,
        "type": "Full",
        "status": account.status,
        "date_created": account.created_at,
        "date_updated": account.updated_at,
        "auth_token": account.auth_token,
        "uri": path + request.suffix,
        "subresource_uris": {key: f"{path}/{below}{request.suffix}" for key, below in _SUBRESOURCES.items()},
    }


def _values_2008(account: Account, _: ApiRequest) -> Values:
    return {
        "sid": account.sid,
        "friendly_name": account.friendly_name,
        "status": _STATUSES_2008[account.status],
        "status_text": account.status.capitalize(),
        "date_created": account.created_at,
        "date_updated": account.updated_at,
        "auth_token": account.auth_token,
    }


def list_(request: ApiRequest) -> Reply:
    """GET Accounts: the main account and its subaccounts, or a subaccount by itself."""
    name, status = request.arguments.get("FriendlyName"), request.arguments.get("Status")
    directory = request.store.directory

    def is_selected(account: Account) -> bool:
        return (
            request.account in {account, directory.get(account.owner_sid)}
            and name in {None, account.friendly_name}
            and status in {None, account.status}
        )

    accounts = directory.of_owner(request.account.owner_sid)
    return request.reply_page(accounts, Selection(matches=is_selected), _values)


def create(request: ApiRequest) -> Reply:
    """POST Accounts: 201 with a new subaccount; only main accounts have any."""
    if request.account.owner_sid != request.account.sid:
        raise unauthenticated()
    default = f"SubAccount Created at {request.now:%Y-%m-%d %I:%M %p}"
    name = _checked(request.arguments.get("FriendlyName") or default)
    return request.reply(request.store.open_account(name, request.account.sid), _values)


def fetch(request: ApiRequest) -> Reply:
    """GET Accounts/{Sid}."""
    return request.reply(request.account, _values)


def update(request: ApiRequest) -> Reply:
    """POST Accounts/{Sid}: a new name; the main account may suspend and close its subaccounts.

    An account that is closed loses its numbers.
    """
    account, arguments = request.account, request.arguments
    name, status = arguments.get("FriendlyName"), arguments.get("Status")
    friendly_name = account.friendly_name if name is None else _checked(name)
    if status not in {None, account.status}:
        _check_change(request)
    account.friendly_name, account.updated_at = friendly_name, request.now
    if status == "suspended":
        suspend(request.store, account)
    account.status = status or account.status
    if account.status == "closed":
        instances = request.store.instances
        for number in list(instances.of(account.sid, NUMBERS)):
            instances.remove(number, NUMBERS)
    return request.reply(account, _values)


def _checked(name: str) -> str:
    if not name or len(name) > _LONGEST_NAME:
        raise bad_request(20002, "Invalid FriendlyName")
    return name


def _check_change(request: ApiRequest) -> None:
    account = request.account
    if account.owner_sid == account.sid:
        raise bad_request(INVALID_PARAMETER, "The status of a main account cannot be changed")
    if not request.principal.owns(account):
        raise unauthenticated()
    if account.status == "closed":
        raise bad_request(INVALID_PARAMETER, "A closed account stays closed")


def _balance_values(account: Account, request: ApiRequest) -> Values:
    balance = account.credit - spent(request.store, account)
    return {"account_sid": account.sid, "balance": f"{balance:.2f}", "currency": "USD"}


def fetch_balance(request: ApiRequest) -> Reply:
    """GET Balance: what is left of the credit, which is 100 dollars if no scene says otherwise."""
    return request.reply(request.account, _balance_values)


def list_2008(request: ApiRequest) -> Reply:
    """GET Accounts: the account that asks."""
    return request.reply_page(History([request.account]), Selection(), _values_2008)


def fetch_2008(request: ApiRequest) -> Reply:
    """GET Accounts/{Sid}."""
    return request.reply(request.account, _values_2008)


def update_2008(request: ApiRequest) -> Reply:
    """POST Accounts/{Sid}: rename it."""
    name = request.arguments.get("FriendlyName")
    if name is not None:
        request.account.friendly_name, request.account.updated_at = name, request.now
    return request.reply(request.account, _values_2008)


OPERATIONS = (
    operation("GET", "Accounts", list_),
    operation("POST", "Accounts", create),
    operation("GET", "Accounts/{Sid}", fetch),
    operation("POST", "Accounts/{Sid}", update),
    operation("GET", "Balance", fetch_balance),
    operation_2008("GET", "Accounts", list_2008),
    operation_2008("GET", "Accounts/{Sid}", fetch_2008),
    operation_2008("POST", "Accounts/{Sid}", update_2008),
)
