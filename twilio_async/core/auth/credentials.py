"""Who is asking: an auth token, an API key, or an OAuth client, each turned into an Authorization header.

Credentials check their form when they are made and hide their secrets in every repr. They know nothing of
the session: the OAuth client is given a function to fetch its token with. Where they came from (arguments,
variables) is kept for errors, which name it and never show a value.

Source: https://www.twilio.com/docs/usage/requests-to-twilio and https://www.twilio.com/docs/iam/oauth-apps
"""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

from attrs import define, evolve, field, frozen

from twilio_async.core.auth.oauth import Fetch, Tokens
from twilio_async.core.urls import is_twilio, secure
from twilio_async.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

_OAUTH_PATH = "/v2/token"
_TOKEN_URL = f"https://oauth.twilio.com{_OAUTH_PATH}"


def account_sid(value: str | None) -> str:
    """`value`, if it is the SID of an account.

    Raises:
        ConfigurationError: It is missing or something else; the text says what to give.
    """
    if isinstance(value, Credentials):
        raise ConfigurationError(f"account_sid is no {type(value).__name__}: give that as credentials=...")
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
        held = f"{len(value)} characters"
        if re.match("[A-Z]{2}", value):  # What starts otherwise may be a secret, and none of it is shown.
            held += f" that start with {value[:2]!r}"
        elif re.fullmatch("[0-9a-f]{32}", value):
            held += ", which may be the auth token: account_sid comes first"
        raise ConfigurationError(f"{argument} (or {variable}) must be {prefix} and 32 hex digits, not {held}")
    return value


def _check_text(argument: str, value: object) -> None:
    if not isinstance(value, str):
        raise ConfigurationError(f"{argument} must be text, not {type(value).__name__}")


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
    """The credentials of a client; `account_sid` is the account that its paths name by default.

    `source` is where they came from, in words without any value of theirs.
    """

    account_sid: str
    source: str = "credentials from the argument"

    def at(self, base: str) -> Credentials:
        """These credentials, as a client of the API at the address `base` asks with them."""
        del base
        return self

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

    source: str = field(default=Credentials.source, kw_only=True, repr=False, eq=False)
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
    """An OAuth app's client id and secret, exchanged for tokens as needed; see `oauth`.

    Clients may share them, and with them the tokens, also in several loops. The secret goes to `token_url`
    only. None is Twilio's own, or `/v2/token` at the `base_url` of a client where that is not Twilio's.

    Source: https://www.twilio.com/docs/iam/oauth-apps
    """

    account_sid: str
    client_id: str
    client_secret: str = field(repr=False)
    token_url: str | None = None
    _tokens: Tokens = field(init=False, repr=False)
    _elsewhere: dict[str, ClientCredentials] = field(
        init=False, factory=dict[str, "ClientCredentials"], repr=False
    )

    def __attrs_post_init__(self) -> None:
        account_sid(self.account_sid)
        _secret("client_id", "ClientCredentials.client_id", self.client_id)
        _secret("client_secret", "ClientCredentials.client_secret", self.client_secret)
        address = _TOKEN_URL
        if self.token_url is not None:
            _check_text("token_url", self.token_url)
            address = secure(self.token_url, "token_url")
        self._tokens = Tokens(address, self.client_id, self.client_secret)

    def at(self, base: str) -> ClientCredentials:
        """These, or their like with tokens from `base`, where neither that nor `token_url` is Twilio's.

        Raises:
            ConfigurationError: `token_url` is Twilio's, which a client of another `base` never asks.
        """
        if is_twilio(base) or (self.token_url is not None and not is_twilio(self.token_url)):
            return self
        address = f"{base}{_OAUTH_PATH}"
        if self.token_url is not None:
            raise ConfigurationError(
                f"token_url is Twilio's, but this client is for {base} (base_url or TWILIO_BASE_URL) and "
                f"never asks Twilio: leave token_url out to have tokens from {address}, or give another"
            )
        if base not in self._elsewhere:
            other = self._elsewhere[base] = evolve(self)
            other._tokens = Tokens(address, self.client_id, self.client_secret)  # noqa: SLF001 - its own kind
        return self._elsewhere[base]

    async def authorization(self, fetch: Fetch, now: float) -> str:
        """The header for a token that is valid, which is fetched where there is none.

        Raises:
            TwilioError: No token was to be had; the caller's own request was not sent.
        """
        return await self._tokens.header(fetch, now)

    def rejected(self) -> None:
        """Forget the token; the next request fetches another."""
        self._tokens.drop()

    async def close(self) -> None:
        """Stop what this loop fetches; a call of another client that waits for it fetches by itself."""
        await self._tokens.close()


def from_environment(
    environment: Mapping[str, str],
    credentials: Credentials | None = None,
    *,
    account: str | None,
    auth_token: str | None,
    api_key: str | None,
    api_secret: str | None,
) -> Credentials:
    """The credentials that the arguments are or name, completed from the environment; arguments win.

    Without arguments an API key is preferred to an auth token, because it can be withdrawn by itself.

    Raises:
        ConfigurationError: Something is missing, empty, malformed or contradictory; the text names the
            argument and the variable.
    """
    if credentials is not None:
        if any(argument is not None for argument in (account, auth_token, api_key, api_secret)):
            raise ConfigurationError("give either credentials or account_sid and its secrets, not both")
        return credentials
    if auth_token is not None and (api_key is not None or api_secret is not None):
        raise ConfigurationError("give either auth_token or api_key and api_secret, not both")

    def found(argument: str, given: str | None) -> tuple[str, str]:
        return _found(argument, given, environment)

    sid, sids_source = found("account_sid", account)
    account_sid(sid)
    key, keys_source = found("api_key", api_key)
    secret, secrets_source = found("api_secret", api_secret)
    if auth_token is None and (api_key is not None or api_secret is not None or (key and secret)):
        return ApiKey(sid, key, secret, source=f"{sids_source}, {keys_source}, {secrets_source}")
    token, tokens_source = found("auth_token", auth_token)
    if not token:
        raise ConfigurationError(
            "no credentials: give auth_token (or set TWILIO_AUTH_TOKEN), or api_key and api_secret "
            "(TWILIO_API_KEY and TWILIO_API_SECRET)"
        )
    return AuthToken(sid, token, source=f"{sids_source}, {tokens_source}")


def _found(argument: str, given: str | None, environment: Mapping[str, str]) -> tuple[str, str]:
    """The value of an argument, or else of its variable ("": neither is there), and which of them it was."""
    variable = f"TWILIO_{argument.upper()}"
    if given is None:
        return environment.get(variable, ""), f"{argument} from {variable}"
    if given == "":
        raise ConfigurationError(f"{argument} is empty: give it, or leave it out to have it from {variable}")
    return given, f"{argument} from the argument"
