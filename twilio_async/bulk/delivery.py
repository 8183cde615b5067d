"""Deliveries in bulk: the final statuses of accepted messages, by pages of Twilio's list."""

from __future__ import annotations

from contextlib import aclosing
from functools import partial
from typing import TYPE_CHECKING

from twilio_async import history
from twilio_async.bulk.journal import deliveries
from twilio_async.bulk.journal.deliveries import FINAL, Delivery
from twilio_async.bulk.journal.schema import moment

if TYPE_CHECKING:
    from twilio_async import Client
    from twilio_async.bulk.journal.databases import Database

_SKEW = 3600.0
"""Seconds by which Twilio's clock may be behind the journal's."""


async def refresh(database: Database, client: Client) -> int:
    """Bring statuses into the journal, and say how many messages have a later one now.

    The list is read from the first message without a final status on, until each has one.

    Raises:
        TwilioError: Twilio did not tell all; what it told is noted.
    """
    left = await database.read(deliveries.open_deliveries)
    if left is None:
        return 0
    changed, waiting = 0, left.count
    records = history.stream(client.messages, moment(left.since - _SKEW), ordered=False)
    async with aclosing(records.pages()) as pages:
        async for page in pages:
            found = [Delivery(one.sid, str(one.status), one.error_code) for one in page]
            if found:
                ranks = await database.write(partial(deliveries.advance, deliveries=found))
                changed += len(ranks)
                waiting -= sum(rank >= FINAL for rank in ranks)
            if waiting <= 0:
                break
    return changed
