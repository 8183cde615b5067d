"""The reporter: tells webhooks how messages, calls, conferences and recordings move on.

Records are watched from their creation on; see `reports`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_async.emulator.callbacks.call_params import call_params, status_params
from twilio_async.emulator.callbacks.conference_params import conference_params
from twilio_async.emulator.callbacks.conference_steps import steps_of_conference
from twilio_async.emulator.callbacks.message_params import delivery_params
from twilio_async.emulator.callbacks.recording_params import recording_params
from twilio_async.emulator.callbacks.reports import Reports
from twilio_async.emulator.messaging.message_status import steps_of_message
from twilio_async.emulator.voice.call_status import steps_of_call, steps_of_recording

if TYPE_CHECKING:
    from collections.abc import Callable, Set as AbstractSet

    from twilio_async.emulator.callbacks.agenda import Agenda
    from twilio_async.emulator.callbacks.conference_steps import ConferenceStep
    from twilio_async.emulator.callbacks.courier import Courier
    from twilio_async.emulator.memory.store import Store
    from twilio_async.emulator.messaging.message_status import MessageStep
    from twilio_async.emulator.messaging.message_store import Message
    from twilio_async.emulator.voice.call_status import CallStep, RecordingStep
    from twilio_async.emulator.voice.voice_records import Call, Conference, Recording


class Reporter:
    """Makes the reports on all records with a status callback; `api_url` gives the emulator's address."""

    def __init__(self, store: Store, agenda: Agenda, courier: Courier, api_url: Callable[[], str]) -> None:
        self._store = store
        self._courier = courier
        self._api_url = api_url
        self._messages = Reports(
            agenda, courier, "message-status", steps_of_message, _message_url, self._tell_of_message
        )
        self._calls = Reports(agenda, courier, "call-status", steps_of_call, _call_url, self._tell_of_call)
        self._conferences = Reports(
            agenda, courier, "conference-status", steps_of_conference, _url, self._tell_of_conference
        )
        self._recordings = Reports(
            agenda, courier, "recording-status", steps_of_recording, _url, self._tell_of_recording
        )
        store.messaging.watch = self._messages.watch
        store.voice.watch = self.watch_call
        store.voice.watch_recording = self._recordings.watch

    def watch_call(self, call: Call | None = None) -> None:
        """Plan what is to be reported of a call and its conference; without one, of all that may be changed.

        The recordings of both end with them.
        """
        if call is None:
            for reports in (self._calls, self._conferences, self._recordings):
                reports.watch_all()
            return
        self._calls.watch(call)
        if call.conference is not None:
            self._conferences.watch(call.conference)
        self._recordings.watch_all(lambda recording: recording.subject in (call, call.conference))

    async def _tell_of_message(self, message: Message, step: MessageStep, _: AbstractSet[str]) -> None:
        params = delivery_params(message, step)
        if message.status_callback is not None and params:
            url = message.status_callback.url
            await self._courier.deliver("message-status", message.account_sid, url, params)

    async def _tell_of_call(self, call: Call, step: CallStep, before: AbstractSet[str]) -> None:
        instructions = call.instructions
        if instructions is None or not instructions.status_callback:
            return
        wanted = set(instructions.status_callback_events)
        if step.event in wanted:
            number = len(wanted & before)
            params = [*call_params(call, step.status), *status_params(self._store, call, step, number)]
            url, method = instructions.status_callback, instructions.status_callback_method
            await self._courier.deliver("call-status", call.account_sid, url, params, method)

    async def _tell_of_conference(
        self, conference: Conference, step: ConferenceStep, before: AbstractSet[str]
    ) -> None:
        webhook = conference.status_callback
        if webhook is None or step.kind not in webhook.events:
            return
        steps = steps_of_conference(conference)
        told = sum(each.name in before and each.kind in webhook.events for each in steps)
        params = conference_params(conference, step, 1 + told)
        await self._courier.deliver(
            "conference-status", conference.account_sid, webhook.url, params, webhook.method
        )

    async def _tell_of_recording(
        self, recording: Recording, step: RecordingStep, _: AbstractSet[str]
    ) -> None:
        webhook = recording.status_callback
        if webhook is not None and step.name in webhook.events:
            params = recording_params(recording, step, self._api_url())
            await self._courier.deliver(
                "recording-status", recording.account_sid, webhook.url, params, webhook.method
            )


def _message_url(message: Message) -> str | None:
    return None if message.status_callback is None else message.status_callback.url


def _call_url(call: Call) -> str | None:
    return None if call.instructions is None else call.instructions.status_callback


def _url(record: Conference | Recording) -> str | None:
    return None if record.status_callback is None else record.status_callback.url
