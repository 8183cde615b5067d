"""Who is asking: an auth token, an API key, or an OAuth client, each turned into an Authorization header.

Credentials check their form when they are made and hide their secrets in every repr. They know nothing of
the session: the OAuth client is given a function to fetch its token with.

Source: https://www.twilio.com/docs/usage/requests-to-twilio and https://www.twilio.com/docs/iam/oauth-apps
"""

from __future__ import annotations

import asyncio
import base64
import copy
import math
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias
from urllib.parse import urlencode, urlsplit

from attrs import define, field, frozen

from twilio_async.errors import ConfigurationError, DecodeError, TwilioError
from twilio_async.urls import secure
from twilio_async.wire import Request, is_object

Fetch: TypeAlias = Callable[[Request], Awaitable[Any]]
"""Sends a request and returns the parsed answer."""

_TOKEN_URL = "https://oauth.twilio.com/v2/token"  # noqa: S105 - the address, not a token
_LEEWAY = 60.0
"""Seconds before its end at which a token counts as expired (at most half of its life)."""


def account_sid(value: str | None) -> str:
    """`value`, if it is the SID of an account.

    Raises:
        ConfigurationError: It is missing or something else; the text says what to give.
    """
    if isinstance(value, str) and value.startswith("SK"):
        raise ConfigurationError(
            "account_sid is the SID of an API key: give it as api_key, and the account's AC..."
        )
    return _matching("account_sid", "TWILIO_ACCOUNT_SID", value, "AC")


def _matching(argument: str, variable: str, value: str | None, prefix: str) -> str:
    if not value:
        raise ConfigurationError(
            f"{argument} is missing: give it or set {variable} ({prefix} and 32 hex digits)"
        )
    _check_text(argument, value)
    if not re.fullmatch(rf"{prefix}[0-9a-fA-F]{{32}}", value):
        raise ConfigurationError(
            f"{argument} (or {variable}) must be {prefix} and 32 hex digits, not {len(value)} characters "
            f"that start with {value[:2]!r}"
        )
    return value


def _check_text(argument: str, value: object) -> None:
    if not isinstance(value, str):
        raise ConfigurationError(f"{argument} must be text, not a {type(value).__name__}")


def _secret(argument: str, variable: str, value: str | None) -> str:
    if not value:
        raise ConfigurationError(f"{argument} is missing: give it or set {variable}")
    _check_text(argument, value)
    if not value.isascii() or not value.isprintable() or " " in value:
        raise ConfigurationError(
            f"{argument} (or {variable}) holds a space, a line end or a character that no such secret has"
        )
    if re.fullmatch(r"(AC|SK)[0-9a-fA-F]{32}", value):
        raise ConfigurationError(f"{argument} (or {variable}) is a SID: give the secret that belongs to it")
    return value


class Credentials:
    """What a client asks with; `account_sid` is the account that its paths name by default."""

    account_sid: str

    async def authorization(self, fetch: Fetch, now: float) -> str:
        """The Authorization header; `now` is the clock's monotonic time in seconds."""
        raise NotImplementedError

    def reaches(self, account: str) -> bool:
        """Whether Twilio lets these credentials into `account`, as far as that is known here."""
        del account
        return True

    def rejected(self) -> None:
        """Take note that Twilio did not accept the last header."""

    async def close(self) -> None:
        """Stop whatever is under way."""


@frozen
class _Basic(Credentials):
    """A user and a password, whose header never changes."""

    _header: str = field(init=False, repr=False, eq=False)

    async def authorization(self, fetch: Fetch, now: float) -> str:
        """The same header always."""
        del fetch, now
        return self._header

    def _set_header(self, user: str, password: str) -> None:
        header = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
        object.__setattr__(self, "_header", header)  # Once, while it is being made.


@frozen
class AuthToken(_Basic):
    """The account's SID and auth token; a main account's reach its subaccounts too."""

    account_sid: str
    auth_token: str = field(repr=False)

    def __attrs_post_init__(self) -> None:
        account_sid(self.account_sid)
        _secret("auth_token", "TWILIO_AUTH_TOKEN", self.auth_token)
        self._set_header(self.account_sid, self.auth_token)


@frozen
class ApiKey(_Basic):
    """An API key and its secret, with the SID of the account that it belongs to and alone reaches."""

    account_sid: str
    api_key: str
    api_secret: str = field(repr=False)

    def __attrs_post_init__(self) -> None:
        account_sid(self.account_sid)
        _matching("api_key", "TWILIO_API_KEY", self.api_key, "SK")
        _secret("api_secret", "TWILIO_API_SECRET", self.api_secret)
        self._set_header(self.api_key, self.api_secret)

    def reaches(self, account: str) -> bool:
        """Only its own account: Twilio refuses a main account's keys for subaccounts."""
        return account == self.account_sid


