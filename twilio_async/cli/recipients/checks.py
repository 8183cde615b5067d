"""The check of a file of recipients as a whole, before anything is sent, and its messages once it has passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from twilio_async.cli.errors import CommandError
from twilio_async.cli.notices import notices
from twilio_async.cli.recipients.rows import BadRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from twilio_async.bulk import Estimate, OutboundMessage
    from twilio_async.bulk.pacing.rates import Pace
    from twilio_async.cli.recipients.files import RecipientsFile
    from twilio_async.cli.recipients.messages import MessageTemplates

_MOST_SHOWN = 20
"""The bad rows that are told one by one."""
_FIRST = 3


@frozen
class Checked:
    """What a file of recipients comes to.

    Attributes:
        first: Its first messages.
        estimate: What all of them will take.
    """

    first: Sequence[OutboundMessage]
    estimate: Estimate


def check(
    file: RecipientsFile, templates: MessageTemplates, *, pace: Pace, price: Decimal | None
) -> Checked:
    """Read a file once, and tell each row that no message can be made of.

    Raises:
        CommandError: There are such rows, or none at all.
    """
    from twilio_async import bulk

    first: list[OutboundMessage] = []

    def good() -> Iterator[OutboundMessage]:
        count, bad = 0, 0
        for count, each in enumerate(templates.messages(file), 1):
            if isinstance(each, BadRow):
                bad += 1
                if bad <= _MOST_SHOWN:
                    notices.complain(_told(file, each))
                continue
            if len(first) < _FIRST:
                first.append(each)
            yield each
        if bad > _MOST_SHOWN:
            notices.complain(f"{file.name}: {bad - _MOST_SHOWN:,} more rows are bad")
        if bad:
            raise CommandError(f"nothing was sent: {bad:,} of {count:,} rows have to be mended first")
        if not count:
            raise CommandError(f"{file.name} has no rows")

    estimate = bulk.estimate(good(), pace=pace, price=price)
    return Checked(first, estimate)


def messages(file: RecipientsFile, templates: MessageTemplates) -> Iterator[OutboundMessage]:
    """The messages of a file that was checked.

    Raises:
        CommandError: It was changed since then.
    """
    for each in templates.messages(file):
        if isinstance(each, BadRow):
            raise CommandError(f"{_told(file, each)}; the file has been changed meanwhile")
        yield each


def _told(file: RecipientsFile, row: BadRow) -> str:
    return f"{file.name}, line {row.line}: {row.problem}"
