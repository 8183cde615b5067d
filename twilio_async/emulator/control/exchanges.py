"""Requests that came in and callbacks that went out, as control shows them: with secrets masked."""

import re
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from msgspec import Struct

from twilio_async.emulator.callbacks.addresses import Address
from twilio_async.emulator.callbacks.callback import Callback
from twilio_async.emulator.callbacks.courier import Courier
from twilio_async.emulator.callbacks.signing import SIGNATURE
from twilio_async.emulator.requests import LoggedRequest
from twilio_async.emulator.wire.parameters import Pairs

_MASK = "••••••"
_SECRET = re.compile(r"secret|password|token|cookie|authorization", re.IGNORECASE)
_PUBLIC = frozenset({"i-twilio-idempotency-token", "pagetoken"})
_MOST_SHOWN = 10_000


class RequestView(Struct, kw_only=True):
    """A request that came in; `number` counts them, `status` is None without an answer.

    Of Authorization only the scheme is kept, and what is secret by its name is masked.
    """

    number: int
    at: datetime
    method: str
    path: str
    query: list[tuple[str, str]]
    form: list[tuple[str, str]]
    headers: dict[str, str]
    authorization_scheme: str | None
    status: int | None
    fault: str | None


class CallbackView(Struct, kw_only=True):
    """A request to a webhook and what came of it.

    `signature_is_valid` is None until it was signed. `body` is that of the answer, its first 10,000
    characters; `error_code` is Twilio's.
    """

    purpose: str
    account_sid: str
    at: datetime
    method: str
    url: str
    params: list[tuple[str, str]]
    headers: dict[str, str]
    signature_is_valid: bool | None
    attempts: int
    status: int | None
    body: str
    error: str | None
    error_code: int | None


def request_view(request: LoggedRequest) -> RequestView:
    """A request as the log keeps it."""
    return RequestView(
        number=request.number,
        at=request.received_at,
        method=request.method,
        path=request.path,
        query=_masked(request.query),
        form=_masked(request.form_pairs),
        headers=_masked_headers(request.headers),
        authorization_scheme=request.authorization_scheme,
        status=request.status,
        fault=None if request.fault is None else request.fault.kind,
    )


def callback_view(callback: Callback, courier: Courier) -> CallbackView:
    """A callback as the log keeps it; `courier` signs it once more, to compare."""
    return CallbackView(
        purpose=callback.purpose,
        account_sid=callback.account_sid,
        at=callback.made_at,
        method=callback.method,
        url=callback.url,
        params=_masked(callback.params),
        headers=_masked_headers(callback.headers),
        signature_is_valid=_verdict(callback, courier),
        attempts=callback.attempts,
        status=callback.status,
        body=callback.body.decode(errors="replace")[:_MOST_SHOWN],
        error=callback.error,
        error_code=callback.error_code,
    )


def _verdict(callback: Callback, courier: Courier) -> bool | None:
    carried = callback.headers.get(SIGNATURE)
    if carried is None:
        return None
    url, form = Address.read(callback.url).signed, callback.params
    if callback.method != "POST" and form:
        url, form = f"{url}{'&' if '?' in url else '?'}{urlencode(form)}", ()
    return carried == courier.sign(callback.account_sid, url, form)


def _masked(pairs: Pairs) -> list[tuple[str, str]]:
    return [(name, _mask(name, value)) for name, value in pairs]


def _masked_headers(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: _mask(name, value) for name, value in headers.items()}


def _mask(name: str, value: str) -> str:
    if _SECRET.search(name) and name.lower() not in _PUBLIC:
        return _MASK
    return value[:_MOST_SHOWN]