@define(eq=False)
class ClientCredentials(Credentials):
    """An OAuth app's client id and secret, exchanged for tokens as needed.

    One fetch serves all who wait for it, and a token is renewed a minute before it ends. The secret goes to
    `token_url` only.

    Source: https://www.twilio.com/docs/iam/oauth-apps
    """

    account_sid: str
    client_id: str
    client_secret: str = field(repr=False)
    token_url: str = _TOKEN_URL
    _header: str | None = field(default=None, init=False, repr=False)
    _renew_at: float = field(default=0.0, init=False, repr=False)
    _fetching: asyncio.Task[str] | None = field(default=None, init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        account_sid(self.account_sid)
        _secret("client_id", "ClientCredentials.client_id", self.client_id)
        _secret("client_secret", "ClientCredentials.client_secret", self.client_secret)
        secure(self.token_url, "token_url")

    async def authorization(self, fetch: Fetch, now: float) -> str:
        """The header for a token that is valid for a while yet.

        Raises:
            TwilioError: No token was to be had; the caller's own request was not sent.
        """
        if self._header is not None and now < self._renew_at:
            return self._header
        if self._fetching is None:
            self._fetching = asyncio.create_task(self._renew(fetch, now))
            self._fetching.add_done_callback(self._fetched)
        return await _shared(self._fetching)

    def rejected(self) -> None:
        """Forget the token; the next request fetches another."""
        self._header = None

    async def close(self) -> None:
        """Stop a fetch that nobody waits for any more."""
        if self._fetching is not None:
            self._fetching.cancel()
            await asyncio.wait([self._fetching])

    def _fetched(self, task: asyncio.Task[str]) -> None:
        self._fetching = None
        if not task.cancelled():
            task.exception()  # Its waiters have it; where none is left, nobody need hear of it.

    async def _renew(self, fetch: Fetch, now: float) -> str:
        form = {
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "grant_type": "client_credentials",
        }
        url = urlsplit(self.token_url)
        request = Request(
            "POST",
            url.path or "/",
            body=urlencode(form).encode(),
            origin=f"{url.scheme}://{url.netloc}",
            authorized=False,
            repeatable=True,
        )
        try:
            token, lifetime = _token(await fetch(request), request)
        except TwilioError as error:
            error.executed = "no"  # For whoever waits: what they asked for was not even sent.
            raise
        self._renew_at = now + lifetime - min(_LEEWAY, lifetime / 2)
        self._header = f"Bearer {token}"
        return self._header


async def _shared(fetching: asyncio.Task[str]) -> str:
    """What the fetch brings to each of those who wait for it."""
    try:
        # Shielded, because a caller that is cancelled must not take the token from the others.
        return await asyncio.shield(fetching)
    except TwilioError as error:
        raise copy.copy(error) from None  # Each caller's own, to add its cursor to.
    except asyncio.CancelledError:
        caller = asyncio.current_task()
        if fetching.cancelled() and caller is not None and not caller.cancelling():
            raise ConfigurationError("the client was closed while it fetched a token") from None
        raise


def _token(answer: object, request: Request) -> tuple[str, float]:
    """Token and lifetime in seconds."""
    fields = answer if is_object(answer) else {}
    token, lifetime = fields.get("access_token"), fields.get("expires_in")
    if not isinstance(token, str) or not token.isascii() or not token.isprintable() or not token:
        raise DecodeError("the answer holds no access_token", method=request.method, path=request.path)
    if not math.isfinite(seconds := _seconds(lifetime)):
        raise DecodeError("the answer holds no expires_in", method=request.method, path=request.path)
    return token, max(0.0, seconds)


def _seconds(lifetime: object) -> float:
    try:
        return float(str(lifetime))
    except ValueError:
        return math.nan


def from_environment(
    environment: Mapping[str, str],
    *,
    account: str | None,
    auth_token: str | None,
    api_key: str | None,
    api_secret: str | None,
) -> Credentials:
    """The credentials that the arguments name, completed from the environment; arguments win.

    Without arguments an API key is preferred to an auth token, because it can be withdrawn by itself.

    Raises:
        ConfigurationError: Something is missing, malformed or contradictory; the text names the argument
            and the variable.
    """
    if auth_token is not None and (api_key is not None or api_secret is not None):
        raise ConfigurationError("give either auth_token or api_key and api_secret, not both")
    sid = account_sid(account or environment.get("TWILIO_ACCOUNT_SID"))
    key = api_key or environment.get("TWILIO_API_KEY")
    secret = api_secret or environment.get("TWILIO_API_SECRET")
    if auth_token is None and (api_key is not None or api_secret is not None or (key and secret)):
        return ApiKey(sid, key or "", secret or "")
    token = auth_token or environment.get("TWILIO_AUTH_TOKEN")
    if not token:
        raise ConfigurationError(
            "no credentials: give auth_token (or set TWILIO_AUTH_TOKEN), or api_key and api_secret "
            "(TWILIO_API_KEY and TWILIO_API_SECRET)"
        )
    return AuthToken(sid, token)
