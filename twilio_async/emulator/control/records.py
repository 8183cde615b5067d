"""Records as control shows them: accounts, messages and calls, with what becomes of them and when."""

from datetime import datetime
from functools import lru_cache
from typing import Literal

from msgspec import Struct, field

from twilio_async.emulator.accounts.directory import Account
from twilio_async.emulator.messaging.message_status import state_of_message, steps_of_message
from twilio_async.emulator.messaging.message_store import Message
from twilio_async.emulator.messaging.segments import count_segments
from twilio_async.emulator.voice.call_status import state_of_call, steps_of_call
from twilio_async.emulator.voice.voice_records import Call

_UNITS = "a" * 70


class AccountView(Struct, kw_only=True):
    """An account. Its auth token is only in the answer that makes it."""

    sid: str
    friendly_name: str
    status: str
    owner_sid: str
    is_test: bool
    auth_token: str | None = None


class Step(Struct, kw_only=True):
    """A status and the moment at which it begins, or will begin as far as is known by now."""

    status: str
    at: datetime


class MessageView(Struct, kw_only=True):
    """A message as it is now. Counts are segments and files; `steps` are its statuses in time."""

    sid: str
    account_sid: str
    direction: str
    from_: str | None = field(name="from")
    to: str
    body: str
    status: str
    error_code: int | None
    encoding: Literal["GSM-7", "UCS-2"]
    num_segments: int
    num_media: int
    messaging_service_sid: str | None
    price: str | None
    created_at: datetime
    sent_at: datetime | None
    steps: list[Step]


class CallView(Struct, kw_only=True):
    """A call as it is now. `duration` is in seconds; `steps` are its statuses in time."""

    sid: str
    account_sid: str
    direction: str
    from_: str = field(name="from")
    to: str
    status: str
    answered_by: str | None
    parent_call_sid: str | None
    price: str | None
    created_at: datetime
    start_time: datetime | None
    end_time: datetime | None
    duration: int | None
    steps: list[Step]


def account_view(account: Account, *, with_token: bool = False) -> AccountView:
    """An account, with its auth token or without."""
    return AccountView(
        sid=account.sid,
        friendly_name=account.friendly_name,
        status=account.status,
        owner_sid=account.owner_sid,
        is_test=account.is_test,
        auth_token=account.auth_token if with_token else None,
    )


def message_view(message: Message, now: datetime) -> MessageView:
    """A message at a moment."""
    state = state_of_message(message, now)
    later = [Step(status=step.status, at=step.moment) for step in steps_of_message(message)]
    first = state.status
    if later:
        waits = message.messaging_service_sid is not None and message.queued_at > message.created_at
        first = "scheduled" if message.is_scheduled else "accepted" if waits else "queued"
    return MessageView(
        sid=message.sid,
        account_sid=message.account_sid,
        direction=message.direction,
        from_=message.from_,
        to=message.to,
        body=message.body,
        status=state.status,
        error_code=state.error_code,
        encoding="GSM-7" if all(map(_is_gsm, set(message.body))) else "UCS-2",
        num_segments=message.num_segments,
        num_media=message.num_media,
        messaging_service_sid=message.messaging_service_sid,
        price=state.price,
        created_at=message.created_at,
        sent_at=state.date_sent,
        steps=[Step(status=first, at=message.created_at), *later],
    )


def call_view(call: Call, now: datetime) -> CallView:
    """A call at a moment."""
    state = state_of_call(call, now)
    return CallView(
        sid=call.sid,
        account_sid=call.account_sid,
        direction=call.direction,
        from_=call.from_,
        to=call.to,
        status=state.status,
        answered_by=call.answered_by,
        parent_call_sid=None if call.parent is None else call.parent.sid,
        price=state.price,
        created_at=call.created_at,
        start_time=state.start_time,
        end_time=state.end_time,
        duration=state.duration,
        steps=[Step(status=step.status, at=step.moment) for step in steps_of_call(call)],
    )


@lru_cache(maxsize=4096)
def _is_gsm(character: str) -> bool:
    """Whether a character is of GSM 03.38: with 70 others it fits into one segment then."""
    return count_segments(_UNITS + character) == 1
