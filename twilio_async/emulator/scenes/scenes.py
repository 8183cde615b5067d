"""Scenes that tests and demos set: what the API shows and cannot make.

Messages and calls that come in and are answered by webhooks, recordings, texts, notifications, waiting
callers, messaging services, leased short codes, apps of others, suspended accounts, and whole histories. Each
method enters it at once, whatever the settings of time are.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from twilio_async.emulator.flows.messages import receive_message
from twilio_async.emulator.flows.webhooks import owner_of_message
from twilio_async.emulator.memory.checks import expect, expect_amounts, expect_if_any, expect_texts
from twilio_async.emulator.memory.identifiers import random_of
from twilio_async.emulator.messaging.message_store import MessagingService
from twilio_async.emulator.messaging.short_codes import SHORT_CODE, SHORT_CODES
from twilio_async.emulator.scenes.account_scenes import AccountScenes
from twilio_async.emulator.scenes.histories import Period, lay_calls, lay_messages
from twilio_async.emulator.scenes.seeded_calls import seed_calls
from twilio_async.emulator.scenes.seeded_messages import seed_messages
from twilio_async.emulator.scenes.voice_scenes import VoiceScenes
from twilio_async.emulator.wire.phone_numbers import filter_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twilio_async.emulator.flows.messages import ReceivedMessage
    from twilio_async.emulator.messaging.message_store import Media


class Scenes(AccountScenes, VoiceScenes):
    """Scenes in the accounts of one emulator; where no account is named, in its main account."""

    async def receive_message(
        self,
        *,
        from_: str,
        to: str,
        body: str = "",
        media: Sequence[str] = (),
        account_sid: str | None = None,
    ) -> ReceivedMessage:
        """Let a message come in, ask the webhook of the number, and send what its TwiML says.

        Args:
            from_: Who sends it.
            to: The number that gets it. The webhook of the account that has it is told of it: its
                application's, its messaging service's, or its own `sms_url`.
            body: Its text.
            media: The addresses of its files, which are not loaded.
            account_sid: The account in which it is just stored where nobody has the number.

        Returns:
            The message, the replies to it, and what went wrong with the webhook.

        Raises:
            KeyError: There is no such account.
            ValueError: Nobody has the number, and no account is named.
        """
        expect(str, from_=from_, to=to, body=body)
        expect_texts("; add_media attaches content to a message", media=media)
        owner = owner_of_message(self._store, filter_address(to))
        account = self._account_of(to, owner, account_sid)
        return await receive_message(
            self._flows, to=to, from_=from_, body=body, media=media, account_sid=account.sid
        )

    def add_media(self, message_sid: str, content: bytes, content_type: str) -> Media:
        """Attach a file to a message.

        Raises:
            KeyError: There is no such message.
        """
        expect(str, message_sid=message_sid, content_type=content_type)
        expect(bytes, content=content)
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
        expect_amounts(int, count=count, days=days)
        account, random = self._account(account_sid), random_of(self._seed, "history")
        seed_messages(self._store.messaging, account, count=count, days=days, random=random)

    def seed_calls(self, count: int, *, account_sid: str | None = None, days: int = 30) -> None:
        """Give an account `count` past calls spread over the last `days` days.

        Inbound and outbound, with several outcomes, the same for the same `seed`.

        Raises:
            KeyError: There is no such account.
        """
        expect_amounts(int, count=count, days=days)
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
        expect_amounts(int, messages=messages, calls=calls, undated=undated)
        expect_if_any(date, since=since, until=until, busy_day=busy_day)
        account, period = self._account(account_sid), Period(since, until, busy_day)
        if messages or undated:
            lay_messages(self._store, account, period, count=messages, undated=undated, seed=self._seed)
        if calls:
            lay_calls(self._store, account, period, count=calls, seed=self._seed)

    def add_messaging_service(
        self,
        *,
        senders: Sequence[str] = (),
        status_callback: str | None = None,
        inbound_request_url: str | None = None,
        account_sid: str | None = None,
    ) -> str:
        """Make a messaging service; gives its sid. Messages may name others, of which nothing is known.

        Args:
            senders: The numbers that send for it; what they get goes to it, where it has a webhook for that.
            status_callback: The webhook for the statuses of messages that name none.
            inbound_request_url: The webhook for messages that come in.
            account_sid: The account, which is the main one if not said.

        Raises:
            KeyError: There is no such account.
        """
        expect_texts(senders=senders)
        expect_if_any(str, status_callback=status_callback, inbound_request_url=inbound_request_url)
        service = MessagingService(
            sid=self._store.identifiers.sid("MG"),
            account_sid=self._account(account_sid).sid,
            senders=tuple(senders),
            status_callback=status_callback,
            inbound_request_url=inbound_request_url,
        )
        self._store.messaging.services[service.sid] = service
        return service.sid

    def add_short_code(
        self, short_code: str, *, friendly_name: str = "A short code", account_sid: str | None = None
    ) -> str:
        """Lease a short code; gives its sid.

        Raises:
            KeyError: There is no such account.
        """
        expect(str, short_code=short_code, friendly_name=friendly_name)
        fields = {**SHORT_CODE, "short_code": short_code, "friendly_name": friendly_name}
        return self._add_instance(SHORT_CODES, "SC", account_sid, fields)
