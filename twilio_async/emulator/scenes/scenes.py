"""Scenes that tests and demos set: what the API shows and cannot make.

Calls that come in, recordings, texts, notifications, waiting callers, leased short codes, apps of others, and
whole histories. Each method enters it at once, whatever the settings of time are.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from twilio_async.emulator.accounts.applications import AUTHORIZED_CONNECT_APPS, CONNECT_APP, CONNECT_APPS
from twilio_async.emulator.memory.identifiers import random_of
from twilio_async.emulator.messaging.short_codes import SHORT_CODE, SHORT_CODES
from twilio_async.emulator.scenes.histories import Period, lay_calls, lay_messages
from twilio_async.emulator.scenes.seeded_calls import seed_calls
from twilio_async.emulator.scenes.seeded_messages import seed_messages
from twilio_async.emulator.voice.call_status import PROCESSING, state_of_recording
from twilio_async.emulator.voice.queues import QUEUES
from twilio_async.emulator.voice.recordings.add_on_results import add_result
from twilio_async.emulator.voice.voice_records import Call, Exchange, Member, Notification, Transcription

if TYPE_CHECKING:
    from datetime import date

    from twilio_async.emulator.accounts.directory import Account
    from twilio_async.emulator.memory.store import Store
    from twilio_async.emulator.messaging.message_store import Media
    from twilio_async.emulator.voice.voice_records import Recording

_EXCHANGE = Exchange("https://example.com/voice", response_body="Not Found")


class Scenes:
    """Scenes in the accounts of one emulator; where no account is named, in its main account."""

    def __init__(self, store: Store, *, account_sid: str, seed: int) -> None:
        self._store = store
        self._account_sid = account_sid
        self._seed = seed

    def add_account(self, *, friendly_name: str = "A subaccount") -> Account:
        """Open a subaccount of the main account; gives its sid and auth token."""
        return self._store.open_account(friendly_name, self._account_sid)

    def add_media(self, message_sid: str, content: bytes, content_type: str) -> Media:
        """Attach a file to a message.

        Raises:
            KeyError: There is no such message.
        """
        message = self._store.messaging.messages.find(message_sid)
        message.num_media += 1
        self._store.messaging.keep(message)
        return self._store.messaging.attach(message, content, content_type)

    def seed_messages(self, count: int, *, account_sid: str | None = None, days: int = 30) -> None:
        """Give an account `count` SMS spread over the last `days` days.

        Inbound and outbound, in several statuses, the same for the same `seed`.

        Raises:
            KeyError: There is no such account.
        """
        account, random = self._account(account_sid), random_of(self._seed, "history")
        seed_messages(self._store.messaging, account, count=count, days=days, random=random)

    def seed_calls(self, count: int, *, account_sid: str | None = None, days: int = 30) -> None:
        """Give an account `count` past calls spread over the last `days` days.

        Inbound and outbound, with several outcomes, the same for the same `seed`.

        Raises:
            KeyError: There is no such account.
        """
        account, random = self._account(account_sid), random_of(self._seed, "calls")
        seed_calls(self._store.voice, account, count=count, days=days, random=random)

    def add_history(
        self,
        *,
        messages: int = 0,
        calls: int = 0,
        since: date | None = None,
        until: date | None = None,
        busy_day: date | None = None,
        undated: int = 0,
        account_sid: str | None = None,
    ) -> None:
        """Give an account a history of any size, which is computed when it is asked for and takes no memory.

        It is the same for the same `seed`. Whatever the account has and gets besides is in the same lists.
        The properties `messages` and `calls` of the emulator do without it.

        Args:
            messages: The number of settled messages.
            calls: The number of calls that have ended.
            since: The UTC day on which they begin, spread evenly; 30 days before they end if not said.
            until: The UTC day before which they end; what would lie after the present is cut off.
            busy_day: A UTC day that has nine of ten records.
            undated: The number of messages besides that are queued, scheduled or failed, without a date of
                sending, created within the last day of the history.
            account_sid: The account, which is the main one if not said.

        Raises:
            KeyError: There is no such account.
            ValueError: The account has such a history already, or there is no time between the days.
        """
        account, period = self._account(account_sid), Period(since, until, busy_day)
        if messages or undated:
            lay_messages(self._store, account, period, count=messages, undated=undated, seed=self._seed)
        if calls:
            lay_calls(self._store, account, period, count=calls, seed=self._seed)

    def add_call(
        self, *, to: str, from_: str, parent_call_sid: str | None = None, account_sid: str | None = None
    ) -> Call:
        """Let a call come in, answered at once; with a parent it is a leg which that call dials.

        Raises:
            KeyError: There is no such account or parent.
        """
        voice, now = self._store.voice, self._store.clock()
        parent = None if parent_call_sid is None else voice.calls.find(parent_call_sid)
        call = Call(
            account_sid=self._account(account_sid).sid if parent is None else parent.account_sid,
            sid=voice.identifiers.sid("CA"),
            to=to,
            from_=from_,
            direction="inbound" if parent is None else "outbound-dial",
            serial=voice.identifiers.serial(),
            created_at=now,
            starts_at=now,
            connects_at=now,
            ends_at=now + timedelta(seconds=voice.call_seconds),
            parent=parent,
        )
        return voice.calls.add(call)

    def add_recording(self, call_sid: str, content: bytes | None = None, *, seconds: int = 10) -> Recording:
        """Give a call a complete recording.

        `content` is what is served as its audio in whichever format; None has it made up.

        Raises:
            KeyError: There is no such call.
            ValueError: Nobody answers it.
        """
        voice = self._store.voice
        call = voice.calls.find(call_sid)
        if call.outcome != "completed":
            raise ValueError(f"the call {call.sid} has no recording: nobody answers it")
        ended_at = voice.clock() - PROCESSING
        recording = voice.record(call, "RecordVerb", ended_at - timedelta(seconds=seconds))
        recording.stopped_at, recording.content = ended_at, content
        return recording

    def add_transcription(self, recording_sid: str, text: str) -> Transcription:
        """Give a recording a text.

        Raises:
            KeyError: There is no such recording.
        """
        voice, now = self._store.voice, self._store.clock()
        recording = voice.recordings.find(recording_sid)
        transcription = Transcription(
            sid=voice.identifiers.sid("TR"),
            account_sid=recording.account_sid,
            recording_sid=recording.sid,
            text=text,
            duration=state_of_recording(recording, now).duration or 0,
            serial=voice.identifiers.serial(),
            created_at=now,
        )
        return voice.transcriptions.add(transcription)

    def add_notification(
        self,
        call_sid: str,
        *,
        error_code: int = 11200,
        message_text: str = "An attempt to retrieve content failed",
        log: int = 0,
        exchange: Exchange = _EXCHANGE,
    ) -> Notification:
        """Report trouble in a call: `log` 0 is an error, 1 a warning.

        Raises:
            KeyError: There is no such call.
        """
        voice = self._store.voice
        call = voice.calls.find(call_sid)
        notification = Notification(
            sid=voice.identifiers.sid("NO"),
            account_sid=call.account_sid,
            call_sid=call.sid,
            log=log,
            error_code=error_code,
            message_text=message_text,
            exchange=exchange,
            serial=voice.identifiers.serial(),
            created_at=voice.clock(),
        )
        return voice.notifications.add(notification)

    def enqueue(self, queue_sid: str, call_sid: str) -> Member:
        """Let a call wait in a queue of its account.

        Raises:
            KeyError: There is no such queue or call.
        """
        voice = self._store.voice
        call = voice.calls.find(call_sid)
        if self._store.instances.of(call.account_sid, QUEUES).get(queue_sid) is None:
            raise KeyError(queue_sid)
        member = Member(call, queue_sid, voice.identifiers.serial(), voice.clock())
        voice.members_of(queue_sid).add(member)
        return member

    def add_short_code(
        self, short_code: str, *, friendly_name: str = "A short code", account_sid: str | None = None
    ) -> str:
        """Lease a short code; gives its sid.

        Raises:
            KeyError: There is no such account.
        """
        fields = {**SHORT_CODE, "short_code": short_code, "friendly_name": friendly_name}
        return self._add_instance(SHORT_CODES, "SC", account_sid, fields)

    def add_connect_app(self, *, friendly_name: str = "A connect app", account_sid: str | None = None) -> str:
        """Register an app that other accounts can authorize; gives its sid.

        Raises:
            KeyError: There is no such account.
        """
        fields = {**CONNECT_APP, "friendly_name": friendly_name}
        return self._add_instance(CONNECT_APPS, "CN", account_sid, fields)

    def add_authorized_connect_app(
        self,
        *,
        friendly_name: str = "A connect app",
        company_name: str = "A company",
        account_sid: str | None = None,
    ) -> str:
        """Authorize the app of somebody else; gives its sid.

        Raises:
            KeyError: There is no such account.
        """
        fields: dict[str, object] = {
            "connect_app_friendly_name": friendly_name,
            "connect_app_company_name": company_name,
            "connect_app_description": "",
            "connect_app_homepage_url": "",
            "permissions": ["get-all"],
        }
        return self._add_instance(AUTHORIZED_CONNECT_APPS, "CN", account_sid, fields)

    def add_add_on_result(
        self, recording_sid: str, content: bytes, content_type: str = "application/json"
    ) -> str:
        """Let an add-on find something out about a recording; gives the sid of the result.

        The result has one payload, whose data are `content`.

        Raises:
            KeyError: There is no such recording.
        """
        recording = self._store.voice.recordings.find(recording_sid)
        return add_result(self._store, recording, content, content_type).sid

    def _add_instance(
        self, path: str, prefix: str, account_sid: str | None, fields: dict[str, object]
    ) -> str:
        account = self._account(account_sid)
        sid = self._store.identifiers.sid(prefix)
        return self._store.instances.add(path, sid, account.sid, (), fields).sid

    def _account(self, sid: str | None) -> Account:
        account = self._store.directory.get(sid or self._account_sid)
        if account is None:
            raise KeyError(sid)
        return account
