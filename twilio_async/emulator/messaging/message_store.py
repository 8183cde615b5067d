"""What the emulator holds: accounts, messages, media and feedback.

Plain records with typed fields, UTC throughout. They know their place in a history and nothing else: what a
message looks like at a moment is said by `lifecycle`, what it looks like on the wire by the resource
modules.
"""

from datetime import datetime
from typing import Literal, TypeAlias

import attrs

Position: TypeAlias = tuple[datetime, int]
"""The place of a record in its history: when it counts, then the order of creation."""

Direction: TypeAlias = Literal["inbound", "outbound-api", "outbound-call", "outbound-reply"]
Outcome: TypeAlias = Literal["delivered", "undelivered", "failed"]
AccountStatus: TypeAlias = Literal["active", "suspended", "closed"]


@attrs.define(eq=False)
class Created:
    """A record that lists show by its creation; `serial` is its place in the order of that."""

    sid: str
    serial: int
    created_at: datetime

    @property
    def position(self) -> Position:
        """The moment of creation, which never changes."""
        return self.created_at, self.serial


@attrs.define(eq=False)
class Account(Created):
    """An account and its auth token; a subaccount names its owner."""

    auth_token: str = attrs.field(repr=False)
    friendly_name: str
    updated_at: datetime
    owner_sid: str
    is_test: bool = False
    status: AccountStatus = "active"


@attrs.define(eq=False)
class Message:
    """A message and the moments at which its status moves on (aware UTC)."""

    sid: str
    account_sid: str
    to: str
    from_: str | None
    body: str
    direction: Direction
    serial: int
    created_at: datetime
    queued_at: datetime
    sends_at: datetime
    settles_at: datetime
    outcome: Outcome = "delivered"
    error_code: int | None = None
    price: str | None = None
    num_segments: int = 1
    num_media: int = 0
    messaging_service_sid: str | None = None
    is_scheduled: bool = False
    canceled_at: datetime | None = None
    redacted_at: datetime | None = None

    @property
    def position(self) -> Position:
        """Messages are listed by the moment of sending."""
        return self.sends_at, self.serial


@attrs.define(eq=False)
class Media(Created):
    """A file that belongs to a message."""

    account_sid: str
    message_sid: str
    content_type: str
    content: bytes = attrs.field(repr=False)


@attrs.define(eq=False)
class Feedback:
    """What the sender reported about the outcome of a message."""

    account_sid: str
    message_sid: str
    outcome: str
    created_at: datetime
    updated_at: datetime
