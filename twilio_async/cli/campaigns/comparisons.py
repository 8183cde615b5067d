"""Comparisons of a file of recipients with a journal: what it has already, and which rows it would refuse."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping
from contextlib import aclosing
from typing import TYPE_CHECKING

from attrs import frozen

from twilio_async.bulk import State
from twilio_async.cli.recipients.checks import Complaints, Messages
from twilio_async.cli.recipients.rows import BadRow
from twilio_async.cli.running import run
from twilio_async.cli.terminal.notices import notices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twilio_async import Client
    from twilio_async.bulk import CampaignView, OutboundMessage
    from twilio_async.cli.campaigns.journals import Journal
    from twilio_async.cli.campaigns.settings import Repeats
    from twilio_async.cli.recipients.files import RecipientsFile
    from twilio_async.cli.recipients.messages import MessageTemplates


@frozen
class Compared:
    """What a journal has of the messages of a file.

    Attributes:
        new: Those that it does not have.
        states: Those that it has, by state.
        others: Those that it has besides and that are planned still: they leave with the next sending.
    """

    new: int
    states: Mapping[State, int]
    others: int

    def __str__(self) -> str:
        known = sum(self.states.values())
        parts = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in self.states.items())
        text = (
            f"which has {known:,} of them ({parts}); {self.new:,} are new"
            if known
            else "which has none of them"
        )
        return f"{text}; {self.others:,} others of it leave, too" if self.others else text


def compare(
    journal: Journal,
    file: RecipientsFile,
    templates: MessageTemplates,
    repeats: Repeats | None,
    client: Client | None = None,
) -> Compared | None:
    """Look a file up in a journal, in a loop of its own, and write nothing; None where there is no journal.

    Args:
        journal: The journal.
        file: The file, which was checked.
        templates: What the message of a row consists of.
        repeats: What becomes of messages that are equal.
        client: The client of the account that the journal has to be of; any will do without one.

    Raises:
        CommandError: Keys of the file stand for other messages there; the rows are told.
        JournalError: It is of something else, or of another account.
    """
    if journal.is_missing:
        return None
    complaints = Complaints(file)
    found: list[Compared] = []

    async def look() -> None:
        from twilio_async.bulk import NoJournal

        try:
            async with notices.waiting(str(journal)), journal.looked_at(client) as campaign:
                rows = Messages(file, templates, repeats, complaints)
                found.append(await _compare(campaign, rows, complaints))
        except NoJournal:
            return

    run(look())
    if not found:
        return None
    [compared] = found
    rows = compared.new + sum(compared.states.values()) + complaints.count
    complaints.check(rows, f"have keys of other messages of {journal}: give new keys, or another journal")
    return compared


async def _compare(campaign: CampaignView, rows: Messages, complaints: Complaints) -> Compared:
    lines: deque[int] = deque()
    states: Counter[State] = Counter()
    new = 0

    def outbound() -> Iterator[OutboundMessage]:
        for row in rows:
            lines.append(row.line)
            yield row.outbound

    async with aclosing(campaign.compare(outbound())) as known:
        async for one in known:
            line = lines.popleft()
            if one.is_conflict:
                complaints.add(
                    BadRow(
                        line,
                        f"its key stands for another message of the journal, which is {_words(one.state)}",
                    )
                )
            elif one.state is None:
                new += 1
            else:
                states[one.state] += 1
    planned = (await campaign.status()).planned
    return Compared(new, states, max(0, planned - states["planned"]))


def _words(state: State | None) -> str:
    return str(state).replace("_", " ")
