"""The refusals of the API, with Twilio's codes and messages.

One exception carries a refusal from where it is known to where it is rendered. The catalogue is taken from
https://www.twilio.com/docs/api/errors. Knows nothing of formats: see `rendering`.
"""

from http import HTTPStatus

import attrs

PAGE_SIZE_TOO_LARGE = 20007
INVALID_PARAMETER = 20001
INVALID_CHOICE = 20422


@attrs.frozen
class ApiError(Exception):
    """A request is refused: HTTP status, Twilio error code, message, and headers for the answer."""

    status: int
    code: int
    message: str
    detail: str | None = None
    headers: dict[str, str] = attrs.field(factory=dict[str, str])


def bad_request(code: int, message: str) -> ApiError:
    """400 with the code of the parameter or number that is wrong."""
    return ApiError(HTTPStatus.BAD_REQUEST, code, message)


def unauthenticated() -> ApiError:
    """401: no credentials, wrong ones, or ones that do not reach the account."""
    return ApiError(
        HTTPStatus.UNAUTHORIZED,
        20003,
        "Authenticate",
        detail="Your AccountSid or AuthToken was incorrect.",
        headers={"WWW-Authenticate": 'Basic realm="Twilio API"'},
    )


def test_credentials_refused() -> ApiError:
    """403: the resource does not work with test credentials."""
    return ApiError(HTTPStatus.FORBIDDEN, 20008, "Cannot access this resource with Test Credentials")


def account_not_active() -> ApiError:
    """403: the account is suspended or closed."""
    return ApiError(HTTPStatus.FORBIDDEN, 20005, "Account is not active")


def not_found(path: str) -> ApiError:
    """404: nothing lives under `path`."""
    return ApiError(HTTPStatus.NOT_FOUND, 20404, f"The requested resource {path} was not found")


def conflict(message: str) -> ApiError:
    """409: the request contradicts what there is."""
    return ApiError(HTTPStatus.CONFLICT, 20409, message)


def method_not_allowed() -> ApiError:
    """405: the resource exists and has no such method."""
    return ApiError(HTTPStatus.METHOD_NOT_ALLOWED, 20004, "Method not allowed")


def too_many_requests(retry_after: str | None = None) -> ApiError:
    """429: not processed; `retry_after` becomes the Retry-After header."""
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    return ApiError(HTTPStatus.TOO_MANY_REQUESTS, 20429, "Too Many Requests", headers=headers)


def server_error(status: int) -> ApiError:
    """500 or 503, with the code that Twilio pairs with it."""
    return ApiError(status, 20000 + status, HTTPStatus(status).phrase)
