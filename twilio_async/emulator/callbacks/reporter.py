"""The reporter: tells webhooks how messages and calls move on.

A message or call that has a status callback is watched from its creation on. Its steps are a function of the
record (`message_status`, `call_status`); each is reported at its moment, if it is still one of them then. For
a webhook that may not be reached nothing is planned, and the log says so once.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from attrs import define, field

from twilio_async.emulator.callbacks.call_params import call_params, status_params
from twilio_async.emulator.callbacks.message_params import delivery_params
from twilio_async.emulator.messaging.message_status import steps_of_message
from twilio_async.emulator.voice.call_status import steps_of_call

if TYPE_CHECKING:
    from twilio_async.emulator.callbacks.agenda import Agenda
    from twilio_async.emulator.callbacks.courier import Courier
    from twilio_async.emulator.memory.store import Store
    from twilio_async.emulator.messaging.message_status import MessageStep
    from twilio_async.emulator.messaging.message_store import Message
    from twilio_async.emulator.voice.call_status import CallStep
    from twilio_async.emulator.voice.voice_records import Call


@define
class _Progress:
    """The steps of one record that are planned, and the names of those that are reported."""

    planned: set[object] = field(factory=set[object])
    reported: set[str] = field(factory=set[str])
    is_over: bool = False


_OVER = _Progress(is_over=True)
"""The progress of all records that take no more steps."""


class Reporter:
    """Plans the reports of all messages and calls with a status callback, and makes them."""

    def __init__(self, store: Store, agenda: Agenda, courier: Courier) -> None:
        self._store = store
        self._agenda = agenda
        self._courier = courier
        self._messages: dict[str, _Progress] = {}
        self._calls: dict[str, _Progress] = {}
        self._live: dict[str, Call] = {}
        store.messaging.watch = self.watch_message
        store.voice.watch = self.watch_call

    def watch_message(self, message: Message) -> None:
        """Plan what is to be reported of a message that is new or was changed."""
        if message.status_callback is None:
            return
        account_sid, url = message.account_sid, message.status_callback.url
        progress = self._progress(self._messages, message.sid, "message-status", account_sid, url)
        for step in [] if progress.is_over else steps_of_message(message):
            if step.status not in progress.reported and step not in progress.planned:
                progress.planned.add(step)
                self._agenda.plan(step.moment, message.sid, partial(self._report_message, message, step))

    async def _report_message(self, message: Message, step: MessageStep) -> None:
        progress, steps = self._messages[message.sid], steps_of_message(message)
        if progress.is_over or step not in steps or step.status in progress.reported:
            return
        progress.reported.add(step.status)
        if step == steps[-1]:
            self._messages[message.sid] = _OVER
        params = delivery_params(message, step)
        if message.status_callback is not None and params:
            await self._courier.deliver(
                "message-status", message.account_sid, message.status_callback.url, params
            )

    def watch_call(self, call: Call | None = None) -> None:
        """Plan what is to be reported of a call; without one, of all that may have been changed."""
        if call is None:
            for each in list(self._live.values()):
                self.watch_call(each)
        elif call.instructions is not None and call.instructions.status_callback:
            url = call.instructions.status_callback
            progress = self._progress(self._calls, call.sid, "call-status", call.account_sid, url)
            if not progress.is_over:
                self._live[call.sid] = call
            for step in [] if progress.is_over else steps_of_call(call):
                if step.event not in progress.reported and step not in progress.planned:
                    progress.planned.add(step)
                    self._agenda.plan(step.moment, call.sid, partial(self._report_call, call, step))

    def _progress(
        self, known: dict[str, _Progress], sid: str, purpose: str, account_sid: str, url: str
    ) -> _Progress:
        """The progress of a record, which is over before it begins where its webhook may not be reached."""
        if sid not in known:
            may_reach = self._courier.may_reach(url)
            known[sid] = _Progress() if may_reach else _OVER
            if not may_reach:
                self._courier.decline(purpose, account_sid, url)
        return known[sid]

    async def _report_call(self, call: Call, step: CallStep) -> None:
        progress, steps = self._calls[call.sid], steps_of_call(call)
        if progress.is_over or step not in steps or step.event in progress.reported:
            self.watch_call(call)
            return
        number = len(_wanted(call, progress.reported))
        progress.reported.add(step.event)
        if step.event == "completed":
            self._calls[call.sid] = _OVER
            self._live.pop(call.sid, None)
        instructions = call.instructions
        if instructions is None or not instructions.status_callback or not _wanted(call, {step.event}):
            return
        params = [*call_params(call, step.status), *status_params(self._store, call, step, number)]
        method = instructions.status_callback_method
        await self._courier.deliver(
            "call-status", call.account_sid, instructions.status_callback, params, method
        )


def _wanted(call: Call, events: set[str]) -> set[str]:
    """Those events that the status callback of a call is for."""
    return set() if call.instructions is None else events & set(call.instructions.status_callback_events)
