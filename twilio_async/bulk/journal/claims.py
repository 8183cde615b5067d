"""Claims: the messages that a worker takes to send, under leases that are durable before anything leaves.

A claim takes no more than can be sent at once, since whatever is leased when a process dies is in doubt. It
keeps to the pace of each sender for all workers together, lets the rules decide, and never takes a message
while another of its fingerprint is unsettled.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import shuffle
from typing import TYPE_CHECKING, Any

import msgspec
import sqlalchemy as sa
from attrs import field, frozen

from twilio_async.bulk.journal.groups import as_parameter, group, in_one_value
from twilio_async.bulk.journal.schema import (
    JOURNAL,
    MESSAGES,
    SENDERS,
    SUPPRESSED,
    UNSETTLED,
    in_state,
    moment,
)
from twilio_async.bulk.messages import OutboundMessage
from twilio_async.bulk.pacing.rates import Pace, rate_of
from twilio_async.bulk.pacing.steps import turn
from twilio_async.bulk.rules.decisions import SEND, Rule, Skip, Verdict, Wait, decide
from twilio_async.bulk.segmentation import segments_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

_AHEAD = 0.1
"""Seconds for which the turns of a paced sender are taken in one claim. They are kept all the same."""
_LOOKED_AT = 1000
"""So many messages that the rules let wait or skip are enough for one claim."""

_OTHER = MESSAGES.alias("other")
IS_FREE = ~(
    sa.select(sa.literal(1))
    .where(_OTHER.c.fingerprint == MESSAGES.c.fingerprint, in_state(*UNSETTLED, of=_OTHER))
    .correlate(MESSAGES)
    .exists()
)
"""Whether no other message is unsettled that the list would not tell apart."""

_IS_DUE = sa.and_(in_state("planned"), MESSAGES.c.due_at <= sa.bindparam("now"))
_IS_SUPPRESSED = (
    sa.select(sa.literal(1))
    .where(SUPPRESSED.c.recipient == MESSAGES.c.recipient)
    .correlate(MESSAGES)
    .exists()
)
_HAS_LINE = (
    sa.select(sa.literal(1)).where(MESSAGES.c.sender == SENDERS.c.sender, _IS_DUE).correlate(SENDERS).exists()
)
_READY = sa.select(SENDERS.c.sender, SENDERS.c.refusals).where(
    SENDERS.c.next_at <= sa.bindparam("now"), _HAS_LINE, ~sa.select(JOURNAL.c.is_paused).scalar_subquery()
)
_NEXT_TURN = sa.select(sa.func.min(SENDERS.c.next_at)).where(
    SENDERS.c.next_at > sa.bindparam("now"), _HAS_LINE
)
_TURN = (
    sa.select(SENDERS.c.next_at)
    .where(SENDERS.c.sender == sa.bindparam("sender"), SENDERS.c.next_at <= sa.bindparam("now"))
    .with_for_update(skip_locked=True)
)
_FIRST_IN_LINE = in_one_value(
    sa.select(
        MESSAGES.c.id,
        MESSAGES.c.message,
        MESSAGES.c.attempt,
        MESSAGES.c.fence,
        MESSAGES.c.fingerprint,
        MESSAGES.c.first_intent_at.is_(None).label("is_first"),
        _IS_SUPPRESSED.label("is_suppressed"),
    )
    .where(MESSAGES.c.sender == sa.bindparam("sender"), _IS_DUE, IS_FREE)
    .order_by(MESSAGES.c.due_at, MESSAGES.c.id)
    .limit(sa.bindparam("most"))
    .with_for_update(skip_locked=True, of=MESSAGES)
    .subquery("first")
)
_TAKEN = group("taken", id=sa.BigInteger())
_LEASE = (
    sa.update(MESSAGES)
    .where(MESSAGES.c.id == _TAKEN.c.id)
    .values(
        state="leased",
        attempt=MESSAGES.c.attempt + 1,
        fence=MESSAGES.c.fence + 1,
        first_intent_at=sa.func.coalesce(MESSAGES.c.first_intent_at, sa.bindparam("now")),
        lease_until=sa.bindparam("until"),
        changed_at=sa.bindparam("now"),
    )
)
_ADVANCE = (
    sa.update(SENDERS).where(SENDERS.c.sender == sa.bindparam("whose")).values(next_at=sa.bindparam("at"))
)
_POSTPONE = (
    sa.update(MESSAGES).where(MESSAGES.c.id == sa.bindparam("which")).values(due_at=sa.bindparam("until"))
)
_SKIP = (
    sa.update(MESSAGES)
    .where(MESSAGES.c.id == sa.bindparam("which"))
    .values(state="skipped", reason=sa.bindparam("why"), changed_at=sa.bindparam("now"))
)


class _Row(msgspec.Struct, array_like=True):
    """A message that is first in line; its fields are in the order of `_FIRST_IN_LINE`."""

    id: int
    message: str
    attempt: int
    fence: int
    fingerprint: str
    is_first: bool | int  # SQLite has no other truth than 1.
    is_suppressed: bool | int


_rows = msgspec.json.Decoder(list[_Row]).decode


@frozen(kw_only=True)
class Terms:
    """What claims go by: the pace of senders, the rules, and the seconds that a lease lasts."""

    pace: Pace
    rules: tuple[Rule, ...]
    lease: float


@frozen(kw_only=True)
class Claimed:
    """A message under a lease. Its attempt and fence tell later whether it is this worker's still.

    Attributes:
        claimed_at: When it was claimed, in seconds of the journal's time.
        start_at: When its sender's turn comes, likewise.
        is_first: Whether there is no earlier attempt that Twilio may have executed.
        was_full: Whether its sender's queue was full when it was asked last.
    """

    id: int
    sender: str
    outbound: OutboundMessage = field(repr=False)
    attempt: int
    fence: int
    claimed_at: float
    start_at: float
    is_first: bool
    was_full: bool


@frozen
class Claim:
    """What a claim took, and when the next one is worth while.

    Attributes:
        claimed: The messages, each under its lease.
        is_last: Whether another claim at the same moment would find none.
        next_at: The next turn of a sender that has messages in line and is paced.
    """

    claimed: Sequence[Claimed] = ()
    is_last: bool = False
    next_at: float | None = None


def claim(connection: Connection, terms: Terms, now: float, most: int) -> Claim:
    """Take up to `most` messages whose turn it is."""
    senders = [*connection.execute(_READY, {"now": now})]
    shuffle(senders)
    line = _Line(connection, terms, now)
    for sender, refusals in senders:
        if len(line.taken) >= most:
            break
        line.take(sender, most - len(line.taken), was_full=refusals > 0)
    line.lease()
    if len(line.taken) >= most or line.has_moved:
        return Claim(line.taken)
    next_at = connection.execute(_NEXT_TURN, {"now": now}).scalar()
    return Claim(line.taken, is_last=True, next_at=next_at)


class _Line:
    """The planned messages whose turn it is, as one claim goes through them."""

    def __init__(self, connection: Connection, terms: Terms, now: float) -> None:
        self._connection = connection
        self._terms = terms
        self._now = now
        self._fingerprints: set[str] = set()
        self._looked_at = 0
        self.taken: list[Claimed] = []
        self.has_moved = False
        """Whether messages that were first in line have left it, or wait behind an equal one, so that others
        are now."""

    def take(self, sender: str, most: int, *, was_full: bool) -> None:
        """Take messages of a sender, as far as its pace allows."""
        rate = rate_of(sender, self._terms.pace)
        next_at = self._now
        if rate is not None:
            found = self._connection.execute(_TURN, {"sender": sender, "now": self._now}).scalar()
            if found is None:  # Another worker takes them.
                return
            most = min(most, 1 + math.ceil(rate * _AHEAD))
        for row, outbound in self._allowed(sender, most):
            if next_at > self._now + _AHEAD:
                break
            if row.fingerprint in self._fingerprints:
                self.has_moved = True
                continue
            start = next_at
            if rate is not None:
                start, next_at = turn(self._now, next_at, segments_of(outbound), rate)
            self._fingerprints.add(row.fingerprint)
            self.taken.append(self._claimed(row, sender, outbound, start, was_full))
        if next_at > self._now:
            self._connection.execute(_ADVANCE, {"whose": sender, "at": next_at})

    def _allowed(self, sender: str, most: int) -> list[tuple[_Row, OutboundMessage]]:
        """The first messages of a sender that the rules let leave, at most so many.

        Where they let none of these leave, more are looked at: a claim for each few would take for ever.
        """
        size = most
        while rows := self._first(sender, size):
            self._looked_at += len(rows)
            allowed = self._judged(rows)
            if allowed or self._looked_at >= _LOOKED_AT:
                return allowed[:most]
            size = min(size * 8, _LOOKED_AT)
        return []

    def _first(self, sender: str, most: int) -> list[_Row]:
        where = {"sender": sender, "now": self._now, "most": most}
        return _rows(self._connection.execute(_FIRST_IN_LINE, where).scalar_one())

    def _judged(self, rows: Sequence[_Row]) -> list[tuple[_Row, OutboundMessage]]:
        """Those of these messages that the rules let leave; the others leave the line."""
        allowed: list[tuple[_Row, OutboundMessage]] = []
        waits: list[dict[str, Any]] = []
        skips: list[dict[str, Any]] = []
        for row in rows:
            outbound = OutboundMessage.from_json(row.message)
            verdict = self._verdict(row, outbound)
            if isinstance(verdict, Skip):
                skips.append({"which": row.id, "why": verdict.reason, "now": self._now})
            elif isinstance(verdict, Wait):
                waits.append({"which": row.id, "until": verdict.until.timestamp()})
            else:
                allowed.append((row, outbound))
        if waits:
            self._connection.execute(_POSTPONE, waits)
        if skips:
            self._connection.execute(_SKIP, skips)
        self.has_moved = self.has_moved or bool(waits or skips)
        return allowed

    def lease(self) -> None:
        """Put what was taken under a lease."""
        if self.taken:
            taken = as_parameter([(one.id,) for one in self.taken])
            until = self._now + self._terms.lease
            self._connection.execute(_LEASE, {"taken": taken, "now": self._now, "until": until})

    def _verdict(self, row: _Row, outbound: OutboundMessage) -> Verdict:
        if row.is_suppressed:
            return Skip("suppressed")
        if outbound.not_after is None and outbound.not_before is None and not self._terms.rules:
            return SEND
        return decide(outbound, moment(self._now), self._terms.rules)

    def _claimed(
        self, row: _Row, sender: str, outbound: OutboundMessage, start: float, was_full: bool
    ) -> Claimed:
        return Claimed(
            id=row.id,
            sender=sender,
            outbound=outbound,
            attempt=row.attempt + 1,
            fence=row.fence + 1,
            claimed_at=self._now,
            start_at=start,
            is_first=bool(row.is_first),
            was_full=was_full,
        )
