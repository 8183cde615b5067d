"""Comparing messages with a journal: which of them it has, and which keys stand for others there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from twilio_async import InvalidArgument
from twilio_async.bulk.entries import Known
from twilio_async.bulk.journal.groups import as_parameter, group
from twilio_async.bulk.journal.schema import MESSAGES
from twilio_async.bulk.messages import OutboundMessage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

_ASKED = group("asked", key=sa.Text())
_OF_KEYS = sa.select(MESSAGES.c.key, MESSAGES.c.message, MESSAGES.c.state).where(
    MESSAGES.c.key == _ASKED.c.key
)


def compare(
    connection: Connection, messages: Sequence[OutboundMessage], keys: Sequence[str]
) -> Sequence[Known]:
    """What the journal has under the keys of messages.

    Raises:
        InvalidArgument: A key is one that no journal can keep.
    """
    if any("\0" in key for key in keys):
        raise InvalidArgument("a key has a NUL in it, which no journal can keep")
    asked = as_parameter([(key,) for key in {*keys}])
    there = {row.key: row for row in connection.execute(_OF_KEYS, {"asked": asked})}
    return [
        Known(
            outbound=outbound,
            state=there[key].state if key in there else None,
            is_conflict=key in there and not is_same(there[key].message, outbound),
        )
        for outbound, key in zip(messages, keys, strict=True)
    ]


def is_same(known: str, outbound: OutboundMessage) -> bool:
    """Whether a text of the journal is of a message with this recipient, sender and content."""
    return known == outbound.to_json() or OutboundMessage.from_json(known).digest() == outbound.digest()
