"""API keys, which stand in for the auth token and sign access tokens.

Source: https://www.twilio.com/docs/iam/api-keys/key-resource-v2010
"""

from typing import Unpack

from attrs import define, field

from twilio_async.core.lists.listing import Listing, Paging
from twilio_async.declare.base import Collection, Deletable, Fetchable
from twilio_async.declare.endpoints import listing, post
from twilio_async.declare.records import Record, stars


@define(kw_only=True)
class Key(Record):
    """An API key, without its secret. Dates are in UTC."""

    friendly_name: str | None = None


@define(kw_only=True)
class NewKey(Key):
    """A key that was just made: Twilio never tells its secret again."""

    secret: str = field(repr=stars)


class KeyContext(Fetchable[Key], Deletable):
    """One key. What uses it is refused once it is deleted."""

    __slots__ = ()

    @post()
    async def update(self, *, friendly_name: str | None = None) -> Key:
        """Rename the key.

        Args:
            friendly_name: Its new name, 64 characters at most.
        """
        ...


class AnyKeys(Collection[KeyContext], sids="SK"):
    """Keys, in either of their places."""

    __slots__ = ()

    @post()
    async def create(self, *, friendly_name: str | None = None) -> NewKey:
        """Make a standard key. Keep its `secret`: no other answer has it.

        Args:
            friendly_name: Its name, 64 characters at most.
        """
        ...


class Keys(AnyKeys):
    """The account's keys (SK...). The auth token reaches them, or a main key."""

    __slots__ = ()

    @listing("keys")
    def list(self, **paging: Unpack[Paging]) -> Listing[Key]:
        """The account's keys, without their secrets."""
        ...


class SigningKeys(AnyKeys):
    """The account's keys (SK...) for signing access tokens."""

    __slots__ = ()

    @listing("signing_keys")
    def list(self, **paging: Unpack[Paging]) -> Listing[Key]:
        """The account's keys, without their secrets."""
        ...
