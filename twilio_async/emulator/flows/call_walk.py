"""The walk of a call through its TwiML: one document after another, verb by verb.

What a verb does is a function of the walk and the verb, in `call_verbs`, `connecting` and `streams`. It gives
the document with which the call goes on, or None for the next verb. A walk takes no time of the clock.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urljoin

from attrs import define

from twilio_async.emulator.callbacks.call_params import call_params
from twilio_async.emulator.flows.caller import Caller
from twilio_async.emulator.flows.documents import Documents
from twilio_async.emulator.flows.stage import FlowStage
from twilio_async.emulator.flows.walked_call import WalkedCall
from twilio_async.emulator.voice.voice_records import Call

if TYPE_CHECKING:
    from twilio_async.emulator.twiml.document import Document, Verb
    from twilio_async.emulator.wire.parameters import Pairs


class CallOver(Exception):
    """The call is hung up, by TwiML or since there is none."""


class CallStays(Exception):
    """The call goes on without its TwiML: in a queue or a conference."""


class QueueLeft(Exception):
    """The TwiML of a waiting call has it leave the queue."""


Perform: TypeAlias = "Callable[[CallWalk, Verb], Awaitable[Document | None]]"
"""Performs a verb."""


@define(eq=False)
class CallWalk:
    """A call on its way through documents; `status` is what webhooks are told of it."""

    stage: FlowStage
    call: Call
    walked: WalkedCall
    documents: Documents
    caller: Caller
    performers: Mapping[str, Perform]
    status: str = "in-progress"

    async def follow(self, document: Document) -> None:
        """Perform a document, and those to which it leads.

        Raises:
            CallStays: The call goes on without more TwiML.
            CallOver: It is hung up.
        """
        verbs = list(document)
        while verbs:
            verb = verbs.pop(0)
            following = await self.perform(verb)
            if following is not None:
                verbs = list(following)

    async def perform(self, verb: Verb) -> Document | None:
        """Perform one verb; one that is not known here is noted and passed over."""
        self.walked.verbs.append(verb)
        performer = self.performers.get(verb.name)
        return None if performer is None else await performer(self, verb)

    async def fetch(self, url: str, method: str, params: Pairs = ()) -> Document:
        """The document at an address, which is asked with what is known of the call.

        Raises:
            CallOver: There is none.
        """
        known = [*call_params(self.call, self.status), *params]
        document = await self.documents.fetch(url or self.documents.url, known, method)
        if document is None:
            raise CallOver
        return document

    async def act(self, verb: Verb, params: Pairs) -> Document | None:
        """The document of the action of a verb; None without an action: the next verb follows."""
        action = verb.get("action")
        return await self.fetch(action, verb.get("method", "POST"), params) if action else None

    def tell(self, purpose: str, url: str, params: Pairs, method: str = "POST") -> None:
        """Tell a webhook of something in the call, now and beside its walk."""
        sid, courier = self.call.account_sid, self.stage.courier
        target = urljoin(self.documents.url, url)
        known = [("AccountSid", sid), ("CallSid", self.call.sid), *params]
        self.stage.agenda.plan(
            self.stage.store.clock(),
            f"{self.call.sid}/{purpose}",
            lambda: courier.deliver(purpose, sid, target, known, method),
        )
