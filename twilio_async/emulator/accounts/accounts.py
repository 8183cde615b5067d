"""Accounts and subaccounts of 2010-04-01, and the version document.

After https://www.twilio.com/docs/iam/api/account and https://www.twilio.com/docs/iam/api/subaccounts.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from twilio_async.emulator import description as catalog
from twilio_async.emulator.memory.history import Selection
from twilio_async.emulator.messaging.message_records import Account, AccountStatus
from twilio_async.emulator.requests import Call, Reply
from twilio_async.emulator.routing import Operation, documented
from twilio_async.emulator.wire.documents import Fields, Resource, View
from twilio_async.emulator.wire.errors import INVALID_CHOICE, INVALID_PARAMETER, bad_request, unauthenticated
from twilio_async.emulator.wire.fields import resource
from twilio_async.emulator.wire.parameters import Parameter, text

NUMBERS: Final = "IncomingPhoneNumbers"
"""The collection that a closed account loses."""

_STATUSES: Final[tuple[AccountStatus, ...]] = ("active", "suspended", "closed")
_LONGEST_NAME: Final = 64
_BELOW: Final = (
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


def _status(value: str) -> AccountStatus:
    return _STATUSES[_STATUSES.index(value.lower())]


_NAME: Final = text("FriendlyName")
_STATUS: Final = Parameter("Status", _status, code=INVALID_CHOICE)
_SUBRESOURCES: Final = {catalog.snake_case(path.replace("/", "")): path for path in _BELOW}


def _values(account: Account, view: View) -> Mapping[str, object]:
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
        "uri": path + view.suffix,
        "subresource_uris": {key: f"{path}/{below}{view.suffix}" for key, below in _SUBRESOURCES.items()},
    }


ACCOUNT: Final[Resource[Account]] = resource(catalog.record("account"), _values)

VERSION_FIELDS: Final[Fields] = {
    "name": "2010-04-01",
    "uri": "/2010-04-01",
    "subresource_uris": {"accounts": "/2010-04-01/Accounts"},
}


def _version_fields(_: None, __: View) -> Fields:
    return VERSION_FIELDS


VERSION: Final = Resource("Version", "versions", "Versions", _version_fields)


def list_(call: Call) -> Reply:
    """GET Accounts: the main account and its subaccounts, or a subaccount by itself."""
    name, status = call.arguments.get(_NAME), call.arguments.get(_STATUS)

    def is_selected(account: Account) -> bool:
        return (
            call.account in {account, call.store.directory.get(account.owner_sid)}
            and name in {None, account.friendly_name}
            and status in {None, account.status}
        )

    accounts = call.store.directory.owned_by(call.account.owner_sid)
    return call.page(ACCOUNT, accounts, Selection(matches=is_selected))


def create(call: Call) -> Reply:
    """POST Accounts: 201 with a new subaccount; only main accounts have any."""
    if call.account.owner_sid != call.account.sid:
        raise unauthenticated()
    name = call.arguments.get(_NAME) or f"SubAccount Created at {call.view.now:%Y-%m-%d %I:%M %p}"
    account = call.store.open_account(_checked(name), call.account.sid)
    return call.item(ACCOUNT, account, catalog.endpoint("POST", "Accounts").status)


def fetch(call: Call) -> Reply:
    """GET Accounts/{Sid}."""
    return call.item(ACCOUNT, call.account)


def update(call: Call) -> Reply:
    """POST Accounts/{Sid}: a new name; the main account may suspend and close its subaccounts."""
    account, name, status = call.account, call.arguments.get(_NAME), call.arguments.get(_STATUS)
    friendly_name = account.friendly_name if name is None else _checked(name)
    if status not in {None, account.status}:
        _check_change(call)
    account.friendly_name, account.updated_at = friendly_name, call.view.now
    account.status = status or account.status
    if account.status == "closed":
        numbers = call.store.items.of(account.sid, NUMBERS)
        for number in list(numbers):
            call.store.items.remove(number, NUMBERS)
    return call.item(ACCOUNT, account)


def _checked(name: str) -> str:
    if not name or len(name) > _LONGEST_NAME:
        raise bad_request(20002, "Invalid FriendlyName")
    return name


def _check_change(call: Call) -> None:
    account = call.account
    if account.owner_sid == account.sid:
        raise bad_request(INVALID_PARAMETER, "The status of a main account cannot be changed")
    if not call.principal.owns(account):
        raise unauthenticated()
    if account.status == "closed":
        raise bad_request(INVALID_PARAMETER, "A closed account stays closed")


def account_operations() -> Iterator[Operation]:
    """All that can be done with accounts; their statuses may be written in capitals."""
    endpoint = catalog.endpoint
    yield documented(endpoint("GET", "Accounts"), list_, (_STATUS,))
    yield documented(endpoint("POST", "Accounts"), create)
    yield documented(endpoint("GET", "Accounts/{Sid}"), fetch)
    yield documented(endpoint("POST", "Accounts/{Sid}"), update, (_STATUS,))
