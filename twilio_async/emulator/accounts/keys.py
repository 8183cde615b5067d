"""API keys, in their two collections: a new key opens the account, a deleted one does no more.

The keys that the API makes are standard keys, which open neither accounts nor keys.

Source: https://www.twilio.com/docs/iam/api-keys/key-resource-v1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_async.emulator.list_resource import ListResource

if TYPE_CHECKING:
    from twilio_async.emulator.accounts.directory import Account
    from twilio_async.emulator.memory.instances import Instance
    from twilio_async.emulator.memory.store import Store
    from twilio_async.emulator.requests import ApiRequest

KEYS = "Keys"


class KeyList(ListResource):
    """The keys of an account; a secret is shown once, in the answer to the creation."""

    def after_create(self, request: ApiRequest, instance: Instance) -> None:
        """Make the secret, which is no field of a key that is looked at later."""
        secret = request.store.identifiers.sid("")
        instance.fields["secret"] = secret
        request.store.directory.add_key(instance.sid, secret, request.account, is_standard=True)

    def before_delete(self, request: ApiRequest, instance: Instance) -> None:
        """The key opens nothing from now on."""
        request.store.directory.remove_key(instance.sid)


def add_main_key(store: Store, account: Account, sid: str, secret: str) -> None:
    """Enter a main key, which an account has from the beginning."""
    store.instances.add(KEYS, sid, account.sid, (), {"friendly_name": "The first key"})
    store.directory.add_key(sid, secret, account, is_standard=False)


OPERATIONS = (*KeyList(KEYS).operations(), *KeyList("SigningKeys").operations())
