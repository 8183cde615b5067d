"""Results: what the attempts of a worker came to, many in one transaction.

A result counts if the message is this worker's still: leased, with the fence of its claim. Else its lease ran
out while the worker was stopped, and others took it for in doubt meanwhile. What it says is noted all the
same: a SID is never thrown away, and a refusal settles the doubt about its own attempt. Where another attempt
had been made by then, Twilio has executed the message twice, which is logged as an error and kept.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, TypeAlias

import sqlalchemy as sa
from attrs import frozen

from twilio_async import ApiError, QueueFull, Unsubscribed
from twilio_async.bulk.addresses import address
from twilio_async.bulk.journal.claims import Claimed
from twilio_async.bulk.journal.deliveries import Delivery, advance, rank_of
from twilio_async.bulk.journal.groups import as_parameter, group
from twilio_async.bulk.journal.inserts import insert_new
from twilio_async.bulk.journal.schema import EXTRA_SIDS, MESSAGES, SENDERS, SUPPRESSED, in_state
from twilio_async.bulk.outcomes import Accepted, InDoubt, NotBegun, Rejected
from twilio_async.bulk.pacing.steps import pause

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from twilio_async import Message, TwilioError

_LOG = logging.getLogger("twilio_async.bulk")
Changes: TypeAlias = "dict[str, Any]"

_PRESENT = (
    sa.select(
        MESSAGES.c.id,
        MESSAGES.c.state,
        MESSAGES.c.attempt,
        MESSAGES.c.fence,
        MESSAGES.c.sid,
        MESSAGES.c.is_canceled,
        MESSAGES.c.first_intent_at,
        MESSAGES.c.due_at,
        MESSAGES.c.doubt_since,
        MESSAGES.c.delivery,
        MESSAGES.c.delivery_rank,
    )
    .where(MESSAGES.c.id.in_(sa.bindparam("ids", expanding=True)))
    .with_for_update()
)
_KEPT = ("sid", "first_intent_at", "due_at", "doubt_since", "delivery", "delivery_rank")
"""The columns that keep their value where a change does not have them."""
_CHANGE = (
    sa.update(MESSAGES)
    .where(MESSAGES.c.id == sa.bindparam("which"))
    .values(
        reason=None,
        **{name: sa.bindparam(name) for name in ("state", "fence", "changed_at", "code", "error", *_KEPT)},
    )
)
_ANSWERED = group(
    "answered", id=sa.BigInteger(), fence=sa.Integer(), sid=sa.Text(), delivery=sa.Text(), rank=sa.Integer()
)
_ACCEPT = (
    sa.update(MESSAGES)
    .where(MESSAGES.c.id == _ANSWERED.c.id, MESSAGES.c.fence == _ANSWERED.c.fence, in_state("leased"))
    .values(
        state="accepted",
        reason=None,
        code=None,
        error=None,
        sid=_ANSWERED.c.sid,
        delivery=_ANSWERED.c.delivery,
        delivery_rank=_ANSWERED.c.rank,
        changed_at=sa.bindparam("now"),
    )
)
"""The change of nearly all results: of all messages in a group that are this worker's still."""
_REFUSED = (
    sa.select(SENDERS.c.refusals)
    .where(SENDERS.c.sender == sa.bindparam("whose"), SENDERS.c.paused_until <= sa.bindparam("began"))
    .with_for_update()
)
_BACK_OFF = (
    sa.update(SENDERS)
    .where(SENDERS.c.sender == sa.bindparam("whose"))
    .values(refusals=sa.bindparam("count"), next_at=sa.bindparam("at"), paused_until=sa.bindparam("at"))
)
_TAKES_AGAIN = (
    sa.update(SENDERS)
    .where(SENDERS.c.sender == sa.bindparam("whose"), SENDERS.c.paused_until <= sa.bindparam("began"))
    .values(refusals=0)
)


@frozen
class Result:
    """A claimed message and what came of the attempt; None where none was made."""

    claimed: Claimed
    outcome: Accepted | Rejected | InDoubt | NotBegun | None


def record(connection: Connection, results: Sequence[Result], now: float) -> None:
    """Note what results make of their messages, of who answered STOP, and of senders whose queue is full."""
    accepted = [(one.claimed, one.outcome.message) for one in results if isinstance(one.outcome, Accepted)]
    if accepted and _accept(connection, accepted, now):
        _note(connection, [one for one in results if not isinstance(one.outcome, Accepted)], now)
    else:  # A message of them changed hands, so each is looked at; one that is noted already stays as it is.
        _note(connection, results, now)
    _suppress(connection, results, now)
    _back_off(connection, results, now)


def _accept(connection: Connection, accepted: Sequence[tuple[Claimed, Message]], now: float) -> bool:
    """Note what Twilio has taken, and say whether all of these messages were this worker's still."""
    answered = [
        (claimed.id, claimed.fence, message.sid, (status := str(message.status)), rank_of(status))
        for claimed, message in accepted
    ]
    done = connection.execute(_ACCEPT, {"answered": as_parameter(answered), "now": now})
    return done.rowcount == len(answered)


