"""Messages as tests look at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from twilio_async.emulator.inspection.viewpoint import Viewpoint
from twilio_async.emulator.messaging.delivery_errors import error_message
from twilio_async.emulator.messaging.message_status import MessageState, state_of_message
from twilio_async.emulator.messaging.message_store import Message

if TYPE_CHECKING:
    from datetime import datetime

    from twilio_async.emulator.callbacks.callback import Callback


@frozen(repr=False)
class SeenMessage:
    """A message as it is at the moment of looking; two are equal if they are of the same message."""

    _message: Message
    _viewpoint: Viewpoint

    def __repr__(self) -> str:
        return f"<SeenMessage {self.sid} {self.status}>"

    @property
    def sid(self) -> str:
        """The identifier, `SM...` or `MM...`."""
        return self._message.sid

    @property
    def account_sid(self) -> str:
        """The account that it belongs to."""
        return self._message.account_sid

    @property
    def direction(self) -> str:
        """`inbound`, `outbound-api`, `outbound-call` or `outbound-reply`."""
        return self._message.direction

    @property
    def from_(self) -> str | None:
        """The sender; None until a messaging service has chosen one."""
        return self._message.sender_at(self._viewpoint.clock())

    @property
    def to(self) -> str:
        """The recipient."""
        return self._message.to

    @property
    def body(self) -> str:
        """The text, empty once it is redacted."""
        return self._message.body

    @property
    def segments(self) -> int:
        """The number of SMS that the text takes."""
        return self._message.num_segments

    @property
    def num_media(self) -> int:
        """The number of files."""
        return self._message.num_media

    @property
    def messaging_service_sid(self) -> str | None:
        """The messaging service that sends or got it, if one does."""
        return self._message.messaging_service_sid

    @property
    def status(self) -> str:
        """The status on the emulator's clock, such as `queued`, `sent`, `delivered` or `received`."""
        return self._state.status

    @property
    def error_code(self) -> int | None:
        """The code of what went wrong; None where nothing has."""
        return self._state.error_code

    @property
    def error_message(self) -> str | None:
        """The words for `error_code`, where Twilio has some."""
        return error_message(self._state.error_code)

    @property
    def price(self) -> str | None:
        """The price in US dollars, negative; None until it is known."""
        return self._state.price

    @property
    def created_at(self) -> datetime:
        """The moment of its creation, in UTC."""
        return self._message.created_at

    @property
    def sent_at(self) -> datetime | None:
        """The moment at which it was sent, in UTC; None before."""
        return self._state.date_sent

    @property
    def callbacks(self) -> list[Callback]:
        """The requests to webhooks that were about it, oldest first, among the emulator's last 1,000."""
        return self._viewpoint.callbacks_about(self.sid)

    @property
    def _state(self) -> MessageState:
        return state_of_message(self._message, self._viewpoint.clock())
