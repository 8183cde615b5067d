"""Callbacks: the address to which Twilio posts the statuses of one message, and what comes from there.

The address has a key: the number of the message in the journal, the attempt, and a signature of both by a
secret of the journal. So an event tells which message it is of before anybody knows its SID, and nobody else
can say that a message was sent.

Source: https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from typing import Any, Protocol, cast
from urllib.parse import urlsplit

from attrs import frozen

from twilio_async import InvalidArgument

PARAMETER = "bulk_key"
_LENGTH = 32
_CODE = re.compile(r"[0-9]{1,9}")
_PLAIN_KEY = re.compile(r"([0-9]{1,18})\.([0-9]{1,9})\.[0-9a-f]{32}")


class HasParams(Protocol):
    """Whatever has the parameters of a request, such as an event of `twilio_async.webhooks`."""

    @property
    def params(self) -> Mapping[str, str]:
        """The parameters, those of the address and of the form in one mapping."""
        ...


@frozen
class Event:
    """What a callback tells; `row` is the message in the journal, where its address has a key."""

    row: int | None
    sid: str
    status: str
    code: int | None


def check_url(url: str) -> None:
    """Refuse an address that Twilio cannot post to.

    Raises:
        InvalidArgument: It is none.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise InvalidArgument(
            "callback_url is an address that Twilio reaches, such as 'https://example.com/sms'"
        )


def address(url: str, secret: str, row: int, attempt: int) -> str:
    """The address of the callbacks of an attempt; its fragment, with overrides for Twilio, stays the last."""
    rest, mark, fragment = url.partition("#")
    joint = "&" if "?" in rest else "?"
    return f"{rest}{joint}{PARAMETER}={_key(secret, row, attempt)}{mark}{fragment}"


def event(given: Mapping[str, str] | HasParams, secret: str) -> Event | None:
    """What a callback tells; None where it is of no message, or its key is not signed by this journal.

    Raises:
        InvalidArgument: This is no callback.
    """
    found: object = getattr(given, "params", given)
    if not isinstance(found, Mapping):
        raise InvalidArgument(
            "record takes the parameters of a callback as a mapping, or an object with `params`"
        )
    parameters = cast("Mapping[str, Any]", found)
    sid = parameters.get("MessageSid") or parameters.get("SmsSid")
    status = parameters.get("MessageStatus") or parameters.get("SmsStatus")
    if not sid or not status:
        return None
    key = parameters.get(PARAMETER)
    row = None if key is None else _row(secret, str(key))
    if key is not None and row is None:
        return None
    code = str(parameters.get("ErrorCode") or "")
    return Event(row, str(sid), str(status), int(code) if _CODE.fullmatch(code) else None)


def _key(secret: str, row: int, attempt: int) -> str:
    what = f"{row}.{attempt}"
    return f"{what}.{hmac.digest(secret.encode(), what.encode(), 'sha256').hex()[:_LENGTH]}"


def _row(secret: str, key: str) -> int | None:
    """The message that a key names, if the journal has signed it."""
    match = _PLAIN_KEY.fullmatch(key)
    if match is None:
        return None
    expected = _key(secret, int(match[1]), int(match[2]))
    return int(match[1]) if hmac.compare_digest(key, expected) else None
