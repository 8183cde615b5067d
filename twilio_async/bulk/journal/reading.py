"""Reading a journal: its messages, their counts, and what a run has to wait for."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from attrs import frozen

from twilio_async.bulk.entries import STATES, Entry, Status
from twilio_async.bulk.journal.claims import IS_FREE
from twilio_async.bulk.journal.schema import EXTRA_SIDS, JOURNAL, MESSAGES, SENDERS, in_state, moment
from twilio_async.bulk.messages import OutboundMessage

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection

_COUNTS = sa.select(
    MESSAGES.c.state, MESSAGES.c.reason, MESSAGES.c.delivery, sa.func.count().label("number")
).group_by(MESSAGES.c.state, MESSAGES.c.reason, MESSAGES.c.delivery)
_REPEATED = sa.select(sa.func.count(sa.distinct(EXTRA_SIDS.c.message_id)))
_IS_PAUSED = sa.select(JOURNAL.c.is_paused)
_IS_PLANNED = in_state("planned")
_FIRST_DUE = (
    sa.select(sa.func.min(MESSAGES.c.due_at))
    .where(MESSAGES.c.sender == SENDERS.c.sender, _IS_PLANNED)
    .correlate(SENDERS)
    .scalar_subquery()
)
_LINES = sa.select(_FIRST_DUE.label("due_at"), SENDERS.c.next_at).where(_FIRST_DUE.is_not(None))
_LATER = sa.case((SENDERS.c.next_at > MESSAGES.c.due_at, SENDERS.c.next_at), else_=MESSAGES.c.due_at)
_FREE_DUE = (
    sa.select(sa.func.min(_LATER))
    .join_from(MESSAGES, SENDERS, MESSAGES.c.sender == SENDERS.c.sender)
    .where(_IS_PLANNED, IS_FREE)
)
_NEXT_ASK = sa.select(sa.func.min(MESSAGES.c.due_at)).where(in_state("in_doubt"))
_NEXT_LEASE = sa.select(sa.func.min(MESSAGES.c.lease_until)).where(in_state("leased"))


@frozen(kw_only=True)
class Outlook:
    """What there is to wait for: the moments at which a message may leave, Twilio is asked, a lease ends."""

    is_paused: bool
    send_at: float | None
    ask_at: float | None
    lease_until: float | None


def outlook(connection: Connection, now: float) -> Outlook:
    """What there is to wait for. What is behind a held message is not."""
    lines = connection.execute(_LINES).all()
    send_at = min((max(row.due_at, row.next_at) for row in lines), default=None)
    if send_at is not None and send_at <= now:  # It was not taken, so something may be in its way.
        send_at = connection.execute(_FREE_DUE).scalar()
    return Outlook(
        is_paused=bool(connection.execute(_IS_PAUSED).scalar_one()),
        send_at=send_at,
        ask_at=connection.execute(_NEXT_ASK).scalar(),
        lease_until=connection.execute(_NEXT_LEASE).scalar(),
    )


def status(connection: Connection) -> Status:
    """The messages, counted."""
    states: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    deliveries: Counter[str] = Counter()
    for state, reason, delivery, number in connection.execute(_COUNTS):
        states[state] += number
        if reason is not None:
            reasons[reason] += number
        if state == "accepted" and delivery is not None:
            deliveries[delivery] += number
    look_at = connection.execute(_NEXT_ASK).scalar() if states["in_doubt"] else None
    return Status(
        **{state: states[state] for state in STATES},
        repeated=connection.execute(_REPEATED).scalar_one(),
        reasons=dict(reasons),
        delivery=dict(deliveries),
        is_paused=bool(connection.execute(_IS_PAUSED).scalar_one()),
        next_look_at=None if look_at is None else moment(look_at),
    )


def entries(
    connection: Connection, states: Collection[str], behind: int, most: int
) -> tuple[list[Entry], int]:
    """The next messages in the order of adding, behind that of number `behind`, and the last one's number."""
    query = sa.select(MESSAGES).where(MESSAGES.c.id > behind).order_by(MESSAGES.c.id).limit(most)
    if states:
        query = query.where(MESSAGES.c.state.in_([*states]))
    rows = connection.execute(query).all()
    if not rows:
        return [], behind
    extra: dict[int, list[str]] = {}
    others = sa.select(EXTRA_SIDS).where(EXTRA_SIDS.c.message_id.in_([row.id for row in rows]))
    for row in connection.execute(others):
        extra.setdefault(row.message_id, []).append(row.sid)
    return [_entry(row, extra.get(row.id, [])) for row in rows], rows[-1].id


def _entry(row: Any, others: list[str]) -> Entry:
    return Entry(
        key=row.key,
        outbound=OutboundMessage.from_json(row.message),
        state=row.state,
        reason=row.reason,
        sid=row.sid,
        code=row.code,
        error=row.error,
        attempts=row.attempt,
        delivery=row.delivery,
        changed_at=moment(row.changed_at),
        other_sids=tuple(others),
    )
