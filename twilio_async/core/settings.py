"""The settings of a client as they are given: of which type each must be, and what is refused at once."""

from __future__ import annotations

from collections.abc import Callable
from inspect import iscoroutinefunction
from typing import Any, cast

from twilio_async.core.auth.credentials import Credentials
from twilio_async.core.clock import Clock
from twilio_async.core.http.transport import Timeout
from twilio_async.core.limits import Limits
from twilio_async.core.retry import Retry
from twilio_async.core.validation import check_type, is_number
from twilio_async.errors import ConfigurationError

_TYPES: dict[str, tuple[Any, str]] = {
    "credentials": (Credentials, "AuthToken(account_sid, auth_token)"),
    "base_url": (str, "'https://api.example.com'"),
    "allow_http": (bool, "True"),
    "region": (str, "'ie1'"),
    "edge": (str, "'dublin'"),
    "retry": (Retry, "Retry(attempts=3)"),
    "limits": (Limits, "Limits(concurrency=20)"),
    "proxy": (str, "'http://proxy.example.com:3128'"),
    "trust_env": (bool, "True"),
    "user_agent": (str, "'myapp/1.0'"),
    "on_retry": (Callable, "print"),
    "format": (str, "'json'"),
    "max_body": (int, "10_000_000"),
    "clock": (Clock, "Clock()"),
}
"""The types of arguments, each with an example."""
_NEVER_NONE = frozenset({"retry", "limits", "trust_env", "format", "max_body"})


def check(**arguments: object) -> None:
    """Refuse an argument that cannot be.

    Raises:
        ConfigurationError: One of them has another type; the text says what to give.
    """
    for name, value in arguments.items():
        if value is not None or name in _NEVER_NONE:
            kind, example = _TYPES[name]
            check_type(name, value, kind, such_as=example)
        if iscoroutinefunction(value):
            raise ConfigurationError(f"{name} takes a function that is called, not one that is awaited")


def timeout(limit: object) -> Timeout:
    """The timeout that an argument stands for: seconds of a call in all, None without end, or a `Timeout`.

    Raises:
        ConfigurationError: It is something else.
    """
    if limit is None:
        return Timeout(total=None)
    if is_number(limit):
        return Timeout.of(limit)
    check_type("timeout", limit, Timeout, such_as="Timeout(total=3), or seconds")
    return cast("Timeout", limit)
