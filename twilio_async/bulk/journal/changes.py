"""Changes that a person makes: pausing, canceling, deciding about what is held; and what a callback tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from twilio_async import InvalidArgument
from twilio_async.bulk.errors import UnknownKey
from twilio_async.bulk.journal import deliveries
from twilio_async.bulk.journal.deliveries import Delivery
from twilio_async.bulk.journal.results import note_extra
from twilio_async.bulk.journal.schema import EXTRA_SIDS, JOURNAL, MESSAGES, UNSETTLED, in_state

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from twilio_async.bulk.doubts.callbacks import Event
    from twilio_async.bulk.entries import Decision

_IS_TAKEN = sa.union_all(
    sa.select(MESSAGES.c.sid).where(MESSAGES.c.sid == sa.bindparam("sid")),
    sa.select(EXTRA_SIDS.c.sid).where(EXTRA_SIDS.c.sid == sa.bindparam("sid")),
)
_STATES = {"resend": "planned", "sent": "accepted", "drop": "canceled"}


def set_paused(connection: Connection, *, is_paused: bool) -> None:
    """Let nothing be claimed any more, or again."""
    connection.execute(sa.update(JOURNAL).values(is_paused=is_paused))


def cancel(connection: Connection, now: float) -> int:
    """Take out what is planned, and let nothing be sent again whose fate is not known; how many are out."""
    # All at once: what a worker claims or gives back meanwhile is marked as well.
    connection.execute(sa.update(MESSAGES).where(in_state("planned", *UNSETTLED)).values(is_canceled=True))
    planned = sa.update(MESSAGES).where(in_state("planned"), MESSAGES.c.is_canceled)
    return connection.execute(planned.values(state="canceled", changed_at=now)).rowcount


def resolve(connection: Connection, key: str, decision: Decision, sid: str | None, now: float) -> None:
    """Carry out what a person decided about a message that is held or in doubt.

    Raises:
        UnknownKey: There is none of this key.
        InvalidArgument: Its fate is known, or it is being sent; or the SID is that of another message.
    """
    if decision not in _STATES:
        raise InvalidArgument(f"decision is 'resend', 'sent' or 'drop', not {decision!r}")
    if sid is not None and (decision != "sent" or connection.execute(_IS_TAKEN, {"sid": sid}).first()):
        raise InvalidArgument("sid is that of a message that was 'sent', and of no other one of the campaign")
    query = sa.select(MESSAGES.c.state).where(MESSAGES.c.key == key).with_for_update()
    state = connection.execute(query).scalar()
    if state is None:
        raise UnknownKey(f"the campaign has no message of the key {key!r}: `outcomes` lists them")
    if state not in {"held", "in_doubt"}:
        raise InvalidArgument(
            f"the message {key!r} is {state}: only what is held or in doubt is to be resolved"
        )
    decided = sa.update(MESSAGES).where(MESSAGES.c.key == key)
    decided = decided.values(state=_STATES[decision], reason=None, fence=MESSAGES.c.fence + 1, changed_at=now)
    if decision == "resend":
        decided = decided.values(due_at=now, is_canceled=False)
    if decision == "sent":
        decided = decided.values(sid=sid, code=None, error=None)
    connection.execute(decided)


def note(connection: Connection, event: Event, now: float) -> bool:
    """Note what a callback tells; whether it was of a message of this journal."""
    is_ours = event.row is not None and _accept(connection, event.row, event.sid, now)
    if event.row is not None and not is_ours:
        return False
    return deliveries.note(connection, Delivery(event.sid, event.status, event.code)) or is_ours


def _accept(connection: Connection, row: int, sid: str, now: float) -> bool:
    """Note the SID that a callback gives of a message; whether there is such a message."""
    query = sa.select(MESSAGES.c.sid, MESSAGES.c.state, MESSAGES.c.fence)
    there = connection.execute(query.where(MESSAGES.c.id == row).with_for_update()).first()
    if there is None:
        return False
    if there.sid not in {None, sid}:
        note_extra(connection, row, there.sid, sid)
    elif there.sid is None:
        # A lease keeps its fence: the worker that has it will say the same.
        fence = there.fence if there.state == "leased" else there.fence + 1
        accepted = sa.update(MESSAGES).where(MESSAGES.c.id == row)
        accepted = accepted.values(state="accepted", sid=sid, fence=fence, changed_at=now)
        connection.execute(accepted.values(reason=None, code=None, error=None))
    return True
