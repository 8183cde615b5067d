"""Messages that come in: the webhook is asked, and what its TwiML says is sent as the reply.

Source: https://www.twilio.com/docs/messaging/twiml
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from attrs import define, field

from twilio_async.emulator.callbacks.message_params import incoming_params
from twilio_async.emulator.flows.documents import Documents, Trouble
from twilio_async.emulator.flows.stage import FlowStage
from twilio_async.emulator.flows.webhooks import owner_of_message
from twilio_async.emulator.inspection.seen_message import SeenMessage
from twilio_async.emulator.messaging.message_store import Message, StatusCallback
from twilio_async.emulator.messaging.segments import count_segments
from twilio_async.emulator.messaging.sending import attach_media, price_of
from twilio_async.emulator.wire.parameters import Pairs
from twilio_async.emulator.wire.phone_numbers import filter_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twilio_async.emulator.messaging.message_store import MessageStore
    from twilio_async.emulator.twiml.document import Document, Verb

_PURPOSE = "incoming-message"
_SENDS = frozenset({"Message", "Sms"})


@define(eq=False)
class ReceivedMessage:
    """A message that came in, the replies to it, and what went wrong with the webhook."""

    message: SeenMessage
    replies: list[SeenMessage] = field(factory=list[SeenMessage])
    trouble: list[Trouble] = field(factory=list[Trouble])


async def receive_message(
    stage: FlowStage, *, to: str, from_: str, body: str, media: Sequence[str], account_sid: str
) -> ReceivedMessage:
    """Let a message come in at a number, and reply as its webhook says; `media` are addresses of files.

    It is that of the account whose number it is, or else of the account named.
    """
    to, from_ = filter_address(to), filter_address(from_)
    owner = owner_of_message(stage.store, to)
    message = _incoming(
        stage.store.messaging, owner.account_sid or account_sid, (from_, to), body, num_media=len(media)
    )
    message.messaging_service_sid = owner.service_sid
    messaging = stage.store.messaging
    messaging.opt_outs.hear(owner.service_sid or to, from_, body)
    messaging.add(message)
    files = attach_media(messaging, message, media)
    received = ReceivedMessage(stage.see_message(message))
    if owner.webhook.url:
        params = incoming_params(message, [(one, stage.media_url(one)) for one in files])
        documents = Documents(stage.courier, message.account_sid, _PURPOSE, "Message", owner.webhook)
        flow = _MessageFlow(stage, message, received, documents, params)
        await flow.follow(await documents.fetch(owner.webhook.url, params, owner.webhook.method))
        received.trouble = documents.trouble
    return received


def _incoming(
    messaging: MessageStore, account_sid: str, way: tuple[str, str], body: str, *, num_media: int
) -> Message:
    (from_, to), segments, now = way, count_segments(body), messaging.clock()
    return Message(
        sid=messaging.identifiers.sid("MM" if num_media else "SM"),
        account_sid=account_sid,
        to=to,
        from_=from_,
        body=body,
        direction="inbound",
        serial=messaging.identifiers.serial(),
        created_at=now,
        queued_at=now,
        sends_at=now,
        settles_at=now,
        price=price_of(segments, num_media),
        num_segments=segments,
        num_media=num_media,
    )


@define(eq=False)
class _MessageFlow:
    """The way through the documents of one message."""

    stage: FlowStage
    message: Message
    received: ReceivedMessage
    documents: Documents
    params: Pairs

    async def follow(self, document: Document | None) -> None:
        """Do what the verbs say; a redirect goes on with another document."""
        for verb in document or ():
            if verb.name in _SENDS:
                await self._reply(verb)
                if verb.get("action"):
                    return
            elif verb.name == "Redirect":
                url = verb.text or self.documents.url
                await self.follow(await self.documents.fetch(url, self.params, verb.get("method", "POST")))
                return

    async def _reply(self, verb: Verb) -> None:
        """Send a reply, and tell the action of the verb about it, which may go on with a document."""
        received, documents = self.message, self.documents
        sender = filter_address(verb.get("from", received.to))
        to = filter_address(verb.get("to", received.from_ or ""))
        if self.stage.store.messaging.opt_outs.has(received.messaging_service_sid or sender, to):
            documents.report(21610, "Attempt to send to unsubscribed recipient")
            return
        body = next((part.text for part in verb.all("Body")), verb.text)
        media = [urljoin(documents.url, part.text) for part in verb.all("Media")]
        callback = verb.get("statusCallback")
        reply = self.stage.send_reply(
            received.account_sid,
            to=to,
            sender=sender,
            body=body,
            media=media,
            status_callback=StatusCallback(urljoin(documents.url, callback)) if callback else None,
        )
        self.received.replies.append(self.stage.see_message(reply))
        if action := verb.get("action"):
            params = [
                ("MessageSid", reply.sid),
                ("MessageStatus", "queued"),
                ("SmsSid", reply.sid),
                ("SmsStatus", "queued"),
                *((name, value) for name, value in self.params if name in {"AccountSid", "ApiVersion"}),
                ("From", reply.from_ or ""),
                ("To", reply.to),
            ]
            await self.follow(await documents.fetch(action, params, verb.get("method", "POST")))
