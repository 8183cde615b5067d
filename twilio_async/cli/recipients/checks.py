"""The check of a whole file of recipients before anything is sent, and its messages once it has passed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from attrs import frozen

from twilio_async.bulk import Estimate, OutboundMessage, estimate
from twilio_async.cli.errors import CommandError
from twilio_async.cli.recipients.rows import BadRow
from twilio_async.cli.recipients.seen import Seen
from twilio_async.cli.terminal.notices import notices

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from twilio_async.cli.campaigns.settings import CampaignSettings, Repeats
    from twilio_async.cli.recipients.files import RecipientsFile
    from twilio_async.cli.recipients.messages import MessageTemplates, RowMessage

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
        again: The rows that are not counted, since an earlier one is the same and is sent once.
    """

    first: Sequence[OutboundMessage]
    estimate: Estimate
    again: int

    @property
    def rows(self) -> int:
        """All rows of the file."""
        return self.estimate.messages + self.again


class Complaints:
    """The bad rows of a file: the first are told one by one, and all are counted."""

    def __init__(self, file: RecipientsFile) -> None:
        self._file = file
        self.count = 0

    def add(self, row: BadRow) -> None:
        """Tell of one more."""
        self.count += 1
        if self.count <= _MOST_SHOWN:
            notices.complain(_told(self._file, row))

    def check(self, rows: int, what: str) -> None:
        """Go on where there is none.

        Args:
            rows: The rows of the file.
            what: What is to be done about bad ones.

        Raises:
            CommandError: There are some.
        """
        if self.count > _MOST_SHOWN:
            notices.complain(f"{self._file.name}: {self.count - _MOST_SHOWN:,} more rows are bad")
        if self.count:
            raise CommandError(f"nothing was sent: {self.count:,} of {rows:,} rows {what}")


def check(
    file: RecipientsFile, templates: MessageTemplates, settings: CampaignSettings, *, price: Decimal | None
) -> Checked:
    """Read a file once, and tell each row that no message can be made of.

    Raises:
        CommandError: There are such rows, or none at all.
    """
    templates.check_names(file)
    complaints = Complaints(file)
    found = Messages(file, templates, settings.repeats, complaints)
    first: list[OutboundMessage] = []

    def outbound() -> Iterator[OutboundMessage]:
        for row in found:
            if len(first) < _FIRST:
                first.append(row.outbound)
            yield row.outbound

    whole = estimate(outbound(), pace=settings.pace, price=price)
    checked = Checked(first, whole, found.again)
    complaints.check(complaints.count + checked.rows, "have to be mended first")
    if not whole.messages:
        raise CommandError(f"{file.name} has no rows")
    return checked


class Messages:
    """The messages of a file that are to be sent, each of them once.

    Attributes:
        again: The rows so far that are left out, since an earlier one is the same.
    """

    def __init__(
        self,
        file: RecipientsFile,
        templates: MessageTemplates,
        repeats: Repeats | None,
        complaints: Complaints,
    ) -> None:
        self._file, self._templates, self._repeats = file, templates, repeats
        self._complaints = complaints
        self.again = 0

    def __iter__(self) -> Iterator[RowMessage]:
        with closing(Seen()) as seen:
            for each in self._templates.messages(self._file):
                if isinstance(each, BadRow):
                    self._complaints.add(each)
                elif self._is_to_be_sent(each, seen):
                    yield each

    def _is_to_be_sent(self, row: RowMessage, seen: Seen) -> bool:
        earlier = seen.earlier(row.outbound, row.line)
        if earlier is None:
            return True
        if not earlier.is_same:
            problem = f"its key is that of line {earlier.line}, and its message is another"
            self._complaints.add(BadRow(row.line, problem))
            return False
        if row.outbound.key is None and self._repeats == "send":
            return True
        if row.outbound.key is None and self._repeats is None:
            problem = (
                f"it is the same message as line {earlier.line}: --repeats send or --repeats skip says what "
                "becomes of it, or --key tells them apart"
            )
            self._complaints.add(BadRow(row.line, problem))
            return False
        self.again += 1
        return False


def messages(file: RecipientsFile, templates: MessageTemplates) -> Iterator[OutboundMessage]:
    """The messages of all rows of a file that was checked.

    Raises:
        CommandError: It was changed since then.
    """
    for each in templates.messages(file):
        if isinstance(each, BadRow):
            raise CommandError(f"{_told(file, each)}; the file has been changed meanwhile")
        yield each.outbound


def _told(file: RecipientsFile, row: BadRow) -> str:
    return f"{file.name}, line {row.line}: {row.problem}"
