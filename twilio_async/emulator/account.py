"""The Account resource, as far as credentials are tried on it, and the version document.

After https://www.twilio.com/docs/iam/api/account.
"""

from typing import Final

from twilio_async.emulator.call import Call, Reply
from twilio_async.emulator.dates import rfc2822
from twilio_async.emulator.records import Account
from twilio_async.emulator.rendering import Fields, Resource, View


def _fields(account: Account, view: View) -> Fields:
    path = view.account_path
    return {
        "sid": account.sid,
        "friendly_name": account.friendly_name,
        "owner_account_sid": account.owner_sid,
        "type": "Full",
        "status": "active",
        "date_created": rfc2822(account.created_at),
        "date_updated": rfc2822(account.created_at),
        "auth_token": account.auth_token,
        "uri": path + view.suffix,
        "subresource_uris": {
            "messages": f"{path}/Messages{view.suffix}",
            "sms_messages": f"{path}/SMS/Messages{view.suffix}",
        },
    }


ACCOUNT: Final = Resource("Account", "accounts", "Accounts", _fields)

VERSION_FIELDS: Final[Fields] = {
    "name": "2010-04-01",
    "uri": "/2010-04-01",
    "subresource_uris": {"accounts": "/2010-04-01/Accounts"},
}


def _version_fields(_: None, __: View) -> Fields:
    return VERSION_FIELDS


VERSION: Final = Resource("Version", "versions", "Versions", _version_fields)


def fetch(call: Call) -> Reply:
    """GET Accounts/{Sid}."""
    return call.item(ACCOUNT, call.account)
