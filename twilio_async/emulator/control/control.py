"""Control: each of its requests as a method, whatever way it comes.

What changes the emulator goes through the Python object, and does what a test does with it.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from twilio_async.emulator.control import answers
from twilio_async.emulator.control.exchanges import callback_view, request_view
from twilio_async.emulator.control.records import AccountView, account_view, call_view, message_view
from twilio_async.emulator.control.rules import fault_view

if TYPE_CHECKING:
    from collections.abc import Callable

    from twilio_async.emulator.callbacks.courier import Courier
    from twilio_async.emulator.control import bodies
    from twilio_async.emulator.control.records import CallView, MessageView
    from twilio_async.emulator.control.rules import NewFault
    from twilio_async.emulator.memory.history import AccountHistories
    from twilio_async.emulator.memory.store import Store
    from twilio_async.emulator.messaging.message_store import Message
    from twilio_async.emulator.server import Server
    from twilio_async.emulator.voice.voice_records import Call

R = TypeVar("R", "Message", "Call")
V = TypeVar("V", "MessageView", "CallView")

SEARCHED = 10_000
"""The number of records that one request looks at, at most."""


class Control:
    """The control of one server, with what it has stored and the courier of its callbacks."""

    def __init__(self, server: Server, store: Store, courier: Courier) -> None:
        self._server = server
        self._store = store
        self._courier = courier

    def health(self) -> answers.Health:
        """That it serves."""
        return answers.Health()

    def state(self) -> answers.State:
        """All that there is, in numbers."""
        server, store = self._server, self._store
        return answers.State(
            url=server.url,
            account_sid=server.account_sid,
            counts=answers.Counts(
                accounts=store.directory.count(),
                messages=store.messaging.messages.count(),
                calls=store.voice.calls.count(),
                requests=len(server.requests),
                callbacks=len(server.callbacks),
            ),
            kept=answers.Kept(
                messages=server.kept,
                calls=server.kept,
                requests=server.requests.maxlen,
                callbacks=server.callbacks.maxlen,
            ),
            clock=answers.Hand(
                frozen_at=server.clock() if server.clock.is_frozen else None,
                ahead_seconds=server.clock.ahead.total_seconds(),
            ),
            settings=self.settings(),
            injected=dict(server.faults.injected),
        )

    def reset(self) -> None:
        """Begin anew."""
        self._server.reset()

    def accounts(self) -> answers.Accounts:
        """All accounts."""
        return answers.Accounts(accounts=[account_view(one) for one in self._store.directory])

    def add_account(self, body: bodies.NewAccount) -> AccountView:
        """Open a subaccount."""
        account = self._server.scenes.add_account(friendly_name=body.friendly_name)
        return account_view(account, with_token=True)

    def change_account(self, sid: str, body: bodies.AccountChange) -> AccountView:
        """Suspend or reactivate an account, or set its balance."""
        scenes = self._server.scenes
        if body.balance is not None:
            scenes.set_balance(body.balance, sid)
        if body.status is not None:
            (scenes.suspend if body.status == "suspended" else scenes.reactivate)(sid)
        account = self._store.directory.get(sid)
        if account is None:
            raise KeyError(sid)
        return account_view(account)

    def messages(self, query: bodies.RecordQuery) -> answers.Messages:
        """Messages, newest first."""
        now = self._store.clock()
        found, rest = _page(self._store.messaging.messages, query, lambda one: message_view(one, now))
        return answers.Messages(messages=found, next=rest)

    def message(self, sid: str) -> MessageView:
        """One message."""
        return message_view(self._store.messaging.messages.find(sid), self._store.clock())

    def calls(self, query: bodies.RecordQuery) -> answers.Calls:
        """Calls, newest first."""
        now = self._store.clock()
        found, rest = _page(self._store.voice.calls, query, lambda one: call_view(one, now))
        return answers.Calls(calls=found, next=rest)

    def call(self, sid: str) -> CallView:
        """One call."""
        return call_view(self._store.voice.calls.find(sid), self._store.clock())

    def requests(self, query: bodies.RequestQuery) -> answers.Requests:
        """The log of requests, newest first."""
        chosen = (
            one
            for one in reversed(self._server.requests)
            if (query.method is None or one.method == query.method)
            and (query.status is None or one.status == query.status)
            and (query.path is None or query.path in one.path)
        )
        return answers.Requests(requests=[request_view(one) for one in islice(chosen, query.limit)])

    def callbacks(self, query: bodies.CallbackQuery) -> answers.Callbacks:
        """The log of callbacks, newest first."""
        chosen = (
            one
            for one in reversed(self._server.callbacks)
            if (query.purpose is None or one.purpose == query.purpose)
            and (query.sid is None or any(value == query.sid for _, value in one.params))
        )
        found = [callback_view(one, self._courier) for one in islice(chosen, query.limit)]
        return answers.Callbacks(callbacks=found)

    def seed(self, body: bodies.Seeds) -> answers.State:
        """Add plausible messages and calls."""
        scenes = self._server.scenes
        scenes.seed_messages(body.messages, account_sid=body.account_sid, days=body.days)
        scenes.seed_calls(body.calls, account_sid=body.account_sid, days=body.days)
        return self.state()

    def add_history(self, body: bodies.History) -> answers.State:
        """Add a history from a formula."""
        self._server.scenes.add_history(
            messages=body.messages,
            calls=body.calls,
            since=body.since,
            until=body.until,
            busy_day=body.busy_day,
            undated=body.undated,
            account_sid=body.account_sid,
        )
        return self.state()

    async def receive_message(self, body: bodies.IncomingMessage) -> answers.Received:
        """Let a message come in."""
        received = await self._server.scenes.receive_message(
            from_=body.from_, to=body.to, body=body.body, media=body.media, account_sid=body.account_sid
        )
        replies = [reply.sid for reply in received.replies]
        return answers.Received(
            sid=received.message.sid,
            replies=replies,
            callbacks=len(received.message.callbacks),
            trouble=[one.message for one in received.trouble],
        )

    async def receive_call(self, body: bodies.IncomingCall) -> answers.Received:
        """Let a call come in."""
        walked = await self._server.scenes.receive_call(
            from_=body.from_, to=body.to, inputs=body.inputs, account_sid=body.account_sid
        )
        return answers.Received(
            sid=walked.call.sid,
            replies=[message.sid for message in walked.messages],
            callbacks=len(walked.call.callbacks),
            trouble=[one.message for one in walked.trouble],
        )

    def add_media(self, body: bodies.NewMedia) -> answers.Made:
        """Attach a file to a message."""
        media = self._server.scenes.add_media(body.message_sid, body.content, body.content_type)
        return answers.Made(sid=media.sid)

    def add_recording(self, body: bodies.NewRecording) -> answers.Made:
        """Give a call a recording."""
        scenes = self._server.scenes
        return answers.Made(sid=scenes.add_recording(body.call_sid, body.content, seconds=body.seconds).sid)

    def add_transcription(self, body: bodies.NewTranscription) -> answers.Made:
        """Give a recording a text."""
        return answers.Made(sid=self._server.scenes.add_transcription(body.recording_sid, body.text).sid)

    def add_notification(self, body: bodies.NewNotification) -> answers.Made:
        """Report trouble in a call."""
        notification = self._server.scenes.add_notification(
            body.call_sid, error_code=body.error_code, message_text=body.message_text, log=body.log
        )
        return answers.Made(sid=notification.sid)

    def faults(self) -> answers.FaultList:
        """The faults that stand."""
        return answers.FaultList(faults=[fault_view(one) for one in self._server.faults.standing])

    def add_fault(self, body: NewFault) -> answers.Added:
        """Let requests meet a fault."""
        return answers.Added(number=body.add(self._server.faults))

    def remove_fault(self, number: str) -> None:
        """Take a fault away."""
        self._server.faults.remove(int(number) if number.isdecimal() else 0)

    def clear_faults(self) -> None:
        """Take all faults and the lag of lists away."""
        self._server.faults.clear()

    def clock(self) -> answers.ClockView:
        """The clock."""
        clock = self._server.clock
        ahead = clock.ahead.total_seconds()
        return answers.ClockView(now=clock(), is_frozen=clock.is_frozen, ahead_seconds=ahead)

    def change_clock(self, body: bodies.ClockChange) -> answers.ClockView:
        """Freeze, resume or move the clock."""
        clock = self._server.clock
        if body.frozen is False:
            clock.resume()
        elif body.frozen or body.at is not None:
            clock.freeze(body.at)
        if body.move_seconds:
            clock.move(seconds=body.move_seconds)
        return self.clock()

    def settings(self) -> answers.SettingsView:
        """The settings that can be changed."""
        return answers.SettingsView(**self._server.configured)

    def change_settings(self, body: bodies.SettingsChange) -> answers.SettingsView:
        """Change settings until the next reset."""
        self._server.configure(
            latency=body.latency,
            max_concurrency=body.max_concurrency,
            list_lag=body.list_lag,
            strict=body.strict,
        )
        return self.settings()


def _page(
    histories: AccountHistories[R], query: bodies.RecordQuery, view: Callable[[R], V]
) -> tuple[list[V], str | None]:
    """The views that a query chooses, and the SID behind which to go on, if there are more records."""
    records = histories.newest() if query.before is None else histories.newest_before(query.before)
    test, last = _test_of(query), None
    found: list[V] = []
    for looked_at, record in enumerate(records):
        if len(found) == query.limit or looked_at == SEARCHED:
            return found, last
        last = record.sid
        if test(record):
            shown = view(record)
            if query.status is None or shown.status == query.status:
                found.append(shown)
    return found, None


def _test_of(query: bodies.RecordQuery) -> Callable[[Message | Call], bool]:
    sides = {side for side in (query.number, query.with_) if side is not None}
    search = None if query.search is None else query.search.lower()

    def test(record: Message | Call) -> bool:
        if query.account_sid not in {None, record.account_sid} or query.direction not in {
            None,
            record.direction,
        }:
            return False
        if not sides <= {record.from_, record.to}:
            return False
        return search is None or search in _text_of(record)

    return test


def _text_of(record: Message | Call) -> str:
    """All that a search looks at."""
    body = getattr(record, "body", "")
    return f"{record.sid}\n{record.from_}\n{record.to}\n{body}".lower()
