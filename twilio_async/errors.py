"""The tree of exceptions. Nothing else leaves the client: no error of aiohttp, lxml, msgspec or cattrs.

An error is a message and plain attributes, so it pickles whole. `str(error)` is safe to log: it never holds
a credential or a body, and phone numbers in it are masked. What Twilio said, word for word, is in the
attributes of `ApiError`.

Source: https://www.twilio.com/docs/usage/twilios-response and https://www.twilio.com/docs/api/errors
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from twilio_async.core.wire import REPEATABLE_METHODS, is_object, is_refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from twilio_async.core.wire import Executed

# Texts, which are compiled when they are first used: most programs import errors and see none.
_NUMBER = r"""(?x)
    (?: (?<![\w+]) | (?<=%2B) ) (?: \+ \d (?:[ .()-]{0,2}\d){6,14}      # +1 (555) 867-5310
                      | \(?\d{3}\)? [ .-]? \d{3} [ .-] \d{4}  # 555-867-5310
                      | \d{7,15} ) (?!\w)"""
_SID = r"(?<![A-Za-z0-9])[A-Z]{2}[0-9a-fA-F]{32}(?![A-Za-z0-9])"


def masked(text: str) -> str:
    """`text` with all but the last two digits of each phone number hidden."""
    return re.sub(_NUMBER, lambda match: f"***{match[0][-2:]}", text)


def without_sids(text: str) -> str:
    """`text` with nothing but the prefix of each SID, and with phone numbers masked."""
    return masked(re.sub(_SID, lambda match: f"{match[0][:2]}***", text))


class TwilioError(Exception):
    """Anything that went wrong.

    Attributes:
        method, path: What was asked; the path has no query. None where no request was made.
        attempts: How many requests were sent for it.
        request_id: Twilio's name for the last of them, where it answered.
        headers: The headers of the last answer, where one came; their names ignore case.
        executed: "no" where Twilio has certainly not carried the request out, "unknown" where it may have.
        cursor: Where a listing stopped; give it to the same listing to go on behind the last item.
    """

    def __init__(
        self,
        text: str,
        *,
        method: str | None = None,
        path: str | None = None,
        attempts: int = 0,
        request_id: str | None = None,
        headers: Mapping[str, str] | None = None,
        executed: Executed = "no",
    ) -> None:
        super().__init__(text)
        self.method = method
        self.path = path
        self.attempts = attempts
        self.request_id = request_id
        self.headers: Mapping[str, str] = {} if headers is None else headers
        self.executed: Executed = executed
        self.cursor: str | None = None

    def __str__(self) -> str:
        what = super().__str__()
        if self.method is None:
            return masked(what)
        tail = f"{self.attempts} attempt{'' if self.attempts == 1 else 's'}"
        if self.request_id:
            tail += f", request {self.request_id}"
        if self.executed == "unknown" and self.method not in REPEATABLE_METHODS:
            tail += "; it may have been executed: look before you repeat it"
        return masked(f"{self.method} {self.path}: {what} ({tail})")

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"


class ConfigurationError(TwilioError, ValueError):
    """The client cannot be made, or used, like this; the text says what to give."""


class InvalidArgument(TwilioError, ValueError):
    """An argument that cannot be right; nothing was sent."""


class TransportError(TwilioError):
    """No usable answer came."""


class ConnectError(TransportError):
    """The API was not reached: name, connection or TLS. Nothing was sent."""


class ConnectionLost(TransportError):
    """The connection broke after the request had left."""


class RequestTimeout(TransportError, TimeoutError):
    """No answer in time; `executed` tells whether the request had left."""


class DecodeError(TwilioError):
    """An answer that cannot be read, or has not the shape it should; the text names the place."""


class LinkError(TwilioError):
    """A redirect, or what announces the next page, was not followed: it leads astray or is not understood."""


class ApiError(TwilioError):
    """Twilio answered, and refused.

    Attributes:
        status: The HTTP status.
        code: Twilio's error code, where it gave one; https://www.twilio.com/docs/api/errors lists them.
        message: Twilio's text as it came. It may hold phone numbers.
        more_info: The page about the code.
        details: Whatever else the answer held.
    """

    def __init__(
        self,
        text: str,
        *,
        status: int = 0,
        code: int | None = None,
        message: str = "",
        more_info: str | None = None,
        details: Mapping[str, Any] | None = None,
        **request: Any,
    ) -> None:
        super().__init__(text, **request)
        self.status = status
        self.code = code
        self.message = message
        self.more_info = more_info
        self.details: dict[str, Any] = dict(details or {})


class BadRequest(ApiError):
    """The request is wrong (400 and whatever 4xx has no class of its own)."""


class AuthenticationError(ApiError):
    """The credentials are not accepted (401)."""


class PermissionDenied(ApiError):
    """The credentials do not reach this (403)."""


class NotFound(ApiError):
    """There is no such resource (404, 410)."""


class Conflict(ApiError):
    """The resource is in a state that does not allow this (409, 412)."""


class RateLimited(ApiError):
    """Too many requests at a time, still after repeating (429). Not executed."""


class QueueFull(RateLimited):
    """The sender's queue of messages is full (code 21611). Not executed; send slower from this number."""


