"""Adding messages to a journal: a batch is one transaction, and what is there already stays as it is."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from attrs import frozen

from twilio_async.bulk.doubts.matching import address, fingerprint
from twilio_async.bulk.errors import KeyConflict
from twilio_async.bulk.journal.inserts import insert_new
from twilio_async.bulk.journal.schema import MESSAGES, SENDERS
from twilio_async.bulk.messages import OutboundMessage

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import Connection

_ALONE = sa.text("SELECT pg_advisory_xact_lock(128116)")
_IN_KEYS = MESSAGES.c.key.in_(sa.bindparam("keys", expanding=True))
_KNOWN = sa.select(MESSAGES.c.key, MESSAGES.c.message).where(_IN_KEYS)
_OCCURRENCES = sa.select(MESSAGES.c.key, MESSAGES.c.occurrences).where(
    _IN_KEYS, MESSAGES.c.added_by == sa.bindparam("by")
)
_COUNT_OCCURRENCES = (
    sa.update(MESSAGES)
    .where(MESSAGES.c.key == sa.bindparam("first"))
    .values(added_by=sa.bindparam("by"), occurrences=sa.bindparam("count"))
)


@frozen(kw_only=True)
class NewMessage:
    """A message that is to be added, under its key; `is_repeated` says that it is there to be skipped."""

    key: str
    outbound: OutboundMessage
    is_repeated: bool = False


def key_of(digest: str, occurrence: int) -> str:
    """The key of a message that has none of its own: what it is, and the how many-th of its kind."""
    return f"{digest}.{occurrence}"


def occurrences(connection: Connection, digests: Collection[str], by: int) -> Counter[str]:
    """How many messages of each digest the `add` of number `by` had so far."""
    firsts = {key_of(digest, 1): digest for digest in digests}
    rows = connection.execute(_OCCURRENCES, {"keys": list(firsts), "by": by})
    return Counter({firsts[row.key]: row.occurrences for row in rows})


def count_occurrences(connection: Connection, counts: Mapping[str, int], by: int) -> None:
    """Note how many messages of each digest the `add` of number `by` has now."""
    rows = [{"first": key_of(digest, 1), "by": by, "count": count} for digest, count in counts.items()]
    connection.execute(_COUNT_OCCURRENCES, rows)


def add(connection: Connection, messages: Sequence[NewMessage], now: float) -> tuple[int, int]:
    """Add those whose keys are new, and say how many these are, and how many of them are skipped.

    Raises:
        KeyConflict: A key stands for another message.
    """
    if connection.dialect.name == "postgresql":  # Two that add one key at a time would not see each other.
        connection.execute(_ALONE)
    rows: dict[str, dict[str, Any]] = {}
    found = connection.execute(_KNOWN, {"keys": list({new.key for new in messages})})
    known = {row.key: row.message for row in found}
    for new in messages:
        text = new.outbound.to_json()
        there = rows[new.key]["message"] if new.key in rows else known.get(new.key)
        if there is None:
            rows[new.key] = _row(new, text, now)
        elif there != text and OutboundMessage.from_json(there).digest() != new.outbound.digest():
            raise KeyConflict(
                f"the key {new.key!r} stands for another message of this campaign already: give each message "
                "a key of its own, or use another journal"
            )
    if not rows:
        return 0, 0
    senders = {row["sender"] for row in rows.values()}
    insert_new(connection, SENDERS, [{"sender": one, "next_at": 0.0} for one in senders])
    insert_new(connection, MESSAGES, [*rows.values()])
    return len(rows), sum(row["state"] == "skipped" for row in rows.values())


def _row(new: NewMessage, text: str, now: float) -> dict[str, Any]:
    outbound = new.outbound
    return {
        "key": new.key,
        "message": text,
        "recipient": address(outbound.to),
        "sender": outbound.sender,
        "fingerprint": fingerprint(outbound),
        "state": "skipped" if new.is_repeated else "planned",
        "reason": "repeated" if new.is_repeated else None,
        "due_at": 0.0 if outbound.not_before is None else outbound.not_before.timestamp(),
        "changed_at": now,
    }
