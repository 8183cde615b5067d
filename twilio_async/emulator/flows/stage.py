"""The stage of flows: what they read, write and ask, and the replies that they send."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from attrs import frozen

from twilio_async.emulator.callbacks.agenda import Agenda
from twilio_async.emulator.callbacks.courier import Courier
from twilio_async.emulator.inspection.seen_call import SeenCall
from twilio_async.emulator.inspection.seen_message import SeenMessage
from twilio_async.emulator.inspection.viewpoint import Viewpoint
from twilio_async.emulator.memory.store import Store
from twilio_async.emulator.messaging.message_store import Message
from twilio_async.emulator.messaging.segments import count_segments
from twilio_async.emulator.messaging.sending import attach_media, price_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twilio_async.emulator.messaging.message_store import Direction, Media, StatusCallback
    from twilio_async.emulator.voice.voice_records import Call


@frozen
class FlowStage:
    """The parts of an emulator that flows use.

    `api_url` gives its address, and tests look at records from the `viewpoint`.
    """

    store: Store
    courier: Courier
    agenda: Agenda
    api_url: Callable[[], str]
    viewpoint: Viewpoint

    def see_message(self, message: Message) -> SeenMessage:
        """A message as tests look at it."""
        return SeenMessage(message, self.viewpoint)

    def see_call(self, call: Call) -> SeenCall:
        """A call as tests look at it."""
        return SeenCall(call, self.viewpoint)

    def media_url(self, media: Media) -> str:
        """The address of a file of a message, as webhooks are told it."""
        path = f"Accounts/{media.account_sid}/Messages/{media.parent_sid}/Media/{media.sid}"
        return f"{self.api_url()}/2010-04-01/{path}"

    def send_reply(
        self,
        account_sid: str,
        *,
        to: str,
        sender: str,
        body: str,
        media: Sequence[str] = (),
        direction: Direction = "outbound-reply",
        status_callback: StatusCallback | None = None,
    ) -> Message:
        """Send a message that TwiML asks for."""
        messaging, segments = self.store.messaging, count_segments(body)
        now = messaging.clock()
        moments = messaging.delays.moments(now, by_service=False)
        message = Message(
            sid=messaging.identifiers.sid("MM" if media else "SM"),
            account_sid=account_sid,
            to=to,
            from_=sender,
            body=body,
            direction=direction,
            serial=messaging.identifiers.serial(),
            created_at=now,
            queued_at=moments.queued_at,
            sends_at=moments.sends_at,
            settles_at=moments.settles_at,
            price=price_of(segments, len(media)),
            num_segments=segments,
            num_media=len(media),
            status_callback=status_callback,
        )
        messaging.add(message)
        attach_media(messaging, message, media)
        return message
