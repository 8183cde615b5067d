"""Deliveries: the latest status of accepted messages, of which a late event never takes a later one back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from attrs import frozen

from twilio_async.bulk.journal.schema import MESSAGES, in_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

_RANKS = {
    "accepted": 1,
    "scheduled": 1,
    "queued": 2,
    "sending": 3,
    "sent": 4,
    "delivered": 5,
    "undelivered": 5,
    "partially_delivered": 5,
    "failed": 5,
    "canceled": 5,
    "read": 6,
}
FINAL = 5
"""The rank from which on nothing more is to come, but for `read`."""

_ADVANCE = (
    sa.update(MESSAGES)
    .where(MESSAGES.c.sid == sa.bindparam("whose"), MESSAGES.c.delivery_rank < sa.bindparam("rank"))
    .values(
        delivery=sa.bindparam("status"),
        delivery_rank=sa.bindparam("rank"),
        code=sa.func.coalesce(sa.bindparam("problem", type_=sa.Integer), MESSAGES.c.code),
    )
)
_IS_OPEN = sa.and_(in_state("accepted"), MESSAGES.c.sid.is_not(None), MESSAGES.c.delivery_rank < FINAL)
_RANKS_OF = sa.select(MESSAGES.c.sid, MESSAGES.c.delivery_rank).where(
    MESSAGES.c.sid.in_(sa.bindparam("sids", expanding=True))
)
_SPAN = sa.select(sa.func.count(), sa.func.min(MESSAGES.c.first_intent_at)).where(_IS_OPEN)


@frozen
class Delivery:
    """A status of a message, with the error code of one that did not arrive."""

    sid: str
    status: str
    code: int | None = None


@frozen
class OpenDeliveries:
    """How many accepted messages have no final status yet, and when the first of them was to be sent."""

    count: int
    since: float


def rank_of(status: str) -> int:
    """How late a status is; 0 for one that is not known."""
    return _RANKS.get(status, 0)


def open_deliveries(connection: Connection) -> OpenDeliveries | None:
    """The messages without a final status; None where there are none."""
    count, since = connection.execute(_SPAN).one()
    return OpenDeliveries(count, since) if count and since is not None else None


def advance(connection: Connection, deliveries: Sequence[Delivery]) -> list[int]:
    """Note statuses where they are later than what is known; the ranks that messages have got by it."""
    latest = {one.sid: one for one in sorted(deliveries, key=lambda one: rank_of(one.status))}
    rows = connection.execute(_RANKS_OF, {"sids": list(latest)}).all()
    changes: list[dict[str, Any]] = [
        {"whose": sid, "rank": rank_of(latest[sid].status), "status": latest[sid].status}
        | {"problem": latest[sid].code or None}
        for sid, rank in rows
        if rank_of(latest[sid].status) > rank
    ]
    if changes:
        connection.execute(_ADVANCE, changes)
    return [change["rank"] for change in changes]


def note(connection: Connection, delivery: Delivery) -> bool:
    """Note one status, and say whether the journal has the message."""
    known = connection.execute(_RANKS_OF, {"sids": [delivery.sid]}).first() is not None
    if known:
        advance(connection, [delivery])
    return known
