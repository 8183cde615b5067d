"""The Accounts of 2008-08-01: one's own. After https://www.twilio.com/docs/api/2008-08-01/rest/account."""

from typing import Final

from twilio_async.emulator.memory.history import History, Selection
from twilio_async.emulator.messaging.message_records import Account
from twilio_async.emulator.requests import Call, Reply
from twilio_async.emulator.wire.dates import rfc2822_pacific
from twilio_async.emulator.wire.documents import Fields, Resource, View
from twilio_async.emulator.wire.parameters import text

FRIENDLY_NAME: Final = text("FriendlyName")

_STATUSES: Final = {"active": "2", "suspended": "4", "closed": "1"}


def _fields(account: Account, _: View) -> Fields:
    return {
        "sid": account.sid,
        "friendly_name": account.friendly_name,
        "status": _STATUSES[account.status],
        "status_text": account.status.capitalize(),
        "date_created": rfc2822_pacific(account.created_at),
        "date_updated": rfc2822_pacific(account.updated_at),
        "auth_token": account.auth_token,
    }


_ACCOUNT: Final = Resource("Account", "accounts", "Accounts", _fields)


def list_(call: Call) -> Reply:
    """GET Accounts: the account that asks."""
    return call.page(_ACCOUNT, History([call.account]), Selection())


def fetch(call: Call) -> Reply:
    """GET Accounts/{Sid}."""
    return call.item(_ACCOUNT, call.account)


def update(call: Call) -> Reply:
    """POST Accounts/{Sid}: rename it."""
    name = call.arguments.get(FRIENDLY_NAME)
    if name is not None:
        call.account.friendly_name, call.account.updated_at = name, call.view.now
    return call.item(_ACCOUNT, call.account)
