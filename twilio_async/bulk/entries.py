"""Entries: what a journal says of a message, of all of them, and of an `add`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal, TypeAlias, get_args

from attrs import field, frozen

from twilio_async.bulk.messages import OutboundMessage
from twilio_async.bulk.outcomes import SkipReason

State: TypeAlias = Literal[
    "planned", "leased", "accepted", "rejected", "in_doubt", "held", "skipped", "canceled"
]
"""How far a message has come.

- planned: It will be sent.
- leased: A worker is sending it.
- accepted: Twilio has it, under a SID.
- rejected: Twilio has refused it.
- in_doubt: Twilio was asked, and may have executed it or not. This is being settled.
- held: It could not be settled: a person decides, by `resolve`.
- skipped: A rule said that it is not to be sent; `reason` says which.
- canceled: It was taken out before it was sent.
"""

STATES: Final[tuple[State, ...]] = get_args(State)

Decision: TypeAlias = Literal["resend", "sent", "drop"]
"""What is to become of a message that is held or in doubt: sent again, taken for sent, or given up."""

HoldReason: TypeAlias = Literal["missing", "unmatchable"]
"""Why a message is held: it is not in the list after all the waits, or cannot be recognised there."""


@frozen(kw_only=True)
class Entry:
    """A message of a campaign and what became of it.

    Attributes:
        key: Its name in the campaign.
        outbound: The message itself.
        state: How far it has come.
        reason: Why it was skipped or is held.
        sid: Twilio's name for it, once that is known.
        code: Twilio's error code, of the refusal or of the delivery.
        error: What went wrong the last time, without personal data.
        attempts: How many times Twilio was asked to send it.
        delivery: The latest status of the accepted message, such as "delivered".
        changed_at: When the state became what it is, in UTC.
        other_sids: Further messages that Twilio has made of it. More than none is a message sent twice.
    """

    key: str
    outbound: OutboundMessage
    state: State
    reason: SkipReason | HoldReason | None
    sid: str | None
    code: int | None
    error: str | None
    attempts: int
    delivery: str | None
    changed_at: datetime
    other_sids: tuple[str, ...]


@frozen(kw_only=True)
class Status:
    """The messages of a campaign, counted by state.

    Attributes:
        repeated: Messages that Twilio executed more than once: never, unless an assumption of the package's
            docstring was broken.
        reasons: The skipped and held ones by reason.
        delivery: The accepted ones by their latest status.
        is_paused: Whether nothing more is sent until `resume`.
        next_look_at: When Twilio's list is to be asked next about those in doubt, in UTC; None where none is.
    """

    planned: int = 0
    leased: int = 0
    accepted: int = 0
    rejected: int = 0
    in_doubt: int = 0
    held: int = 0
    skipped: int = 0
    canceled: int = 0
    repeated: int = 0
    reasons: Mapping[str, int] = field(factory=dict[str, int])
    delivery: Mapping[str, int] = field(factory=dict[str, int])
    is_paused: bool = False
    next_look_at: datetime | None = None

    @property
    def total(self) -> int:
        """All messages of the campaign."""
        return sum(getattr(self, name) for name in STATES)

    @property
    def is_settled(self) -> bool:
        """Whether the fate of each message is known."""
        return not (self.planned or self.leased or self.in_doubt or self.held)


@frozen(kw_only=True)
class Added:
    """What an `add` came to.

    Attributes:
        added: Messages that are new to the campaign.
        known: Messages that it had already, by their keys.
        skipped: Repeated ones of `repeats="skip"`, among those added.
    """

    added: int
    known: int
    skipped: int


@frozen(kw_only=True)
class Known:
    """What a campaign has of a message that is to be added.

    Attributes:
        outbound: The message.
        state: How far the one is that the campaign has under the same key; None where the key is new.
        is_conflict: Whether that is another message, so that `add` would refuse this one.
    """

    outbound: OutboundMessage
    state: State | None
    is_conflict: bool
