"""Doubts in the journal: whose fate is not known, when Twilio's list is asked, and how each doubt ends.

The schedule is kept with the message (`doubt_since`, `due_at`), so it goes on over restarts. Who takes
a doubt moves its next ask on, so one worker asks at a time; what it finds counts as long as nobody else has
asked or settled it meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from attrs import field, frozen

from twilio_async.bulk.journal.results import note_extra
from twilio_async.bulk.journal.schema import EXTRA_SIDS, MESSAGES, in_state
from twilio_async.bulk.messages import OutboundMessage

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Connection

    from twilio_async.bulk.entries import HoldReason

_EXPIRE = (
    sa.update(MESSAGES)
    .where(in_state("leased"), MESSAGES.c.lease_until < sa.bindparam("before"))
    .where(MESSAGES.c.id.not_in(sa.bindparam("own", expanding=True)))
    .values(
        state="in_doubt",
        fence=MESSAGES.c.fence + 1,
        doubt_since=sa.bindparam("now"),
        due_at=sa.bindparam("now"),
        changed_at=sa.bindparam("now"),
        error="the process that was sending it ended or stopped before it noted a result",
    )
)
_COLUMNS = (
    MESSAGES.c.id,
    MESSAGES.c.message,
    MESSAGES.c.fence,
    MESSAGES.c.first_intent_at,
    MESSAGES.c.doubt_since,
)
_DUE = (
    sa.select(*_COLUMNS)
    .where(in_state("in_doubt"), MESSAGES.c.due_at <= sa.bindparam("now"))
    .order_by(MESSAGES.c.due_at, MESSAGES.c.id)
    .limit(sa.bindparam("most"))
    .with_for_update(skip_locked=True)
)
_PUT_OFF = (
    sa.update(MESSAGES)
    .where(MESSAGES.c.id.in_(sa.bindparam("ids", expanding=True)))
    .values(due_at=sa.bindparam("until"), fence=MESSAGES.c.fence + 1)
)
_UNSETTLED_AFTER = (
    sa.select(*_COLUMNS)
    .where(in_state("in_doubt", "held"), MESSAGES.c.id > sa.bindparam("after"))
    .order_by(MESSAGES.c.id)
    .limit(sa.bindparam("most"))
)
_TAKEN = sa.union_all(
    sa.select(MESSAGES.c.sid).where(
        MESSAGES.c.sid.in_(sa.bindparam("sids", expanding=True)), MESSAGES.c.id != sa.bindparam("row")
    ),
    sa.select(EXTRA_SIDS.c.sid).where(EXTRA_SIDS.c.sid.in_(sa.bindparam("sids", expanding=True))),
)
_IS_AS_IT_WAS = sa.and_(
    MESSAGES.c.id == sa.bindparam("row"),
    MESSAGES.c.fence == sa.bindparam("was"),
    in_state("in_doubt", "held"),
)


@frozen(kw_only=True)
class Doubt:
    """A message whose fate is not known, as it was when it was taken.

    Attributes:
        first_intent_at: When the first attempt began that may have been executed.
        doubt_since: When the doubt began, from which the waits count.
        taken_at: When it was taken to be asked about.
    """

    id: int
    outbound: OutboundMessage = field(repr=False)
    fence: int
    first_intent_at: float
    doubt_since: float
    taken_at: float


def expire(connection: Connection, now: float, own: Collection[int], *, before: float) -> None:
    """Take leases that ended before a moment for doubts, but those of `own`."""
    connection.execute(_EXPIRE, {"now": now, "before": before, "own": list(own)})


def take(connection: Connection, now: float, most: int, *, until: float) -> list[Doubt]:
    """Doubts about which Twilio is to be asked now.

    Nobody else takes them before `until`, unless a run begins meanwhile: see `hasten`.
    """
    rows = connection.execute(_DUE, {"now": now, "most": most}).all()
    if rows:
        connection.execute(_PUT_OFF, {"ids": [row.id for row in rows], "until": until})
    return [_doubt(row, row.fence + 1, now) for row in rows]


def unsettled_after(connection: Connection, row: int, most: int, now: float) -> list[Doubt]:
    """The next doubts and held messages in the order of adding, after that of number `row`."""
    rows = connection.execute(_UNSETTLED_AFTER, {"after": row, "most": most})
    return [_doubt(row, row.fence, now) for row in rows]


def found(connection: Connection, doubt: Doubt, sids: Sequence[str], now: float) -> bool:
    """Settle a doubt by the first of these SIDs that is no other message's; whether there is one.

    It is noted whatever became of the message meanwhile, unless that has a SID. Further SIDs of nobody else
    can be of no other message of the campaign: Twilio has executed it more than once.
    """
    taken = set(connection.execute(_TAKEN, {"sids": [*sids], "row": doubt.id}).scalars())
    own = [sid for sid in sids if sid not in taken]
    if not own:
        return False
    accepted = sa.update(MESSAGES).where(MESSAGES.c.id == doubt.id, MESSAGES.c.sid.is_(None))
    accepted = accepted.values(state="accepted", sid=own[0], fence=MESSAGES.c.fence + 1, changed_at=now)
    connection.execute(accepted.values(reason=None, code=None, error=None))
    for other in own[1:]:
        note_extra(connection, doubt.id, own[0], other)
    return True


def hasten(connection: Connection, now: float, waits: Sequence[float]) -> None:
    """Let no doubt be asked about later than at the next of these waits, or now, where all are over."""
    moments = [MESSAGES.c.doubt_since + wait for wait in waits]
    at = sa.case(*((moment > now, moment) for moment in moments), else_=now)
    later = sa.update(MESSAGES).where(in_state("in_doubt"), MESSAGES.c.due_at > at)
    connection.execute(later.values(due_at=at))


def ask_again(connection: Connection, doubt: Doubt, at: float) -> None:
    """Let Twilio be asked again at a moment."""
    again = sa.update(MESSAGES).where(_IS_AS_IT_WAS).values(due_at=at)
    connection.execute(again, {"row": doubt.id, "was": doubt.fence})


def hold(connection: Connection, doubt: Doubt, reason: HoldReason, now: float) -> None:
    """Leave it to a person."""
    held = sa.update(MESSAGES).where(_IS_AS_IT_WAS)
    held = held.values(state="held", reason=reason, fence=MESSAGES.c.fence + 1, changed_at=now)
    connection.execute(held, {"row": doubt.id, "was": doubt.fence})


def plan_again(connection: Connection, doubt: Doubt, now: float) -> None:
    """Take it for not executed: it is sent again, unless it was canceled."""
    planned = sa.update(MESSAGES).where(_IS_AS_IT_WAS)
    state = sa.case((MESSAGES.c.is_canceled, "canceled"), else_="planned")
    planned = planned.values(state=state, reason=None, fence=MESSAGES.c.fence + 1, due_at=now, changed_at=now)
    connection.execute(planned, {"row": doubt.id, "was": doubt.fence})


def _doubt(row: Any, fence: int, now: float) -> Doubt:
    return Doubt(
        id=row.id,
        outbound=OutboundMessage.from_json(row.message),
        fence=fence,
        first_intent_at=min(row.first_intent_at, row.doubt_since, now),  # Later where the clock was set back.
        doubt_since=row.doubt_since,
        taken_at=now,
    )
