"""API keys, in their two collections: a new key opens the account, a deleted one does no more.

What the API makes are standard keys, which open neither accounts nor keys.

After https://www.twilio.com/docs/iam/api-keys/key-resource-v1.
"""

from typing import Final

from twilio_async.emulator.list_resource import Plain
from twilio_async.emulator.memory.instances import Item
from twilio_async.emulator.memory.store import Store
from twilio_async.emulator.messaging.message_records import Account
from twilio_async.emulator.requests import Call

KEYS: Final = "Keys"
SIGNING_KEYS: Final = "SigningKeys"


class Keys(Plain):
    """The secret is told once, in the answer to the creation."""

    def created(self, call: Call, item: Item) -> None:
        """Make the secret, which is no field of a key that is looked at later."""
        item.values["secret"] = call.store.new_sid("")
        call.store.directory.add_key(item.sid, str(item.values["secret"]), call.account, is_standard=True)

    def removed(self, call: Call, item: Item) -> None:
        """The key opens nothing from now on."""
        call.store.directory.remove_key(item.sid)


def add_key(store: Store, account: Account, sid: str, secret: str) -> None:
    """Enter a main key, which an account has from the beginning."""
    store.add_item(KEYS, sid, account.sid, (), {"friendly_name": "The first key"})
    store.directory.add_key(sid, secret, account, is_standard=False)
