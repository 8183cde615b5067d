"""The suppression list: who gets nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_async.bulk.addresses import address, recipients_of
from twilio_async.bulk.rules.decisions import SEND, Skip, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from twilio_async.bulk.messages import OutboundMessage


class SuppressionList:
    """The recipients that nothing is sent to: a rule, to which a refusal by 21610 (STOP) adds.

    Args:
        recipients: Their addresses, written as in the messages; spaces, brackets, dots and dashes in numbers
            do not count.

    Raises:
        InvalidArgument: It is a single text.
    """

    def __init__(self, recipients: Iterable[str] = ()) -> None:
        self._recipients = {address(recipient) for recipient in recipients_of(recipients)}

    def __call__(self, outbound: OutboundMessage, _moment: datetime) -> Verdict:
        """Skip who is on the list."""
        return Skip("suppressed") if outbound.to in self else SEND

    def __contains__(self, recipient: object) -> bool:
        return isinstance(recipient, str) and address(recipient) in self._recipients

    def __iter__(self) -> Iterator[str]:
        return iter(self._recipients)

    def __len__(self) -> int:
        return len(self._recipients)

    def add(self, recipient: str) -> None:
        """Put a recipient on the list."""
        self._recipients.add(address(recipient))
