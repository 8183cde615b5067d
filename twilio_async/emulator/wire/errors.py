"""Refusals of the API, with Twilio's codes and messages.

One exception carries a refusal from where it is known to where it becomes a reply. Knows nothing of formats:
see `documents`.

Source: https://www.twilio.com/docs/api/errors
"""

from __future__ import annotations

from http import HTTPStatus

from attrs import field, frozen

PAGE_SIZE_TOO_LARGE = 20007
INVALID_PARAMETER = 20001
INVALID_CHOICE = 20422

_MISSING = {
    21201: "No 'To' number is specified",
    21213: "No 'From' number is specified",
    21401: "No phone number is specified",
    21421: "PhoneNumber is required",
    21602: "Message body is required.",
    21603: "A 'From' phone number is required.",
    21604: "A 'To' phone number is required.",
}


@frozen
class Refusal(Exception):
    """A request is refused: HTTP status, Twilio error code, message, and headers for the answer."""

    status: int
    code: int
    message: str
    detail: str | None = None
    headers: dict[str, str] = field(factory=dict[str, str])


def bad_request(code: int, message: str) -> Refusal:
    """400 with the code of the parameter or number that is wrong."""
    return Refusal(HTTPStatus.BAD_REQUEST, code, message)


def missing_parameter(name: str, code: int) -> Refusal:
    """400: a required parameter has no value."""
    return bad_request(code, _MISSING.get(code) or f"Missing required parameter {name} in the post body")


def unauthenticated() -> Refusal:
    """401: no credentials, wrong ones, or ones that do not reach the account."""
    return Refusal(
        HTTPStatus.UNAUTHORIZED,
        20003,
        "Authenticate",
        detail="Your AccountSid or AuthToken was incorrect.",
        headers={"WWW-Authenticate": 'Basic realm="Twilio API"'},
    )


def test_credentials_refused() -> Refusal:
    """403: the resource does not work with test credentials."""
    return Refusal(HTTPStatus.FORBIDDEN, 20008, "Cannot access this resource with Test Credentials")


def account_not_active() -> Refusal:
    """403: the account is suspended or closed."""
    return Refusal(HTTPStatus.FORBIDDEN, 20005, "Account is not active")


def not_found(path: str) -> Refusal:
    """404: nothing lives under `path`."""
    return Refusal(HTTPStatus.NOT_FOUND, 20404, f"The requested resource {path} was not found")


def conflict(message: str) -> Refusal:
    """409: the request contradicts what there is."""
    return Refusal(HTTPStatus.CONFLICT, 20409, message)


def not_complete(subject: str) -> Refusal:
    """409: something that is still going on cannot be deleted."""
    return Refusal(HTTPStatus.CONFLICT, 20009, f"Cannot delete {subject} because it is not complete")


def method_not_allowed() -> Refusal:
    """405: the resource exists and has no such method."""
    return Refusal(HTTPStatus.METHOD_NOT_ALLOWED, 20004, "Method not allowed")


def too_many_requests(retry_after: str | None = None) -> Refusal:
    """429: not processed; `retry_after` becomes the Retry-After header."""
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    return Refusal(HTTPStatus.TOO_MANY_REQUESTS, 20429, "Too Many Requests", headers=headers)


def queue_full() -> Refusal:
    """429: the queue of the sender has no room for the message."""
    message = "This 'From' number has exceeded the maximum number of queued messages"
    return Refusal(HTTPStatus.TOO_MANY_REQUESTS, 21611, message)


def server_error(status: int) -> Refusal:
    """500 or 503, with the code that Twilio pairs with it."""
    return Refusal(status, 20000 + status, HTTPStatus(status).phrase)