def _note(connection: Connection, results: Sequence[Result], now: float) -> None:
    """Note results one by one, by what their messages have become meanwhile."""
    if not results:
        return
    ids = [result.claimed.id for result in results]
    rows = {row.id: row for row in connection.execute(_PRESENT, {"ids": ids})}
    changes: list[Changes] = []
    for result in results:
        row = rows[result.claimed.id]
        is_ours = row.state == "leased" and row.fence == result.claimed.fence
        change = _change(result, row, now) if is_ours else _late(connection, result, row, now)
        if change is not None:
            changes.append(_whole(change, row, now))
    if changes:
        connection.execute(_CHANGE, changes)


def _whole(change: Changes, row: Any, now: float) -> Changes:
    kept = {name: getattr(row, name) for name in _KEPT}
    return (
        kept | {"which": row.id, "fence": row.fence, "changed_at": now, "code": None, "error": None} | change
    )


def _change(result: Result, row: Any, now: float) -> Changes:
    """What a result makes of a message that is this worker's."""
    outcome = result.outcome
    if isinstance(outcome, Accepted):
        status = str(outcome.message.status)
        change: Changes = {"state": "accepted", "sid": outcome.message.sid}
        if rank_of(status) > row.delivery_rank:
            change |= {"delivery": status, "delivery_rank": rank_of(status)}
        return change
    if isinstance(outcome, Rejected):
        return {"state": "rejected", **_said(outcome.error)}
    if isinstance(outcome, InDoubt):
        return {"state": "in_doubt", "due_at": now, "doubt_since": now, **_said(outcome.error)}
    change = {
        "state": "canceled" if row.is_canceled else "planned",
        "due_at": now,
        "first_intent_at": None if result.claimed.is_first else row.first_intent_at,
    }
    if outcome is not None:
        wait = 0.0 if isinstance(outcome.error, QueueFull) else pause(result.claimed.attempt, 1.0, 60.0)
        change |= {"due_at": now + wait, **_said(outcome.error)}
    return change


def _late(connection: Connection, result: Result, row: Any, now: float) -> Changes | None:
    """What a result makes of a message that changed hands meanwhile."""
    outcome = result.outcome
    if isinstance(outcome, Accepted):
        message = outcome.message
        if row.sid is None:
            return _change(result, row, now) | {"fence": row.fence + 1}
        if row.sid != message.sid:
            note_extra(connection, row.id, row.sid, message.sid)
        elif rank_of(status := str(message.status)) > row.delivery_rank:
            advance(connection, [Delivery(message.sid, status)])
        return None
    if isinstance(outcome, InDoubt) or row.state not in {"in_doubt", "held"}:
        return None
    if row.attempt != result.claimed.attempt:
        return None
    return _change(result, row, now) | {"fence": row.fence + 1}


def note_extra(connection: Connection, row: int, first: str, other: str) -> None:
    """Keep a SID that is not the first one of its message, and say so loudly."""
    _LOG.error("message %d of the journal was executed more than once: as %s and as %s", row, first, other)
    insert_new(connection, EXTRA_SIDS, [{"sid": other, "message_id": row}])


def suppress(connection: Connection, recipients: Iterable[str], now: float) -> None:
    """Let nothing more be sent to these."""
    rows = [{"recipient": recipient, "added_at": now} for recipient in {address(one) for one in recipients}]
    if rows:
        insert_new(connection, SUPPRESSED, rows)


def _suppress(connection: Connection, results: Iterable[Result], now: float) -> None:
    """Put those on the suppression list who have answered STOP."""
    stopped = [
        result.claimed.outbound.to
        for result in results
        if isinstance(result.outcome, Rejected) and isinstance(result.outcome.error, Unsubscribed)
    ]
    suppress(connection, stopped, now)


def _back_off(connection: Connection, results: Iterable[Result], now: float) -> None:
    """Let senders pause whose queues are full: longer each time in a row, once for all that were refused.

    What was claimed before a pause ended says nothing of the queue behind it.
    """
    taken: dict[str, float] = {}
    full: dict[str, float] = {}
    for claimed, outcome in ((result.claimed, result.outcome) for result in results):
        if isinstance(outcome, Accepted) and claimed.was_full:
            taken[claimed.sender] = max(claimed.claimed_at, taken.get(claimed.sender, 0.0))
        elif isinstance(outcome, NotBegun) and isinstance(outcome.error, QueueFull):
            full[claimed.sender] = max(claimed.claimed_at, full.get(claimed.sender, 0.0))
    for sender, began in sorted(taken.items()):
        connection.execute(_TAKES_AGAIN, {"whose": sender, "began": began})
    for sender, began in sorted(full.items()):
        refusals = connection.execute(_REFUSED, {"whose": sender, "began": began}).scalar()
        if refusals is not None:
            at = now + pause(refusals + 1)
            connection.execute(_BACK_OFF, {"whose": sender, "count": refusals + 1, "at": at})


def _said(error: TwilioError) -> Changes:
    """The code and the text of an error, which begins with its reason; numbers in the text are masked."""
    text = str(error).removeprefix(f"{error.method} {error.path}: ")  # The same for all messages.
    return {"code": error.code if isinstance(error, ApiError) else None, "error": text}
