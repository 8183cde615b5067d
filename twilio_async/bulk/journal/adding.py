"""Adding messages to a journal: a batch is one transaction, and what is there already stays as it is."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from twilio_async import InvalidArgument
from twilio_async.bulk.addresses import address
from twilio_async.bulk.doubts.matching import fingerprint
from twilio_async.bulk.errors import KeyConflict
from twilio_async.bulk.journal.comparing import is_same
from twilio_async.bulk.journal.groups import as_parameter, group
from twilio_async.bulk.journal.inserts import insert_new, insert_new_of
from twilio_async.bulk.journal.schema import MESSAGES, SENDERS, in_state
from twilio_async.bulk.messages import OutboundMessage

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import Connection

_ALONE = sa.text("SELECT pg_advisory_xact_lock(128116)")
_IN_KEYS = MESSAGES.c.key.in_(sa.bindparam("keys", expanding=True))
_NEW = group(
    "new",
    key=sa.Text(),
    message=sa.Text(),
    recipient=sa.Text(),
    sender=sa.Text(),
    fingerprint=sa.Text(),
    added_by=sa.BigInteger(),
    state=sa.Text(),
    reason=sa.Text(),
    due_at=sa.Double(),
)
_INSERT = sa.select(*_NEW.c, sa.bindparam("now", type_=sa.Double).label("changed_at"))
_DIFFERENT = sa.select(
    MESSAGES.c.key, MESSAGES.c.message.label("known"), _NEW.c.message.label("other")
).where(MESSAGES.c.key == _NEW.c.key, MESSAGES.c.message != _NEW.c.message)
_LAST = sa.select(sa.func.coalesce(sa.func.max(MESSAGES.c.id), 0))
_SKIPPED = sa.select(sa.func.count()).where(MESSAGES.c.id > sa.bindparam("last"), in_state("skipped"))
_INDEX = sa.text(
    "CREATE INDEX IF NOT EXISTS bulk_messages_keyed ON bulk_messages (fingerprint) WHERE added_by IS NULL"
)
"""The index of messages that have keys, by what they are. A journal has it once a message without one is
added: nobody else needs it, and it costs something with each message that has a key."""
_NAMELESS = group("nameless", fingerprint=sa.Text(), digest=sa.Text(), first=sa.Text())
_FIRST = MESSAGES.alias("first")
_LOOK_ALIKES = sa.select(MESSAGES.c.message, _NAMELESS.c.digest).where(
    MESSAGES.c.fingerprint == _NAMELESS.c.fingerprint,
    MESSAGES.c.added_by.is_(None),
    ~sa.exists().where(_FIRST.c.key == _NAMELESS.c.first),
)
_OCCURRENCES = sa.select(MESSAGES.c.key, MESSAGES.c.occurrences).where(
    _IN_KEYS, MESSAGES.c.added_by == sa.bindparam("by")
)
_COUNT_OCCURRENCES = (
    sa.update(MESSAGES)
    .where(MESSAGES.c.key == sa.bindparam("first"))
    .values(added_by=sa.bindparam("by"), occurrences=sa.bindparam("count"))
)


class NewMessage(NamedTuple):
    """A message that is to be added, under its key.

    Attributes:
        added_by: The number of the `add`, where the message has no key of its own.
        is_repeated: Whether it is there to be skipped.
    """

    key: str
    outbound: OutboundMessage
    added_by: int | None = None
    is_repeated: bool = False


def key_of(digest: str, occurrence: int) -> str:
    """The key of a message that has none of its own: what it is, and the how many-th of its kind."""
    return f"{digest}.{occurrence}"


def expect_nameless(connection: Connection) -> None:
    """Be ready for messages without keys."""
    connection.execute(_INDEX)


def equal_to_keyed(connection: Connection, nameless: Mapping[str, OutboundMessage]) -> set[str]:
    """Those digests of messages without a key that are new, and that a message with a key has as well."""
    rows = [(fingerprint(outbound), digest, key_of(digest, 1)) for digest, outbound in nameless.items()]
    found = connection.execute(_LOOK_ALIKES, {"nameless": as_parameter(rows)})
    return {row.digest for row in found if OutboundMessage.from_json(row.message).digest() == row.digest}


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
        InvalidArgument: A text of one cannot be kept.
        KeyConflict: A key stands for another message.
    """
    if connection.dialect.name == "postgresql":  # Two that add one key at a time would not see each other.
        connection.execute(_ALONE)
    try:
        group_of_new = as_parameter([_row(new) for new in messages])
    except UnicodeEncodeError:
        raise InvalidArgument("a key has half of a surrogate pair in it, which no journal can keep") from None
    senders = {new.outbound.sender for new in messages}
    insert_new(connection, SENDERS, [{"sender": one, "next_at": 0.0} for one in senders])
    last = connection.execute(_LAST).scalar_one()
    added = insert_new_of(connection, MESSAGES, _INSERT, {"new": group_of_new, "now": now})
    if added < len(messages):
        _check_known(connection, group_of_new)
    if not added or not any(new.is_repeated for new in messages):
        return added, 0
    return added, connection.execute(_SKIPPED, {"last": last}).scalar_one()


def _check_known(connection: Connection, group_of_new: str) -> None:
    """See that a key which is there stands for the same message."""
    for key, known, other in connection.execute(_DIFFERENT, {"new": group_of_new}):
        if not is_same(known, OutboundMessage.from_json(other)):
            raise KeyConflict(
                f"the key {key!r} stands for another message of this campaign already: give each message "
                "a key of its own, or use another journal"
            )


def _row(new: NewMessage) -> tuple[object, ...]:
    """The values of a message, in the order of `_NEW`."""
    outbound = new.outbound
    recipient, sender = address(outbound.to), outbound.sender
    if "\0" in new.key or "\0" in recipient or "\0" in sender:
        raise InvalidArgument("a key, recipient or sender has a NUL in it, which no journal can keep")
    return (
        new.key,
        outbound.to_json(),
        recipient,
        sender,
        fingerprint(outbound),
        new.added_by,
        "skipped" if new.is_repeated else "planned",
        "repeated" if new.is_repeated else None,
        0.0 if outbound.not_before is None else outbound.not_before.timestamp(),
    )
