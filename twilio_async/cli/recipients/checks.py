"""The check of a whole file of recipients before anything is sent, and its messages once it has passed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from twilio_async.bulk import Estimate, OutboundMessage, estimate
from twilio_async.cli.errors import CommandError
from twilio_async.cli.recipients.rows import BadRow
from twilio_async.cli.terminal.notices import notices

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from twilio_async.cli.campaigns.settings import Pace
    from twilio_async.cli.recipients.files import RecipientsFile
    from twilio_async.cli.recipients.messages import MessageTemplates

_MOST_SHOWN = 20
"""The bad rows that are told one by one."""
_FIRST = 3
"""The messages that are kept to be shown."""


@frozen
class Checked:
    """What a file of recipients comes to.

    Attributes:
        first: Its first messages.
        estimate: What all of them will take.
    """

    first: Sequence[OutboundMessage]
    estimate: Estimate


def check(file: RecipientsFile, templates: MessageTemplates, *, pace: Pace, price: Decimal | None) -> Checked:
    """Read a file once, and tell each row that no message can be made of.

    Raises:
        CommandError: There are such rows, or none at all.
    """
    good = _Good(file, templates)
    whole = estimate(good, pace=pace, price=price)
    if good.bad > _MOST_SHOWN:
        notices.complain(f"{file.name}: {good.bad - _MOST_SHOWN:,} more rows are bad")
    if good.bad:
        raise CommandError(
            f"nothing was sent: {good.bad:,} of {good.bad + whole.messages:,} rows have to be mended first"
        )
    if not whole.messages:
        raise CommandError(f"{file.name} has no rows")
    return Checked(good.first, whole)


class _Good:
    """The messages of a file; the rows that none can be made of are told."""

    def __init__(self, file: RecipientsFile, templates: MessageTemplates) -> None:
        self._file, self._templates = file, templates
        self.first: list[OutboundMessage] = []
        self.bad = 0

    def __iter__(self) -> Iterator[OutboundMessage]:
        for each in self._templates.messages(self._file):
            if isinstance(each, BadRow):
                self.bad += 1
                if self.bad <= _MOST_SHOWN:
                    notices.complain(_told(self._file, each))
                continue
            if len(self.first) < _FIRST:
                self.first.append(each)
            yield each


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
