"""Settling: Twilio's list is asked what became of a message, at the moments that the settings say.

The list is asked by `To` alone: a message that is not sent yet has no date of sending, and which sender a
service chose is not known. It lags at times, so that a message is not there proves nothing before the last of
the waits is over.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from twilio_async import Message
from twilio_async.bulk.addresses import address
from twilio_async.bulk.doubts.matching import clock_skew, is_recognisable, matches
from twilio_async.bulk.journal import doubtful

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from twilio_async import Client
    from twilio_async.bulk.journal.databases import Database
    from twilio_async.bulk.journal.doubtful import Doubt
    from twilio_async.bulk.messages import OutboundMessage
    from twilio_async.bulk.settings import Settings

_LOG = logging.getLogger("twilio_async.bulk")
_PAGE = 200
_LATEST = datetime.max.replace(tzinfo=UTC)
_AT_A_TIME = 10
_OLDER = 86_400.0
"""Seconds by which a record is older than the intent where the search ends: the list is newest first."""


class Settler:
    """The search for the messages in doubt of a campaign, and what becomes of each.

    Args:
        database: The journal that has the doubts.
        client: Whose account's list is asked.
        settings: When it is asked, and what becomes of what it does not have.
    """

    def __init__(self, database: Database, client: Client, settings: Settings) -> None:
        self._database = database
        self._client = client
        self._settings = settings

    async def settle(self, doubt: Doubt) -> None:
        """Ask about a doubt, and note what comes of it: settled, to be asked again, held or planned.

        Raises:
            TwilioError: Twilio did not tell.
        """
        if is_recognisable(doubt.outbound) and await self.find(doubt):
            return
        asked_after = doubt.taken_at - doubt.doubt_since
        waits = [wait for wait in self._schedule(doubt.outbound) if wait > asked_after]
        now = self._database.now()
        await self._database.write(lambda connection: self._not_found(connection, doubt, waits, now))

    def _schedule(self, outbound: OutboundMessage) -> Sequence[float]:
        """The waits; where the list cannot tell, a callback has the time of the first one."""
        settle = self._settings.settle
        if is_recognisable(outbound):
            return settle
        return () if self._settings.callback_url is None else settle[:1]

    def _not_found(self, connection: Connection, doubt: Doubt, waits: Sequence[float], now: float) -> None:
        if waits:
            doubtful.ask_again(connection, doubt, doubt.doubt_since + waits[0])
        elif not is_recognisable(doubt.outbound):
            _LOG.info("message %d of the journal cannot be known again in a list: it is held", doubt.id)
            doubtful.hold(connection, doubt, "unmatchable", now)
        elif self._settings.on_missing == "resend":
            _LOG.info("message %d of the journal is not in Twilio's list: it is sent again", doubt.id)
            doubtful.plan_again(connection, doubt, now)
        else:
            _LOG.info("message %d of the journal is not in Twilio's list: it is held", doubt.id)
            doubtful.hold(connection, doubt, "missing", now)

    async def find(self, doubt: Doubt) -> bool:
        """Look for a message in Twilio's list, and settle its doubt if it is there.

        Raises:
            TwilioError: Twilio did not tell.
        """
        records = list[Message]()
        oldest = doubt.first_intent_at - _OLDER
        async for page in self._client.messages.list(to=address(doubt.outbound.to), page_size=_PAGE).pages():
            since = doubt.first_intent_at - clock_skew(page.response.headers, self._database.now())
            records += [record for record in page.items if matches(record, doubt.outbound, since)]
            dates = [record.date_created for record in page.items if record.date_created is not None]
            if dates and min(dates).timestamp() < min(oldest, since):
                break
        records.sort(key=lambda record: record.date_created or _LATEST)
        sids, now = [record.sid for record in records], self._database.now()
        if not sids:
            return False
        return await self._database.write(lambda connection: doubtful.found(connection, doubt, sids, now))

    async def reconcile(self) -> None:
        """Look for all messages whose fate is not known; those that are not there stay as they are.

        Raises:
            TwilioError: Twilio did not tell.
        """
        last_row = 0
        while True:
            work = partial(doubtful.unsettled_after, row=last_row, most=_AT_A_TIME, now=self._database.now())
            doubts = await self._database.read(work)
            if not doubts:
                return
            last_row = doubts[-1].id
            searches = [self.find(doubt) for doubt in doubts if is_recognisable(doubt.outbound)]
            for found in await asyncio.gather(*searches, return_exceptions=True):
                if isinstance(found, BaseException):
                    raise found