class Unsubscribed(BadRequest):
    """The recipient has answered STOP and gets nothing more from this sender (code 21610)."""


class ServerError(ApiError):
    """Twilio failed (5xx, 408)."""


_BY_CODE: dict[int, type[ApiError]] = {21610: Unsubscribed, 21611: QueueFull}
_BY_STATUS: dict[int, type[ApiError]] = {
    401: AuthenticationError,
    403: PermissionDenied,
    404: NotFound,
    408: ServerError,
    409: Conflict,
    410: NotFound,
    412: Conflict,
    429: RateLimited,
}
_LONGEST_CODE = 9
_SERVER_ERRORS = 500
"""The first status that says that the server failed."""
_STANDARD_KEYS = frozenset({"code", "message", "more_info", "status"})
_PROBLEM_KEYS = frozenset({"type", "title", "status", "code"})  # RFC 9457 as Twilio writes it.
_LONGEST_TEXT = 1000
_LONGEST_MASKED = 2 * _LONGEST_TEXT
"""The most characters that are searched for numbers, which takes long in a text of megabytes."""


def api_error(status: int, tree: object, *, hint: str | None = None, **request: Any) -> ApiError:
    """The error for an answer with `status` and a body that was parsed into `tree` (None: unreadable).

    Understands `{code, message, more_info, status}`, XML's RestException and the RFC 9457 form. `hint` is
    what the text says besides; `request` is what `TwilioError` takes.
    """
    fields = tree if is_object(tree) else {}
    if fields.keys() >= _PROBLEM_KEYS:
        message = _text(fields.get("detail")) or _text(fields["title"])
        more_info, standard = fields["type"], _PROBLEM_KEYS
    else:
        message = _text(fields.get("message"))
        more_info, standard = fields.get("more_info"), _STANDARD_KEYS
    code = error_code(tree)
    kind = _BY_CODE.get(code or 0) or _BY_STATUS.get(status)
    if kind is None:
        kind = BadRequest if is_refusal(status) else ServerError if status >= _SERVER_ERRORS else ApiError
    answer = f"HTTP {status}" if code is None else f"HTTP {status}, code {code}"
    said = f"{_said(message, _text(fields.get('detail')))} [{answer}]"
    return kind(
        said if hint is None else f"{said}; {hint}",
        status=status,
        code=code,
        message=message,
        more_info=_text(more_info) or None,
        details={key: value for key, value in fields.items() if key not in standard},
        **request,
    )


def _said(message: str, detail: str) -> str:
    """Twilio's words, shortened where it is no text for people."""
    message, detail = message[:_LONGEST_MASKED], detail[:_LONGEST_MASKED]
    if detail.lower() in message.lower():
        detail = ""
    joined = f"{message}{'' if message.endswith('.') else ':'} {detail}" if message and detail else message
    text = masked(joined or detail)  # Before a number is cut in two.
    return f"{text[:_LONGEST_TEXT]}..." if len(text) > _LONGEST_TEXT else text or "no readable explanation"


def _text(value: object) -> str:
    return str(value) if isinstance(value, str | int | float) else ""


def error_code(tree: object) -> int | None:
    """Twilio's error code in the tree of an answer; None where there is none."""
    code = tree.get("code") if is_object(tree) else None
    text = str(code) if isinstance(code, str | int) else ""
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_CODE else None
