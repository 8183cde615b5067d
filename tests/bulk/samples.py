"""Messages to send, and answers to them."""

from collections.abc import Iterator
from typing import Any

from tests.support.clients import FROM, RECORD
from tests.support.server import Arrived, Step, answer
from twilio_async.bulk import OutboundMessage

SERVICE = "MG" + "0f" * 16
LONG_CODE, OTHER_LONG_CODE = "+15005550006", "+15005550007"


def outbound(number: int = 0, **fields: Any) -> OutboundMessage:
    """A message to a recipient of its own."""
    defaults: dict[str, Any] = {"to": f"+1555{number:07}", "from_": FROM, "body": "Hi"}
    return OutboundMessage(**(defaults | fields))


class Source:
    """Messages that count how many of them were pulled."""

    def __init__(self, size: int, **fields: Any) -> None:
        self.pulled = 0
        self._messages = (outbound(number, **fields) for number in range(size))

    def __iter__(self) -> Iterator[OutboundMessage]:
        return self

    def __next__(self) -> OutboundMessage:
        message = next(self._messages)
        self.pulled += 1
        return message


def accepted(arrived: Arrived) -> Step:
    """The record of what was asked for."""
    form = dict(arrived.form)
    return answer(201, RECORD | {"to": form["To"], "from": form.get("From"), "body": form.get("Body")})
