"""Entries of a journal as records that commands print as they print Twilio's."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from attrs import define

from twilio_async import Model

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterable

    from twilio_async.bulk import Entry

_PAGE = 500


@define(kw_only=True)
class CampaignMessage(Model):
    """A message of a campaign, and what became of it."""

    key: str
    state: str
    reason: str | None
    sid: str | None
    code: int | None
    error: str | None
    attempts: int
    delivery: str | None
    changed_at: datetime
    to: str
    from_: str | None
    messaging_service_sid: str | None
    body: str | None
    other_sids: Sequence[str]


def record_of(entry: "Entry") -> CampaignMessage:
    """The record of an entry."""
    outbound = entry.outbound
    return CampaignMessage(
        key=entry.key,
        state=entry.state,
        reason=entry.reason,
        sid=entry.sid,
        code=entry.code,
        error=entry.error,
        attempts=entry.attempts,
        delivery=entry.delivery,
        changed_at=entry.changed_at,
        to=outbound.to,
        from_=outbound.from_,
        messaging_service_sid=outbound.messaging_service_sid,
        body=outbound.body,
        other_sids=entry.other_sids,
    )


async def pages_of(entries: "AsyncIterable[Entry]") -> "AsyncGenerator[Sequence[CampaignMessage], None]":
    """The records of entries, some hundred at a time."""
    page: list[CampaignMessage] = []
    async for entry in entries:
        page.append(record_of(entry))
        if len(page) == _PAGE:
            yield page
            page = []
    yield page
